"""The tone curve: linear light to the code values of sRGB, with a soft shoulder for highlights."""

from __future__ import annotations

import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.exposure import Exposure
from generator.sensor.metering import GREY, HEADROOM

CONTRAST = Factor(
    "sensor.contrast",
    "slope",
    "capture",
    "Steepness of the tone curve at mid-grey: 1 is plain sRGB, below it is flat and hazy, 1.6 is harsh.",
    {"normal": [1.25, 0.15]},
    0.6,
    1.8,
)
_KNEE = 0.6  # linear light up to which tones are left as they are
_STEPS = 65536


def srgb_from_linear(linear: np.ndarray) -> np.ndarray:
    """The opto-electronic transfer of IEC 61966-2-1, 0..1 to 0..1."""
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * np.maximum(linear, 0.0031308) ** (1 / 2.4) - 0.055)


def curve(developed: np.ndarray, contrast: float) -> np.ndarray:
    """Developed light, 0..1 with 1 where the sensor clips, to code values 0..1. Monotone, 0 to 0 and 1 to 1.

    Below the knee it is plain sRGB of light that is `HEADROOM` brighter; above it a rational shoulder, with the same
    slope at the knee, takes in what would clip. An S about mid-grey adds contrast.
    """
    light = developed * HEADROOM
    slope = (HEADROOM - _KNEE) / (1 - _KNEE)
    above = np.clip((light - _KNEE) / (HEADROOM - _KNEE), 0, 1)
    rolled = np.where(light < _KNEE, light, _KNEE + (1 - _KNEE) * slope * above / (1 + (slope - 1) * above))
    code = srgb_from_linear(rolled)
    grey = float(srgb_from_linear(np.array(GREY)))
    dark = grey * (np.minimum(code, grey) / grey) ** contrast
    bright = 1 - (1 - grey) * ((1 - np.maximum(code, grey)) / (1 - grey)) ** contrast
    return np.where(code < grey, dark, bright)


def apply_tone(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Developed light to code values, by a table with steps far below those of 8 bits."""
    table = curve(np.linspace(0, 1, _STEPS), exposure.number(CONTRAST.name, 1.0)).astype(np.float32)
    index = (exposure.image * np.float32(_STEPS - 1) + np.float32(0.5)).astype(np.uint16)
    return exposure.but(image=table[index])


EFFECTS = (SensorEffect("tone", "Contrast, soft highlights and the sRGB encoding.", 100, apply_tone, (CONTRAST,)),)
