"""The raw surface of a part in millimetres: patches with normals of their own that are welded into closed bodies."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

_WELD_MM = 2e-5


@dataclass(frozen=True)
class Surface:
    """Triangles with a normal per corner. Several make a part; slots name what each is made of."""

    vertices_mm: np.ndarray  # (V, 3) float64
    faces: np.ndarray  # (F, 3) int64, counter-clockwise from outside
    normals: np.ndarray  # (F, 3, 3) float64, unit
    slot: str = "body"

    def moved(self, matrix: np.ndarray) -> Surface:
        """The surface after a rigid move, given as (4, 4)."""
        rotation, shift = matrix[:3, :3], matrix[:3, 3]
        return Surface(self.vertices_mm @ rotation.T + shift, self.faces, self.normals @ rotation.T, self.slot)

    def shifted(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Surface:
        """The surface after a shift in millimetres."""
        return Surface(self.vertices_mm + np.array([x, y, z]), self.faces, self.normals, self.slot)

    def named(self, slot: str) -> Surface:
        """The same surface in another slot."""
        return Surface(self.vertices_mm, self.faces, self.normals, slot)

    def bent(self, bend: Callable[[np.ndarray], np.ndarray]) -> Surface:
        """The surface after a smooth map of points (N, 3) -> (N, 3); normals turn with its Jacobian."""
        step = 1e-4
        corners = self.vertices_mm[self.faces].reshape(-1, 3)
        columns = [(bend(corners + step * e) - bend(corners - step * e)) / (2 * step) for e in np.eye(3)]
        jacobian = np.stack(columns, axis=2)
        normals = np.linalg.solve(np.swapaxes(jacobian, 1, 2), self.normals.reshape(-1, 3, 1))[:, :, 0]
        normals *= np.sign(np.linalg.det(jacobian))[:, None]
        return Surface(bend(self.vertices_mm), self.faces, _unit(normals).reshape(-1, 3, 3), self.slot)


def merged(surfaces: Iterable[Surface], slot: str = "body") -> Surface:
    """One surface of several, corners welded, collapsed triangles dropped."""
    parts = list(surfaces)
    starts = np.cumsum([0] + [len(p.vertices_mm) for p in parts])
    vertices = np.concatenate([p.vertices_mm for p in parts])
    faces = np.concatenate([p.faces + s for p, s in zip(parts, starts, strict=False)])
    normals = np.concatenate([p.normals for p in parts])
    pairs = cKDTree(vertices).query_pairs(_WELD_MM, output_type="ndarray")
    links = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(vertices),) * 2)
    _, label = connected_components(links, directed=False)
    _, first, rank = np.unique(label, return_index=True, return_inverse=True)
    faces = rank.reshape(-1)[faces]
    a, b, c = faces.T
    keep = (a != b) & (b != c) & (c != a)
    return Surface(vertices[first], faces[keep], _unit(normals[keep]), slot)


def trusted(surface: Surface, least_cosine: float = 0.6) -> Surface:
    """The surface with flat normals on the few slivers whose given normals disagree with their face."""
    corners = surface.vertices_mm[surface.faces]
    flat = _unit(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]))
    off = (surface.normals * flat[:, None]).sum(axis=2).min(axis=1) < least_cosine
    normals = np.where(off[:, None, None], flat[:, None], surface.normals)
    return Surface(surface.vertices_mm, surface.faces, normals, surface.slot)


def open_loops(surface: Surface) -> list[np.ndarray]:
    """The rims where the surface is open: vertex numbers in order, as the missing face would run."""
    edges = np.concatenate([surface.faces[:, [0, 1]], surface.faces[:, [1, 2]], surface.faces[:, [2, 0]]])
    known = {(int(a), int(b)) for a, b in edges}
    following = {b: a for a, b in known if (b, a) not in known}
    loops = []
    while following:
        start = min(following)
        loop, at = [start], following.pop(start)
        while at != start:
            loop.append(at)
            at = following.pop(at)
        loops.append(np.array(loop))
    return loops


def bridge(ring_a: np.ndarray, ring_b: np.ndarray, normal: Callable[[np.ndarray], np.ndarray]) -> Surface:
    """A strip of triangles between two rings around z, of any two numbers of points (N, 3) each.

    `normal` gives the outward direction at points (N, 3); it also decides which way the triangles turn.
    """
    a, b = _by_angle(ring_a), _by_angle(ring_b)
    angle_a, angle_b = (np.unwrap(np.arctan2(r[:, 1], r[:, 0])) for r in (a, b))
    angle_a, angle_b = np.append(angle_a, angle_a[0] + 2 * np.pi), np.append(angle_b, angle_b[0] + 2 * np.pi)
    faces, i, j, shift = [], 0, 0, len(a)
    while i < len(a) or j < len(b):
        if j == len(b) or (i < len(a) and angle_a[i + 1] + angle_a[i] <= angle_b[j + 1] + angle_b[j]):
            faces.append((i % len(a), (i + 1) % len(a), shift + j % len(b)))
            i += 1
        else:
            faces.append((i % len(a), shift + (j + 1) % len(b), shift + j % len(b)))
            j += 1
    return _outward(np.concatenate([a, b]), np.array(faces), normal)


def cap(ring: np.ndarray, direction: np.ndarray) -> Surface:
    """A flat disc that closes a ring (N, 3) around z and faces `direction`."""
    ring = _by_angle(ring)
    count = len(ring)
    faces = np.array([(count, i, (i + 1) % count) for i in range(count)])
    return _outward(np.vstack([ring, ring.mean(axis=0)]), faces, lambda p: np.broadcast_to(direction, p.shape))


def radial(points: np.ndarray) -> np.ndarray:
    """Unit directions away from the z axis, (N, 3)."""
    return _unit(points * np.array([1.0, 1.0, 0.0]))


def _outward(vertices: np.ndarray, faces: np.ndarray, normal: Callable[[np.ndarray], np.ndarray]) -> Surface:
    corners = vertices[faces]
    normals = normal(corners.reshape(-1, 3)).reshape(-1, 3, 3)
    flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    wrong = (flat * normals.sum(axis=1)).sum(axis=1) < 0
    faces[wrong], normals = faces[wrong][:, ::-1], np.where(wrong[:, None, None], normals[:, ::-1], normals)
    return Surface(vertices, faces, normals)


def _by_angle(ring: np.ndarray) -> np.ndarray:
    angle = np.round(np.arctan2(ring[:, 1], ring[:, 0]) % (2 * np.pi), 9) % round(2 * np.pi, 9)
    return ring[np.argsort(angle, kind="stable")]


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
