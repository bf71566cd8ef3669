"""Ray casts against one triangle mesh (embree), scaled to a unit so that millimetre parts lose no precision."""

from __future__ import annotations

import numpy as np
from embreex import rtcore_scene
from embreex.mesh_construction import TriangleMesh

_DIRECTIONS = np.array([[0.3128, 0.5271, 0.7901], [-0.7423, 0.4219, -0.5206], [0.5873, -0.8093, 0.0111]])


class RayScene:
    """Triangles ready for ray casts. Directions may have any length; distances are in metres."""

    def __init__(self, vertices_m: np.ndarray, faces: np.ndarray) -> None:
        self._middle = (vertices_m.min(axis=0) + vertices_m.max(axis=0)).astype(np.float64) / 2
        self._scale = 1 / max(float(np.ptp(vertices_m, axis=0).max()), 1e-12)
        self._scene = rtcore_scene.EmbreeScene()
        corners = ((vertices_m - self._middle) * self._scale)[faces].astype(np.float32)
        self._mesh = TriangleMesh(self._scene, corners)  # keeps the buffers alive

    def blocked(self, origins_m: np.ndarray, directions: np.ndarray, reach_m: float) -> np.ndarray:
        """(N,) bool: whether anything lies on each ray nearer than `reach_m`."""
        reach = np.full(len(origins_m), reach_m * self._scale, np.float32)
        hit = self._scene.run(self._local(origins_m), _unit(directions), dists=reach, query="OCCLUDED")
        return np.asarray(hit) != -1

    def crossings(self, origins_m: np.ndarray, direction: np.ndarray, limit: int = 64) -> np.ndarray:
        """(N,) int: how many surfaces each ray along one direction passes through."""
        origins = self._local(origins_m).astype(np.float64)
        ray = _unit(np.asarray(direction, float)[None])[0].astype(np.float64)
        count = np.zeros(len(origins), int)
        live = np.arange(len(origins))
        for _ in range(limit):
            directions = np.repeat(ray[None].astype(np.float32), len(live), axis=0)
            found = self._scene.run(origins[live].astype(np.float32), directions, output=1)
            hit = np.asarray(found["primID"]) != -1
            live = live[hit]
            if not len(live):
                break
            count[live] += 1
            origins[live] += ray * (np.asarray(found["tfar"])[hit] + 2e-6)[:, None]
        return count

    def inside(self, points_m: np.ndarray) -> np.ndarray:
        """(N,) bool: whether points (N, 3) lie in the closed volume, by the majority of three ray parities."""
        votes = sum((self.crossings(points_m, d) % 2 for d in _DIRECTIONS), np.zeros(len(points_m), int))
        return votes >= 2

    def _local(self, points_m: np.ndarray) -> np.ndarray:
        return ((points_m - self._middle) * self._scale).astype(np.float32)


def _unit(directions: np.ndarray) -> np.ndarray:
    return (directions / np.linalg.norm(directions, axis=1, keepdims=True)).astype(np.float32)
