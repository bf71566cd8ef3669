"""Brackets: bent sheet steel, die-cast corner with gussets, flat strip, U-shaped saddle."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from build123d import (
    Circle,
    GeomType,
    Plane,
    Polyline,
    Pos,
    Rectangle,
    RectangleRounded,
    Rot,
    Shape,
    Sketch,
    SlotOverall,
    chamfer,
    extrude,
    fillet,
    make_face,
)
from hulls import Hull, moved, prism
from plates import plate
from raw import RawPart
from tessellate import tessellated

_BREAK_MM = 0.25


def _leg(width: float, start: float, stop: float, cuts: list[tuple[float, float, Shape]]) -> Sketch:
    """A leg in the xy plane along +x with rounded free corners, less its holes."""
    corner = min(4.0, width / 5)
    outline = Pos((start + stop) / 2, 0) * Rectangle(stop - start, width)
    free = [v for v in outline.vertices() if stop - 1e-6 < v.X]
    outline = fillet(free, corner)
    for x, y, cut in cuts:
        outline -= Pos(x, y) * cut
    return outline


def _deburred(body: Shape, wanted: Callable[[Shape], bool], width: float = _BREAK_MM) -> Shape:
    """The body with the edges that are wanted broken, as tumbling leaves them."""
    return chamfer([e for e in body.edges() if wanted(e)], width)


def _on_bend(edge: Shape, seams: set[float], width: float) -> bool:
    """Whether an edge crosses the sheet's width or thickness where leg and bend meet, or is a seam within a face."""
    middle, run = edge @ 0.5, edge.tangent_at(0.5)
    across = abs(run.Y) > 0.99 and abs(middle.Y) < width / 4
    at_seam = any(abs(middle.X - s) < 1e-4 for s in seams) or any(abs(middle.Z - s) < 1e-4 for s in seams)
    upright = abs(run.Y) < 0.01 and abs(abs(middle.Y) - width / 2) > 1e-4
    return (across and at_seam) or upright


def angle_bracket(leg: float, width: float, thick: float, slotted: bool) -> RawPart:
    """An L of bent sheet with two holes in each leg; the second may be a slot."""
    inner = thick * 0.9
    outer = inner + thick
    hole = 0.5 * min(6.4, 0.3 * width)
    spots: list[tuple[float, float, Shape]] = [(leg * 0.45, 0.0, Circle(hole)), (leg * 0.78, 0.0, Circle(hole))]
    if slotted:
        shift = width / 4
        spots = [(leg * 0.62, y, SlotOverall(0.42 * leg, 2 * hole)) for y in (-shift, shift)]
    flat = _leg(width, outer, leg, spots)
    profile = Plane.XZ * (Circle(outer) - Circle(inner) - Pos(outer, 0) * Rectangle(2 * outer, 4 * outer))
    profile -= Plane.XZ * Pos(0, outer) * Rectangle(4 * outer, 2 * outer)
    bend = Pos(outer, width / 2, outer) * extrude(profile, width)
    floor = extrude(flat, thick)
    frame = Rot(0, -90, 0) * Rot(180, 0, 0)  # x to z, z to x
    wall = frame * floor
    body = floor + wall + bend
    seams = {0.0, thick, outer}
    body = _deburred(body.clean(), lambda e: not _on_bend(e, seams, width))
    low = plate(flat.face(), 0, thick)
    matrix = np.array([[0, 0, 1, 0], [0, -1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1]], float)
    hulls = [*low, *moved(low, matrix), *_bend_hulls(inner, outer, width)]
    return RawPart([tessellated(body, 0.03, 0.25)], hulls, (0.0, 1.0, 0.0))


def _bend_hulls(inner: float, outer: float, width: float) -> list[Hull]:
    """The quarter ring of the bend in two convex pieces, its axis along y."""
    pieces = []
    for first in (180, 225):
        angles = np.radians(np.linspace(first, first + 45, 3))
        arc = np.stack([np.cos(angles), np.sin(angles)], axis=1)
        flat = outer + np.concatenate([arc * outer / np.cos(np.radians(11.25)), arc[[-1, 0]] * inner])
        points = prism(flat, -width / 2, width / 2)
        pieces.append(points[:, [0, 2, 1]])
    return pieces


def corner_bracket(size: float) -> RawPart:
    """A die-cast corner for aluminium profiles: two plates with a hole each and two gussets."""
    width, thick, rib = size * 0.9, size * 0.12, size * 0.1
    slot = SlotOverall(0.34 * size, 0.21 * size)
    flat = Pos(size / 2, 0) * RectangleRounded(size, width, 0.6) - Pos(0.58 * size, 0) * slot
    floor = extrude(flat, thick)
    matrix = np.array([[0, 0, 1, 0], [0, -1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1]], float)
    body = floor + Rot(0, -90, 0) * Rot(180, 0, 0) * floor
    outline = [(0, 0), (size, 0), (size, thick), (thick, size), (0, size)]
    side = make_face(Polyline(*outline, close=True))
    gusset = extrude(Plane.XZ * side, rib)
    for y in (-width / 2 + rib, width / 2):
        body += Pos(0, y, 0) * gusset
    inside = [e for e in body.edges().filter_by(GeomType.LINE) if _hollow_corner(e, thick, width, rib)]
    body = fillet(inside, 0.035 * size)
    envelope = Pos(0, width / 2, 0) * extrude(Plane.XZ * side, width)
    body &= fillet(envelope.edges(), 0.8)
    low = plate(flat.face(), 0, thick)
    ribs = [prism(outline, *sorted((s * width / 2, s * (width / 2 - rib))))[:, [0, 2, 1]] for s in (-1, 1)]
    fill = 0.035 * size
    seam = prism([(thick, thick), (thick + fill, thick), (thick, thick + fill)], -width / 2, width / 2)[:, [0, 2, 1]]
    return RawPart([tessellated(body, 0.03, 0.25)], [*low, *moved(low, matrix), *ribs, seam], (0.0, 1.0, 0.0))


def _hollow_corner(edge: Shape, thick: float, width: float, rib: float) -> bool:
    """Whether an edge is the inner corner where the two plates meet between the gussets."""
    middle = edge @ 0.5
    return abs(middle.X - thick) < 1e-4 and abs(middle.Z - thick) < 1e-4 and abs(middle.Y) < width / 2 - rib


def flat_bracket(length: float, width: float, thick: float) -> RawPart:
    """A strip with four countersunk holes."""
    spots = [x * length for x in (-0.4, -0.15, 0.15, 0.4)]
    flat = RectangleRounded(length, width, min(5.0, width / 4))
    for x in spots:
        flat -= Pos(x, 0) * Circle(2.6)
    body = extrude(flat, thick)
    rims = body.edges().filter_by(GeomType.CIRCLE)
    mouths = [e for e in rims if abs(e.radius - 2.6) < 1e-3 and thick / 2 < e.center().Z]
    body = chamfer(mouths, 0.45 * thick + 0.6) if thick > 2.4 else chamfer(mouths, 0.8 * thick)
    edge = [e for e in body.edges() if abs(e.center().Z) < 1e-4 and e.length > 4.1 and not e.is_closed]
    body = chamfer(edge, _BREAK_MM)
    return RawPart([tessellated(body, 0.03, 0.25)], plate(flat.face(), 0, thick), (1.0, 0.0, 0.0))


def pipe_saddle(pipe: float, width: float, thick: float) -> RawPart:
    """DIN 1597-like saddle: a sheet strap over a pipe with a foot at each side."""
    outer, foot = pipe / 2 + thick, pipe * 0.75
    span = outer + foot
    arch = Circle(outer) - Circle(pipe / 2)
    arch -= Pos(0, -outer) * Rectangle(4 * outer, 2 * outer)
    walls = [Pos(s * (pipe / 2 + thick / 2), -pipe / 4) * Rectangle(thick, pipe / 2) for s in (-1, 1)]
    feet = [Pos(s * (span + pipe / 2) / 2, -pipe / 2 + thick / 2) * Rectangle(span - pipe / 2, thick) for s in (-1, 1)]
    strip = arch
    for piece in (*walls, *feet):
        strip += piece
    corners = [v for v in strip.vertices() if abs(abs(v.X) - outer) < 1e-4 and abs(v.Y + pipe / 2 - thick) < 1e-4]
    strip = fillet(corners, thick)
    heels = [v for v in strip.vertices() if abs(abs(v.X) - pipe / 2) < 1e-4 and abs(v.Y + pipe / 2) < 1e-4]
    strip = fillet(heels, thick * 1.9)
    body = Pos(0, width / 2, 0) * extrude(Plane.XZ * strip, width)
    bolt = outer + foot / 2
    for s in (-1, 1):
        body -= Pos(s * bolt, 0, -pipe / 2) * extrude(Circle(2.75), 4 * thick, both=True)
    tips = [e for e in body.edges().filter_by(GeomType.LINE) if abs(abs((e @ 0.5).X) - span) < 1e-4 and _upright(e)]
    body = fillet(tips, width * 0.3)
    body = _deburred(body, lambda e: abs(abs((e @ 0.5).Y) - width / 2) < 1e-4 or e.is_closed)
    arch_only = strip - [Pos(s * (outer + foot), 0) * Rectangle(2 * foot - 0.1, 4 * pipe) for s in (-1, 1)]
    hulls = [p[:, [0, 2, 1]] for p in plate(arch_only.face(), -width / 2, width / 2)]
    for s in (-1, 1):
        toe = Pos(s * (outer + foot / 2), 0) * Rectangle(foot, width) - Pos(s * bolt, 0) * Circle(2.75)
        hulls += plate(toe.face(), -pipe / 2, -pipe / 2 + thick)
        x, z = s * outer, -pipe / 2 + thick
        heel = prism([(x, z), (x + s * thick, z), (x, z + thick)], -width / 2, width / 2)
        hulls.append(heel[:, [0, 2, 1]])
    return RawPart([tessellated(body, 0.03, 0.25)], hulls, (1.0, 0.0, 0.0))


def _upright(edge: Shape) -> bool:
    return abs((edge @ 1 - edge @ 0).normalized().Z) > 0.99


PARTS: dict[str, Callable[[], RawPart]] = {
    "angle_bracket_40": partial(angle_bracket, 40.0, 20.0, 2.5, False),
    "angle_bracket_60": partial(angle_bracket, 60.0, 45.0, 3.0, True),
    "corner_bracket_40": partial(corner_bracket, 40.0),
    "flat_bracket_80": partial(flat_bracket, 80.0, 16.0, 2.5),
    "pipe_saddle_22": partial(pipe_saddle, 22.0, 18.0, 2.0),
}
