"""Brickwork, as albedo. Concrete, floors and plaster are in `grounds` (close up) and `trodden` (as used)."""

from __future__ import annotations

import numpy as np

from materials.textures import Texture
from materials.textures.noise import SIZE, band_noise, blurred, grid, smooth

_SHAPE = (SIZE, SIZE)


def brick(rng: np.random.Generator) -> np.ndarray:
    """Stretcher bond, bricks of 240 x 71 mm with 10 mm joints, albedo; 1000 x 648 mm (4 x 8 bricks)."""
    shape = (768, 1216)
    y, x = grid(shape)
    wander = 0.6 * band_noise(rng, shape, 4, 40, 0.8)
    row = np.floor(y * 8).astype(np.int64)
    across = (x * 4 + 0.5 * (row % 2)) % 4
    column = np.floor(across).astype(np.int64)
    dy = np.minimum(y * 8 - row, 1 - (y * 8 - row)) * 81.0
    dx = np.minimum(across - column, 1 - (across - column)) * 250.0
    edge = np.minimum(dy, dx) + wander
    face = smooth(edge, 4.2, 6.4)
    tint = rng.normal(0.0, 1.0, (8, 4))[row, column]
    body = 0.12 * band_noise(rng, shape, 10, 400, 0.5) + 0.1 * band_noise(rng, shape, 2, 30, 0.9)
    burn = rng.normal(0.0, 1.0, (8, 4))[row, column]
    clay = np.array([0.34, 0.115, 0.062]) * np.exp(0.22 * tint + body)[..., None]
    clay = clay * (1.0 + 0.16 * burn[..., None] * np.array([-0.4, 0.2, 0.6]))
    mortar = 0.33 * np.exp(0.14 * band_noise(rng, shape, 6, 400, 0.3))[..., None] * np.array([1.02, 1.0, 0.93])
    chalk = smooth(band_noise(rng, shape, 2, 200, 0.9), 1.0, 3.0)[..., None]
    mixed = mortar * (1 - face[..., None]) + clay * face[..., None]
    pits = smooth(blurred(band_noise(rng, shape, 60, 400, 0.2), 0.8), 1.2, 2.6)[..., None]
    return np.clip(mixed * (1 - 0.35 * pits) * (1 - 0.4 * chalk) + 0.4 * chalk * 0.42, 0.01, 0.8)


TEXTURES = (Texture("brick", "albedo of a brick wall, pointed", (1000.0, 648.0), brick),)
