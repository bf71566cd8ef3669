"""Cables and hoses come to rest: they fall on what lies there already, over one another and on themselves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.physics.cable_crossings import Crossings, crossing_depths_m, find_crossings, keep_apart, overlapping
from generator.physics.cable_rods import Rods, hold_together, make_rods
from generator.physics.soft_contacts import Obstacles, Pairs, distances, find_pairs
from generator.recipe import Soft

STEP_S = 1 / 300
LIMIT_S = 1.6
_LEAST_S = 0.25
_REST_M_S = 0.004
_TOP_M_S = 0.35
_DAMPING_HZ = 5.0
_DOUBLING_S = 0.35  # of the damping, as in a pour
_AGAIN = 5  # steps for which neighbours are looked for
_LEAST_REACH_M = 0.001
_BETWEEN = 0.9  # distance of places that are tested against rigid things, in radii
_LEAST_BETWEEN_M = 0.0015
_GRAVITY = 9.81
_POLISH = 60  # passes without gravity at the end
_GRIP = 0.6  # friction of jackets, times that of what they lie on


@dataclass(slots=True)
class Lay:
    """Cables in motion."""

    rods: Rods
    obstacles: Obstacles
    links: np.ndarray  # (L, 2)
    allowed: np.ndarray  # pairs of links that were laid out in one another
    samples: np.ndarray  # (S, 2) neighbouring points between which the cable is tested against rigid things
    shares: np.ndarray  # (S,) how far from the first to the second
    inside: np.ndarray  # sample * pieces + piece, of those that were laid out in one another: a cable's end in its plug


def lay_cables(
    lines_m: Sequence[np.ndarray], softs: Sequence[Soft], obstacles: Obstacles
) -> tuple[list[np.ndarray], np.ndarray]:
    """Centrelines (N, 3) at rest, and (C,) how far each cable reaches into something in metres.

    What overlaps as laid out near a pinned point may go on doing so: a cable's end in its plug. So may links of cables
    that overlap as laid out: a branch in its trunk.
    """
    run = begin(lines_m, softs, obstacles)
    velocity = np.zeros_like(run.rods.points_m)
    steps = round(LIMIT_S / STEP_S)
    near = _neighbours(run, _TOP_M_S)
    for step in range(steps):
        if not near.holds(run.rods.points_m):
            near = _neighbours(run, float(np.linalg.norm(velocity, axis=1).max(initial=0.0)))
        before = run.rods.points_m.copy()
        damping_hz = _DAMPING_HZ * 2 ** min(step * STEP_S / _DOUBLING_S, 3)
        velocity *= math.exp(-damping_hz * STEP_S)
        velocity[:, 2] -= _GRAVITY * STEP_S
        _limit(velocity)
        velocity[run.rods.ease == 0] = 0.0
        run.rods.points_m += velocity * STEP_S
        hold_together(run.rods, STEP_S)
        keep_apart(run.rods, near.crossings)
        stand_off(run, near.pairs, before)
        velocity = (run.rods.points_m - before) / STEP_S
        if step * STEP_S > _LEAST_S and np.linalg.norm(velocity, axis=1).max(initial=0.0) < _REST_M_S:
            break
    near = _neighbours(run, 0.0)
    for _ in range(_POLISH):
        near = near if near.holds(run.rods.points_m) else _neighbours(run, 0.0)
        hold_together(run.rods, STEP_S)
        keep_apart(run.rods, near.crossings)
        for _ in range(3):
            stand_off(run, near.pairs, None)
    ends = np.cumsum([len(line) for line in lines_m])[:-1]
    return list(np.split(run.rods.points_m, ends)), depths_m(run)


def begin(lines_m: Sequence[np.ndarray], softs: Sequence[Soft], obstacles: Obstacles) -> Lay:
    """The cables as laid out, before anything moves."""
    rods = make_rods(lines_m, softs)
    links = np.concatenate([np.zeros((0, 2), int), *rods.links])
    links = links[np.argsort(links[:, 0], kind="stable")]
    samples, shares = _samples(rods, links)
    run = Lay(rods, obstacles, links, overlapping(rods, links), samples, shares, np.zeros(0, int))
    pairs = find_pairs(obstacles, _middles(run), _radii(run), 0.0)
    away, _ = distances(pairs, _middles(run))
    bound = _near_pins(rods)
    inside = (away < _radii(run)[pairs.point]) & bound[samples[pairs.point]].any(axis=1)
    run.inside = pairs.point[inside] * len(obstacles.count) + pairs.piece[inside]
    return run


def _samples(rods: Rods, links: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places along all links, closer than a radius, so that no corner gets far in between them."""
    length = np.linalg.norm(np.diff(rods.points_m[links], axis=1)[:, 0], axis=1)
    apart = np.maximum(_BETWEEN * rods.radius_m[links[:, 0]], _LEAST_BETWEEN_M)
    count = np.ceil(length / apart).astype(int)
    owner = np.repeat(np.arange(len(links)), count)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    last = np.flatnonzero(~np.isin(np.arange(len(rods.points_m)), links[:, 0]))
    samples = np.concatenate([links[owner], np.stack([last, last], axis=1)])
    return samples, np.concatenate([number / count[owner], np.zeros(len(last))])


def _near_pins(rods: Rods) -> np.ndarray:
    """(N,) bool: points that are pinned, or next but two to one that is."""
    near = rods.ease == 0
    for _ in range(3):
        links = np.concatenate(rods.links)
        grown = near.copy()
        grown[links[near[links[:, 0]], 1]] = True
        grown[links[near[links[:, 1]], 0]] = True
        near = grown
    return near


@dataclass(frozen=True, slots=True)
class _Near:
    """What may meet until some point has moved by half of `reach_m`."""

    pairs: Pairs
    crossings: Crossings
    points_m: np.ndarray
    reach_m: float

    def holds(self, points_m: np.ndarray) -> bool:
        way = points_m - self.points_m
        return bool(np.einsum("ij,ij->i", way, way).max(initial=0.0) < (0.5 * self.reach_m) ** 2)


def _neighbours(run: Lay, fastest_m_s: float) -> _Near:
    reach = float(np.clip(2 * fastest_m_s * STEP_S * _AGAIN, _LEAST_REACH_M, 0.02))
    crossings = find_crossings(run.rods, run.links, reach, run.allowed)
    pairs = find_pairs(run.obstacles, _middles(run), _radii(run), reach)
    if len(run.inside):
        known = np.isin(pairs.point * len(run.obstacles.count) + pairs.piece, run.inside)
        pairs = pairs.of(~known, np.ones(len(pairs.where), bool))
    return _Near(pairs, crossings, run.rods.points_m.copy(), reach)


def _middles(run: Lay) -> np.ndarray:
    x = run.rods.points_m
    t = run.shares[:, None]
    return np.asarray((1 - t) * x[run.samples[:, 0]] + t * x[run.samples[:, 1]])


def _radii(run: Lay) -> np.ndarray:
    return run.rods.radius_m[run.samples[:, 0]]


def stand_off(run: Lay, pairs: Pairs, before_m: np.ndarray | None) -> None:
    """Push cables out of rigid things; with the points of before the step, friction holds them back on the way."""
    x, w = run.rods.points_m, run.rods.ease
    away, out = distances(pairs, _middles(run))
    deep = np.flatnonzero(away < _radii(run)[pairs.point])
    if not len(deep):
        return
    sample = pairs.point[deep]
    push = (_radii(run)[sample] - away[deep])[:, None] * out[deep]
    total, count = np.zeros_like(x), np.zeros(len(x))
    friction, normal = np.zeros(len(x)), np.zeros_like(x)
    t = run.shares[sample]
    whole = (1 - t) ** 2 + t**2
    for end, share in zip(run.samples[sample].T, (1 - t, t), strict=True):
        np.add.at(total, end, (share**2 / whole)[:, None] * push)
        np.add.at(count, end, share)
        np.maximum.at(friction, end, _GRIP * run.obstacles.friction[pairs.piece[deep]])
        np.add.at(normal, end, share[:, None] * out[deep])
    touched = (count > 0) & (w > 0)
    moved = total[touched] / count[touched][:, None]
    x[touched] += moved
    if before_m is not None:
        unit = normal[touched] / np.maximum(np.linalg.norm(normal[touched], axis=1), 1e-9)[:, None]
        way = x[touched] - before_m[touched]
        along = way - np.einsum("ij,ij->i", way, unit)[:, None] * unit
        slid = np.linalg.norm(along, axis=1)
        pressed = np.linalg.norm(moved, axis=1)
        held = np.minimum(friction[touched] * pressed / np.maximum(slid, 1e-12), 1.0)
        x[touched] -= held[:, None] * along


def depths_m(run: Lay) -> np.ndarray:
    """(C,) how far each cable reaches into rigid things or into another cable; 0 where it does not."""
    near = _neighbours(run, 0.0)
    away, _ = distances(near.pairs, _middles(run))
    depth = np.zeros(int(run.rods.cable.max(initial=-1)) + 1)
    samples = run.samples[near.pairs.point, 0]
    np.maximum.at(depth, run.rods.cable[samples], run.rods.radius_m[samples] - away)
    crossing = crossing_depths_m(run.rods, near.crossings)
    np.maximum.at(depth, run.rods.cable[near.crossings.ends[:, 2]], crossing)
    return depth


def _limit(velocity_m_s: np.ndarray) -> None:
    fastest = np.linalg.norm(velocity_m_s, axis=1)
    velocity_m_s *= (_TOP_M_S / np.maximum(fastest, _TOP_M_S))[:, None]
