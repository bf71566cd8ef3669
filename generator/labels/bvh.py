"""Ray casting against triangles with Embree: one tree for each mesh, kept by content, shared by its instances."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

import numpy as np

_MOST_FACES_KEPT = 4_000_000  # about 0.5 GB of trees and normals


class Bvh:
    """A tree over the triangles of one mesh, in the mesh's own frame.

    Embree's robust mode is on: without it about one ray in a million slips between two triangles that share an edge,
    which punches single-pixel holes into masks.
    """

    __slots__ = ("_scene", "face_count", "face_normals")

    def __init__(self, vertices_m: np.ndarray, faces: np.ndarray) -> None:
        from embreex.mesh_construction import TriangleMesh
        from embreex.rtcore_scene import EmbreeScene

        corners = vertices_m[faces].astype(np.float64)
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        lengths = np.linalg.norm(normals, axis=1, keepdims=True)
        self.face_normals = (normals / np.maximum(lengths, 1e-30)).astype(np.float32)  # (F, 3) unit, outwards
        self.face_count = len(faces)
        self._scene: Any = EmbreeScene(robust=True)
        TriangleMesh(self._scene, np.ascontiguousarray(vertices_m, np.float32), np.ascontiguousarray(faces, np.int32))

    def cast(self, origin: np.ndarray, directions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """First hits of rays from `origin` (3,) along `directions` (N, 3).

        Returns the ray parameters (N,) float32, infinite where nothing is hit, and the faces hit (N,) int32, else -1.
        """
        origins = np.broadcast_to(np.asarray(origin, np.float32), directions.shape)
        hits = self._scene.run(np.ascontiguousarray(origins), np.ascontiguousarray(directions, np.float32), output=True)
        faces = hits["primID"]
        return np.where(faces >= 0, hits["tfar"], np.float32(np.inf)), faces


class BvhCache:
    """Trees by content key, the least recently used dropped first, so that a worker's memory stays bounded.

    Keep one for each worker: meshes come back from scene to scene.
    """

    def __init__(self, most_faces: int = _MOST_FACES_KEPT) -> None:
        self._trees: OrderedDict[Hashable, Bvh] = OrderedDict()
        self._most_faces = most_faces

    def get(self, key: Hashable, vertices_m: np.ndarray, faces: np.ndarray) -> Bvh:
        """The tree of that key, built from the given triangles when it is not there."""
        tree = self._trees.get(key)
        if tree is None:
            tree = self._trees[key] = Bvh(vertices_m, faces)
            kept = sum(t.face_count for t in self._trees.values())
            while kept > self._most_faces and len(self._trees) > 1:
                kept -= self._trees.popitem(last=False)[1].face_count
        self._trees.move_to_end(key)
        return tree

    def __len__(self) -> int:
        return len(self._trees)
