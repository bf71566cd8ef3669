"""Pixels are not alike: each has its own sensitivity, and some glow without light."""

from __future__ import annotations

import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.electrons import full_scale_e
from generator.sensor.exposure import Exposure
from generator.sensor.unit import unit_stream

PRNU = Factor(
    "sensor.prnu",
    "share",
    "capture",
    "How much the sensitivity of pixels differs (PRNU, standard deviation): a texture that stays where it is in "
    "bright, even areas; 0.005 is usual, 0.03 poor.",
    {"uniform": [0.002, 0.01]},
    0.0,
    0.1,
)
HOT = Factor(
    "sensor.hot_pixels",
    "share",
    "capture",
    "Share of pixels that glow without light: coloured dots in the dark; 0.00001 is a new sensor, 0.001 an old one.",
    {"choice": [0.0, 0.000004, 0.00003], "weights": [7, 3, 1]},
    0.0,
    0.02,
)
_DIMMEST = 0.03  # of full scale, of the pixels that count as hot


def vary(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Expected electrons to what these pixels gather; shot noise comes after."""
    spread, share = exposure.number(PRNU.name, 0.0), exposure.number(HOT.name, 0.0)
    image = exposure.image
    if spread > 0:
        own = unit_stream(exposure, "prnu").standard_normal(image.shape, np.float32)
        image = image * np.maximum(1 + np.float32(spread) * own, 0)
    if share > 0:
        rank, glow = unit_stream(exposure, "hot_pixels").random((2, *image.shape), np.float32)
        extra = np.float32(full_scale_e(exposure)) * _DIMMEST ** (1 - glow)  # log-uniform up to full scale
        image = image + np.where(rank < share, extra, 0)
    return exposure.but(image=image)


EFFECTS = (
    SensorEffect("pixel_response", "Pixels differ in sensitivity, and some glow in the dark.", 65, vary, (PRNU, HOT)),
)
