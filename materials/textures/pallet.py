"""Rough-sawn softwood: circular-saw arcs, nail heads with rust tears, splits, knots, stains: boards side by side."""

from __future__ import annotations

import numpy as np

from materials.textures import Texture
from materials.textures.noise import band_noise, grid, smooth, spots
from materials.textures.strokes import Strokes, deposit_max, taper, trace

_SHAPE = (768, 1024)  # v, u
_MM = (800.0, 600.0)  # u, v: six boards of 95 mm with gaps of 5 mm
_BOARDS = 6
_PX_PER_MM = _SHAPE[1] / _MM[0]


def boards(rng: np.random.Generator) -> np.ndarray:
    """Albedo of weathered deck boards, grain along u; fourth channel: change of roughness."""
    y, _ = grid(_SHAPE)
    row = np.minimum((y * _BOARDS).astype(np.int64), _BOARDS - 1)
    inside_mm = ((y * _BOARDS) % 1.0) * (_MM[1] / _BOARDS)
    gap = smooth(2.5 - np.minimum(inside_mm, _MM[1] / _BOARDS - inside_mm), -0.6, 0.6)
    colour, saw = _weathered(rng, row, _BOARDS)
    nails, tears = _nails(rng)
    rust = np.array([0.18, 0.075, 0.03])
    colour = colour * (1 - 0.55 * tears[..., None]) + 0.55 * tears[..., None] * rust
    colour = colour * (1 - nails[..., None]) + nails[..., None] * np.array([0.13, 0.10, 0.085])
    colour = colour * (1.0 - 0.97 * gap[..., None])
    rough = 0.05 * saw - 0.3 * nails
    return np.concatenate([np.clip(colour, 0.003, 0.8), rough[..., None]], axis=-1)


def _weathered(rng: np.random.Generator, row: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """(H, W, 3) albedo and (H, W) saw marks of so many boards across v."""
    y, x = grid(_SHAPE)
    late = _rings(rng, y, x, row, count)
    saw = _saw(rng, y, x, row, count)
    fibre = band_noise(rng, _SHAPE, 40, 500, 0.2, stretch=(1.0, 18.0))
    cloud = 0.12 * band_noise(rng, _SHAPE, 2, 40, 0.8, (1.0, 3.0))
    grey = np.clip(rng.uniform(0.15, 0.8, count)[row] + cloud, 0, 1)
    knots, splits = _knots(rng), _splits(rng)
    fresh, old = np.array([0.52, 0.35, 0.185]), np.array([0.29, 0.255, 0.21])
    wood = fresh * (1 - grey[..., None]) + old * grey[..., None]
    value = np.exp(0.07 * fibre + 0.10 * saw - 0.28 * late) * (1 - 0.6 * knots) * (1 - 0.8 * splits)
    tone = np.exp(0.12 * rng.normal(0.0, 1.0, count))[row]
    return wood * (value * tone)[..., None], saw


def _rings(rng: np.random.Generator, y: np.ndarray, x: np.ndarray, row: np.ndarray, count: int) -> np.ndarray:
    """Late wood of broad spruce rings, 0..1."""
    from_pith = y * _MM[1] - rng.uniform(0, _MM[1], count)[row]
    across = from_pith + 6 * band_noise(rng, _SHAPE, 1, 7, 1.1, (1.0, 2.4))
    depth = rng.uniform(8.0, 70.0, count)[row] + 14.0 * np.sin(2 * np.pi * (x + rng.random(count)[row]))
    phase = (np.hypot(across, depth) / rng.uniform(4.0, 8.0, count)[row]) % 1.0
    return smooth(phase, 0.45, 0.9) * (1.0 - smooth(phase, 0.92, 1.0))


def _saw(rng: np.random.Generator, y: np.ndarray, x: np.ndarray, row: np.ndarray, count: int) -> np.ndarray:
    """Arcs of a circular saw of 350 mm, 3 to 6 mm apart, each tooth a little different; strong in places."""
    off_mm = (y * _BOARDS) % 1.0 * 100.0 - 20.0
    bow_mm = 350.0 - np.sqrt(np.clip(350.0**2 - off_mm**2, 0.0, None))
    pitch = _MM[0] / np.round(_MM[0] / rng.uniform(3.0, 6.0, count))
    phase = (x * _MM[0] + bow_mm) / pitch[row]
    tooth = rng.normal(0.0, 1.0, 512)[np.floor(phase).astype(np.int64) % 512]
    strong = smooth(band_noise(rng, _SHAPE, 2, 30, 0.7), -0.6, 1.6) * rng.uniform(0.2, 1.2, count)[row]
    return (np.sin(2 * np.pi * phase) * 0.7 + 0.5 * tooth) * strong


def _knots(rng: np.random.Generator) -> np.ndarray:
    """Round, with rings of their own. 0..1."""
    within = spots(rng, _SHAPE, rng.uniform(5.0, 14.0, 9) * _PX_PER_MM, 0.07 * band_noise(rng, _SHAPE, 4, 40))
    return smooth(within, -1.5, 2.5) * (0.72 + 0.28 * np.cos(1.3 * np.maximum(within, 0.0)))


def _splits(rng: np.random.Generator) -> np.ndarray:
    """Cracks along the grain, most of them short. 0..1."""
    canvas, count = np.zeros(_SHAPE, np.float32), 46
    length = rng.gamma(1.2, 60, count).clip(6, 420)
    lines = Strokes(rng.random((count, 2)) * _SHAPE, rng.normal(0.0, 0.02, count), length,
                    rng.normal(0, 0.05, count), rng.uniform(0.4, 1.0, count), rng.random(count) * 1.5)  # fmt: skip
    track = trace(lines, 0.6)
    deposit_max(canvas, track.y, track.x, lines.value[track.owner] * taper(track.along, 0.5))
    return canvas


def _nails(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Heads of 5 mm, two or three to a board over each bearer, and the rust that runs from them along the grain."""
    heads, tears = np.full(_SHAPE, -1e3, np.float32), np.zeros(_SHAPE, np.float32)
    rows, columns = np.mgrid[0 : _SHAPE[0], 0 : _SHAPE[1]]
    for board in range(_BOARDS):
        for bearer in (0.07, 0.5, 0.93):
            for share in (0.25, 0.75):
                cy = (board + share + rng.normal(0, 0.05)) / _BOARDS * _SHAPE[0]
                cx = (bearer + rng.normal(0, 0.012)) * _SHAPE[1]
                dy, dx = rows - cy, columns - cx
                heads = np.maximum(heads, 2.6 * _PX_PER_MM - np.hypot(dy, dx))
                run = np.exp(-np.abs(dy) / 3.0 - np.abs(dx) / rng.uniform(6, 26)) * rng.uniform(0.2, 1.0)
                tears = np.maximum(tears, run.astype(np.float32))
    return smooth(heads, -0.6, 0.6), tears


TEXTURES = (Texture("pallet_boards", "albedo and roughness of pallet boards, grain along u", _MM, boards),)
