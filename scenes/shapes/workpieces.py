"""Workpieces as they come off a machine: turned shafts and rings, milled blocks with real holes, sawn blanks."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, loft, make_mesh, rotation, slab
from scenes.shapes._plates import corners, drilled, prism_hull, ring_hulls, ring_plate
from scenes.shapes._turning import circle, frustums

Steps = Sequence[tuple[float, float]]  # (diameter, length) from one end to the other, metres
_CHAMFER_M = 0.0008
_SIDES = 64


def turned_shaft(steps: Steps, groove_m: float = 0.0012, bore_m: float = 0.0, thread_pitch_m: float = 0.0) -> Mesh:
    """A stepped shaft along x: shoulders with undercuts, chamfered ends, centre holes; a thread on its last step."""
    profile: list[tuple[float, float]] = []
    z, radii = 0.0, [d / 2 for d, _ in steps]
    for i, ((_, length), r) in enumerate(zip(steps, radii, strict=True)):
        first, last = i == 0, i == len(steps) - 1
        start, end = z, z + length
        down_before = not first and radii[i - 1] > r
        down_after = not last and radii[i + 1] > r
        cut = min(0.0004, 0.05 * r)
        if down_before:  # the undercut at the foot of a shoulder
            profile += [(r - cut, start), (r - cut, start + groove_m), (r, start + groove_m + cut)]
        else:
            profile += [(r - _CHAMFER_M, start), (r, start + _CHAMFER_M)]
        if last and thread_pitch_m > 0:
            body = np.arange(start + 2 * groove_m + cut, end - 2 * _CHAMFER_M - thread_pitch_m, thread_pitch_m)
            for at in body:
                crest = 0.61 * thread_pitch_m
                profile += [(r, at), (r - crest, at + 0.45 * thread_pitch_m), (r - crest, at + 0.55 * thread_pitch_m)]
        if down_after:
            profile += [(r, end - groove_m - cut), (r - cut, end - groove_m), (r - cut, end)]
        else:
            profile += [(r, end - _CHAMFER_M), (r - _CHAMFER_M, end)]
        z = end
    hulls = _shaft_hulls(steps)
    centre = max(bore_m / 2, min(0.0025, 0.25 * min(radii[0], radii[-1])))
    deep = z if bore_m else 2.2 * centre
    # The ends turn inwards to a centre hole, so that the loft's caps are its floor.
    head = [(0.3 * centre, min(deep, 0.4 * z)), (centre, min(0.5 * deep, 0.35 * z)), (1.15 * centre, 0.0)]
    tail = [(1.15 * centre, z), (centre, z - min(0.5 * deep, 0.35 * z)), (0.3 * centre, z - min(deep, 0.4 * z))]
    whole = [*head, *profile, *tail]
    depth = [0.95, 0.6, 0.05, *([0.0] * len(profile)), 0.05, 0.6, 0.95]
    rings = [circle(r, h, _SIDES) for r, h in whole]
    return _along_x([loft(rings, 0, cavity=depth)], hulls)


def _shaft_hulls(steps: Steps) -> list[np.ndarray]:
    hulls, z = [], 0.0
    for d, length in steps:
        hulls += frustums([(d / 2, z), (d / 2, z + length)], [z, z + length], 1e-5)
        z += length
    return hulls


def _along_x(pieces: list[Piece], hulls: list[np.ndarray]) -> Mesh:
    turn = rotation("y", 90)
    return make_mesh([p.turned(turn) for p in pieces], ("body",), [h @ turn.T for h in hulls], axis=(1.0, 0.0, 0.0))


def turned_ring(outer_m: float = 0.08, bore_m: float = 0.04, length_m: float = 0.025, hub_m: float = 0.0) -> Mesh:
    """A bored ring along z; with a `hub_m` it is a flange whose hub of that diameter stands out by half its length."""
    n = _SIDES
    outer, inner = circle(outer_m / 2, 0, n)[:, :2], circle(bore_m / 2, 0, n)[:, :2]
    pieces = [ring_plate(outer, inner, 0.0, length_m, _CHAMFER_M)]
    hulls = ring_hulls(outer, inner, 0.0, length_m, 4)
    if hub_m > 0:
        hub = circle(hub_m / 2, 0, n)[:, :2]
        pieces.append(ring_plate(hub, inner, length_m - 0.001, 1.5 * length_m, _CHAMFER_M))
        hulls += ring_hulls(hub, inner, length_m - 0.001, 1.5 * length_m, 8)
    return make_mesh(pieces, ("body",), hulls, axis=(0.0, 0.0, 1.0))


def milled_block(
    width_m: float = 0.08,
    depth_m: float = 0.05,
    height_m: float = 0.03,
    hole_m: float = 0.0085,
    pattern: str = "corners",
) -> Mesh:
    """A milled block with chamfers and holes in its upper face: at its corners, around a bore, or in a row."""
    columns = {"corners": (4, 3), "bore": (3, 3), "row": (5, 1)}[pattern]
    r, deep = hole_m / 2, min(0.7 * height_m, 3 * hole_m)
    nx, ny = columns
    if pattern == "row":
        holes = {(i, 0): (r, deep) for i in range(nx)}
    else:
        holes = {(i, j): (r, deep) for i in (0, nx - 1) for j in (0, ny - 1)}
    if pattern == "bore":
        holes[1, 1] = (0.42 * min(width_m / 3, depth_m / 3), 0.8 * height_m)
    pieces = drilled(width_m, depth_m, height_m, columns, holes)
    outline = np.array([(x, y) for x in (-width_m / 2, width_m / 2) for y in (-depth_m / 2, depth_m / 2)])
    return make_mesh(pieces, ("body",), [prism_hull(outline, 0.0, height_m)], axis=(1.0, 0.0, 0.0))


def slotted_block(
    width_m: float = 0.07, depth_m: float = 0.05, height_m: float = 0.035, slot_m: float = 0.016, deep_m: float = 0.015
) -> Mesh:
    """A milled block with a slot along x across its upper face."""
    low = height_m - deep_m
    wall = (depth_m - slot_m) / 2
    base = slab(width_m - 0.0006, slot_m + 0.004, low, 0.0003, 0.0003, steps=1).moved(0, 0, low / 2)
    sides = [
        slab(width_m, wall, height_m, 0.0006, 0.0006, steps=1).moved(0, s * (depth_m - wall) / 2, height_m / 2)
        for s in (-1, 1)
    ]
    pieces = [base, *sides]
    return make_mesh(pieces, ("body",), [corners(p) for p in pieces], axis=(1.0, 0.0, 0.0))


def milled_bracket(
    width_m: float = 0.06, depth_m: float = 0.06, height_m: float = 0.05, thick_m: float = 0.012, hole_m: float = 0.0066
) -> Mesh:
    """An angle milled from the solid: a foot with two holes, an upright with a blind bore, a rib on each side of it."""
    deep, bore = 0.8 * thick_m, 0.6 * thick_m  # the cone of the drill goes deeper than that
    foot = drilled(width_m, depth_m, thick_m, (2, 2), {(0, 0): (hole_m / 2, deep), (1, 0): (hole_m / 2, deep)})
    plate = drilled(width_m, height_m, thick_m, (1, 1), {(0, 0): (0.011, bore)})
    up = [p.turned(rotation("x", 90)).moved(0, depth_m / 2, height_m / 2) for p in plate]
    back, thin = depth_m / 2 - thick_m + 0.001, 0.12 * width_m
    profile = np.array([[back, thick_m - 0.001], [back, 0.8 * height_m], [-0.1 * depth_m, thick_m - 0.001]])
    ribs = [
        loft([np.column_stack([np.full(3, x), profile]) for x in (side - thin / 2, side + thin / 2)])
        for side in (-0.38 * width_m, 0.38 * width_m)
    ]
    box = [np.concatenate([p.points_m for p in group]) for group in (foot, up)]
    hulls = [corners(Piece(points, np.zeros((0, 3), int))) for points in box]
    pieces = [*foot, *up, *ribs]
    return make_mesh(pieces, ("body",), [*hulls, *(rib.points_m for rib in ribs)], axis=(1.0, 0.0, 0.0))


def bar_blank(width_m: float = 0.04, length_m: float = 0.08, sides: int = 4) -> Mesh:
    """A sawn length of bar along x: round (`sides` 0), square (4) or hexagonal (6), `width_m` across flats."""
    if sides == 4:
        return make_mesh([slab(length_m, width_m, width_m, 0.0008, 0.0005, steps=1)], ("body",))
    if sides == 0:
        return turned_shaft([(width_m, length_m)])
    turns = (np.arange(sides) + 0.5) * 2 * math.pi / sides
    across = width_m / 2 / math.cos(math.pi / sides)
    outline = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    rings = [
        np.column_stack([outline * r, np.full(sides, z)])
        for r, z in ((0.95 * across, 0), (across, 0.0008), (across, length_m - 0.0008), (0.95 * across, length_m))
    ]
    return _along_x([loft(rings)], [np.concatenate(rings)])


def heavy_plate(width_m: float, depth_m: float, height_m: float, holes: tuple[int, int], hole_m: float) -> Mesh:
    """A plate with a grid of holes."""
    grid = {(i, j): (hole_m / 2, 0.85 * height_m) for i in range(holes[0]) for j in range(holes[1])}
    pieces = drilled(width_m, depth_m, height_m, holes, grid)
    outline = np.array([(x, y) for x in (-width_m / 2, width_m / 2) for y in (-depth_m / 2, depth_m / 2)])
    return make_mesh(pieces, ("body",), [prism_hull(outline, 0.0, height_m)], axis=(1.0, 0.0, 0.0))


SHAPES = (Shape("milled_block", "A milled block with chamfers and holes, as scenery.", milled_block, stuff="machine"),)
