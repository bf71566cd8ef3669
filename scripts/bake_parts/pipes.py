"""Pipe fittings with ISO 228-1 threads: malleable iron elbow, tee and socket (EN 10242), brass nipple."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from build123d import Box, Cylinder, Face, Location, Pos, Rot, Shape, Sphere
from hexagons import hexagon_blank
from hulls import hexagon_ring, ring
from ports import drilled, pipe_port, threaded
from raw import RawPart
from stamps import raised
from surface import bridge, merged, open_loops, radial
from tessellate import revolved, tessellated
from threads import pipe_thread, thread_surface

# Thread, body radius, bore radius, bead radius, centre to face, thread depth: EN 10242, all in mm.
_SIZES = {"g14": (13.157, 8.6, 5.2, 10.6, 21.0, 9.0), "g12": (20.955, 13.2, 8.6, 15.4, 28.0, 13.0)}
_DOWN = np.array([0.0, 0.0, -1.0])


def _leg(size: str) -> Shape:
    """One branch along +z, from the centre to its beaded mouth."""
    _, body, _, bead, face, _ = _SIZES[size]
    width = 0.2 * face
    foot = face - width - (bead - body)
    rim = [(bead, face - width, 1.0), (bead, face, 0.8), (0, face)]
    return revolved([(0, 0), (body, 0), (body, foot, 1.5), *rim])


def fitting(size: str, turns: tuple[float, ...]) -> RawPart:
    """Branches from one centre, turned about y by these angles in degrees, each threaded inside."""
    _, body, bore, _, face, deep = _SIZES[size]
    legs = [Rot(0, turn, 0) for turn in turns]
    solid = Sphere(body)
    for leg in legs:
        solid += leg * _leg(size)
    mark = raised("1/2" if size == "g12" else "1/4", 0.34 * body, 0.75, 2.0)
    solid += Pos(0, -body, 0) * Rot(90, 0, 0) * Pos(0, 0, -0.15) * mark
    ports = [pipe_port(Location(leg * Pos(0, 0, face) * Rot(180, 0, 0)), deep, bore, size == "g12") for leg in legs]
    solid = drilled(solid, ports, None) - Sphere(bore)
    for leg in legs:
        solid -= leg * Pos(0, 0, face / 2) * Cylinder(bore, face)
    surface = threaded(solid, ports, deflection_mm=0.04, angle_rad=0.3)
    return RawPart([surface], [], (0.0, 0.0, 1.0) if len(turns) > 2 else (0.0, 1.0, 0.0))


def nipple(flats: float, length: float) -> RawPart:
    """A hexagon nipple G 1/2: threads outside at both ends, a hexagon between."""
    diameter, minor, pitch, bore, wide = 20.955, 18.631, 1.814, 7.5, 7.0
    run = (length - wide) / 2
    neck, stub = minor / 2 - 0.1, 1.4
    body = Pos(0, 0, run) * hexagon_blank(flats, wide)
    body += revolved([(0, run - stub), (neck, run - stub), (neck, run + wide + stub), (0, run + wide + stub)])
    body -= Cylinder(bore, 4 * length)
    solid = tessellated(body, 0.02, 0.25, lambda f: _is_end(f, run - stub) or _is_end(f, run + wide + stub))
    rims = [solid.vertices_mm[loop] for loop in open_loops(solid)]
    pieces = [solid]
    for sign, base in ((1.0, 0.0), (-1.0, length)):
        thread = thread_surface(pipe_thread(diameter, minor, pitch, run - stub - 0.2, False, False), 36)
        flip = np.diag([1.0, sign, sign, 1.0])
        flip[2, 3] = base
        thread = thread.moved(flip)
        ends = sorted((thread.vertices_mm[loop] for loop in open_loops(thread)), key=lambda e: sign * e[:, 2].mean())
        end_z = run - stub if sign > 0 else run + wide + stub
        near = [r for r in rims if abs(r[:, 2].mean() - end_z) < 1e-3]
        outer = max(near, key=lambda r: float(np.hypot(r[:, 0], r[:, 1]).mean()))
        inner = min(near, key=lambda r: float(np.hypot(r[:, 0], r[:, 1]).mean()))
        bevel = inner * np.array([1.0, 1.0, 0.0]) * (bore + 0.6) / bore + np.array([0, 0, base])
        deeper = inner * np.array([1.0, 1.0, 0.0]) + np.array([0, 0, base + sign * 0.6])
        pieces += [thread, bridge(ends[1], outer, lambda p, s=sign: radial(p) + 0.7 * s * _DOWN)]
        pieces.append(bridge(ends[0], bevel, lambda p, s=sign: np.broadcast_to(s * _DOWN, p.shape)))
        pieces.append(bridge(bevel, deeper, lambda p, s=sign: _inward(p) + s * _DOWN))
        pieces.append(bridge(deeper, inner, _inward))
    surface = merged(pieces)
    tubes = [*ring(bore, diameter / 2, 0, run, 8, 3), *ring(bore, diameter / 2, run + wide, length, 8, 3)]
    return RawPart([surface], [*tubes, *hexagon_ring(flats, bore, run, run + wide)])


def _inward(points: np.ndarray) -> np.ndarray:
    flat = points * np.array([-1.0, -1.0, 0.0])
    return flat / np.linalg.norm(flat, axis=1, keepdims=True)


def _is_end(face: Face, z: float) -> bool:
    box = face.bounding_box()
    return box.size.Z < 1e-4 and abs(box.max.Z - z) < 1e-4


def socket(size: str, length: float) -> RawPart:
    """A straight socket, threaded from both ends."""
    _, body, bore, bead, _, _ = _SIZES[size]
    half, width = length / 2, 5.0
    outline = [(0, -half), (bead, -half, 0.8), (bead, -half + width, 1.0), (body, -half + width + 2, 1.0)]
    outline += [(body, half - width - 2, 1.0), (bead, half - width, 1.0), (bead, half, 0.8), (0, half)]
    solid = revolved(outline)
    for turn in (45, 225):
        solid += Rot(0, 0, turn) * Pos(body, 0, 0) * Box(2.4, 2.4, length - 2 * width)
    places = [Location(Rot(turn, 0, 0) * Pos(0, 0, half) * Rot(180, 0, 0)) for turn in (0, 180)]
    ports = [pipe_port(place, half - 2.5, bore, size == "g12") for place in places]
    solid = drilled(solid, ports, None) - Cylinder(bore, length)
    surface = threaded(solid, ports, deflection_mm=0.03, angle_rad=0.25)
    hulls = ring(0.99 * bore, bead, -half, half, 14)
    return RawPart([surface], hulls)


PARTS: dict[str, Callable[[], RawPart]] = {
    "pipe_elbow_g12": partial(fitting, "g12", (0.0, 90.0)),
    "pipe_elbow_g14": partial(fitting, "g14", (0.0, 90.0)),
    "pipe_tee_g12": partial(fitting, "g12", (0.0, 90.0, 180.0)),
    "pipe_socket_g12": partial(socket, "g12", 36.0),
    "pipe_nipple_g12": partial(nipple, 24.0, 42.0),
}
