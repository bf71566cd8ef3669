"""A filled bag comes to rest: two sheets sewn at their rim, what they hold presses like a heavy liquid.

The cloth of a bag (woven tape, paper, thick film) hardly stretches and folds easily. Granules and powders that fill a
bag flow until its walls hold them, so they press on the walls by their depth, and their volume stays. Where sacks lie
on one another a plate presses from above. Position-based like cloth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from generator.physics.cloth import Grid, make_grid

STEP_S = 1 / 240
_FILL_S, _REST_S = 1.2, 1.4  # while the contents run in, and then
_GRAVITY = 9.81
_DAMPING_HZ = 7.0
_TOP_M_S = 1.5
_PASSES = 8
_SHEAR = 0.25
_FRICTION = 0.5
_LEAST_M = 0.02  # of contents that a bag is taken to carry where it carries less: light things swing too fast
_LUMPS_M = 0.012
_FOLDS = 0.6  # share of a shortening that a pass takes back: what is pushed together folds


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag laid flat, and what it will hold."""

    length_m: float  # of the flat bag between its seams
    width_m: float
    volume_m3: float  # of its contents
    density_kg_m3: float  # of these as poured
    pressed_m: float  # height of the plate above; infinity without one
    bending: float = 0.0015  # share of a bend that one step takes back
    spacing_m: float = 0.016


@dataclass(frozen=True, slots=True)
class BagShape:
    """A bag at rest on the ground at z = 0."""

    points_m: np.ndarray  # (N, 3)
    upper: np.ndarray  # (rows, columns) numbers of the points of the upper sheet; rows run along the bag
    lower: np.ndarray  # those of the lower one, whose rim is the upper one's
    cells: np.ndarray  # (C, 4) of both sheets, counter-clockwise from outside

    @property
    def faces(self) -> np.ndarray:
        """(2 C, 3) triangles of the closed skin."""
        a, b, c, d = self.cells.T
        return np.concatenate([np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)])


def lay_bag(bag: Bag, rng: np.random.Generator) -> BagShape:
    """The bag filled while it lies, then shaken and pressed: no two from one machine are alike."""
    rows, columns = (2 * round(side / bag.spacing_m / 2) + 1 for side in (bag.length_m, bag.width_m))
    grid = make_grid(np.ones((rows, columns), bool))
    upper, lower = _numbers(rows, columns)
    x = _flat(bag, upper, lower, rng)
    made = BagShape(x, upper, lower, _cells(upper, lower))
    faces = made.faces
    below, above = _uneven(x, bag, rng), _uneven(x, bag, rng)
    velocity = np.zeros_like(x)
    for step in range(round((_FILL_S + _REST_S) / STEP_S)):
        share = min(1.0, step * STEP_S / _FILL_S)
        before = x.copy()
        area = _areas(x, faces)
        head = np.maximum(float(np.quantile(x[:, 2], 0.98)) - x[:, 2], 0.0)
        pressure = bag.density_kg_m3 * _GRAVITY * head * share
        mass = bag.density_kg_m3 * max(bag.volume_m3, _LEAST_M * bag.length_m * bag.width_m) / len(x)
        velocity += (pressure[:, None] * area / mass - [0.0, 0.0, 0.1 * _GRAVITY]) * STEP_S
        velocity *= math.exp(-_DAMPING_HZ * (1 + 2 * share) * STEP_S)
        velocity *= (_TOP_M_S / np.maximum(np.linalg.norm(velocity, axis=1), _TOP_M_S))[:, None]
        x += velocity * STEP_S
        _fill(x, faces, bag.volume_m3 * share)
        for _ in range(_PASSES):
            _hold(x, grid, (upper, lower), bag)
        plate = bag.pressed_m - above if step * STEP_S > _FILL_S else np.full(len(x), math.inf)
        _between_plates(x, before, below, plate)
        velocity = (x - before) / STEP_S
    return BagShape(x, upper, lower, made.cells)


def volume_m3(points_m: np.ndarray, faces: np.ndarray) -> float:
    """Inside a closed skin."""
    a, b, c = (points_m[faces[:, k]] for k in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def _numbers(rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    upper = np.arange(rows * columns).reshape(rows, columns)
    lower = upper.copy()
    lower[1:-1, 1:-1] = rows * columns + np.arange((rows - 2) * (columns - 2)).reshape(rows - 2, columns - 2)
    return upper, lower


def _flat(bag: Bag, upper: np.ndarray, lower: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """(N, 3) the empty bag, its sheets a little apart and not quite even."""
    rows, columns = upper.shape
    u, v = np.meshgrid(np.linspace(-0.5, 0.5, rows), np.linspace(-0.5, 0.5, columns), indexing="ij")
    place = np.stack([u * bag.length_m, v * bag.width_m], axis=2)
    x = np.zeros((int(lower.max()) + 1, 3))
    apart = 0.004 * (1 - (2 * u) ** 2) * (1 - (2 * v) ** 2)
    x[lower] = np.dstack([place, 0.01 - apart])
    x[upper] = np.dstack([place, 0.01 + apart])
    x[:, 2] += rng.uniform(0, 0.003, len(x))
    return x


def _cells(upper: np.ndarray, lower: np.ndarray) -> np.ndarray:
    def of(sheet: np.ndarray) -> np.ndarray:
        return np.stack([sheet[:-1, :-1], sheet[1:, :-1], sheet[1:, 1:], sheet[:-1, 1:]], axis=2).reshape(-1, 4)

    return np.concatenate([of(upper), of(lower)[:, ::-1]])


def _uneven(x: np.ndarray, bag: Bag, rng: np.random.Generator) -> np.ndarray:
    """(N,) metres by which the sack below or above stands out here: it is a sack as well."""
    place = x[:, :2] / [bag.length_m, bag.width_m]
    waves, phases = rng.uniform(-1.6, 1.6, (6, 2)), rng.uniform(0, 2 * math.pi, 6)
    lumps = np.sin(2 * math.pi * place @ waves.T + phases).sum(axis=1)
    lumps -= lumps.min()
    return np.asarray(_LUMPS_M * lumps / max(float(lumps.max()), 1e-9))


def _areas(x: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """(N, 3) a third of the areas of the faces around each point, as vectors outwards."""
    a, b, c = (x[faces[:, k]] for k in range(3))
    sixth = np.cross(b - a, c - a) / 6
    total = np.zeros_like(x)
    for k in range(3):
        for axis in range(3):
            total[:, axis] += np.bincount(faces[:, k], weights=sixth[:, axis], minlength=len(x))
    return total


def _fill(x: np.ndarray, faces: np.ndarray, wanted_m3: float) -> None:
    """Move all points along their normals until the skin holds that volume."""
    out = _areas(x, faces)
    x += (wanted_m3 - volume_m3(x, faces)) / max(float((out**2).sum()), 1e-12) * out


def _hold(x: np.ndarray, grid: Grid, sheets: tuple[np.ndarray, ...], bag: Bag) -> None:
    """Cloth that is pulled keeps its length, along and across; on the bias it gives; it hardly resists bending."""
    rows, columns = sheets[0].shape
    lengths = (bag.length_m / (rows - 1), bag.width_m / (columns - 1))
    for sheet in sheets:
        flat = sheet.reshape(-1)
        for ends in grid.bends:
            a, b, c = flat[ends].T
            push = bag.bending / 6 * (2 * x[b] - x[a] - x[c])
            x[a] += push
            x[b] -= 2 * push
            x[c] += push
        for ends in grid.shears:
            _shorten(x, flat[ends], math.hypot(*lengths), _SHEAR)
        for ends, length in zip(grid.links, (lengths[0], lengths[0], lengths[1], lengths[1]), strict=True):
            _shorten(x, flat[ends], length, 1.0)


def _shorten(x: np.ndarray, ends: np.ndarray, length_m: float, share: float) -> None:
    a, b = ends.T
    between = x[b] - x[a]
    distance = np.sqrt(np.einsum("ij,ij->i", between, between))
    off = 1 - length_m / np.maximum(distance, 1e-9)
    off = np.maximum(off, _FOLDS * off)
    move = (0.5 * share * off)[:, None] * between
    x[a] += move
    x[b] -= move


def _between_plates(x: np.ndarray, before: np.ndarray, low_m: np.ndarray, high_m: np.ndarray) -> None:
    """Out of what lies below and above (N,), whose friction holds what they press."""
    off = np.maximum(low_m - x[:, 2], 0.0) + np.maximum(x[:, 2] - high_m, 0.0)
    x[:, 2] = np.clip(x[:, 2], low_m, np.maximum(low_m, high_m))
    touched = off > 0
    way = x[touched, :2] - before[touched, :2]
    slid = np.linalg.norm(way, axis=1)
    x[touched, :2] -= np.minimum(_FRICTION * off[touched] / np.maximum(slid, 1e-12), 1.0)[:, None] * way
