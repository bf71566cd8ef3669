"""The hexagon that heads, nuts and fittings are forged to."""

from __future__ import annotations

import math

from build123d import GeomType, RegularPolygon, Shape, extrude, fillet
from tessellate import revolved


def hexagon_blank(flats: float, height: float, lower: bool = True) -> Shape:
    """A hexagon on z = 0, flats towards +-y: upright edges rounded, corners turned off above and (`lower`) below."""
    prism = extrude(RegularPolygon(flats / 2, 6, major_radius=False), height)
    prism = fillet(prism.edges().filter_by(_upright), 0.02 * flats)
    face, corner = 0.475 * flats, 0.6 * flats
    drop = (corner - face) * math.tan(math.radians(30))
    low = [(face, 0), (corner, drop)] if lower else [(corner, 0)]
    return prism & revolved([(0, 0), *low, (corner, height - drop), (face, height), (0, height)])


def _upright(edge: Shape) -> bool:
    return edge.geom_type == GeomType.LINE and abs((edge @ 1 - edge @ 0).normalized().Z) > 0.99
