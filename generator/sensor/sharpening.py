"""Sharpening: cameras draw edges harder than they are, with a thin halo."""

from __future__ import annotations

import cv2
import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.exposure import Exposure

AMOUNT = Factor(
    "sensor.sharpness",
    "share",
    "capture",
    "How much of the fine detail the camera adds once more: 0 none, 0.5 usual, 2 shows halos and hard noise.",
    {"uniform": [0.0, 0.8]},
    0.0,
    2.0,
)
_RADIUS_PX = 1.0
_LUMA = np.array([[0.299, 0.587, 0.114]], np.float32)


def sharpen(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Code values to code values: unsharp mask on luma, so that edges get halos but no colour."""
    amount = exposure.number(AMOUNT.name, 0.0)
    if amount == 0:
        return exposure
    luma = cv2.transform(exposure.image, _LUMA)
    detail = luma - cv2.GaussianBlur(luma, (7, 7), _RADIUS_PX, borderType=cv2.BORDER_REFLECT)
    return exposure.but(image=np.clip(exposure.image + np.float32(amount) * detail[:, :, None], 0, 1))


EFFECTS = (SensorEffect("sharpening", "Edges get a thin halo (unsharp mask).", 110, sharpen, (AMOUNT,)),)
