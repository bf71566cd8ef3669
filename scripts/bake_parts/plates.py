"""Convex pieces of flat things with holes: cut into triangles, then joined again while they stay convex."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from build123d import Edge, Face, GeomType, Vector, Wire
from hulls import Hull, prism
from scipy.spatial import ConvexHull
from tessellate import tessellated

_HOLLOW_MM = 0.25  # how far a piece may reach into a concave arc
_HOLE_SIDES = 8  # at most: each costs physics a piece
_BULGE_MM = 0.12  # how far a joined piece may reach beyond the outline


def plate(face: Face, z0: float, z1: float) -> list[Hull]:
    """Convex prisms that contain a face of the xy plane between two heights; its holes stay open."""
    outer = _polygon(face.outer_wire(), face)
    holes = [_polygon(wire, face) for wire in face.inner_wires()]
    flat = Face(_wire(outer), [_wire(h) for h in holes])
    surface = tessellated(flat, 10.0, 3.0)
    points = surface.vertices_mm[:, :2]
    return [prism(points[list(p)], z0, z1) for p in joined(points, [tuple(map(int, f)) for f in surface.faces])]


def joined(points: np.ndarray, triangles: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Triangles joined to few nearly convex polygons (after Hertel and Mehlhorn 1983), largest gain first."""
    pieces = {i: tuple(t) for i, t in enumerate(triangles)}
    while True:
        owners: dict[tuple[int, int], list[int]] = {}
        for key, piece in pieces.items():
            for a, b in zip(piece, piece[1:] + piece[:1], strict=True):
                owners.setdefault((min(a, b), max(a, b)), []).append(key)
        options = []
        for pair in sorted({tuple(sorted(o)) for o in owners.values() if len(set(o)) == 2}):
            both = tuple(sorted({*pieces[pair[0]], *pieces[pair[1]]}))
            hull = ConvexHull(points[list(both)])
            if _excess(points, hull, both, [pieces[pair[0]], pieces[pair[1]]]) < _BULGE_MM:
                options.append((-hull.volume, pair, tuple(both[i] for i in hull.vertices)))
        if not options:
            return list(pieces.values())
        _, (first, second), merged = min(options)
        pieces[first] = merged
        del pieces[second]


def _excess(points: np.ndarray, hull: ConvexHull, both: tuple[int, ...], pieces: list[tuple[int, ...]]) -> float:
    """Roughly how deep the notches are that the hull of two polygons fills: area over the longest side's length."""
    area = sum(_area(points[list(p)]) for p in pieces)
    longest = max(float(np.ptp(points[list(both)], axis=0).max()), 1e-9)
    notch = hull.volume - area
    return notch / min(longest, 4.0) * 2


def _area(polygon: np.ndarray) -> float:
    x, y = polygon.T
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def _polygon(wire: Wire, face: Face) -> list[tuple[float, float]]:
    """Corners of a polygon that lies outside the material's edge, arc by arc."""
    corners: list[tuple[float, float]] = []
    for edge in wire.order_edges():
        start = edge @ 0
        corners.append((start.X, start.Y))
        if edge.geom_type == GeomType.CIRCLE:
            corners += _arc(edge, face)
        elif edge.geom_type != GeomType.LINE:
            corners += [((edge @ t).X, (edge @ t).Y) for t in np.linspace(0, 1, 6)[1:-1]]
    return corners


def _arc(edge: Edge, face: Face) -> list[tuple[float, float]]:
    """Corners between the ends of an arc: tangents' crossings where it bulges, chords where it is hollow."""
    centre, radius = edge.arc_center, edge.radius
    middle = edge @ 0.5
    probe = middle + (middle - centre).normalized() * 0.01
    hollow = face.is_inside(Vector(probe.X, probe.Y, 0))
    sweep = edge.length / radius
    if hollow:
        step = 2 * math.acos(max(1 - _HOLLOW_MM / radius, 0.0))
        count = max(2 if sweep < 4 else 6, min(math.ceil(sweep / step), _HOLE_SIDES))
        return [((edge @ (k / count)).X, (edge @ (k / count)).Y) for k in range(1, count)]
    count = max(1, math.ceil(sweep / 0.5))
    reach = 1 / math.cos(sweep / count / 2)
    found = [centre + (edge @ ((k + 0.5) / count) - centre) * reach for k in range(count)]
    return [(p.X, p.Y) for p in found]


def _wire(corners: Sequence[tuple[float, float]]) -> Wire:
    return Wire.make_polygon([(x, y, 0.0) for x, y in corners])
