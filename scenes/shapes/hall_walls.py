"""What hangs on the walls and under the roof of a hall: doors, pipes, cable trays, a clock, extinguishers, beams.

The wall is the plane y = 0 and all looks to -y; what comes up from the floor has it at z = 0.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, loft, rotation, slab, turned_body
from scenes.shapes._plates import corners, fixed_mesh
from scenes.shapes._sweep import bent_path, rod

_SLAT_M = 0.1


def roller_door(width_m: float = 3.0, height_m: float = 3.2) -> Mesh:
    """A closed roller door in its guides, its drum boxed in above, bollards before it.

    Slots "curtain", "frame", "rubber", "bollard". Its opening is `width_m` by `height_m`.
    """
    slats = max(2, round(height_m / _SLAT_M))
    levels = np.linspace(0.05, height_m, slats + 1)
    front = []
    for low, high in pairwise(levels):  # a bead below, a flat face, a groove
        front += [(-0.05, low + 0.006), (-0.058, low + 0.02), (-0.058, high - 0.012), (-0.05, high - 0.004)]
    outline = np.array([*front, (-0.04, levels[-1]), (-0.04, levels[0])])
    wide = width_m + 0.06
    rings = [np.column_stack([np.full(len(outline), x), outline]) for x in (-wide / 2, wide / 2)]
    pieces = [loft(rings, 0)]
    for side in (-1, 1):
        guide = slab(0.11, 0.085, height_m + 0.1, 0.004, 0.003, 1, 1)
        pieces.append(guide.moved(side * (width_m / 2 + 0.055), -0.0425, height_m / 2 + 0.05))
        post = [(0.057, 0.0), (0.057, 0.98), (0.05, 1.0), (0.03, 1.008)]
        pieces.append(turned_body(post, 3, sides=20).moved(side * (width_m / 2 + 0.14), -0.42))
        for z in (0.55, 0.8):
            band = turned_body([(0.0575, 0.0), (0.0575, 0.1)], 2, sides=20)
            pieces.append(band.moved(side * (width_m / 2 + 0.14), -0.42, z))
    pieces.append(slab(width_m, 0.05, 0.06, 0.006, 0.004, 2, 1).moved(0, -0.05, 0.03))
    pieces.append(slab(width_m + 0.3, 0.4, 0.42, 0.01, 0.006, 1, 2).moved(0, -0.2, height_m + 0.28))
    pieces.append(slab(0.22, 0.14, 0.3, 0.01, 0.006, 2, 2).moved(width_m / 2 + 0.1, -0.17, height_m - 0.1))  # motor
    return fixed_mesh(pieces, ("curtain", "frame", "rubber", "bollard"), [corners(p) for p in pieces])


def steel_door(width_m: float = 0.95, height_m: float = 2.05) -> Mesh:
    """A door of sheet steel in its frame: hinges, a lever, a closer, a kick plate; slots "leaf", "frame", "handle"."""
    pieces = [slab(width_m, 0.04, height_m, 0.003, 0.002, 0, 1).moved(0, -0.03, height_m / 2 + 0.006)]
    for side in (-1, 1):
        jamb = slab(0.07, 0.06, height_m + 0.07, 0.003, 0.002, 1, 1)
        pieces.append(jamb.moved(side * (width_m / 2 + 0.038), -0.03, height_m / 2 + 0.035))
    pieces.append(slab(width_m + 0.146, 0.06, 0.07, 0.003, 0.002, 1, 1).moved(0, -0.03, height_m + 0.045))
    x = width_m / 2 - 0.065
    pieces.append(slab(0.04, 0.008, 0.2, 0.006, 0.002, 2, 2).moved(x, -0.053, 1.0))
    lever = bent_path([(x, -0.05, 1.05), (x, -0.1, 1.05), (x - 0.13, -0.1, 1.05)], 0.02, 4)
    pieces.append(rod(lever, 0.009, 2, 10))
    pieces.append(slab(width_m - 0.06, 0.002, 0.25, 0.002, 0.0006, 2, 1).moved(0, -0.0508, 0.15))
    pieces.append(slab(0.24, 0.05, 0.06, 0.006, 0.003, 1, 1).moved(-width_m / 2 + 0.17, -0.074, height_m - 0.05))
    for z in (0.25, 1.05, height_m - 0.2):
        hinge = turned_body([(0.009, 0.0), (0.009, 0.09)], 2, sides=10)
        pieces.append(hinge.moved(-width_m / 2 - 0.002, -0.06, z))
    return fixed_mesh(pieces, ("leaf", "frame", "handle"), [corners(p) for p in pieces])


def pipe_run(length_m: float = 6.0, pipes: int = 3, drop_m: float = 2.0) -> Mesh:
    """Pipes along x on brackets, the last bent down the wall by `drop_m` at its end; slots "pipe", "lagging", "clamp".

    The first is lagged. The middle of the run is at the origin.
    """
    pieces: list[Piece] = []
    z = 0.0
    for number in range(pipes):
        radius = (0.07, 0.03, 0.022, 0.03)[number % 4]
        slot = 1 if number == 0 else 0
        out = -0.13
        end = length_m / 2 - 0.1 * number
        path = np.array([(-length_m / 2, out, z), (end, out, z)])
        if number == pipes - 1 and pipes > 1:
            path = bent_path([(-length_m / 2, out, z), (end, out, z), (end, out, z - drop_m)], 4 * radius, 5)
        pieces.append(rod(path, radius, slot, 16))
        for x in np.arange(-length_m / 2 + 0.8, end - 0.3, 2.0):
            ring = turned_body([(radius + 0.003, -0.015), (radius + 0.003, 0.015)], 2, sides=16)
            pieces.append(ring.turned(rotation("y", 90)).moved(float(x), out, z))
            pieces.append(slab(0.02, -out, 0.012, 0.002, 0.001, 2, 1).moved(float(x), out / 2, z - radius - 0.006))
        z -= radius + 0.12
    return fixed_mesh(pieces, ("pipe", "lagging", "clamp"), [corners(p) for p in pieces])


def cable_tray(length_m: float = 6.0, width_m: float = 0.3, cables: int = 5, pattern: int = 0) -> Mesh:
    """A ladder tray along x on brackets, cables laid in it; slots "tray", "cable".

    Its rail on the wall's side is at y = -0.03.
    """
    rng = np.random.default_rng(pattern)
    middle = -0.03 - width_m / 2
    pieces: list[Piece] = []
    for side in (-1, 1):
        pieces.append(slab(length_m, 0.004, 0.06, 0.001, 0.0008, 0, 1).moved(0, middle + side * width_m / 2, 0.03))
    for x in np.arange(-length_m / 2 + 0.15, length_m / 2, 0.3):
        pieces.append(slab(0.03, width_m - 0.004, 0.012, 0.002, 0.001, 0, 1).moved(float(x), middle, 0.012))
    for x in np.arange(-length_m / 2 + 0.5, length_m / 2 - 0.2, 1.5):
        pieces.append(slab(0.04, width_m + 0.03, 0.04, 0.003, 0.001, 0, 1).moved(float(x), middle + 0.015, -0.0195))
        pieces.append(slab(0.04, 0.006, 0.2, 0.003, 0.001, 0, 1).moved(float(x), -0.003, -0.06))
    for number in range(cables):
        radius = float(rng.uniform(0.006, 0.014))
        y = middle + (number - (cables - 1) / 2) * 0.8 * width_m / cables
        along = np.linspace(-length_m / 2 - 0.02, length_m / 2 + 0.02, 9)
        waves = y + 0.012 * rng.normal(size=9)
        path = np.column_stack([along, waves, np.full(9, 0.018 + radius)])
        pieces.append(rod(path, radius, 1, 8))
    return fixed_mesh(pieces, ("tray", "cable"), [corners(p) for p in pieces])


def wall_clock(diameter_m: float = 0.35, minutes: int = 500) -> Mesh:
    """A clock, its middle at the origin, at so many minutes after twelve; slots "face", "rim", "mark"."""
    r = diameter_m / 2
    up = rotation("x", 90)  # +z of a turned body looks to -y
    face = turned_body([(r - 0.01, 0.0), (r - 0.01, 0.026)], 0, sides=40).turned(up)
    rim = [(r, 0.0), (r, 0.034), (r - 0.006, 0.036), (r - 0.014, 0.03), (r - 0.014, 0.0)]
    pieces = [face, turned_body(rim, 1, sides=40, ring=True).turned(up)]
    for hour in range(12):
        long = 0.16 * r if hour % 3 == 0 else 0.1 * r
        tick = slab(0.02 * r + 0.003, 0.0012, long, 0.0008, 0.0003, 2, 1).moved(0, -0.0262, 0.86 * r - long / 2)
        pieces.append(tick.turned(rotation("y", 30.0 * hour)))
    for long, wide, turn, out in ((0.5, 0.06, minutes / 2, -0.0285), (0.76, 0.04, 6.0 * minutes, -0.0305)):
        hand = slab(wide * r, 0.0014, long * r, 0.001, 0.0004, 2, 1).moved(0, out, 0.4 * long * r)
        pieces.append(hand.turned(rotation("y", turn % 360)))
    pieces.append(turned_body([(0.05 * r, 0.02), (0.05 * r, 0.034)], 2, sides=12).turned(up))
    return fixed_mesh(pieces, ("face", "rim", "mark"), [corners(p) for p in pieces])


def fire_extinguisher(height_m: float = 0.52) -> Mesh:
    """A powder extinguisher of 6 kg on its bracket, its foot at z = 0: slots "body", "valve", "hose", "label"."""
    h, y = height_m, -0.1
    body = [(0.05, 0.0), (0.07, 0.004), (0.075, 0.016), (0.075, 0.7 * h), (0.07, 0.76 * h), (0.052, 0.82 * h)]
    body += [(0.03, 0.85 * h), (0.02, 0.86 * h)]
    pieces = [turned_body(body, 0, sides=32).moved(0, y)]
    pieces.append(turned_body([(0.0757, 0.28 * h), (0.0757, 0.58 * h)], 3, sides=32).moved(0, y))
    pieces.append(
        turned_body([(0.018, 0.85 * h), (0.02, 0.87 * h), (0.02, 0.91 * h), (0.012, 0.92 * h)], 1).moved(0, y)
    )
    for z, tilt in ((0.925, 0.0), (0.955, -12.0)):
        lever = slab(0.024, 0.13, 0.008, 0.004, 0.002, 1, 2).turned(rotation("x", tilt))
        pieces.append(lever.moved(0, y - 0.045, z * h))
    way = [(0.02, y, 0.89 * h), (0.09, y, 0.89 * h), (0.1, y, 0.6 * h), (0.088, y, 0.2 * h)]
    pieces.append(rod(bent_path(way, 0.05, 5), 0.009, 2, 10))
    nozzle = turned_body([(0.014, 0.0), (0.011, 0.09), (0.009, 0.1)], 2, sides=12)
    pieces.append(nozzle.moved(0.088, y, 0.12 * h))
    pieces.append(slab(0.06, 0.03, 0.2, 0.004, 0.002, 1, 1).moved(0, -0.015, 0.55 * h))
    return fixed_mesh(pieces, ("body", "valve", "hose", "label"), [corners(p) for p in pieces])


def roof_beam(length_m: float = 12.0, height_m: float = 0.3, width_m: float = 0.15) -> Mesh:
    """A rolled beam along x, its upper flange at z = 0, with stiffeners; slot "steel"."""
    h, w, web, flange = height_m, width_m, 0.008, 0.011
    right = [(w / 2, -h), (w / 2, -h + flange), (web / 2, -h + flange + 0.008), (web / 2, -flange - 0.008)]
    right += [(w / 2, -flange), (w / 2, 0.0)]
    outline = np.array(right + [(-y, z) for y, z in reversed(right)])
    rings = [np.column_stack([np.full(len(outline), x), outline]) for x in (-length_m / 2, length_m / 2)]
    pieces = [loft(rings)]
    for x in np.arange(-length_m / 2 + 1.0, length_m / 2, 2.0):
        pieces.append(slab(0.01, w - 0.01, h - 2 * flange, 0.001, 0.0008, 0, 1).moved(float(x), 0, -h / 2))
    return fixed_mesh(pieces, ("steel",), [corners(p) for p in pieces], (1.0, 0.0, 0.0))


SHAPES = (
    Shape(
        "roller_door", "Roller door in its guides; slots curtain, frame, rubber, bollard.", roller_door, stuff="wall"
    ),
    Shape("steel_door", "Door of sheet steel in its frame; slots leaf, frame, handle.", steel_door, stuff="wall"),
    Shape("pipe_run", "Pipes on brackets along a wall; slots pipe, lagging, clamp.", pipe_run, stuff="wall"),
    Shape("cable_tray", "Ladder tray with cables along a wall; slots tray, cable.", cable_tray, stuff="wall"),
    Shape("wall_clock", "Clock at a time of day; slots face, rim, mark.", wall_clock, stuff="wall"),
    Shape(
        "fire_extinguisher",
        "Powder extinguisher on its bracket; slots body, valve, hose, label.",
        fire_extinguisher,
        stuff="wall",
    ),
    Shape("roof_beam", "Rolled beam under a roof, with stiffeners.", roof_beam, stuff="ceiling"),
)
