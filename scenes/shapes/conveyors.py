"""Belt conveyors: the endless belt with its splice, the frame with rails and rollers, guides, drive, a photo eye."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, loft, make_mesh, rotation, slab, turned_body

_END_STEPS = 10  # of the half turn around each end roller
_SHEET_M = 0.003  # of guides and brackets
_CLIP_M = 0.0006  # height of splice fasteners over the belt


def conveyor_belt(
    length_m: float,
    width_m: float,
    roller_m: float,
    thickness_m: float = 0.003,
    splice_m: float = 0.1,
    pitch_m: float = 0,
) -> Mesh:
    """An endless belt around two end rollers: slot "belt", a row of splice fasteners across it (slot "splice").

    `roller_m` is the radius of the rollers, `splice_m` how far from the middle the splice is by now. With a pitch it
    has cleats, 12 mm high and so far apart.
    """
    reach, bevel = length_m / 2 - roller_m - thickness_m, 0.3 * thickness_m
    half = width_m / 2
    section = [
        (-half + bevel, -thickness_m),
        (half - bevel, -thickness_m),
        (half, -thickness_m + bevel),
        (half, -bevel),
    ]
    section += [(half - bevel, 0.0), (-half + bevel, 0.0), (-half, -bevel), (-half, -thickness_m + bevel)]
    rings, angles = [], np.linspace(0, math.pi, _END_STEPS + 1)
    radius = roller_m + thickness_m
    for side in (1, -1):
        for angle in angles:
            normal = side * np.array([math.sin(angle), 0.0, math.cos(angle)])
            centre = np.array([side * reach, 0.0, 0.0])
            rings.append(np.array([centre + (radius + n) * normal + [0.0, y, 0.0] for y, n in section]))
    belt = loft(rings, closed=True)
    pieces, hulls = [belt], [belt.points_m]  # nothing gets in between the runs
    clips = [clip.moved(splice_m, 0, radius) for clip in _fasteners(width_m)]
    pieces += clips
    hulls.append(np.concatenate([clip.points_m for clip in clips]))
    for x in _cleats(reach, pitch_m, splice_m):
        cleat = slab(0.006, 0.86 * width_m, 0.0125, 0.002, 0.0015).moved(x, 0, radius + 0.006)
        pieces.append(cleat)
        hulls.append(cleat.points_m)
    return make_mesh(pieces, ("belt", "splice"), hulls)


def _fasteners(width_m: float) -> list[Piece]:
    """A row of hinged plate fasteners across a belt, half sunk into it."""
    count = max(2, int(width_m / 0.012))
    plate = slab(0.016, 0.009, 4 * _CLIP_M, 0.002, 0.0002, 1)
    return [plate.moved(0, ((i + 0.5) / count - 0.5) * (width_m - 0.004), -_CLIP_M) for i in range(count)]


def _cleats(reach_m: float, pitch_m: float, splice_m: float) -> list[float]:
    if pitch_m <= 0:
        return []
    count = int(2 * reach_m / pitch_m)
    places = [(i - (count - 1) / 2) * pitch_m for i in range(count)]
    return [x for x in places if abs(x - splice_m) > 0.03]


def conveyor_frame(
    length_m: float, width_m: float, height_m: float, roller_m: float, rail_m: float = 0.09, legs: int = 2
) -> Mesh:
    """What carries a belt of that width: side rails, bed, rollers, legs with feet; its top is level with the belt.

    Slots "rail", "roller", "leg", "foot". `roller_m` is the radius of the end rollers without the belt.
    """
    gap, wide, tube = 0.004, 0.03, 0.04
    y = width_m / 2 + gap + wide / 2
    rail = slab(length_m - 1.2 * roller_m, wide, rail_m, 0.003, 0.002)
    groove = slab(length_m - 1.4 * roller_m, 0.012, 0.22 * rail_m, 0.001, 0.0008, 2)  # the slot of the profile
    pieces = [rail.moved(0, s * y, -rail_m / 2) for s in (-1, 1)]
    pieces += [groove.moved(0, s * (y + wide / 2 - 0.005), -0.55 * rail_m) for s in (-1, 1)]
    ends = length_m / 2 - roller_m - 0.003
    roller = _roller(0.98 * roller_m, width_m, 1)
    pieces += [roller.moved(s * ends, 0, -roller_m - 0.003) for s in (-1, 1)]
    bed = slab(2 * (ends - 1.3 * roller_m), width_m + 2 * gap, 0.002, 0.001, 0.0006, 2)
    pieces.append(bed.moved(0, 0, -0.0045))
    under = _roller(0.02, width_m, 1)
    pieces += [under.moved(s * 0.3 * length_m, 0, -2 * roller_m - 0.028) for s in (-1, 1)]
    places = np.linspace(-0.36, 0.36, legs) * length_m
    foot = turned_body([(0.03, 0.0), (0.03, 0.006), (0.024, 0.012), (0.009, 0.014), (0.009, 0.05)], 3, sides=20)
    for x in places:
        post = slab(tube, tube, height_m - 0.5 * rail_m - 0.045, 0.003, 0.002, 2)
        middle = -0.5 * rail_m - (height_m - 0.5 * rail_m - 0.045) / 2
        pieces += [post.moved(x, s * (y + wide / 2 + tube / 2 - 0.001), middle) for s in (-1, 1)]
        pieces += [foot.moved(x, s * (y + wide / 2 + tube / 2 - 0.001), -height_m) for s in (-1, 1)]
        brace = slab(0.8 * tube, 2 * y + wide, 0.8 * tube, 0.003, 0.002, 2)
        pieces.append(brace.moved(x, 0, -0.72 * height_m))
    return make_mesh(pieces, ("rail", "roller", "leg", "foot"))


def _roller(radius_m: float, width_m: float, slot: int) -> Piece:
    """A roller with its shaft, along y."""
    half = width_m / 2
    profile = [(0.008, -half - 0.02), (0.008, -half + 0.002), (radius_m, -half + 0.003), (radius_m, half - 0.003)]
    profile += [(0.008, half - 0.002), (0.008, half + 0.02)]
    return turned_body(profile, slot, sides=28).turned(rotation("x", -90))


def side_guides(length_m: float, width_m: float, height_m: float, posts: int = 4) -> Mesh:
    """A guide along each side of a belt, held by brackets: slots "guide", "bracket". Their inner faces are `width_m`
    apart; the lowest edge of the guides is 3 mm over the belt, which lies 80 mm over the foot of the brackets."""
    pieces = []
    for side in (-1, 1):
        strip = slab(length_m, 0.008, height_m, 0.003, 0.002)
        pieces.append(strip.moved(0, side * (width_m / 2 + 0.004), 0.003 + height_m / 2))
        for x in np.linspace(-0.46, 0.46, posts) * length_m:
            pin = turned_body([(0.006, 0.0), (0.006, 0.045)], 1, sides=16).turned(rotation("x", -90 * side))
            pieces.append(pin.moved(x, side * (width_m / 2 + 0.006), 0.003 + 0.5 * height_m))
            arm = slab(0.025, 0.005, 0.08 + 0.8 * height_m, 0.002, 0.001, 1)
            pieces.append(arm.moved(x, side * (width_m / 2 + 0.05), (0.8 * height_m - 0.08) / 2))
    return make_mesh(pieces, ("guide", "bracket"))


def deflector(length_m: float, height_m: float) -> Mesh:
    """A plate on edge that steers parts aside, along x, with a flange above and a clamp at its end."""
    plate = slab(length_m, _SHEET_M, height_m, 0.001, 0.0008)
    flange = slab(length_m, 0.02, _SHEET_M, 0.001, 0.0008).moved(0, 0.0085, height_m / 2)
    clamp = turned_body([(0.012, -height_m / 2 + 0.004), (0.012, height_m / 2 + 0.03)], 1, sides=20)
    return make_mesh([plate, flange, clamp.moved(-length_m / 2, 0.012, 0)], ("plate", "clamp"))


def gear_motor(size_m: float = 0.09) -> Mesh:
    """A geared motor with cooling fins, along y: slots "body", "cover"."""
    s = size_m
    pieces = [slab(1.1 * s, 0.9 * s, 1.1 * s, 0.1 * s, 0.05 * s)]
    fins = []
    for i in range(9):
        fins += [(0.56 * s, (0.46 + 0.11 * i) * s), (0.56 * s, (0.5 + 0.11 * i) * s)]
        fins += [(0.5 * s, (0.5 + 0.11 * i) * s), (0.5 * s, (0.57 + 0.11 * i) * s)]
    pieces.append(turned_body([(0.5 * s, 0.3 * s), *fins], 0, sides=32).turned(rotation("x", -90)))
    hood = [(0.58 * s, 1.44 * s), (0.58 * s, 1.72 * s), (0.5 * s, 1.78 * s), (0.2 * s, 1.78 * s)]
    pieces.append(turned_body(hood, 1, sides=32).turned(rotation("x", -90)))
    pieces.append(slab(0.5 * s, 0.5 * s, 0.3 * s, 0.04 * s, 0.03 * s, 1).moved(0, 0.9 * s, 0.6 * s))
    return make_mesh(pieces, ("body", "cover"))


def stop_button(size_m: float = 0.07) -> Mesh:
    """An emergency stop: a yellow box (slot "box") with a red mushroom (slot "button") on its front, -y."""
    s = size_m
    knob = [(0.2 * s, 0.0), (0.2 * s, 0.2 * s), (0.29 * s, 0.22 * s), (0.29 * s, 0.36 * s), (0.2 * s, 0.45 * s)]
    button = turned_body(knob, 1, sides=28).turned(rotation("x", 90)).moved(0, -0.44 * s, 0)
    return make_mesh([slab(s, 0.9 * s, s, 0.06 * s, 0.04 * s), button], ("box", "button"))


def fallen_label(width_m: float = 0.105, depth_m: float = 0.074, curl: float = 0.5) -> Mesh:
    """A label that came off, face up: flat on one side, on the other curled up by `curl` radians in all."""
    steps, thick = 8, 0.0002
    x, z, angle, points = -width_m / 2, 0.0, 0.0, []
    for step in range(steps + 1):
        points.append((x, z))
        angle = curl * max(0.0, (step - 3) / (steps - 3)) ** 2
        x, z = x + width_m / steps * math.cos(angle), z + width_m / steps * math.sin(angle)
    half = depth_m / 2
    section = np.array([[-half, 0.0], [half, 0.0], [half, thick], [-half, thick]])
    rings = [np.column_stack([np.full(4, px), section[:, 0], pz + section[:, 1]]) for px, pz in points]
    hulls = [np.concatenate(pair) for pair in pairwise(rings)]
    return make_mesh([loft(rings)], ("paper",), hulls)


SHAPES = (
    Shape(
        "conveyor_belt",
        "Endless belt around two rollers, with a splice; slots belt, splice.",
        conveyor_belt,
        stuff="belt",
    ),
    Shape("conveyor_frame", "Rails, rollers, legs and feet of a belt conveyor.", conveyor_frame, stuff="machine"),
    Shape(
        "side_guides",
        "Guides along both sides of a belt on brackets; slots guide, bracket.",
        side_guides,
        stuff="machine",
    ),
    Shape(
        "deflector",
        "Plate on edge across a belt that steers parts aside; slots plate, clamp.",
        deflector,
        stuff="machine",
    ),
    Shape("gear_motor", "Geared motor with fins; slots body, cover.", gear_motor, stuff="machine"),
    Shape("stop_button", "Emergency stop: box with a mushroom button.", stop_button, stuff="machine"),
    Shape("fallen_label", "A label that came off, one side curled up.", fallen_label),
)
