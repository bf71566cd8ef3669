"""Grinding machines: a bench grinder's body, guards, rests and wheels, a bench vice."""

from __future__ import annotations

import math

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, loft, rotation, slab, turned_body
from scenes.shapes._plates import corners, fixed_mesh, ring_plate
from scenes.shapes._sweep import rod
from scenes.shapes._turning import circle

SPAN = 1.08  # distance of each wheel's middle from the grinder's, against a wheel's diameter
REST_M = (0.075, 0.055)  # width and depth of a tool rest
REST_GAP_M = 0.002  # between rest and wheel (EN 62841-3-4 allows 2 mm)
JAW_HIGH_M = 0.045
_OPEN_DEG = (-35.0, 62.0)  # of a guard, from straight ahead (-y), upwards
_TO_X = rotation("y", 90)


def abrasive_wheel(diameter_m: float = 0.15, width_m: float = 0.02, hub_m: float = 0.05) -> Mesh:
    """A mounted wheel around x: body, paper blotters, flanges and nut; slots wheel, label, flange."""
    n, r = 72, diameter_m / 2
    inner = circle(0.016, 0, n)[:, :2]
    pieces = [ring_plate(circle(r, 0, n)[:, :2], inner, -width_m / 2, width_m / 2, 0.001, 0)]
    for side in (-1, 1):
        out = side * width_m / 2
        low, high = sorted((out - side * 0.001, out + side * 0.0004))
        pieces.append(ring_plate(circle(0.62 * hub_m + 0.008, 0, n)[:, :2], inner, low, high, 0.0002, 1))
        low, high = sorted((out, out + side * 0.006))
        pieces.append(ring_plate(circle(0.5 * hub_m, 0, n)[:, :2], 0.7 * inner, low, high, 0.0012, 2))
    nut = turned_body([(0.0125, 0.0), (0.013, 0.0008), (0.013, 0.011), (0.0115, 0.012)], 2, sides=6)
    thread = turned_body([(0.0062, 0.0), (0.0062, 0.019), (0.0052, 0.02)], 2, sides=20)
    pieces += [p.moved(0, 0, width_m / 2 + 0.0055) for p in (nut, thread)]
    solid = np.concatenate([circle(r, z, 36) for z in (-width_m / 2, width_m / 2)])
    hub = np.concatenate([circle(0.5 * hub_m, z, 24) for z in (-width_m / 2 - 0.006, width_m / 2 + 0.026)])
    return fixed_mesh(
        [p.turned(_TO_X) for p in pieces], ("wheel", "label", "flange"), [h @ _TO_X.T for h in (solid, hub)]
    )


def _arc(radius_m: tuple[float, float], x_m: tuple[float, float], ends_deg: tuple[float, float], slot: int) -> Piece:
    """A piece of a ring around x: angles from -y (0) upwards."""
    angles = np.radians(np.linspace(*ends_deg, 40))
    rings = []
    for a in angles:
        way = np.array([0.0, -math.cos(a), math.sin(a)])
        (r0, r1), (x0, x1) = radius_m, x_m
        rings.append(np.array([way * r + np.array([x, 0, 0]) for r, x in ((r0, x0), (r1, x0), (r1, x1), (r0, x1))]))
    return loft(rings, slot)


def wheel_guard(diameter_m: float = 0.15, width_m: float = 0.02) -> Mesh:
    """The guard around a wheel at the origin, open in front (-y), with its spark deflector and cover screws.

    Slots guard, bolt.
    """
    r, half = diameter_m / 2, width_m / 2 + 0.012
    ends = (_OPEN_DEG[1], 360.0 + _OPEN_DEG[0])
    rim = _arc((r + 0.01, r + 0.0135), (-half, half), ends, 0)
    cheeks = [_arc((0.034, r + 0.0135), (x, x + 0.003), ends, 0) for x in (-half - 0.003, half)]
    hulls = []
    for piece in (rim, *cheeks):
        for start in range(0, 36, 6):
            hulls.append(piece.points_m[4 * start : 4 * (start + 7)])
    tip = math.radians(_OPEN_DEG[1])
    lip = slab(2 * half, 0.03, 0.003, 0.001, 0.0008, 0, 1).turned(rotation("x", -68))
    lip = lip.moved(0, -(r + 0.012) * math.cos(tip) - 0.002, (r + 0.012) * math.sin(tip) - 0.01)
    pieces = [rim, *cheeks, lip]
    hulls.append(lip.points_m)
    for k in range(3):
        a = math.radians(110 + 80 * k)
        bolt = turned_body([(0.005, 0.0), (0.005, 0.0025), (0.004, 0.0035)], 1, sides=6).turned(_TO_X)
        at = (half + 0.0025, -(r - 0.004) * math.cos(a), (r - 0.004) * math.sin(a))
        pieces.append(bolt.moved(*at))
    return fixed_mesh(pieces, ("guard", "bolt"), hulls)


def tool_rest(diameter_m: float = 0.15, axis_m: float = 0.17) -> Mesh:
    """A rest before a wheel at the origin, its face 4 mm under the axis, 2 mm before the wheel; slots rest, bolt."""
    wide, deep = REST_M
    near = -diameter_m / 2 - REST_GAP_M
    top = -0.004
    plate = slab(wide, deep, 0.006, 0.003, 0.0012, 0, 2).moved(0, near - deep / 2, top - 0.003)
    arm = slab(0.028, 0.006, 0.07, 0.003, 0.0012, 0, 1).moved(wide / 2 - 0.014, near - 0.012, top - 0.04)
    knob = turned_body([(0.012, 0.0), (0.013, 0.001), (0.013, 0.012), (0.01, 0.014)], 1, sides=9).turned(
        rotation("x", 90)
    )
    pieces = [plate, arm, knob.moved(wide / 2 - 0.014, near - 0.015, top - 0.055)]
    return fixed_mesh(pieces, ("rest", "bolt"), [corners(p) for p in pieces])


def grinder_body(diameter_m: float = 0.15, axis_m: float = 0.17) -> Mesh:
    """Motor, cooling ribs, shaft, foot and switch of a bench grinder; its axis is x at `axis_m` over z = 0.

    Slots body, steel, switch, stop, start, label.
    """
    span, r = SPAN * diameter_m, 0.42 * diameter_m
    long = 2 * span - 0.09
    motor = turned_body(
        [
            (0.55 * r, -long / 2),
            (0.8 * r, -long / 2 + 0.01),
            (r, -0.3 * long),
            (r, 0.3 * long),
            (0.8 * r, long / 2 - 0.01),
            (0.55 * r, long / 2),
        ],
        0,
        sides=56,
    )
    shaft = turned_body([(0.011, -span + 0.012), (0.011, span - 0.012)], 1, sides=24)
    pieces = [p.turned(_TO_X).moved(0, 0, axis_m) for p in (motor, shaft)]
    for k in range(9):
        rib = slab(0.5 * long, 0.004, 0.008, 0.001, 0.001, 0, 1).moved(0, 0, r + 0.001)
        pieces.append(rib.turned(rotation("x", -80 + 20 * k)).moved(0, 0, axis_m))
    neck = slab(0.42 * long, 1.5 * r, axis_m - 0.4 * r - 0.03, 0.02, 0.004, 0).moved(
        0, 0.01, 0.03 + (axis_m - 0.4 * r - 0.03) / 2
    )
    foot = slab(0.9 * long, 2.6 * r, 0.032, 0.02, 0.005, 0).moved(0, 0, 0.016)
    box = slab(0.07, 0.012, 0.05, 0.006, 0.003, 2, 2).moved(0, -0.75 * r + 0.006, 0.07)
    green = slab(0.018, 0.008, 0.024, 0.004, 0.002, 4, 2).moved(-0.014, -0.75 * r - 0.002, 0.07)
    red = slab(0.02, 0.012, 0.026, 0.004, 0.003, 3, 2).moved(0.014, -0.75 * r - 0.003, 0.07)
    pieces += [neck, foot, box, green, red]
    for side in (-1, 1):  # where the end shields are bolted to the stator
        x = side * 0.3 * long
        seam = turned_body(
            [(r - 0.001, -0.007), (r + 0.002, -0.006), (r + 0.002, 0.006), (r - 0.001, 0.007)], 0, sides=56
        )
        pieces.append(seam.turned(_TO_X).moved(x, 0, axis_m))
    name = slab(0.3 * long, 0.0014, 0.022, 0.0005, 0.0003, 5, 1)
    pieces.append(name.moved(0, 0.0095 - 0.75 * r, 0.108))
    gland = turned_body([(0.01, 0.0), (0.01, 0.008), (0.006, 0.011), (0.005, 0.026)], 2, sides=12)
    pieces.append(gland.turned(rotation("x", -90)).moved(0.02, 1.3 * r - 0.003, 0.018))
    for sx in (-1, 1):
        for sy in (-1, 1):
            bolt = turned_body([(0.008, 0.0), (0.008, 0.005), (0.0065, 0.006)], 1, sides=6)
            pieces.append(bolt.moved(sx * 0.38 * long, sy * 1.1 * r, 0.0318))
    return fixed_mesh(pieces, ("body", "steel", "switch", "stop", "start", "label"), [corners(p) for p in pieces])


def bench_vice(width_m: float = 0.12, open_m: float = 0.05, top_m: float = 0.16) -> Mesh:
    """An engineer's vice on z = 0, its fixed jaw at y = 0 looks to -y, its top at `top_m`; slots body, jaw, steel.

    The screw and its handle stand out in front, as far as the moving jaw is open.
    """
    w, high = width_m, JAW_HIGH_M
    base = turned_body([(0.08, 0.0), (0.082, 0.003), (0.08, 0.016), (0.055, 0.026), (0.05, 0.05)], 0, sides=48).moved(
        0, 0.05, 0
    )
    body = slab(0.62 * w, 0.15, top_m - high - 0.03, 0.014, 0.005, 0).moved(0, 0.045, 0.03 + (top_m - high - 0.03) / 2)
    head = slab(w, 0.05, high - 0.003, 0.008, 0.004, 0).moved(0, 0.025 + 0.009, top_m - (high - 0.003) / 2 - 0.003)
    anvil = slab(0.6 * w, 0.06, 0.05, 0.01, 0.004, 0).moved(0, 0.085, top_m - 0.035)
    plate = slab(w + 0.003, 0.0095, 0.026, 0.001, 0.0008, 1, 1).moved(0, 0.00475, top_m - 0.013)
    slide = slab(0.34 * w, open_m + 0.14, 0.045, 0.005, 0.003, 0, 2).moved(
        0, -(open_m + 0.14) / 2 + 0.04, top_m - high - 0.032
    )
    end = -(open_m + 0.1)
    screw = rod(np.array([[0, end + 0.02, top_m - high - 0.032], [0, end - 0.035, top_m - high - 0.032]]), 0.013, 2, 24)
    bar = rod(
        np.array([[-0.09, end - 0.024, top_m - high - 0.075], [0.07, end - 0.024, top_m - high + 0.002]]), 0.0055, 2, 14
    )
    knobs = [
        turned_body([(0.006, -0.006), (0.0085, -0.004), (0.0085, 0.004), (0.006, 0.006)], 2, sides=18)
        .turned(_TO_X)
        .moved(x, end - 0.024, z)
        for x, z in ((-0.09, top_m - high - 0.075), (0.07, top_m - high + 0.002))
    ]
    pieces = [base, body, head, anvil, plate, slide, screw, bar, *knobs]
    for k in range(3):
        a = math.radians(90 + 120 * k)
        bolt = turned_body([(0.007, 0.0), (0.007, 0.006), (0.0055, 0.007)], 2, sides=6)
        pieces.append(bolt.moved(0.067 * math.cos(a), 0.05 + 0.067 * math.sin(a), 0.0155))
    return fixed_mesh(pieces, ("body", "jaw", "steel"), [corners(p) for p in pieces[:8]])


def bench_vice_jaw(width_m: float = 0.12) -> Mesh:
    """The moving jaw: its gripping face at y = 0 looks to +y, its top at z = 0; slots body, jaw, steel."""
    w, high = width_m, JAW_HIGH_M
    head = slab(w, 0.045, high - 0.003, 0.008, 0.004, 0).moved(0, -0.0225 - 0.009, -(high - 0.003) / 2 - 0.003)
    nose = slab(0.44 * w, 0.075, 0.06, 0.014, 0.005, 0).moved(0, -0.06, -high - 0.02)
    plate = slab(w + 0.003, 0.0095, 0.026, 0.001, 0.0008, 1, 1).moved(0, -0.00475, -0.013)
    pieces = [head, nose, plate]
    return fixed_mesh(pieces, ("body", "jaw", "steel"), [corners(p) for p in pieces])


def eye_shield(width_m: float = 0.11) -> Mesh:
    """The clear shield over a wheel, tilted, on its arm; slots pane, arm."""
    pane = slab(width_m, 0.003, 0.085, 0.006, 0.0008, 0, 3).turned(rotation("x", -38))
    rim = slab(width_m, 0.006, 0.008, 0.002, 0.0015, 1, 2).moved(0, 0, 0.042).turned(rotation("x", -38))
    arm = (
        slab(0.012, 0.006, 0.09, 0.002, 0.0015, 1, 1).moved(width_m / 2 - 0.01, 0.004, 0.07).turned(rotation("x", -38))
    )
    pieces = [pane, rim, arm]
    return fixed_mesh(pieces, ("pane", "arm"), [p.points_m for p in pieces])


SHAPES = (
    Shape(
        "grinder_body",
        "Motor and foot of a bench grinder; slots body, steel, switch, stop, start, label.",
        grinder_body,
        stuff="machine",
    ),
    Shape("abrasive_wheel", "A mounted grinding wheel; slots wheel, label, flange.", abrasive_wheel, stuff="machine"),
    Shape("wheel_guard", "Guard and spark deflector of a wheel; slots guard, bolt.", wheel_guard, stuff="machine"),
    Shape("tool_rest", "The rest before a grinding wheel; slots rest, bolt.", tool_rest, stuff="machine"),
    Shape("eye_shield", "Clear shield over a wheel; slots pane, arm.", eye_shield, stuff="machine"),
    Shape(
        "bench_vice", "An engineer's vice without its moving jaw; slots body, jaw, steel.", bench_vice, stuff="machine"
    ),
    Shape(
        "bench_vice_jaw",
        "The moving jaw of an engineer's vice; slots body, jaw, steel.",
        bench_vice_jaw,
        stuff="machine",
    ),
)
