"""The colour filters before the pixels: each pixel sees one colour only, in the pattern of Bayer."""

from __future__ import annotations

import cv2
import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.colours import FILTERS_FROM_RGB, RESPONSE, balance_gains
from generator.sensor.electrons import full_scale_e
from generator.sensor.exposure import Exposure

MOSAIC = Factor(
    "sensor.mosaic",
    "name",
    "capture",
    "How the sensor sees colour: bayer has one colour a pixel and guesses the others, none measures all three.",
    "bayer",
    kind="category",
    choices=("bayer", "none"),
)


def channel_of_pixel(height: int, width: int) -> np.ndarray:
    """(H, W) uint8: which colour each pixel of the mosaic sees; rows RGRG.. and GBGB.. in turn."""
    tile = np.array([[0, 1], [1, 2]], np.uint8)
    return np.tile(tile, (-(-height // 2), -(-width // 2)))[:height, :width]


def filter_colours(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Electrons of an unfiltered pixel (H, W, 3) to those behind the filters: (H, W) with a mosaic.

    Here it is also known, before noise, where the developed picture will be clipped.
    """
    matrix = RESPONSE[:, None] * FILTERS_FROM_RGB
    behind = np.maximum(cv2.transform(exposure.image, matrix.astype(np.float32)), 0)
    limits = full_scale_e(exposure) / balance_gains(exposure.factors)
    saturated = (behind >= limits.astype(np.float32)).any(axis=2)
    if exposure.word(MOSAIC.name, "none") == "bayer":
        mosaic = np.empty(behind.shape[:2], np.float32)
        for row, column, channel in ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)):
            mosaic[row::2, column::2] = behind[row::2, column::2, channel]
        behind = mosaic
    return exposure.but(image=behind, saturated=saturated)


EFFECTS = (SensorEffect("colour_filter", "Each pixel sees one colour (Bayer mosaic).", 60, filter_colours, (MOSAIC,)),)
