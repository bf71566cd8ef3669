"""Maps of what people put on things: strokes of chalk and marker, and what tape leaves when it is pulled off."""

from __future__ import annotations

import numpy as np

from materials.textures import Texture
from materials.textures.noise import SIZE, band_noise, grid, ranked, smooth

_SHAPE = (SIZE, SIZE)
MARKER_MM, TAPE_MM = 240.0, 260.0

# Strokes of a few signs in a unit square, y downwards: each a polyline.
_ARC = [(0.5 + 0.5 * float(np.sin(a)), 0.5 - 0.5 * float(np.cos(a))) for a in np.linspace(0.15, 2 * np.pi + 0.35, 26)]
SIGNS: tuple[tuple[list[tuple[float, float]], ...], ...] = (
    ([(0.3, 0.25), (0.55, 0.0), (0.5, 1.0)],),  # 1
    ([(0.1, 0.25), (0.4, 0.0), (0.8, 0.15), (0.75, 0.45), (0.1, 1.0), (0.9, 0.95)],),  # 2
    ([(0.15, 0.05), (0.8, 0.1), (0.45, 0.42), (0.8, 0.65), (0.6, 0.95), (0.1, 0.9)],),  # 3
    ([(0.6, 1.0), (0.62, 0.0), (0.1, 0.65), (0.95, 0.6)],),  # 4
    ([(0.1, 0.05), (0.9, 0.0), (0.35, 1.0)], [(0.3, 0.5), (0.8, 0.46)]),  # 7
    (_ARC,),  # 0, or a ring round something
    ([(0.0, 0.6), (0.3, 1.0), (1.0, 0.0)],),  # tick
    ([(0.0, 0.0), (1.0, 1.0)], [(1.0, 0.05), (0.0, 0.95)]),  # cross
    ([(0.0, 0.5), (1.0, 0.5)], [(0.7, 0.2), (1.0, 0.5), (0.72, 0.8)]),  # arrow
    ([(0.1, 1.0), (0.1, 0.0), (0.9, 0.95), (0.92, 0.0)],),  # N
    ([(0.0, 0.5), (1.0, 0.46)],),  # a line
)


def marker(rng: np.random.Generator) -> np.ndarray:
    """Writing. R: rank of a sign, by when it appears. G: ink 0..1, as a felt tip lays it. B: grain for chalk."""
    px_per_mm = SIZE / MARKER_MM
    rank, ink = np.zeros(_SHAPE, np.float32), np.zeros(_SHAPE, np.float32)
    groups = 15
    for number in range(groups):
        size = rng.uniform(9.0, 30.0) * px_per_mm
        start, turn = rng.random(2) * SIZE, rng.normal(0.0, 0.25) + (np.pi / 2) * rng.integers(0, 4)
        lean = rng.normal(0.0, 0.15)
        wide = rng.uniform(0.9, 1.9) * px_per_mm
        for place in range(int(rng.integers(1, 5))):
            for stroke in SIGNS[int(rng.integers(len(SIGNS)))]:
                path = np.array(stroke) + rng.normal(0.0, 0.035, (len(stroke), 2))
                x, y = (path[:, 0] * 0.62 + 0.82 * place + lean * path[:, 1]) * size, path[:, 1] * size
                dense = np.linspace(0, len(path) - 1, max(int(6 * size), 40))
                x, y = (np.interp(dense, np.arange(len(path)), _rounded(v)) for v in (x, y))
                yy = start[0] + y * np.cos(turn) + x * np.sin(turn)
                xx = start[1] + x * np.cos(turn) - y * np.sin(turn)
                _pen(ink, rank, yy, xx, wide, 1.0 - (number + 0.5) / groups, rng.uniform(0.75, 1.0))
    grain = band_noise(rng, _SHAPE, 90, 480, 0.15)
    streaks = band_noise(rng, _SHAPE, 10, 200, 0.4)
    return np.stack([rank, np.clip(ink * (0.92 + 0.06 * streaks), 0.0, 1.0), ranked(grain + 0.25 * streaks)], axis=-1)


def _rounded(values: np.ndarray) -> np.ndarray:
    """Corners of a path pulled in a little, as a hand draws them."""
    soft = values.copy()
    soft[1:-1] = 0.14 * values[:-2] + 0.72 * values[1:-1] + 0.14 * values[2:]
    return soft


def _pen(
    ink: np.ndarray, rank: np.ndarray, y: np.ndarray, x: np.ndarray, half_px: float, first: float, flow: float
) -> None:
    """Draw with a round tip."""
    reach = int(half_px) + 2
    dy, dx = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    for cy, cx in zip(y[::2], x[::2], strict=True):
        iy, ix = int(np.floor(cy)), int(np.floor(cx))
        tip = np.clip(half_px + 0.5 - np.hypot(dy - (cy - iy), dx - (cx - ix)), 0.0, 1.0).astype(np.float32)
        window = np.ix_((iy + np.arange(-reach, reach + 1)) % SIZE, (ix + np.arange(-reach, reach + 1)) % SIZE)
        ink[window] = np.maximum(ink[window], tip * flow)
        rank[window] = np.maximum(rank[window], np.where(tip > 0.05, first, 0.0))


def tape(rng: np.random.Generator) -> np.ndarray:
    """What tape leaves. R: rank of a strip, by when it appears. G: gum left on it 0..1. B: dirt in the gum."""
    px_per_mm = SIZE / TAPE_MM
    y, x = (v * SIZE for v in grid(_SHAPE))
    rank, gum = np.zeros(_SHAPE, np.float32), np.zeros(_SHAPE, np.float32)
    patchy = 0.6 * band_noise(rng, _SHAPE, 6, 80, 0.6) + 0.4 * band_noise(rng, _SHAPE, 60, 400, 0.4)
    torn = band_noise(rng, _SHAPE, 10, 200, 0.7)
    strips = 11
    for number in range(strips):
        cy, cx = rng.random(2) * SIZE
        dy, dx = (y - cy + SIZE / 2) % SIZE - SIZE / 2, (x - cx + SIZE / 2) % SIZE - SIZE / 2
        turn = rng.integers(0, 2) * np.pi / 2 + rng.normal(0.0, 0.12)
        u, v = dx * np.cos(turn) + dy * np.sin(turn), dy * np.cos(turn) - dx * np.sin(turn)
        half_u, half_v = rng.uniform(15.0, 48.0) * px_per_mm, rng.choice([6.0, 9.5, 12.5]) * px_per_mm
        inside = np.minimum(half_u - np.abs(u) + 5.0 * torn, half_v - np.abs(v) + 0.5 * torn)
        strip = smooth(inside, -0.7, 0.9)
        edge = smooth(-np.abs(inside - 2.0), -3.0, 0.0)
        peeled = smooth(patchy + rng.uniform(-0.6, 1.1) + 0.9 * smooth(u / half_u, -1.0, 1.0) - 0.5, -0.5, 0.5)
        left = strip * np.maximum(peeled, 0.85 * edge)
        rank = np.maximum(rank, np.where(strip > 0.02, 1.0 - (number + 0.5) / strips, 0.0))
        gum = np.maximum(gum, left)
    dirt = np.clip(0.5 + 0.2 * band_noise(rng, _SHAPE, 30, 400, 0.4) + 0.15 * patchy, 0.0, 1.0)
    return np.stack([rank, gum, dirt], axis=-1)


TEXTURES = (
    Texture("marker", "rank of strokes, ink, grain for chalk", (MARKER_MM, MARKER_MM), marker),
    Texture("tape", "rank of strips, gum left, dirt in it", (TAPE_MM, TAPE_MM), tape),
)
