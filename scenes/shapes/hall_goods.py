"""What stands about in a hall: totes on shelves and in stacks, a waste bin, a hand pallet truck, guards of columns.

Nothing of it is of a kind that the families of halls label. The floor is at z = 0.
"""

from __future__ import annotations

import math

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, flat_ring, loft, rotation, rounded_rect, slab, turned_body
from scenes.shapes._plates import corners, fixed_mesh
from scenes.shapes._sweep import bent_path, rod

_TOTE_M = (0.6, 0.4)  # VDA 4500
_STEP_M = 0.012  # that a tote sinks into the one below


def _tote(wide_m: float, deep_m: float, high_m: float, slot: int, *, hollow: bool) -> Piece:
    """An open tote with a rim and a step at its foot, the middle of its bottom at the origin."""
    sizes = [
        (0.96, 0.0),
        (0.96, _STEP_M),
        (0.975, _STEP_M),
        (0.985, high_m - 0.035),
        (1.0, high_m - 0.03),
        (1.0, high_m),
    ]
    rings = [flat_ring(rounded_rect(s * wide_m, s * deep_m, 0.02, 1), z) for s, z in sizes]
    depth = [0.0] * len(rings)
    for z, shade in ((high_m, 0.0), (0.012 if hollow else high_m - 0.012, 0.8)):
        inner = rounded_rect(wide_m - 0.03, deep_m - 0.03, 0.018, 1)
        rings.append(flat_ring(inner, z))
        depth.append(shade)
    return loft(rings, slot, cavity=depth)


def tote_shelf(
    width_m: float, depth_m: float, height_m: float, boards: int = 3, boxes: int = 6, pattern: int = 0
) -> Mesh:
    """A wide shelf of posts, beams and boards with totes on it, in stacks of one to three: slots "frame", "box".

    It stands on the floor around the origin; `boxes` is about the number of stacks on a board, `pattern` which.
    """
    rng = np.random.default_rng(pattern)
    pieces = []
    for sx in (-1, 1):
        for sy in (-1, 1):
            at = (sx * (width_m - 0.06) / 2, sy * (depth_m - 0.06) / 2, height_m / 2)
            pieces.append(slab(0.06, 0.06, height_m, 0.003, 0.002, 0, 1).moved(*at))
        rise = math.hypot(depth_m - 0.06, 0.6)
        for number in range(int((height_m - 0.3) / 0.6)):
            tilt = math.degrees(math.atan2(0.6, depth_m - 0.06)) * (1 if number % 2 == 0 else -1)
            brace = slab(0.02, rise, 0.02, 0.001, 0.0008, 0, 1).turned(rotation("x", tilt))
            pieces.append(brace.moved(sx * (width_m - 0.06) / 2, 0, 0.2 + 0.6 * (number + 0.5)))
    levels = 0.12 + np.arange(boards) * (height_m - 0.25) / max(boards - 0.35, 1.0)
    room = float(levels[1] - levels[0]) - 0.13 if boards > 1 else 0.6
    pitch = (width_m - 0.14) / boxes
    wide, deep = min(0.96 * pitch, _TOTE_M[1]), min(_TOTE_M[0], 0.9 * depth_m)
    for level in levels:
        for sy in (-1, 1):
            pieces.append(
                slab(width_m - 0.06, 0.04, 0.09, 0.003, 0.002, 0, 1).moved(0, sy * (depth_m - 0.04) / 2, level - 0.045)
            )
        pieces.append(slab(width_m - 0.07, depth_m - 0.08, 0.016, 0.002, 0.001, 0, 1).moved(0, 0, level - 0.0085))
        for number in range(boxes):
            high = float(rng.choice([0.28, 0.22, 0.32]))
            count = int(rng.integers(0, 1 + max(1, min(3, int(room / high)))))
            x, y = (number - (boxes - 1) / 2) * pitch, float(rng.uniform(-0.06, 0.0)) - (depth_m - deep) / 2 + 0.06
            turn = rotation("z", float(rng.normal(0, 1.2)))
            for one in range(count):
                tote = _tote(wide, deep, high, 1, hollow=one == count - 1).turned(turn)
                pieces.append(tote.moved(x, y, level + one * (high - _STEP_M)))
    return fixed_mesh(pieces, ("frame", "box"), [corners(p) for p in pieces])


def tote_stack(high: int = 4, pattern: int = 0) -> Mesh:
    """A stack of totes of 600 x 400 x 280 mm on a dolly: slots "tote", "dolly", "wheel"."""
    rng = np.random.default_rng(pattern)
    pieces = [slab(0.615, 0.415, 0.05, 0.02, 0.006, 1, 2).moved(0, 0, 0.145)]
    for sx in (-1, 1):
        for sy in (-1, 1):
            wheel = turned_body([(0.042, -0.014), (0.05, -0.008), (0.05, 0.008), (0.042, 0.014)], 2, sides=18)
            at = (sx * 0.22, sy * 0.13)
            pieces.append(wheel.turned(rotation("x", 90) if sx < 0 else rotation("y", 90)).moved(*at, 0.05))
            pieces.append(slab(0.06, 0.06, 0.03, 0.004, 0.002, 1, 1).moved(*at, 0.109))
    z = 0.17
    for number in range(high):
        turn = rotation("z", float(rng.normal(0, 0.3)))
        pieces.append(_tote(*_TOTE_M, 0.28, 0, hollow=number == high - 1).turned(turn).moved(0, 0, z))
        for side in (-1, 1):
            for x in (-0.2, -0.07, 0.07, 0.2):
                rib = slab(0.006, 0.012, 0.2, 0.002, 0.001, 0, 1).moved(x, side * 0.1975, z + 0.13)
                pieces.append(rib.turned(turn))
        z += 0.28 - _STEP_M
    return fixed_mesh(pieces, ("tote", "dolly", "wheel"), [corners(p) for p in pieces])


def waste_bin(height_m: float = 1.0, open_deg: float = 0.0) -> Mesh:
    """A wheeled bin of 240 l (EN 840-1) that looks to -y: slots "body", "lid", "wheel".

    Its lid is lifted by `open_deg`.
    """
    h = height_m
    rings = [flat_ring(rounded_rect(w, d, 0.05, 3) + np.array([0.0, y]), z) for w, d, y, z in (
        (0.44, 0.44, 0.03, 0.06), (0.46, 0.48, 0.03, 0.08), (0.54, 0.62, 0.0, h - 0.12), (0.58, 0.68, 0.0, h - 0.11),
        (0.58, 0.68, 0.0, h - 0.08),
    )]  # fmt: skip
    pieces = [loft(rings)]
    lid = slab(0.59, 0.69, 0.035, 0.06, 0.014, 1).moved(0, -0.345, 0.0175)
    pieces.append(lid.turned(rotation("x", open_deg)).moved(0, 0.345, h - 0.0795))
    pieces.append(rod(np.array([(-0.24, 0.385, h - 0.06), (0.24, 0.385, h - 0.06)]), 0.014, 1, 12))
    for side in (-1, 1):
        pieces.append(slab(0.03, 0.07, 0.05, 0.006, 0.003, 0, 1).moved(side * 0.2, 0.36, h - 0.08))
        wheel = [(0.06, -0.022), (0.095, -0.022), (0.1, -0.015), (0.1, 0.015), (0.095, 0.022), (0.06, 0.022)]
        pieces.append(turned_body(wheel, 2, sides=28).turned(rotation("y", 90)).moved(side * 0.25, 0.27, 0.1))
    pieces.append(rod(np.array([(-0.26, 0.27, 0.1), (0.26, 0.27, 0.1)]), 0.012, 2, 10))
    return fixed_mesh(pieces, ("body", "lid", "wheel"), [corners(p) for p in pieces])


def hand_truck(fork_m: float = 1.15) -> Mesh:
    """A hand pallet truck, forks along +x, lowered: slots "paint", "steel", "wheel"."""
    pieces: list[Piece] = []
    for side in (-1, 1):
        y = side * 0.19
        fork = np.array([(0.0, 0.16), (fork_m - 0.2, 0.16), (fork_m - 0.04, 0.11), (fork_m, 0.07)])
        rings = [
            np.array(
                [(x, y - w / 2, 0.037), (x, y + w / 2, 0.037), (x, y + w / 2 - 0.004, z), (x, y - w / 2 + 0.004, z)]
            )
            for (x, w), z in zip(fork, (0.085, 0.085, 0.08, 0.06), strict=True)
        ]
        pieces.append(loft(rings))
        roller = turned_body([(0.03, -0.04), (0.0365, -0.036), (0.0365, 0.036), (0.03, 0.04)], 2, sides=18)
        pieces.append(roller.turned(rotation("x", 90)).moved(fork_m - 0.22, y, 0.0366))
        wheel = turned_body([(0.085, -0.025), (0.095, -0.02), (0.095, 0.02), (0.085, 0.025)], 2, sides=26)
        pieces.append(wheel.turned(rotation("x", 90)).moved(-0.18, side * 0.06, 0.095))
    pieces.append(slab(0.09, 0.54, 0.06, 0.01, 0.005).moved(-0.035, 0, 0.07))
    pieces.append(slab(0.08, 0.3, 0.28, 0.02, 0.006).moved(-0.06, 0, 0.22))
    pump = turned_body([(0.05, 0.12), (0.05, 0.3), (0.035, 0.32), (0.02, 0.42), (0.02, 0.46)], 1, sides=20)
    pieces.append(pump.moved(-0.18, 0))
    pieces.append(slab(0.1, 0.16, 0.06, 0.01, 0.004).moved(-0.18, 0, 0.19))
    pieces.append(rod(np.array([(-0.2, 0.0, 0.3), (-0.33, 0.0, 1.05)]), 0.019, 0, 14))
    loop = [(-0.33, 0.0, 1.03), (-0.335, 0.13, 1.1), (-0.36, 0.13, 1.24), (-0.36, -0.13, 1.24), (-0.335, -0.13, 1.1)]
    pieces.append(rod(bent_path([*loop, (-0.33, 0.0, 1.03)], 0.04, 5), 0.013, 2, 12))
    return fixed_mesh(pieces, ("paint", "steel", "wheel"), [corners(p) for p in pieces], (1.0, 0.0, 0.0))


def column_guard(across_m: float = 0.24, high_m: float = 1.1) -> Mesh:
    """A plastic guard around the foot of a square column: slots "guard", "band"."""
    pieces: list[Piece] = []
    out = across_m / 2 + 0.055
    side = out - across_m / 2 - 0.002  # so thick that the column is clear of it
    for turn in (0, 90, 180, 270):
        around = rotation("z", turn)
        corner = slab(side, side, high_m, 0.016, 0.006, 0, 3)
        plate = slab(2 * (out - side), side - 0.012, high_m - 0.02, 0.004, 0.003, 0, 1)
        pieces.append(corner.moved(out - side / 2, out - side / 2, high_m / 2).turned(around))
        pieces.append(plate.moved(0, out - side / 2 - 0.006, high_m / 2).turned(around))
        for z in (0.2, 0.55, 0.9):
            band = slab(side + 0.0012, side + 0.0012, 0.13, 0.0165, 0.0006, 1, 3)
            pieces.append(band.moved(out - side / 2, out - side / 2, z).turned(around))
            strip = slab(2 * (out - side), side - 0.0108, 0.13, 0.004, 0.0006, 1, 1)
            pieces.append(strip.moved(0, out - side / 2 - 0.006, z).turned(around))
    return fixed_mesh(pieces, ("guard", "band"), [corners(p) for p in pieces])


SHAPES = (
    Shape("tote_shelf", "Wide shelf with totes in stacks; slots frame, box.", tote_shelf, stuff="rack"),
    Shape("tote_stack", "Totes stacked on a dolly; slots tote, dolly, wheel.", tote_stack, stuff="container"),
    Shape("waste_bin", "Wheeled bin of 240 l; slots body, lid, wheel.", waste_bin, stuff="container"),
    Shape("hand_truck", "Hand pallet truck, lowered; slots paint, steel, wheel.", hand_truck, stuff="machine"),
    Shape("column_guard", "Guard around the foot of a column; slots guard, band.", column_guard, stuff="wall"),
)
