"""Convex pieces for collisions: few, small, their union holding the mesh, and rings left open."""

from __future__ import annotations

import manifold3d
import numpy as np
from scipy.spatial import ConvexHull, QhullError

from generator.cad.cuts import PIECES, corners_of, cut_along_faces, cut_sectors, solid_of
from generator.cad.rays import RayScene
from generator.cad.voxels import wrap

CORNERS = 64  # at most, of one piece
SLACK_M = 1e-5  # by which a corner of the mesh may stick out of the union of the pieces
CONVEX_SHARE = 0.95  # of its hull's volume: a mesh that fills it so well is one piece
_COARSE_SHARE = 2e-3  # of the diagonal: finer detail plays no part in choosing the cuts
_COARSE_FACES = 8000
_THICKNESS_M = 2e-5  # given to what is flat, so that it has a hull


def convex_pieces(vertices: np.ndarray, faces: np.ndarray, axis: np.ndarray, closed: bool) -> tuple[np.ndarray, ...]:
    """Convex pieces (each (N, 3) float32, N <= 64, at most 16) whose union holds the mesh within `SLACK_M`.

    What nearly fills its hull is one piece. What has a hole along its axis is cut into sectors around it, so that the
    hole stays open. The rest is cut along its faces; what is not closed is wrapped first.
    """
    solid = (solid_of(vertices, faces) if closed else None) or wrap(vertices, faces)
    if solid is None or solid.volume() > CONVEX_SHARE * solid.hull().volume():
        return (bounded_hull(vertices),)
    before = -axis * float(np.ptp(vertices, axis=0).sum())
    if not RayScene(vertices, faces).crossings(before[None], axis)[0]:
        pieces = cut_sectors(solid, axis)
    else:
        coarse = _coarse(solid, vertices, faces)
        pieces = cut_along_faces(coarse, np.linalg.svd(axis[None])[2])
    held = _hold(_gather([corners_of(piece) for piece in pieces]), vertices, faces)
    return tuple(bounded_hull(piece) for piece in held)


def _coarse(solid: manifold3d.Manifold, vertices: np.ndarray, faces: np.ndarray) -> manifold3d.Manifold:
    """The solid with so few triangles that looking for cuts takes seconds."""
    tolerance = _COARSE_SHARE * float(np.linalg.norm(np.ptp(vertices, axis=0)))
    coarse = solid.simplify(tolerance)
    if coarse.num_tri() <= _COARSE_FACES:
        return coarse
    wrapped = wrap(vertices, faces)
    return coarse if wrapped is None else wrapped.simplify(4 * tolerance)


def _gather(pieces: list[np.ndarray]) -> list[np.ndarray]:
    """At most `PIECES` pieces: the smallest join the nearest of the large ones."""
    pieces = sorted(pieces, key=lambda p: -float(np.ptp(p, axis=0).prod()))
    kept, rest = pieces[:PIECES], pieces[PIECES:]
    middles = np.stack([piece.mean(axis=0) for piece in kept])
    joined = [[piece] for piece in kept]
    for piece in rest:
        joined[int(np.argmin(np.linalg.norm(middles - piece.mean(axis=0), axis=1)))].append(piece)
    return [np.concatenate(group) for group in joined]


def hull_corners(points: np.ndarray) -> np.ndarray:
    """(N, 3) float64: the corners of the convex hull; what is flat is given a thickness first."""
    points = np.unique(np.asarray(points, float), axis=0)
    try:
        return points[np.sort(ConvexHull(points).vertices)]
    except (QhullError, ValueError):
        jitter = _THICKNESS_M * np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
        thick = (points[:, None] + jitter).reshape(-1, 3)
        return thick[np.sort(ConvexHull(thick).vertices)]


def bounded_hull(points: np.ndarray) -> np.ndarray:
    """(N <= 64, 3) float32: corners of a convex hull that holds all points within `SLACK_M`.

    Too many corners are thinned to those that matter most, and the thinned hull is grown about its middle.
    """
    points = hull_corners(points)
    if len(points) <= CORNERS:
        return points.astype(np.float32)
    chosen = {int(np.argmax(points @ direction)) for direction in np.vstack([np.eye(3), -np.eye(3)])}
    while True:
        hull = ConvexHull(hull_corners(points[sorted(chosen)]))
        outside = (points @ hull.equations[:, :3].T + hull.equations[:, 3]).max(axis=1)
        if outside.max() <= SLACK_M or len(chosen) >= CORNERS:
            break
        chosen.add(int(np.argmax(outside)))
    corners = hull.points[hull.vertices]
    if outside.max() <= SLACK_M:
        return corners.astype(np.float32)
    middle = corners.mean(axis=0)
    reach = -(hull.equations[:, 3] + hull.equations[:, :3] @ middle)
    growth = (((points - middle) @ hull.equations[:, :3].T) / reach).max()
    return (middle + (corners - middle) * growth).astype(np.float32)


def _hold(pieces: list[np.ndarray], vertices: np.ndarray, faces: np.ndarray) -> list[np.ndarray]:
    """The pieces, each grown by the points of the mesh that stick out of all pieces and are nearest to it."""
    points = np.concatenate([vertices, vertices[faces].mean(axis=1)])
    nearest = np.full(len(points), np.inf)
    owner = np.zeros(len(points), int)
    for index, piece in enumerate(pieces):
        planes = ConvexHull(hull_corners(piece)).equations
        outside = np.concatenate([(p @ planes[:, :3].T + planes[:, 3]).max(axis=1) for p in _chunks(points)])
        owner[outside < nearest] = index
        nearest = np.minimum(nearest, outside)
    stray = nearest > SLACK_M / 2
    return [np.concatenate([piece, points[stray & (owner == i)]]) for i, piece in enumerate(pieces)]


def _chunks(points: np.ndarray) -> list[np.ndarray]:
    return np.array_split(points, max(1, len(points) // 8192))
