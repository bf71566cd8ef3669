"""Bins and trays in the sizes that are sold, chosen for what goes into them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.mesh import Mesh

BINS_M = (  # outer width, depth, height: stacking boxes of size 2..5, then Euro KLT crates
    (0.16, 0.103, 0.075),
    (0.234, 0.15, 0.122),
    (0.297, 0.198, 0.147),
    (0.33, 0.213, 0.15),
    (0.396, 0.297, 0.147),
    (0.5, 0.31, 0.182),
    (0.594, 0.396, 0.147),
    (0.594, 0.396, 0.28),
)
TRAYS_M = ((0.16, 0.12, 0.03), (0.2, 0.15, 0.03), (0.25, 0.18, 0.035), (0.3, 0.2, 0.04), (0.4, 0.3, 0.05))
_FULL = 0.7  # of the height that a pile takes at most
_PACKED = 0.85  # volume of a pile against the boxes around its parts
_BARE = 0.22  # share of the floor that parts would cover, below which a container is too large for them
_ROOM_FOR_ONE = 2.15  # inner width against the radius of the largest part
_EMPTY = 0.09  # share of the volume below which they would be lost in it
_CHOICES = 3


@dataclass(frozen=True, slots=True)
class Container:
    """An `open_bin` with its numbers, for the scene that pours into it."""

    params: dict[str, float | int]
    inner_m: tuple[float, float]  # at the floor
    outer_m: tuple[float, float]  # with the lip
    height_m: float
    floor_m: float  # thickness of the floor
    shallow: bool


def choose_container(meshes: Sequence[Mesh], shallow: bool, rng: np.random.Generator) -> Container:
    """One of the smallest standard sizes that holds the parts; made larger or smaller where none fits them."""
    volume = _PACKED * sum(float(np.prod(mesh.extent_m)) for mesh in meshes)
    cover = sum(math.pi * 0.4 * mesh.radius_m**2 for mesh in meshes)
    largest = max(mesh.radius_m for mesh in meshes)
    sizes = TRAYS_M if shallow else BINS_M + TRAYS_M

    def least_scale(size: tuple[float, float, float]) -> float:
        """The scale from which a size holds the pile and lets the largest part lie in it."""
        by_volume = (volume / (0.85 * size[0] * size[1] * _FULL * size[2])) ** (1 / 3)
        return max(by_volume, _ROOM_FOR_ONE * largest / (0.88 * size[1]))

    fitting = [
        size
        for size in sizes
        if least_scale(size) <= 1 and cover >= _BARE * size[0] * size[1] and volume >= _EMPTY * math.prod(size)
    ]
    pick = rng.random()
    if fitting:
        size, scale = fitting[int(pick * min(len(fitting), _CHOICES))], 1.0
    else:
        size = min(sizes, key=lambda s: abs(math.log(least_scale(s))))
        bare = math.sqrt(cover / (_BARE * 1.5 * size[0] * size[1]))
        scale = max(least_scale(size) * 1.02, min(bare, 1.0))
    return _sized(size, scale, size in TRAYS_M, rng)


def _sized(size: tuple[float, float, float], scale: float, shallow: bool, rng: np.random.Generator) -> Container:
    width, depth, height = (round(scale * v, 7) for v in size)
    wall = (0.0022 if shallow else 0.003) * scale * (size[0] / 0.3) ** 0.3
    corner = depth * float(rng.choice([0.04, 0.07, 0.1]))
    taper = height * float(rng.choice([0.02, 0.05]))
    lip = wall * float(rng.choice([0.6, 1.5, 2.2]))
    ribs = 0 if shallow else int(rng.choice([0, 2, 4, 5]))
    params: dict[str, float | int] = {
        "width_m": width,
        "depth_m": depth,
        "height_m": height,
        "wall_m": round(wall, 7),
        "corner_m": round(corner, 7),
        "taper_m": round(taper, 7),
        "lip_m": round(lip, 7),
        "ribs": ribs,
    }
    inner = (width - 2 * (wall + taper), depth - 2 * (wall + taper))
    return Container(params, inner, (width + 2 * lip, depth + 2 * lip), height, wall, shallow)
