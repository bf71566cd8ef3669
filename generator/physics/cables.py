"""Cables and hoses come to rest: they fall on what lies there already, over one another and on themselves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.physics.cable_bending import straighten
from generator.physics.cable_crossings import Crossings, crossing_depths_m, find_crossings, keep_apart, overlapping
from generator.physics.cable_rods import Rods, ease_bends, keep_lengths, make_rods
from generator.physics.soft_contacts import Obstacles, Pairs, Places, distances, find_pairs, push_out
from generator.recipe import Soft

STEP_S = 1 / 300
LIMIT_S = 1.6
_LEAST_S = 0.25
_REST_M_S = 0.004
_REST_S = 0.06  # that all is slower than this: what swings is slow where it turns back
_TOP_M_S = 0.35
_DAMPING_HZ = 5.0
_DOUBLING_S = 0.35  # of the damping, as in a pour
_AGAIN = 5  # steps for which neighbours are looked for
_LEAST_REACH_M = 0.001
_BETWEEN = 0.9  # distance of places that are tested against rigid things, in radii
_LEAST_BETWEEN_M = 0.0015
_GRAVITY = 9.81
_PASSES = 2  # of lengths and crossings in a step: what falls on a crossing does not get through it
_POLISH = 60  # passes without gravity at the end
_GRIP = 0.6  # friction of jackets, times that of what they lie on


@dataclass(slots=True)
class Lay:
    """Cables in motion."""

    rods: Rods
    obstacles: Obstacles
    allowed: np.ndarray  # pairs of links that were laid out in one another
    places: Places  # where the cables are tested against rigid things
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
    slow, near = 0, _neighbours(run, _TOP_M_S)
    for step in range(round(LIMIT_S / STEP_S)):
        if not near.holds(run.rods.points_m):
            near = _neighbours(run, float(np.linalg.norm(velocity, axis=1).max(initial=0.0)))
        before = run.rods.points_m.copy()
        damping_hz = _DAMPING_HZ * 2 ** min(step * STEP_S / _DOUBLING_S, 3)
        velocity *= math.exp(-damping_hz * STEP_S)
        velocity[:, 2] -= _GRAVITY * STEP_S
        _limit(velocity)
        velocity[run.rods.ease == 0] = 0.0
        run.rods.points_m += velocity * STEP_S
        straighten(run.rods.points_m, run.rods.bending)
        ease_bends(run.rods)
        for _ in range(_PASSES):
            keep_lengths(run.rods)
            keep_apart(run.rods, near.crossings)
        push_out(run.rods.points_m, run.rods.ease > 0, run.places, near.pairs, run.obstacles.friction * _GRIP, before)
        velocity = (run.rods.points_m - before) / STEP_S
        slow += 1 if np.linalg.norm(velocity, axis=1).max(initial=0.0) < _REST_M_S else -slow
        if step * STEP_S > _LEAST_S and slow * STEP_S > _REST_S:
            break
    near = _neighbours(run, 0.0)
    for _ in range(_POLISH):
        near = near if near.holds(run.rods.points_m) else _neighbours(run, 0.0)
        ease_bends(run.rods)
        keep_lengths(run.rods)
        keep_apart(run.rods, near.crossings)
        push_out(run.rods.points_m, run.rods.ease > 0, run.places, near.pairs, run.obstacles.friction, None)
    ends = np.cumsum([len(line) for line in lines_m])[:-1]
    return list(np.split(run.rods.points_m, ends)), depths_m(run)


def begin(lines_m: Sequence[np.ndarray], softs: Sequence[Soft], obstacles: Obstacles) -> Lay:
    """The cables as laid out, before anything moves."""
    rods = make_rods(lines_m, softs, STEP_S)
    places = _places(rods)
    run = Lay(rods, obstacles, overlapping(rods), places, np.zeros(0, int))
    here = places.of(rods.points_m)
    pairs = find_pairs(obstacles, here, places.radius_m, 0.0)
    away, _ = distances(pairs, here)
    bound = _near_pins(rods)
    inside = (away < places.radius_m[pairs.point]) & bound[places.ends[pairs.point]].any(axis=1)
    run.inside = pairs.point[inside] * len(obstacles.count) + pairs.piece[inside]
    return run


def _places(rods: Rods) -> Places:
    """Places along all links, closer than a radius, so that no corner gets far in between them."""
    links, length = rods.links, rods.lengths_m
    apart = np.maximum(_BETWEEN * rods.radius_m[links[:, 0]], _LEAST_BETWEEN_M)
    count = np.ceil(length / apart).astype(int)
    owner = np.repeat(np.arange(len(links)), count)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    last = np.flatnonzero(~np.isin(np.arange(len(rods.points_m)), links[:, 0]))
    ends = np.concatenate([links[owner], np.stack([last, last], axis=1)])
    shares = np.concatenate([number / count[owner], np.zeros(len(last))])
    return Places(ends, shares, rods.radius_m[ends[:, 0]])


def _near_pins(rods: Rods) -> np.ndarray:
    """(N,) bool: points that are pinned, or next but two to one that is."""
    near, links = rods.ease == 0, rods.links
    for _ in range(3):
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
    crossings = find_crossings(run.rods, reach, run.allowed)
    pairs = find_pairs(run.obstacles, run.places.of(run.rods.points_m), run.places.radius_m, reach)
    if len(run.inside):
        known = np.isin(pairs.point * len(run.obstacles.count) + pairs.piece, run.inside)
        pairs = pairs.of(~known, np.ones(len(pairs.where), bool))
    return _Near(pairs, crossings, run.rods.points_m.copy(), reach)


def depths_m(run: Lay) -> np.ndarray:
    """(C,) how far each cable reaches into rigid things or into another cable; 0 where it does not."""
    near = _neighbours(run, 0.0)
    away, _ = distances(near.pairs, run.places.of(run.rods.points_m))
    depth = np.zeros(int(run.rods.cable.max(initial=-1)) + 1)
    samples = run.places.ends[near.pairs.point, 0]
    np.maximum.at(depth, run.rods.cable[samples], run.rods.radius_m[samples] - away)
    crossing = crossing_depths_m(run.rods, near.crossings)
    np.maximum.at(depth, run.rods.cable[near.crossings.ends[:, 2]], crossing)
    return depth


def _limit(velocity_m_s: np.ndarray) -> None:
    fastest = np.linalg.norm(velocity_m_s, axis=1)
    velocity_m_s *= (_TOP_M_S / np.maximum(fastest, _TOP_M_S))[:, None]
