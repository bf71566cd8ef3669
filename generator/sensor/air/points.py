"""Small bright things in the air, added to the light where nothing nearer hides them."""

from __future__ import annotations

import numpy as np

from generator.sensor.exposure import Exposure


def place(exposure: Exposure, points_m: np.ndarray) -> np.ndarray:
    """(N, 2) pixels, centres at halves, of points (N, 3) in the camera's frame; through the bent lens."""
    pose = exposure.camera.pose
    return exposure.camera.project(points_m @ pose[:3, :3].T + pose[:3, 3])[0]


def add_points(image: np.ndarray, depth_m: np.ndarray, pixels: np.ndarray, z_m: np.ndarray, light: np.ndarray) -> None:
    """Add light (N, 3), radiance times pixels, at pixels (N, 2), shared by the four around each. In place."""
    height, width = depth_m.shape
    low = np.floor(pixels - 0.5)
    part = pixels - 0.5 - low
    inside = (z_m > 0.02) & (np.abs(pixels - [width / 2, height / 2]) < [width, height]).all(axis=1)
    column, row = np.where(inside[:, None], low, -9).astype(int).T
    for dx, dy in ((0, 0), (1, 0), (0, 1), (1, 1)):
        x, y = column + dx, row + dy
        seen = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        there = np.where(seen, depth_m[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)], 0)
        seen &= (there == 0) | (z_m < there)
        weight = np.abs(1 - dx - part[:, 0]) * np.abs(1 - dy - part[:, 1])
        np.add.at(image, (y[seen], x[seen]), (weight[:, None] * light)[seen].astype(np.float32))
