"""Blur of one picture: how soft its steepest edges are."""

from __future__ import annotations

import cv2
import numpy as np

_FINE_PX, _COARSE_PX = 1.0, 3.0  # standard deviations of the two looks at the edges
_STEEPEST = 99.7  # percentile of steepness: other edges are shadows and the rims of round things
_FAINTEST = 0.5  # code values per pixel, below which nothing is an edge
MOST_PX = 8.0


def blur_px(image: np.ndarray) -> float:
    """Standard deviation of the spot that made the steepest edges, in pixels, up to 8; NaN for a picture without edges.

    An edge that was blurred by s and is blurred by a more has a steepness that goes with 1 / sqrt(s^2 + a^2). Two
    looks with different a give s whatever the height of the edge (Zhuo and Sim, "Defocus map estimation from a single
    image", Pattern Recognition 2011, equation 5). `image` is (H, W, 3) uint8.
    """
    luma = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    fine, coarse = (float(np.percentile(_steepness(luma, sigma), _STEEPEST)) for sigma in (_FINE_PX, _COARSE_PX))
    if fine < _FAINTEST:
        return float("nan")
    ratio2 = max(fine / max(coarse, 1e-6), 1 + 1e-3) ** 2
    width2 = (_COARSE_PX**2 - ratio2 * _FINE_PX**2) / (ratio2 - 1)
    return float(np.sqrt(np.clip(width2, 0, MOST_PX**2)))


def _steepness(luma: np.ndarray, sigma_px: float) -> np.ndarray:
    """(H, W) float32, code values per pixel."""
    smooth = cv2.GaussianBlur(luma, (0, 0), sigma_px)
    across = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=1 / 8)
    return np.hypot(across, cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=1 / 8))
