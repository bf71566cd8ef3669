"""Convex pieces for collisions: few, small, their union holding the mesh, and rings left open."""

from __future__ import annotations

import logging

import coacd
import fast_simplification
import manifold3d
import numpy as np
from scipy.spatial import ConvexHull, QhullError

from generator.cad.rays import RayScene

PIECES = 16  # at most, for what is cut by shape; a ring has as many sectors
CORNERS = 64  # at most, of one piece
SLACK_M = 1e-5  # by which a corner of the mesh may stick out of the union of the pieces
CONVEX_SHARE = 0.95  # of its hull's volume: a mesh that fills it so well is one piece
_THICKNESS_M = 2e-5  # given to what is flat, so that it has a hull
_COARSE_FACES = 3000

_log = logging.getLogger(__name__)


def convex_pieces(vertices: np.ndarray, faces: np.ndarray, axis: np.ndarray, closed: bool) -> tuple[np.ndarray, ...]:
    """Convex pieces (each (N, 3) float32, N <= 64) whose union holds the mesh within `SLACK_M`.

    What nearly fills its hull is one piece. What has a hole along its axis is cut into sectors around it, so that the
    hole stays open. The rest is cut by CoACD (Wei et al. 2022), with a fixed seed and a bounded number of pieces.
    """
    whole = hull_corners(vertices)
    if closed and mesh_volume(vertices, faces) > CONVEX_SHARE * ConvexHull(whole).volume:
        return (bounded_hull(whole),)
    pieces: list[np.ndarray] = []
    if closed and not RayScene(vertices, faces).crossings(-axis[None] * float(np.ptp(vertices, axis=0).sum()), axis)[0]:
        pieces = _sectors(vertices, faces, axis)
    if not pieces:
        pieces = _approximate(vertices, faces, closed)
    return tuple(bounded_hull(piece) for piece in _hold(pieces, _surface_points(vertices, faces)))


def hull_corners(points: np.ndarray) -> np.ndarray:
    """(N, 3) float64: the corners of the convex hull; what is flat is given a thickness first."""
    points = np.unique(np.asarray(points, float), axis=0)
    try:
        return points[np.sort(ConvexHull(points).vertices)]
    except (QhullError, ValueError):
        jitter = _THICKNESS_M * np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
        thick = (points[:, None] + jitter).reshape(-1, 3)
        return thick[np.sort(ConvexHull(thick).vertices)]


def mesh_volume(vertices: np.ndarray, faces: np.ndarray) -> float:
    """Signed volume of a closed mesh in m^3."""
    a, b, c = np.moveaxis(vertices[faces], 1, 0)
    return float(np.einsum("fi,fi->f", a, np.cross(b, c)).sum() / 6)


def bounded_hull(points: np.ndarray) -> np.ndarray:
    """(N <= 64, 3) float32: corners of a convex hull that holds all points within `SLACK_M`.

    Too many corners are thinned to those that matter most, and the thinned hull is grown about its middle.
    """
    points = hull_corners(points)
    if len(points) <= CORNERS:
        return points.astype(np.float32)
    chosen = {int(i) for d in np.vstack([np.eye(3), -np.eye(3)]) for i in [np.argmax(points @ d)]}
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
    planes = hull.equations
    reach = -(planes[:, 3] + planes[:, :3] @ middle)
    growth = (((points - middle) @ planes[:, :3].T) / reach).max()
    return (middle + (corners - middle) * growth).astype(np.float32)


def _sectors(vertices: np.ndarray, faces: np.ndarray, axis: np.ndarray) -> list[np.ndarray]:
    """The mesh cut like a cake around its axis; the hull of a sector leaves the hole open but for its sagitta."""
    solid = manifold3d.Manifold(manifold3d.Mesh64(vertices.astype(np.float64), faces.astype(np.uint64)))
    if solid.status() != manifold3d.Error.NoError:
        return []
    side, other = np.linalg.svd(axis[None])[2][1:]
    pieces = []
    for index in range(PIECES):
        start, end = np.pi * 2 * index / PIECES, np.pi * 2 * (index + 1) / PIECES
        first = -np.sin(start) * side + np.cos(start) * other
        last = np.sin(end) * side - np.cos(end) * other
        sector = solid.trim_by_plane(tuple(first), 0.0).trim_by_plane(tuple(last), 0.0)
        points = np.asarray(sector.to_mesh64().vert_properties)[:, :3]
        if len(points) > 3:
            pieces.append(points)
    return pieces


def _approximate(vertices: np.ndarray, faces: np.ndarray, closed: bool) -> list[np.ndarray]:
    points, triangles = vertices, faces
    if len(faces) > _COARSE_FACES:
        points, triangles = fast_simplification.simplify(
            vertices.astype(np.float64), faces.astype(np.int32), target_count=_COARSE_FACES
        )
    coacd.set_log_level("off")
    try:
        parts = coacd.run_coacd(
            coacd.Mesh(np.asarray(points, float), np.asarray(triangles)),
            threshold=0.06,
            max_convex_hull=PIECES,
            preprocess_mode="auto" if closed else "on",
            resolution=1000,
            mcts_nodes=8,
            mcts_iterations=30,
            mcts_max_depth=2,
            seed=1,
        )
    except RuntimeError as error:
        _log.warning("convex decomposition failed (%s); one convex hull stands in for it", error)
        return [vertices]
    return [np.asarray(corners) for corners, _ in parts if len(corners) > 3] or [vertices]


def _surface_points(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    return np.concatenate([vertices, vertices[faces].mean(axis=1)])


def _hold(pieces: list[np.ndarray], points: np.ndarray) -> list[np.ndarray]:
    """The pieces, each grown by the points that stick out of all pieces and are nearest to it."""
    nearest = np.full(len(points), np.inf)
    owner = np.zeros(len(points), int)
    grown = [hull_corners(piece) for piece in pieces]
    for index, corners in enumerate(grown):
        planes = ConvexHull(corners).equations
        outside = np.concatenate([(p @ planes[:, :3].T + planes[:, 3]).max(axis=1) for p in _chunks(points)])
        owner[outside < nearest] = index
        nearest = np.minimum(nearest, outside)
    stray = nearest > SLACK_M / 2
    return [np.concatenate([c, points[stray & (owner == i)]]) for i, c in enumerate(grown)]


def _chunks(points: np.ndarray) -> list[np.ndarray]:
    return np.array_split(points, max(1, len(points) // 8192))
