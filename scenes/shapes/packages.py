"""What stands on pallets: cartons that bulge, sacks, drums."""

from __future__ import annotations

import math

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import flat_ring, loft, make_mesh, rotation, rounded_rect, slab, turned_body
from scenes.shapes.pallets import box_hull

_BOARD_M = 0.003
_TAPE_M = 0.0006
_LABEL_M = (0.105, 0.074)
_LEVELS = (0.0, 0.06, 0.2, 0.35, 0.5, 0.65, 0.8, 0.94, 1.0)
_SIDE_POINTS = 6


def shipping_carton(
    width_m: float,
    depth_m: float,
    height_m: float,
    bulge_m: float = 0.003,
    crush_m: float = 0.0,
    label_x: float = 0.12,
    label_y: float = 0.1,
) -> Mesh:
    """A closed carton with its label side facing +z and its top facing +y: slots "board", "tape", "label".

    Its sides bulge by `bulge_m` in their middles; one upper corner may be crushed in by `crush_m`. The label lies off
    the middle of its side by these shares of width and height. So that labels print upright, z looks out of them.
    """
    closed = crush_m == 0  # the flaps of a crushed one are pushed in
    body_m = height_m - _TAPE_M - (2 if closed else 1) * _BOARD_M
    rings = []
    for level in _LEVELS:
        swell = bulge_m * 4 * level * (1 - level)
        outline = _bulged(width_m - 2 * bulge_m, depth_m - 2 * bulge_m, swell)
        corner = np.exp(-(((outline - [width_m / 2, -depth_m / 2]) / (0.35 * min(width_m, depth_m))) ** 2).sum(axis=1))
        inwards = crush_m * max(level - 0.5, 0.0) * 2 * corner
        outline = outline + np.column_stack([-inwards, inwards])
        rings.append(flat_ring(outline, _BOARD_M + level * body_m))
    pieces = [loft(rings)]
    flap = slab(width_m - 2 * bulge_m - 0.002, depth_m / 2 - bulge_m - 0.0025, _BOARD_M, 0.0015, 0.001)
    for side in (-1, 1):
        if closed:
            pieces.append(flap.moved(0, side * depth_m / 4, height_m - _TAPE_M - _BOARD_M / 2))
        pieces.append(flap.moved(0, side * depth_m / 4, _BOARD_M / 2))
    tape = slab(width_m - 2 * bulge_m - 0.001, 0.048, _TAPE_M, 0.0005, 0.0001, 1)
    pieces.append(tape.moved(0, 0, height_m - _TAPE_M / 2))
    for side in (-1, 1):  # its ends, folded down
        end = slab(0.0006, 0.048, 0.06, 0.0002, 0.0001, 1)
        pieces.append(end.moved(side * (width_m / 2 - 0.78 * bulge_m), 0, height_m - 0.03 - 2 * _BOARD_M))
    wide, high = min(_LABEL_M[0], 0.8 * width_m), min(_LABEL_M[1], 0.7 * height_m)
    paper = slab(wide, high, 0.0006, 0.0008, 0.0001, 2).turned(rotation("x", 90))
    room = ((width_m - wide) / 2 - 0.02, (height_m - high) / 2 - 0.015)
    at = (float(np.clip(label_x * width_m, -room[0], room[0])), float(np.clip(label_y * height_m, -room[1], room[1])))
    pieces.append(paper.moved(at[0], -depth_m / 2 + 0.0001, height_m / 2 + at[1]))
    facing = rotation("x", -90)  # top to +y, front to +z
    pieces = [p.turned(facing) for p in pieces]
    return make_mesh(pieces, ("board", "tape", "label"), [box_hull(np.concatenate([p.points_m for p in pieces]))])


def _bulged(width_m: float, depth_m: float, swell_m: float) -> np.ndarray:
    """(N, 2) outline of a box whose sides swell out in their middles, counter-clockwise."""
    along = np.linspace(-1, 1, _SIDE_POINTS + 1)
    edge = 1 - 0.008 / max(width_m, depth_m)
    sides = []
    for turn, (long, out) in enumerate(
        ((width_m, depth_m), (depth_m, width_m), (width_m, depth_m), (depth_m, width_m))
    ):
        shares = np.clip(along, -edge, edge)[:-1]
        points = np.column_stack([shares * long / 2, -(out / 2 + swell_m * (1 - shares**2))])
        angle = turn * math.pi / 2
        c, s = round(math.cos(angle)), round(math.sin(angle))
        sides.append(points @ np.array([[c, s], [-s, c]], float))
    return np.concatenate(sides)


def sack(width_m: float = 0.6, depth_m: float = 0.4, height_m: float = 0.11, pattern: int = 0) -> Mesh:
    """A filled sack that lies: flat above and below, round at its sides, with a sewn seam at both ends."""
    rng = np.random.default_rng(pattern)
    waves, phases = rng.uniform(2.0, 5.0, (4, 2)), rng.uniform(0, 2 * math.pi, 4)
    rings = []
    for angle in np.linspace(-0.5, 0.5, 13) * math.pi:
        inset = 1 - abs(math.cos(angle)) ** 0.45
        z = 0.5 * height_m * math.copysign(abs(math.sin(angle)) ** 0.6, angle)
        off = inset * 0.32 * depth_m
        outline = rounded_rect(width_m - 0.03 - 2 * off, depth_m - 2 * off, 0.3 * depth_m - 0.6 * off, 7)
        creases = sum(
            np.sin(2 * math.pi * (outline / [width_m, depth_m]) @ wave + phase)
            for wave, phase in zip(waves, phases, strict=True)
        )
        middle = math.cos(angle)
        outline = outline * (1 + 0.008 * middle * np.asarray(creases)[:, None] / 2)
        outline[:, 1] = np.clip(outline[:, 1], -depth_m / 2, depth_m / 2)
        rings.append(flat_ring(outline, z))
    body = loft(rings)
    seam = slab(0.03, 0.86 * depth_m, 0.006, 0.003, 0.002)
    pieces = [body, *(seam.moved(s * (width_m / 2 - 0.015)) for s in (-1, 1))]
    return make_mesh(pieces, ("sack",), [box_hull(p.points_m) for p in pieces])


def steel_drum(radius_m: float = 0.2925, height_m: float = 0.88, hoops: int = 2) -> Mesh:
    """A tight-head drum: rolled chimes, swaged hoops, two bungs in its lid; slots "body", "bung". Axis +z."""
    r, h, wall = radius_m - 0.008, height_m, 0.012
    profile = [(r - 0.01, 0.012), (r - 0.008, 0.0), (r + 0.003, 0.0), (r + 0.006, 0.006), (r + 0.003, 0.014), (r, 0.02)]
    for number in range(hoops):
        z = (number + 1) / (hoops + 1) * h
        profile += [(r, z - 0.022), (r + 0.005, z - 0.014), (r + 0.008, z), (r + 0.005, z + 0.014), (r, z + 0.022)]
    profile += [(r, h - 0.02), (r + 0.003, h - 0.014), (r + 0.006, h - 0.006), (r + 0.003, h), (r - 0.008, h)]
    profile += [(r - 0.01, h - wall), (0.5 * r, h - wall)]
    pieces = [turned_body(profile, sides=48)]
    for x, size in ((0.62 * r, 0.034), (-0.66 * r, 0.017)):
        plug = [(size, h - wall - 0.002), (size, h - wall + 0.006), (0.75 * size, h - 0.003), (0.5 * size, h - 0.003)]
        pieces.append(turned_body(plug, 1, sides=24).moved(x, 0.1 * r))
    return make_mesh(pieces, ("body", "bung"), [_round_hull(radius_m, 0.0, h)], axis=(0, 0, 1))


def plastic_drum(radius_m: float = 0.2, height_m: float = 0.63) -> Mesh:
    """A blow-moulded drum with round shoulders and a clamped lid: slots "body", "lid". Axis +z."""
    r, h = radius_m, height_m
    profile = [(0.7 * r, 0.012), (0.86 * r, 0.0), (0.95 * r, 0.006), (r, 0.03), (r, 0.28 * h), (0.985 * r, 0.3 * h)]
    profile += [(0.985 * r, 0.34 * h), (r, 0.36 * h), (r, 0.7 * h), (0.98 * r, 0.76 * h), (0.9 * r, 0.84 * h)]
    profile += [(0.84 * r, 0.88 * h), (0.84 * r, 0.91 * h), (0.5 * r, 0.91 * h)]
    lid = [(0.86 * r, 0.9 * h), (0.95 * r, 0.91 * h), (r, 0.925 * h), (r, 0.955 * h), (0.95 * r, 0.97 * h)]
    lid += [(0.88 * r, 0.975 * h), (0.86 * r, 0.99 * h), (0.82 * r, h), (0.4 * r, h)]
    pieces = [turned_body(profile, sides=40), turned_body(lid, 1, sides=40)]
    for side in (-1, 1):
        grip = slab(0.02, 0.09, 0.022, 0.008, 0.006).moved(side * (r - 0.017), 0, 0.79 * h)
        pieces.append(grip)
    return make_mesh(pieces, ("body", "lid"), [_round_hull(radius_m, 0.0, h)], axis=(0, 0, 1))


def _round_hull(radius_m: float, low_m: float, high_m: float, sides: int = 24) -> np.ndarray:
    """(2 sides, 3) corners of an upright prism around a cylinder."""
    angles = (np.arange(sides) + 0.5) / sides * 2 * math.pi
    reach = radius_m / math.cos(math.pi / sides)
    circle = reach * np.column_stack([np.cos(angles), np.sin(angles)])
    return np.concatenate([flat_ring(circle, z) for z in (low_m, high_m)])


SHAPES = (
    Shape(
        "shipping_carton",
        "Closed carton with bulged sides, tape and label; slots board, tape, label.",
        shipping_carton,
        stuff="packing",
    ),
    Shape("sack", "Filled sack that lies, with sewn ends.", sack, stuff="packing"),
    Shape("steel_drum", "Tight-head drum with hoops and bungs; slots body, bung.", steel_drum, stuff="packing"),
    Shape("plastic_drum", "Blow-moulded drum with a clamped lid; slots body, lid.", plastic_drum, stuff="packing"),
)
