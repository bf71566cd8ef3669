"""Noise reduction in the camera: grain goes, and fine texture with it, as if painted with a brush."""

from __future__ import annotations

import cv2
import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.exposure import Exposure
from generator.sensor.guided import guided

DENOISE = Factor(
    "sensor.denoise",
    "share",
    "capture",
    "How hard the camera smooths away noise: 0 not at all, 0.5 a webcam, 1 smears texture like paint and leaves edges.",
    {"choice": [0.0, 0.15], "weights": [3, 1]},
    0.0,
    1.0,
)
_LUMA_EDGE = (0.01, 0.05)  # code values that pass as noise, at strength 0 and 1
_CHROMA_EDGE = 0.15


def smear(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Code values to code values: luma by a guided filter, colour by a wider one."""
    strength = exposure.number(DENOISE.name, 0.0)
    if strength == 0:
        return exposure
    luma, red, blue = cv2.split(cv2.cvtColor(exposure.image, cv2.COLOR_RGB2YCrCb))
    edge = _LUMA_EDGE[0] + strength * (_LUMA_EDGE[1] - _LUMA_EDGE[0])
    smooth = guided(luma, luma, 2 + round(2 * strength), edge)
    radius = 3 + round(4 * strength)
    coloured = [c + np.float32(strength) * (guided(c, luma, radius, _CHROMA_EDGE) - c) for c in (red, blue)]
    kept = luma + np.float32(min(1.0, 1.5 * strength)) * (smooth - luma)
    image = cv2.cvtColor(cv2.merge([kept, *coloured]), cv2.COLOR_YCrCb2RGB)
    return exposure.but(image=np.clip(image, 0, 1))


EFFECTS = (SensorEffect("denoising", "The camera smooths noise and fine texture away.", 104, smear, (DENOISE,)),)
