"""Where things are put or let go: turned poses, layers of loose things above a place, circles scattered on a top."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.mesh import Mesh
from generator.recipe import Matrix

_TRIES = 160
_CLEAR = 1.04  # distance of two bounding spheres against touching


def as_matrix(rotation: np.ndarray, position_m: Sequence[float] | np.ndarray) -> Matrix:
    """(4, 4) world_from_object as a recipe stores it."""
    pose = np.eye(4)
    pose[:3, :3] = rotation
    pose[:3, 3] = position_m
    return tuple(tuple(float(v) for v in row) for row in pose)


def yaw_matrix(angle_rad: float) -> np.ndarray:
    """(3, 3) turn around the upright axis."""
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def any_rotation(rng: np.random.Generator) -> np.ndarray:
    """(3, 3) rotation, uniform over all (from a unit quaternion; Shoemake 1992)."""
    w, x, y, z = (q := rng.normal(size=4)) / np.linalg.norm(q)
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def facing(position_m: np.ndarray, target_m: np.ndarray, roll_rad: float = 0.0) -> np.ndarray:
    """(3, 3) rotation of something at a position whose -z looks at the target and whose x is level, then rolled."""
    back = np.asarray(position_m, float) - np.asarray(target_m, float)
    back /= np.linalg.norm(back)
    level = np.cross([0.0, 0.0, 1.0], back) if abs(back[2]) < 0.999 else np.array([1.0, 0.0, 0.0])
    level /= np.linalg.norm(level)
    return np.stack([level, np.cross(back, level), back], axis=1) @ yaw_matrix(roll_rad)


def flat_rotation(mesh: Mesh) -> np.ndarray:
    """(3, 3) rotation that lays a mesh down: its thinnest principal direction up, its longest along x."""
    points = mesh.vertices_m.astype(float)
    spread = np.linalg.eigh(np.cov(points.T))[1]  # columns from thin to long
    long, middle = spread[:, 2], spread[:, 1]
    # eigenvectors have no sign of their own: let the first sizeable component be positive
    long, middle = (v * np.sign(v[np.argmax(np.abs(v))]) for v in (long, middle))
    return np.stack([long, middle, np.cross(long, middle)])


def upright_rotation(mesh: Mesh) -> np.ndarray:
    """(3, 3) rotation that puts a vessel's turning axis upright, its own +axis on top."""
    axis = mesh.axis.astype(float)
    side = np.cross([0.0, 1.0, 0.0] if abs(axis[1]) < 0.9 else [1.0, 0.0, 0.0], axis)
    side /= np.linalg.norm(side)
    return np.stack([side, np.cross(axis, side), axis])


def lowest_m(mesh: Mesh, rotation: np.ndarray) -> float:
    """Height of the lowest point of a turned mesh over its origin (negative); hulls count, as they are what rests."""
    points = np.concatenate([mesh.vertices_m, *mesh.hulls])
    return float((points @ rotation[2]).min())


def stack_starts(
    radii_m: Sequence[float], area_m: tuple[float, float], base_m: float, rng: np.random.Generator
) -> list[np.ndarray]:
    """Start positions (3,) around the origin for things of those bounding radii, in layers above `base_m`.

    No two bounding spheres touch; all stay within the rectangle `area_m`, unless one alone is larger than it.
    Layers are of similar sizes and come in random order, as things are tipped out.
    """
    order = sorted(range(len(radii_m)), key=lambda i: -radii_m[i])
    layers: list[tuple[float, list[int]]] = []
    while order:
        cell = 2 * _CLEAR * radii_m[order[0]]
        across = [max(1, int(side / cell)) for side in area_m]
        layers.append((cell, order[: across[0] * across[1]]))
        order = order[across[0] * across[1] :]
    positions: list[np.ndarray] = [np.zeros(3)] * len(radii_m)
    height = base_m
    for layer in rng.permutation(len(layers)):
        cell, members = layers[layer]
        across = [max(1, int(side / cell)) for side in area_m]
        cells = rng.permutation(across[0] * across[1])[: len(members)]
        for member, place in zip(rng.permutation(members), cells, strict=True):
            free = cell / 2 - _CLEAR * radii_m[member]
            pitch = [max(side / n, cell) for side, n in zip(area_m, across, strict=True)]
            grid = np.array([place % across[0], place // across[0]]) - (np.array(across) - 1) / 2
            slack = np.append((np.array(pitch) - cell) / 2 + free, free)
            middle = np.array([grid[0] * pitch[0], grid[1] * pitch[1], height + cell / 2])
            positions[member] = middle + rng.uniform(-1, 1, 3) * slack
        height += cell
    return positions


@dataclass(slots=True)
class Scatter:
    """Circles on a top that do not touch: dense around the middle, thinning out, never in rows."""

    half_m: tuple[float, float]  # of the rectangle that the circles stay in
    taken: list[tuple[float, float, float]]  # x, y, radius
    blocked: tuple[tuple[float, float, float, float], ...] = ()  # rectangles: x, y, half width, half depth

    def place(self, radius_m: float, spread_m: float, rng: np.random.Generator) -> tuple[float, float] | None:
        """A free place for a circle, about `spread_m` from the middle; None if there is none after bounded tries."""
        room = [max(half - radius_m, 0.0) for half in self.half_m]
        for attempt in range(_TRIES):
            wide = spread_m * (1 + 4 * attempt / _TRIES)
            x, y = (float(v) for v in rng.normal(0, wide, 2))
            if abs(x) <= room[0] and abs(y) <= room[1] and self.is_free(x, y, radius_m):
                self.taken.append((x, y, radius_m))
                return x, y
        return None

    def is_free(self, x: float, y: float, radius_m: float) -> bool:
        """Whether a circle touches neither another one nor a blocked rectangle."""
        if any(math.hypot(x - tx, y - ty) < _CLEAR * (radius_m + tr) for tx, ty, tr in self.taken):
            return False
        gaps = ((max(abs(x - bx) - w, 0.0), max(abs(y - by) - d, 0.0)) for bx, by, w, d in self.blocked)
        return all(math.hypot(*gap) >= _CLEAR * radius_m for gap in gaps)
