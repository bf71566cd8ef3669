"""How a part of any form can be held: between two parallel faces, in three jaws around its axis, or down on a face."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from generator.mesh import Mesh

TOUCH_M = 2e-5  # that what grips keeps from what it holds: below what a picture shows, above rounding
_LEAST_SHARE = 0.02  # of a part's surface, that a face needs to be held by
_FLAT_M = 3e-5
_ROUND_M = 5e-5
_SEAT_M = 0.008  # of a part's end, that must be as wide as the rest between the jaws


@dataclass(frozen=True, slots=True)
class Side:
    """A flat outer face: nothing of the part reaches beyond its plane."""

    normal: np.ndarray  # (3,) unit, outwards, in the part's frame
    offset_m: float  # of its plane from the part's origin
    area_m2: float
    points_m: np.ndarray  # (N, 3) corners of its triangles


@dataclass(frozen=True, slots=True)
class Held:
    """A part's turn between jaws, and what it needs of them."""

    rotation: np.ndarray  # (3, 3) to the frame of what holds it
    size_m: np.ndarray  # (3,) of the turned part
    low_m: np.ndarray  # (3,) lowest corner of the turned part about its origin


@dataclass(frozen=True, slots=True)
class Chucked(Held):
    """A part along x with its back end at -x: jaws around it stand at `spin_rad` and 120 degrees on, at `radius_m`."""

    radius_m: float
    spin_rad: float


def flat_sides(mesh: Mesh) -> list[Side]:
    """The flat outer faces of a part, the largest first."""
    corner = mesh.vertices_m[mesh.faces].astype(float)
    cross = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    area = np.linalg.norm(cross, axis=1) / 2
    normal = cross / np.maximum(2 * area, 1e-30)[:, None]
    group, inverse = np.unique(np.round(normal, 2) + 0.0, axis=0, return_inverse=True)
    total = np.bincount(inverse.ravel(), weights=area)
    sides: list[Side] = []
    for pick in np.argsort(-total, kind="stable")[:24]:
        if total[pick] < _LEAST_SHARE * area.sum():
            break
        way = group[pick] / np.linalg.norm(group[pick])
        reach = float((mesh.vertices_m @ way).max())
        on = (corner @ way > reach - _FLAT_M - 1e-4 * mesh.radius_m).all(axis=1) & (normal @ way > 0.999)
        if not on.any():
            continue
        way = (normal * area[:, None])[on].sum(axis=0)
        way /= np.linalg.norm(way)
        reach = float((mesh.vertices_m.astype(float) @ way).max())
        found = float(area[on].sum())
        seen = any(float(way @ side.normal) > 0.9999 for side in sides)
        if found > _LEAST_SHARE * area.sum() and not seen:
            sides.append(Side(way, reach, found, corner[on].reshape(-1, 3)))
    return sorted(sides, key=lambda side: -side.area_m2)


def between_jaws(mesh: Mesh, most_m: float) -> list[Held]:
    """Turns with two parallel faces along y, at most `most_m` apart, and a flat face below; the best first."""
    sides = flat_sides(mesh)
    found: list[tuple[float, Held]] = []
    for i, back in enumerate(sides):
        for front in sides[i + 1 :]:
            if back.normal @ front.normal > -0.9999 or back.offset_m + front.offset_m > most_m:
                continue
            for down in sides:
                if abs(float(down.normal @ back.normal)) > 1e-3:
                    continue
                z = -down.normal
                y = back.normal - z * (back.normal @ z)
                y /= np.linalg.norm(y)
                held = _held(mesh, np.stack([np.cross(y, z), y, z]))
                found.append((0.5 * min(back.area_m2, front.area_m2) + down.area_m2, held))
    order = sorted(range(len(found)), key=lambda k: (-found[k][0], k))
    return [found[k][1] for k in order]


def in_chuck(mesh: Mesh, jaw_m: float, rng: np.random.Generator) -> Chucked | None:
    """A turn with an axis along x in which three jaws `jaw_m` deep touch the back end alike; None if there is none."""
    for axis in (mesh.axis.astype(float), -mesh.axis.astype(float)):
        side = np.cross(axis, [0.0, 0.0, 1.0] if abs(axis[2]) < 0.9 else [1.0, 0.0, 0.0])
        side /= np.linalg.norm(side)
        turn = np.stack([axis, side, np.cross(axis, side)])
        points = mesh.vertices_m.astype(float) @ turn.T
        from_end = points[:, 0] - points[:, 0].min()
        gripped, seat = points[from_end <= jaw_m], points[from_end <= _SEAT_M]
        if from_end.max() < 0.5 * jaw_m:
            continue
        fits: list[tuple[float, float]] = []
        for spin in np.arange(0.0, 120.0, 5.0):
            angles = np.radians(spin + np.array([0.0, 120.0, 240.0]))
            ways = np.stack([np.cos(angles), np.sin(angles)])
            reach = (gripped[:, 1:] @ ways).max(axis=0)
            near = (seat[:, 1:] @ ways).max(axis=0)
            if np.ptp(reach) < _ROUND_M + 0.001 * reach.max() and near.min() > reach.max() - 2e-4 - 0.002 * reach.max():
                fits.append((float(reach.max()), math.radians(float(spin))))
        if fits:  # flats rather than corners; on a round part any turn
            least = [fit for fit in fits if fit[0] < 1.004 * min(fits)[0]]
            radius, spin_rad = least[int(rng.integers(len(least)))]
            held = _held(mesh, turn)
            return Chucked(turn, held.size_m, held.low_m, radius, spin_rad)
    return None


def standing(mesh: Mesh) -> Held | None:
    """The turn with the largest flat face below and the longer side along x; None without a flat face."""
    sides = flat_sides(mesh)
    if not sides:
        return None
    z = -sides[0].normal
    across = [s for s in sides if abs(float(s.normal @ z)) < 1e-3]
    y = across[0].normal if across else np.cross(z, [1.0, 0.0, 0.0] if abs(z[0]) < 0.9 else [0.0, 1.0, 0.0])
    y = y - z * (y @ z)
    y /= np.linalg.norm(y)
    held = _held(mesh, np.stack([np.cross(y, z), y, z]))
    if held.size_m[1] > held.size_m[0] * 1.02:
        quarter = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
        held = _held(mesh, quarter @ held.rotation)
    return held


def _held(mesh: Mesh, rotation: np.ndarray) -> Held:
    points = mesh.vertices_m.astype(float) @ rotation.T
    low, high = points.min(axis=0), points.max(axis=0)
    return Held(rotation, high - low, low)
