"""What soft things meet: the convex pieces of all rigid things as planes, and the distance of points to them.

The distance to a piece is the largest of the distances to its planes: exact over faces, too small beyond edges and
corners, so that a thing is held off a sharp edge by up to 0.4 of its radius and never let into it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.spatial import ConvexHull

from generator.mesh import Mesh
from generator.recipe import SceneRecipe

_MIX = np.array([1.0, 271.8281828, 31415.92654, 0.5772156649])  # tells unlike planes apart by one number
_DOWN, _NOT_DOWN_M = -0.5, 0.03  # what falls does not leave a thing through its underside
_FEW = 8  # planes by which most pieces are found to be far off


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
class Places:
    """Where a soft thing is tested against rigid ones: between two of its points each."""

    ends: np.ndarray  # (S, 2) numbers of points
    shares: np.ndarray  # (S,) how far from the first to the second
    radius_m: np.ndarray  # (S,) that it is thick there

    def of(self, points_m: np.ndarray) -> np.ndarray:
        """(S, 3) the places."""
        t = self.shares[:, None]
        return np.asarray((1 - t) * points_m[self.ends[:, 0]] + t * points_m[self.ends[:, 1]])


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which points are near which pieces."""

    point: np.ndarray  # (K,)
    piece: np.ndarray  # (K,)
    planes: np.ndarray  # (Q, 4) all planes of the pairs' pieces, one pair after the other
    first: np.ndarray  # (K,) where a pair's planes begin in `plane`
    owner: np.ndarray  # (Q,) the pair of each
    where: np.ndarray  # (Q,) the point of each

    def of(self, pairs: np.ndarray, planes: np.ndarray) -> Pairs:
        """The pairs of a mask (K,), with those of their planes that are in a mask (Q,)."""
        planes = planes & pairs[self.owner]
        number = np.cumsum(pairs) - 1
        owner = number[self.owner[planes]]
        first = np.searchsorted(owner, np.arange(int(pairs.sum())))
        return Pairs(self.point[pairs], self.piece[pairs], self.planes[planes], first, owner, self.where[planes])


def find_obstacles(
    recipe: SceneRecipe,
    meshes: Mapping[str, Mesh],
    low_m: np.ndarray,
    high_m: np.ndarray,
    whole: Collection[str] = (),
) -> Obstacles:
    """The pieces of the things with a mesh that reach into a box of the world; spills are none.

    Things whose context is in `whole` count as one piece each, their hull.
    """
    equations, lows, highs, friction = [], [], [], []
    for thing in recipe.things:
        if thing.name not in meshes or thing.context == "spill":
            continue
        pose = np.array(thing.world_from_object, float)
        hulls = meshes[thing.name].hulls
        for hull in [np.concatenate(hulls)] if thing.context in whole and hulls else hulls:
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


def find_pairs(obstacles: Obstacles, points_m: np.ndarray, radius_m: np.ndarray, move_m: float) -> Pairs:
    """Points (N, 3) whose ball of radius `radius_m` (N,) can meet a piece while they move by less than `move_m`.

    Of a piece's planes only those are kept that can become the nearest on the way.
    """
    reach_m = radius_m + move_m
    close = np.ones((len(obstacles.count), len(points_m)), bool)
    for axis in range(3):
        low, high = points_m[:, axis] - reach_m, points_m[:, axis] + reach_m
        close &= obstacles.low_m[:, axis, None] <= high
        close &= obstacles.high_m[:, axis, None] >= low
    points, pieces = [np.zeros(0, int)], [np.zeros(0, int)]
    for piece in np.flatnonzero(close.any(axis=1)):  # the largest faces tell most that are far off: a wall that stands
        there = np.flatnonzero(close[piece])  # askew has a large box
        first, count = obstacles.first[piece], min(int(obstacles.count[piece]), _FEW)
        planes = obstacles.planes[first : first + count]
        near = (points_m[there] @ planes[:, :3].T + planes[:, 3]).max(axis=1) < reach_m[there]
        points.append(there[near])
        pieces.append(np.full(int(near.sum()), piece))
    pairs = _paired(np.concatenate(points), np.concatenate(pieces), obstacles)
    if not len(pairs.point):
        return pairs
    away = _to_planes(pairs, points_m)
    far = np.maximum.reduceat(away, pairs.first)
    reach = reach_m[pairs.point]
    return pairs.of(far < reach, away >= (far - 2 * move_m)[pairs.owner])


def distances(pairs: Pairs, points_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(K,) distance of each pair's point to its piece, below 0 inside, and (K, 3) the direction out of it."""
    if not len(pairs.point):
        return np.zeros(0), np.zeros((0, 3))
    away = _to_planes(pairs, points_m)
    far = np.maximum.reduceat(away, pairs.first)
    best = np.flatnonzero(away == far[pairs.owner])
    chosen = best[np.searchsorted(pairs.owner[best], np.arange(len(far)))]
    return far, pairs.planes[chosen, :3]


def push_out(
    points_m: np.ndarray,
    free: np.ndarray,
    places: Places,
    pairs: Pairs,
    friction: np.ndarray,
    before_m: np.ndarray | None,
) -> None:
    """Push soft things out of rigid ones, in place; with the points of before the step, friction holds them back.

    `free` (N,) bool says which points move, `friction` (H,) is that of every piece. A point goes by the mean of what
    the places around it want.
    """
    away, out = distances(pairs, places.of(points_m))
    deep = np.flatnonzero(away < places.radius_m[pairs.point])
    if not len(deep):
        return
    place = pairs.point[deep]
    push = (places.radius_m[place] - away[deep])[:, None] * out[deep]
    grip = friction[pairs.piece[deep]]
    total, normal = np.zeros_like(points_m), np.zeros_like(points_m)
    count, held = np.zeros(len(points_m)), np.zeros(len(points_m))
    t = places.shares[place]
    whole = (1 - t) ** 2 + t**2
    for end, share in zip(places.ends[place].T, (1 - t, t), strict=True):
        _add(total, end, (share**2 / whole)[:, None] * push)
        _add(normal, end, share[:, None] * out[deep])
        count += np.bincount(end, weights=share, minlength=len(count))
        np.maximum.at(held, end, grip)
    touched = (count > 1e-9) & free
    moved = total[touched] / count[touched][:, None]
    points_m[touched] += moved
    if before_m is not None:
        unit = normal[touched] / np.maximum(np.linalg.norm(normal[touched], axis=1), 1e-9)[:, None]
        way = points_m[touched] - before_m[touched]
        along = way - np.einsum("ij,ij->i", way, unit)[:, None] * unit
        slid, pressed = np.linalg.norm(along, axis=1), np.linalg.norm(moved, axis=1)
        points_m[touched] -= np.minimum(held[touched] * pressed / np.maximum(slid, 1e-12), 1.0)[:, None] * along


def _add(total: np.ndarray, where: np.ndarray, what: np.ndarray) -> None:
    """total[where] += what, also where a number comes twice."""
    for axis in range(total.shape[1]):
        total[:, axis] += np.bincount(where, weights=what[:, axis], minlength=len(total))


def _to_planes(pairs: Pairs, points_m: np.ndarray) -> np.ndarray:
    """(Q,) distance of each pair's point to each of its planes; from inside, undersides count as far behind."""
    away = np.einsum("qi,qi->q", pairs.planes[:, :3], points_m[pairs.where]) + pairs.planes[:, 3]
    return np.asarray(np.where((away < 0) & (pairs.planes[:, 2] < _DOWN), away - _NOT_DOWN_M, away))


def _paired(point: np.ndarray, piece: np.ndarray, obstacles: Obstacles) -> Pairs:
    """Pairs with all planes of their pieces."""
    count = obstacles.count[piece]
    first = np.concatenate([[0], np.cumsum(count)[:-1]]).astype(int)[: len(count)]
    owner = np.repeat(np.arange(len(point)), count)
    within = np.arange(len(owner)) - first[owner] if len(owner) else np.zeros(0, int)
    return Pairs(point, piece, obstacles.planes[obstacles.first[piece][owner] + within], first, owner, point[owner])


def _planes(corners: np.ndarray) -> np.ndarray:
    """(P, 4) of a convex piece, the largest faces first; its triangles that lie in one plane count once."""
    hull = ConvexHull(corners, qhull_options="QJ Pp" if _is_flat(corners) else "Qt")
    a, b, c = (corners[hull.simplices[:, k]] for k in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    rounded = np.round(hull.equations * [1e5, 1e5, 1e5, 1e7])
    _, kept, same = np.unique(rounded @ _MIX, return_index=True, return_inverse=True)
    largest = np.argsort(-np.bincount(same.reshape(-1), weights=area), kind="stable")
    return np.asarray(hull.equations[kept[largest]])


def _is_flat(corners: np.ndarray) -> bool:
    spread = np.linalg.svd(corners - corners.mean(axis=0), compute_uv=False)
    return bool(spread[2] < 1e-6 * spread[0])
