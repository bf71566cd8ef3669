"""Cables as chains of points: they do not stretch, resist bending, and bend no tighter than they can.

Extended position-based dynamics with small steps (Macklin, Müller and Chentanez 2016; Macklin et al. 2019): constraints
that share no point are solved at once, so a chain takes five short passes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.recipe import Soft

MEMORY = 0.8  # share of its first bends that a cable keeps: it has been lying so for a while
_LEAST_KG_PER_M = 0.004


@dataclass(slots=True)
class Rods:
    """All cables of a scene, their points one after the other."""

    points_m: np.ndarray  # (N, 3)
    ease: np.ndarray  # (N,) 1 / kg; 0 for what is pinned
    radius_m: np.ndarray  # (N,)
    cable: np.ndarray  # (N,) which cable a point is of
    links: tuple[np.ndarray, ...]  # each (L, 2) points, in groups that share none
    lengths_m: tuple[np.ndarray, ...]
    bends: tuple[np.ndarray, ...]  # each (B, 3) points in a row, in groups that share none
    rest_m: tuple[np.ndarray, ...]  # (B, 3) the second difference at rest
    give: tuple[np.ndarray, ...]  # (B,) compliance of the bend, m/N
    most_m: tuple[np.ndarray, ...]  # (B,) largest second difference, at the least radius


def make_rods(centrelines_m: Sequence[np.ndarray], softs: Sequence[Soft]) -> Rods:
    """The chains as they are laid out, at rest in their lengths."""
    starts = np.cumsum([0, *(len(line) for line in centrelines_m)])
    points = np.concatenate([np.zeros((0, 3)), *centrelines_m])
    ease, radius = np.zeros(len(points)), np.zeros(len(points))
    links, bends, give, tight = [], [], [], []
    for line, soft, start in zip(centrelines_m, softs, starts, strict=False):
        here = slice(start, start + len(line))
        spacing = float(np.linalg.norm(np.diff(line, axis=0), axis=1).mean())
        ease[here] = 1 / (max(soft.weight_kg, _LEAST_KG_PER_M) * spacing)
        ease[[start + number % len(line) for number in soft.pinned]] = 0.0
        radius[here] = soft.radius_m
        index = start + np.arange(len(line))
        links.append(np.stack([index[:-1], index[1:]], axis=1))
        rows = np.stack([index[:-2], index[1:-1], index[2:]], axis=1)
        bends.append(rows)
        give.append(np.full(len(rows), spacing**3 / max(soft.bending, 1e-9)))
        tight.append(np.full(len(rows), spacing**2 / max(soft.least_radius_m, 0.5 * spacing)))
    pairs = _grouped(links, 2)
    rows = _grouped(bends, 3)
    order = [np.concatenate([np.zeros(0), *(one[g::3] for one in give)]) for g in range(3)]
    most = [np.concatenate([np.zeros(0), *(one[g::3] for one in tight)]) for g in range(3)]
    keep = np.array([MEMORY, MEMORY, 0.0])  # what hangs in the air when it is laid out is not its form
    rest = tuple(keep * (points[r[:, 0]] - 2 * points[r[:, 1]] + points[r[:, 2]]) for r in rows)
    lengths = tuple(np.linalg.norm(points[p[:, 1]] - points[p[:, 0]], axis=1) for p in pairs)
    cable = np.repeat(np.arange(len(centrelines_m)), np.diff(starts))
    return Rods(points.copy(), ease, radius, cable, pairs, lengths, rows, rest, tuple(order), tuple(most))


def _grouped(rows: Sequence[np.ndarray], groups: int) -> tuple[np.ndarray, ...]:
    """Every n-th row of each chain: within a group no two share a point."""
    width = rows[0].shape[1] if rows else groups
    return tuple(np.concatenate([np.zeros((0, width), int), *(r[g::groups] for r in rows)]) for g in range(groups))


def hold_together(rods: Rods, step_s: float) -> None:
    """One pass over all links and bends."""
    x, w = rods.points_m, rods.ease
    for rows, rest, give, most in zip(rods.bends, rods.rest_m, rods.give, rods.most_m, strict=True):
        a, b, c = rows.T
        wa, wb, wc = w[a], w[b], w[c]
        bend = x[a] - 2 * x[b] + x[c]
        ease = wa + 4 * wb + wc + 1e-12
        change = (rest - bend) * (ease / (ease + give / step_s**2))[:, None]
        left = np.linalg.norm(bend + change, axis=1)
        over = np.maximum(left - most, 0.0) / np.maximum(left, 1e-12)
        push = (change - over[:, None] * (bend + change)) / ease[:, None]
        x[a] += wa[:, None] * push
        x[b] -= 2 * wb[:, None] * push
        x[c] += wc[:, None] * push
    for pair, length in zip(rods.links, rods.lengths_m, strict=True):
        _keep(x, w, pair[:, 0], pair[:, 1], length)


def _keep(x: np.ndarray, w: np.ndarray, a: np.ndarray, b: np.ndarray, length_m: np.ndarray) -> None:
    """Move two points each to their distance."""
    between = x[b] - x[a]
    distance = np.sqrt(np.einsum("ij,ij->i", between, between))
    off = distance - length_m
    ease = w[a] + w[b]
    share = np.where(ease > 0, off / np.maximum(ease * distance, 1e-12), 0.0)[:, None] * between
    x[a] += w[a][:, None] * share
    x[b] -= w[b][:, None] * share
