"""Cuts of a part's surface into what its convex pieces hold: bodies, slices along an axis, sectors around one.

Triangles are (F, 3, 3) float64 in metres. The hull of what lies within a sector of a ring holds the ring there and
leaves its hole open but for a sagitta: 3% of the radius with twelve sectors.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import ConvexHull, HalfspaceIntersection

from generator.mesh import Mesh

CORNERS = 64  # at most, of one convex piece
_CLOSE_M = 1e-5  # a piece fits well enough when no cut along the hull takes more off
_ON_PLANE_M = 1e-8  # what is this near a cut lies on it
SECTORS = 12


def bodies(mesh: Mesh) -> list[np.ndarray]:
    """The triangles of each body that hangs together, in the order in which the mesh lists them."""
    corner, size = mesh.faces.astype(np.int64), len(mesh.vertices_m)
    edges = (np.ones(2 * len(corner)), (corner[:, [0, 1]].ravel(), corner[:, [1, 2]].ravel()))
    labels = connected_components(coo_matrix(edges, shape=(size, size)), directed=False)[1][corner[:, 0]]
    _, first = np.unique(labels, return_index=True)
    surface = mesh.vertices_m.astype(float)[mesh.faces]
    return [surface[labels == labels[face]] for face in np.sort(first)]


def middle(triangles: np.ndarray) -> np.ndarray:
    """(3,) of the box around triangles."""
    points = triangles.reshape(-1, 3)
    return np.asarray((points.min(axis=0) + points.max(axis=0)) / 2)


def slices(triangles: np.ndarray, axis: int, cuts_m: Sequence[float]) -> list[np.ndarray]:
    """What lies below the first cut across an axis (0 is x), between each two, and above the last."""
    way = np.eye(3)[axis]
    found = []
    for cut in cuts_m:
        found.append(below(triangles, way, cut))
        triangles = below(triangles, -way, -cut)
    return [*found, triangles]


def sectors(
    triangles: np.ndarray, axis: int, middle_m: np.ndarray, split_m: float | None = None, count: int = SECTORS
) -> list[np.ndarray]:
    """What lies in each sector around a line through `middle_m` along an axis (0 is x); empty ones are left out.

    With `split_m` each is cut in two at about that distance from the line, so that a dished disc is not filled.
    """
    side, other = np.eye(3)[(axis + 1) % 3], np.eye(3)[(axis + 2) % 3]
    ways = [math.cos(a) * side + math.sin(a) * other for a in np.arange(count) * 2 * math.pi / count]
    found = []
    for start, end in zip(ways, [*ways[1:], ways[0]], strict=True):
        across = (np.cross(start, np.eye(3)[axis]), np.cross(np.eye(3)[axis], end))
        part = triangles
        for normal in across:
            part = below(part, normal, float(normal @ middle_m))
        if split_m is None:
            found.append(part)
        else:
            out = (start + end) / 2  # as long as the chord's distance from the line, for a radius of 1
            chord = split_m * float(out @ out) + float(out @ middle_m)
            found += [below(part, out, chord), below(part, -out, -chord)]
    return [part for part in found if len(part)]


def below(triangles: np.ndarray, normal: np.ndarray, offset: float) -> np.ndarray:
    """What of the triangles lies where normal . p <= offset; those that only touch the plane are left out."""
    height = triangles @ normal - offset
    height[np.abs(height) < _ON_PLANE_M] = 0.0
    inside = height <= 0
    count = inside.sum(axis=1) * (height.min(axis=1) < 0)
    a, ab, ac = _cut(triangles[count == 1], height[count == 1], inside[count == 1])
    corner = [np.stack([a[:, 0], ab, ac], axis=1)]
    b, ba, bc = _cut(triangles[count == 2], height[count == 2], ~inside[count == 2])
    corner += [np.stack([ba, b[:, 1], b[:, 2]], axis=1), np.stack([ba, b[:, 2], bc], axis=1)]
    return np.concatenate([triangles[count == 3], *corner])


def _cut(triangles: np.ndarray, height: np.ndarray, alone: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The triangles from the corner that is `alone` on its side, and where their two edges from it meet the plane."""
    order = (np.argmax(alone, axis=1)[:, None] + np.arange(3)) % 3
    rows = np.arange(len(triangles))[:, None]
    triangles, height = triangles[rows, order], height[rows, order]
    first = triangles[:, 0]
    ab, ac = (
        first + (triangles[:, k] - first) * (height[:, 0] / (height[:, 0] - height[:, k]))[:, None] for k in (1, 2)
    )
    return triangles, ab, ac


def ring_and_bodies(mesh: Mesh, axis: int) -> list[np.ndarray]:
    """Sectors of the first body, a ring around an axis (0 is x), and every other body as a piece of its own."""
    ring, *others = bodies(mesh)
    return [*sectors(ring, axis, middle(ring)), *others]


def ring(mesh: Mesh, axis: int = 2, split_m: float | None = None) -> list[np.ndarray]:
    """Sectors of the whole mesh around an axis (0 is x) through the middle of its first body."""
    return sectors(np.concatenate(bodies(mesh)), axis, middle(bodies(mesh)[0]), split_m)


def thinned(points_m: np.ndarray) -> np.ndarray:
    """(N <= 64, 3) float32: corners of a convex piece that holds points (M, 3).

    Where their hull has more corners, it is the box around them, cut along those faces of the hull that cut off most.
    So it reaches no further than they do along the axes.
    """
    points = np.unique(np.asarray(points_m, float), axis=0)
    hull = ConvexHull(points)
    if len(hull.vertices) <= CORNERS:
        return points[np.sort(hull.vertices)].astype(np.float32)
    middle_m = points[hull.vertices].mean(axis=0)
    faces = np.unique(np.round(hull.equations, 9), axis=0)
    faces[:, 3] = -(points[hull.vertices] @ faces[:, :3].T).max(axis=0)  # rounding must not let a point out
    ways = np.concatenate([np.eye(3), -np.eye(3)])
    chosen = np.column_stack([ways, -(points @ ways.T).max(axis=0)])
    corners = _corners(chosen, middle_m)
    while True:
        cut = (corners @ faces[:, :3].T + faces[:, 3]).max(axis=0)
        chosen = np.concatenate([chosen, faces[[np.argmax(cut)]]])
        fewer = _corners(chosen, middle_m)
        if cut.max() <= _CLOSE_M or len(fewer) > CORNERS:
            return corners.astype(np.float32)
        corners = fewer


def _corners(planes: np.ndarray, inside_m: np.ndarray) -> np.ndarray:
    """(N, 3) where the faces of outward half-spaces (K, 4) meet; corners that lie together are one."""
    points = np.unique(np.round(HalfspaceIntersection(planes, inside_m).intersections, 9), axis=0)
    return points[np.sort(ConvexHull(points).vertices)]
