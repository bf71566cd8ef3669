"""Convolution with wide kernels: light that a point sends over much of the picture."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from scipy import fft


def convolve(image: np.ndarray, kernels: Sequence[np.ndarray]) -> np.ndarray:
    """Radiance (H, W, 3), spread by one kernel or one a channel (odd sides, at most 2 H); borders mirror.

    By Fourier transform, so a kernel may be as wide as the picture. Nothing comes out below 0.
    """
    height, width = image.shape[:2]
    half_y, half_x = (side // 2 for side in kernels[0].shape)
    padded = np.pad(image, ((half_y, half_y), (half_x, half_x), (0, 0)), "symmetric")
    size = [fft.next_fast_len(n, real=True) for n in padded.shape[:2]]
    out = np.empty_like(image)
    transforms = [fft.rfft2(kernel.astype(np.float32), size) for kernel in kernels]
    for channel in range(3):
        light = fft.rfft2(np.ascontiguousarray(padded[:, :, channel]), size)
        spread = fft.irfft2(light * transforms[channel % len(kernels)], size)
        out[:, :, channel] = spread[2 * half_y : 2 * half_y + height, 2 * half_x : 2 * half_x + width]
    return np.maximum(out, 0)


def wide_gaussian(image: np.ndarray, sigma_px: float) -> np.ndarray:
    """(H, W, 3) blurred on a coarse grid, where three pixels are still less than the blur. Energy is kept."""
    height, width = image.shape[:2]
    step = max(1, int(sigma_px / 2))
    coarse_size = (max(2, round(width / step)), max(2, round(height / step)))
    coarse = cv2.resize(image, coarse_size, interpolation=cv2.INTER_AREA) if step > 1 else image
    sigma = sigma_px * coarse.shape[1] / width
    wide = cv2.GaussianBlur(coarse, (0, 0), sigma, borderType=cv2.BORDER_REFLECT)
    if step > 1:
        wide = cv2.resize(wide, (width, height), interpolation=cv2.INTER_LINEAR)
    before, after = cv2.sumElems(image)[:3], cv2.sumElems(wide)[:3]
    kept = [b / a if a > 0 else 1.0 for b, a in zip(before, after, strict=True)]  # resizing loses a little at borders
    return wide * np.array(kept, np.float32)


def lines(half_px: int, angles_rad: Sequence[float], width_px: float, plateau_px: float = 1.0) -> np.ndarray:
    """(2n+1, 2n+1) float32: lines through the middle with 1 / r^2 of light for each pixel of their length.

    Each has a Gaussian profile across, with a standard deviation of `width_px`. Nearer than `plateau_px` it is even,
    and the pixel in the middle gets nothing.
    """
    axis = np.arange(-half_px, half_px + 1, dtype=np.float32)
    kernel = np.zeros((2 * half_px + 1, 2 * half_px + 1), np.float32)
    for angle in angles_rad:
        c, s = np.float32(np.cos(angle)), np.float32(np.sin(angle))
        along = np.abs(c * axis[None, :] + s * axis[:, None])
        across = c * axis[:, None] - s * axis[None, :]
        near = np.abs(across) < 5 * width_px  # beyond, the profile is nothing
        way = along[near]
        profile = np.exp(-0.5 * (across[near] / np.float32(width_px)) ** 2)
        kernel[near] += np.where(way >= 1, profile / np.maximum(way, np.float32(plateau_px)) ** 2, 0)
    return kernel / np.float32(np.sqrt(2 * np.pi) * width_px)
