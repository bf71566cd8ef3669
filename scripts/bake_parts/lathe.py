"""Turned surfaces: a polygon in (r, z) with rounded corners, turned around z, with exact normals."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from surface import Surface, merged

Corner = tuple[float, float] | tuple[float, float, float]  # r, z and the radius of its rounding, all in mm


def turned(corners: Sequence[Corner], columns: int = 48, slot: str = "body", rows_mm: float | None = None) -> Surface:
    """The closed body whose section is a polygon, counter-clockwise in (r, z), turned around z.

    `rows_mm` cuts long straight lines into rows of about that length, for what is bent afterwards.
    """
    return merged([_strip(p, n, columns) for p, n in _segments(corners, rows_mm)], slot)


def _segments(corners: Sequence[Corner], rows_mm: float | None) -> list[tuple[np.ndarray, np.ndarray]]:
    """Lines and arcs of the outline: points (K, 2) and outward normals (K, 2)."""
    points = np.array([c[:2] for c in corners], float)
    radii = [c[2] if len(c) == 3 else 0.0 for c in corners]
    arcs = [_fillet(points[i - 1], points[i], points[(i + 1) % len(points)], r) for i, r in enumerate(radii)]
    pieces = []
    for i, (arc, normals) in enumerate(arcs):
        if len(arc) > 1:
            pieces.append((arc, normals))
        start, end = arc[-1], arcs[(i + 1) % len(arcs)][0][0]
        length = float(np.linalg.norm(end - start))
        if length < 1e-9 or max(start[0], end[0]) < 1e-9:
            continue
        along = (end - start) / length
        count = 1 + (max(1, math.ceil(length / rows_mm)) if rows_mm else 1)
        line = start + np.linspace(0, 1, count)[:, None] * (end - start)
        pieces.append((line, np.tile([along[1], -along[0]], (count, 1))))
    return pieces


def _fillet(before: np.ndarray, at: np.ndarray, after: np.ndarray, radius: float) -> tuple[np.ndarray, np.ndarray]:
    """Points and outward normals of a rounded corner of an outline that runs counter-clockwise."""
    u, v = (at - before) / np.linalg.norm(at - before), (after - at) / np.linalg.norm(after - at)
    turn = math.atan2(u[0] * v[1] - u[1] * v[0], float(u @ v))
    if radius <= 0 or abs(turn) < 1e-6:
        return at[None], np.zeros((1, 2))
    side = math.copysign(1, turn)
    start = at - u * radius * math.tan(abs(turn) / 2)
    centre = start + side * radius * np.array([-u[1], u[0]])
    first = math.atan2(-u[0] * side, u[1] * side)
    angles = first + np.linspace(0, turn, 1 + max(2, math.ceil(abs(turn) / _arc_step(radius))))
    spokes = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return centre + radius * spokes, side * spokes


def _arc_step(radius_mm: float) -> float:
    """Radians from row to row: normals are exact, so small roundings need few."""
    return 0.8 if radius_mm < 0.4 else 0.5 if radius_mm < 1.5 else 0.3


def _strip(points: np.ndarray, normals: np.ndarray, columns: int) -> Surface:
    """One line or arc turned around z."""
    angles = np.arange(columns) * 2 * np.pi / columns
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    rows = len(points)

    def around(pairs: np.ndarray) -> np.ndarray:
        flat = pairs[:, None, :1] * ring[None]
        height = np.broadcast_to(pairs[:, None, 1:], (rows, columns, 1))
        return np.concatenate([flat, height], axis=2).reshape(-1, 3)

    row, column = np.meshgrid(np.arange(rows - 1), np.arange(columns), indexing="ij")
    here, right = row * columns + column, row * columns + (column + 1) % columns
    above, corner = here + columns, right + columns
    faces = np.concatenate([np.stack(t, axis=2).reshape(-1, 3) for t in ((here, right, corner), (here, corner, above))])
    turned_normals = around(normals)[faces]
    return Surface(around(points), faces, turned_normals)


def ball(radius_mm: float, columns: int = 16, slot: str = "balls") -> Surface:
    """A sphere around the origin."""
    angles = np.linspace(-np.pi / 2, np.pi / 2, columns // 2 + 1)
    spokes = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    spokes[[0, -1], 0] = 0.0
    return merged([_strip(radius_mm * spokes, spokes, columns)], slot)
