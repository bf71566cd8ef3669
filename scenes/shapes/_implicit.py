"""Smooth bodies from distance fields: limbs with a profile, ellipsoids, blends, and the skin where a field is zero.

A field gives for points (N, 3) about the distance to a surface in metres, below zero inside. Blends are the polynomial
smooth minimum (Quilez, "smooth minimum", 2013); the skin is made by surface nets (Gibson, "Constrained elastic surface
nets", 1998): one corner in each cell that the surface crosses, one quad for each edge of the grid that it crosses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

Field = Callable[[np.ndarray], np.ndarray]  # (N, 3) float64 -> (N,)
_FAR_M = 1.0  # value where nothing is near
_EDGES = ((0, 1), (0, 2), (0, 4), (1, 3), (1, 5), (2, 3), (2, 6), (3, 7), (4, 5), (4, 6), (5, 7), (6, 7))
_CORNERS = np.array([(i & 1, i >> 1 & 1, i >> 2 & 1) for i in range(8)])


@dataclass(frozen=True, slots=True, eq=False)
class Blob:
    """One primitive: a field, and the box outside of which it is far away."""

    field: Field
    low_m: np.ndarray  # (3,)
    high_m: np.ndarray  # (3,)


def ellipsoid(
    middle_m: np.ndarray | Sequence[float], radii_m: Sequence[float], frame: np.ndarray | None = None
) -> Blob:
    """An ellipsoid whose axes are the columns of `frame` (3, 3)."""
    turn = np.eye(3) if frame is None else frame
    middle, radii = np.asarray(middle_m, float), np.asarray(radii_m, float)

    def field(points: np.ndarray) -> np.ndarray:
        local = (points - middle) @ turn
        near = np.sqrt(np.einsum("ij,ij->i", local / radii, local / radii))
        steep = np.sqrt(np.einsum("ij,ij->i", local / radii**2, local / radii**2))
        return np.asarray(near * (near - 1.0) / np.maximum(steep, 1e-9))

    half = np.sqrt(((turn * radii) ** 2).sum(axis=1))
    return Blob(field, middle - half, middle + half)


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """Cross-sections along a limb: at shares `at` of its length, half sizes across (`side`) and along `front`.

    All in metres; `ahead` moves a cross-section towards the front.
    """

    at: Sequence[float]
    side: Sequence[float]
    front: Sequence[float]
    ahead: Sequence[float] | None = None


def limb(start_m: np.ndarray, end_m: np.ndarray, front: np.ndarray, profile: Profile, more_m: float = 0.0) -> Blob:
    """A limb from joint to joint with elliptical cross-sections, `more_m` thicker all around, its ends rounded."""
    along = end_m - start_m
    length = max(float(np.linalg.norm(along)), 1e-6)
    axis = along / length
    ahead = front - axis * float(front @ axis)
    ahead /= max(float(np.linalg.norm(ahead)), 1e-9)
    aside = np.cross(axis, ahead)
    side, deep = np.asarray(profile.side, float) + more_m, np.asarray(profile.front, float) + more_m
    shift = np.zeros(len(side)) if profile.ahead is None else np.asarray(profile.ahead, float)

    def field(points: np.ndarray) -> np.ndarray:
        local = points - start_m
        u = local @ axis
        t = np.clip(u / length, 0.0, 1.0)
        a, b = np.interp(t, profile.at, side), np.interp(t, profile.at, deep)
        v, w, e = local @ aside, local @ ahead - np.interp(t, profile.at, shift), u - t * length
        c = 0.5 * (a + b)
        near = np.sqrt((v / a) ** 2 + (w / b) ** 2 + (e / c) ** 2)
        steep = np.sqrt((v / a**2) ** 2 + (w / b**2) ** 2 + (e / c**2) ** 2)
        return np.asarray(near * (near - 1.0) / np.maximum(steep, 1e-9))

    reach = float(max(side.max(), deep.max()) + np.abs(shift).max())
    return Blob(field, np.minimum(start_m, end_m) - reach, np.maximum(start_m, end_m) + reach)


def tube(start_m: np.ndarray, end_m: np.ndarray, start_radius_m: float, end_radius_m: float) -> Blob:
    """A round limb with straight sides."""
    along = end_m - start_m
    front = np.array([1.0, 0.0, 0.0]) if abs(along[0]) < 0.9 * np.linalg.norm(along) else np.array([0.0, 0.0, 1.0])
    radii = (start_radius_m, end_radius_m)
    return limb(start_m, end_m, front, Profile((0.0, 1.0), radii, radii))


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """A primitive in a blend: it flows into what came before over `round_m`, near `at_m` only if that is given."""

    blob: Blob
    round_m: float
    at_m: np.ndarray | None = None
    within_m: float = 0.14
    least_m: float = 0.004

    def roundness(self, points: np.ndarray) -> np.ndarray | float:
        """How far it flows at points: `least_m` away from its joint, so that limbs do not grow together."""
        if self.at_m is None:
            return self.round_m
        far = ((points - self.at_m) ** 2).sum(axis=1) / self.within_m**2
        return np.asarray(self.round_m * np.exp(-far) + self.least_m)


def blended(members: Sequence[Joined]) -> Field:
    """All members as one field, for any points."""

    def field(points: np.ndarray) -> np.ndarray:
        value = members[0].blob.field(points)
        for member in members[1:]:
            value = smooth_min(value, member.blob.field(points), member.roundness(points))
        return value

    return field


def smooth_min(one: np.ndarray, other: np.ndarray, round_m: np.ndarray | float) -> np.ndarray:
    """The lower of two fields, rounded where they are alike within `round_m`."""
    overlap = np.maximum(round_m - np.abs(one - other), 0.0)
    return np.asarray(np.minimum(one, other) - overlap * overlap / (4.0 * np.maximum(round_m, 1e-9)))


def skin_of(members: Sequence[Joined], step_m: float, cut: Field | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The closed surface of a blend: points (V, 3) and faces (F, 3), on a grid of `step_m`.

    Each member is evaluated near itself only. `cut` takes away what is above zero in it.
    """
    low = np.min([m.blob.low_m for m in members], axis=0) - 3 * step_m
    high = np.max([m.blob.high_m for m in members], axis=0) + 3 * step_m
    shape = np.ceil((high - low) / step_m).astype(int) + 1
    values = np.full(shape, _FAR_M)
    axes = [low[i] + step_m * np.arange(shape[i]) for i in range(3)]
    for member in members:
        reach = member.round_m + 3 * step_m
        first = np.clip(np.floor((member.blob.low_m - reach - low) / step_m).astype(int), 0, shape)
        last = np.clip(np.ceil((member.blob.high_m + reach - low) / step_m).astype(int) + 1, 0, shape)
        box = tuple(slice(int(a), int(b)) for a, b in zip(first, last, strict=True))
        grid = np.meshgrid(*(axes[i][box[i]] for i in range(3)), indexing="ij")
        points = np.stack([g.ravel() for g in grid], axis=1)
        new = member.blob.field(points)
        values[box] = smooth_min(values[box].ravel(), new, member.roundness(points)).reshape(values[box].shape)
    if cut is not None:
        near = np.argwhere(values < 3 * step_m)
        points = low + near * step_m
        values[tuple(near.T)] = np.maximum(values[tuple(near.T)], cut(points))
    return surface_net(values, low, step_m)


def surface_net(values: np.ndarray, low_m: np.ndarray, step_m: float) -> tuple[np.ndarray, np.ndarray]:
    """The surface where a grid of values (X, Y, Z) changes sign: points (V, 3), faces (F, 3) seen from outside."""
    inside = values < 0
    cells = tuple(n - 1 for n in values.shape)
    count = np.zeros(cells, np.int8)
    for x, y, z in _CORNERS:
        count += inside[x : x + cells[0], y : y + cells[1], z : z + cells[2]]
    mixed = np.argwhere((count > 0) & (count < 8))
    at = np.full(cells, -1, np.int64)
    at[tuple(mixed.T)] = np.arange(len(mixed))
    corner = np.stack([values[tuple((mixed + c).T)] for c in _CORNERS], axis=1)
    total, hits = np.zeros((len(mixed), 3)), np.zeros(len(mixed))
    for one, other in _EDGES:
        crosses = (corner[:, one] < 0) != (corner[:, other] < 0)
        a, b = corner[crosses, one], corner[crosses, other]
        total[crosses] += _CORNERS[one] + (a / (a - b))[:, None] * (_CORNERS[other] - _CORNERS[one])
        hits += crosses
    points = low_m + step_m * (mixed + total / hits[:, None])
    faces = [quads for axis in range(3) for quads in _quads(inside, at, axis)]
    return points, split_quads(points, np.concatenate(faces))


def _quads(inside: np.ndarray, at: np.ndarray, axis: int) -> list[np.ndarray]:
    """(Q, 4) the cells around each edge along an axis that the surface crosses, in the two directions."""
    one = [slice(1, -1)] * 3
    other = list(one)
    one[axis], other[axis] = slice(None, -1), slice(1, None)
    a, b = inside[tuple(one)], inside[tuple(other)]
    u, v = (axis + 1) % 3, (axis + 2) % 3
    made = []
    for crosses, order in ((a & ~b, (0, 1, 2, 3)), (b & ~a, (3, 2, 1, 0))):
        edge = np.argwhere(crosses)
        edge[:, u] += 1
        edge[:, v] += 1
        around = []
        for du, dv in ((-1, -1), (0, -1), (0, 0), (-1, 0)):
            cell = edge.copy()
            cell[:, u] += du
            cell[:, v] += dv
            around.append(at[tuple(cell.T)])
        made.append(np.stack([around[i] for i in order], axis=1))
    return made


def split_quads(points: np.ndarray, quads: np.ndarray) -> np.ndarray:
    """(2 Q, 3) triangles: each quad cut along its shorter diagonal."""
    a, b, c, d = (points[quads[:, i]] for i in range(4))
    short = (np.linalg.norm(a - c, axis=1) <= np.linalg.norm(b - d, axis=1))[:, None]
    first = np.where(short, quads[:, [0, 1, 2]], quads[:, [0, 1, 3]])
    second = np.where(short, quads[:, [0, 2, 3]], quads[:, [1, 2, 3]])
    return np.concatenate([first, second])


def relaxed(points: np.ndarray, faces: np.ndarray, times: int = 2, share: float = 0.5) -> np.ndarray:
    """Points (V, 3) moved `share` of the way to the middle of their neighbours: the grid's steps go."""
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    count = np.maximum(np.bincount(edges[:, 0], minlength=len(points)), 1)[:, None]
    for _ in range(times):
        mean = np.stack([np.bincount(edges[:, 0], points[edges[:, 1], i], len(points)) for i in range(3)], axis=1)
        points = points + share * (mean / count - points)
    return points


def vertex_normals(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """(V, 3) unit, by the areas of the faces around."""
    corners = points[faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    owner, each = faces.ravel(), np.repeat(cross, 3, axis=0)
    total = np.stack([np.bincount(owner, each[:, i], len(points)) for i in range(3)], axis=1)
    unit: np.ndarray = total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-20)
    return unit
