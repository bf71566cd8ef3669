"""Triangles on their way from a file to a `Mesh`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components


@dataclass(slots=True)
class Soup:
    """Triangles that are being mended in place; every array but the first has one row per face."""

    vertices: np.ndarray  # (V, 3) float64
    faces: np.ndarray  # (F, 3) int64
    normals: np.ndarray | None  # (F, 3, 3) float64 corner normals as given
    slots: np.ndarray  # (F,) uint8

    def keep(self, chosen: np.ndarray) -> None:
        """Drop all faces but the chosen ones (mask or indices)."""
        self.faces, self.slots = self.faces[chosen], self.slots[chosen]
        self.normals = None if self.normals is None else self.normals[chosen]

    def flip(self, wrong: np.ndarray) -> None:
        """Turn faces round (mask), with their corner normals in step."""
        self.faces[wrong] = self.faces[wrong][:, ::-1]
        if self.normals is not None:
            self.normals[wrong] = self.normals[wrong][:, ::-1]


def area_vectors(soup: Soup) -> np.ndarray:
    """(F, 3): normals with twice the area of the face as length."""
    a, b, c = np.moveaxis(soup.vertices[soup.faces], 1, 0)
    return np.cross(b - a, c - a)


def label_bodies(faces: np.ndarray) -> np.ndarray:
    """(F,) int: which connected body each face belongs to (connected through shared edges)."""
    left, right, _ = edge_pairs(faces)
    graph = coo_matrix((np.ones(len(left)), (left, right)), shape=(len(faces),) * 2)
    return connected_components(graph, directed=False)[1]


def edge_pairs(faces: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of faces that share an edge no third one has, and whether they run through it the same way (a fault)."""
    edges = faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    ordered = np.sort(edges, axis=1)
    keys = ordered[:, 0] * (int(faces.max(initial=0)) + 1) + ordered[:, 1]
    order = np.argsort(keys, kind="stable")
    _, start, count = np.unique(keys[order], return_index=True, return_counts=True)
    first, second = order[start[count == 2]], order[start[count == 2] + 1]
    return first // 3, second // 3, edges[first, 0] == edges[second, 0]
