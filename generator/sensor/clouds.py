"""Cloudy fields: sums of smooth random lattices, each twice as fine and about half as strong as the one before."""

from __future__ import annotations

import cv2
import numpy as np
from scipy.ndimage import map_coordinates

_LATTICE = 32
_FINER = 0.55  # strength of an octave against the one before
# Each octave is turned against the one before, so that no grid shows: a turn by 2 radians about (1, 1, 1).
_TURN = np.array([[0.0559, -0.0530, 0.9970], [0.9970, 0.0559, -0.0530], [-0.0530, 0.9970, 0.0559]], np.float32)


def cloudy(rng: np.random.Generator, height: int, width: int, size_px: float, octaves: int = 4) -> np.ndarray:
    """(H, W) float32, mean about 0, standard deviation about 1; its largest blotches are `size_px` wide."""
    field = np.zeros((height, width), np.float32)
    for octave in range(octaves):
        cell = max(size_px / 2**octave, 1.0)
        lattice = rng.standard_normal((int(height / cell) + 4, int(width / cell) + 4), np.float32)
        y, x = np.mgrid[0:height, 0:width].astype(np.float32) / np.float32(cell) + np.float32(1)
        field += cv2.remap(lattice, x, y, cv2.INTER_CUBIC) * np.float32(0.5**octave)
    return field / field.std() if field.std() > 0 else field


def cloudy_volume(rng: np.random.Generator, points: np.ndarray, octaves: int = 4) -> np.ndarray:
    """(...,) float32 at points (..., 3), mean about 0, standard deviation about 1; its largest blotches are 1 wide."""
    lattice = rng.standard_normal((_LATTICE,) * 3, np.float32)
    flat = points.reshape(-1, 3).T.astype(np.float32)
    total = np.zeros(flat.shape[1], np.float32)
    for octave in range(octaves):
        flat = _TURN @ flat
        at = flat * 2**octave + 7.3 * octave
        total += map_coordinates(lattice, at, order=1, mode="grid-wrap", output=np.float32) * np.float32(_FINER**octave)
    # Of a lattice with variance 1, linear interpolation along three axes leaves (2/3)^3 on average over the cell.
    variance = (2 / 3) ** 3 * sum(_FINER ** (2 * octave) for octave in range(octaves))
    return (total / np.float32(variance**0.5)).reshape(points.shape[:-1])
