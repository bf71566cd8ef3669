"""An upright belt sander for the bench: cast base and arm, belt over two drums, motor, table on its bracket."""

from __future__ import annotations

import math

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, loft, rotation, slab, turned_body
from scenes.shapes._plates import corners, fixed_mesh, ring_plate
from scenes.shapes._sweep import rod

SLOTS = ("body", "belt", "table", "stop", "steel", "box", "start", "label")
_BODY, _BELT, _TABLE, _STOP, _STEEL, _BOX, _START, _LABEL = range(len(SLOTS))
_TO_X, _TO_FRONT = rotation("y", 90), rotation("x", 90)
_LOW_M = 0.15  # axis of the lower drum
_THICK_M = 0.07  # from the belt's front run to its back run
_TOP_M = 0.17  # the table's face
_BASE_M = 0.046  # the base's upper face
_MOTOR_M = (0.166, 0.128, 0.062)  # y and z of the motor's axis, its radius


def _screw(radius_m: float, high_m: float, sides: int = 6) -> Piece:
    """A screw's head that stands on z = 0, a little sunk in."""
    r = radius_m
    return turned_body([(r, -0.0008), (r, 0.8 * high_m), (0.85 * r, high_m)], _STEEL, sides=sides)


def _base(wide_m: float) -> list[Piece]:
    """Cast base with four feet and their bolts, name plate, strain relief of the mains cable."""
    w, d = wide_m + 0.14, 0.34
    sole = slab(w, d, 0.014, 0.022, 0.003, _BODY).moved(0, 0.07, 0.015)
    block = slab(w - 0.05, d - 0.03, _BASE_M - 0.02, 0.02, 0.005, _BODY).moved(0, 0.07, 0.02 + (_BASE_M - 0.02) / 2)
    pieces = [sole, block]
    for x in (-w / 2 + 0.014, w / 2 - 0.014):
        for y in (0.07 - d / 2 + 0.03, 0.07 + d / 2 - 0.03):
            foot = turned_body([(0.012, 0.0), (0.0135, 0.001), (0.0125, 0.0085)], _BOX, sides=20)
            pieces += [foot.moved(x, y, 0), _screw(0.0065, 0.005).moved(x, y, 0.022)]
    plate = slab(0.062, 0.0016, 0.018, 0.0005, 0.0003, _LABEL, 1)
    gland = turned_body([(0.011, 0.0), (0.011, 0.008), (0.008, 0.01), (0.006, 0.026)], _BOX, sides=12)
    pieces.append(plate.moved(0.03, 0.07 - d / 2 + 0.0148, 0.034))
    pieces.append(gland.turned(rotation("x", -90)).moved(-0.02, 0.07 + d / 2 - 0.016, 0.034))
    return pieces


def _switch() -> list[Piece]:
    """The switch box on the base, with a green and a mushroom-shaped red button."""
    y, z = -0.062, _BASE_M + 0.026
    box = slab(0.084, 0.034, 0.054, 0.005, 0.003, _BOX, 2).moved(-0.022, y, z)
    green = turned_body([(0.011, 0.0), (0.011, 0.004), (0.0095, 0.0055)], _START, sides=20)
    red = turned_body([(0.008, 0.0), (0.008, 0.006), (0.0145, 0.008), (0.0145, 0.012), (0.01, 0.0155)], _STOP, sides=24)
    front = y - 0.0165
    return [box, *(p.turned(_TO_FRONT).moved(x, front, z) for p, x in ((green, -0.042), (red, -0.002)))]


def _loop(long_m: float, wide_m: float) -> np.ndarray:
    """(48, 2) a belt's outline along x, counter-clockwise: fine enough at its ends that no drum comes through."""
    angles = np.linspace(-math.pi / 2, math.pi / 2, 24)
    end = wide_m / 2 * np.stack([np.cos(angles), np.sin(angles)], axis=1) + np.array([(long_m - wide_m) / 2, 0.0])
    return np.concatenate([end, -end])


def _running(wide_m: float, high_m: float) -> list[Piece]:
    """The belt over its drums, the platen behind its front run, and the arm that carries this."""
    long, middle = high_m - _LOW_M + _THICK_M, (_LOW_M + high_m) / 2
    outer, inner = _loop(long, _THICK_M), _loop(long - 0.003, _THICK_M - 0.003)
    belt = ring_plate(outer, inner, -wide_m / 2, wide_m / 2, 0.0003, _BELT).turned(_TO_X)
    pieces = [belt.moved(0, _THICK_M / 2, middle)]
    half, r = wide_m / 2, _THICK_M / 2 - 0.0016
    for z in (_LOW_M, high_m):
        drum = turned_body(
            [(0.88 * r, -half - 0.004), (r, -half), (r, half), (0.88 * r, half + 0.003)], _STEEL, sides=48
        )
        shaft = turned_body([(0.0075, -half - 0.016), (0.0075, half + 0.012)], _STEEL, sides=16)
        nut = turned_body([(0.012, -half - 0.012), (0.012, -half - 0.003)], _STEEL, sides=6)
        pieces += [p.turned(_TO_X).moved(0, _THICK_M / 2, z) for p in (drum, shaft, nut)]
    tall = high_m - _LOW_M - 2 * r - 0.012
    platen = slab(wide_m - 0.004, 0.012, tall, 0.003, 0.002, _STEEL, 1).moved(0, 0.0018 + 0.006, middle)
    bar = slab(wide_m - 0.012, 0.03, 0.7 * tall, 0.004, 0.002, _BODY, 1).moved(0, 0.027, middle)
    stub = slab(0.05, 0.026, 0.5 * tall, 0.004, 0.002, _BODY, 1).moved(half + 0.004, 0.03, middle)
    return [*pieces, platen, bar, stub]


def _housing(wide_m: float, high_m: float) -> list[Piece]:
    """The arm beside the belt that stands on the base: casting, seam, screwed cover; tracking knob, guard behind."""
    x = wide_m / 2 + 0.006
    y, top = (0.008, 0.078), high_m + 0.03
    parts = [((y[0] + 0.002, 0.236), (_BASE_M - 0.004, 0.2)), (y, (0.14, top))]
    pieces = []
    for layer, (start, thick, inset, slot) in enumerate(
        ((0.0, 0.028, 0.0, _BODY), (0.0276, 0.0024, 0.0025, _BOX), (0.0298, 0.012, 0.0005, _BODY))
    ):
        for (y0, y1), (z0, z1) in parts:
            foot = z0 + (0.02 if layer and z0 < 0.1 else 0.0)
            size = (z1 - foot - 2 * inset, y1 - y0 - 2 * inset, thick)
            plate = slab(*size, 0.014, 0.003 if slot == _BODY else 0.0005, slot).turned(_TO_X)
            pieces.append(plate.moved(x + start + thick / 2, (y0 + y1) / 2, (foot + z1) / 2))
    face = x + 0.0417
    spots = [(0.018, top - 0.012), (0.068, top - 0.012), (0.018, 0.3), (0.068, 0.3)]
    spots += [(0.02, 0.08), (0.224, 0.08), (0.224, 0.188)]
    pieces += [_screw(0.005, 0.003, 12).turned(_TO_X).moved(face, *spot) for spot in spots]
    badge = slab(0.03, 0.07, 0.0014, 0.001, 0.0004, _LABEL, 1).turned(_TO_X)
    pieces.append(badge.moved(face, 0.145, 0.13))
    knob = turned_body([(0.008, -0.001), (0.008, 0.008), (0.019, 0.011), (0.019, 0.025), (0.014, 0.028)], _BOX, sides=9)
    pieces.append(knob.turned(_TO_X).moved(face, 0.043, high_m - 0.02))
    guard = slab(wide_m + 0.02, 0.002, high_m - _LOW_M - 0.03, 0.001, 0.0006, _BODY, 1)
    pieces.append(guard.moved(0, 0.0765, (high_m + _LOW_M) / 2 - 0.005))
    return pieces


def _motor(wide_m: float) -> list[Piece]:
    """The motor behind the belt, on a foot on the base: fins, fan cover with a grille, terminal box."""
    y, z, r = _MOTOR_M
    right, long = wide_m / 2 + 0.008, 0.166
    left = right - long
    body = turned_body([(0.9 * r, left + 0.03), (0.9 * r, right)], _BODY, sides=40)
    fan = turned_body(
        [(0.8 * r, left), (0.97 * r, left + 0.006), (0.97 * r, left + 0.042), (0.9 * r, left + 0.044)], _BOX, sides=40
    )
    pieces = [p.turned(_TO_X).moved(0, y, z) for p in (body, fan)]
    for k in range(4):  # the grille's rings stand out of the fan cover's end
        radius = 0.72 * r - 0.011 * k
        ring = np.stack([np.cos(np.arange(24) * math.pi / 12), np.sin(np.arange(24) * math.pi / 12)], axis=1)
        grille = ring_plate(radius * ring, (radius - 0.004) * ring, left - 0.0016, left + 0.001, 0.0003, _BOX)
        pieces.append(grille.turned(_TO_X).moved(0, y, z))
    for k in range(15):
        angle = -130 + 260 * k / 14
        if abs(angle) > 25:  # the terminal box sits there
            fin = slab(long - 0.052, 0.0026, 0.012, 0.0008, 0.0008, _BODY, 1).moved(
                (left + right) / 2 + 0.02, 0, 0.93 * r
            )
            pieces.append(fin.turned(rotation("x", angle)).moved(0, y, z))
    box = slab(0.07, 0.05, 0.03, 0.004, 0.002, _BOX, 1).moved(right - 0.07, y, z + 0.9 * r + 0.008)
    lid = slab(0.074, 0.054, 0.006, 0.004, 0.0015, _BODY, 1).moved(right - 0.07, y, z + 0.9 * r + 0.025)
    high = z - 0.7 * r - _BASE_M
    foot = slab(0.09, 0.09, high, 0.006, 0.003, _BODY, 1).moved(right - 0.07, y, _BASE_M + high / 2 - 0.001)
    return [*pieces, box, lid, foot]


def _table(wide_m: float) -> list[Piece]:
    """The table 2 mm before the belt, ribbed below, on a bracket of the arm, with its clamp lever."""
    x = wide_m / 2 + 0.021
    plate = slab(wide_m + 0.08, 0.13, 0.012, 0.006, 0.002, _TABLE, 2).moved(0, -0.067, _TOP_M - 0.006)
    ribs = [slab(0.01, 0.11, 0.016, 0.002, 0.0015, _TABLE, 1).moved(s * 0.4 * wide_m, -0.067, 0.151) for s in (-1, 1)]
    cross = slab(0.9 * wide_m, 0.01, 0.016, 0.002, 0.0015, _TABLE, 1).moved(0, -0.116, 0.151)
    outline = [(-0.115, 0.1585), (-0.115, 0.148), (-0.02, 0.085), (0.03, 0.085), (0.03, 0.15), (-0.004, 0.1585)]
    sides = [np.array([(at, y, z) for y, z in outline]) for at in (x - 0.008, x + 0.008)]
    bracket = loft(sides, _BODY)
    boss = turned_body([(0.017, 0.0), (0.017, 0.006), (0.012, 0.009)], _STEEL, sides=24).turned(_TO_X)
    lever = rod(
        np.array([[x + 0.014, -0.045, 0.125], [x + 0.024, -0.062, 0.1], [x + 0.03, -0.075, 0.075]]), 0.0045, _STEEL
    )
    ball = turned_body([(0.005, -0.009), (0.009, -0.004), (0.009, 0.004), (0.005, 0.009)], _BOX, sides=16)
    return [
        plate,
        *ribs,
        cross,
        bracket,
        boss.moved(x + 0.0075, -0.045, 0.125),
        lever,
        ball.moved(x + 0.03, -0.075, 0.07),
    ]


def belt_sander(belt_m: float = 0.1, high_m: float = 0.5) -> Mesh:
    """An upright belt sander; the belt's front run is at y = 0, looking to -y.

    It stands on z = 0; the table's face is at z = 0.17, 2 mm before the belt. `belt_m` is the belt's width, `high_m`
    the height of the upper drum's axis. Slots body, belt, table, stop, steel, box, start, label.
    """
    pieces = [
        *_running(belt_m, high_m),
        *_base(belt_m),
        *_switch(),
        *_housing(belt_m, high_m),
        *_motor(belt_m),
        *_table(belt_m),
    ]
    return fixed_mesh(pieces, SLOTS, [corners(p) for p in pieces])


SHAPES = (
    Shape(
        "belt_sander",
        "An upright belt sander; slots body, belt, table, stop, steel, box, start, label.",
        belt_sander,
        stuff="machine",
    ),
)
