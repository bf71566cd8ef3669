"""Grained reliefs: blasted and cast metal, moulded plastic, orange peel of paint.

Channels: height (about -1..1), roughness change (0..1), stain or pores (0..1).
"""

from __future__ import annotations

import numpy as np

from materials.textures import Texture
from materials.textures.noise import SIZE, band_noise, blurred, cells, normalised, ranked, smooth

_SHAPE = (SIZE, SIZE)


def blasted(rng: np.random.Generator) -> np.ndarray:
    """Craters of blasting grit, 0.1 to 0.3 mm wide, one over the other, with unevenly hit areas."""
    near, _, owner = cells(rng, _SHAPE, 26000)
    size = rng.random(26000).astype(np.float32)[owner]
    bowls = np.minimum(near * near * 2.4, 1.0) * (0.4 + 0.9 * size)
    fine = band_noise(rng, _SHAPE, 120, 420, 0.2)
    height = normalised(bowls + 0.18 * fine) * 0.35
    rough = ranked(band_noise(rng, _SHAPE, 2, 40, 0.9) + 0.4 * normalised(size))
    stain = smooth(band_noise(rng, _SHAPE, 2, 120, 0.8), 0.8, 3.0)
    return np.stack([np.clip(height, -1.2, 1.2), rough, stain], axis=-1)


def cast(rng: np.random.Generator) -> np.ndarray:
    """The print of moulding sand: grains of 0.2 to 0.6 mm, swells, gas pores, scale in the hollows."""
    near, second, owner = cells(rng, _SHAPE, 15000)
    size = rng.random(15000).astype(np.float32)[owner]
    grain = -np.minimum(near, 1.0) * (0.3 + size) + 0.35 * smooth(second - near, 0.0, 0.25)
    swell = band_noise(rng, _SHAPE, 3, 40, 0.9)
    pores_near, _, pore = cells(rng, _SHAPE, 420)
    radius = (rng.gamma(1.3, 0.05, 420).astype(np.float32))[pore]
    pores = smooth(radius - pores_near, -0.03, 0.02) * (radius > 0.05)
    height = 0.32 * normalised(grain) + 0.25 * swell - 1.6 * pores
    rough = ranked(0.7 * normalised(size) + band_noise(rng, _SHAPE, 3, 60, 0.8))
    low = normalised(blurred(-height, 5.0)) + 0.8 * normalised(-height) + 0.7 * band_noise(rng, _SHAPE, 2, 40, 0.8)
    return np.stack([np.clip(height, -2.0, 1.2), rough, np.maximum(smooth(low, 0.2, 2.6), 0.85 * pores)], axis=-1)


def moulded(rng: np.random.Generator) -> np.ndarray:
    """Spark-eroded mould texture on plastic and rubber, flow lines, a little sink."""
    spark = normalised(np.abs(band_noise(rng, _SHAPE, 60, 240, 0.2)) ** 1.4)
    height = 0.28 * spark + 0.08 * band_noise(rng, _SHAPE, 160, 420)
    flow = band_noise(rng, _SHAPE, 2, 80, 0.9, stretch=(1.0, 4.0))
    rough = ranked(flow + 0.3 * spark)
    stain = smooth(band_noise(rng, _SHAPE, 2, 160, 0.7), 0.9, 3.2)
    return np.stack([np.clip(height, -1.0, 1.2), rough, stain], axis=-1)


def orange_peel(rng: np.random.Generator) -> np.ndarray:
    """Paint that levelled badly: cells of 1 to 3 mm, dust nibs. Third channel: rank of chips, 1 chips first."""
    near, second, _ = cells(rng, _SHAPE, 900)
    peel = normalised(blurred(smooth(second - near, 0.0, 0.8), 7.0)) + 0.7 * band_noise(rng, _SHAPE, 8, 45, 0.4)
    nib_near, _, nib = cells(rng, _SHAPE, 160)
    radius = rng.gamma(1.5, 0.012, 160).astype(np.float32)[nib]
    nibs = smooth(radius - nib_near, -0.02, 0.02)
    height = np.clip(0.4 * normalised(peel) + 1.3 * nibs, -1.2, 1.8)
    rough = ranked(band_noise(rng, _SHAPE, 2, 120, 0.8))
    return np.stack([height, rough, chip_ranks(rng)], axis=-1)


def chip_ranks(rng: np.random.Generator) -> np.ndarray:
    """Where a coat breaks away: ragged spots of many sizes in clusters. Above 1 - s lies a share of about 0.12 s."""
    cluster = band_noise(rng, _SHAPE, 2, 9, 0.6)
    ragged = band_noise(rng, _SHAPE, 20, 260, 0.7)
    chips = np.zeros(_SHAPE, np.float32)
    for count, typical in ((90, 0.16), (520, 0.17), (2600, 0.16)):
        near, _, owner = cells(rng, _SHAPE, count)
        radius = rng.gamma(1.1, typical, count).astype(np.float32)[owner]
        chips = np.maximum(chips, radius - near * (1.0 + 0.28 * ragged) + 0.05 * cluster)
    return np.clip((ranked(chips) - 0.88) / 0.12, 0.0, 1.0)


TEXTURES = (
    Texture("blasted", "grit craters: height, roughness, stain", (28.0, 28.0), blasted),
    Texture("cast", "sand-cast skin: height, roughness, scale and pores", (56.0, 56.0), cast),
    Texture("moulded", "spark-eroded mould texture: height, flow lines, stain", (48.0, 48.0), moulded),
    Texture("orange_peel", "paint: height, roughness, rank of chips", (72.0, 72.0), orange_peel),
)
