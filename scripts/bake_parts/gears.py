"""Spur gears: involute teeth of bd_warehouse on blanks with hub, bore, keyway and turned-off tooth tips."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import partial

import numpy as np
from bd_warehouse.gear import InvoluteToothProfile
from build123d import Box, Cylinder, Face, GeomType, Pos, Rot
from hulls import ring
from raw import RawPart
from stamps import around
from surface import Surface, bridge, merged, open_loops, trusted
from tessellate import revolved, tessellated


def _outline(module: float, teeth: int) -> tuple[np.ndarray, np.ndarray]:
    """The toothed outline, counter-clockwise: corners (N, 2), and outward normals (N, 2, 2) at the ends of each side.

    Rounded to a millionth of a millimetre: the library's corners differ in their last bit from run to run.
    """
    profile = InvoluteToothProfile(module, teeth, 20, 0.25 * module if teeth < 30 else None)
    corners, normals = [], []
    for edge in profile.edges():  # in the order of the outline, each running forwards
        bent = edge.geom_type == GeomType.CIRCLE and edge.length > 0.35 * edge.radius
        steps = 4 if edge.geom_type == GeomType.BSPLINE else 3 if bent else 1
        at = np.linspace(0, 1, steps + 1)
        points = np.round([[(edge @ t).X, (edge @ t).Y] for t in at], 6)
        tangents = np.array([[edge.tangent_at(t).X, edge.tangent_at(t).Y] for t in at])
        out = np.round(np.stack([tangents[:, 1], -tangents[:, 0]], axis=1), 6)
        corners.append(points[:-1])
        normals.append(np.stack([out[:-1], out[1:]], axis=1))
    tooth, sides = np.concatenate(corners), np.concatenate(normals)
    turns = [_turn(2 * np.pi * k / teeth) for k in range(teeth)]
    return np.concatenate([tooth @ t.T for t in turns]), np.concatenate([sides @ t.T for t in turns])


def _turn(angle: float) -> np.ndarray:
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _rim(module: float, teeth: int, width: float, core: float) -> Surface:
    """Teeth with their tips turned off, and both faces down to a circle of radius `core`; open there."""
    outline, normals = _outline(module, teeth)
    r = np.linalg.norm(outline, axis=1, keepdims=True)
    edge, tip = 0.18 * module, module * (teeth + 2) / 2
    cut = outline * np.minimum(1.0, (tip - edge) / r)
    angle = np.maximum.accumulate(np.unwrap(np.arctan2(outline[:, 1], outline[:, 0])))  # undercut flanks lean back
    circle = core * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    heights = [(circle, 0.0), (cut, 0.0), (outline, edge), (outline, width - edge), (cut, width), (circle, width)]
    rings = [np.column_stack([flat, np.full(len(flat), z)]) for flat, z in heights]
    land = (np.minimum(r, np.roll(r, -1, axis=0)) > tip - 0.2 * edge)[:, 0]
    strips = []
    for index, (low, high) in enumerate(itertools.pairwise(rings)):
        lean = np.zeros((len(outline), 2, 1))
        if index in (1, 3):
            lean[land] = -1.0 if index == 1 else 1.0
        out = np.concatenate([normals, lean], axis=2)
        if index in (0, 4):
            out = np.broadcast_to([0.0, 0.0, -1.0 if index == 0 else 1.0], out.shape)
        a, b, c, d = low, np.roll(low, -1, axis=0), np.roll(high, -1, axis=0), high
        corners = np.concatenate([np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)])
        first, last = out[:, 0], out[:, 1]
        bent = np.concatenate([np.stack([first, last, last], axis=1), np.stack([first, last, first], axis=1)])
        strips.append(Surface(corners.reshape(-1, 3), np.arange(len(corners) * 3).reshape(-1, 3), bent))
    return trusted(merged(strips))


def spur_gear(module: float, teeth: int, width: float, bore: float, hub: tuple[float, float], recess: bool) -> RawPart:
    """A gear with its toothed rim on z = 0 .. width and a hub (diameter, length) above it."""
    tip, root = module * (teeth + 2) / 2, module * (teeth - 2.5) / 2
    core = root - 0.5 * module
    body = Pos(0, 0, width / 2) * Cylinder(core, width)
    radius, rise = hub[0] / 2, hub[1]
    body += revolved([(0, width - 1), (radius, width - 1), (radius, width + rise, 0.4), (0, width + rise)])
    if recess:
        trough = [
            (radius + 1.5, -1),
            (root - 2.0, -1),
            (root - 2.5, 0.25 * width, 0.6),
            (radius + 2, 0.25 * width, 0.6),
        ]
        body -= revolved(trough)
        body -= Pos(0, 0, width) * Rot(180, 0, 0) * revolved(trough)
    ease = 0.4
    through = [(0, -1), (bore / 2 + ease + 1, -1), (bore / 2, ease), (bore / 2, width + rise - ease)]
    body -= revolved([*through, (bore / 2 + ease + 1, width + rise + 1), (0, width + rise + 1)])
    if bore >= 8:
        key = {8: (2.0, 1.0), 10: (3.0, 1.4), 12: (4.0, 1.8)}[int(bore)]
        body -= Pos(bore / 2, 0, (width + rise) / 2) * Box(2 * key[1], key[0], width + rise + 2)
    body -= (
        Pos(0, -radius, width + rise / 2) * Rot(90, 0, 0) * Cylinder(0.5 * min(4.0, 0.45 * rise), 2 * radius - bore + 2)
    )
    if not recess:
        text, size = f"M{module:g} Z{teeth}", 0.5 * (core - radius)
        body -= around(text, size, (core + radius) / 2, 0.1, 0.1).moved(Pos(0, 0, width))
    solid = tessellated(body, 0.02, 0.25, lambda f: _is_core(f, core))
    rim = _rim(module, teeth, width, core + 0.2 * module)
    pieces = [solid, rim]
    for z, facing in ((0.0, -1.0), (width, 1.0)):
        ends = [s.vertices_mm[loop] for s in (solid, rim) for loop in open_loops(s)]
        inner, outer = (e for e in ends if np.abs(e[:, 2] - z).max() < 1e-4)
        pieces.append(bridge(inner, outer, lambda p, n=facing: np.broadcast_to([0.0, 0.0, n], p.shape)))
    surface = merged(pieces)
    low = ring(bore / 2, tip, 0, width, 16)
    return RawPart([surface], [*low, *ring(bore / 2, radius, width, width + rise, 8)])


def _is_core(face: Face, core: float) -> bool:
    """Whether a face is the wall where the toothed rim is set on."""
    circles = face.edges().filter_by(GeomType.CIRCLE)
    return face.geom_type == GeomType.CYLINDER and any(abs(c.radius - core) < 1e-6 for c in circles)


PARTS: dict[str, Callable[[], RawPart]] = {
    "spur_gear_m1_z24": partial(spur_gear, 1.0, 24, 8.0, 8.0, (16.0, 7.0), False),
    "spur_gear_m1_z40": partial(spur_gear, 1.0, 40, 8.0, 8.0, (20.0, 8.0), True),
    "spur_gear_m2_z18": partial(spur_gear, 2.0, 18, 14.0, 12.0, (26.0, 8.0), False),
}
