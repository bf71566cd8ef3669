"""A closed stand-in for a mesh that does not close: its inside sampled on a grid and wrapped."""

from __future__ import annotations

import manifold3d
import numpy as np
from skimage.measure import marching_cubes

from generator.cad.cuts import solid_of
from generator.cad.rays import RayScene

_CELLS = 40  # along the longest side


def wrap(vertices: np.ndarray, faces: np.ndarray) -> manifold3d.Manifold | None:
    """A closed solid within about a cell (1/40 of the length) of the mesh, or None if it encloses nothing.

    A point is inside if two of the three axis-parallel rays through it say so, so single holes do no harm.
    """
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    step = float((high - low).max()) / _CELLS
    counts = np.ceil((high - low) / step).astype(int) + 2
    axes = [low[i] + step * (np.arange(counts[i]) - 0.5) for i in range(3)]
    axes_low = low - step / 2
    points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    scene = RayScene(vertices, faces)
    tilt = np.array([1e-4, 2e-4, 3e-4])  # off the grid, so that rays miss edges
    votes = sum(scene.crossings(points.reshape(-1, 3), direction + tilt) % 2 for direction in np.eye(3))
    filled = (np.asarray(votes) >= 2).reshape(tuple(counts)).astype(float)
    if not filled.any():
        return None
    padded = np.pad(filled, 1)
    corners, triangles, _, _ = marching_cubes(padded, 0.5)  # type: ignore[no-untyped-call]
    solid = solid_of(axes_low + (corners - 1) * step, triangles[:, ::-1])
    return solid or solid_of(axes_low + (corners - 1) * step, triangles)
