"""Dirt on the window: soft dark spots, as large as the iris makes them, that glow where lamps shine on them."""

from __future__ import annotations

import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.exposure import Exposure
from generator.sensor.unit import unit_stream
from generator.sensor.window.glass import plate_of, scattered, through_lens
from generator.sensor.window.specks import draw_discs, scattered_discs

DIRT = Factor(
    "lens.window_dirt",
    "share",
    "capture",
    "Share of the protective window under specks and splashes: soft dark spots, and a bright haze where lamps shine on "
    "it; 0.01 is a clean one, 0.3 was never wiped.",
    {"choice": [0.0, 0.002, 0.008, 0.03], "weights": [24, 5, 2, 1]},
    0.0,
    0.5,
)
_PASSED_ON = 0.65  # of the light on a speck goes on forwards, scattered; the rest is gone
_MIDDLE_MM, _SPREAD, _LARGEST_MM = 0.05, 0.8, 0.4  # of specks: grease and dust, not mud


def soil(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance to radiance: specks hide their share of the iris and scatter some of what falls on them."""
    share = exposure.number(DIRT.name, 0.0)
    if share == 0:
        return exposure
    plate, own = plate_of(exposure), unit_stream(exposure, "window_dirt")
    covered = draw_discs(plate, *scattered_discs(own, plate, share, _MIDDLE_MM, _SPREAD, _LARGEST_MM))
    hidden = through_lens(covered, plate, exposure)[:, :, None]
    return exposure.but(image=(1 - hidden) * exposure.image + hidden * np.float32(_PASSED_ON) * scattered(exposure))


EFFECTS = (
    SensorEffect("window_dirt", "Specks on the window: soft dark spots that glow near lamps.", 15, soil, (DIRT,)),
)
