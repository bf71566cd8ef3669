"""Bundles of wires, bare, taped or in conduit, what holds them together, and the board that they are built on."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from generator.points import points_from_text
from scenes.shapes._mesh import Piece, make_mesh, rotation, slab, turned_body
from scenes.shapes._tubes import chain_hulls, frames, offset_line, smooth_line, soft_mesh, tube

COLOURS = 4  # of the wires of one bundle
_STRAIGHT = "0 0 0 2000 0 0 4000 0 0 6000 0 0 8000 0 0 10000 0 0 12000 0 0"
_LAY_M = 0.22  # in which a bundle turns once
_SLEEVES = ("none", "tape", "conduit")


@cache
def packing(wires: int) -> tuple[tuple[float, float], ...]:
    """Middles of round wires of radius 1 packed side by side, as near to (0, 0) as they go."""
    lattice = np.array([(2 * i + j, math.sqrt(3) * j) for j in range(-5, 6) for i in range(-8, 9)], float)
    best: tuple[float, np.ndarray] | None = None
    for middle in ((0.0, 0.0), (1.0, 0.0), (1.0, 1 / math.sqrt(3))):
        from_middle = lattice - np.array(middle)
        nearest = from_middle[np.argsort(np.round(np.linalg.norm(from_middle, axis=1), 6), kind="stable")[:wires]]
        nearest = nearest - 0.5 * (nearest.min(axis=0) + nearest.max(axis=0))
        reach = float(np.linalg.norm(nearest, axis=1).max())
        if best is None or reach < best[0] - 1e-9:
            best = (reach, nearest)
    assert best is not None
    return tuple((float(y), float(z)) for y, z in best[1])


def bundle_radius_m(wires: int, wire_m: float, sleeve: str = "none") -> float:
    """Of the circle around a bundle of wires of radius `wire_m`, with what is around it."""
    reach = max(math.hypot(y, z) for y, z in packing(wires)) + 1.0
    return reach * wire_m + {"none": 0.0, "tape": 0.0006, "conduit": 0.0022}[sleeve]


def wire_bundle(
    points: str = _STRAIGHT,
    wires: int = 6,
    wire_m: float = 0.0011,
    sleeve: str = "none",
    bare_start_m: float = 0.02,
    bare_end_m: float = 0.02,
    fan_rows: int = 0,
    fan_columns: int = 0,
    fan_pitch_m: float = 0.0042,
    pattern: int = 0,
) -> Mesh:
    """Wires side by side along a centreline, in up to four colours; slots "wire_0" .. "wire_3", "sleeve".

    A sleeve of tape or corrugated conduit leaves the ends bare. With `fan_rows` the wires spread at the end to the
    grid of a connector. Without a sleeve there is no slot for it, and as many slots of wires as there are colours.
    """
    points_m = points_from_text(points)
    line = smooth_line(points_m, 2)
    turned = frames(line)
    way = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    colours = min(wires, COLOURS)
    rng = np.random.default_rng(pattern)
    order = rng.permutation(wires)
    spin = 2 * np.pi * way / _LAY_M + rng.uniform(0, 6.28)
    grid = _grid(wires, fan_rows, fan_columns, fan_pitch_m)
    fan = np.clip(1 - (way[-1] - way) / max(bare_end_m, 0.012), 0, 1) if grid is not None else np.zeros(len(way))
    fan = fan**2 * (3 - 2 * fan)
    level = turned[-1]  # the grid lies level: its columns along the level direction across the end
    side = np.cross([0.0, 0.0, 1.0], level[2])
    tilt = math.atan2(float(side @ level[1]), float(side @ level[0])) if np.linalg.norm(side) > 1e-6 else 0.0
    pieces = []
    for number, (y, z) in enumerate(packing(wires)):
        right = wire_m * (np.cos(spin) * y - np.sin(spin) * z)
        up = wire_m * (np.sin(spin) * y + np.cos(spin) * z)
        if grid is not None:
            c, s = math.cos(tilt), math.sin(tilt)
            gy, gz = grid[number]
            right = (1 - fan) * right + fan * (c * gy - s * gz)
            up = (1 - fan) * up + fan * (s * gy + c * gz)
        own = offset_line(line, turned, right, up)
        pieces.append(tube(own, turned, 0.97 * wire_m, 8, int(order[number]) % colours))
    slots = tuple(f"wire_{i}" for i in range(colours))
    if sleeve != "none":
        pieces.append(
            _sleeve(points_m, bundle_radius_m(wires, wire_m, sleeve), sleeve, bare_start_m, bare_end_m, colours)
        )
        slots += ("sleeve",)
    return soft_mesh(pieces, slots, chain_hulls(points_m, bundle_radius_m(wires, wire_m, sleeve)))


def _grid(wires: int, rows: int, columns: int, pitch_m: float) -> list[tuple[float, float]] | None:
    """Places of the wires in a connector's rear, from the middle outwards."""
    if rows * columns < 1:
        return None
    places = [
        ((c - (columns - 1) / 2) * pitch_m, (r - (rows - 1) / 2) * pitch_m) for r in range(rows) for c in range(columns)
    ]
    places.sort(key=lambda p: (round(math.hypot(*p), 6), p))
    return [places[i % len(places)] for i in range(wires)]


def _sleeve(points_m: np.ndarray, radius_m: float, kind: str, start_m: float, end_m: float, slot: int) -> Piece:
    """Tape wound with an overlap, or corrugated conduit, around all but the ends."""
    spacing = float(np.linalg.norm(np.diff(points_m, axis=0), axis=1).mean())
    pitch = 0.0095 if kind == "tape" else 0.0036
    line = smooth_line(points_m, max(2, round((3 if kind == "tape" else 4) * spacing / pitch)))
    way = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    inside = (way >= start_m) & (way <= way[-1] - end_m)
    if inside.sum() < 4:
        inside = (way >= 0.2 * way[-1]) & (way <= 0.8 * way[-1])
    line, way = line[inside], way[inside]
    phase = (way / pitch) % 1.0
    if kind == "tape":  # half-overlapped turns: a saw-tooth of one layer
        radii = radius_m - 0.00025 * phase
    else:
        radii = radius_m - 0.0014 * (0.5 - 0.5 * np.clip(1.7 * np.cos(2 * np.pi * phase), -1, 1))
    return tube(line, frames(line), radii, 16, slot)


def tape_wrap(
    radius_m: float = 0.006, branch_radius_m: float = 0.005, angles: str = "0 180 60", reach_m: float = 0.02
) -> Mesh:
    """Tape wound around a place where a bundle branches: a short sleeve along each way (degrees in the level)."""
    pieces = [_ball(radius_m * 1.12)]
    for number, angle in enumerate(float(a) for a in angles.split()):
        r = radius_m if number < 2 else branch_radius_m
        steps = np.linspace(0, 1, 12)
        profile = [(1.06 * r - 0.0002 * (k % 2), reach_m * t) for k, t in enumerate(steps)]
        arm = turned_body([*profile, (0.98 * r, reach_m + 0.0003)], sides=20)
        pieces.append(arm.turned(rotation("y", 90)).turned(rotation("z", angle)))
    return make_mesh(pieces, ("tape",), [p.points_m for p in pieces])


def _ball(radius_m: float) -> Piece:
    lat = np.linspace(-0.5, 0.5, 11) * np.pi
    return turned_body([(radius_m * math.cos(a), radius_m * math.sin(a)) for a in lat], sides=20)


def cable_tie(radius_m: float = 0.006, band_m: float = 0.0036, tail_m: float = 0.006, stem: int = 0) -> Mesh:
    """A tie around something along x: band, head, cut tail; with a `stem` it has a fir-tree foot to clip into a panel.

    Slot "tie". The head is on top, a stem points down.
    """
    thick, r = 0.0012, radius_m
    h, b = band_m / 2, 0.0002
    profile = [(r + thick - b, -h), (r + thick, -h + b), (r + thick, h - b), (r + thick - b, h), (r, h), (r, -h)]
    band = turned_body(profile, sides=32, ring=True).turned(rotation("y", 90))
    head = slab(1.5 * band_m, 1.35 * band_m, 0.0042, 0.0008, 0.0005).moved(0, 0, r + thick + 0.0012)
    pieces = [band, head]
    if tail_m > 0:
        tail = slab(0.85 * band_m, 0.0011, tail_m, 0.0004, 0.0002).turned(rotation("x", -12))
        pieces.append(tail.moved(0, 0.0006, r + thick + 0.003 + tail_m / 2))
    if stem:
        disc = turned_body([(0.006, -0.0012), (0.0066, -0.0006), (0.0055, 0.0)], sides=28)
        steps = [(0.0021, -0.0012)]
        for k in range(5):
            z = -0.0025 - 0.0022 * k
            steps += [(0.0021, z), (0.0036 - 0.0002 * k, z - 0.0004), (0.0021, z - 0.0016)]
        pin = turned_body([(rr, z) for rr, z in reversed(steps)], sides=16)
        pieces += [p.moved(0, 0, -r - thick + 0.0003) for p in (disc, pin)]
    hulls = _band_hulls(r, r + thick, h) + [p.points_m for p in pieces[1:]]
    return make_mesh(pieces, ("tie",), hulls)


def _band_hulls(inner_m: float, outer_m: float, half_m: float) -> list[np.ndarray]:
    hulls = []
    for start in range(10):
        arc = (start + np.linspace(0, 1, 4)) * 2 * np.pi / 10
        rim = np.concatenate([k * np.stack([np.cos(arc), np.sin(arc)], axis=1) for k in (0.985 * inner_m, outer_m)])
        hulls.append(np.concatenate([np.column_stack([np.full(8, s * half_m), rim]) for s in (-1, 1)]))
    return hulls


def fork(gap_m: float = 0.014, cradle_m: float = 0.022, prong_m: float = 0.03, rod_m: float = 0.002) -> Mesh:
    """A fork of a harness board: a post, a yoke, two prongs with the bundle along x between them; slots foot, wire.

    Its foot is at the lowest point; the bundle lies `cradle_m` over it.
    """
    half = gap_m / 2 + rod_m
    foot = turned_body([(0.0075, 0.0), (0.008, 0.0006), (0.008, 0.003), (0.0045, 0.0055), (0.0045, 0.007)], sides=28)
    post = turned_body([(0.0032, 0.005), (0.0032, cradle_m - rod_m)], 1, sides=16)
    z = cradle_m - rod_m
    yoke = (
        turned_body([(rod_m, -half - rod_m), (rod_m, half + rod_m)], 1, sides=14)
        .turned(rotation("x", 90))
        .moved(0, 0, z)
    )
    tip = [(rod_m, 0.0), (rod_m, prong_m - rod_m), (0.7 * rod_m, prong_m - 0.3 * rod_m), (0.2 * rod_m, prong_m)]
    prongs = [turned_body(tip, 1, sides=14).moved(0, s * half, z) for s in (-1, 1)]
    return make_mesh([foot, post, yoke, *prongs], ("foot", "wire"))


def harness_board(
    width_m: float = 1.2, depth_m: float = 0.8, thickness_m: float = 0.018, lines: str = "", marks: str = ""
) -> Mesh:
    """A board with printed layout lines and rims; slots "board", "print", "rim".

    `lines` are segments "x0 y0 x1 y1 ..." and `marks` rectangles "x y width depth yaw ..." in millimetres (degrees).
    """
    board = slab(width_m, depth_m, thickness_m, 0.004, 0.0008).moved(0, 0, -thickness_m / 2)
    pieces = [board]
    for x0, y0, x1, y1 in np.array(lines.split(), float).reshape(-1, 4) * 1e-3:
        long = math.hypot(x1 - x0, y1 - y0)
        strip = slab(long + 0.0015, 0.0034, 0.0002, 0.0003, 0.00004, 1, steps=1)
        pieces.append(
            strip.turned(rotation("z", math.degrees(math.atan2(y1 - y0, x1 - x0)))).moved((x0 + x1) / 2, (y0 + y1) / 2)
        )
    for x, y, wide, deep, yaw in np.array(marks.split(), float).reshape(-1, 5):
        for along, across, long in ((0, 1, wide), (0, -1, wide), (1, 1, deep), (1, -1, deep)):
            strip = slab(long * 1e-3, 0.0012, 0.0002, 0.0002, 0.00004, 1, steps=1)
            strip = strip.turned(rotation("z", 90.0 * along))
            off = (0.0, across * deep * 5e-4) if not along else (across * wide * 5e-4, 0.0)
            pieces.append(strip.moved(*off).turned(rotation("z", yaw)).moved(x * 1e-3, y * 1e-3))
    rim = 0.025
    hulls = [board.points_m]
    for wide, deep, x, y in ((width_m + 2 * rim, rim, 0, 1), (rim, depth_m, 1, 0)):
        for side in (-1, 1):
            bar = slab(wide, deep, thickness_m + 0.012, 0.002, 0.001, 2)
            at = (side * x * (width_m + rim) / 2, side * y * (depth_m + rim) / 2, 0.006 - thickness_m / 2)
            pieces.append(bar.moved(*at))
            hulls.append(pieces[-1].points_m)
    return make_mesh(pieces, ("board", "print", "rim"), hulls)


SHAPES = (
    Shape("wire_bundle", "Wires side by side, bare, taped or in conduit; slots wire_0 to wire_3, sleeve.", wire_bundle),
    Shape("tape_wrap", "Tape around a place where a bundle branches.", tape_wrap),
    Shape("cable_tie", "Tie with head and tail around a bundle, or with a fir-tree foot.", cable_tie),
    Shape("fork", "Fork of a harness board that holds a bundle; slots foot, wire.", fork, stuff="bench"),
    Shape(
        "harness_board",
        "Board with printed layout lines and rims; slots board, print, rim.",
        harness_board,
        stuff="bench",
    ),
)
