"""Loose things of a wash-down room: hygienic fittings and valves of 51 mm tube, a spray nozzle, a bucket, a scoop."""

from __future__ import annotations

import math

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, make_mesh, rotation, slab, turned_body
from scenes.shapes._sweep import bent_path, rod, rod_hulls
from scenes.shapes._turning import circle, frustums, skin, wall_hulls
from scenes.shapes.clutter import ring_hulls
from scenes.shapes.stainless import box_of, turned

TUBE_M = (0.0254, 0.0239)  # outer and inner radius of 2-inch tube (ASME BPE), 50.8 x 1.5 mm
FERRULE_M = (0.032, 0.0064)  # radius of a clamp ferrule's collar, 64 mm, and its thickness
_SIDES = 40


def _bore(outer: list[tuple[float, float]], inner_m: float) -> list[tuple[float, float]]:
    """An outer profile, upwards, closed along a bore of that radius: a ring for `turned_body`."""
    return [*outer, (inner_m, outer[-1][1]), (inner_m, outer[0][1])]


def _collar(z_m: float, up: bool) -> list[tuple[float, float]]:
    """Profile of a ferrule's collar with its flat face up at z, or the mirror image of it, face down at -z."""
    r, thick = FERRULE_M
    points = [(TUBE_M[0], z_m - thick - 0.0018), (r - 0.001, z_m - 0.0028), (r, z_m - 0.002), (r, z_m - 0.0004)]
    points.append((r - 0.0004, z_m))
    return points if up else [(p, -z) for p, z in reversed(points)]


def ferrule(length_m: float = 0.0215) -> Mesh:
    """A weld ferrule: a collar on a short piece of tube, open all through, collar up."""
    profile = _bore([(TUBE_M[0], 0.0), *_collar(length_m, True)], TUBE_M[1])
    body = turned_body(profile, 0, sides=_SIDES, ring=True)
    hulls = [*_ring(TUBE_M[0], 0.0, length_m - 0.006), *_ring(FERRULE_M[0], length_m - 0.0082, length_m)]
    return make_mesh([body], ("body",), hulls, axis=(0, 0, 1))


def _ring(outer_m: float, low_m: float, high_m: float) -> list[np.ndarray]:
    return ring_hulls(TUBE_M[1] - 0.0004, outer_m / math.cos(math.pi / 48) + 2e-5, low_m, high_m)


def blank_cap() -> Mesh:
    """A solid end cap for a clamp joint, collar up."""
    r = FERRULE_M[0]
    profile = [(0.021, 0.0), (0.023, 0.0008), (r - 0.001, 0.0036), (r, 0.0044), (r, 0.006), (r - 0.0004, 0.0064)]
    body, hulls = turned(profile, 0, _SIDES)
    return make_mesh([body], ("body",), hulls, axis=(0, 0, 1))


def bend(radius_m: float = 0.076) -> Mesh:
    """A 90 degree bend with ferrules at both ends; closed inside, as its bore is in shadow."""
    turns = np.radians(np.linspace(0, 90, 13))
    path = np.stack([radius_m * np.cos(turns), np.zeros(13), radius_m * np.sin(turns)], axis=1)
    path = np.concatenate([path[:1] - [0, 0, 0.03], path, path[-1:] - [0.03, 0, 0]])
    tube = _pipe(path)
    hulls = rod_hulls(path, TUBE_M[0])
    pieces = [tube]
    for at, turn in ((path[0], rotation("x", 180)), (path[-1], rotation("y", -90))):
        collar = turned_body(_bore(_collar(0.0, True), TUBE_M[1] + 2e-4), 0, sides=_SIDES, ring=True)
        pieces.append(collar.turned(turn).moved(*at))
        face = frustums([(FERRULE_M[0], -0.0083), (FERRULE_M[0], 0.0)], (-0.0083, 0.0))
        hulls += [hull @ turn.T + at for hull in face]
    return make_mesh(pieces, ("body",), hulls)


def _pipe(path_m: np.ndarray) -> Piece:
    """A tube with a true bore along a path: outside forth, inside back."""
    outer = rod(path_m, TUBE_M[0], 0, _SIDES)
    inner = rod(path_m, TUBE_M[1], 0, _SIDES)
    size = _SIDES
    rings_out = outer.points_m[:-2].reshape(-1, size, 3)[1:-1]
    rings_in = inner.points_m[:-2].reshape(-1, size, 3)[1:-1]
    rings = [
        path_end(rings_out[0], path_m[0], path_m[1]),
        *rings_out[1:-1],
        path_end(rings_out[-1], path_m[-1], path_m[-2]),
    ]
    back = [
        path_end(rings_in[0], path_m[0], path_m[1]),
        *rings_in[1:-1],
        path_end(rings_in[-1], path_m[-1], path_m[-2]),
    ]
    loop = [*rings, *back[::-1], rings[0]]
    joined = np.concatenate(loop[:-1])
    index = np.arange(len(joined)).reshape(-1, size)
    low, high = index, np.roll(index, -1, axis=0)
    a, b, c, d = low, np.roll(low, -1, axis=1), np.roll(high, -1, axis=1), high
    faces = np.concatenate([np.stack([a, b, c], axis=-1).reshape(-1, 3), np.stack([a, c, d], axis=-1).reshape(-1, 3)])
    return Piece(joined, faces)


def path_end(ring: np.ndarray, end_m: np.ndarray, next_m: np.ndarray) -> np.ndarray:
    """A ring near the end of a path moved into its end plane."""
    way = (end_m - next_m) / np.linalg.norm(end_m - next_m)
    moved: np.ndarray = ring + ((end_m - ring) @ way)[:, None] * way
    return moved


def clamp_ring() -> Mesh:
    """A two-piece clamp with its hinge, bolt and wing nut, as it lies open on a table: closed here, without a joint."""
    inner, outer, half = 0.0285, 0.041, 0.0085
    profile = [(outer - 0.001, -half), (outer, -half + 0.001), (outer, half - 0.001), (outer - 0.001, half)]
    profile += [(inner + 0.004, half), (inner + 0.0055, 0.003), (inner + 0.0055, -0.003), (inner + 0.004, -half)]
    ring = turned_body(profile, 0, sides=48, ring=True)
    lugs = [slab(0.018, 0.012, 0.017, 0.004, 0.002, 0, 2).moved(0.046, side * 0.0085) for side in (-1, 1)]
    hinge = slab(0.014, 0.018, 0.0168, 0.005, 0.002, 0, 2).moved(-0.0445)
    bolt = turned_body([(0.004, -0.03), (0.004, 0.034)], 0, sides=16).turned(rotation("x", 90)).moved(0.048)
    nut = turned_body([(0.007, 0.0), (0.0075, 0.001), (0.006, 0.012)], 0, sides=16)
    nut = nut.turned(rotation("x", -90)).moved(0.048, 0.0155)
    wings = slab(0.036, 0.006, 0.010, 0.003, 0.002, 0, 2).moved(0.048, 0.024)
    pieces = [ring, *lugs, hinge, bolt, nut, wings]
    hulls = [*ring_hulls(inner + 0.0039, outer, -half, half), *(box_of(piece) for piece in pieces[1:])]
    return make_mesh(pieces, ("body",), hulls, axis=(0, 0, 1))


def valve(driven: int = 0) -> Mesh:
    """A butterfly valve for clamps, its bore along z, with a lever (slot "grip"), or an actuator on its side."""
    profile = _bore([*_collar(0.024, False), (0.036, -0.014), (0.036, 0.014), *_collar(0.024, True)], TUBE_M[1])
    body = turned_body(profile, 0, sides=_SIDES, ring=True)
    disc = turned_body(
        [(TUBE_M[1] - 0.001, -0.003), (TUBE_M[1] + 0.0002, 0.0), (TUBE_M[1] - 0.001, 0.003)], 0, sides=_SIDES
    )
    disc = disc.turned(rotation("x", 35))
    side = rotation("x", -90)
    pieces, hulls = [body, disc], frustums([(0.036, -0.024), (0.036, 0.024)], (-0.024, 0.024))
    made: tuple[tuple[list[tuple[float, float]], int], ...]
    if driven:
        made = (([(0.018, 0.03), (0.018, 0.07), (0.0425, 0.073), (0.0425, 0.185), (0.03, 0.197)], 0),
                ([(0.024, 0.196), (0.026, 0.198), (0.026, 0.222), (0.018, 0.228)], 1))  # fmt: skip
    else:
        made = (([(0.01, 0.03), (0.01, 0.06), (0.014, 0.062), (0.014, 0.074), (0.008, 0.078)], 0),)
        bar = [(0, 0.066, 0), (0, 0.066, 0.05), (0, 0.074, 0.125)]
        path = bent_path(bar, 0.03, 4)
        lever = slab(0.02, 0.006, 0.06, 0.004, 0.002, 0, 2).moved(0, 0.067, 0.03)
        pieces += [lever, rod(path[1:], 0.0085, 1, 18)]
        hulls += [box_of(lever), *rod_hulls(path, 0.009)]
    for outline, slot in made:
        piece, found = turned(outline, slot, 32)
        pieces.append(piece.turned(side))
        hulls += [hull @ side.T for hull in found]
    return make_mesh(pieces, ("body", "grip"), hulls, axis=(0, 0, 1))


def spray_gun() -> Mesh:
    """A wash-down gun: a rubber-covered body and grip, a trigger, a nozzle in front, a hose tail."""
    body, hulls = turned(
        [(0.016, -0.06), (0.021, -0.055), (0.023, 0.02), (0.027, 0.05), (0.024, 0.07), (0.02, 0.078)], 0, 28
    )
    nozzle, more = turned([(0.014, 0.076), (0.016, 0.078), (0.016, 0.094), (0.011, 0.1)], 1, 28)
    along = rotation("y", 90)
    grip_path = bent_path([(-0.03, 0, -0.005), (-0.06, 0, -0.07), (-0.07, 0, -0.125)], 0.05, 4)
    grip = rod(grip_path, np.linspace(0.019, 0.015, len(grip_path)), 0, 22)
    trigger_path = bent_path([(0.02, 0, -0.02), (0.0, 0, -0.055), (-0.005, 0, -0.1)], 0.04, 4)
    trigger = rod(trigger_path, 0.0055, 1, 14)
    tail_path = np.array([(-0.07, 0, -0.12), (-0.078, 0, -0.165)])
    tail = rod(tail_path, 0.011, 1, 20)
    pieces = [body.turned(along), nozzle.turned(along), grip, trigger, tail]
    hulls = [h @ along.T for h in (*hulls, *more)] + rod_hulls(grip_path, 0.0192) + rod_hulls(trigger_path, 0.0056)
    hulls += rod_hulls(tail_path, 0.0111)
    return make_mesh(pieces, ("body", "metal"), hulls)


def bucket(radius_m: float = 0.14, height_m: float = 0.25) -> Mesh:
    """A pail of 10 litres, tapered, with a rim and a wire bail that lies down on it."""
    r, h, foot, wall = radius_m, height_m, 0.78 * radius_m, 0.002
    outer = [(foot - 0.003, 0.0), (foot, 0.002), (foot + 0.002, 0.012), (r - 0.004, h - 0.03), (r, h - 0.028)]
    outer += [(r + 0.0035, h - 0.026), (r + 0.0035, h - 0.002), (r + 0.002, h)]
    inner = [(r - 0.0035, h), (r - 0.005, h - 0.004), (foot + 0.001, 0.012), (foot - 0.004, wall)]
    inner.append((foot - 0.02, wall))
    rings = [circle(radius, z, 48) for radius, z in (*outer, *inner)]
    shell = skin(rings, 0, low=True, high=True)
    sway = np.linspace(0, math.pi, 15)
    arc_m = np.stack([(r + 0.007) * np.cos(sway), -(r + 0.012) * np.sin(sway), np.full(15, h - 0.012)], axis=1)
    bail = rod(arc_m, 0.0024, 1, 10)
    lugs = [slab(0.01, 0.018, 0.022, 0.004, 0.002, 0, 2).moved(side * (r + 0.006), 0, h - 0.014) for side in (-1, 1)]
    wall_rings = [ring for ring in rings if ring[0, 2] >= wall - 1e-9 and ring[0, 0] > foot - 0.005]
    floor = frustums([(foot + 0.0005, 0.0), (foot + 0.0006, wall)], (0.0, wall), 0.0)
    hulls = [*wall_hulls(wall_rings), *floor, *rod_hulls(arc_m, 0.0025), *(box_of(lug) for lug in lugs)]
    return make_mesh([shell, bail, *lugs], ("body", "bail"), hulls, axis=(0, 0, 1))


def squeegee(width_m: float = 0.25) -> Mesh:
    """A hand squeegee: a bar with a rubber blade (slot "blade") and a handle."""
    bar = slab(width_m, 0.022, 0.016, 0.004, 0.003, 0).moved(0, 0, 0.012)
    blade = slab(width_m, 0.004, 0.02, 0.001, 0.0008, 1).moved(0, -0.012, 0.012).turned(rotation("x", 8))
    path = np.array([(0, 0.005, 0.012), (0, 0.06, 0.018), (0, 0.2, 0.024)])
    handle = rod(path, np.array([0.011, 0.012, 0.0135]), 0, 18)
    return make_mesh([bar, blade, handle], ("body", "blade"), [box_of(bar), box_of(blade), *rod_hulls(path, 0.0136)])


SHAPES = (
    Shape("ferrule", "Weld ferrule for a clamp joint.", ferrule),
    Shape("blank_cap", "Blank cap of a clamp joint.", blank_cap),
    Shape("pipe_bend", "Bend of tube with ferrules.", bend),
    Shape("clamp_ring", "Clamp of a clamp joint with its wing nut.", clamp_ring),
    Shape("butterfly_valve", "Butterfly valve with lever or actuator; slots body, grip.", valve),
    Shape("spray_gun", "Wash-down gun; slots body, metal.", spray_gun),
    Shape("bucket", "Pail with a bail; slots body, bail.", bucket, stuff="container"),
    Shape("squeegee", "Hand squeegee; slots body, blade.", squeegee),
)
