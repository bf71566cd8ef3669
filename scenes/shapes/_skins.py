"""Sheets that physics laid: triangles through their points become a closed skin with two sides and a rim."""

from __future__ import annotations

import numpy as np


def two_sided(middle_m: np.ndarray, top: np.ndarray, thickness_m: float) -> tuple[np.ndarray, np.ndarray]:
    """(2 N, 3) points, the upper side's first, and (F, 3) faces: the top's, the underside's, those of the rim."""
    normals, rim = _normals(middle_m, top), rim_of(top)
    count = len(middle_m)
    walls = np.concatenate([np.stack([rim[:, 1], rim[:, 0], rim[:, 0] + count], axis=1),
                            np.stack([rim[:, 1], rim[:, 0] + count, rim[:, 1] + count], axis=1)])  # fmt: skip
    points = np.concatenate([middle_m + 0.5 * thickness_m * normals, middle_m - 0.5 * thickness_m * normals])
    return points, np.concatenate([top, top[:, ::-1] + count, walls])


def halved(cells: np.ndarray) -> np.ndarray:
    """(2 C, 3) triangles of four-cornered cells (C, 4)."""
    a, b, c, d = cells.T
    return np.stack([np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)], axis=1).reshape(-1, 3)


def rim_of(faces: np.ndarray) -> np.ndarray:
    """(E, 2) edges that one face has alone, in its direction."""
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    size = int(edges.max()) + 1
    there = set((edges[:, 0] * size + edges[:, 1]).tolist())
    alone = [int(b) * size + int(a) not in there for a, b in edges]
    return np.asarray(edges[np.array(alone)])


def block_hulls(cells: np.ndarray, block: np.ndarray, upper_m: np.ndarray, lower_m: np.ndarray) -> list[np.ndarray]:
    """The corners of a convex piece around the cells (C, 4) of each block; `block` (C,) says which one each is in."""
    hulls = []
    for key in np.unique(block):
        corners = np.unique(cells[block == key])
        hulls.append(np.concatenate([upper_m[corners], lower_m[corners]]))
    return hulls


def _normals(points_m: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """(N, 3) unit normals of the points, those of their faces by area."""
    a, b, c = (points_m[faces[:, k]] for k in range(3))
    cross = np.cross(b - a, c - a)
    total = np.zeros_like(points_m)
    for k in range(3):
        np.add.at(total, faces[:, k], cross)
    return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-15))
