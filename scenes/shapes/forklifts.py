"""A counterbalance forklift truck of 1.6 to 2 t: chassis, mast, forks, overhead guard, seat, wheels, lamps.

Sizes as of electric four-wheel trucks of that class (VDI 2198 data sheets): wheelbase 1.6 m, 1.1 m wide, guard at
2.1 m, closed mast 2.15 m, forks 1150 x 120 x 40. x is ahead, y to the left; the front axle stands at x = 0.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, flat_ring, loft, make_mesh, rotation, rounded_rect, slab, turned_body

SLOTS = ("paint", "frame", "mast", "fork", "tyre", "rim", "seat", "lamp", "beacon")
_AT = {name: number for number, name in enumerate(SLOTS)}
LENGTH_M, WIDTH_M, GUARD_M = 3.71, 1.12, 2.12
FLOOR_PLATE_M = 0.50
DRIVER_M = (-0.16, 0.0, FLOOR_PLATE_M)  # where the floor between a driver's feet is, in the frame of the pieces
SEAT_M, BACK_M, BACK_DEG = 0.885, -0.80, 10.0  # height of the seat; where its back begins, and leans
REAR_M = -2.10
_FRONT_WHEEL, _REAR_WHEEL = (0.0, 0.445, 0.325, 0.215), (-1.60, 0.43, 0.27, 0.18)  # x, y, radius, width


def forklift(
    lift_m: float = 0.12,
    tilt_deg: float = -3.0,
    forks_m: float = 1.15,
    pattern: int = 0,
    seat_m: float = SEAT_M,
    back_m: float = BACK_M,
) -> Mesh:
    """The truck, looking along x: slots as in `SLOTS`.

    `lift_m` is the height of the forks over the floor (0.05 to 1.4), `tilt_deg` the mast's tilt, above 0 forwards;
    `pattern` turns the wheels and the steering wheel. `seat_m` is the height of the seat, `back_m` where its back
    begins: it is set to its driver.
    """
    pieces = _pieces(lift_m, tilt_deg, forks_m, pattern, seat_m, back_m)
    return make_mesh(pieces, SLOTS, [_box(p.points_m) for p in pieces])


def origin_m(mesh: Mesh) -> np.ndarray:
    """(3,) where a truck's mesh has its origin if its front axle is at x = 0 and the floor at z = 0."""
    low = mesh.bounds_m[0]
    return np.array([REAR_M - low[0], -(low[1] + mesh.bounds_m[1, 1]) / 2, -low[2]])


def _pieces(lift_m: float, tilt_deg: float, forks_m: float, pattern: int, seat_m: float, back_m: float) -> list[Piece]:
    lift_m = min(max(lift_m, 0.05), 1.4)
    rng = np.random.default_rng([pattern, 5])
    mast = rotation("y", tilt_deg)
    pivot = np.array([0.12, 0.0, 0.30])
    raised = [*_mast(), *(p.moved(0, 0, lift_m) for p in _carriage(forks_m))]
    raised = [_turned_about(p, mast, pivot) for p in raised]
    low = min(float(p.points_m[:, 2].min()) for p in raised)
    if low < 0.03:
        raised = [p.moved(0, 0, 0.03 - low) for p in raised]
    return [*_chassis(), *_cockpit(float(rng.uniform(-40, 40)), seat_m, back_m), *_guard(), *_wheels(rng), *raised]


def _turned_about(piece: Piece, turn: np.ndarray, at: np.ndarray) -> Piece:
    return piece.moved(*(-at)).turned(turn).moved(*at)


def _box(points: np.ndarray) -> np.ndarray:
    low, high = points.min(axis=0), points.max(axis=0)
    return np.array([[(low, high)[i >> k & 1][k] for k in range(3)] for i in range(8)])


def _beam(
    start: tuple[float, float, float],
    end: tuple[float, float, float],
    wide: float,
    deep: float,
    slot: str,
    corner: float = 0.012,
) -> Piece:
    """A bar between two points with round edges; `wide` is across, `deep` in the upright plane."""
    a, b = np.array(start), np.array(end)
    along = b - a
    up = along / np.linalg.norm(along)
    across = np.cross(up, [1.0, 0.0, 0.0]) if abs(up[0]) < 0.9 else np.cross(up, [0.0, 0.0, 1.0])
    across /= np.linalg.norm(across)
    frame = np.stack([across, np.cross(up, across), up], axis=1)
    body = slab(wide, deep, float(np.linalg.norm(along)), min(corner, 0.3 * min(wide, deep)), 0.004, _AT[slot], steps=3)
    return body.turned(frame).moved(*((a + b) / 2))


def _block(
    x: tuple[float, float],
    y: tuple[float, float],
    z: tuple[float, float],
    slot: str,
    corner: float = 0.03,
    bevel: float = 0.012,
) -> Piece:
    """A block between limits."""
    made = slab(x[1] - x[0], y[1] - y[0], z[1] - z[0], corner, bevel, _AT[slot], steps=4)
    return made.moved((x[0] + x[1]) / 2, (y[0] + y[1]) / 2, (z[0] + z[1]) / 2)


def _tower(levels: list[tuple[float, float, float, float, float]], slot: str, corner: float = 0.08) -> Piece:
    """A body of rounded rectangles at heights: (z, lowest x, highest x, width, inset of its edge) from below."""
    rings = []
    for z, back, front, wide, inset in levels:
        ring = rounded_rect(front - back - 2 * inset, wide - 2 * inset, max(corner - inset, 0.01), 6)
        rings.append(flat_ring(ring + np.array([(front + back) / 2, 0.0]), z))
    return loft(rings, _AT[slot])


def _chassis() -> list[Piece]:
    weight = _tower(
        [
            (0.17, -2.00, -1.20, 1.02, 0.03),
            (0.20, -2.03, -1.20, 1.06, 0.0),
            (0.42, -2.08, -1.20, 1.10, 0.0),
            (0.80, -2.08, -1.20, 1.10, 0.0),
            (0.93, -2.02, -1.20, 1.08, 0.005),
            (0.985, -1.96, -1.20, 1.04, 0.015),
            (1.0, -1.92, -1.20, 1.0, 0.04),
        ],
        "paint",
        0.20,
    )
    hood = _tower(
        [
            (0.30, -1.26, -0.36, 1.02, 0.0),
            (0.72, -1.26, -0.38, 1.00, 0.0),
            (0.765, -1.25, -0.40, 0.96, 0.008),
            (0.78, -1.24, -0.42, 0.92, 0.03),
        ],
        "frame",
        0.07,
    )
    sides = [_block((-1.22, -0.41), (s * 0.52 - 0.035, s * 0.52 + 0.035), (0.22, 0.56), "paint", 0.03) for s in (-1, 1)]
    made = [
        weight,
        hood,
        *sides,
        _block((-1.25, 0.25), (-0.32, 0.32), (0.20, 0.34), "frame"),
        _block((-0.42, 0.28), (-0.32, 0.32), (0.30, 0.48), "frame"),
        _block((-0.42, 0.20), (-0.49, 0.49), (FLOOR_PLATE_M - 0.03, FLOOR_PLATE_M), "frame", 0.01, 0.004),
        _block((-0.72, -0.42), (0.50, 0.62), (0.27, 0.30), "frame", 0.02, 0.006),
        _block((-0.72, -0.42), (-0.62, -0.50), (0.27, 0.30), "frame", 0.02, 0.006),
        _tower(
            [
                (0.34, 0.08, 0.30, 1.0, 0.0),
                (0.90, 0.13, 0.29, 0.92, 0.0),
                (0.955, 0.15, 0.28, 0.88, 0.012),
                (0.965, 0.16, 0.27, 0.85, 0.03),
            ],
            "paint",
            0.05,
        ),
    ]
    for s in (-1, 1):  # mudguards over the front wheels, from short plates
        angles = np.radians(np.linspace(25, 165, 8))
        for a, b in pairwise(angles):
            r = _FRONT_WHEEL[2] + 0.045
            ends = [(r * math.cos(t), s * 0.45, _FRONT_WHEEL[2] + r * math.sin(t)) for t in (a - 0.01, b + 0.01)]
            made.append(_beam(ends[0], ends[1], 0.23, 0.014, "frame", 0.004))
    for s in (-1, 1):  # slits of the counterweight, its pin
        made.append(_block((-2.09, -2.07), (s * 0.28 - 0.10, s * 0.28 + 0.10), (0.55, 0.60), "frame", 0.004, 0.003))
        made.append(_block((-2.09, -2.06), (s * 0.43 - 0.05, s * 0.43 + 0.05), (0.80, 0.86), "beacon", 0.004, 0.003))
    made.append(_block((-2.10, -2.06), (-0.06, 0.06), (0.34, 0.46), "frame", 0.02, 0.008))
    return made


def _cockpit(turn_deg: float, seat_m: float, back_m: float) -> list[Piece]:
    """Seat, steering wheel, levers and pedals."""
    seat = _AT["seat"]
    cushion = slab(0.48, 0.46, 0.105, 0.09, 0.04, seat, steps=5).moved(-0.60, 0, seat_m - 0.0525)
    back = slab(0.11, 0.45, 0.56, 0.04, 0.04, seat, steps=5).moved(-0.055, 0, 0.28)
    back = back.turned(rotation("y", -BACK_DEG)).moved(back_m, 0, seat_m)
    wings = [slab(0.30, 0.07, 0.07, 0.03, 0.025, seat, steps=3).moved(-0.62, s * 0.25, seat_m + 0.19) for s in (-1,)]
    ring = [(0.165 + 0.013 * math.cos(t), 0.013 * math.sin(t)) for t in np.linspace(0, 2 * math.pi, 11)[:-1]]
    wheel = turned_body(ring, _AT["frame"], sides=36, ring=True)
    spokes = [
        slab(0.16, 0.028, 0.012, 0.006, 0.003, _AT["frame"], steps=2)
        .moved(0.082, 0, -0.004)
        .turned(rotation("z", turn_deg + a))
        for a in (0, 120, 240)
    ]
    hub = turned_body([(0.03, -0.03), (0.04, -0.005), (0.036, 0.008), (0.02, 0.013)], _AT["frame"], sides=20)
    knob = turned_body([(0.012, 0.0), (0.021, 0.02), (0.021, 0.04), (0.012, 0.05)], _AT["frame"], sides=14)
    knob = knob.moved(0.165, 0, 0.01).turned(rotation("z", turn_deg + 75))
    tilt = rotation("y", -28.0)
    made = [piece.turned(tilt).moved(-0.145, 0, 1.235) for piece in (wheel, *spokes, hub, knob)]
    made.append(_beam((0.17, 0, 0.86), (-0.135, 0, 1.215), 0.06, 0.06, "frame"))
    made += [cushion, back, *wings]
    made.append(_block((-0.86, -0.36), (-0.20, 0.20), (0.70, max(seat_m - 0.09, 0.72)), "frame", 0.02, 0.005))
    for n in range(3):
        y = -0.27 - 0.045 * n
        made.append(_beam((0.17, y, 0.94), (0.10, y, 1.12), 0.014, 0.014, "frame", 0.005))
        made.append(
            turned_body([(0.012, -0.02), (0.019, 0.0), (0.019, 0.02), (0.01, 0.033)], _AT["frame"], sides=12).moved(
                0.098, y, 1.13
            )
        )
    for y in (-0.16, -0.04):
        pedal = slab(0.09, 0.07, 0.012, 0.01, 0.003, _AT["frame"], steps=2).turned(rotation("y", -40.0))
        made.append(pedal.moved(0.12, y, FLOOR_PLATE_M + 0.08))
    return made


def _guard() -> list[Piece]:
    made = []
    for s in (-1, 1):
        made.append(_beam((0.24, s * 0.46, 0.90), (-0.16, s * 0.46, GUARD_M - 0.03), 0.055, 0.07, "frame"))
        made.append(_beam((-1.36, s * 0.45, 0.94), (-1.30, s * 0.46, GUARD_M - 0.03), 0.055, 0.07, "frame"))
        made.append(_beam((-0.10, s * 0.46, GUARD_M - 0.03), (-1.36, s * 0.46, GUARD_M - 0.03), 0.06, 0.06, "frame"))
        lamp = turned_body([(0.03, -0.05), (0.065, -0.03), (0.07, 0.0), (0.062, 0.006)], _AT["frame"], sides=24)
        glass = turned_body([(0.058, 0.0), (0.058, 0.007), (0.03, 0.011)], _AT["lamp"], sides=24)
        for piece in (lamp, glass):
            made.append(piece.turned(rotation("y", 90.0)).moved(0.02, s * 0.40, GUARD_M - 0.10))
        made.append(
            _beam((-0.03, s * 0.40, GUARD_M - 0.10), (-0.12, s * 0.44, GUARD_M - 0.05), 0.02, 0.02, "frame", 0.005)
        )
    for x in (-0.13, -1.35):
        made.append(_beam((x, -0.46, GUARD_M - 0.03), (x, 0.46, GUARD_M - 0.03), 0.06, 0.05, "frame"))
    for y in np.linspace(-0.33, 0.33, 5):
        made.append(
            _beam((-0.13, float(y), GUARD_M - 0.02), (-1.35, float(y), GUARD_M - 0.02), 0.032, 0.030, "frame", 0.006)
        )
    base = turned_body([(0.055, 0.0), (0.055, 0.02), (0.045, 0.025)], _AT["frame"], sides=24)
    light = turned_body(
        [(0.048, 0.025), (0.05, 0.05), (0.046, 0.10), (0.03, 0.125), (0.01, 0.13)], _AT["beacon"], sides=24
    )
    made += [piece.moved(-1.33, 0.30, GUARD_M - 0.006) for piece in (base, light)]
    return made


def _wheels(rng: np.random.Generator) -> list[Piece]:
    made = []
    for (x, y, radius, width), steer in ((_FRONT_WHEEL, 0.0), (_REAR_WHEEL, float(rng.uniform(-12, 12)))):
        half = width / 2
        tyre = turned_body(
            [
                (0.60 * radius, -half * 0.86), (0.80 * radius, -half * 0.98), (0.93 * radius, -half * 0.96),
                (0.985 * radius, -half * 0.80), (radius, -half * 0.5), (radius, half * 0.5),
                (0.985 * radius, half * 0.80), (0.93 * radius, half * 0.96), (0.80 * radius, half * 0.98),
                (0.60 * radius, half * 0.86),
            ],
            _AT["tyre"], sides=48,
        )  # fmt: skip
        rim = turned_body(
            [
                (0.58 * radius, half * 0.5), (0.60 * radius, half * 0.9), (0.56 * radius, half * 0.92),
                (0.52 * radius, half * 0.6), (0.30 * radius, half * 0.62), (0.26 * radius, half * 0.85),
                (0.14 * radius, half * 0.9),
            ],
            _AT["rim"], sides=36,
        )  # fmt: skip
        bolts = [
            turned_body([(0.011, half * 0.6), (0.011, half * 0.72), (0.006, half * 0.76)], _AT["rim"], sides=8).moved(
                0.40 * radius * math.cos(a), 0.40 * radius * math.sin(a), 0
            )
            for a in np.linspace(0, 2 * math.pi, 7)[:-1]
        ]
        for s in (-1.0, 1.0):
            turn = rotation("z", steer) @ rotation("x", -90.0 * s) @ rotation("z", float(rng.uniform(0, 60)))
            made += [piece.turned(turn).moved(x, s * y, radius) for piece in (tyre, rim, *bolts)]
    made.append(_beam((0.0, -0.40, 0.325), (0.0, 0.40, 0.325), 0.16, 0.16, "frame", 0.04))
    made.append(_beam((-1.60, -0.36, 0.27), (-1.60, 0.36, 0.27), 0.10, 0.10, "frame", 0.03))
    return made


def _mast() -> list[Piece]:
    """Two channels inside of two, with their ties, cylinders and chains."""
    made = []
    for s in (-1, 1):
        for x, y, wide, deep, top in ((0.36, 0.345, 0.030, 0.125, 2.12), (0.375, 0.275, 0.028, 0.115, 2.15)):
            made.append(_beam((x, s * y, 0.10), (x, s * y, top), wide, deep, "mast", 0.004))
            for dx in (-1, 1):
                flange = _beam(
                    (x + dx * (deep / 2 - 0.008), s * (y - 0.02), 0.10),
                    (x + dx * (deep / 2 - 0.008), s * (y - 0.02), top),
                    0.055,
                    0.016,
                    "mast",
                    0.004,
                )
                made.append(flange)
        tube = turned_body([(0.036, 0.0), (0.038, 0.01), (0.038, 1.30), (0.030, 1.32)], _AT["mast"], sides=24)
        rod = turned_body([(0.022, 1.30), (0.022, 1.98)], _AT["fork"], sides=20)
        made += [piece.moved(0.27, s * 0.20, 0.12) for piece in (tube, rod)]
        made.append(_beam((0.33, s * 0.10, 0.35), (0.33, s * 0.10, 2.02), 0.030, 0.012, "fork", 0.003))
        tilt = turned_body([(0.032, 0.0), (0.032, 0.26), (0.016, 0.27), (0.016, 0.44)], _AT["mast"], sides=20)
        made.append(tilt.turned(rotation("y", 78.0)).moved(-0.10, s * 0.31, 0.60))
    for z, y in ((0.14, 0.36), (1.15, 0.36), (2.09, 0.36)):
        made.append(_beam((0.30, -y, z), (0.30, y, z), 0.09, 0.022, "mast", 0.006))
    made.append(_beam((0.36, -0.28, 2.12), (0.36, 0.28, 2.12), 0.06, 0.05, "mast", 0.006))
    for y in np.linspace(-0.05, 0.05, 4):  # hoses
        made.append(_beam((0.31, float(y), 0.4), (0.31, float(y), 2.08), 0.018, 0.018, "tyre", 0.008))
    return made


def _carriage(forks_m: float) -> list[Piece]:
    """Fork carriage, backrest and forks, the blades' underside at height 0."""
    made = []
    for z in (0.10, 0.46):
        made.append(_block((0.44, 0.475), (-0.48, 0.48), (z, z + 0.10), "mast", 0.01, 0.006))
    for s in (-1, 1):
        made.append(_block((0.39, 0.45), (s * 0.20 - 0.02, s * 0.20 + 0.02), (0.08, 0.58), "mast", 0.008, 0.004))
        y = s * 0.26
        made.append(_block((0.475, 0.515), (y - 0.06, y + 0.06), (0.0, 0.58), "fork", 0.008, 0.006))
        rings = []
        for x, thick, wide in (
            (0.476, 0.04, 0.12),
            (0.9, 0.04, 0.12),
            (0.515 + forks_m - 0.09, 0.022, 0.118),
            (0.515 + forks_m - 0.02, 0.014, 0.09),
            (0.515 + forks_m, 0.011, 0.06),
        ):
            outline = rounded_rect(wide, thick, 0.006, 2)
            rings.append(np.column_stack([np.full(len(outline), x), outline[:, 0] + y, outline[:, 1] + thick / 2]))
        made.append(loft(rings, _AT["fork"]))
    made.append(_block((0.445, 0.475), (-0.48, 0.48), (1.18, 1.22), "mast", 0.008, 0.006))
    for y in np.linspace(-0.46, 0.46, 5):
        made.append(_beam((0.46, float(y), 0.55), (0.46, float(y), 1.20), 0.032, 0.03, "mast", 0.006))
    return made


SHAPES = (
    Shape(
        "forklift",
        "A counterbalance forklift truck with mast, forks, overhead guard and seat.",
        forklift,
        stuff="machine",
    ),
)
