"""Demosaicing: the two colours that each pixel did not see are guessed from its neighbours."""

from __future__ import annotations

import cv2
import numpy as np

from generator.plugins import SensorEffect
from generator.sensor.colours import RGB_FROM_FILTERS
from generator.sensor.exposure import Exposure

# The four kernels of Malvar, He and Cutler, High-quality linear interpolation for demosaicing of Bayer-patterned
# color images, ICASSP 2004, figure 2; in eighths.
_GREEN = np.array([[0, 0, -1, 0, 0], [0, 0, 2, 0, 0], [-1, 2, 4, 2, -1], [0, 0, 2, 0, 0], [0, 0, -1, 0, 0]]) / 8
_SAME_ROW = (
    np.array([[0, 0, 0.5, 0, 0], [0, -1, 0, -1, 0], [-1, 4, 5, 4, -1], [0, -1, 0, -1, 0], [0, 0, 0.5, 0, 0]]) / 8
)
_SAME_COLUMN = _SAME_ROW.T
_DIAGONAL = (
    np.array([[0, 0, -1.5, 0, 0], [0, 2, 0, 2, 0], [-1.5, 0, 6, 0, -1.5], [0, 2, 0, 2, 0], [0, 0, -1.5, 0, 0]]) / 8
)


def interpolate(mosaic: np.ndarray) -> np.ndarray:
    """(H, W) float32 in the pattern of `colour_filter` to (H, W, 3), what the three filters would have passed."""

    def around(kernel: np.ndarray) -> np.ndarray:
        return cv2.filter2D(mosaic, -1, kernel.astype(np.float32), borderType=cv2.BORDER_REFLECT_101)

    green, row, column, diagonal = (around(k) for k in (_GREEN, _SAME_ROW, _SAME_COLUMN, _DIAGONAL))
    full = np.empty((*mosaic.shape, 3), np.float32)
    red_at, blue_at = np.s_[0::2, 0::2], np.s_[1::2, 1::2]
    green_by_red, green_by_blue = np.s_[0::2, 1::2], np.s_[1::2, 0::2]
    for at, values in (
        (red_at, (mosaic, green, diagonal)),
        (blue_at, (diagonal, green, mosaic)),
        (green_by_red, (row, mosaic, column)),
        (green_by_blue, (column, mosaic, row)),
    ):
        for channel, plane in enumerate(values):
            full[(*at, channel)] = plane[at]
    return full


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
