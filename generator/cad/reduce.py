"""Fewer triangles: no more than pictures need, and few enough of millions to handle at all."""

from __future__ import annotations

import fast_simplification
import numpy as np

from generator.cad.soup import Soup

MAX_FACES = 40_000
_MANY_FACES = 500_000
_CELLS = 400  # along the longest side of a mesh of millions, before anything else is done with it


def simplify(soup: Soup, target: int = MAX_FACES) -> Soup:
    """The mesh with about `target` triangles (quadric edge collapse), each slot on its own; normals are left open."""
    share = target / len(soup.faces)
    parts = []
    for slot in np.unique(soup.slots):
        vertices, faces = weld_exact(soup.vertices, soup.faces[soup.slots == slot])
        goal = max(int(len(faces) * share), 8)
        if len(faces) > goal:
            vertices, faces = fast_simplification.simplify(vertices, faces.astype(np.int32), target_count=goal)
        parts.append(Soup(np.asarray(vertices, float), np.asarray(faces, np.int64), None, np.full(len(faces), slot)))
    starts = np.cumsum([0] + [len(part.vertices) for part in parts])
    return Soup(
        np.concatenate([part.vertices for part in parts]),
        np.concatenate([part.faces + start for part, start in zip(parts, starts, strict=False)]),
        None,
        np.concatenate([part.slots for part in parts]).astype(np.uint8),
    )


def thin(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A mesh of millions of triangles with its corners joined on a grid of 1/400 of its length; others as they are."""
    if len(faces) <= _MANY_FACES:
        return vertices, faces
    vertices, faces = weld_exact(vertices, faces)
    low = vertices.min(axis=0)
    step = max(float((vertices.max(axis=0) - low).max()) / _CELLS, 1e-30)
    x, y, z = ((vertices - low) / step).astype(np.int64).T
    _, cell = np.unique((x * 2048 + y) * 2048 + z, return_inverse=True)
    sizes = np.bincount(cell)
    means = np.stack([np.bincount(cell, vertices[:, i]) / sizes for i in range(3)], axis=1)
    a, b, c = cell[faces].T
    real = (a != b) & (b != c) & (c != a)
    return means, np.stack([a[real], b[real], c[real]], axis=1)


def weld_exact(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Join corners whose coordinates are equal to 32 bits, and drop unused ones; fast for millions of corners."""
    used, index = np.unique(faces, return_inverse=True)
    bits = vertices[used].astype(np.float32).view(np.uint32).astype(np.uint64)
    mixed = (bits[:, 0] * np.uint64(0x9E3779B97F4A7C15)) ^ (bits[:, 1] * np.uint64(0xC2B2AE3D27D4EB4F))
    mixed ^= (bits[:, 2] * np.uint64(0x165667B19E3779F9)) ^ (mixed >> np.uint64(29))
    _, first, joined = np.unique(mixed, return_index=True, return_inverse=True)
    welded = joined.reshape(-1)[index.reshape(-1)].reshape(-1, 3)
    a, b, c = welded.T
    return vertices[used[first]], welded[(a != b) & (b != c) & (c != a)]
