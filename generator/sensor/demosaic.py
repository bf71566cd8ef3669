"""Demosaicing: the two colours that each pixel did not see are guessed from its neighbours."""

from __future__ import annotations

import cv2
import numpy as np

from generator.plugins import SensorEffect
from generator.sensor.colours import RGB_FROM_FILTERS
from generator.sensor.exposure import Exposure

_FULL = 65535


def interpolate(mosaic: np.ndarray) -> np.ndarray:
    """(H, W) float32 in the pattern of `colour_filter` to (H, W, 3), what the three filters would have passed.

    OpenCV's edge-aware interpolation of 16-bit values: along edges and not across them, as cameras do. Linear filters
    leave a zip of coloured dots where a highlight ends.
    """
    most = max(float(mosaic.max()), 1e-6)
    raw = np.rint(np.clip(mosaic / most, 0, 1) * _FULL).astype(np.uint16)
    return cv2.demosaicing(raw, cv2.COLOR_BayerBG2RGB_EA).astype(np.float32) * np.float32(most / _FULL)


def calm_fringes(image: np.ndarray) -> np.ndarray:
    """The differences of red and blue to green without their outliers, the dots of false colour at highlights.

    Median filter after Freeman, US patent 4724395 (1988), as most cameras do in some form.
    """
    green = image[:, :, 1]
    for channel in (0, 2):
        difference = np.ascontiguousarray(image[:, :, channel] - green)
        image[:, :, channel] = green + cv2.medianBlur(difference, 3)
    return image


def demosaic(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Balanced raw values, mosaic (H, W) or already (H, W, 3), to linear Rec.709 in 0..1."""
    image = calm_fringes(interpolate(exposure.image)) if exposure.image.ndim == 2 else exposure.image
    image = np.minimum(image, 1)
    return exposure.but(image=np.clip(cv2.transform(image, RGB_FROM_FILTERS.astype(np.float32)), 0, 1))


EFFECTS = (
    SensorEffect(
        "demosaic",
        "Missing colours are interpolated, which correlates noise and leaves fringes at fine edges; then sRGB colours.",
        90,
        demosaic,
    ),
)
