"""What benches and floors look like from a hand's breadth: the grain of mats, overlays, screed, rollers, tread plate.

Channels: tone (a share by which the colour departs, -1..1), pits or worn tops (0..1), then the gradient of the relief.
"""

from __future__ import annotations

import numpy as np

from materials.textures import Texture
from materials.textures.noise import band_noise, blurred, cells, grid, normalised, smooth, spots
from materials.textures.strokes import Strokes, deposit_max, taper, trace

_SIZE = 512
_SHAPE = (_SIZE, _SIZE)


def leather(rng: np.random.Generator) -> np.ndarray:
    """The emboss of an ESD mat: pebbles of 0.25 to 0.5 mm between fine creases. 36 mm."""
    near, second, owner = cells(rng, _SHAPE, 8200)
    size = rng.random(8200).astype(np.float32)[owner]
    crease = 1.0 - smooth(second - near, 0.0, 0.45)
    height = blurred(0.6 * (1.0 - crease) + 0.3 * size, 0.6)
    tone = -0.14 * crease + 0.10 * (size - 0.5)
    return np.stack([0.5 * normalised(height), tone, crease], axis=-1)


def speckle(rng: np.random.Generator) -> np.ndarray:
    """Laminate: a bead of 0.4 mm, specks of 0.1 to 0.5 mm in two tones. 120 mm."""
    bead = normalised(np.abs(band_noise(rng, _SHAPE, 90, 250, 0.1)))
    dark = smooth(spots(rng, _SHAPE, rng.gamma(1.4, 0.35, 5200).clip(0.2, 1.7)), -0.6, 0.5)
    pale = smooth(spots(rng, _SHAPE, rng.gamma(1.4, 0.35, 3800).clip(0.2, 1.7)), -0.6, 0.5)
    tone = 0.05 * pale - 0.14 * dark + 0.012 * band_noise(rng, _SHAPE, 60, 250, 0.0)
    return np.stack([0.3 * bead, tone, dark], axis=-1)


def screed(rng: np.random.Generator) -> np.ndarray:
    """Concrete worn to its sand: grains of 0.5 to 4 mm, pinholes, the lines of a brush or a trowel. 160 mm."""
    near, _, owner = cells(rng, _SHAPE, 5200)
    size = rng.gamma(2.0, 0.16, 5200).astype(np.float32)[owner]
    grain = smooth(size - near, -0.05, 0.16)
    shade = rng.normal(0.0, 1.0, 5200).astype(np.float32)[owner]
    pores = smooth(spots(rng, _SHAPE, rng.gamma(1.2, 0.9, 420).clip(0.3, 6)), -0.7, 0.7)
    brushed = band_noise(rng, _SHAPE, 12, 220, 0.3, stretch=(0.8, 14.0))
    tone = 0.13 * grain * shade + 0.05 * band_noise(rng, _SHAPE, 60, 256, 0.0) + 0.04 * brushed - 0.5 * pores
    height = 0.2 * normalised(grain) + 0.22 * brushed - 1.2 * pores
    return np.stack([np.clip(height, -1.6, 1.2), tone, pores], axis=-1)


def rolled(rng: np.random.Generator) -> np.ndarray:
    """Epoxy laid with a roller: stipple of 2 to 5 mm drawn out along the roll, sand, bubbles. 160 mm."""
    stipple = band_noise(rng, _SHAPE, 26, 80, 0.5, stretch=(1.0, 1.6))
    sand = smooth(spots(rng, _SHAPE, rng.gamma(1.5, 0.5, 900).clip(0.3, 2.4)), -0.8, 0.8)
    bubbles = smooth(spots(rng, _SHAPE, rng.gamma(1.2, 0.7, 46).clip(0.3, 3.0)), -0.6, 0.4)
    height = 0.35 * normalised(blurred(stipple, 1.2)) + 0.5 * sand - 0.9 * bubbles
    tone = 0.02 * band_noise(rng, _SHAPE, 30, 250, 0.1) - 0.4 * bubbles
    return np.stack([np.clip(height, -1.2, 1.2), tone, bubbles], axis=-1)


def plaster(rng: np.random.Generator) -> np.ndarray:
    """A rolled wall: stipple of 2 to 4 mm, sand, drips. 200 mm."""
    stipple = normalised(np.abs(band_noise(rng, _SHAPE, 36, 120, 0.2)) ** 1.3)
    lap = band_noise(rng, _SHAPE, 2, 16, 0.9, stretch=(4.0, 0.7))
    pits = smooth(spots(rng, _SHAPE, rng.gamma(1.2, 0.7, 60).clip(0.3, 3)), -0.7, 0.7)
    tone = 0.015 * stipple + 0.012 * lap - 0.25 * pits
    return np.stack([np.clip(0.3 * stipple + 0.1 * lap - pits, -1.4, 1.2), tone, pits], axis=-1)


def tread(rng: np.random.Generator) -> np.ndarray:
    """Checker plate, quintet of bars: 22 mm long, 1.5 mm high, in fives that turn by 90 degrees; 100 mm, 2 x 2 groups.

    Second channel: the tops, which feet polish, with the drags on them.
    """
    y, x = (axis * 100.0 for axis in grid(_SHAPE))
    height = np.zeros(_SHAPE, np.float32)
    for gy in range(2):
        for gx in range(2):
            angle = np.pi / 4 if (gx + gy) % 2 == 0 else -np.pi / 4
            c, s = np.cos(angle), np.sin(angle)
            for k in range(-2, 3):
                cy, cx = 25.0 + 50.0 * gy + 8.6 * k * c, 25.0 + 50.0 * gx - 8.6 * k * s
                dy, dx = (y - cy + 50.0) % 100.0 - 50.0, (x - cx + 50.0) % 100.0 - 50.0
                along, across = dx * c + dy * s, -dx * s + dy * c
                half = 12.0 - 1.3 * abs(k)
                reach = np.clip(1.0 - (along / half) ** 2, 0.0, 1.0)
                bar = smooth(1.0 - np.abs(across) / (2.4 * np.sqrt(reach) + 1e-3), 0.0, 0.75)
                height = np.maximum(height, bar * smooth(reach, 0.0, 0.2))
    wobble = 0.03 * band_noise(rng, _SHAPE, 4, 60, 0.8)
    tops = smooth(height, 0.6, 0.98)
    drags = np.zeros(_SHAPE, np.float32)
    count = 900
    lines = Strokes(rng.random((count, 2)) * _SIZE, rng.normal(0.4, 0.9, count), rng.gamma(1.5, 18, count),
                    rng.normal(0, 0.1, count), rng.random(count), np.zeros(count))  # fmt: skip
    track = trace(lines, 0.8)
    deposit_max(drags, track.y, track.x, lines.value[track.owner] * taper(track.along))
    dirt = smooth(blurred(height, 9.0) - height, -0.02, 0.5) * (0.7 + 0.3 * smooth(wobble / 0.03, -1.5, 1.5))
    tone = 0.10 * drags - 0.55 * dirt + 0.03 * band_noise(rng, _SHAPE, 40, 250, 0.1)
    return np.stack([1.0 * height + wobble, tone, tops * (0.75 + 0.25 * drags)], axis=-1)


TEXTURES = (
    Texture("ground_leather", "ESD mat: tone, creases, slope", (36.0, 36.0), leather, relief=0),
    Texture("ground_speckle", "laminate: tone, specks, slope", (120.0, 120.0), speckle, relief=0),
    Texture("ground_screed", "concrete: tone, pores, slope", (160.0, 160.0), screed, relief=0),
    Texture("ground_rolled", "epoxy floor: tone, bubbles, slope", (160.0, 160.0), rolled, relief=0),
    Texture("ground_plaster", "painted wall: tone, pits, slope", (200.0, 200.0), plaster, relief=0),
    Texture("ground_tread", "checker plate: tone, worn tops, slope", (100.0, 100.0), tread, relief=0),
)
