"""Stretch film pulls itself tight: a tube of links that only pull, around rigid things, torn edges and loose ends free.

Film has next to no stiffness against bending and none against being pushed together: it bridges hollows, is drawn in
over the upper edge of a load, opens where it is torn. Position-based like cloth, with every link as long as it was laid
out but for the pull; what a load stands against it is held by contact and friction.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from generator.physics.soft_contacts import Obstacles, Places, distances, find_pairs, push_out
from generator.recipe import Soft
from scenes.shapes.films import FilmSheet

STEP_S = 1 / 150
_TIGHT_S, _HANGING_S = 0.35, 1.2  # until it rests: what is drawn tight, and what hangs free
_DAMPING_HZ = 6.0
_TOP_M_S = 1.2
_PASSES = 4
_TAUT = 0.03  # of its weight, that taut film feels here: its tension outweighs it 300 to 1
_CLING = 8.0  # times the friction of what it goes around: links press less than the film's tension does
_SHEAR = 0.1
_UPRIGHT_PULL = 0.3  # of the pull around, that film has along the load's height
_BETWEEN_M = 0.02  # of the places that are tested against rigid things
_CUSHION_M = 0.0008
_TAIL_OFF_M = 0.004  # that a loose end keeps off rigid things, with the film between
_CLING_M = 0.002  # from the film around to the end that hangs on it
_REACH_M = 0.02
_POLISH, _PULLED = 120, 15  # at the end, at most, out of rigid things; of these with the links still pulling


@dataclass(frozen=True, slots=True)
class _Links:
    """Links of which no two share a point, and the length that none gets beyond."""

    ends: np.ndarray  # (L, 2)
    length_m: np.ndarray  # (L,)
    share: float  # of what is too long, that one pass takes back


def tighten(points_m: np.ndarray, sheet: FilmSheet, soft: Soft, obstacles: Obstacles) -> tuple[np.ndarray, float]:
    """(N, 3) points at rest, and how far the film reaches into something rigid, in metres.

    `points_m` (N, 3) go around the load without touching it. The same input gives the same bits.
    """
    x, links = points_m.copy(), _links(points_m, sheet, soft.pull)
    places = _places(points_m, sheet, soft.radius_m + _CUSHION_M, _BETWEEN_M)
    free, velocity = np.ones(len(x), bool), np.zeros_like(x)
    weight, grip = np.full(len(x), 9.81 * _TAUT), _CLING * obstacles.friction
    weight[sheet.tail.reshape(-1)] = 9.81
    hangs = sheet.tail.size > 0 or bool((sheet.around < 0).any())
    pairs, seen = find_pairs(obstacles, places.of(x), places.radius_m, _REACH_M), x.copy()
    for _ in range(round((_HANGING_S if hangs else _TIGHT_S) / STEP_S)):
        if np.abs(x - seen).max() > 0.4 * _REACH_M:
            pairs, seen = find_pairs(obstacles, places.of(x), places.radius_m, _REACH_M), x.copy()
        before = x.copy()
        velocity *= math.exp(-_DAMPING_HZ * STEP_S)
        velocity[:, 2] -= weight * STEP_S
        velocity *= (_TOP_M_S / np.maximum(np.linalg.norm(velocity, axis=1), _TOP_M_S))[:, None]
        x += velocity * STEP_S
        for _ in range(_PASSES):
            _pull(x, links)
        push_out(x, free, places, pairs, grip, before)
        velocity = (x - before) / STEP_S
    places = _places(points_m, sheet, soft.radius_m + 0.5 * _CUSHION_M, 0.5 * _BETWEEN_M)
    pairs = find_pairs(obstacles, places.of(x), places.radius_m, _REACH_M)
    for number in range(_POLISH):
        before = x.copy()
        if number < _PULLED:
            _pull(x, links)
        push_out(x, free, places, pairs, obstacles.friction, None)
        if np.array_equal(x, before):
            break
    return x, film_depth_m(x, sheet, soft, obstacles)


def film_depth_m(points_m: np.ndarray, sheet: FilmSheet, soft: Soft, obstacles: Obstacles) -> float:
    """How far a film reaches into rigid things, tested twice as densely as it was tightened."""
    places = _places(points_m, sheet, soft.radius_m, 0.5 * _BETWEEN_M, tail_off_m=0.0)
    here = places.of(points_m)
    away, _ = distances(find_pairs(obstacles, here, places.radius_m, 0.0), here)
    return float((soft.radius_m - away).max(initial=0.0))


def _pull(x: np.ndarray, links: list[_Links]) -> None:
    """Shorten what is longer than it may be; what is shorter is slack."""
    for one in links:
        a, b = one.ends[:, 0], one.ends[:, 1]
        between = x[b] - x[a]
        distance = np.sqrt(np.einsum("ij,ij->i", between, between))
        over = np.maximum(distance - one.length_m, 0.0) / np.maximum(distance, 1e-9)
        move = (0.5 * one.share * over)[:, None] * between
        x[a] += move
        x[b] -= move


def _links(points_m: np.ndarray, sheet: FilmSheet, pull: float) -> list[_Links]:
    groups = []
    around, tail = sheet.around, sheet.tail
    beside = np.roll(around, -1, axis=1)
    for parity in (0, 1):
        groups.append((_joined(around[parity:-1:2], around[parity + 1 :: 2]), 1 - _UPRIGHT_PULL * pull, 1.0))
        groups.append((_joined(around[:, parity::2], beside[:, parity::2]), 1 - pull, 1.0))
        for one, other in ((around[:-1], beside[1:]), (around[1:], beside[:-1])):
            groups.append((_joined(one[parity::2], other[parity::2]), 1.0, _SHEAR))
    if tail.size:
        groups.append((np.column_stack([sheet.clings, tail[0]]), 1.0, 1.0))
        for parity in (0, 1):
            groups.append((_joined(tail[parity:-1:2], tail[parity + 1 :: 2]), 1.0, 1.0))
            groups.append((_joined(tail[:, parity:-1:2], tail[:, parity + 1 :: 2]), 1.0, 1.0))
    made = []
    for ends, share_of_length, share in groups:
        length = np.linalg.norm(points_m[ends[:, 1]] - points_m[ends[:, 0]], axis=1) * share_of_length
        made.append(_Links(ends, np.maximum(length, _CLING_M), share))
    return made


def _joined(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """(L, 2) of points that stand at the same place of two arrays and are both there."""
    one = one[: len(other)]
    there = (one >= 0) & (other >= 0)
    return np.stack([one[there], other[there]], axis=1)


def _places(
    points_m: np.ndarray, sheet: FilmSheet, radius_m: float, between_m: float, tail_off_m: float = _TAIL_OFF_M
) -> Places:
    """All points, and places between them along rows and columns; those of a loose end keep further off."""
    around, tail = sheet.around, sheet.tail
    links = [_joined(around[:-1], around[1:]), _joined(around, np.roll(around, -1, axis=1))]
    if tail.size:
        links += [_joined(tail[:-1], tail[1:]), _joined(tail[:, :-1], tail[:, 1:])]
    ends = np.concatenate(links)
    every = np.arange(len(points_m))
    length = np.linalg.norm(points_m[ends[:, 1]] - points_m[ends[:, 0]], axis=1)
    between = np.maximum(np.ceil(length / between_m).astype(int) - 1, 0)
    owner = np.repeat(np.arange(len(ends)), between)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(between) - between, between)
    both = np.concatenate([np.stack([every, every], axis=1), ends[owner]])
    shares = np.concatenate([np.zeros(len(every)), (within + 1) / (between[owner] + 1)])
    first_of_tail = int(tail.min()) if tail.size else len(points_m)
    off = np.where(both[:, 0] >= first_of_tail, tail_off_m, 0.0)
    return Places(both, shares, radius_m + off)
