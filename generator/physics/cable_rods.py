"""Cables as chains of points: they do not stretch, resist bending, and bend no tighter than they can.

Position-based dynamics with small steps (Macklin et al. 2019). Neither stiffness nor tension travels far when links and
bends are mended one after the other, so whole cables are solved at once: their bending as one implicit step, their
lengths as one step of Newton's method. Both are banded systems.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import solveh_banded

from generator.physics.cable_bending import Bending, bending_of
from generator.recipe import Soft

_LEAST_KG_PER_M = 0.004
_GIVE = 1e-5  # of links, as a share of their points' ease: a span that is taut between two pins has an answer


@dataclass(slots=True)
class Rods:
    """All cables of a scene, their points one after the other."""

    points_m: np.ndarray  # (N, 3)
    ease: np.ndarray  # (N,) 1 / kg; 0 for what is pinned
    radius_m: np.ndarray  # (N,)
    cable: np.ndarray  # (N,) which cable a point is of
    links: np.ndarray  # (L, 2) points, cable after cable and in order
    lengths_m: np.ndarray  # (L,)
    bends: tuple[np.ndarray, ...]  # each (B, 3) points in a row, in groups that share none
    most_m: tuple[np.ndarray, ...]  # (B,) largest second difference, at the least radius
    bending: Bending


def make_rods(centrelines_m: Sequence[np.ndarray], softs: Sequence[Soft], step_s: float) -> Rods:
    """The chains as they are laid out, at rest in their lengths, with stiffness for steps of `step_s`."""
    starts = np.cumsum([0, *(len(line) for line in centrelines_m)])
    points = np.concatenate([np.zeros((0, 3)), *centrelines_m])
    ease, radius = np.zeros(len(points)), np.zeros(len(points))
    links, rows = [np.zeros((0, 2), int)], [np.zeros((0, 3), int)]
    stiff, most = [np.zeros(0)], [np.zeros(0)]
    for line, soft, start in zip(centrelines_m, softs, starts, strict=False):
        here = slice(start, start + len(line))
        spacing = float(np.linalg.norm(np.diff(line, axis=0), axis=1).mean())
        ease[here] = 1 / (max(soft.weight_kg, _LEAST_KG_PER_M) * spacing)
        ease[[start + number % len(line) for number in soft.pinned]] = 0.0
        radius[here] = soft.radius_m
        index = start + np.arange(len(line))
        links.append(np.stack([index[:-1], index[1:]], axis=1))
        rows.append(np.stack([index[:-2], index[1:-1], index[2:]], axis=1))
        stiff.append(np.full(len(line) - 2, soft.bending / spacing**3))
        most.append(np.full(len(line) - 2, spacing**2 / max(soft.least_radius_m, 0.5 * spacing)))
    pairs = np.concatenate(links)
    return Rods(
        points_m=points.copy(),
        ease=ease,
        radius_m=radius,
        cable=np.repeat(np.arange(len(centrelines_m)), np.diff(starts)),
        links=pairs,
        lengths_m=np.linalg.norm(points[pairs[:, 1]] - points[pairs[:, 0]], axis=1),
        bends=tuple(np.concatenate([row[group::3] for row in rows]) for group in range(3)),
        most_m=tuple(np.concatenate([one[group::3] for one in most]) for group in range(3)),
        bending=bending_of(points, ease, np.concatenate(rows), np.concatenate(stiff), step_s),
    )


def ease_bends(rods: Rods) -> None:
    """One pass over bends that are tighter than a cable's least radius."""
    x, w = rods.points_m, rods.ease
    for rows, most in zip(rods.bends, rods.most_m, strict=True):
        a, b, c = rows.T
        bend = x[a] - 2 * x[b] + x[c]
        size = np.sqrt(np.einsum("ij,ij->i", bend, bend))
        tight = size > most
        if not tight.any():
            continue
        a, b, c, bend = a[tight], b[tight], c[tight], bend[tight]
        push = -((1 - most[tight] / size[tight]) / (w[a] + 4 * w[b] + w[c] + 1e-12))[:, None] * bend
        x[a] += w[a][:, None] * push
        x[b] -= 2 * w[b][:, None] * push
        x[c] += w[c][:, None] * push


def keep_lengths(rods: Rods) -> None:
    """Bring all links of all cables to their lengths together; their system is tridiagonal, as is that of a chain.

    Baraff, Linear-Time Dynamics using Lagrange Multipliers, 1996.
    """
    x, (a, b) = rods.points_m, rods.links.T
    between = x[b] - x[a]
    distance = np.maximum(np.sqrt(np.einsum("ij,ij->i", between, between)), 1e-12)
    along = between / distance[:, None]
    wa, wb = rods.ease[a], rods.ease[b]
    band = np.zeros((2, len(a)))
    band[0] = np.where(wa + wb > 0, (1 + _GIVE) * (wa + wb), 1.0)
    band[1, :-1] = -np.where(b[:-1] == a[1:], wb[:-1], 0.0) * np.einsum("ij,ij->i", along[:-1], along[1:])
    pull = solveh_banded(band, distance - rods.lengths_m, lower=True, check_finite=False)[:, None] * along
    x[a] += wa[:, None] * pull
    x[b] -= wb[:, None] * pull
