"""What holds work: three-jaw chucks, machine vices, T-slot and drilled tables, clamps, pins, parallels."""

from __future__ import annotations

import math

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, make_mesh, rotation, slab, turned_body
from scenes.shapes._plates import corners, drilled, fixed_mesh, ring_hulls, ring_plate, stadium
from scenes.shapes._turning import circle, frustums

SLOT_M, PITCH_M = 0.014, 0.063  # ISO 299: width of a T-slot of a small table, and their distance
JAW_M = (0.5, 0.2)  # width of a chuck's bore against its diameter; width of a jaw against it


def chuck(diameter_m: float = 0.2, width_m: float = 0.08) -> Mesh:
    """A three-jaw chuck around x, its face at x = 0 looking to +x, with guideways and sockets; slots body, dark."""
    r, n = diameter_m / 2, 72
    outer, inner = circle(r, 0, n)[:, :2], circle(0.17 * diameter_m, 0, n)[:, :2]
    body = ring_plate(outer, inner, -width_m, 0.0, 0.002, 0)
    back = turned_body(
        [(0.16 * diameter_m, -width_m), (0.172 * diameter_m, -width_m + 0.004), (0.172 * diameter_m, -0.6 * width_m)],
        1,
        sides=n,
    )
    plate = turned_body(
        [(0.62 * r, -width_m - 0.05), (0.9 * r, -width_m - 0.045), (0.9 * r, -width_m + 0.0005)], 0, sides=n
    )
    pieces, rails = [body, back, plate], []
    for k in range(3):
        turn = rotation("z", 120 * k)
        for side in (-1, 1):  # the guideway's two flanks stand a little out of the face
            rail = slab(0.3 * diameter_m, 0.028 * diameter_m, 0.006, 0.001, 0.0008, 0, 1)
            placed = rail.moved(0.335 * diameter_m, side * 0.1 * diameter_m, 0.0)
            pieces.append(placed.turned(turn))
            rails.append(corners(placed) @ turn.T)
        groove = slab(0.3 * diameter_m, 0.168 * diameter_m, 0.0024, 0.0004, 0.0002, 1, 1)
        pieces.append(groove.moved(0.335 * diameter_m, 0, -0.0008).turned(turn))
        socket = ring_plate(circle(0.011, 0, 24)[:, :2], circle(0.0062, 0, 24)[:, :2], 0.0, 0.004, 0.0006, 0)
        hole = slab(0.0112, 0.0112, 0.002, 0.0005, 0.0002, 1, 1)
        half = rotation("z", 120 * k + 60)
        for piece in (socket, hole):
            placed = piece.turned(rotation("y", 90)).moved(r - 0.0022, 0, -0.5 * width_m)
            pieces.append(placed.turned(half))
    turn = rotation("y", 90)
    hulls = [
        *ring_hulls(outer, inner, -width_m, 0.0, 6),
        *frustums([(r, -width_m - 0.05), (r, -width_m)], [-width_m - 0.05, -width_m]),
    ]
    hulls += rails
    return fixed_mesh([p.turned(turn) for p in pieces], ("body", "dark"), [h @ turn.T for h in hulls], axis=(1, 0, 0))


def chuck_jaw(diameter_m: float = 0.2, out_m: float = 0.036) -> Mesh:
    """A hard stepped jaw: its gripping face at x = 0, outwards to +x, standing on z = 0; slots jaw, bolt, dark."""
    wide, long = JAW_M[1] * diameter_m * 0.82, 0.33 * diameter_m
    steps = [(0.0, long, 0.0, 0.45), (0.0, 0.62 * long, 0.44, 0.75), (0.0, 0.3 * long, 0.74, 1.0)]
    pieces = []
    for x0, x1, z0, z1 in steps:
        block = slab(x1 - x0, wide * (1 - 0.12 * z0), (z1 - z0) * out_m, 0.0012, 0.001, 0, 1)
        pieces.append(block.moved((x0 + x1) / 2, 0, (z0 + z1) / 2 * out_m))
    hulls = [corners(p) for p in pieces]
    for x, z in ((0.46 * long, 0.75), (0.8 * long, 0.45)):
        pieces += [p.moved(x, 0, z * out_m) for p in _socket_head(0.0055, 0.0024, 1, 2)]
    return fixed_mesh(pieces, ("jaw", "bolt", "dark"), hulls, axis=(1, 0, 0))


def _socket_head(radius_m: float, high_m: float, slot: int, dark: int) -> list[Piece]:
    """The head of a socket screw that stands out of its counterbore."""
    ring = ring_plate(
        circle(radius_m, 0, 24)[:, :2], circle(0.5 * radius_m, 0, 24)[:, :2], -0.001, high_m, 0.0004, slot
    )
    return [ring, turned_body([(0.52 * radius_m, -0.001), (0.52 * radius_m, 0.35 * high_m)], dark, sides=6)]


def stud_m(width_m: float) -> float:
    """Distance of a vice's two clamping studs from its middle: they stand over T-slots, turned by 90 degrees too."""
    return PITCH_M / 2 * math.ceil((0.4 * width_m + 0.0126) / (PITCH_M / 2))


def _jaw_plate(width_m: float, high_m: float) -> list[Piece]:
    """A hardened jaw plate whose face at y = 0 looks to -y, its foot at z = 0, with two screws in counterbores."""
    deep, holes = 0.0135, {(i, 0): (0.0058, 0.0065) for i in (0, 2)}
    pieces = drilled(width_m + 0.002, high_m, deep, (3, 1), holes, 1, 0.001, 2)
    x = (width_m + 0.002 - 0.002) / 3
    for side in (-1, 1):
        pieces += [p.moved(side * x, 0, deep - 0.0065) for p in _socket_head(0.005, 0.004, 2, 2)]
    return [p.turned(rotation("x", 90)).moved(0, deep, high_m / 2) for p in pieces]


def _box(pieces: list[Piece]) -> np.ndarray:
    """(8, 3) of the box around several pieces."""
    return corners(Piece(np.concatenate([p.points_m for p in pieces]), np.zeros((0, 3), int)))


def _sole(width_m: float, deep_m: float, foot_m: float) -> list[Piece]:
    """A vice's flange on the table: four lugs that leave a slot open on each side for the stud."""
    out, inner = stud_m(width_m) + 0.016, 0.36 * width_m
    half, slot = 0.375 * deep_m, 0.0075
    lug = slab(out - inner, half - slot, 0.02, 0.006, 0.002, 0)
    at = [(s * (out + inner) / 2, t * (half + slot) / 2) for s in (-1, 1) for t in (-1, 1)]
    return [lug.moved(x, y, -foot_m + 0.01) for x, y in at]


def _spindle(from_m: float, to_m: float) -> list[Piece]:
    """A vice's trapezoidal screw along y between its two ways, its collar and hexagon before the bed's end."""
    pitch, profile = 0.008, [(0.0085, 0.0)]
    for k in range(int((to_m - from_m) / pitch)):
        profile += [(0.0085, k * pitch + 0.001), (0.011, k * pitch + 0.003), (0.011, k * pitch + 0.006)]
    profile.append((0.0085, to_m - from_m))
    thread = turned_body(profile, 2, sides=16)
    collar = turned_body([(0.016, -0.006), (0.017, -0.005), (0.017, 0.004)], 2, sides=28)
    neck = turned_body([(0.0085, -0.014), (0.0085, 0.002)], 2, sides=20)
    hexagon = turned_body([(0.0085, -0.034), (0.0095, -0.033), (0.0095, -0.012), (0.0085, -0.0115)], 2, sides=6)
    outside = [p.turned(rotation("x", -90)).moved(0, from_m - 0.012, -0.017) for p in (collar, neck, hexagon)]
    return [thread.turned(rotation("x", -90)).moved(0, from_m - 0.001, -0.017), *outside]


def vice_base(width_m: float = 0.125, open_m: float = 0.06) -> Mesh:
    """A machine vice's bed along y; its fixed jaw's face at y = 0 looks to -y; slots body, jaw, bolt.

    The upper face of its two ways is at z = 0, its foot 55 mm below. The screw lies between them and ends at -y in a
    hexagon for the crank. Two studs at `stud_m` hold it down.
    """
    w, high, foot = width_m, 0.36 * width_m, 0.055
    deep = open_m + 0.95 * w
    middle = 0.32 * w - deep / 2
    end = middle - deep / 2
    rail = slab(0.28 * w, deep, 0.034, 0.002, 0.0012, 1, 1)
    ways = [rail.moved(s * 0.29 * w, middle, -0.017) for s in (-1, 1)]
    body = slab(0.8 * w, 0.96 * deep, foot - 0.032, 0.008, 0.002, 0).moved(0, middle, -foot + (foot - 0.032) / 2)
    bearing = slab(0.9 * w, 0.014, 0.044, 0.004, 0.002, 0, 2).moved(0, end - 0.0065, -0.0235)
    rear = slab(w, 0.3 * w, high + 0.03, 0.006, 0.002, 0).moved(0, 0.15 * w + 0.012, (high + 0.03) / 2 - 0.032)
    plate = _jaw_plate(w, high)
    lugs, spindle = [p.moved(0, middle, 0) for p in _sole(w, deep, foot)], _spindle(end, 0.02)
    label = slab(0.0012, 0.05, 0.012, 0.0004, 0.0003, 1, 1).moved(0.5 * w, 0.15 * w + 0.012, 0.4 * high)
    small = [*ways, body, bearing, rear, *lugs, *spindle]
    pieces, hulls = [*small, *plate, label], [*(corners(p) for p in small), _box(plate), corners(label)]
    for side in (-1, 1):
        nut = [p.moved(side * stud_m(w), middle, -foot + 0.02) for p in _nut_on_stud(0.008, 0.006)]
        washer = slab(0.03, 0.03, 0.004, 0.003, 0.0008, 2, 1).moved(side * stud_m(w), middle, -foot + 0.0215)
        stud = turned_body([(0.006, -0.024), (0.006, 0.001)], 2, sides=14).moved(side * stud_m(w), middle, -foot + 0.02)
        head = [p.turned(rotation("x", 90)) for p in _socket_head(0.0055, 0.004, 2, 2)]
        nut += [washer, stud]
        head = [p.moved(side * 0.33 * w, end - 0.0135, -0.0235) for p in head]
        pieces += [*nut, *head]
        hulls += [_box(nut), _box(head)]
    return fixed_mesh(pieces, ("body", "jaw", "bolt"), hulls, axis=(0, 1, 0))


def vice_jaw(width_m: float = 0.125) -> Mesh:
    """The moving jaw: its gripping face at y = 0 looks to +y, its foot at z = 0; slots body, jaw, bolt.

    A gib on either side reaches down beside the ways.
    """
    w, high = width_m, 0.36 * width_m
    block = slab(w, 0.3 * w, high - 0.002, 0.006, 0.002, 0).moved(0, -0.15 * w - 0.012, (high - 0.002) / 2 + 0.0002)
    slope = slab(0.7 * w, 0.3 * w, 0.5 * high, 0.01, 0.004, 0).moved(0, -0.32 * w, 0.25 * high + 0.0002)
    plate = [p.turned(rotation("z", 180)).moved(0, 0, 0.0002) for p in _jaw_plate(w, high)]
    gib = slab(0.05 * w, 0.26 * w, 0.03, 0.002, 0.0012, 0, 1)
    gibs = [gib.moved(s * 0.462 * w, -0.16 * w - 0.012, -0.006) for s in (-1, 1)]
    pieces = [block, slope, *gibs]
    hulls = [*(corners(p) for p in pieces), _box(plate)]
    pieces += plate
    for side in (-1, 1):
        screw = [p.moved(side * 0.22 * w, -0.4 * w, 0.5 * high) for p in _socket_head(0.0055, 0.004, 2, 2)]
        pieces += screw
        hulls.append(_box(screw))
    return fixed_mesh(pieces, ("body", "jaw", "bolt"), hulls, axis=(0, 1, 0))


def parallel(length_m: float = 0.12, high_m: float = 0.02, thick_m: float = 0.008) -> Mesh:
    """A ground parallel along x."""
    return fixed_mesh([slab(length_m, thick_m, high_m, 0.0008, 0.0006, 0, 1)], ("body",), axis=(1, 0, 0))


def slot_table(width_m: float = 0.8, depth_m: float = 0.38, thick_m: float = 0.06) -> Mesh:
    """A table with T-slots along x, its upper face at z = 0; slots table, dark."""
    count = max(2, int((depth_m - 0.03) / PITCH_M))
    edges = [-depth_m / 2]
    for k in range(count):
        y = (k - (count - 1) / 2) * PITCH_M
        edges += [y - SLOT_M / 2, y + SLOT_M / 2]
    edges.append(depth_m / 2)
    pieces = []
    for low, high in zip(edges[::2], edges[1::2], strict=True):
        pieces.append(slab(width_m, high - low, thick_m, 0.001, 0.0008, 0, 1).moved(0, (low + high) / 2, -thick_m / 2))
    lips = [
        slab(width_m - 0.002, b - a + 0.004, thick_m - 0.03, 0.0005, 0.0005, 1, 1).moved(
            0, (a + b) / 2, -thick_m / 2 - 0.0145
        )
        for a, b in zip(edges[1:-1:2], edges[2:-1:2], strict=True)
    ]
    pieces += lips
    return fixed_mesh(pieces, ("table", "dark"), axis=(1, 0, 0))


def hole_plate(width_m: float = 0.4, depth_m: float = 0.3, thick_m: float = 0.03, pitch_m: float = 0.04) -> Mesh:
    """A fixture plate with a grid of tapped holes in bushes, its upper face at z = 0; slots plate, bush."""
    nx, ny = max(2, int(width_m / pitch_m)), max(2, int(depth_m / pitch_m))
    holes = {(i, j): (0.0062, 0.02) for i in range(nx) for j in range(ny)}
    pieces = [p.moved(0, 0, -thick_m) for p in drilled(width_m, depth_m, thick_m, (nx, ny), holes, 0, 0.001, 1)]
    box = np.concatenate([p.points_m for p in pieces])
    box = box[(box[:, 2] < -thick_m + 0.002) | (box[:, 2] > -0.002)]
    hull = corners(Piece(box, np.zeros((0, 3), int)))
    return fixed_mesh(pieces, ("plate", "bush"), [hull], axis=(1, 0, 0))


def strap_clamp(length_m: float = 0.1, wide_m: float = 0.03, thick_m: float = 0.016, slot_m: float = 0.013) -> Mesh:
    """A strap clamp (DIN 6314) along x: a slotted bar whose nose at +x is bevelled below; it lies on z = 0."""
    n = 48
    slot = stadium(0.42 * length_m, slot_m, n) + np.array([0.05 * length_m, 0.0])
    turns = np.linspace(0, 2 * math.pi, n, endpoint=False)
    half = np.array([length_m / 2, wide_m / 2])
    reach = (np.abs(np.cos(turns) / half[0]) ** 14 + np.abs(np.sin(turns) / half[1]) ** 14) ** (-1 / 14)
    outer = np.stack([reach * np.cos(turns), reach * np.sin(turns)], axis=1)
    bar = ring_plate(outer, slot, 0.0, thick_m, 0.0012)
    hulls = ring_hulls(outer, slot, 0.0, thick_m, 6)
    return fixed_mesh([bar], ("body",), hulls, axis=(1, 0, 0))


def _nut_on_stud(stud_m: float, out_m: float) -> list[Piece]:
    """A flanged hexagon nut (DIN 6331) on a stud, standing on z = 0."""
    collar = turned_body(
        [(1.55 * stud_m, 0.0), (1.6 * stud_m, 0.0008), (1.6 * stud_m, 0.003), (1.4 * stud_m, 0.0036)], 2, sides=32
    )
    hexagon = turned_body([(1.36 * stud_m, 0.003), (1.36 * stud_m, 0.0115), (1.2 * stud_m, 0.0125)], 2, sides=6)
    stud = turned_body(
        [(0.82 * stud_m, 0.002), (0.82 * stud_m, 0.0125 + out_m), (0.66 * stud_m, 0.0135 + out_m)], 2, sides=24
    )
    return [collar, hexagon, stud]


def clamp_stud(reach_m: float = 0.05, stud_m: float = 0.01, out_m: float = 0.012) -> Mesh:
    """A stud with a flanged nut: the nut sits on z = 0, the thread goes down by `reach_m`; slots nut, stud."""
    pieces = [
        Piece(p.points_m, p.faces, 0 if i < 2 else 1, p.cavity) for i, p in enumerate(_nut_on_stud(stud_m * 0.5, out_m))
    ]
    pitch = 0.0015
    profile = [(0.41 * stud_m, -reach_m)]
    for z in np.arange(-reach_m + pitch, 0.004, pitch):
        profile += [(0.41 * stud_m, float(z)), (0.49 * stud_m, float(z) + pitch / 2)]
    pieces.append(turned_body([*profile, (0.4 * stud_m, 0.0055)], 1, sides=20))
    hulls = frustums([(0.5 * stud_m, -reach_m), (0.5 * stud_m, 0.0)], [-reach_m, 0.0]) + frustums(
        [(0.8 * stud_m, 0.0), (0.8 * stud_m, 0.015 + out_m)], [0.0, 0.015 + out_m]
    )
    return fixed_mesh(pieces, ("nut", "stud"), hulls, axis=(0, 0, 1))


def step_block(high_m: float = 0.03, wide_m: float = 0.03, long_m: float = 0.04) -> Mesh:
    """A block of exactly that height with steps on one side, on which the heel of a clamp rests; it stands on z = 0."""
    count = max(2, round(high_m / 0.006))
    pieces = [slab(0.4 * long_m, wide_m, high_m, 0.0008, 0.0006, 0, 1).moved(0.3 * long_m, 0, high_m / 2)]
    for k in range(count - 1):
        tall = high_m * (k + 1) / count
        length = 0.6 * long_m / (count - 1)
        x = -0.5 * long_m + (k + 0.5) * length
        pieces.append(slab(length + 0.0006, wide_m, tall, 0.0006, 0.0005, 0, 1).moved(x, 0, tall / 2))
    return fixed_mesh(pieces, ("body",), [corners(p) for p in pieces], axis=(1, 0, 0))


def locating_pin(diameter_m: float = 0.012, out_m: float = 0.012) -> Mesh:
    """A hardened locating pin in its plate: it stands `out_m` over z = 0."""
    r = diameter_m / 2
    pin = turned_body([(r, 0.0), (r, out_m - 0.0015), (r - 0.0012, out_m - 0.0003), (0.5 * r, out_m)], 0, sides=32)
    return fixed_mesh([pin], ("body",), frustums([(r, 0.0), (r, out_m)], [0.0, out_m], 1e-5), axis=(0, 0, 1))


def chuck_key(square_m: float = 0.011, high_m: float = 0.11, bar_m: float = 0.13) -> Mesh:
    """A T-handled chuck key lying along x: square end, neck, cross bar with knobs; slots body, bar."""
    stem = turned_body(
        [
            (0.012, 0.0),
            (0.0125, 0.001),
            (0.0125, 0.03),
            (0.009, 0.036),
            (0.009, high_m - 0.022),
            (0.0085, high_m - 0.021),
        ],
        0,
        sides=28,
    )
    square = slab(square_m, square_m, 0.022, 0.0008, 0.0006, 0, 1).moved(0, 0, high_m - 0.011)
    rod = turned_body(
        [(0.0038, -bar_m / 2), (0.0045, -bar_m / 2 + 0.001), (0.0045, bar_m / 2 - 0.001), (0.0038, bar_m / 2)],
        1,
        sides=20,
    )
    knobs = [
        turned_body([(0.005, 0.0), (0.0062, 0.001), (0.0062, 0.008), (0.005, 0.009)], 1, sides=20).moved(0, 0, z)
        for z in (-bar_m / 2 - 0.001, bar_m / 2 - 0.008)
    ]
    bar = [p.turned(rotation("x", 90)).moved(0, 0, 0.016) for p in (rod, *knobs)]
    turn = rotation("y", 90)
    pieces = [stem, square, *bar]
    hulls = [
        *(frustums([(0.0126, 0.0), (0.0126, 0.036)], [0.0, 0.036], 1e-5)),
        *(frustums([(0.009, 0.036), (0.009, high_m)], [0.036, high_m], 1e-5)),
        np.concatenate([p.points_m for p in bar]),
    ]
    return make_mesh([p.turned(turn) for p in pieces], ("body", "bar"), [h @ turn.T for h in hulls], axis=(1, 0, 0))


def tee_nut(slot_m: float = SLOT_M) -> Mesh:
    """A T-slot nut (DIN 508) for M12, lying on its broad foot; slots body, dark."""
    foot = slab(1.6 * slot_m, 1.6 * slot_m, 0.5 * slot_m, 0.001, 0.0006, 0, 1).moved(0, 0, 0.25 * slot_m)
    neck = drilled(1.6 * slot_m, 0.97 * slot_m, 0.5 * slot_m, (1, 1), {(0, 0): (0.0052, 0.45 * slot_m)}, 0, 0.0005, 1)
    moved = [p.moved(0, 0, 0.499 * slot_m) for p in neck]
    box = corners(Piece(np.concatenate([p.points_m for p in moved]), np.zeros((0, 3), int)))
    return make_mesh([foot, *moved], ("body", "dark"), [corners(foot), box], axis=(1, 0, 0))


SHAPES = (
    Shape("chuck", "A three-jaw chuck without its jaws; slots body, dark.", chuck, stuff="machine"),
    Shape("chuck_jaw", "A stepped jaw of a chuck; slots jaw, bolt, dark.", chuck_jaw, stuff="machine"),
    Shape("vice_base", "Bed and fixed jaw of a machine vice; slots body, jaw, bolt.", vice_base, stuff="machine"),
    Shape("vice_jaw", "Moving jaw of a machine vice; slots body, jaw, bolt.", vice_jaw, stuff="machine"),
    Shape("parallel", "A ground parallel that work stands on in a vice.", parallel, stuff="machine"),
    Shape("slot_table", "A machine table with T-slots; slots table, dark.", slot_table, stuff="machine"),
    Shape("hole_plate", "A fixture plate with a grid of tapped holes; slots plate, bush.", hole_plate, stuff="machine"),
    Shape("strap_clamp", "A slotted strap clamp.", strap_clamp, stuff="machine"),
    Shape("clamp_stud", "A stud with a flanged nut; slots nut, stud.", clamp_stud, stuff="machine"),
    Shape("step_block", "A stepped block under a clamp's heel.", step_block, stuff="machine"),
    Shape("locating_pin", "A pin that work is pushed against.", locating_pin, stuff="machine"),
)
