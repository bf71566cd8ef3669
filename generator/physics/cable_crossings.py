"""Where cables cross or run side by side: closest points of pairs of links, kept as far apart as they are thick."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from generator.physics.cable_rods import Rods


@dataclass(frozen=True, slots=True)
class Crossings:
    """Pairs of links that may meet: their four points and how near their middles may come."""

    ends: np.ndarray  # (K, 4) a0 a1 b0 b1
    reach_m: np.ndarray  # (K,)


def find_crossings(rods: Rods, reach_m: float, allowed: np.ndarray) -> Crossings:
    """Pairs of links nearer than their thickness plus `reach_m`.

    Neighbours are left out, and what is `allowed` (first * L + second).
    """
    links = rods.links
    middles = rods.points_m[links].mean(axis=1)
    half = 0.5 * np.linalg.norm(rods.points_m[links[:, 1]] - rods.points_m[links[:, 0]], axis=1)
    thick = rods.radius_m[links[:, 0]]
    pairs = cKDTree(middles).query_pairs(2 * float((half + thick).max(initial=0.0)) + reach_m, output_type="ndarray")
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    one, two = pairs.T
    near = np.linalg.norm(middles[one] - middles[two], axis=1) < (half + thick)[one] + (half + thick)[two] + reach_m
    same = rods.cable[links[one, 0]] == rods.cable[links[two, 0]]
    along = np.abs(one - two) * 2 * half[one]
    near &= ~same | (along > 4.5 * thick[one] + 2 * half[one])  # a bend that tight is for the least radius to stop
    pairs = pairs[near]
    if len(allowed):
        pairs = pairs[~np.isin(pairs[:, 0] * len(links) + pairs[:, 1], allowed)]
    return Crossings(np.concatenate([links[pairs[:, 0]], links[pairs[:, 1]]], axis=1), thick[pairs].sum(axis=1))


def overlapping(rods: Rods) -> np.ndarray:
    """Pairs of links (first * L + second) in one another as laid out: where a branch leaves its trunk."""
    found = find_crossings(rods, 0.0, np.zeros(0, int))
    if not len(found.ends):
        return np.zeros(0, int)
    distance = np.linalg.norm(_closest(rods.points_m, found.ends)[0], axis=1)
    inside = found.ends[distance < found.reach_m]
    starts = rods.links[:, 0]  # sorted: every point begins one link at most
    return np.asarray(np.searchsorted(starts, inside[:, 0]) * len(starts) + np.searchsorted(starts, inside[:, 2]))


def keep_apart(rods: Rods, crossings: Crossings) -> None:
    """Push links that meet apart, each point by the mean of what its crossings want."""
    if not len(crossings.ends):
        return
    x, w = rods.points_m, rods.ease
    between, s, t = _closest(x, crossings.ends)
    distance = np.linalg.norm(between, axis=1)
    deep = distance < crossings.reach_m
    if not deep.any():
        return
    ends, s, t = crossings.ends[deep], s[deep], t[deep]
    weight = np.stack([s - 1, -s, 1 - t, t], axis=1)  # of each point in the distance, along the direction
    direction = between[deep] / np.maximum(distance[deep], 1e-9)[:, None]
    ease = np.maximum((weight**2 * w[ends]).sum(axis=1), 1e-9)
    push = (crossings.reach_m[deep] - distance[deep]) / ease
    moves = (push[:, None] * weight * w[ends])[..., None] * direction[:, None]
    total, count = np.zeros_like(x), np.zeros(len(x))
    np.add.at(total, ends.reshape(-1), moves.reshape(-1, 3))
    np.add.at(count, ends.reshape(-1), 1.0)
    x += total / np.maximum(0.6 * count, 1.0)[:, None]


def crossing_depths_m(rods: Rods, crossings: Crossings) -> np.ndarray:
    """(K,) how far the links of each pair reach into one another; below 0 where they keep apart."""
    distance = np.linalg.norm(_closest(rods.points_m, crossings.ends)[0], axis=1)
    return np.asarray(crossings.reach_m - distance)


def _closest(x: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(K, 3) from the closest point of the first link to that of the second, and where on each, 0..1.

    Ericson, Real-Time Collision Detection (2005), 5.1.9.
    """
    p, q = x[ends[:, 0]], x[ends[:, 2]]
    d, e, r = x[ends[:, 1]] - p, x[ends[:, 3]] - q, p - q
    a, c = np.einsum("ij,ij->i", d, d), np.einsum("ij,ij->i", e, e)
    b, f, g = (np.einsum("ij,ij->i", u, v) for u, v in ((d, e), (e, r), (d, r)))
    flat = a * c - b * b
    s = np.where(flat > 1e-12 * a * c, np.clip((b * f - g * c) / np.maximum(flat, 1e-30), 0, 1), 0.5)
    t = np.clip((b * s + f) / np.maximum(c, 1e-30), 0, 1)
    s = np.clip((b * t - g) / np.maximum(a, 1e-30), 0, 1)
    return (q + t[:, None] * e) - (p + s[:, None] * d), s, t
