"""What soft things meet: the convex pieces of all rigid things as planes, and the distance of points to them.

The distance to a piece is the largest of the distances to its planes: exact over faces, too small beyond edges and
corners, so that a thing is held off a sharp edge by up to 0.4 of its radius and never let into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.spatial import ConvexHull

from generator.mesh import Mesh
from generator.recipe import SceneRecipe, Thing


@dataclass(frozen=True, slots=True)
class Obstacles:
    """Convex pieces that do not move, in the world."""

    planes: np.ndarray  # (P, 4) outward unit normal, offset: the distance is normal . x + offset
    first: np.ndarray  # (H,) number of each piece's first plane
    count: np.ndarray  # (H,) how many it has
    low_m: np.ndarray  # (H, 3) of their boxes
    high_m: np.ndarray
    friction: np.ndarray  # (H,)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which points are near which pieces."""

    point: np.ndarray  # (K,)
    piece: np.ndarray  # (K,)
    plane: np.ndarray  # (Q,) all planes of the pairs' pieces, one pair after the other
    first: np.ndarray  # (K,) where a pair's planes begin in `plane`
    owner: np.ndarray  # (Q,) the pair of each

    def of(self, pairs: np.ndarray, planes: np.ndarray) -> Pairs:
        """The pairs of a mask (K,), with those of their planes that are in a mask (Q,)."""
        planes = planes & pairs[self.owner]
        number = np.cumsum(pairs) - 1
        owner = number[self.owner[planes]]
        first = np.searchsorted(owner, np.arange(int(pairs.sum())))
        return Pairs(self.point[pairs], self.piece[pairs], self.plane[planes], first, owner)


def find_obstacles(recipe: SceneRecipe, meshes: Mapping[str, Mesh], low_m: np.ndarray, high_m: np.ndarray) -> Obstacles:
    """The pieces of all rigid things that reach into a box of the world."""
    equations, lows, highs, friction = [], [], [], []
    for thing in recipe.things:
        if thing.soft is not None or thing.context == "spill":
            continue
        pose = np.array(thing.world_from_object, float)
        for hull in meshes[thing.name].hulls:
            corners = hull.astype(float) @ pose[:3, :3].T + pose[:3, 3]
            low, high = corners.min(axis=0), corners.max(axis=0)
            if (low <= high_m).all() and (high >= low_m).all():
                equations.append(_planes(corners))
                lows.append(low)
                highs.append(high)
                friction.append(thing.friction)
    count = np.array([len(planes) for planes in equations], int)
    none = np.zeros((0, 4))
    return Obstacles(
        np.concatenate([none, *equations]),
        np.concatenate([[0], np.cumsum(count)[:-1]]).astype(int)[: len(count)],
        count,
        np.array(lows).reshape(-1, 3),
        np.array(highs).reshape(-1, 3),
        np.array(friction),
    )


def find_pairs(obstacles: Obstacles, points_m: np.ndarray, reach_m: np.ndarray) -> Pairs:
    """Points (N, 3) whose ball of radius `reach_m` (N,) meets a piece.

    Of a piece's planes only those are kept that can become the nearest while the point moves by less than a reach.
    """
    points, pieces = [np.zeros(0, int)], [np.zeros(0, int)]
    low, high = points_m - reach_m[:, None], points_m + reach_m[:, None]
    for piece in range(len(obstacles.count)):
        close = (high >= obstacles.low_m[piece]).all(axis=1) & (low <= obstacles.high_m[piece]).all(axis=1)
        found = np.flatnonzero(close)
        points.append(found)
        pieces.append(np.full(len(found), piece))
    pairs = _paired(np.concatenate(points), np.concatenate(pieces), obstacles)
    if not len(pairs.point):
        return pairs
    away = _to_planes(obstacles, pairs, points_m)
    far = np.maximum.reduceat(away, pairs.first)
    reach = reach_m[pairs.point]
    return pairs.of(far < reach, away > (far - 2 * reach)[pairs.owner])


def distances(obstacles: Obstacles, pairs: Pairs, points_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(K,) distance of each pair's point to its piece, below 0 inside, and (K, 3) the direction out of it."""
    if not len(pairs.point):
        return np.zeros(0), np.zeros((0, 3))
    away = _to_planes(obstacles, pairs, points_m)
    far = np.maximum.reduceat(away, pairs.first)
    best = np.flatnonzero(away == far[pairs.owner])
    chosen = best[np.searchsorted(pairs.owner[best], np.arange(len(far)))]
    return far, obstacles.planes[pairs.plane[chosen], :3]


def rigid(recipe: SceneRecipe) -> tuple[Thing, ...]:
    """The things that do not bend."""
    return tuple(thing for thing in recipe.things if thing.soft is None)


def _to_planes(obstacles: Obstacles, pairs: Pairs, points_m: np.ndarray) -> np.ndarray:
    planes, points = obstacles.planes[pairs.plane], points_m[pairs.point[pairs.owner]]
    return np.asarray(np.einsum("qi,qi->q", planes[:, :3], points) + planes[:, 3])


def _paired(point: np.ndarray, piece: np.ndarray, obstacles: Obstacles) -> Pairs:
    count = obstacles.count[piece]
    first = np.concatenate([[0], np.cumsum(count)[:-1]]).astype(int)[: len(count)]
    owner = np.repeat(np.arange(len(point)), count)
    within = np.arange(len(owner)) - first[owner] if len(owner) else np.zeros(0, int)
    return Pairs(point, piece, obstacles.first[piece][owner] + within, first, owner)


def _planes(corners: np.ndarray) -> np.ndarray:
    """(P, 4) of a convex piece; its triangles that lie in one plane count once."""
    equations = ConvexHull(corners, qhull_options="QJ Pp" if _is_flat(corners) else "Qt").equations
    _, kept = np.unique(np.round(equations * [1e5, 1e5, 1e5, 1e7]), axis=0, return_index=True)
    return np.asarray(equations[np.sort(kept)])


def _is_flat(corners: np.ndarray) -> bool:
    spread = np.linalg.svd(corners - corners.mean(axis=0), compute_uv=False)
    return bool(spread[2] < 1e-6 * spread[0])
