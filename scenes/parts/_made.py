"""Parts that code makes when they are wanted, brought to what the catalogue promises: closed, with bounded hulls."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, partial

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from generator.mesh import Mesh
from scenes.parts._pieces import CORNERS, thinned

_WELD_M = 1e-6
Pieces = Callable[[Mesh], Iterable[np.ndarray]]  # triangles or points (..., 3) that each convex piece holds


def made(load: Callable[[], Mesh], pieces: Pieces | None = None) -> Callable[[], Mesh]:
    """What gives the mesh of `load` once its open edges are joined; it is made once and then shared.

    Its hulls hold what `pieces` names, or stay as they are where they have at most 64 corners.
    """
    return cache(partial(_made, load, pieces))


def _made(load: Callable[[], Mesh], pieces: Pieces | None) -> Mesh:
    mesh = joined(load())
    if pieces is not None:
        return replace(mesh, hulls=tuple(thinned(held.reshape(-1, 3)) for held in pieces(mesh)))
    return replace(mesh, hulls=tuple(hull if len(hull) <= CORNERS else thinned(hull) for hull in mesh.hulls))


def joined(mesh: Mesh) -> Mesh:
    """The mesh with the corners of its open edges that share a place made one; closed bodies stay as they are.

    Bodies that only touch must not be joined: their edges would have four faces.
    """
    open_corners = _open_corners(mesh.faces)
    if not len(open_corners):
        return mesh
    pairs = cKDTree(mesh.vertices_m[open_corners]).query_pairs(_WELD_M, output_type="ndarray")
    graph = coo_matrix((np.ones(len(pairs)), pairs.T), shape=(len(open_corners),) * 2)
    _, first, group = np.unique(connected_components(graph, directed=False)[1], return_index=True, return_inverse=True)
    into = np.arange(len(mesh.vertices_m))
    into[open_corners] = open_corners[first][group]
    cavity = mesh.cavity.copy()
    np.maximum.at(cavity, into, mesh.cavity)  # the rim of a hole stays as deep as the hole says
    used, faces = np.unique(into[mesh.faces], return_inverse=True)
    faces = faces.reshape(-1, 3).astype(np.int32)
    closed = not len(_open_corners(faces))
    return replace(mesh, vertices_m=mesh.vertices_m[used], faces=faces, cavity=cavity[used], watertight=closed)


def _open_corners(faces: np.ndarray) -> np.ndarray:
    """Corners of the edges that no other face uses the other way around."""
    edges = faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2).astype(np.int64)
    count = int(faces.max()) + 1
    alone = ~np.isin(edges[:, 0] * count + edges[:, 1], edges[:, 1] * count + edges[:, 0])
    return np.unique(edges[alone])
