"""What shows on clear things: ripples of blown walls, flow lines of mouldings, the folds and strain of stretch film.

Channels: change of roughness (hairlines, prints), haze or white strain (0..1), then the gradient of the relief.
"""

from __future__ import annotations

import numpy as np

from materials.textures import Texture
from materials.textures.noise import band_noise, blurred, grid, normalised, smooth, spots, warped
from materials.textures.strokes import Strokes, deposit_sum, taper, trace
from materials.textures.touched import handled

_SIZE = 640
_SHAPE = (_SIZE, _SIZE)
_FAINT = 0.15  # of the strongest mark: fainter ones add less roughness than anyone sees


def _clear_cut(marks: np.ndarray) -> np.ndarray:
    """Marks (H, W) 0..1 without their faint skirts, so that most of a clear wall stays perfectly smooth.

    A smooth wall needs no rays to lamps, which it would hardly send on: it costs half of a wall with a breath on it.
    """
    return np.maximum(marks - _FAINT, 0.0) / (1.0 - _FAINT)


def blown(rng: np.random.Generator) -> np.ndarray:
    """A wall of uneven thickness: swells of 8 to 40 mm, drawn out along v, seeds (tiny bubbles), prints."""
    swell = band_noise(rng, _SHAPE, 2, 10, 0.9, stretch=(2.2, 1.0))
    ripple = band_noise(rng, _SHAPE, 8, 26, 0.8, stretch=(1.6, 1.0))
    seeds = smooth(spots(rng, _SHAPE, rng.uniform(0.6, 1.6, 10)), -0.8, 0.8)
    height = 0.6 * swell + 0.08 * ripple + 0.02 * seeds
    return np.stack(
        [height, 0.4 * _clear_cut(handled(rng, 5, 160)), np.maximum(seeds, 0.5 * handled(rng, 3, 20))], axis=-1
    )


def flowed(rng: np.random.Generator) -> np.ndarray:
    """Injection moulding of clear plastic: flow lines that fan out along u, a weld line, many hairlines."""
    fan = band_noise(rng, _SHAPE, 3, 50, 0.8, stretch=(1.0, 8.0))
    _, x = grid(_SHAPE)
    bow = (30.0 * np.sin(2 * np.pi * x) + np.zeros(_SHAPE)).astype(np.float32)
    fan = warped(fan, bow, np.zeros(_SHAPE, np.float32))
    swell = band_noise(rng, _SHAPE, 1, 6, 1.0)
    height = 0.5 * swell + 0.12 * fan
    scratched = np.maximum(handled(rng, 3, 900), handled(rng, 0, 900))
    return np.stack([height, 0.5 * _clear_cut(scratched), 0.5 * scratched + 0.1 * smooth(fan, 0.5, 3.0)], axis=-1)


def stretched(rng: np.random.Generator) -> np.ndarray:
    """Stretch film pulled along u: sharp folds that run with the pull and fan apart, tension lines, gels, layers.

    Height in folds of 0.5 to 3 mm; haze where the film is strained white, folded over or lies double.
    """
    height, white = np.zeros(_SHAPE, np.float64), np.zeros(_SHAPE, np.float64)
    for count, length_px, half_px, rise in ((26, 420.0, 9.0, 1.0), (90, 200.0, 4.0, 0.45), (260, 90.0, 2.0, 0.18)):
        main = rng.normal(0.0, 0.16, count)
        main[: count // 6] += rng.choice([-0.9, 0.9], count // 6)
        signs = rng.choice([-1.0, 1.0], count, p=[0.3, 0.7])
        length = rng.gamma(4.0, length_px / 4, count)
        lines = Strokes(rng.random((count, 2)) * _SIZE, main, length,
                        rng.normal(0, 0.35, count), signs * rng.uniform(0.3, 1, count),
                        rng.random(count) * 3)  # fmt: skip
        track = trace(lines, 0.6)
        for offset in np.arange(-2.5 * half_px, 2.5 * half_px + 0.1, 0.7):
            ridge = np.exp(-np.abs(offset) / half_px) * (1.0 if offset > 0 else 0.75)
            y, x = track.y + offset * track.across_y, track.x + offset * track.across_x
            value = lines.value[track.owner] * taper(track.along, 0.6) * ridge
            deposit_sum(height, y, x, 0.35 * rise * value * half_px / 9.0)
            if abs(offset) < 0.8:
                deposit_sum(white, y, x, 0.2 * np.abs(value))
    pull = band_noise(rng, _SHAPE, 20, 220, 0.5, stretch=(1.0, 30.0))
    slack = band_noise(rng, _SHAPE, 1, 6, 0.9, stretch=(1.0, 3.0))
    gels = smooth(spots(rng, _SHAPE, rng.gamma(1.2, 0.7, 60).clip(0.3, 3)), -0.6, 0.6)
    edge = _layers(rng)
    haze = 0.12 * smooth(pull, 0.6, 2.6) + np.clip(white, 0, 0.8) + 0.5 * gels + edge
    relief = 1.0 * np.clip(blurred(height.astype(np.float32), 0.8), -2, 2) + 0.5 * slack + 0.012 * pull
    rough = 0.05 * normalised(pull) + 0.1 * np.clip(white, 0, 1)
    return np.stack([relief, rough, np.clip(haze, 0.0, 1.0)], axis=-1)


def _layers(rng: np.random.Generator) -> np.ndarray:
    """Where one wrap ends over another: a step of haze along u, with a bright edge."""
    y, _ = grid(_SHAPE)
    wave = 0.01 * band_noise(rng, _SHAPE, 1, 8, 1.0, stretch=(1.0, 2.0))
    field = np.zeros(_SHAPE, np.float32)
    for low, high in ((0.12, 0.46), (0.38, 0.83)):
        inside = smooth(y + wave - low, -0.0015, 0.0015) * smooth(high - y - wave, -0.0015, 0.0015)
        rim = np.exp(-np.abs(y + wave - low) * 500) + np.exp(-np.abs(y + wave - high) * 500)
        field += 0.06 * inside + 0.25 * rim.astype(np.float32)
    return field


def bubbles(rng: np.random.Generator) -> np.ndarray:
    """Bubble wrap: domes of 10 mm on a hexagonal grid, 11.5 mm apart, wrinkled flats, some popped. 92 x 79.7 mm."""
    y, x = (axis * size for axis, size in zip(grid(_SHAPE), (79.67, 92.0), strict=True))
    best = np.full(_SHAPE, 1e3, np.float32)
    owner = np.zeros(_SHAPE, np.int64)
    for row in range(8):
        for column in range(8):
            cy, cx = (row + 0.5) * 9.959, (column + 0.25 + 0.5 * (row % 2)) * 11.5
            dy, dx = (y - cy + 39.83) % 79.67 - 39.83, (x - cx + 46.0) % 92.0 - 46.0
            away = np.hypot(dy, dx).astype(np.float32)
            nearer = away < best
            best, owner = np.where(nearer, away, best), np.where(nearer, row * 8 + column, owner)
    popped = (rng.random(64) < 0.08)[owner]
    dome = np.sqrt(np.clip(1.0 - (best / 5.0) ** 2, 0.0, 1.0)) ** 0.8
    wrinkle = band_noise(rng, _SHAPE, 8, 60, 0.8)
    height = np.where(popped, 0.25 * dome + 0.12 * wrinkle * (best < 5.0), dome) + 0.03 * wrinkle
    rim = np.exp(-np.abs(best - 5.0) / 0.25)
    rough = 0.1 * smooth(wrinkle, 0.3, 2.4)
    return np.stack([blurred(height.astype(np.float32), 0.8), rough, np.clip(0.06 + 0.35 * rim, 0, 1)], axis=-1)


TEXTURES = (
    Texture("clear_blown", "blown glass: roughness, seeds, slope", (120.0, 120.0), blown, relief=0),
    Texture("clear_flowed", "clear moulding: roughness, haze, slope", (110.0, 110.0), flowed, relief=0),
    Texture("clear_stretched", "stretch film: roughness, haze, slope", (260.0, 260.0), stretched, relief=0),
    Texture("clear_bubbles", "bubble wrap: roughness, haze, slope", (92.0, 79.67), bubbles, relief=0),
)
