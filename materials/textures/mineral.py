"""Concrete, screed, plaster and brick.

`concrete` is albedo; the others hold height (about -1..1), tone (0..1) and pores, cracks or spalls (0..1).
"""

from __future__ import annotations

import numpy as np

from materials.textures import Texture
from materials.textures.noise import SIZE, band_noise, blurred, cells, grid, normalised, smooth, spots, warped
from materials.textures.strokes import Strokes, deposit_max, trace

_SHAPE = (SIZE, SIZE)


def concrete(rng: np.random.Generator) -> np.ndarray:
    """A power-trowelled slab of 1.6 m: cement clouds, trowel arcs, salt stains, hairline cracks, worn aggregate."""
    clouds = band_noise(rng, _SHAPE, 1, 60, 1.25)
    mottle = band_noise(rng, _SHAPE, 8, 300, 0.75)
    grit = band_noise(rng, _SHAPE, 150, 512, 0.0)
    near, _, owner = cells(rng, (SIZE // 2, SIZE // 2), 9000)
    stone = np.kron(
        rng.normal(0.0, 1.0, 9000).astype(np.float32)[owner] * smooth(0.42 - near, 0.0, 0.1), np.ones((2, 2))
    )
    worn = smooth(band_noise(rng, _SHAPE, 2, 40, 1.0), 0.3, 1.9)
    trowel = _trowel(rng)
    value = 0.30 * np.exp(0.13 * clouds + 0.07 * mottle + 0.045 * grit + 0.05 * trowel + 0.22 * worn * stone)
    salt = smooth(band_noise(rng, _SHAPE, 2, 200, 0.9), 1.1, 2.6)
    damp = smooth(band_noise(rng, _SHAPE, 1, 100, 1.3), 0.9, 2.2)
    crack = cracks(rng, 3)
    pin = smooth(spots(rng, _SHAPE, rng.gamma(1.3, 0.55, 1400).clip(0.3, 3)), -0.8, 0.6)
    value = value * (1.0 + 0.30 * salt - 0.22 * damp) * (1.0 - 0.55 * pin) * (1.0 - 0.7 * crack)
    hue = 0.012 * band_noise(rng, _SHAPE, 1, 12, 0.9) + 0.02 * worn * stone
    albedo = value[..., None] * (np.array([1.03, 1.0, 0.94]) + hue[..., None] * np.array([1.0, 0.15, -1.0]))
    return np.clip(albedo, 0.02, 0.75)


def _trowel(rng: np.random.Generator) -> np.ndarray:
    """Broad arcs that a power trowel's blades leave."""
    streak = band_noise(rng, _SHAPE, 6, 260, 0.5, stretch=(0.8, 6.0))
    _, x = grid(_SHAPE)
    bow = 60.0 * np.sin(2 * np.pi * x) + 25.0 * np.sin(4 * np.pi * x + 1.0) + np.zeros(_SHAPE)
    return warped(streak, bow.astype(np.float32), np.zeros(_SHAPE, np.float32))


def cracks(rng: np.random.Generator, count: int) -> np.ndarray:
    """Hairline cracks that wander and fork. 0..1."""
    canvas = np.zeros(_SHAPE, np.float32)
    for _ in range(count):
        heads = [(rng.random(2) * SIZE, rng.uniform(0, 2 * np.pi), 44)]
        while heads:
            place, angle, left = heads.pop()
            for step in range(left):
                angle += rng.normal(0.0, 0.35)
                length = rng.uniform(6.0, 18.0)
                one = np.ones(1)
                line = Strokes(place[None], angle * one, length * one, rng.normal(0, 0.5, 1), one, 0 * one)
                track = trace(line, 0.5)
                deposit_max(canvas, track.y, track.x, np.full(len(track.y), 0.9 - 0.5 * step / left))
                place = np.array([track.y[-1], track.x[-1]])
                if rng.random() < 0.04 and left > 14:
                    heads.append((place, angle + rng.choice([-0.9, 0.9]), left // 3))
    return canvas


def screed(rng: np.random.Generator) -> np.ndarray:
    """Close up: sand grains in cement, pinholes, polished grains. Height, tone, pores; 120 mm."""
    near, _, owner = cells(rng, _SHAPE, 9000)
    size = rng.gamma(2.0, 0.2, 9000).astype(np.float32)[owner]
    grain = smooth(size - near, -0.02, 0.12)
    pores = smooth(
        spots(rng, _SHAPE, rng.gamma(1.2, 2.2, 700).clip(0.5, 14), 0.2 * band_noise(rng, _SHAPE, 20, 200)), -1, 1
    )
    height = 0.25 * normalised(grain) + 0.25 * band_noise(rng, _SHAPE, 8, 420, 0.8) - 1.2 * pores
    shade = rng.random(9000).astype(np.float32)[owner]
    tone = np.clip(
        0.5 + 0.3 * grain * (shade - 0.5) * 2 + 0.07 * band_noise(rng, _SHAPE, 40, 512, 0.1) - 0.35 * pores, 0, 1
    )
    return np.stack([np.clip(height, -1.6, 1.2), tone, pores], axis=-1)


def plaster(rng: np.random.Generator) -> np.ndarray:
    """A wall painted with a roller: stipple, lap marks, dents, scuffs. Height, tone, dents; 500 mm."""
    stipple = normalised(np.abs(band_noise(rng, _SHAPE, 60, 260, 0.2)) ** 1.3)
    laps = band_noise(rng, _SHAPE, 2, 30, 0.9, stretch=(0.6, 4.0))
    dents = smooth(
        spots(rng, _SHAPE, rng.gamma(1.3, 1.8, 60).clip(0.6, 9), 0.3 * band_noise(rng, _SHAPE, 20, 200)), -1, 1
    )
    height = 0.3 * stipple + 0.3 * band_noise(rng, _SHAPE, 2, 30, 1.0) - dents
    tone = np.clip(0.5 + 0.06 * laps + 0.05 * band_noise(rng, _SHAPE, 1, 80, 1.1) - 0.1 * dents, 0, 1)
    return np.stack([np.clip(height, -1.5, 1.2), tone, dents], axis=-1)


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


TEXTURES = (
    Texture("concrete", "albedo of a trowelled slab with cracks and stains", (1600.0, 1600.0), concrete),
    Texture("screed", "concrete close up: height, tone, pores", (120.0, 120.0), screed, relief=0),
    Texture("plaster", "roller-painted wall: height, tone, dents", (500.0, 500.0), plaster, relief=0),
    Texture("brick", "albedo of a brick wall, pointed", (1000.0, 648.0), brick),
)
