"""Plates with real holes in them: rings of any outline, and slabs whose upper face is a grid of drilled cells."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from generator.mesh import Mesh
from scenes.shapes._mesh import Piece, flat_ring, loft, make_mesh
from scenes.shapes._turning import skin

_PER_SIDE = 6  # points along a side of a drilled cell


def corners(piece: Piece) -> np.ndarray:
    """(8, 3) of the box around a piece: a convex piece that holds it."""
    low, high = piece.points_m.min(axis=0), piece.points_m.max(axis=0)
    return np.array([(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])


def fixed_mesh(
    pieces: Sequence[Piece],
    slots: Sequence[str],
    hulls: Sequence[np.ndarray] | None = None,
    axis: tuple[float, float, float] = (0.0, 0.0, 1.0),
) -> Mesh:
    """As `make_mesh`, in the pieces' own frame: what stands where it is bolted is placed by its faces, not its mass."""
    mesh = make_mesh(pieces, slots, hulls, axis)
    moved = (pieces[0].points_m[0] - mesh.vertices_m[0].astype(float)).astype(np.float32)
    return replace(mesh, vertices_m=mesh.vertices_m + moved, hulls=tuple(hull + moved for hull in mesh.hulls))


def about_mass(mesh: Mesh) -> Mesh:
    """The same mesh with its centre of mass at the origin, as what physics moves must have it."""
    corner = mesh.vertices_m[mesh.faces].astype(float)
    parts = np.einsum("ij,ij->i", corner[:, 0], np.cross(corner[:, 1], corner[:, 2])) / 6
    centre = ((corner.sum(axis=1) / 4 * parts[:, None]).sum(axis=0) / parts.sum()).astype(np.float32)
    return replace(mesh, vertices_m=mesh.vertices_m - centre, hulls=tuple(hull - centre for hull in mesh.hulls))


def polar(half_x_m: float, half_y_m: float, points: int = 48) -> np.ndarray:
    """(points, 2) a rectangle by angle, so that it joins a circle of as many points; its corners are points."""
    angles = np.linspace(0, 2 * math.pi, points, endpoint=False)
    sharp = np.array(
        [math.atan2(sy * half_y_m, sx * half_x_m) % (2 * math.pi) for sx, sy in ((1, 1), (-1, 1), (-1, -1), (1, -1))]
    )
    for corner in sharp:
        angles[np.argmin(np.abs(angles - corner))] = corner
    reach = np.minimum(
        half_x_m / np.maximum(np.abs(np.cos(angles)), 1e-9), half_y_m / np.maximum(np.abs(np.sin(angles)), 1e-9)
    )
    return np.stack([reach * np.cos(angles), reach * np.sin(angles)], axis=1)


def stadium(length_m: float, width_m: float, points: int = 48) -> np.ndarray:
    """(points, 2) a slot with round ends along x, by angle from its middle."""
    angles = np.linspace(0, 2 * math.pi, points, endpoint=False)
    c, s = np.cos(angles), np.sin(angles)
    r, half = width_m / 2, max(length_m / 2 - width_m / 2, 0.0)
    ahead = np.abs(c) * half
    round_end = ahead + np.sqrt(np.maximum(r**2 - half**2 * s**2, 0.0))
    reach = r / np.maximum(np.abs(s), 1e-9)
    reach = np.where((np.abs(c) * reach <= half) & (np.abs(s) > 1e-9), reach, round_end)
    return np.stack([reach * c, reach * s], axis=1)


def ring_plate(
    outer: np.ndarray, inner: np.ndarray, low_m: float, high_m: float, bevel_m: float, slot: int = 0
) -> Piece:
    """A plate with a hole between two heights, of two outlines (N, 2) around the origin; all four edges bevelled."""

    def grown(outline: np.ndarray, by_m: float) -> np.ndarray:
        return outline * (1 + by_m / np.linalg.norm(outline, axis=1, keepdims=True))

    b = bevel_m
    rings = [
        (grown(outer, -b), low_m),
        (outer, low_m + b),
        (outer, high_m - b),
        (grown(outer, -b), high_m),
        (grown(inner, b), high_m),
        (inner, high_m - b),
        (inner, low_m + b),
        (grown(inner, b), low_m),
    ]
    return loft([flat_ring(outline, z) for outline, z in rings], slot, closed=True)


def ring_hulls(outer: np.ndarray, inner: np.ndarray, low_m: float, high_m: float, step: int = 4) -> list[np.ndarray]:
    """Convex wedges that hold a ring plate of convex outline."""
    count, hulls = len(outer), []
    for start in range(0, count, step):
        pick = [(start + i) % count for i in range(step + 1)]
        flat = np.concatenate([outer[pick], 0.999 * inner[pick] * math.cos(math.pi * step / count)])
        hulls.append(np.concatenate([flat_ring(flat, low_m), flat_ring(flat, high_m)]))
    return hulls


def drilled(
    width_m: float,
    depth_m: float,
    height_m: float,
    cells: tuple[int, int],
    holes: Mapping[tuple[int, int], tuple[float, float]],
    slot: int = 0,
    bevel_m: float = 0.0006,
    hole_slot: int | None = None,
) -> list[Piece]:
    """A slab from height 0 up, its face divided into cells (columns, rows); `holes` are (radius, depth) by cell.

    Holes are blind, with a chamfer; a radius over what its cell holds is cut down. All pieces together enclose it.
    """
    nx, ny = cells
    b = min(bevel_m, 0.2 * height_m)
    w, d = width_m - 2 * b, depth_m - 2 * b
    step = np.array([w / nx, d / ny])
    pieces = []
    for i in range(nx):
        for j in range(ny):
            middle = (np.array([i, j]) + 0.5) * step - np.array([w, d]) / 2
            border = flat_ring(_cell(*(step / 2)) + middle, height_m)
            inside = slot if hole_slot is None else hole_slot
            if (i, j) not in holes:
                pieces.append(_lid(border, slot))
            else:
                radius, deep = holes[i, j]
                pieces += _bored(border, middle, min(radius, 0.44 * float(step.min())), deep, height_m, slot, inside)
    edge = _border(w / 2, d / 2, nx * _PER_SIDE, ny * _PER_SIDE)
    full = edge * np.array([width_m / w, depth_m / d])
    rings = [flat_ring(edge, 0.0), flat_ring(full, b), flat_ring(full, height_m - b), flat_ring(edge, height_m)]
    pieces.append(skin(rings, slot, low=True, high=False))
    return pieces


def _cell(half_x_m: float, half_y_m: float) -> np.ndarray:
    return _border(half_x_m, half_y_m, _PER_SIDE, _PER_SIDE)


def _border(half_x_m: float, half_y_m: float, nx: int, ny: int) -> np.ndarray:
    """(2 nx + 2 ny, 2) even points around a rectangle, counter-clockwise from its corner at -x, -y."""
    x, y = np.linspace(-half_x_m, half_x_m, nx + 1), np.linspace(-half_y_m, half_y_m, ny + 1)
    sides = [
        np.column_stack([x[:-1], np.full(nx, -half_y_m)]),
        np.column_stack([np.full(ny, half_x_m), y[:-1]]),
        np.column_stack([x[:0:-1], np.full(nx, half_y_m)]),
        np.column_stack([np.full(ny, -half_x_m), y[:0:-1]]),
    ]
    return np.concatenate(sides)


def _lid(border: np.ndarray, slot: int) -> Piece:
    """A flat face over a border."""
    size = len(border)
    index = np.arange(size)
    faces = np.stack([np.full(size, size), index, np.roll(index, -1)], axis=1)
    points = np.concatenate([border, border.mean(axis=0, keepdims=True)])
    return Piece(points, faces, slot, np.zeros(len(points)))


def _bored(
    border: np.ndarray, middle: np.ndarray, radius_m: float, deep_m: float, top_m: float, slot: int, inside: int
) -> list[Piece]:
    """The face of a cell around its hole, and the hole's wall and floor."""
    way = border[:, :2] - middle
    way = way / np.linalg.norm(way, axis=1, keepdims=True)
    chamfer = 0.12 * radius_m

    def ring(radius: float, z: float) -> np.ndarray:
        return flat_ring(middle + radius * way, z)

    face = skin([border, ring(radius_m + chamfer, top_m)], slot, low=False, high=False)
    rings = [
        ring(radius_m + chamfer, top_m),
        ring(radius_m, top_m - chamfer),
        ring(radius_m, top_m - 0.5 * deep_m),
        ring(radius_m, top_m - deep_m),
    ]
    floor = flat_ring(middle[None], top_m - deep_m - 0.3 * radius_m)[0]
    wall = skin([*rings, 0.02 * rings[-1] + 0.98 * floor], inside, low=False, high=True)
    depth = np.concatenate([np.repeat([0.1, 0.3, 0.8, 0.95, 1.0], len(border)), [1.0]])
    return [face, Piece(wall.points_m, wall.faces, inside, depth)]


def prism_hull(outline: np.ndarray, low_m: float, high_m: float) -> np.ndarray:
    """(2 N, 3) a convex outline between two heights."""
    return np.concatenate([flat_ring(outline, low_m), flat_ring(outline, high_m)])


def joined_hulls(pieces: Sequence[Piece]) -> list[np.ndarray]:
    """The box around several pieces as one convex piece."""
    points = np.concatenate([piece.points_m for piece in pieces])
    return [corners(Piece(points, np.zeros((0, 3), int)))]
