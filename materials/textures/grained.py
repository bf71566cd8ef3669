"""Grained reliefs: blasted and cast metal, orange peel under plate.

Channels: height (about -1..1), roughness change (0..1), stain or pores (0..1).
"""

from __future__ import annotations

import numpy as np

from materials.textures import Texture
from materials.textures.noise import SIZE, band_noise, blurred, cells, normalised, ranked, smooth, spots, tarnish

_SHAPE = (SIZE, SIZE)


def blasted(rng: np.random.Generator) -> np.ndarray:
    """Craters of blasting grit, 0.1 to 0.3 mm wide, one over the other, with unevenly hit areas."""
    near, _, owner = cells(rng, _SHAPE, 26000)
    size = rng.random(26000).astype(np.float32)[owner]
    bowls = np.minimum(near * near * 2.4, 1.0) * (0.4 + 0.9 * size)
    fine = band_noise(rng, _SHAPE, 120, 420, 0.2)
    height = normalised(bowls + 0.18 * fine) * 0.35
    rough = ranked(band_noise(rng, _SHAPE, 2, 40, 0.9) + 0.4 * normalised(size))
    stain = tarnish(rng, _SHAPE)
    return np.stack([np.clip(height, -1.2, 1.2), rough, stain], axis=-1)


def cast(rng: np.random.Generator) -> np.ndarray:
    """The print of moulding sand: grains of 0.2 to 0.6 mm, swells, gas pores, scale in the hollows."""
    near, second, owner = cells(rng, _SHAPE, 15000)
    size = rng.random(15000).astype(np.float32)[owner]
    grain = -np.minimum(near, 1.0) * (0.3 + size) + 0.35 * smooth(second - near, 0.0, 0.25)
    swell = band_noise(rng, _SHAPE, 3, 40, 0.9)
    pores = smooth(spots(rng, _SHAPE, rng.gamma(1.3, 2.4, 240), 0.25 * swell), -1.5, 1.0)
    height = 0.32 * normalised(grain) + 0.25 * swell - 1.6 * pores
    rough = ranked(0.7 * normalised(size) + band_noise(rng, _SHAPE, 3, 60, 0.8))
    low = normalised(blurred(-height, 5.0)) + 0.8 * normalised(-height) + 0.7 * band_noise(rng, _SHAPE, 2, 40, 0.8)
    scale = np.clip(0.3 + 0.45 * smooth(low, -2.5, 4.0) + 0.6 * pores, 0.0, 1.0)
    return np.stack([np.clip(height, -2.0, 1.2), rough, scale], axis=-1)


def orange_peel(rng: np.random.Generator) -> np.ndarray:
    """Paint that levelled badly: cells of 1 to 3 mm, dust nibs. Third channel: rank of chips, 1 chips first."""
    near, second, _ = cells(rng, (SIZE // 4, SIZE // 4), 900)
    dimples = np.kron(smooth(second - near, 0.0, 0.8), np.ones((4, 4), np.float32))
    peel = normalised(blurred(dimples, 7.0)) + 0.7 * band_noise(rng, _SHAPE, 8, 45, 0.4)
    nibs = smooth(spots(rng, _SHAPE, rng.gamma(2.0, 0.8, 160)), -2.0, 2.0)
    height = np.clip(0.4 * normalised(peel) + 1.3 * nibs, -1.2, 1.8)
    rough = ranked(band_noise(rng, _SHAPE, 2, 120, 0.8))
    return np.stack([height, rough, chip_ranks(rng)], axis=-1)


def chip_ranks(rng: np.random.Generator) -> np.ndarray:
    """Where a coat breaks away: ragged spots of many sizes, in clusters. Above 1 - s lies a share of about 0.1 s."""
    ragged = 0.35 * band_noise(rng, _SHAPE, 16, 240, 0.9)
    cluster = band_noise(rng, _SHAPE, 2, 9, 0.6)
    chips = np.full(_SHAPE, -1e3, np.float32)
    for count, typical_px, most_px in ((14, 9.0, 40.0), (160, 3.0, 16.0), (1500, 0.9, 5.0)):
        radii = rng.gamma(1.2, typical_px, count).clip(0.4, most_px)
        field = spots(rng, _SHAPE, radii, ragged)
        chips = np.maximum(chips, field / (1.0 + 0.12 * typical_px))
    return np.clip((ranked(chips + 0.6 * cluster) - 0.9) / 0.1, 0.0, 1.0)


TEXTURES = (Texture("orange_peel", "paint: height, roughness, rank of chips", (72.0, 72.0), orange_peel, relief=0),)
