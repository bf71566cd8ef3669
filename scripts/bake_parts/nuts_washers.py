"""ISO nuts and washers; nuts are solids of bd_warehouse with real threads, washers are turned."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from bd_warehouse.fastener import HexNut
from build123d import Cylinder, Face, Pos, Shape
from hexagons import hexagon_blank
from hulls import hexagon_ring, ring, sector
from lathe import turned
from raw import RawPart
from screws import PITCH
from stamps import raised
from surface import Surface, bridge, merged, open_loops
from sweep import flat_bar, helix, swept
from tessellate import revolved, tessellated
from threads import internal, mouth_mm, thread_surface

_WASHERS = {  # nominal hole, outside and thickness in mm: ISO 7089 and ISO 7093-1
    ("washer", 6): (6.4, 12.0, 1.6),
    ("washer", 8): (8.4, 16.0, 1.6),
    ("washer", 10): (10.5, 20.0, 2.0),
    ("fender_washer", 6): (6.4, 18.0, 1.6),
}
_UP = np.array([0.0, 0.0, 1.0])


def hex_nut(size: int) -> RawPart:
    """ISO 4032, class 8 stamped into one side."""
    nut = HexNut(f"M{size}-{PITCH[size]:g}", "iso4032")
    flats, height = nut.nut_data["s"], nut.nut_data["m"]
    body = hexagon_blank(flats, height)
    middle = (mouth_mm(size) + 0.5 * flats) / 2
    depth = 0.12
    body -= Pos(0, middle, height) * raised("8", 0.55 * (flats / 2 - mouth_mm(size)), 0.1, depth)
    body -= Pos(middle * 0.87, -middle / 2, height) * raised("G", 0.55 * (flats / 2 - mouth_mm(size)), 0.1, depth)
    surface = _threaded(body, size, 0.0, height)
    crest = 0.993 * (size / 2 - 5 / 8 * PITCH[size] * np.sqrt(3) / 2)
    return RawPart([surface], hexagon_ring(flats, crest, 0, height))


def lock_nut(size: int) -> RawPart:
    """DIN 985 with a nylon ring in a rolled collar."""
    nut = HexNut(f"M{size}-{PITCH[size]:g}", "iso4032")
    flats = nut.nut_data["s"]
    height, hexed = {6: (6.0, 4.1), 8: (8.0, 5.5)}[size]
    blank = hexagon_blank(flats, hexed)
    collar, wall = flats * 0.47, 0.55
    inner = size / 2 - 0.02 * size
    dome = revolved(
        [
            (1.0, hexed - 0.8), (collar, hexed - 0.8), (collar, height - 0.3, 0.7),
            (inner + 0.75, height, 0.25), (inner + 0.75, height - wall, 0.1),
            (collar - wall, height - wall, 0.3), (collar - wall, hexed), (1.0, hexed),
        ]
    )  # fmt: skip
    body = blank - Pos(0, 0, hexed - 0.4) * Cylinder(collar - 0.05, 0.8) + dome
    surface = _threaded(body, size, 0.0, hexed)
    rim, floor, top = collar - wall - 0.02, hexed + 0.02, height - wall - 0.02
    nylon = turned([(inner, floor, 0.1), (rim, floor), (rim, top, 0.3), (inner, top, 0.2)], 40, "insert")
    low = hexagon_ring(flats, 0.985 * (size / 2 - 0.54 * PITCH[size]), 0, hexed)
    high = ring(inner, collar, hexed, height, 12)
    return RawPart([surface, nylon], [*low, *high])


def _threaded(body: Shape, size: int, z0: float, z1: float) -> Surface:
    """A body whose bore gets an internal thread between two heights."""
    wide = mouth_mm(size) + 0.12
    body = body - Pos(0, 0, (z0 + z1) / 2) * Cylinder(wide, z1 - z0)

    def bore(face: Face) -> bool:
        box = face.bounding_box()
        return abs(box.max.X - wide) < 1e-3 and abs(box.size.Z - (z1 - z0)) < 1e-3

    solid = tessellated(body, 0.015, 0.25, bore)
    thread = thread_surface(internal(size, PITCH[size], z1 - z0), 24 if size < 7 else 32).shifted(z=z0)
    pieces = [solid, thread]
    for z, facing in ((z0, -_UP), (z1, _UP)):
        rims = [
            s.vertices_mm[r] for s in (thread, solid) for r in open_loops(s) if np.ptp(s.vertices_mm[r][:, 2]) < 1e-4
        ]
        rims = [r for r in rims if abs(r[:, 2].mean() - z) < 1e-4]
        pieces.append(bridge(rims[0], rims[1], lambda p, n=facing: np.broadcast_to(n, p.shape)))
    return merged(pieces)


def washer(size: int, family: str = "washer") -> RawPart:
    """A punched washer: one rim rolled over by the die, the other with a fine burr edge."""
    inner, outer, height = _WASHERS[family, size]
    roll, burr = 0.16 * height, 0.04 * height
    corners = [(inner / 2, 0, burr), (outer / 2, 0, burr), (outer / 2, height, roll), (inner / 2, height, roll)]
    return RawPart([turned(corners, 56)], ring(inner / 2, outer / 2, 0, height, 12, 3))


def spring_washer(size: int) -> RawPart:
    """DIN 127 B: a split ring whose ends stand apart."""
    inner, width, height = {8: (8.1, 3.0, 2.0), 10: (10.2, 3.5, 2.2)}[size]
    middle = (inner + width) / 2
    angles = np.linspace(0.06, 2 * np.pi - 0.06, 56)
    lift = height * 0.5 * (angles - np.pi) / np.pi
    section, normals = flat_bar(width, height, 0.15)
    surface = swept(*helix(middle, lift + height, angles), section, normals)
    pieces = []
    for k in range(12):
        a, b = (0.05 + (2 * np.pi - 0.1) * (k + s) / 12 for s in (0, 1))
        rise = [height + height * 0.5 * (t - np.pi) / np.pi for t in (a, b)]
        low, high = min(rise) - height / 2 - 0.02, max(rise) + height / 2 + 0.02
        pieces.append(sector(middle - width / 2, middle + width / 2, a, b, low, high, 2))
    return RawPart([surface], pieces)


PARTS: dict[str, Callable[[], RawPart]] = {
    **{f"hex_nut_m{size}": partial(hex_nut, size) for size in (6, 8, 10, 12)},
    "lock_nut_m8": partial(lock_nut, 8),
    **{f"{family}_m{size}": partial(washer, size, family) for family, size in _WASHERS},
    "spring_washer_m8": partial(spring_washer, 8),
}
