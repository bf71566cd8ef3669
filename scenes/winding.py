"""Stretch film as it is wound around a load, before it pulls itself tight: rings, a tear, a loose end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import ConvexHull

from scenes.shapes.films import film_sheet

CLEAR_M = 0.008  # that film is laid out off the load
_ARC_STEPS = 6
_CORNERED = 0.35  # share of the columns that stands where the outline turns
_START_RAD = math.pi / 4  # direction that the first column looks: at an upright edge of most loads
_NEAR_M = 0.03  # above and below a ring, in which what stands there bears it
_LIP_M = (0.0, 0.028, 0.058, 0.092)  # from the upper edge inwards
_OVER_M = 0.009  # of the lip over the load's top


@dataclass(frozen=True, slots=True)
class Wound:
    """A film as laid out: its points (N, 3) in the pallet's frame, and the parameters of its sheet."""

    points_m: np.ndarray
    rows: int
    columns: int
    torn: str
    tail: str


def outline(points_m: np.ndarray, columns: int) -> np.ndarray:
    """(columns, 2) points around others (N, 2), CLEAR_M off them, counter-clockwise, closer together at corners.

    Outlines that are nearly alike have their points at nearly the same places, whatever their hulls' corners.
    """
    hull = points_m[ConvexHull(points_m).vertices]
    edge = np.roll(hull, -1, axis=0) - hull
    facing = np.unwrap(np.arctan2(-edge[:, 0], edge[:, 1]))  # of each edge's outer normal
    before = np.roll(facing, 1)
    before[0] -= 2 * math.pi
    angles = before[:, None] + (facing - before)[:, None] * np.linspace(0, 1, _ARC_STEPS)
    arc = (hull[:, None] + CLEAR_M * np.stack([np.cos(angles), np.sin(angles)], axis=2)).reshape(-1, 2)
    turn = angles.reshape(-1)
    ends = np.concatenate([arc, arc[:1]])
    way = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(ends, axis=0), axis=1))])
    turned = np.concatenate([turn, [turn[0] + 2 * math.pi]]) - turn[0]
    at = (1 - _CORNERED) * way / way[-1] + _CORNERED * turned / (2 * math.pi)
    first = float(np.interp((_START_RAD - turn[0]) % (2 * math.pi), turned, at))
    wanted = (first + np.arange(columns) / columns) % 1.0
    return np.column_stack([np.interp(wanted, at, ends[:, axis]) for axis in (0, 1)])


def wind(
    bodies: Sequence[np.ndarray],
    start_m: float,
    top_m: float,
    *,
    lip: bool,
    spacing_m: float,
    columns: int,
    torn: float,
    tail_m: float,
    rng: np.random.Generator,
) -> Wound:
    """Film from one height to another around things whose points (N, 3) are given, in the pallet's frame.

    With `lip` it stands over the top by a hand's breadth, laid inwards. `torn` (0 to 1) says over how much of its
    height it is ripped open at one upright edge, `tail_m` how long its loose end is.
    """
    steps = max(4, round((top_m - start_m) / spacing_m))
    heights = start_m + (top_m - start_m) * np.arange(steps + 1) / steps
    highest = max(float(body[:, 2].max()) for body in bodies)
    rings = [np.column_stack([_around(bodies, min(z, highest - 0.001), columns), np.full(columns, z)]) for z in heights]
    if lip:
        edge = rings[-1][:, :2]
        middle = (edge.min(axis=0) + edge.max(axis=0)) / 2
        half = np.ptp(edge, axis=0) / 2
        ragged = 1 + 0.25 * rng.uniform(-1, 1, columns)
        for inwards in _LIP_M:
            shrunk = middle + (edge - middle) * (1 - (CLEAR_M + inwards * ragged[:, None]) / half)
            rings.append(np.column_stack([shrunk, np.full(columns, top_m + _OVER_M)]))
    rows = len(rings)
    gone = _tear(steps, columns, torn, rng) if torn > 0 else ""
    points = np.concatenate(rings)
    sheet = film_sheet(rows, columns, gone)
    points = points[sheet.around.reshape(-1) >= 0]
    tail = ""
    if tail_m > 0:
        tail, hanging = _tail(sheet.around, points, steps, tail_m, rng)
        points = np.concatenate([points, hanging])
    return Wound(points, rows, columns, gone, tail)


def _around(bodies: Sequence[np.ndarray], z_m: float, columns: int) -> np.ndarray:
    """(columns, 2) around what stands at a height."""
    near = [b for b in bodies if b[:, 2].min() <= z_m + _NEAR_M and b[:, 2].max() >= z_m - _NEAR_M]
    return outline(np.concatenate(near or list(bodies))[:, :2], columns)


def _tear(steps: int, columns: int, torn: float, rng: np.random.Generator) -> str:
    """Points that are gone: a rip that runs down along an upright edge, wider where it began."""
    column = round(columns / 4 * int(rng.integers(4))) + int(rng.integers(-1, 2))
    length = max(2, round(torn * float(rng.uniform(0.45, 0.8)) * steps))
    low = int(rng.integers(1, max(2, steps - length)))
    begun = int(rng.integers(length))
    gone = []
    for number in range(length):
        column += int(rng.choice([-1, 0, 0, 1]))
        wide = 1 + int(torn * 3 * math.exp(-(((number - begun) / 2.5) ** 2)) * rng.uniform(0.4, 1.0))
        gone += [(low + number, (column + k) % columns) for k in range(wide)]
    return " ".join(f"{row} {column}" for row, column in gone)


def _tail(
    around: np.ndarray, points_m: np.ndarray, steps: int, tail_m: float, rng: np.random.Generator
) -> tuple[str, np.ndarray]:
    """The loose end: from a column of the film outwards, as broad as a gathered web."""
    columns = around.shape[1]
    breadth = int(min(rng.integers(4, 8), steps - 1))
    whole = [
        (row, column)
        for row in range(max(1, steps // 3), steps - breadth + 1)
        for column in range(columns)
        if (around[row : row + breadth, column] >= 0).all()
    ]
    if not whole:
        return "", np.zeros((0, 3))
    row, column = whole[int(rng.integers(len(whole)))]
    root = points_m[around[row : row + breadth, column]]
    middle = points_m[:, :2].mean(axis=0)
    out = np.append(root[:, :2].mean(axis=0) - middle, 0.0)
    out /= np.linalg.norm(out)
    aside = np.array([-out[1], out[0], 0.0]) * float(rng.choice([-1, 1]))
    length = max(4, round(tail_m / 0.035))
    way = np.arange(length)[:, None] * tail_m / length
    along = 0.4 * out + 0.8 * aside
    sheet = root[None] + 0.002 * out + (way * along)[:, None]
    pleats = 0.004 * np.sin(np.arange(breadth) * 2.4 + rng.uniform(0, 6.28))
    sheet = sheet + (pleats[None, :, None] * out) * np.minimum(np.arange(length), 3)[:, None, None] / 3
    return f"{row} {column} {length} {breadth}", sheet.reshape(-1, 3)
