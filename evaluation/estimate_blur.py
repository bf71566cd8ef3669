"""Blur of one picture: how soft its steepest edges are."""

from __future__ import annotations

import cv2
import numpy as np

_LOOKS_PX = ((1.0, 3.0), (1.5, 4.0))  # standard deviations of a fine and a coarse look at the edges
_STEEPEST = 99.7  # percentile of steepness: other edges are shadows and the rims of round things
_FAINTEST = 0.5  # code values per pixel, below which nothing is an edge
_CLEAR = 12.0  # steepness against that of the noise, below which the fine look sees grain and is not used
_NOISE_SHARE = 5.0  # variances of the noise's steepness that stand in the square of the steepest ones; docs/intake.md
MOST_PX = 8.0


def blur_px(image: np.ndarray, noise: float = 0.0) -> float:
    """Standard deviation of the spot that made the steepest edges, in pixels, up to 8; NaN for a picture without edges.

    An edge that was blurred by s and is blurred by a more has a steepness that goes with 1 / sqrt(s^2 + a^2). Two
    looks with different a give s whatever the height of the edge (Zhuo and Sim, "Defocus map estimation from a single
    image", Pattern Recognition 2011, equation 5). `image` is (H, W, 3) uint8; `noise` is the standard deviation of its
    noise in code values, which is taken off.
    """
    luma = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    for fine_px, coarse_px in _LOOKS_PX:
        fine, coarse = _steepest(luma, fine_px, noise), _steepest(luma, coarse_px, noise)
        if fine > _CLEAR * _of_noise(noise, fine_px):
            break
    if fine < _FAINTEST:
        return float("nan")
    ratio2 = max(fine / max(coarse, 1e-6), 1 + 1e-3) ** 2
    width2 = (coarse_px**2 - ratio2 * fine_px**2) / (ratio2 - 1)
    return float(np.sqrt(np.clip(width2, 0, MOST_PX**2)))


def _steepest(luma: np.ndarray, sigma_px: float, noise: float) -> float:
    """Code values per pixel of the steepest edges at this scale, without what the noise adds."""
    smooth = cv2.GaussianBlur(luma, (0, 0), sigma_px)
    across = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=1 / 8)
    steepness = np.hypot(across, cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=1 / 8))
    square = float(np.percentile(steepness, _STEEPEST)) ** 2 - _NOISE_SHARE * _of_noise(noise, sigma_px) ** 2
    return float(np.sqrt(max(square, 0.0)))


def _of_noise(noise: float, sigma_px: float) -> float:
    """Standard deviation of the slope of white noise that was blurred: noise / (sqrt(8 pi) sigma^2)."""
    return float(noise / np.sqrt(8 * np.pi) / sigma_px**2)
