"""A closed stand-in for a mesh that does not close: its inside sampled on a grid and wrapped."""

from __future__ import annotations

import manifold3d
import numpy as np

from generator.cad.cuts import solid_of
from generator.cad.rays import RayScene

_CELLS = 40  # along the longest side


def wrap(vertices: np.ndarray, faces: np.ndarray) -> manifold3d.Manifold | None:
    """A closed solid within about a cell (1/40 of the length) of the mesh, or None if it encloses nothing.

    A point is inside if two of the three axis-parallel rays through it say so, so single holes do no harm.
    """
    from skimage.measure import marching_cubes  # takes a second to load, for broken meshes alone

    low, high = vertices.min(axis=0), vertices.max(axis=0)
    step = float((high - low).max()) / _CELLS
    counts = np.ceil((high - low) / step).astype(int) + 2
    axes = [low[i] + step * (np.arange(counts[i]) - 0.5) for i in range(3)]
    scene = RayScene(vertices, faces)
    votes = sum((_filled(scene, axes, i) for i in range(3)), np.zeros(tuple(counts), int))
    filled = (votes >= 2).astype(float)
    if not filled.any():
        return None
    padded = np.pad(filled, 1)
    corners, triangles, _, _ = marching_cubes(padded, 0.5)  # type: ignore[no-untyped-call]
    solid = solid_of(low - step / 2 + (corners - 1) * step, triangles[:, ::-1])
    return solid or solid_of(low - step / 2 + (corners - 1) * step, triangles)


def _filled(scene: RayScene, axes: list[np.ndarray], along: int) -> np.ndarray:
    """Which grid points lie inside, judged by one ray along an axis through each row of them."""
    across = [i for i in range(3) if i != along]
    first, second = np.meshgrid(axes[across[0]], axes[across[1]], indexing="ij")
    step = axes[along][1] - axes[along][0]
    origins = np.zeros((first.size, 3))
    origins[:, across[0]], origins[:, across[1]] = first.ravel() + 1e-3 * step, second.ravel() + 2e-3 * step
    origins[:, along] = axes[along][0] - step
    depths = scene.depths(origins, np.eye(3)[along])
    places = axes[along] - axes[along][0] + step
    passed = np.stack([(depths < place).sum(axis=1) for place in places], axis=1) % 2
    passed[np.isfinite(depths).sum(axis=1) % 2 == 1] = 0  # a ray through a hole in the mesh knows nothing
    return np.moveaxis(passed.reshape(*first.shape, -1), 2, along)
