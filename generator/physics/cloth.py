"""Cloth falls and drapes: a grid of points that hardly stretches and resists bending a little.

Extended position-based dynamics with small steps, as for cables: links along rows and columns keep their lengths, those
across the cells give way to shear, three points in a row resist bending.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from generator.physics.soft_contacts import Obstacles, Pairs, Places, distances, find_pairs, push_out
from generator.recipe import Soft

STEP_S = 1 / 220
LIMIT_S = 1.4
_LEAST_S = 0.5
_REST_M_S = 0.02
_TOP_M_S = 0.9
_DAMPING_HZ = 2.0
_DOUBLING_S = 0.4
_MOST_DOUBLINGS = 3
_GRAVITY = 5.0  # weaker, and stiffness as much: the same form at rest, and less stretch while it falls
_STRETCH_PASSES = 6
_SHEAR = 0.25  # share of a shear that one pass takes back
_CUSHION = 0.11  # of the spacing, that cloth keeps off rigid things: between two places of it corners come nearer
_AGAIN = 5
_LEAST_REACH_M = 0.002
_BETWEEN_M = 0.0068  # of the places that are tested against rigid things
_POLISH = 50
_OWN = 0.75  # of the spacing, that points keep from other folds


@dataclass(frozen=True, slots=True)
class Grid:
    """How the points of a cloth hang together; each group of rows shares no point."""

    links: tuple[np.ndarray, ...]  # (L, 2)
    shears: tuple[np.ndarray, ...]  # (L, 2)
    bends: tuple[np.ndarray, ...]  # (B, 3)
    place: np.ndarray  # (N, 2) row and column


def make_grid(mask: np.ndarray) -> Grid:
    """Of the points of a grid that are there."""
    number = np.full(mask.shape, -1)
    number[mask] = np.arange(int(mask.sum()))

    def rows_of(steps: Sequence[tuple[int, int]], group: int, of: int, axis: int) -> np.ndarray:
        height, width = mask.shape
        i, j = np.meshgrid(np.arange(height), np.arange(width), indexing="ij")
        chosen = (i, j)[axis] % of == group
        found = np.ones(mask.shape, bool) & chosen
        columns = []
        for di, dj in steps:
            inside = (i + di >= 0) & (i + di < height) & (j + dj >= 0) & (j + dj < width)
            there = np.full(mask.shape, -1)
            there[inside] = number[(i + di)[inside], (j + dj)[inside]]
            found &= there >= 0
            columns.append(there)
        return np.stack([column[found] for column in columns], axis=1)

    links = [rows_of([(0, 0), (1, 0)], g, 2, 0) for g in (0, 1)] + [rows_of([(0, 0), (0, 1)], g, 2, 1) for g in (0, 1)]
    shears = [rows_of([(0, 0), (1, s)], g, 2, 0) for s in (1, -1) for g in (0, 1)]
    bends = [rows_of([(0, 0), (1, 0), (2, 0)], g, 3, 0) for g in range(3)]
    bends += [rows_of([(0, 0), (0, 1), (0, 2)], g, 3, 1) for g in range(3)]
    return Grid(tuple(links), tuple(shears), tuple(bends), np.argwhere(mask))


def drape(points_m: np.ndarray, mask: np.ndarray, soft: Soft, obstacles: Obstacles) -> tuple[np.ndarray, float]:
    """(N, 3) points at rest, and how far the cloth reaches into something rigid, in metres."""
    grid, x = make_grid(mask), points_m.copy()
    spacing = float(np.linalg.norm(x[grid.links[0][:, 1]] - x[grid.links[0][:, 0]], axis=1).mean())
    places = _places(grid, spacing, soft.radius_m + _CUSHION * spacing)
    stiff = _stiffness(soft, spacing)
    free, velocity = np.ones(len(x), bool), np.zeros_like(x)
    free[list(soft.pinned)] = False
    near = _neighbours(x, places, grid, spacing, obstacles, _TOP_M_S)
    for step in range(round(LIMIT_S / STEP_S)):
        if not near.holds(x):
            near = _neighbours(x, places, grid, spacing, obstacles, float(np.linalg.norm(velocity, axis=1).max()))
        before = x.copy()
        velocity *= math.exp(-_DAMPING_HZ * 2 ** min(step * STEP_S / _DOUBLING_S, _MOST_DOUBLINGS) * STEP_S)
        velocity[:, 2] -= _GRAVITY * STEP_S
        fastest = np.linalg.norm(velocity, axis=1)
        velocity *= (_TOP_M_S / np.maximum(fastest, _TOP_M_S))[:, None]
        x[free] += velocity[free] * STEP_S
        _hold(x, grid, spacing, stiff)
        _keep_folds_apart(x, near.folds, _OWN * spacing)
        push_out(x, free, places, near.pairs, obstacles.friction, before)
        x[~free] = before[~free]
        velocity = (x - before) / STEP_S
        if step * STEP_S > _LEAST_S and np.linalg.norm(velocity, axis=1).max() < _REST_M_S:
            break
    places = _places(grid, 2 * spacing, soft.radius_m + 0.5 * _CUSHION * spacing)
    near = _neighbours(x, places, grid, spacing, obstacles, 0.0)
    for number in range(_POLISH):
        near = near if near.holds(x) else _neighbours(x, places, grid, spacing, obstacles, 0.0)
        if number < 0.6 * _POLISH:
            _hold(x, grid, spacing, stiff)
        push_out(x, free, places, near.pairs, obstacles.friction, None)
    return x, cloth_depth_m(x, mask, soft, obstacles)


def cloth_depth_m(points_m: np.ndarray, mask: np.ndarray, soft: Soft, obstacles: Obstacles) -> float:
    """How far a cloth reaches into rigid things, tested twice as densely as it was draped."""
    grid = make_grid(mask)
    spacing = float(np.linalg.norm(points_m[grid.links[0][:, 1]] - points_m[grid.links[0][:, 0]], axis=1).mean())
    places = _places(grid, 2 * spacing, soft.radius_m)
    here = places.of(points_m)
    pairs = find_pairs(obstacles, here, places.radius_m, 0.0)
    away, _ = distances(pairs, here)
    return float((soft.radius_m - away).max(initial=0.0))


@dataclass(frozen=True, slots=True)
class _Near:
    """What may meet until some point has moved by half of `reach_m`."""

    pairs: Pairs
    folds: np.ndarray  # (K, 2) points of unlike parts of the cloth
    points_m: np.ndarray
    reach_m: float

    def holds(self, points_m: np.ndarray) -> bool:
        way = points_m - self.points_m
        return bool(np.einsum("ij,ij->i", way, way).max(initial=0.0) < (0.5 * self.reach_m) ** 2)


def _neighbours(
    x: np.ndarray, places: Places, grid: Grid, spacing_m: float, obstacles: Obstacles, fastest_m_s: float
) -> _Near:
    reach = float(np.clip(2 * fastest_m_s * STEP_S * _AGAIN, _LEAST_REACH_M, 0.03))
    pairs = find_pairs(obstacles, places.of(x), places.radius_m, reach)
    folds = cKDTree(x).query_pairs(_OWN * spacing_m + 0.5 * reach, output_type="ndarray")
    folds = folds[np.lexsort((folds[:, 1], folds[:, 0]))]
    apart = np.abs(grid.place[folds[:, 0]] - grid.place[folds[:, 1]]).max(axis=1)
    return _Near(pairs, folds[apart > 2], x.copy(), reach)


def _places(grid: Grid, spacing_m: float, radius_m: float) -> Places:
    """All points, and places between them along rows and columns."""
    every = np.arange(len(grid.place))
    links = np.concatenate(grid.links)
    between = max(1, math.ceil(spacing_m / _BETWEEN_M)) - 1
    ends = np.concatenate([np.stack([every, every], axis=1), *([links] * between)])
    shares = [np.full(len(links), (k + 1) / (between + 1)) for k in range(between)]
    return Places(ends, np.concatenate([np.zeros(len(every)), *shares]), np.full(len(ends), radius_m))


def _stiffness(soft: Soft, spacing_m: float) -> float:
    """Share of a bend that one step takes back: that of a spring of the cloth's bending stiffness."""
    mass = soft.weight_kg * spacing_m**2
    give = 6 / mass * STEP_S**2 * soft.bending * (_GRAVITY / 9.81) / spacing_m**2
    return give / (1 + give)


def _hold(x: np.ndarray, grid: Grid, spacing_m: float, stiff: float) -> None:
    for rows in grid.bends:
        a, b, c = rows.T
        push = stiff / 6 * (2 * x[b] - x[a] - x[c])
        x[a] += push
        x[b] -= 2 * push
        x[c] += push
    for rows in grid.shears:
        _keep(x, rows, math.sqrt(2) * spacing_m, _SHEAR)
    for _ in range(_STRETCH_PASSES):
        for rows in grid.links:
            _keep(x, rows, spacing_m, 1.0)


def _keep(x: np.ndarray, rows: np.ndarray, length_m: float, share: float) -> None:
    a, b = rows[:, 0], rows[:, 1]
    between = x[b] - x[a]
    distance = np.sqrt(np.einsum("ij,ij->i", between, between))
    move = (0.5 * share * (1 - length_m / np.maximum(distance, 1e-9)))[:, None] * between
    x[a] += move
    x[b] -= move


def _keep_folds_apart(x: np.ndarray, folds: np.ndarray, apart_m: float) -> None:
    """Push points of unlike parts of the cloth apart, each by the mean of what its neighbours want."""
    if not len(folds):
        return
    a, b = folds.T
    between = x[b] - x[a]
    distance = np.sqrt(np.einsum("ij,ij->i", between, between))
    off = np.minimum(distance - apart_m, 0.0) / np.maximum(distance, 1e-9)
    move = 0.5 * off[:, None] * between
    count = np.maximum(
        np.bincount(a, weights=off < 0, minlength=len(x)) + np.bincount(b, weights=off < 0, minlength=len(x)), 1
    )
    for axis in range(3):
        x[:, axis] += (np.bincount(a, weights=move[:, axis], minlength=len(x))
                       - np.bincount(b, weights=move[:, axis], minlength=len(x))) / count  # fmt: skip
