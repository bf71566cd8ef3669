"""The stiffness of cables, as one implicit step for whole cables: its energy is quadratic in their points.

A cable's energy is half its bending stiffness times curvature squared, along its length (Euler and Bernoulli's beam);
with three points in a row for the curvature, its matrix has two bands beside the diagonal and is factored once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_solve_banded, cholesky_banded

MEMORY = 0.8  # share of its first bends that a cable keeps: it has been lying so for a while
_PINNED_KG = 1e3


@dataclass(frozen=True, slots=True)
class Bending:
    """A step of h seconds: (M / h^2 + K) x = M / h^2 x' + f, with x' the points as they move without stiffness."""

    factor: np.ndarray  # (3, N) Cholesky factor, banded, lower
    weight: np.ndarray  # (N,) M / h^2, kg / s^2
    force: np.ndarray  # (N, 3) N, towards the form that the cables keep
    free: np.ndarray  # (N,) bool


def bending_of(points_m: np.ndarray, ease: np.ndarray, rows: np.ndarray, stiff: np.ndarray, step_s: float) -> Bending:
    """Of bends (B, 3 points) with stiffnesses (B,) in N/m, whose form is that in which the points (N, 3) are laid out.

    `ease` (N,) is 1 / kg of the points, 0 for what is pinned.
    """
    free = ease > 0
    weight = 1 / np.where(free, ease, 1 / _PINNED_KG) / step_s**2
    band = np.zeros((3, len(points_m)))
    band[0] = weight
    a, b, c = rows.T
    for where, band_number, share in ((a, 0, 1), (b, 0, 4), (c, 0, 1), (a, 1, -2), (b, 1, -2), (a, 2, 1)):
        band[band_number] += share * np.bincount(where, weights=stiff, minlength=len(weight))
    keep = np.array([MEMORY, MEMORY, 0.0])  # what hangs in the air when it is laid out is not its form
    rest = keep * (points_m[a] - 2 * points_m[b] + points_m[c]) * stiff[:, None]
    force = np.zeros_like(points_m)
    for where, share in ((a, 1), (b, -2), (c, 1)):
        np.add.at(force, where, share * rest)
    return Bending(cholesky_banded(band, lower=True), weight, force, free)


def straighten(points_m: np.ndarray, bending: Bending) -> None:
    """A step of the cables' stiffness on their points (N, 3), in place; what is pinned stays."""
    known = bending.weight[:, None] * points_m + bending.force
    solved = cho_solve_banded((bending.factor, True), known, check_finite=False)
    points_m[bending.free] = solved[bending.free]
