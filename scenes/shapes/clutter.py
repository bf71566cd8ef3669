"""Things that lie about and are never labelled: a notebook, tape, labels, a carton, a marker, a can, a block."""

from __future__ import annotations

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, make_mesh, rotation, slab, turned_body


def notebook(width_m: float = 0.148, depth_m: float = 0.21, pages_m: float = 0.009) -> Mesh:
    """A spiral notebook: covers, pages that are a little smaller, a wire along one side."""
    cover = 0.0008
    pages = slab(width_m - 0.006, depth_m - 0.004, pages_m, 0.003, 0.0003, 1).moved(0.002)
    lid = slab(width_m, depth_m, cover, 0.005, 0.0003)
    pieces = [pages, lid.moved(0, 0, (pages_m + cover) / 2), lid.moved(0, 0, -(pages_m + cover) / 2)]
    hulls = [np.concatenate([p.points_m for p in pieces])]
    rings = min(int(depth_m / 0.011), 27)
    angles = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    reach = pages_m / 2 + cover + 0.0001
    for i in range(rings):
        y = ((i + 0.5) / rings - 0.5) * (depth_m - 0.016)
        loop = [(reach - 0.0008 + 0.0006 * np.cos(a), 0.0006 * np.sin(a)) for a in angles[::4]]
        wire = turned_body(loop, 2, sides=16, ring=True).turned(rotation("x", 90)).moved(-width_m / 2 + 0.0005, y)
        pieces.append(wire)
    wires = np.concatenate([p.points_m for p in pieces[3:]])
    return make_mesh(pieces, ("cover", "pages", "wire"), [*hulls, wires])


def tape_roll(radius_m: float = 0.052, width_m: float = 0.048, core_m: float = 0.038, wall_m: float = 0.003) -> Mesh:
    """A roll of tape that lies on its side: tape around a cardboard core (slot "core")."""
    h, b = width_m / 2, 0.0006
    tape = _ring_body(core_m + wall_m, radius_m, h, b, 0)
    core = _ring_body(core_m, core_m + wall_m + 0.0001, 0.97 * h, b, 1)
    return make_mesh([tape, core], ("tape", "core"), ring_hulls(core_m, radius_m, -h, h))


def _ring_body(inner_m: float, outer_m: float, half_m: float, bevel_m: float, slot: int) -> Piece:
    h, b = half_m, bevel_m
    profile = [(outer_m - b, -h), (outer_m, -h + b), (outer_m, h - b), (outer_m - b, h)]
    profile += [(inner_m + b, h), (inner_m, h - b), (inner_m, -h + b), (inner_m + b, -h)]
    return turned_body(profile, slot, sides=48, ring=True)


def ring_hulls(inner_m: float, outer_m: float, low_m: float, high_m: float, sides: int = 48) -> list[np.ndarray]:
    """Convex pieces of a ring, six points of the circle each, so that a ring stays a ring."""
    angles = np.linspace(0, 2 * np.pi, sides + 1)
    hulls = []
    for start in range(0, sides, 3):
        arc = angles[start : start + 4]
        chord = inner_m * np.cos(np.pi / sides)
        rims = [(chord, arc), (outer_m, arc)]
        hulls.append(
            np.array([(r * np.cos(a), r * np.sin(a), z) for r, turn in rims for a in turn for z in (low_m, high_m)])
        )
    return hulls


def carton(width_m: float = 0.16, depth_m: float = 0.11, height_m: float = 0.07) -> Mesh:
    """A closed cardboard box: body, two flaps with a gap between them, tape over the gap, a label on one side."""
    board = 0.003
    body = slab(width_m, depth_m, height_m - board, 0.003, 0.0015).moved(0, 0, -board / 2)
    flap = slab(width_m - 0.001, depth_m / 2 - 0.001, board, 0.0015, 0.001)
    top = (height_m - board) / 2
    pieces = [body, *(flap.moved(0, side * depth_m / 4, top) for side in (-1, 1))]
    pieces.append(slab(width_m - 0.004, 0.048, 0.0004, 0.0005, 0.0001, 1).moved(0, 0, height_m / 2 + 0.0001))
    label = slab(0.55 * width_m, 0.6 * height_m, 0.0004, 0.001, 0.0001, 2).turned(rotation("x", 90))
    pieces.append(label.moved(0.08 * width_m, -depth_m / 2 - 0.0001))
    return make_mesh(pieces, ("board", "tape", "label"), [np.concatenate([p.points_m for p in pieces])])


def label_sheet(width_m: float = 0.105, depth_m: float = 0.148, columns: int = 2, rows: int = 5) -> Mesh:
    """A sheet of stick-on labels, some of them gone (slot "label" on "paper")."""
    pieces = [slab(width_m, depth_m, 0.0003, 0.001, 0.00008)]
    w, d = (width_m - 0.006) / columns, (depth_m - 0.006) / rows
    for i in range(columns):
        for j in range(rows):
            if (3 * i + 5 * j) % 7 in (1, 4):
                continue
            tile = slab(w - 0.002, d - 0.002, 0.0002, 0.002, 0.00005, 1)
            pieces.append(
                tile.moved(-width_m / 2 + 0.003 + (i + 0.5) * w, -depth_m / 2 + 0.003 + (j + 0.5) * d, 0.0002)
            )
    return make_mesh(pieces, ("paper", "label"), [np.concatenate([p.points_m for p in pieces])])


def marker(length_m: float = 0.138, radius_m: float = 0.0075) -> Mesh:
    """A felt marker that lies along x: barrel, cap (slot "cap"), a step between them."""
    r, n, b = radius_m, length_m, 0.0006
    barrel = [(0.7 * r, 0.0), (0.92 * r - b, 0.0), (0.92 * r, b), (0.92 * r, 0.62 * n)]
    cap = [(0.93 * r, 0.6 * n), (r, 0.6 * n + b), (r, 0.96 * n), (0.9 * r, n), (0.5 * r, n)]
    pieces = [turned_body(barrel, 0, sides=28), turned_body(cap, 1, sides=28)]
    pieces = [p.turned(rotation("y", 90)).moved(-n / 2) for p in pieces]
    return make_mesh(pieces, ("barrel", "cap"))


def spray_can(radius_m: float = 0.0325, height_m: float = 0.2) -> Mesh:
    """A spray can: dished shoulder and a cap (slot "cap")."""
    r, h = radius_m, height_m
    can = [(0.9 * r, 0.0), (0.97 * r, 0.0008), (r, 0.003), (r, 0.8 * h), (0.96 * r, 0.82 * h), (0.8 * r, 0.855 * h)]
    can += [(0.6 * r, 0.87 * h)]
    cap = [(0.86 * r, 0.81 * h), (0.94 * r, 0.83 * h), (0.93 * r, 0.98 * h), (0.88 * r, h), (0.5 * r, h)]
    cap = [(0.97 * rr if i == 0 else rr, z) for i, (rr, z) in enumerate(cap)]
    return make_mesh([turned_body(can, 0, sides=48), turned_body(cap, 1, sides=48)], ("can", "cap"), axis=(0, 0, 1))


def cup(radius_m: float = 0.036, height_m: float = 0.09, wall_m: float = 0.002) -> Mesh:
    """An open cup with a rolled rim; narrower at the foot."""
    r, h, w = radius_m, height_m, wall_m
    foot = 0.78 * r
    profile = [(0.97 * foot, 0.0), (foot, 0.001), (r, h - 0.002), (r + 0.001, h - 0.001), (r, h), (r - w, h)]
    profile += [(r - w - 0.0005, h - 0.002), (foot - w, w + 0.002), (foot - w - 0.002, w)]
    body = turned_body(profile, sides=40)
    hulls = []
    for start in range(40):
        pair = [start, (start + 1) % 40]
        hulls.append(np.concatenate([body.points_m[i * 40 : (i + 1) * 40][pair] for i in range(1, 8)]))
    base = np.concatenate([body.points_m[i * 40 : (i + 1) * 40] for i in (0, 1, 8)])
    hulls.append(np.concatenate([base, body.points_m[7 * 40 : 8 * 40]]))
    return make_mesh([body], ("body",), hulls, axis=(0, 0, 1))


SHAPES = (
    Shape("notebook", "Spiral notebook; slots cover, pages, wire.", notebook),
    Shape("tape_roll", "Roll of tape lying flat; slots tape, core.", tape_roll),
    Shape("carton", "Small closed cardboard box with tape and label.", carton, stuff="packing"),
    Shape("label_sheet", "Sheet of stick-on labels, some peeled off.", label_sheet),
    Shape("marker", "Felt marker lying on its side; slots barrel, cap.", marker),
    Shape("spray_can", "Spray can standing; slots can, cap.", spray_can),
    Shape("cup", "Open cup standing.", cup),
)
