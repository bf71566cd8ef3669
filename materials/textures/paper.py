"""Cardboard."""

from __future__ import annotations

import numpy as np

from materials.textures import Texture
from materials.textures.noise import SIZE, band_noise, grid, normalised, ranked, smooth
from materials.textures.strokes import Strokes, deposit_max, deposit_sum, taper, trace

_SHAPE = (SIZE, SIZE)


def cardboard(rng: np.random.Generator) -> np.ndarray:
    """Kraft liner over flutes 7.1 mm apart (28 over 200 mm): fibres, specks of recycled paper, washboard, rub marks.

    Fourth channel: the rank in which its outer fibres are rubbed off where it is handled.
    """
    _, x = grid(_SHAPE)
    flute = np.cos(2 * np.pi * 28 * x) + np.zeros(_SHAPE)
    fibres = np.zeros(_SHAPE, np.float64)
    count = 12000
    strokes = Strokes(
        rng.random((count, 2)) * SIZE, rng.normal(0.0, 0.7, count), rng.gamma(2.0, 6.0, count) + 2,
        rng.normal(0, 0.8, count),        rng.normal(0.0, 0.5, count), np.zeros(count),
    )  # fmt: skip
    track = trace(strokes, 0.8)
    deposit_sum(fibres, track.y, track.x, strokes.value[track.owner] * taper(track.along))
    specks = np.zeros(_SHAPE, np.float32)
    count = 900
    bits = Strokes(rng.random((count, 2)) * SIZE, rng.random(count) * 6.3, rng.gamma(1.2, 3, count) + 1,
                   np.zeros(count), rng.random(count), np.zeros(count))  # fmt: skip
    track = trace(bits, 0.6)
    deposit_max(specks, track.y, track.x, bits.value[track.owner])
    cloud = band_noise(rng, _SHAPE, 3, 200, 0.6)
    rub = smooth(band_noise(rng, _SHAPE, 2, 90, 0.8), 0.8, 2.6)
    value = np.exp(
        0.045 * normalised(fibres) + 0.05 * cloud - 0.014 * flute * (1 - 0.5 * rub) - 0.5 * specks * 0.6 + 0.1 * rub
    )
    hue = 0.015 * band_noise(rng, _SHAPE, 2, 40, 0.8)
    colour = np.array([0.43, 0.275, 0.15]) * (1 + hue[..., None] * np.array([0.5, 0.0, -0.9]))
    frayed = ranked(band_noise(rng, _SHAPE, 5, 60, 0.7) + 0.6 * band_noise(rng, _SHAPE, 60, 400, 0.3))
    return np.concatenate([np.clip(value[..., None] * colour, 0.02, 0.8), frayed[..., None]], axis=-1)


TEXTURES = (Texture("cardboard", "albedo of kraft board, flutes across u; rank of fraying", (200.0, 200.0), cardboard),)
