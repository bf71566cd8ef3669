"""Sawn softwood without joints, as ratios to a board's own colour: rings, knots, splits, stain, nails, scuffs."""

from __future__ import annotations

import numpy as np

from materials.textures import Texture
from materials.textures.noise import band_noise, grid, smooth
from materials.textures.strokes import Strokes, deposit_max, taper, trace

_SHAPE = (512, 2048)  # v, u
_MM = (1600.0, 400.0)  # u, v: longer than any board of a pallet, so that no board shows a knot twice
_PX_PER_MM = _SHAPE[1] / _MM[0]
_KNOTS = 26  # spruce for pallets has one each 0.3 to 0.5 m of a board
_KNOT_MM = (4.0, 15.0)  # radius
_NAILS = 12  # of boards that were on another pallet before

# What each thing leaves of the wood's own colour, linear Rec.709.
_KNOT, _RIM = (0.38, 0.27, 0.2), (0.13, 0.1, 0.085)
_BLUE = (0.62, 0.68, 0.76)  # fungi in the sap wood, along the grain
_RUST, _HEAD = (0.34, 0.19, 0.11), (0.12, 0.1, 0.09)
_RUBBER = (0.2, 0.2, 0.21)
_SPLIT = (0.16, 0.145, 0.13)
_RAW = (1.5, 1.46, 1.4)  # under a grey skin, where a sliver is gone
_SPLIT_OPEN_MM = 0.7


def flitch(rng: np.random.Generator) -> np.ndarray:
    """(H, W, 3): ratio to the board's own colour, about 1 in the mean, grain along u."""
    knots = _Knots(rng)
    late = _rings(rng, knots.push_mm)
    fibre = band_noise(rng, _SHAPE, 60, 600, 0.2, stretch=(1.0, 22.0))
    saw = _saw(rng)
    value = np.exp(0.06 * fibre + 0.05 * saw - 0.32 * late + 0.1 * band_noise(rng, _SHAPE, 1, 12, 0.6, (1.0, 5.0)))
    colour = (value / value.mean())[..., None]
    colour = colour * (1.0 - late[..., None] * np.array([0.0, 0.05, 0.12]))  # late wood is redder
    for mask, left in (
        (0.8 * smooth(band_noise(rng, _SHAPE, 2, 60, 0.7, (1.0, 9.0)), 1.1, 2.2), _BLUE),
        (knots.inside, _KNOT),
        (knots.rim, _RIM),
        (_splits(rng), _SPLIT),
        *_nails(rng),
        (_scuffs(rng), _RUBBER),
    ):
        colour = colour * (1.0 - mask[..., None] * (1.0 - np.array(left)))
    colour = colour * (1.0 + _slivers(rng)[..., None] * (np.array(_RAW) - 1.0))
    return np.clip(colour, 0.02, 2.0)


class _Knots:
    """Knots: 0..1 inside, 0..1 on their dark rims, and by how many millimetres the grain gives way to them."""

    def __init__(self, rng: np.random.Generator) -> None:
        rows, columns = grid(_SHAPE)
        ragged = 0.06 * band_noise(rng, _SHAPE, 8, 60, 0.5, (1.0, 0.25))
        self.inside, self.rim = np.zeros(_SHAPE, np.float32), np.zeros(_SHAPE, np.float32)
        self.push_mm = np.zeros(_SHAPE, np.float32)
        for y, x in rng.random((_KNOTS, 2)):
            radius, long = rng.uniform(*_KNOT_MM), rng.uniform(1.0, 1.9)
            dy = ((rows - y + 0.5) % 1.0 - 0.5) * _MM[1]
            dx = ((columns - x + 0.5) % 1.0 - 0.5) * _MM[0]
            r = np.hypot(dy, dx / long) / radius * (1.0 + ragged)
            ringed = 0.8 + 0.2 * np.cos(r * radius * 2.1)
            self.inside = np.maximum(self.inside, smooth(-r, -1.1, -0.9) * ringed)
            dead = rng.random()  # of a dead branch: its bark is a black ring
            self.rim = np.maximum(self.rim, dead * smooth(-np.abs(r - 1.0), -0.16, -0.04))
            near = np.exp(-((dx / (3.2 * radius)) ** 2)) * np.exp(-np.abs(dy) / (1.8 * radius))
            self.push_mm += 1.1 * radius * near * np.tanh(dy / (0.5 * radius))


def _rings(rng: np.random.Generator, push_mm: np.ndarray) -> np.ndarray:
    """Late wood of broad spruce rings, 0..1: arches where the saw met few rings, lines where it met many."""
    y, x = grid(_SHAPE)
    from_pith = (y * _MM[1] - push_mm + 9 * band_noise(rng, _SHAPE, 1, 6, 1.1, (1.0, 1.0))) % _MM[1] - 0.5 * _MM[1]
    depth = 34.0 + 16.0 * np.sin(2 * np.pi * (x + rng.random())) + 7.0 * np.sin(2 * np.pi * (3 * x + rng.random()))
    phase = (np.hypot(from_pith, depth) / 5.2) % 1.0
    return smooth(phase, 0.4, 0.9) * (1.0 - smooth(phase, 0.92, 1.0))


def _saw(rng: np.random.Generator) -> np.ndarray:
    """Arcs of a saw blade 3 to 5 mm apart, each tooth a little different; strong in places, gone in most."""
    y, x = grid(_SHAPE)
    off_mm = _MM[1] * (y - 0.5)
    phase = (x * _MM[0] + 400.0 - np.sqrt(400.0**2 - off_mm**2)) / (_MM[0] / 400)
    tooth = rng.normal(0.0, 1.0, 400)[np.floor(phase).astype(np.int64) % 400]
    strong = smooth(band_noise(rng, _SHAPE, 2, 30, 0.7), 0.0, 2.0)
    return (0.7 * np.sin(2 * np.pi * phase) + 0.7 * tooth) * strong


def _splits(rng: np.random.Generator) -> np.ndarray:
    """Cracks along the grain, many short and fine, a few long and open. 0..1."""
    canvas, count = np.zeros(_SHAPE, np.float32), 60
    length = (rng.gamma(0.9, 70.0, count) * _PX_PER_MM).clip(8, 520)
    lines = Strokes(rng.random((count, 2)) * _SHAPE, rng.normal(0.0, 0.015, count), length,
                    rng.normal(0, 0.04, count), rng.uniform(0.4, 1.0, count), rng.random(count) * 2.0)  # fmt: skip
    track = trace(lines, 0.6)
    wide = np.where(length > 150, _SPLIT_OPEN_MM * _PX_PER_MM, 0.0)[track.owner] * taper(track.along, 0.8)
    strength = lines.value[track.owner] * taper(track.along, 0.5)
    for offset in (-1.0, 0.0, 1.0):
        deposit_max(canvas, track.y + offset * wide, track.x, strength)
    return canvas


def _scuffs(rng: np.random.Generator) -> np.ndarray:
    """Dark smears of tyres, soles and loads that were dragged: broad, broken by the grain, most of them across it."""
    canvas, count = np.zeros(_SHAPE, np.float32), 16
    angle = np.where(rng.random(count) < 0.65, np.pi / 2, 0.0) + rng.normal(0.0, 0.3, count)
    lines = Strokes(rng.random((count, 2)) * _SHAPE, angle, rng.gamma(3.0, 40.0 * _PX_PER_MM, count),
                    rng.normal(0, 0.5, count), rng.uniform(0.25, 0.8, count), np.zeros(count))  # fmt: skip
    track = trace(lines, 0.7)
    half = rng.uniform(3.0, 13.0, count)[track.owner] * _PX_PER_MM
    for offset in np.arange(-1.0, 1.0001, 0.06):
        streak = rng.uniform(0.1, 1.0) * min(1.0, 2.0 * (1.0 - abs(offset)) + 0.05)
        value = lines.value[track.owner] * taper(track.along, 0.6) * streak
        deposit_max(canvas, track.y + offset * half * track.across_y, track.x + offset * half * track.across_x, value)
    return canvas * smooth(band_noise(rng, _SHAPE, 30, 400, 0.4, (1.0, 6.0)), -1.6, 0.6)


def _slivers(rng: np.random.Generator) -> np.ndarray:
    """Where forks, chains and other pallets tore fibres off: pale slots along the grain that end in points. 0..1."""
    canvas, count = np.zeros(_SHAPE, np.float32), 44
    lines = Strokes(rng.random((count, 2)) * _SHAPE, rng.normal(0.0, 0.03, count),
                    rng.gamma(1.6, 32.0 * _PX_PER_MM, count) + 8, rng.normal(0, 0.05, count),
                    rng.uniform(0.4, 1.0, count), np.zeros(count))  # fmt: skip
    track = trace(lines, 0.7)
    half = rng.uniform(0.6, 3.2, count)[track.owner] * _PX_PER_MM * taper(track.along, 1.0)
    value = lines.value[track.owner]
    for offset in np.linspace(-1.0, 1.0, 13):
        deposit_max(canvas, track.y + offset * half, track.x, value)
    return canvas * smooth(band_noise(rng, _SHAPE, 60, 500, 0.2, (1.0, 14.0)), -1.5, 0.2)


def _nails(rng: np.random.Generator) -> tuple[tuple[np.ndarray, tuple[float, ...]], ...]:
    """Rust along the grain, then the sunk heads or holes that it runs from: of old nails, two and two."""
    rows, columns = grid(_SHAPE)
    heads, tears = np.zeros(_SHAPE, np.float32), np.zeros(_SHAPE, np.float32)
    for y, x in rng.random((_NAILS, 2)):
        for _ in range(2):
            dy = ((rows - y + 0.5) % 1.0 - 0.5) * _MM[1] - rng.normal(0.0, 20.0)
            dx = ((columns - x + 0.5) % 1.0 - 0.5) * _MM[0] - rng.normal(0.0, 8.0)
            heads = np.maximum(heads, smooth(-np.hypot(dy, dx), -rng.uniform(2.5, 4.5), -1.6))
            run = np.exp(-np.abs(dy) / 2.6 - np.abs(dx) / rng.uniform(12, 45)) * rng.uniform(0.5, 1.3)
            tears = np.maximum(tears, np.minimum(run, 0.9).astype(np.float32))
    return (tears, _RUST), (heads, _HEAD)


TEXTURES = (Texture("sawn_flitch", "ratio to a board's own colour, grain along u", _MM, flitch),)
