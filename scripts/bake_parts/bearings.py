"""Deep groove ball bearings in the dimensions of bd_warehouse's tables (ISO 15): rings, balls, cage, shields, seals."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from build123d import Pos
from hulls import ring
from lathe import Corner, ball, turned
from raw import RawPart
from stamps import around
from surface import Surface
from tessellate import revolved, tessellated


def bearing(code: str, bore: float, outside: float, width: float, closure: str) -> RawPart:
    """A bearing that is open with a cage ("cage"), shielded with sheet metal ("shield") or sealed ("seal")."""
    middle, gap = (bore + outside) / 4, (outside - bore) / 2
    land, half, edge = 0.29 * gap, width / 2, 0.3 if bore < 10 else 0.5
    inner, outer = bore / 2 + land, outside / 2 - land
    radius = 0.3 * gap
    groove = _groove(inner, middle, radius, half)
    surfaces = [
        turned([(bore / 2, -half, edge), (inner, -half, 0.1), *groove, (inner, half, 0.1), (bore / 2, half, edge)], 56),
        _outer_ring(code, outside / 2, outer, half, edge, _groove(outer, middle, radius, half)[::-1]),
    ]
    surfaces = [s.named("rings") for s in surfaces]
    if closure == "cage":
        surfaces += _balls_and_cage(middle, radius, inner, outer)
    else:
        for side in (-1.0, 1.0):
            surfaces.append(_cover(inner, outer, half, closure, side))
    return RawPart(surfaces, ring(bore / 2, outside / 2, -half, half, 16))


def _groove(land: float, middle: float, radius: float, half: float) -> list[Corner]:
    """The raceway as a polygon of an arc, upwards, seen from the gap."""
    race = radius * 1.03
    reach = abs(middle - land)
    start = math.acos(min(reach / race, 0.999))
    angles = np.linspace(-start, start, 9)
    side = -1 if land < middle else 1
    return [(middle + side * race * math.cos(a), race * math.sin(a)) for a in angles]


def _outer_ring(code: str, radius: float, land: float, half: float, edge: float, groove: Sequence[Corner]) -> Surface:
    """The outer ring, its number stamped into the upper side."""
    corners = [(land, -half, 0.1), (radius, -half, edge), (radius, half, edge), (land, half, 0.1), *groove]
    solid = revolved(corners)
    size = 0.5 * (radius - edge - land)
    solid -= Pos(0, 0, half) * around(code + " GLT", size, (radius - edge + land) / 2, 0.1, 0.06)
    return tessellated(solid, 0.02, 0.2)


def _balls_and_cage(middle: float, radius: float, inner: float, outer: float) -> list[Surface]:
    """Balls at their usual spacing and a two-piece ribbon cage that waves around them."""
    count = int(2 * math.pi * middle / (2 * radius * 1.28))
    balls = []
    for k in range(count):
        angle = 2 * math.pi * k / count
        balls.append(ball(radius).shifted(middle * math.cos(angle), middle * math.sin(angle)))
    reach = 0.42 * (outer - inner)

    def wave(sign: float, gap: float) -> Surface:
        def bend(points: np.ndarray) -> np.ndarray:
            phase = np.arctan2(points[:, 1], points[:, 0]) * count
            bulge = np.clip(0.5 + 0.95 * np.cos(phase), 0, 1)
            bulge = bulge * bulge * (3 - 2 * bulge)
            lifted = points.copy()
            lifted[:, 2] += sign * (gap + bulge * (radius * 1.02))
            return lifted

        thick = 0.1 * radius
        flat = [(middle - reach, -thick), (middle + reach, -thick)]
        flat += [(middle + reach, thick), (middle - reach, thick)]
        return turned(flat, 8 * count, "cage").bent(bend)

    return [*balls, wave(1.0, 0.11 * radius), wave(-1.0, 0.11 * radius)]


def _cover(inner: float, outer: float, half: float, closure: str, side: float) -> Surface:
    """A stepped shield of sheet metal or a rubber seal with a lip."""
    deep = 0.06 * half + 0.1
    z = half - deep
    if closure == "shield":
        corners = [(inner + 0.12, z - 0.35), (inner + 0.5, z - 0.3), (inner + 0.6, z - 0.1), (outer + 0.02, z - 0.1)]
        corners += [(outer + 0.02, z + 0.12, 0.1), (inner + 0.55, z + 0.12, 0.2), (inner + 0.45, z - 0.05, 0.1)]
        corners += [(inner + 0.12, z - 0.1, 0.05)]
    else:
        corners = [(inner + 0.05, z - 0.5), (outer + 0.02, z - 0.5), (outer + 0.02, z + 0.05, 0.15)]
        corners += [(outer - 0.45, z + 0.05, 0.1), (outer - 0.55, z - 0.12, 0.1), (inner + 0.75, z - 0.12, 0.1)]
        corners += [(inner + 0.6, z + 0.05, 0.1), (inner + 0.05, z - 0.1, 0.1)]
    slot = "shields" if closure == "shield" else "seals"
    cover = turned(corners, 56, slot)
    if side > 0:
        return cover
    flip = np.diag([1.0, -1.0, -1.0, 1.0])
    return cover.moved(flip)


PARTS: dict[str, Callable[[], RawPart]] = {
    "ball_bearing_608": partial(bearing, "608", 8, 22, 7, "shield"),
    "ball_bearing_6002": partial(bearing, "6002", 15, 32, 9, "cage"),
    "ball_bearing_6202": partial(bearing, "6202", 15, 35, 11, "seal"),
}
