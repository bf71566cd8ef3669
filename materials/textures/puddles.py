"""Where water stands on a floor that was hosed down: puddles in its hollows, splashes and drops between them."""

from __future__ import annotations

import numpy as np

from materials.textures import Texture
from materials.textures.noise import band_noise, blurred, ranked, smooth, spots

SIDE_PX, TILE_MM = 1024, 2600.0
_SHAPE = (SIDE_PX, SIDE_PX)


def puddles(rng: np.random.Generator) -> np.ndarray:
    """Rank, evenly spread: the floor's hollows are the first under water; ripples, signed; which way water deepens.

    Surface tension rounds the outline of a puddle: what is finer than two centimetres is blurred, but for drops.
    """
    hollow = band_noise(rng, _SHAPE, 2, 9, 0.9)
    uneven = band_noise(rng, _SHAPE, 7, 60, 1.3)
    trail = band_noise(rng, _SHAPE, 5, 40, 1.0, stretch=(1.0, 3.5))
    level = blurred(hollow + 0.32 * uneven + 0.22 * trail, 3.0)
    drops = spots(rng, _SHAPE, rng.gamma(1.6, 1.5, 900).clip(0.8, 8.0), 0.15 * band_noise(rng, _SHAPE, 30, 200, 0.5))
    order = level + 1.1 * smooth(drops, -0.6, 1.2)
    return np.stack([ranked(order), 0.25 * band_noise(rng, _SHAPE, 20, 120, 0.7), blurred(order, 1.0)], axis=-1)


TEXTURES = (
    Texture("puddles", "water on a floor: rank, ripples, gradient of depth", (TILE_MM, TILE_MM), puddles, relief=2),
)
