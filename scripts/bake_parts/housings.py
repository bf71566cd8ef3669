"""Machined housings: bearing blocks, a milled box, a valve manifold, a split shaft collar."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
from build123d import (
    Axis,
    Box,
    Circle,
    Cylinder,
    GeomType,
    Location,
    Plane,
    Pos,
    Rectangle,
    RectangleRounded,
    Rot,
    Shape,
    chamfer,
    extrude,
    fillet,
)
from hulls import Hull, box, prism, ring, sector
from plates import plate
from ports import drilled, metric_port, pipe_port, threaded
from raw import RawPart
from stamps import raised
from tessellate import tessellated

_BREAK_MM = 0.4


def _block(x: float, y: float, z: float, corner: float) -> Shape:
    """A milled block on z = 0 with rounded upright edges and broken horizontal ones."""
    body = extrude(RectangleRounded(x, y, corner), z)
    return chamfer([e for e in body.edges() if abs(e.tangent_at(0.5).Z) < 1e-6], _BREAK_MM)


def _mouths(body: Shape, radii: tuple[float, ...], width: float = _BREAK_MM) -> Shape:
    """The body with the rims of round holes of these radii chamfered."""
    rims = [e for e in body.edges().filter_by(GeomType.CIRCLE) if any(abs(e.radius - r) < 1e-3 for r in radii)]
    return chamfer([e for e in rims if e.is_closed], width)


def pillow_block() -> RawPart:
    """A block for a 608 bearing: seat 22 H7 x 7 with a shoulder, two counterbored screw holes."""
    body = _block(60, 16, 10, 1.5)
    tower = extrude(Plane.XZ * (Pos(0, 20) * Circle(17) + Pos(0, 12) * Rectangle(34, 16)), 14)
    tower = Pos(0, 7, 0) * tower
    tower = chamfer([e for e in tower.edges() if abs(abs(e.center().Y) - 7) < 1e-4], _BREAK_MM)
    body = body + tower
    feet = [e for e in body.edges() if abs(e.center().Z - 10) < 1e-3 and abs(abs(e.center().X) - 17) < 0.02]
    body = fillet(feet, 1.5) if feet else body
    axle = Pos(0, 0, 20) * Rot(90, 0, 0)
    body -= axle * Cylinder(9.5, 40)
    body -= axle * Pos(0, 0, 3.5) * Cylinder(11, 7.2)
    for x in (-23, 23):
        body -= Pos(x, 0, 5) * Cylinder(2.75, 20)
        body -= Pos(x, 0, 10 - 2.75) * Cylinder(5, 5.6)
    body = _mouths(body, (2.75, 5.0, 9.5, 11.0), 0.3)
    body -= Pos(0, -7, 5) * Rot(90, 0, 0) * raised("608", 4, 0.2, 0.25)
    foot = RectangleRounded(60, 16, 1.5) - Pos(-23, 0) * Circle(2.75) - Pos(23, 0) * Circle(2.75)
    tower_flat = Pos(0, 20) * Circle(17) + Pos(0, 14) * Rectangle(34, 12) - Pos(0, 20) * Circle(9.5)
    upright = [h[:, [0, 2, 1]] for h in plate(tower_flat.face(), -7, 7)]
    inner = [box(-18.6, 18.6, -7, 7, 7.9, 11.6)]
    return RawPart([tessellated(body, 0.03, 0.25)], [*plate(foot.face(), 0, 10), *upright, *inner], (0.0, 1.0, 0.0))


def flange_housing() -> RawPart:
    """A square flange with a hub for a 6202 bearing: seat 35 H7 x 11, groove for a retaining ring, four holes."""
    body = _block(66, 66, 10, 6)
    hub = Pos(0, 0, 13) * Cylinder(26, 26)
    body += chamfer(hub.edges().filter_by(GeomType.CIRCLE).sort_by(Axis.Z)[-1:], 0.8)
    root = [
        e
        for e in body.edges().filter_by(GeomType.CIRCLE)
        if abs(e.radius - 26) < 1e-3 and abs(e.center().Z - 10) < 1e-3
    ]
    body = fillet(root, 2.0)
    body -= Pos(0, 0, 13) * Cylinder(14, 40)
    body -= Pos(0, 0, 26 - 13.2 / 2) * Cylinder(17.5, 13.3)
    body -= Pos(0, 0, 26 - 1.6) * (Cylinder(18.5, 1.6) - Cylinder(10, 1.6))
    for x in (-25, 25):
        for y in (-25, 25):
            body -= Pos(x, y, 5) * Cylinder(3.3, 30)
    body = _mouths(body, (3.3, 14.0))
    body -= Pos(0, -29.6, 10) * raised("6202", 3.2, 0.2, 0.25)
    flat = RectangleRounded(66, 66, 6) - Circle(14)
    for x in (-25, 25):
        for y in (-25, 25):
            flat -= Pos(x, y) * Circle(3.3)
    hulls = [*plate(flat.face(), 0, 10), *ring(14, 28, 10, 12.9, 8), *ring(17.5, 26, 12.9, 26, 10)]
    return RawPart([tessellated(body, 0.04, 0.25)], hulls)


def box_housing() -> RawPart:
    """A box milled from the solid: pocket, sealing groove, four tapped M4 holes, two side openings."""
    body = _block(80, 60, 28, 4)
    pocket = Pos(0, 0, 28 - 22) * extrude(RectangleRounded(60, 40, 6), 30)
    body -= fillet([e for e in pocket.edges() if abs(e.center().Z - 6) < 1e-4], 2.0)
    groove = RectangleRounded(67, 47, 8) - RectangleRounded(63, 43, 7)
    body -= Pos(0, 0, 28 - 1.4) * extrude(groove, 3)
    body -= Pos(40, 0, 15) * Rot(0, 90, 0) * Cylinder(8, 30)
    body -= Pos(-40, 0, 15) * Rot(0, 90, 0) * Cylinder(5, 30)
    body = _mouths(body, (8.0, 5.0), 0.5)
    places = [Location(Pos(s * 36, t * 26, 28) * Rot(180, 0, 0)) for s in (-1, 1) for t in (-1, 1)]
    ports = [metric_port(p, 4, 0.7, 7.0) for p in places]
    body = drilled(body, ports, 2.0)
    surface = threaded(body, ports, deflection_mm=0.04, angle_rad=0.3)
    return RawPart([surface], _box_hulls())


def _box_hulls() -> list[Hull]:
    """Floor, long walls, pierced end walls, and what the cutter's radius leaves in the corners."""
    pieces = [box(-40, 40, -30, 30, 0, 6), box(-40, 40, -30, -20, 6, 28), box(-40, 40, 20, 30, 6, 28)]
    for sign, radius in ((1.0, 7.94), (-1.0, 4.94)):
        wall = Rectangle(40, 22) - Pos(0, -2) * Circle(radius)
        for flat in plate(wall.face(), 30, 40):
            pieces.append(np.stack([sign * flat[:, 2], flat[:, 0], flat[:, 1] + 17], axis=1))
    corners = [(s, t) for s in (-1, 1) for t in (-1, 1)]
    pieces += [prism([(s * 30, t * 20), (s * 23.7, t * 20), (s * 30, t * 13.7)], 6, 28) for s, t in corners]
    for s in (-1, 1):
        long = prism([(20, 8), (20, 6), (18, 6)], -30, 30)
        short = prism([(30, 8), (30, 6), (28, 6)], -20, 20)
        pieces.append(np.stack([long[:, 2], s * long[:, 0], long[:, 1]], axis=1))
        pieces.append(np.stack([s * short[:, 0], short[:, 2], short[:, 1]], axis=1))
    return pieces


def manifold() -> RawPart:
    """A hydraulic manifold: two G 1/4 ports on top, one at each end, joined inside; two mounting holes."""
    body = _block(70, 40, 32, 2)
    for x in (-30, 30):
        body -= Pos(x, 13, 16) * Cylinder(2.75, 60)
    body = _mouths(body, (2.75,), 0.4)
    tops = [Location(Pos(x, -4, 32) * Rot(180, 0, 0)) for x in (-15, 15)]
    ends = [Location(Pos(s * 35, -4, 14) * Rot(0, s * -90, 0)) for s in (-1, 1)]
    ports = [pipe_port(p, 11.0, 4.2, False) for p in (*tops, *ends)]
    body = drilled(body, ports, 3.0)
    body -= Pos(0, -4, 14) * Rot(0, 90, 0) * Cylinder(4.2, 50)
    for x in (-15, 15):
        body -= Pos(x, -4, 19) * Cylinder(4.2, 10)
    body -= Pos(0, -20, 8) * Rot(90, 0, 0) * raised("P  T", 5, 0.2, 0.3)
    surface = threaded(body, ports, deflection_mm=0.03, angle_rad=0.3)
    flat = RectangleRounded(70, 40, 2) - Pos(-30, 13) * Circle(2.75) - Pos(30, 13) * Circle(2.75)
    return RawPart([surface], plate(flat.face(), 0, 32), (1.0, 0.0, 0.0))


def shaft_collar() -> RawPart:
    """A clamping collar for a 20 mm shaft with its slit and the counterbore of its M6 screw."""
    inner, outer, width = 10.0, 20.0, 15.0
    tube = Cylinder(outer, width) - Cylinder(inner, width)
    tube = chamfer(tube.edges().filter_by(GeomType.CIRCLE), 0.5)
    body = tube - Pos(outer / 2 + 2, 0, 0) * Box(outer + 2, 2.0, width + 1)
    place = Pos(15.2, 0, 0) * Rot(90, 0, 0)
    body -= place * Cylinder(3.2, 60)
    body -= Pos(15.2, -11, 0) * Rot(90, 0, 0) * Cylinder(5.2, 12)
    body -= Pos(15.2, 12.5, 0) * Rot(90, 0, 0) * Cylinder(5.2, 7)
    edges = np.linspace(0.05, 2 * np.pi - 0.05, 15)
    low, high = -width / 2, width / 2
    hulls = [sector(inner * 0.995, outer, a, b, low, high) for a, b in itertools.pairwise(edges)]
    return RawPart([tessellated(body, 0.03, 0.25)], hulls)


PARTS: dict[str, Callable[[], RawPart]] = {
    "bearing_housing_608": pillow_block,
    "bearing_housing_6202": flange_housing,
    "machined_housing_80": box_housing,
    "manifold_block_70": manifold,
    "shaft_collar_20": shaft_collar,
}
