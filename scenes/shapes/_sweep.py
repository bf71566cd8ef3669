"""Round bars and tubes along a path in space: handles, spouts, pipes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from scenes.shapes._mesh import Piece
from scenes.shapes._turning import skin


def bent_path(corners_m: np.ndarray | Sequence[Sequence[float]], bend_m: float, steps: int = 6) -> np.ndarray:
    """(N, 3) a path through corners, each rounded with the radius `bend_m` as a pipe bender leaves it."""
    corners = np.asarray(corners_m, float)
    points = [corners[0]]
    for before, corner, after in zip(corners[:-2], corners[1:-1], corners[2:], strict=True):
        back, on = before - corner, after - corner
        reach = min(0.49 * float(np.linalg.norm(back)), 0.49 * float(np.linalg.norm(on)))
        back, on = back / np.linalg.norm(back), on / np.linalg.norm(on)
        half = 0.5 * math.acos(float(np.clip(back @ on, -1, 1)))
        if abs(math.pi / 2 - half) < 1e-3:
            points.append(corner)
            continue
        cut = min(bend_m / math.tan(half), reach)
        radius = cut * math.tan(half)
        middle = corner + (back + on) / np.linalg.norm(back + on) * radius / math.sin(half)
        start, end = corner + cut * back - middle, corner + cut * on - middle
        turn = math.acos(float(np.clip(start @ end / radius**2, -1, 1)))
        for share in np.linspace(0, 1, steps + 1):
            mixed = math.sin((1 - share) * turn) * start + math.sin(share * turn) * end
            points.append(middle + mixed / math.sin(turn))
    points.append(corners[-1])
    return np.array(points)


def rod(path_m: np.ndarray, radius_m: float | np.ndarray, slot: int = 0, sides: int = 16) -> Piece:
    """A solid round bar along a path (N, 3), its ends flat with a small bevel; `radius_m` may differ along it.

    Its rings do not twist: each frame is the one before, turned by the least angle.
    """
    path = np.asarray(path_m, float)
    radii = np.broadcast_to(np.asarray(radius_m, float), (len(path),))
    first, last = path[1] - path[0], path[-1] - path[-2]
    bevel = 0.2 * float(radii.min())
    path = np.concatenate([path[:1], path[:1] + bevel * first / np.linalg.norm(first), path[1:-1],
                           path[-1:] - bevel * last / np.linalg.norm(last), path[-1:]])  # fmt: skip
    radii = np.concatenate([[radii[0] - bevel], radii[:1], radii[1:-1], radii[-1:], [radii[-1] - bevel]])
    along = np.gradient(path, axis=0)
    along[1:-1] = _unit(path[2:] - path[1:-1]) + _unit(path[1:-1] - path[:-2])
    along = _unit(along)
    side = np.cross(along[0], [0.0, 0.0, 1.0] if abs(along[0, 2]) < 0.9 else [1.0, 0.0, 0.0])
    turns = np.linspace(0, 2 * math.pi, sides, endpoint=False)
    rings = []
    for at, way, radius in zip(path, along, radii, strict=True):
        side = side - way * (side @ way)
        side /= np.linalg.norm(side)
        up = np.cross(way, side)
        rings.append(at + radius * (np.cos(turns)[:, None] * side + np.sin(turns)[:, None] * up))
    return skin(rings, slot, low=True, high=True)


def rod_hulls(path_m: np.ndarray, radius_m: float, sides: int = 8) -> list[np.ndarray]:
    """Convex pieces that hold a bar: prisms of a few sides, each reaching half a radius past its bends."""
    hulls, last = [], len(path_m) - 2
    wide = radius_m / math.cos(math.pi / sides)
    for number, (start, end) in enumerate(pairwise(path_m)):
        way = (end - start) / max(float(np.linalg.norm(end - start)), 1e-9)
        side = np.cross(way, [0.0, 0.0, 1.0] if abs(way[2]) < 0.9 else [1.0, 0.0, 0.0])
        side /= np.linalg.norm(side)
        up = np.cross(way, side)
        turns = np.linspace(0, 2 * math.pi, sides, endpoint=False)
        ring = wide * (np.cos(turns)[:, None] * side + np.sin(turns)[:, None] * up)
        before, after = (0.5 * radius_m * (number != end_of_bar) for end_of_bar in (0, last))
        hulls.append(np.concatenate([start - before * way + ring, end + after * way + ring]))
    return hulls


def _unit(vectors: np.ndarray) -> np.ndarray:
    unit: np.ndarray = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
    return unit
