"""Where a mesh has convex edges, for wear that begins there: exact distances however coarse the triangles are."""

from __future__ import annotations

import numpy as np

from generator.mesh import Mesh

FAR_M = 1.0  # stands for "no edge here"
_SHARP_DEG = 30.0  # faces that meet at more than this make an edge of their own
_TIGHT_PER_M = 400.0  # rounded tighter than this (2.5 mm) a surface is all edge: chamfers, fillets, bevels
_WELD_M = 1e-6


def edge_distances_m(mesh: Mesh) -> np.ndarray:
    """(F, 3, 3) float32: at each corner of each face the distance in metres to the lines of the face's three sides.

    Sides that are no worn edge are `FAR_M` away; a face that is itself part of a rounded edge is at 0 from all.
    Distance to a line is linear over a triangle, so it interpolates exactly, whatever the size of the triangle: the
    least of the three is how far a place is from an edge, up to triangles that only touch it with a corner.
    """
    corners = mesh.vertices_m[mesh.faces].astype(np.float64)
    lengths, heights = _sides(corners)
    turn, other = _turns(mesh, corners)
    sharp = turn > np.radians(_SHARP_DEG)
    # Curvature of a face: half of what the surface turns at each side that is rounded, spread over the face.
    area = 0.5 * lengths[:, 0] * heights[:, 0]
    bend = (0.5 * np.where(np.abs(turn) > np.radians(_SHARP_DEG), 0.0, turn) * lengths).sum(axis=1)
    tight = bend > _TIGHT_PER_M * np.maximum(area, 1e-12)
    beside = np.where(other >= 0, tight[np.maximum(other, 0)], False) & (turn > 0.0)
    worn = sharp | beside
    made = np.full((len(corners), 3, 3), FAR_M)
    for side in range(3):  # side i lies opposite corner i
        here = np.zeros((len(corners), 3))
        here[:, side] = heights[:, side]
        made[:, :, side] = np.where(worn[:, side, None], here, FAR_M)
    made[tight] = 0.0
    return made.astype(np.float32)


def _sides(corners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(F, 3) length of the side opposite each corner, and (F, 3) height of each corner over it."""
    a, b, c = np.moveaxis(corners, 1, 0)
    lengths = np.stack([np.linalg.norm(s, axis=1) for s in (c - b, a - c, b - a)], axis=1)
    doubled = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    return lengths, doubled[:, None] / np.maximum(lengths, 1e-12)


def _turns(mesh: Mesh, corners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(F, 3) angle in radians by which the surface turns at each side, above 0 where convex, and (F, 3) face beyond it.

    The face is -1 where a side has no partner or more than one.
    """
    count = len(mesh.faces)
    steps = np.round(mesh.vertices_m.astype(np.float64) / _WELD_M).astype(np.int64)
    welded = np.unique(steps, axis=0, return_inverse=True)[1].reshape(-1)[mesh.faces]
    begin, end = np.roll(welded, -1, axis=1).reshape(-1), np.roll(welded, -2, axis=1).reshape(-1)
    pair = np.minimum(begin, end).astype(np.int64) * (int(welded.max(initial=0)) + 1) + np.maximum(begin, end)
    order = np.argsort(pair, kind="stable")
    sizes = np.unique(pair, return_counts=True)[1]
    first = np.cumsum(sizes) - sizes
    left, right = order[first[sizes == 2]], order[first[sizes == 2] + 1]
    a, b, c = np.moveaxis(corners, 1, 0)
    normal = np.cross(b - a, c - a)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-20)
    here, there = normal[left // 3], normal[right // 3]
    apex = corners[right // 3, right % 3] - corners[left // 3, (left % 3 + 1) % 3]
    angle = np.arctan2(np.linalg.norm(np.cross(here, there), axis=1), np.einsum("ij,ij->i", here, there))
    signed = np.where(np.einsum("ij,ij->i", here, apex) < 0.0, angle, -angle)
    turn, other = np.zeros(3 * count), np.full(3 * count, -1, np.int64)
    turn[left] = turn[right] = signed
    other[left], other[right] = right // 3, left // 3
    return turn.reshape(count, 3), other.reshape(count, 3)
