"""Maps of metal at half the resolution: 512 pixels a side stay in a processor's cache, where a lookup costs half.

A pixel is still 0.05 to 0.16 mm: finer than any camera sees from where a part fills its picture.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from materials.textures import Texture
from materials.textures.grained import blasted, cast
from materials.textures.handling import handling

Make = Callable[[np.random.Generator], np.ndarray]


def halved(make: Make) -> Make:
    """The same map with four pixels averaged into one."""

    def made(rng: np.random.Generator) -> np.ndarray:
        full = np.asarray(make(rng), np.float32)
        height, width, channels = full.shape
        return full.reshape(height // 2, 2, width // 2, 2, channels).mean(axis=(1, 3))

    return made


def handled(rng: np.random.Generator) -> np.ndarray:
    """What hands leave on metal, for one lookup: added roughness of hairlines, prints and smears; patina; nothing."""
    hairlines, film, patina = np.moveaxis(handling(rng), 2, 0)
    touched = np.clip(0.9 * hairlines + 0.7 * film, 0.0, 1.3)
    return np.stack([touched, patina, 0.5 * film], axis=-1)


TEXTURES = (
    Texture("handled", "hairlines, prints and smears; patina; prints and smears", (80.0, 80.0), halved(handled)),
    Texture("blasted_skin", "roughness, stain, grit craters", (28.0, 28.0), halved(blasted), relief=0),
    Texture("cast_skin", "roughness, scale and pores, sand-cast relief", (56.0, 56.0), halved(cast), relief=0),
)
