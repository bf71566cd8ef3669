"""Ray casts against one triangle mesh (embree), scaled to a unit so that millimetre parts lose no precision."""

from __future__ import annotations

import numpy as np
from embreex import rtcore_scene
from embreex.mesh_construction import TriangleMesh

_DIRECTIONS = np.array([[0.3128, 0.5271, 0.7901], [-0.7423, 0.4219, -0.5206], [0.5873, -0.8093, 0.0111]])
_MOST_CROSSINGS = 64
_STEP = 2e-6  # past a surface, in units of the mesh's length


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

    def crossings(self, origins_m: np.ndarray, direction: np.ndarray) -> np.ndarray:
        """(N,) int: how many surfaces each ray along one direction passes through, up to a limit of 64."""
        return np.isfinite(self.depths(origins_m, direction)).sum(axis=1)

    def depths(self, origins_m: np.ndarray, direction: np.ndarray) -> np.ndarray:
        """(N, M) float: the distances in metres at which each ray passes a surface, ascending, padded with infinity."""
        origins = self._local(origins_m).astype(np.float64)
        ray = _unit(np.asarray(direction, float)[None])[0].astype(np.float64)
        travelled = np.zeros(len(origins))
        found: list[np.ndarray] = []
        live = np.arange(len(origins))
        for _ in range(_MOST_CROSSINGS):
            starts = (origins[live] + ray * travelled[live, None]).astype(np.float32)
            hits = self._scene.run(starts, np.repeat(ray[None].astype(np.float32), len(live), axis=0), output=1)
            hit = np.asarray(hits["primID"]) != -1
            live = live[hit]
            if not len(live):
                break
            travelled[live] += np.asarray(hits["tfar"])[hit]
            depth = np.full(len(origins), np.inf)
            depth[live] = travelled[live] / self._scale
            found.append(depth)
            travelled[live] += _STEP
        return np.stack(found, axis=1) if found else np.full((len(origins), 1), np.inf)

    def inside(self, points_m: np.ndarray) -> np.ndarray:
        """(N,) bool: whether points (N, 3) lie in the closed volume, by the majority of three ray parities."""
        votes = sum((self.crossings(points_m, d) % 2 for d in _DIRECTIONS), np.zeros(len(points_m), int))
        return votes >= 2

    def _local(self, points_m: np.ndarray) -> np.ndarray:
        return ((points_m - self._middle) * self._scale).astype(np.float32)


def _unit(directions: np.ndarray) -> np.ndarray:
    return (directions / np.linalg.norm(directions, axis=1, keepdims=True)).astype(np.float32)
