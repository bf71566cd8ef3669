"""Noise of one picture, told apart from its texture."""

from __future__ import annotations

import cv2
import numpy as np

_PATCH = 8  # px
_MOST_PATCHES = 20_000
_CLIPPED, _DARKEST = 250, 8  # code values beyond which noise is cut off


def noise(image: np.ndarray) -> float:
    """Standard deviation of the noise of luma, in code values 0..255; NaN where nearly all is black or clipped.

    What a picture shows takes few of the principal components of its patches. The others hold noise alone and have its
    variance: the mean of as many of the smallest eigenvalues as have it for a median (Chen, Zhu and Heng, "An efficient
    statistical method for image noise level estimation", ICCV 2015, algorithm 1). `image` is (H, W, 3) uint8.
    """
    luma = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    patches = np.lib.stride_tricks.sliding_window_view(luma, (_PATCH, _PATCH))
    step = max(1, int(np.sqrt(patches.shape[0] * patches.shape[1] / _MOST_PATCHES)))
    flat = patches[::step, ::step].reshape(-1, _PATCH * _PATCH)
    flat = flat[(flat.max(axis=1) < _CLIPPED) & (flat.mean(axis=1) > _DARKEST)]
    if len(flat) < 4 * _PATCH * _PATCH:
        return float("nan")
    variances = np.sort(np.linalg.eigvalsh(np.cov(flat.T.astype(np.float64))))
    return float(np.sqrt(max(_variance_of_noise(variances), 0.0)))


def _variance_of_noise(variances: np.ndarray) -> float:
    """The mean of the longest run of the smallest variances, ascending, that has its mean for a median."""
    for count in range(len(variances), 1, -1):
        smallest = variances[:count]
        if smallest.mean() <= np.median(smallest):
            return float(smallest.mean())
    return float(variances[0])
