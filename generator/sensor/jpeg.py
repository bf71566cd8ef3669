"""JPEG: what a camera that saves or streams compressed pictures leaves of them."""

from __future__ import annotations

import cv2
import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.exposure import Exposure

NEUTRAL_QUALITY = 100
QUALITY = Factor(
    "sensor.jpeg_quality",
    "quality",
    "capture",
    "Quality at which the camera compresses the picture before it is stored: 100 leaves it alone, 30 shows blocks.",
    {"choice": [100, 95, 90, 75], "weights": [4, 3, 2, 1]},
    20,
    100,
    kind="integer",
)


def compress(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Code values to what is left of them after JPEG with the usual 4:2:0 colour."""
    quality = int(exposure.number(QUALITY.name, NEUTRAL_QUALITY))
    if quality >= NEUTRAL_QUALITY:
        return exposure
    pixels = np.rint(exposure.image[:, :, ::-1] * 255).astype(np.uint8)
    stored = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    decoded = cv2.imdecode(stored, cv2.IMREAD_COLOR)[:, :, ::-1]
    return exposure.but(image=decoded.astype(np.float32) / 255)


EFFECTS = (SensorEffect("jpeg", "Blocks and smeared colour of JPEG compression.", 120, compress, (QUALITY,)),)
