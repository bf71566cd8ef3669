"""Exposure: how long the shutter is open, how far the signal is amplified, and what the camera's meter makes of it."""

from __future__ import annotations

import cv2
import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.colours import nominal_white
from generator.sensor.electrons import FULL_WELL, NEUTRAL_FULL_WELL_E
from generator.sensor.exposure import Exposure

EXPOSURE = Factor(
    "sensor.exposure_ev",
    "EV",
    "capture",
    "How far the exposure is off what the meter says; +1 doubles the electrons, +4 is blown out, -4 drowns in noise.",
    {"normal": [0.0, 0.5]},
    -4.0,
    4.0,
)
AUTO = Factor(
    "sensor.auto_exposure",
    "share",
    "capture",
    "Share of the change in light level that the camera makes up for: in the dark by gain, so that noise grows, in "
    "bright light by a shorter exposure; at 0 the picture just gets darker or brighter.",
    {"uniform": [0.5, 1.0]},
    0.0,
    1.0,
)
LIGHT_LEVEL = "light.level_ev"  # declared with the lamps; already in the light that arrives

GREY = 0.18  # reflectance that the meter takes the scene to have on average
HEADROOM = 2.0  # developed white over the white of a perfect diffuser
_HIGHLIGHT_PERCENTILE = 98.0
_MOST_HIGHLIGHT_CUT = 0.5  # the meter gives up one stop at most to save highlights
_LUMINANCE = np.array([[0.2126, 0.7152, 0.0722]], np.float32)


def meter(radiance: np.ndarray) -> float:
    """The factor that brings radiance (H, W, 3) to shares of full scale: its log average becomes mid-grey.

    A bright picture is exposed up to a stop less, so that only its brightest 2% may clip.
    """
    height, width = radiance.shape[:2]
    small = cv2.resize(radiance, (-(-width // 4), -(-height // 4)), interpolation=cv2.INTER_AREA)
    luminance = np.maximum(cv2.transform(small, _LUMINANCE).ravel(), 0).astype(np.float64)
    floor = 1e-3 * luminance.mean()
    if floor <= 0:
        return 1.0  # no light at all: every exposure shows black
    scale = GREY / HEADROOM / float(np.exp(np.log(luminance + floor).mean()))
    bright = scale * float(np.percentile(luminance, _HIGHLIGHT_PERCENTILE))
    return scale * max(min(1.0, 1.0 / bright), _MOST_HIGHLIGHT_CUT)


def expose(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance to the electrons that a pixel without a colour filter would gather.

    The meter looks at the scene under its nominal light; `sensor.auto_exposure` says how far it follows a change.
    """
    level_ev = exposure.number(LIGHT_LEVEL, 0.0)
    followed_ev = exposure.number(AUTO.name, 0.0) * level_ev
    nominal = exposure.image / np.float32(2.0**level_ev) if level_ev else exposure.image
    shutter = 2.0 ** (exposure.number(EXPOSURE.name, 0.0) - max(followed_ev, 0.0))
    full_well_e = exposure.number(FULL_WELL.name, NEUTRAL_FULL_WELL_E)
    electrons_per_radiance = meter(nominal) * shutter * full_well_e / float(nominal_white(exposure.factors).max())
    return exposure.but(
        image=exposure.image * np.float32(electrons_per_radiance),
        gain=2.0 ** max(-followed_ev, 0.0),
        electrons_per_radiance=electrons_per_radiance,
    )


EFFECTS = (
    SensorEffect("metering", "The meter picks shutter and gain, and may be wrong.", 50, expose, (EXPOSURE, AUTO)),
)
