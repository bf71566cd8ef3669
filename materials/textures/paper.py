"""Cardboard."""

from __future__ import annotations

import numpy as np

from materials.textures import Texture
from materials.textures.noise import SIZE, band_noise, grid, normalised, ranked, smooth
from materials.textures.strokes import Strokes, deposit_max, deposit_sum, taper, trace

_SHAPE = (SIZE, SIZE)
_MM = 400.0
_PX_PER_MM = SIZE / _MM
_WASHBOARD = 0.026  # half the change of tone from crest to trough, as a lamp at a slant draws it
_FLUTES = 56  # C flute: 7.1 mm


def cardboard(rng: np.random.Generator) -> np.ndarray:
    """Kraft liner over flutes: fibres, specks of recycled paper, cloudy formation, washboard, rub marks, scuffs.

    The flutes lie across v, so that they stand upright on the sides of a carton. Fourth channel: the rank in which its
    outer fibres are rubbed off where it is handled.
    """
    y, _ = grid(_SHAPE)
    rub = smooth(band_noise(rng, _SHAPE, 3, 140, 0.8), 0.8, 2.6)
    seen = smooth(band_noise(rng, _SHAPE, 1, 6, 0.8), -1.6, 1.4)  # the glue pulls the liner in more here than there
    flute = np.cos(2 * np.pi * _FLUTES * y) * (0.45 + 0.55 * seen) * (1 - 0.5 * rub)
    value = np.exp(
        0.04 * normalised(_fibres(rng)) + 0.035 * band_noise(rng, _SHAPE, 6, 400, 0.6)
        + 0.03 * band_noise(rng, _SHAPE, 1, 5, 0.8) - _WASHBOARD * flute - 0.3 * _specks(rng) + 0.1 * rub
        + 0.26 * _scuffs(rng, 26, 0.35) - 0.38 * _scuffs(rng, 12, 0.5)
    )  # fmt: skip
    hue = 0.02 * band_noise(rng, _SHAPE, 2, 40, 0.8)
    colour = np.array([0.43, 0.275, 0.15]) * (1 + hue[..., None] * np.array([0.5, 0.0, -0.9]))
    frayed = ranked(band_noise(rng, _SHAPE, 10, 120, 0.7) + 0.6 * band_noise(rng, _SHAPE, 90, 480, 0.3))
    return np.concatenate([np.clip(value[..., None] * colour, 0.02, 0.8), frayed[..., None]], axis=-1)


def _fibres(rng: np.random.Generator) -> np.ndarray:
    """Single fibres of 1 to 6 mm and bundles of them, most along the machine's direction."""
    fibres, count = np.zeros(_SHAPE, np.float64), 24000
    strokes = Strokes(
        rng.random((count, 2)) * SIZE, rng.normal(0.0, 0.7, count), rng.gamma(2.0, 1.2 * _PX_PER_MM, count) + 2,
        rng.normal(0, 0.8, count), rng.normal(0.0, 0.5, count), np.zeros(count),
    )  # fmt: skip
    track = trace(strokes, 0.8)
    deposit_sum(fibres, track.y, track.x, strokes.value[track.owner] * taper(track.along))
    return fibres


def _specks(rng: np.random.Generator) -> np.ndarray:
    """Dark shives of recycled paper, 0..1."""
    specks, count = np.zeros(_SHAPE, np.float32), 2400
    bits = Strokes(rng.random((count, 2)) * SIZE, rng.random(count) * 6.3, rng.gamma(1.2, 0.6 * _PX_PER_MM, count) + 1,
                   np.zeros(count), rng.random(count) ** 2, np.zeros(count))  # fmt: skip
    track = trace(bits, 0.6)
    deposit_max(specks, track.y, track.x, bits.value[track.owner])
    return specks


def _scuffs(rng: np.random.Generator, count: int, strength: float) -> np.ndarray:
    """Where boxes were pushed along one another: bands of fine parallel lines, on the crests of the flutes. 0..1."""
    canvas = np.zeros(_SHAPE, np.float32)
    lines = Strokes(rng.random((count, 2)) * SIZE, rng.normal(0.0, 0.5, count) + np.pi / 2 * (rng.random(count) < 0.3),
                    rng.gamma(2.0, 22.0 * _PX_PER_MM, count), rng.normal(0, 0.3, count),
                    strength * rng.uniform(0.3, 1.0, count), np.zeros(count))  # fmt: skip
    track = trace(lines, 0.7)
    half = (rng.gamma(1.5, 2.5, count) * _PX_PER_MM)[track.owner]
    for offset in rng.uniform(-1.0, 1.0, 14):
        value = lines.value[track.owner] * taper(track.along, 0.6) * rng.uniform(0.3, 1.0)
        deposit_max(canvas, track.y + offset * half * track.across_y, track.x + offset * half * track.across_x, value)
    return canvas


TEXTURES = (Texture("cardboard", "albedo of kraft board, flutes across v; rank of fraying", (_MM, _MM), cardboard),)
