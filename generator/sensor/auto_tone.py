"""Automatic tone: the camera stretches what it saw to full contrast, and lifts shadows where a phone would."""

from __future__ import annotations

import cv2
import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.exposure import Exposure
from generator.sensor.guided import guided

STRETCH = Factor(
    "sensor.auto_tone",
    "share",
    "capture",
    "How far the camera stretches the picture from black to white: 0 leaves haze as haze, 1 makes its darkest "
    "black and its brightest white.",
    {"choice": [0.0, 0.3], "weights": [4, 1]},
    0.0,
    1.0,
)
LOCAL = Factor(
    "sensor.local_tone",
    "share",
    "capture",
    "How far shadows are lifted and highlights held back by their surroundings, as phones do: 0 not at all, 1 flat "
    "with crisp detail.",
    0.0,
    0.0,
    1.0,
)
_DARKEST, _BRIGHTEST = 0.5, 99.5  # percentiles that become black and white
_MOST_GAIN = 1.8
_MIDDLE = 0.45  # code value towards which surroundings are drawn
_COARSE = 8
_LUMA = np.array([[0.299, 0.587, 0.114]], np.float32)


def retone(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Code values to code values."""
    stretch, local = exposure.number(STRETCH.name, 0.0), exposure.number(LOCAL.name, 0.0)
    image = exposure.image
    if local > 0:
        luma = np.clip(cv2.transform(image, _LUMA), 0, 1)
        image = image * (1 + (_local_gain(luma, local) - 1) * (1 - luma**4))[:, :, None]  # white stays white
    if stretch > 0:
        low, high = np.percentile(cv2.transform(image[::2, ::2], _LUMA), (_DARKEST, _BRIGHTEST))
        gain = min(1 / max(high - low, 1e-3), _MOST_GAIN)
        image = image + np.float32(stretch) * ((image - np.float32(low)) * np.float32(gain) - image)
    return exposure if image is exposure.image else exposure.but(image=np.clip(image, 0, 1).astype(np.float32))


def _local_gain(luma: np.ndarray, strength: float) -> np.ndarray:
    """(H, W) float32: what draws the surroundings of each pixel towards the middle."""
    height, width = luma.shape
    small = cv2.resize(luma, (-(-width // _COARSE), -(-height // _COARSE)), interpolation=cv2.INTER_AREA)
    around = guided(small, small, max(2, small.shape[1] // 12), 0.2)
    wide = np.clip(cv2.resize(around, (width, height), interpolation=cv2.INTER_LINEAR), 0.03, 1)
    return np.clip((_MIDDLE / wide) ** (0.55 * strength), 0.6, 2.5).astype(np.float32)


EFFECTS = (
    SensorEffect("auto_tone", "The camera stretches contrast and lifts shadows.", 102, retone, (STRETCH, LOCAL)),
)
