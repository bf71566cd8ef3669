"""The inside of a machine tool: sheet-metal walls, telescopic covers, a door with its window, nozzles, strip lamps."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from generator.points import points_from_text
from scenes.shapes._mesh import Piece, loft, rotation, slab, turned_body
from scenes.shapes._plates import corners, fixed_mesh
from scenes.shapes._sweep import bent_path
from scenes.shapes._tubes import frames, smooth_line

DOOR_M = 0.034  # depth of the door's frame
RAIL_M = 0.05  # width of its stiles
_TO_X = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])  # from x, y, z to y, z, x
COVER_TO_WALL_M = 0.02  # from a way cover's nominal end to the wall, which its flange reaches


def _sheet(width_m: float, depth_m: float, height_m: float, slot: int = 0) -> Piece:
    return slab(width_m, depth_m, height_m, 0.002, 0.0012, slot, 1)


def machine_room(width_m: float = 1.0, depth_m: float = 0.8, high_m: float = 0.8, low_m: float = 0.3) -> Mesh:
    """Walls, roof and sloping chutes around a work at the origin, open to -y; slots wall, trim, bolt.

    They reach from `low_m` below to `high_m` above. Sheets are folded at their seams and bolted in rows.
    """
    w, d, h = width_m, depth_m, high_m + low_m
    mid = (high_m - low_m) / 2
    pieces = [_sheet(0.003, d, h).moved(s * w / 2, 0, mid) for s in (-1, 1)]
    panels = 3
    for k in range(panels):
        x = (k - (panels - 1) / 2) * w / panels
        pieces.append(_sheet(w / panels - 0.001, 0.003, h).moved(x, d / 2, mid))
        if k:
            pieces.append(_sheet(0.03, 0.004, h, 1).moved(x - w / panels / 2, d / 2 - 0.003, mid))
    pieces.append(_sheet(w, d, 0.003).moved(0, 0, high_m))
    hulls = [corners(p) for p in pieces]
    for side in (-1, 1):  # chutes that lead chips down to the conveyor
        chute = _sheet(0.003, d - 0.01, 0.3).turned(rotation("y", side * 48.0))
        pieces.append(chute.moved(side * (w / 2 - 0.09), 0, -low_m + 0.1))
        hulls.append(pieces[-1].points_m)
    floor = _sheet(w, d, 0.004).moved(0, 0, -low_m)
    pieces.append(floor)
    hulls.append(corners(floor))
    for x in np.linspace(-w / 2 + 0.05, w / 2 - 0.05, max(3, round(w / 0.16))):
        for z in (high_m - 0.04, -low_m + 0.3):
            bolt = turned_body([(0.0065, 0.0), (0.006, 0.002), (0.004, 0.0034)], 2, sides=12)
            pieces.append(bolt.turned(rotation("x", 90)).moved(float(x), d / 2 - 0.0012, z))
    return fixed_mesh(pieces, ("wall", "trim", "bolt"), hulls)


def way_cover(width_m: float = 0.5, length_m: float = 0.3, high_m: float = 0.1, plates: int = 5) -> Mesh:
    """A telescopic cover along y: chamfered steps with wipers, the lowest at -y; slots plate, wiper.

    At +y a flange is screwed to the wall, which is `COVER_TO_WALL_M` past the nominal length.
    """
    pieces, hulls = [], []
    for k in range(plates):
        rise = 0.004 * k
        w, h = width_m - 0.012 * (plates - 1 - k), high_m - 0.004 * (plates - 1) + rise
        start = -length_m / 2 + k * length_m / plates
        long = length_m / plates + 0.012
        shoulder = min(0.05 * w, 0.3 * h)
        outline = np.array(
            [
                (w / 2, 0.0),
                (w / 2, h - 0.6 * shoulder),
                (w / 2 - shoulder, h),
                (-w / 2 + shoulder, h),
                (-w / 2, h - 0.6 * shoulder),
                (-w / 2, 0.0),
            ]
        )
        rings = [np.column_stack([outline[:, 0], np.full(6, y), outline[:, 1]]) for y in (start + long, start)]
        plate = loft(rings, 0)
        pieces.append(plate)
        inner = outline * np.array([1 + 0.002 / w, 1 + 0.0015 / h])
        band = [np.column_stack([inner[:, 0], np.full(6, y), inner[:, 1]]) for y in (start + 0.004, start - 0.002)]
        pieces.append(loft(band, 1))
        hulls += [plate.points_m, pieces[-1].points_m]
    flange = _sheet(width_m + 0.05, COVER_TO_WALL_M - 0.0095, high_m + 0.03)
    wall = length_m / 2 + COVER_TO_WALL_M - 0.0016
    pieces.append(flange.moved(0, wall - (COVER_TO_WALL_M - 0.0095) / 2, high_m / 2 + 0.015))
    hulls.append(corners(pieces[-1]))
    for x in np.linspace(-0.45, 0.45, 5):
        bolt = turned_body([(0.006, -0.001), (0.006, 0.003), (0.005, 0.004)], 1, sides=6).turned(rotation("x", 90))
        at = (float(x) * width_m, wall - (COVER_TO_WALL_M - 0.0095), high_m + 0.018)
        pieces.append(bolt.moved(*at))
        hulls.append(pieces[-1].points_m)
    return fixed_mesh(pieces, ("plate", "wiper"), hulls)


def machine_front(
    width_m: float = 1.0,
    opening_w_m: float = 0.7,
    opening_h_m: float = 0.6,
    high_m: float = 0.8,
    low_m: float = 0.3,
    aside_m: float = 0.5,
) -> Mesh:
    """The front in the x-z plane around an opening over z = -0.05, with a panel at +x that the open door stands before.

    Slots wall, trim, button, screen.
    """
    w, ow, oh = width_m, opening_w_m, opening_h_m
    sill = -0.05
    left, right = -w / 2 - 0.12, w / 2 + 0.12 + aside_m
    edge = ow / 2

    def panel(x0: float, x1: float, z0: float, z1: float, slot: int = 0) -> Piece:
        return slab(x1 - x0, 0.03, z1 - z0, 0.004, 0.003, slot, 2).moved((x0 + x1) / 2, 0, (z0 + z1) / 2)

    pieces = [
        panel(left, -edge, -low_m - 0.5, high_m + 0.12),
        panel(edge, right, -low_m - 0.5, high_m + 0.12),
        panel(-edge, edge, -low_m - 0.5, sill),
        panel(-edge, edge, sill + oh, high_m + 0.12),
    ]
    lip = [slab(0.012, 0.05, oh, 0.002, 0.0015, 1, 1).moved(s * (edge - 0.006), 0.006, sill + oh / 2) for s in (-1, 1)]
    pieces += [*lip, slab(ow, 0.05, 0.012, 0.002, 0.0015, 1, 1).moved(0, 0.006, sill + 0.006)]
    pieces += [
        slab(right - left, 0.02, 0.02, 0.003, 0.002, 1, 1).moved((left + right) / 2, -0.022, z)
        for z in (sill - 0.045, sill + oh + 0.045)
    ]
    hulls = [corners(p) for p in pieces]
    x, z = right - 0.16, 0.3
    pieces.append(slab(0.2, 0.014, 0.15, 0.004, 0.003, 3, 2).moved(x, -0.02, z + 0.14))
    for k in range(15):
        button = slab(0.018, 0.008, 0.018, 0.003, 0.002, 2, 2)
        pieces.append(button.moved(x + (k % 5 - 2) * 0.034, -0.018, z - (k // 5) * 0.034))
    return fixed_mesh(pieces, ("wall", "trim", "button", "screen"), hulls)


def machine_door(width_m: float = 0.72, height_m: float = 0.6) -> Mesh:
    """A sliding door in the x-z plane from z = 0, with a rubber seal; slots frame, seal, handle, pane."""
    w, h, rail = width_m, height_m, RAIL_M
    pieces = [slab(rail, DOOR_M, h, 0.004, 0.003, 0, 2).moved(s * (w - rail) / 2, 0, h / 2) for s in (-1, 1)]
    pieces += [slab(w - 2 * rail, DOOR_M, rail, 0.003, 0.003, 0, 1).moved(0, 0, z) for z in (rail / 2, h - rail / 2)]
    inner_w, inner_h = w - 2 * rail, h - 2 * rail
    seal = 0.012
    pieces += [slab(seal, 0.02, inner_h, 0.003, 0.003, 1, 1).moved(s * (inner_w - seal) / 2, 0, h / 2) for s in (-1, 1)]
    pieces += [
        slab(inner_w - 2 * seal, 0.02, seal, 0.003, 0.003, 1, 1).moved(0, 0, z)
        for z in (rail + seal / 2, h - rail - seal / 2)
    ]
    hulls = [corners(p) for p in pieces]
    grip = bent_path([(0, 0.0, 0.0), (0, -0.045, 0.0), (0, -0.045, 0.18), (0, 0.0, 0.18)], 0.015, 4)
    from_edge = -w / 2 + rail / 2
    for a, b in pairwise(grip):
        way = b - a
        middle, long = (a + b) / 2, float(np.linalg.norm(way))
        stick = turned_body(
            [(0.008, -long / 2 - 0.003), (0.009, -long / 2), (0.009, long / 2), (0.008, long / 2 + 0.003)], 2, sides=14
        )
        tilt = math.degrees(math.atan2(-way[1], way[2]))
        pieces.append(stick.turned(rotation("x", tilt)).moved(from_edge, -DOOR_M / 2 + middle[1], 0.34 * h + middle[2]))
    pane = slab(inner_w - 2 * seal + 0.006, 0.006, inner_h - 2 * seal + 0.006, 0.001, 0.0008, 3, 1)
    pieces.append(pane.moved(0, 0, h / 2))
    hulls.append(corners(pieces[-1]))
    return fixed_mesh(pieces, ("frame", "seal", "handle", "pane"), hulls)


def coolant_hose(points: str = "0 0 0 0 0 -8000 4000 0 -16000 9000 0 -20000", unit_m: float = 0.014) -> Mesh:
    """A segmented coolant hose along points (1/100 mm), with a tapered nozzle at its end; slots link, nozzle."""
    line = smooth_line(points_from_text(points), 24)
    way = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    count = max(3, int((way[-1] - 2.2 * unit_m) / unit_m))
    at = np.arange(count + 1) * unit_m
    even = np.column_stack([np.interp(at, way, line[:, k]) for k in range(3)])
    turned = frames(even)
    r = 0.62 * unit_m
    pieces = []
    for k in range(count + 1):
        last = k == count
        profile = (
            [
                (0.7 * r, -0.5 * r),
                (0.95 * r, 0.0),
                (0.9 * r, 0.8 * r),
                (0.42 * r, 2.6 * r),
                (0.4 * r, 3.6 * r),
                (0.2 * r, 3.62 * r),
            ]
            if last
            else [
                (0.7 * r, -0.35 * r),
                (r, 0.0),
                (r, 0.45 * r),
                (0.72 * r, 0.8 * r),
                (0.72 * r, 1.2 * r),
                (0.8 * r, 1.5 * r),
            ]
        )
        link = turned_body(profile, 1 if last else 0, sides=20)
        pieces.append(link.turned(np.stack(list(turned[k]), axis=1)).moved(*even[k]))
    return fixed_mesh(pieces, ("link", "nozzle"), [p.points_m for p in pieces])


def strip_lamp(length_m: float = 0.5) -> Mesh:
    """The housing of a machine lamp along x, open below: a tube's holder; slot body, pane."""
    body = slab(length_m, 0.06, 0.03, 0.012, 0.004, 0, 2).moved(0, 0, 0.018)
    ends = [slab(0.02, 0.07, 0.04, 0.01, 0.003, 1, 2).moved(s * (length_m / 2 + 0.008), 0, 0.016) for s in (-1, 1)]
    return fixed_mesh([body, *ends], ("body", "cap"))


def spindle_nose(diameter_m: float = 0.12, long_m: float = 0.2) -> Mesh:
    """A milling spindle from above, its face at z = 0, with a face mill of 63 mm in it; slots housing, nose, insert."""
    r = diameter_m / 2
    nose = turned_body([(0.6 * r, 0.0), (0.98 * r, 0.0), (r, 0.002), (r, 0.03), (1.2 * r, 0.034)], 1, sides=56)
    profile = [(1.2 * r, 0.033), (1.35 * r, 0.036), (1.35 * r, long_m - 0.02), (1.35 * r, long_m)]
    house = turned_body(profile, 0, sides=56)
    mill = turned_body(
        [(0.02, -0.046), (0.029, -0.0455), (0.0305, -0.043), (0.0305, -0.022), (0.022, -0.012), (0.022, 0.004)],
        1,
        sides=56,
    )
    pieces = [nose, house, mill]
    hulls = [corners(piece) for piece in pieces]
    pieces += [slab(0.014, 0.016, 0.012, 0.002, 0.001, 1, 1).moved(s * 0.8 * r, 0, 0.0) for s in (-1, 1)]
    for k in range(5):
        insert = slab(0.004, 0.0115, 0.0115, 0.0008, 0.0004, 2, 1).moved(0.0, 0.0275, -0.0425)
        pieces.append(insert.turned(rotation("z", 72.0 * k)))
    return fixed_mesh(pieces, ("housing", "nose", "insert"), hulls)


def headstock(
    long_m: float = 0.3, depth_m: float = 0.3, high_m: float = 0.32, axis_m: float = 0.2, flange_m: float = 0.11
) -> Mesh:
    """A lathe's headstock along x with its nose at x = 0, standing on z = 0, its spindle `axis_m` high.

    A screwed cover with a flange around the spindle, a name plate and a sight glass towards -y; slots body, trim, bolt.
    """
    d, h, corner, bevel = depth_m, high_m, 0.035, 0.005
    turns = np.linspace(0, math.pi / 2, 7)
    arc = corner * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    middle = np.array([d / 2 - corner, h - corner])
    top = np.concatenate([arc + middle, (arc[::-1] + middle) * (-1, 1)])
    outline = np.concatenate([[(d / 2, 0.0)], top, [(-d / 2, 0.0)]])
    small = outline * (1 - 2 * bevel / d, 1 - bevel / h)
    body = loft(
        [np.column_stack([np.full(len(o), x), o]) for x, o in ((-long_m, outline), (-bevel, outline), (0, small))]
    )
    plate = slab(0.8 * d, 0.86 * h, 0.006, 0.02, 0.0015, 0, 3).turned(_TO_X).moved(0.0025, 0, 0.48 * h)
    flange = turned_body([(flange_m, -0.004), (flange_m, 0.009), (flange_m - 0.002, 0.011)], 1, sides=64)
    pieces = [body, plate, flange.turned(rotation("y", 90)).moved(0, 0, axis_m)]
    around = np.linspace(0, 2 * math.pi, 24, endpoint=False)
    ring = np.stack([np.cos(around), np.sin(around)], axis=1) * flange_m / math.cos(math.pi / 24) + (0.0, axis_m)
    rims = [np.column_stack([np.full(24, x), ring]) for x in (-0.004, 0.011)]
    hulls = [body.points_m, corners(plate), np.concatenate(rims)]
    head = turned_body([(0.0065, 0.0), (0.0065, 0.005), (0.0055, 0.006)], 2, sides=14).turned(rotation("y", 90))
    for y in (-0.37, 0.37):
        pieces += [head.moved(0.005, y * d, z * h) for z in (0.1, 0.48, 0.86)]
    sign = slab(0.11, 0.0016, 0.035, 0.004, 0.0004, 1, 2).moved(-0.45 * long_m, -d / 2 - 0.0004, 0.72 * h)
    rim = turned_body([(0.02, -0.002), (0.02, 0.004), (0.016, 0.006), (0.014, 0.003)], 1, sides=32)
    eye = turned_body([(0.0145, -0.002), (0.0145, 0.0032)], 2, sides=32)
    aside = [piece.turned(rotation("x", 90)).moved(-0.75 * long_m, -d / 2, 0.4 * h) for piece in (rim, eye)]
    pieces += [sign, *aside]
    return fixed_mesh(pieces, ("body", "trim", "bolt"), [*hulls, *(corners(piece) for piece in pieces[3:])])


SHAPES = (
    Shape(
        "headstock",
        "A lathe's headstock with cover, flange, name plate; slots body, trim, bolt.",
        headstock,
        stuff="machine",
    ),
    Shape(
        "machine_room",
        "Sheet-metal walls and chutes inside a machine; slots wall, trim, bolt.",
        machine_room,
        stuff="machine",
    ),
    Shape(
        "machine_front",
        "A machine's front around its opening; slots wall, trim, button, screen.",
        machine_front,
        stuff="machine",
    ),
    Shape("machine_door", "Sliding door with a pane; slots frame, seal, handle, pane.", machine_door, stuff="machine"),
    Shape("way_cover", "Telescopic cover of a machine's ways; slots plate, wiper.", way_cover, stuff="machine"),
    Shape("coolant_hose", "Segmented coolant hose with its nozzle; slots link, nozzle.", coolant_hose, stuff="machine"),
    Shape("strip_lamp", "Housing of a lamp in a machine; slots body, cap.", strip_lamp, stuff="machine"),
    Shape(
        "spindle_nose",
        "A milling spindle with a face mill; slots housing, nose, insert.",
        spindle_nose,
        stuff="machine",
    ),
)
