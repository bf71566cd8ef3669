"""The guided filter: smooth where little happens, unchanged at edges."""

from __future__ import annotations

import cv2
import numpy as np


def guided(plane: np.ndarray, guide: np.ndarray, radius_px: int, edge: float) -> np.ndarray:
    """(H, W) smoothed; steps of the guide (H, W) that are larger than `edge` stay (He, Sun, Tang, ECCV 2010)."""
    size = (2 * radius_px + 1, 2 * radius_px + 1)

    def mean(values: np.ndarray) -> np.ndarray:
        return cv2.blur(values, size, borderType=cv2.BORDER_REFLECT)

    mean_guide, mean_plane = mean(guide), mean(plane)
    variance = np.maximum(mean(guide * guide) - mean_guide**2, 0)
    slope = (mean(guide * plane) - mean_guide * mean_plane) / (variance + np.float32(edge**2))
    return mean(slope) * guide + mean(mean_plane - slope * mean_guide)
