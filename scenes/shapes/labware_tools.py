"""What lies about in a laboratory besides vessels: pipettes, a wash bottle, caps, a spatula, a stirring bar."""

from __future__ import annotations

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, make_mesh, rotation, slab, turned_body
from scenes.shapes._sweep import bent_path, rod, rod_hulls
from scenes.shapes._turning import Profile, arc, frustums
from scenes.shapes.clutter import ring_hulls

_FLAT = np.diag([1.0, 0.72, 1.0])  # a pipette's grip is oval


def _turned(profile_mm: Profile, slot: int, sides: int = 32) -> tuple[Piece, list[np.ndarray]]:
    """A body of revolution with one hull for each step of its outline that is not convex already."""
    profile = [(r * 1e-3, z * 1e-3) for r, z in profile_mm]
    heights = sorted({z for _, z in profile})
    return turned_body(profile, slot, sides=sides), frustums(profile, heights)


def pipette(length_m: float = 0.232) -> Mesh:
    """A single-channel air-displacement pipette, tip down: shaft, oval grip with a hook, volume window, button."""
    shaft, shaft_hulls = _turned([(1.9, 0), (2.4, 1), (3.6, 22), (4.2, 46), (6.5, 62), (7.2, 98)], 1)
    grip_mm = [(7.5, 94), (11.5, 99), (13.2, 118), (13.6, 160), (13.0, 186), (15.5, 200), (14.5, 208), (9.0, 211)]
    grip, grip_hulls = _turned(grip_mm, 0)
    button, button_hulls = _turned([(4.0, 208), (4.0, 219), (8.6, 220), (9.4, 223), (9.0, 230), (7.0, 232)], 2)
    hook = slab(0.030, 0.012, 0.007, 0.003, 0.0015, 0).moved(0.022, 0, 0.203)
    tip = slab(0.006, 0.012, 0.016, 0.002, 0.0015, 0).moved(0.0355, 0, 0.1985)
    window = slab(0.006, 0.026, 0.003, 0.0015, 0.0006, 3).turned(rotation("x", 90)).moved(0.0, -0.0094, 0.165)
    ejector = slab(0.008, 0.008, 0.075, 0.002, 0.001, 2).moved(-0.0105, 0, 0.15)
    pieces = [grip.turned(_FLAT), shaft, button, hook, tip, window, ejector]
    hulls = [h @ _FLAT for h in grip_hulls] + shaft_hulls + button_hulls
    hulls += [_box(p) for p in (hook, tip, window, ejector)]
    scale = length_m / 0.232
    pieces = [p.turned(scale * np.eye(3)) for p in pieces]
    return make_mesh(pieces, ("grip", "shaft", "button", "window"), [h * scale for h in hulls], axis=(0, 0, 1))


def _box(piece: Piece) -> np.ndarray:
    """(8, 3) the corners of a piece's box."""
    low, high = piece.points_m.min(axis=0), piece.points_m.max(axis=0)
    return np.array([(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])


def wash_bottle(radius_m: float = 0.0375, height_m: float = 0.175) -> Mesh:
    """A wash bottle of soft plastic with its bent spout (slot "cap" with the closure)."""
    r, h = radius_m * 1e3, height_m * 1e3
    body_mm = [(r - 4, 0.0), *arc((r - 4, 4.0), 4.0, -60, 0, 3), (r, 0.62 * h), (0.9 * r, 0.72 * h)]
    body_mm += [(0.55 * r, 0.83 * h), (13.5, 0.87 * h), (13.0, 0.9 * h)]
    body, hulls = _turned(body_mm, 0, 40)
    cap, cap_hulls = _turned([(14.5, 0.885 * h), (15.5, 0.89 * h), (15.2, 0.975 * h), (9.0, 0.99 * h), (6, h)], 1)
    corners = [(0, 0, 0.96 * h), (0, 0, 1.09 * h), (34, 0, 1.16 * h), (64, 0, 1.02 * h)]
    path = bent_path(np.array(corners) * 1e-3, 0.014)
    spout = rod(path, np.linspace(0.0034, 0.0016, len(path)), 1, 14)
    hulls = [*hulls, *cap_hulls, *rod_hulls(path, 0.0037)]
    return make_mesh([body, cap, spout], ("body", "cap"), hulls, axis=(0, 0, 1))


def screw_cap(radius_m: float = 0.0265, height_m: float = 0.0255) -> Mesh:
    """A ribbed GL 45 screw cap, hollow, as it lies upside down or on its rim."""
    r, h, wall = radius_m, height_m, 0.0019
    profile = [(0.985 * r, 0.0), (r, 0.0008), (r, 0.78 * h), (0.985 * r, 0.93 * h), (0.9 * r, h), (0.3 * r, h)]
    profile += [(0.3 * r, h - wall), (r - wall - 0.001, h - wall), (r - wall, h - wall - 0.001), (r - wall, 0.0006)]
    profile += [(r - wall + 0.0004, 0.0)]
    ribs = [slab(0.0011, 0.0012, 0.62 * h, 0.0004, 0.0003, 0, 1).moved(r, 0, 0.42 * h).turned(rotation("z", a))
            for a in np.arange(0, 360, 10.0)]  # fmt: skip
    shell = turned_body(profile, 0, sides=48, ring=True)
    lid = turned_body([(0.31 * r, h - wall + 0.0001), (0.31 * r, h - 0.0001)], 0, sides=24)
    return make_mesh([shell, lid, *ribs], ("cap",), _cap_hulls(r + 0.0007, h, wall), axis=(0, 0, 1))


def _cap_hulls(radius_m: float, height_m: float, wall_m: float) -> list[np.ndarray]:
    inner = radius_m - 0.0007 - wall_m - 0.0015
    top = frustums([(radius_m, height_m - wall_m - 0.001), (radius_m, height_m)],
                   (height_m - wall_m - 0.001, height_m), 0.0)  # fmt: skip
    return [*ring_hulls(inner, radius_m, 0.0, height_m), *top]


def spatula(length_m: float = 0.15) -> Mesh:
    """A double spatula of steel: a round handle, one end a spoon, the other flat."""
    half = length_m / 2
    handle = rod(np.array([[-0.62 * half, 0, 0], [0.62 * half, 0, 0]]), 0.0016, 0, 14)
    flat = slab(0.42 * half, 0.0085, 0.0009, 0.003, 0.0002).moved(0.8 * half)
    spoon = slab(0.4 * half, 0.0065, 0.0009, 0.0032, 0.0002).turned(rotation("y", -7)).moved(-0.79 * half, 0, 0.0015)
    bar = rod_hulls(np.array([[-0.62 * half, 0, 0], [0.62 * half, 0, 0]]), 0.0016)
    return make_mesh([handle, flat, spoon], ("body",), [*bar, _box(flat), _box(spoon)])


def stir_bar(length_m: float = 0.03, radius_m: float = 0.0034) -> Mesh:
    """A stirring bar: a magnet in PTFE, round ends, a ring around its middle, lying along x."""
    r, n = radius_m * 1e3, length_m * 1e3 / 2
    profile = [(0.4 * r, -n), (0.8 * r, -n + 0.25 * r), (r, -n + 0.8 * r), (r, -0.8), (1.12 * r, -0.4), (1.12 * r, 0.4)]
    profile += [(r, 0.8), (r, n - 0.8 * r), (0.8 * r, n - 0.25 * r), (0.4 * r, n)]
    body, hulls = _turned(profile, 0, 28)
    turn = rotation("y", 90)
    return make_mesh([body.turned(turn)], ("body",), [h @ turn.T for h in hulls])


SHAPES = (
    Shape("pipette", "Single-channel pipette; slots grip, shaft, button, window.", pipette),
    Shape("wash_bottle", "Wash bottle with a bent spout; slots body, cap.", wash_bottle),
    Shape("screw_cap", "Ribbed GL 45 screw cap, hollow.", screw_cap),
    Shape("spatula", "Double spatula of steel.", spatula),
    Shape("stir_bar", "Stirring bar in PTFE.", stir_bar),
)
