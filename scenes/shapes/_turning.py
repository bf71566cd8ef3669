"""Turned vessels: hollow bodies of revolution with what is in them, printed marks on them, and their convex pieces."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from generator.mesh import Mesh
from scenes.shapes._mesh import Piece, flat_ring, make_mesh
from scenes.shapes.contents import CAPILLARY_M

Profile = Sequence[tuple[float, float]]  # (radius, height) in metres
HULL_SIDES = 32
_INTO_M = 1e-4  # that a printed mark reaches into the wall, so that no two faces share a place
_PROUD_M = 4e-5  # that it stands out


def arc(
    middle: tuple[float, float], radius_m: float, start_deg: float, end_deg: float, steps: int = 4
) -> list[tuple[float, float]]:
    """Points (radius, height) on a circle in the profile's plane, 0 degrees pointing outwards, 90 up."""
    turns = np.radians(np.linspace(start_deg, end_deg, steps + 1))
    return [(middle[0] + radius_m * math.cos(a), middle[1] + radius_m * math.sin(a)) for a in turns]


def circle(radius_m: float, z_m: float, sides: int) -> np.ndarray:
    """(sides, 3) a level ring around z."""
    angles = np.linspace(0, 2 * math.pi, sides, endpoint=False)
    return flat_ring(radius_m * np.stack([np.cos(angles), np.sin(angles)], axis=1), z_m)


def skin(rings: Sequence[np.ndarray], slot: int, *, low: bool, high: bool, cavity: float = 0.0) -> Piece:
    """Skin over rings, each (N, 3), closed with a fan at the ends that are named; it may be open."""
    size = len(rings[0])
    index = np.arange(len(rings) * size).reshape(len(rings), size)
    a, b, c, d = index[:-1], np.roll(index[:-1], -1, axis=1), np.roll(index[1:], -1, axis=1), index[1:]
    faces = [np.stack([a, b, c], axis=-1).reshape(-1, 3), np.stack([a, c, d], axis=-1).reshape(-1, 3)]
    points = list(rings)
    for wanted, ring, flip in ((low, 0, True), (high, -1, False)):
        if wanted:
            middle = np.full(size, sum(len(p) for p in points))
            points.append(rings[ring].mean(axis=0, keepdims=True))
            fan = np.stack([middle, index[ring], np.roll(index[ring], -1)], axis=1)
            faces.append(fan[:, ::-1] if flip else fan)
    joined = np.concatenate(points)
    return Piece(joined, np.concatenate(faces), slot, np.full(len(joined), cavity))


def cut_at(profile: Profile, z_m: float) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """A profile that comes down, cut at a height into what is above and what is below; both have the cut's point."""
    for i in range(len(profile) - 1):
        (r0, z0), (r1, z1) = profile[i], profile[i + 1]
        if z0 >= z_m > z1:
            share = (z0 - z_m) / (z0 - z1)
            point = (r0 + share * (r1 - r0), z_m)
            below = list(profile[i + 1 :])
            return [*profile[: i + 1], point], [point, *below]
    raise ValueError(f"the profile does not come to the height {z_m:g} m")


def meniscus(radius_m: float, z_m: float, rise_m: float, rings: int = 7) -> list[tuple[float, float]]:
    """(radius, height) of a free surface from the wall to near the middle; it climbs the wall by `rise_m`.

    The profile falls off by the capillary length, as in `scenes.shapes.contents`.
    """
    radii = radius_m * (1 - (np.arange(rings + 1) / (rings + 0.4)) ** 2.2)
    return [(float(r), float(z_m + rise_m * (math.exp(-(radius_m - r) / CAPILLARY_M) - 1))) for r in radii]


def marks(radius_m: float, lines: Sequence[tuple[float, float, float]], slot: int) -> list[Piece]:
    """Printed lines on a straight wall: (height, half angle in degrees, width), heights and widths in metres."""
    pieces = []
    for z, half_deg, width in lines:
        steps = max(2, round(half_deg / 7))
        turns = np.radians(np.linspace(-half_deg, half_deg, steps + 1))
        rings = []
        for a in turns:
            out = np.array([math.cos(a), math.sin(a), 0.0])
            low, high = radius_m - _INTO_M, radius_m + _PROUD_M
            up = np.array([0, 0, width / 2])
            square = np.array([low * out - up, low * out + up, high * out + up, high * out - up])
            rings.append(square + np.array([0.0, 0.0, z]))
        pieces.append(skin(rings, slot, low=True, high=True))
    return pieces


def frustums(outer: Profile, heights_m: Sequence[float], proud_m: float = _PROUD_M) -> list[np.ndarray]:
    """Convex pieces of a solid of revolution: a frustum between each two heights that holds the profile there."""
    radius, height = np.array([p[0] for p in outer]), np.array([p[1] for p in outer])
    hulls = []
    for low, high in pairwise(heights_m):
        z = np.unique(np.concatenate([[low, high], height[(height > low) & (height < high)]]))
        r = np.array([_widest(radius, height, v) for v in z])
        line = r[0] + (r[-1] - r[0]) * (z - low) / (high - low)
        ends = (r[0], r[-1]) if np.all(r <= line + 1e-9) else (r.max(), r.max())
        wide = [(e + proud_m) / math.cos(math.pi / HULL_SIDES) for e in ends]
        hulls.append(np.concatenate([circle(w, v, HULL_SIDES) for w, v in zip(wide, (low, high), strict=True)]))
    return hulls


def _widest(radius: np.ndarray, height: np.ndarray, z_m: float) -> float:
    found = [float(r) for r, z in zip(radius, height, strict=True) if abs(z - z_m) < 1e-9]
    for i in range(len(radius) - 1):
        low, high = sorted((height[i], height[i + 1]))
        if low < z_m < high:
            share = (z_m - height[i]) / (height[i + 1] - height[i])
            found.append(float(radius[i] + share * (radius[i + 1] - radius[i])))
    return max(found)


def wall_hulls(rings: Sequence[np.ndarray], step: int = 2) -> list[np.ndarray]:
    """Convex pieces of a round wall: wedges of `step` sides of all its rings."""
    size = len(rings[0])
    return [
        np.concatenate([ring[[(start + i) % size for i in range(step + 1)]] for ring in rings])
        for start in range(0, size, step)
    ]


def with_inside(
    outside: Sequence[Piece], inside: Sequence[Piece], slots: Sequence[str], hulls: Sequence[np.ndarray]
) -> Mesh:
    """A mesh whose `outside` pieces enclose its volume, with faces within it that enclose nothing (a wetted wall)."""
    solid = make_mesh(outside, slots, hulls, axis=(0.0, 0.0, 1.0))
    if not inside:
        return solid
    whole = make_mesh([*outside, *inside], slots, hulls, axis=(0.0, 0.0, 1.0))
    shift = solid.vertices_m[0] - whole.vertices_m[0]
    return replace(
        whole,
        vertices_m=whole.vertices_m + shift,
        hulls=tuple(hull + shift for hull in whole.hulls),
        volume_m3=solid.volume_m3,
        watertight=False,
    )
