"""Tubes along a centreline that physics bent: rings on a smooth curve through its points, without a twist."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from generator.mesh import Mesh
from scenes.shapes._mesh import Piece, loft, make_mesh

_HULL_SIDES = 6


def smooth_line(points_m: np.ndarray, parts: int) -> np.ndarray:
    """(parts (N - 1) + 1, 3): a Catmull-Rom curve through the points, `parts` pieces for each."""
    p = np.concatenate([2 * points_m[:1] - points_m[1:2], points_m, 2 * points_m[-1:] - points_m[-2:-1]])
    t = (np.arange(parts) / parts)[None, :, None]
    a, b, c, d = (p[k : len(p) - 3 + k][:, None] for k in range(4))
    curve = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return np.concatenate([curve.reshape(-1, 3), points_m[-1:]])


def frames(line_m: np.ndarray) -> np.ndarray:
    """(N, 3, 3): at each point of a line two directions across it and the one along it, carried on without a twist.

    Double reflection (Wang, Jüttler, Zheng and Liu, Computation of Rotation Minimizing Frames, 2008).
    """
    along = np.gradient(line_m, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    start = np.cross(along[0], [0.0, 0.0, 1.0] if abs(along[0, 2]) < 0.9 else [1.0, 0.0, 0.0])
    across = np.empty_like(line_m)
    across[0] = start / np.linalg.norm(start)
    for i in range(len(line_m) - 1):
        v = line_m[i + 1] - line_m[i]
        c = max(float(v @ v), 1e-18)
        r = across[i] - 2 / c * (v @ across[i]) * v
        t = along[i] - 2 / c * (v @ along[i]) * v
        v = along[i + 1] - t
        c = float(v @ v)
        across[i + 1] = r - 2 / c * (v @ r) * v if c > 1e-18 else r
    return np.stack([across, np.cross(along, across), along], axis=1)


def tube(
    line_m: np.ndarray, turned: np.ndarray, radii_m: np.ndarray | float, sides: int, slot: int = 0, *, caps: bool = True
) -> Piece:
    """A round skin over a line (N, 3) with its frames (N, 3, 3) and a radius for each point."""
    angles = np.arange(sides) / sides * 2 * np.pi
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    radii = np.broadcast_to(np.asarray(radii_m, float), (len(line_m),))
    rings = line_m[:, None] + radii[:, None, None] * np.einsum("sk,nki->nsi", circle, turned[:, :2])
    return loft(rings, slot, caps=caps)


def offset_line(line_m: np.ndarray, turned: np.ndarray, right_m: np.ndarray, up_m: np.ndarray) -> np.ndarray:
    """(N, 3): a line beside another one, in its frames."""
    return line_m + right_m[:, None] * turned[:, 0] + up_m[:, None] * turned[:, 1]


def chain_hulls(points_m: np.ndarray, radius_m: float) -> list[np.ndarray]:
    """A convex piece around each link of a centreline."""
    turned = frames(points_m)
    angles = np.arange(_HULL_SIDES) / _HULL_SIDES * 2 * np.pi
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1) * radius_m
    rings = points_m[:, None] + np.einsum("sk,nki->nsi", circle, turned[:, :2])
    return [np.concatenate([rings[i], rings[i + 1]]) for i in range(len(points_m) - 1)]


def soft_mesh(pieces: list[Piece], slots: tuple[str, ...], hulls: list[np.ndarray]) -> Mesh:
    """The pieces as a mesh in their own frame: what bends keeps the frame of its points, not of its mass."""
    mesh = make_mesh(pieces, slots, hulls)
    moved = (pieces[0].points_m[0] - mesh.vertices_m[0].astype(float)).astype(np.float32)
    return replace(mesh, vertices_m=mesh.vertices_m + moved, hulls=tuple(hull + moved for hull in mesh.hulls))
