"""What the surface of a mesh gives to its look: normals split at edges, the turning axis, and cavities for dirt."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from generator.cad.rays import RayScene

CREASE_DEG = 28.0  # edges sharper than this stay sharp: a nut's 30 deg chamfer does, a 24-sided cylinder does not
CAVITY_SHARE = 0.15  # of the middle extent: what is nearer darkens and keeps dirt
_RAYS = 48
_RAY_BUDGET = 2_000_000
_ROUND = 0.2  # a support that varies less than this around an axis is turned (a hexagon: 0.14, a square: 0.35)


def crease_normals(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """(F, 3, 3) float64 unit corner normals: means over the faces around a corner up to the next crease.

    Faces weigh by area and by their angle at the corner (Max 1999; Thuermer and Wuethrich 1998), so that slivers and
    long thin triangles of a CAD tessellation leave flat faces flat.
    """
    a, b, c = np.moveaxis(vertices[faces], 1, 0)
    areas = np.cross(b - a, c - a)
    sizes = np.linalg.norm(areas, axis=1, keepdims=True)
    flat = areas / np.maximum(sizes, 1e-30)
    groups = _smooth_groups(faces, flat)
    weights = (_corner_angles(vertices[faces]) * sizes).reshape(-1)
    spread = np.repeat(flat, 3, axis=0) * weights[:, None]
    sums = np.stack([np.bincount(groups, spread[:, i]) for i in range(3)], axis=1)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    normals = np.where(lengths > 1e-30, sums / np.maximum(lengths, 1e-30), [0.0, 0.0, 1.0])
    return normals[groups].reshape(len(faces), 3, 3)


def _corner_angles(corners: np.ndarray) -> np.ndarray:
    ahead = np.roll(corners, -1, axis=1) - corners
    behind = np.roll(corners, 1, axis=1) - corners
    cross = np.linalg.norm(np.cross(ahead, behind), axis=2)
    return np.arctan2(cross, np.einsum("fki,fki->fk", ahead, behind))


def _smooth_groups(faces: np.ndarray, flat: np.ndarray) -> np.ndarray:
    """(3F,) int: corners of one group share a normal; groups meet across edges flatter than the crease."""
    starts, ends = faces.reshape(-1), np.roll(faces, -1, axis=1).reshape(-1)
    low, high = np.minimum(starts, ends), np.maximum(starts, ends)
    order = np.lexsort((high, low))
    new = np.ones(len(order) + 1, bool)
    new[1:-1] = (np.diff(low[order]) != 0) | (np.diff(high[order]) != 0)
    begin = np.flatnonzero(new[:-1])
    pairs = begin[np.diff(np.flatnonzero(new)) == 2]
    first, second = order[pairs], order[pairs + 1]  # half-edges: index 3 f + k runs from corner k to k + 1
    cosine = np.einsum("ei,ei->e", flat[first // 3], flat[second // 3])
    opposed = starts[first] == ends[second]
    smooth = (cosine > np.cos(np.radians(CREASE_DEG))) & opposed
    first, second = first[smooth], second[smooth]
    after_first, after_second = _next_corner(first), _next_corner(second)
    rows, columns = np.concatenate([first, after_first]), np.concatenate([after_second, second])
    graph = coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(faces.size,) * 2)
    return connected_components(graph, directed=False)[1]


def _next_corner(corner: np.ndarray) -> np.ndarray:
    return corner // 3 * 3 + (corner % 3 + 1) % 3


def vertex_normals(faces: np.ndarray, corner_normals: np.ndarray, count: int) -> np.ndarray:
    """(V, 3) float64: the mean of the corner normals at each vertex, unit where it is defined."""
    flat = corner_normals.reshape(-1, 3)
    sums = np.stack([np.bincount(faces.reshape(-1), flat[:, i], count) for i in range(3)], axis=1)
    return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)


def cavity_share(vertices: np.ndarray, faces: np.ndarray, corner_normals: np.ndarray) -> np.ndarray:
    """(V,) float32 in 0..1: the cosine-weighted share of the hemisphere over each vertex that is blocked nearby."""
    extents = np.sort(np.ptp(vertices, axis=0))
    reach = CAVITY_SHARE * float(extents[1])
    rays = int(np.clip(_RAY_BUDGET // max(len(vertices), 1), 8, _RAYS))
    normals = vertex_normals(faces, corner_normals, len(vertices))
    scene = RayScene(vertices, faces)
    origins = vertices + normals * (1e-4 * float(extents[2]))
    hits = np.zeros(len(vertices))
    for sphere in _fibonacci_sphere(rays):
        directions = normals + 0.999 * sphere  # a point on the sphere about the normal's tip: cosine-weighted
        hits += scene.blocked(origins, directions, reach)
    return (hits / rays).astype(np.float32)


def _fibonacci_sphere(count: int) -> np.ndarray:
    """(count, 3) unit vectors spread evenly."""
    index = np.arange(count) + 0.5
    z = 1 - 2 * index / count
    angle = np.pi * (1 + 5**0.5) * index
    radius = np.sqrt(1 - z * z)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle), z], axis=1)


def turning_axis(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """(3,) float64: the axis that a body was turned about, or else its long axis; near a coordinate axis, that one."""
    a, b, c = np.moveaxis(vertices[faces], 1, 0)
    areas = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2
    middles = (a + b + c) / 3
    mean = np.average(middles, axis=0, weights=areas)
    spread = np.cov((middles - mean).T, aweights=areas)
    values, frame = np.linalg.eigh(spread)  # ascending: the last is the long axis
    candidates = [np.eye(3)[2], np.eye(3)[0], np.eye(3)[1], frame[:, 2], frame[:, 0], frame[:, 1]]
    for axis in candidates:
        if _is_turned(vertices, axis):
            return _pointing_up(axis)
    long = frame[:, 2] if values[2] > 1.05 * values[1] else np.eye(3)[int(np.argmax(np.ptp(vertices, axis=0)))]
    nearest = int(np.argmax(np.abs(long)))
    return np.eye(3)[nearest] if abs(long[nearest]) > np.cos(np.radians(15)) else _pointing_up(long)


def _is_turned(vertices: np.ndarray, axis: np.ndarray) -> bool:
    """Whether the outline seen along `axis` is round about one middle, as that of a bolt, nut, washer or bottle is."""
    side = np.linalg.svd(axis[None])[2][1:]
    flat = vertices @ side.T
    angles = np.radians(np.arange(0, 360, 7.5))
    reach = (flat @ np.stack([np.cos(angles), np.sin(angles)])).max(axis=0)
    half = len(angles) // 2
    width = reach[:half] + reach[half:]
    return float(np.ptp(width) / width.mean()) < _ROUND and float(np.ptp(reach) / reach.mean()) < 2 * _ROUND


def _pointing_up(axis: np.ndarray) -> np.ndarray:
    """The same line with its largest component positive, so that the sign is no accident."""
    return axis * np.sign(axis[int(np.argmax(np.abs(axis)))])
