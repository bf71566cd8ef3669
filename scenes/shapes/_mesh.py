"""From outlines and profiles to `Mesh`: lofts and turned bodies with bevelled edges, normals split at creases."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from generator.mesh import Mesh

_DIAGONAL = math.sqrt(0.5)  # sine of the middle step of a bevel
_CREASE_DEG = 42.0  # edges sharper than this stay edges; bevels of two steps (45 deg in all) are smooth


@dataclass(frozen=True, slots=True)
class Piece:
    """A closed surface of one material slot."""

    points_m: np.ndarray  # (N, 3) float64
    faces: np.ndarray  # (F, 3) int, counter-clockwise seen from outside
    slot: int = 0
    cavity: np.ndarray | None = None  # (N,) 0..1; None is open everywhere

    def moved(self, x_m: float = 0.0, y_m: float = 0.0, z_m: float = 0.0) -> Piece:
        """The same piece elsewhere."""
        return replace(self, points_m=self.points_m + np.array([x_m, y_m, z_m]))

    def turned(self, matrix: np.ndarray) -> Piece:
        """The same piece turned by a (3, 3) rotation around the origin."""
        return replace(self, points_m=self.points_m @ np.asarray(matrix, float).T)


@cache
def _corner_arcs(steps: int) -> tuple[np.ndarray, np.ndarray]:
    """(4 (steps + 1), 2) signs of the corner that each point of an outline belongs to, and its direction from there."""
    signs = np.repeat(np.array([[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]]), steps + 1, axis=0)
    angles = (np.arange(4)[:, None] + np.arange(steps + 1) / steps).ravel() * math.pi / 2
    return signs, np.stack([np.cos(angles), np.sin(angles)], axis=1)


def rounded_rect(width_m: float, depth_m: float, radius_m: float, steps: int = 3) -> np.ndarray:
    """(4 (steps + 1), 2) points of a rectangle with round corners, counter-clockwise."""
    radius = min(max(radius_m, 1e-5 * max(width_m, depth_m)), 0.499 * min(width_m, depth_m))
    signs, arcs = _corner_arcs(steps)
    return signs * (np.array([width_m, depth_m]) / 2 - radius) + radius * arcs


def loft(
    rings: Sequence[np.ndarray] | np.ndarray,
    slot: int = 0,
    *,
    closed: bool = False,
    cavity: Sequence[float] | None = None,
    caps: bool = True,
) -> Piece:
    """Skin over rings of equally many points, each (N, 3), counter-clockwise seen from where the sweep goes.

    Flat caps close both ends; with `closed` the last ring joins the first instead. `cavity` has one value a ring.
    """
    count, size = len(rings), len(rings[0])
    index = np.arange(count * size).reshape(count, size)
    low = index if closed else index[:-1]
    high = np.roll(index, -1, axis=0) if closed else index[1:]
    a, b, c, d = low, np.roll(low, -1, axis=1), np.roll(high, -1, axis=1), high
    faces = [np.stack([a, b, c], axis=-1).reshape(-1, 3), np.stack([a, c, d], axis=-1).reshape(-1, 3)]
    points = [np.asarray(ring, float) for ring in rings]
    depth = [np.full(size, 0.0 if cavity is None else cavity[i]) for i in range(count)]
    if caps and not closed:
        for ring, flip, end in ((index[0], True, 0), (index[-1], False, -1)):
            middle = sum(len(p) for p in points)
            points.append(points[0 if end == 0 else count - 1].mean(axis=0, keepdims=True))
            depth.append(np.full(1, depth[0 if end == 0 else count - 1][0] * 0.4))
            fan = np.stack([np.full(size, middle), ring, np.roll(ring, -1)], axis=1)
            faces.append(fan[:, ::-1] if flip else fan)
    return Piece(np.concatenate(points), np.concatenate(faces), slot, np.concatenate(depth))


def flat_ring(outline: np.ndarray, z_m: float) -> np.ndarray:
    """(N, 3): an outline (N, 2) laid at a height."""
    return np.column_stack([outline, np.full(len(outline), z_m)])


def slab(
    width_m: float, depth_m: float, height_m: float, corner_m: float, bevel_m: float, slot: int = 0, steps: int = 3
) -> Piece:
    """A block with round upright corners and two-step bevels above and below, centred at the origin."""
    bevel = min(bevel_m, 0.45 * height_m, 0.2 * width_m, 0.2 * depth_m)
    corner = max(corner_m, bevel * 1.1)
    insets = bevel * np.array([1.0, 1 - _DIAGONAL, 0.0, 0.0, 1 - _DIAGONAL, 1.0])
    drops = bevel * np.array([0.0, 1 - _DIAGONAL, 1.0, 1.0, 1 - _DIAGONAL, 0.0])
    heights = np.where(np.arange(6) < 3, drops, height_m - drops) - height_m / 2
    signs, arcs = _corner_arcs(steps)
    corner = min(corner, 0.499 * min(width_m, depth_m))
    flat = signs * (np.array([width_m, depth_m]) / 2 - corner) + (corner - insets)[:, None, None] * arcs
    rings = np.concatenate([flat, np.broadcast_to(heights[:, None, None], (6, len(arcs), 1))], axis=2)
    return loft(rings, slot)


def turned_body(
    profile_m: Sequence[tuple[float, float]], slot: int = 0, *, sides: int = 40, ring: bool = False
) -> Piece:
    """A body of revolution around z from (radius, z) points, listed upwards along the outside.

    With `ring` the profile is a closed loop, so that the body has a hole.
    """
    angles = np.linspace(0, 2 * math.pi, sides, endpoint=False)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return loft([flat_ring(max(r, 1e-6) * circle, z) for r, z in profile_m], slot, closed=ring)


def rotation(axis: str, angle_deg: float) -> np.ndarray:
    """(3, 3) rotation around "x", "y" or "z"."""
    c, s = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    return {
        "x": np.array([[1, 0, 0], [0, c, -s], [0, s, c]]),
        "y": np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]),
        "z": np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]),
    }[axis]


def make_mesh(
    pieces: Sequence[Piece],
    slots: Sequence[str],
    hulls: Sequence[np.ndarray] | None = None,
    axis: tuple[float, float, float] = (1.0, 0.0, 0.0),
) -> Mesh:
    """The pieces as one mesh with its centre of mass at the origin.

    Without `hulls` every piece is taken as convex and is its own hull. Both are in the pieces' frame.
    """
    starts = np.cumsum([0] + [len(p.points_m) for p in pieces])
    points = np.concatenate([p.points_m for p in pieces])
    faces = np.concatenate([p.faces + start for p, start in zip(pieces, starts, strict=False)])
    which = np.concatenate([np.full(len(p.faces), p.slot) for p in pieces])
    cavity = np.concatenate([np.zeros(len(p.points_m)) if p.cavity is None else p.cavity for p in pieces])
    corners = points[faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    kept = np.linalg.norm(cross, axis=1) > 1e-7 * np.abs(points).max() ** 2 * 1e-4
    faces, which, corners, cross = faces[kept], which[kept], corners[kept], cross[kept]
    parts = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])) / 6
    volume = float(parts.sum())
    centre = (corners.sum(axis=1) / 4 * parts[:, None]).sum(axis=0) / volume
    hulls = [p.points_m for p in pieces] if hulls is None else hulls
    return Mesh(
        vertices_m=(points - centre).astype(np.float32),
        faces=faces.astype(np.int32),
        corner_normals=_corner_normals(faces, cross),
        face_slots=which.astype(np.uint8),
        slots=tuple(slots),
        hulls=tuple((hull - centre).astype(np.float32) for hull in hulls),
        cavity=cavity.astype(np.float32),
        axis=np.asarray(axis, np.float32),
        volume_m3=volume,
        watertight=True,
    )


def _corner_normals(faces: np.ndarray, cross: np.ndarray) -> np.ndarray:
    """(F, 3, 3): at each corner the area-weighted mean of the faces there that lie within the crease angle."""
    unit = cross / np.linalg.norm(cross, axis=1, keepdims=True)
    owner = np.repeat(np.arange(len(faces)), 3)
    vertex = faces.reshape(-1)
    order = np.argsort(vertex, kind="stable")
    size = np.bincount(vertex, minlength=int(vertex.max()) + 1)
    start = np.concatenate([[0], np.cumsum(size)[:-1]])
    repeats = size[vertex]
    corner = np.repeat(np.arange(len(vertex)), repeats)
    step = np.arange(len(corner)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    other = owner[order[start[vertex[corner]] + step]]
    smooth = np.einsum("ij,ij->i", unit[owner[corner]], unit[other]) > math.cos(math.radians(_CREASE_DEG))
    first = np.concatenate([[0], np.cumsum(repeats)[:-1]])
    normals = np.add.reduceat(cross[other] * smooth[:, None], first)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-30)
    return normals.reshape(-1, 3, 3).astype(np.float32)
