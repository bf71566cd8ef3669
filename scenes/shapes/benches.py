"""What work lies on: bench tops with a banded edge, their frames, mats and sheets."""

from __future__ import annotations

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, flat_ring, loft, make_mesh, rounded_rect, slab, turned_body

_CAP_RADIUS_M = 0.0065  # of the plastic caps over the screws that hold a top
_BAND_M = 0.002


def bench_top(width_m: float, depth_m: float, thickness_m: float, corner_m: float = 0.01, caps: int = 4) -> Mesh:
    """A board with a banded edge (slot "edge") and flush caps over its screws (slot "cap") in the corners."""
    board = slab(width_m - 2 * _BAND_M, depth_m - 2 * _BAND_M, thickness_m, corner_m, 0.0006)
    middle = thickness_m / 2
    outlines = [(0.0012, -middle + 0.0004), (0.0, -middle + 0.0016), (0.0, middle - 0.0016), (0.0012, middle - 0.0004)]
    inner = 2 * _BAND_M
    profile = [*outlines, (inner, middle - 0.0004), (inner, -middle + 0.0004)]
    rings = [
        flat_ring(rounded_rect(width_m - 2 * off, depth_m - 2 * off, corner_m + _BAND_M - off), z) for off, z in profile
    ]
    band = loft(rings, 1, closed=True)
    hull = np.concatenate([board.points_m, *rings[:4]])
    pieces, hulls = [board, band], [hull]
    for x, y in ((-1, -1), (1, -1), (-1, 1), (1, 1))[:caps]:
        cap = _screw_cap(2).moved(x * (width_m / 2 - 0.045), y * (depth_m / 2 - 0.045), middle)
        pieces.append(cap)
        hulls.append(cap.points_m)
    return make_mesh(pieces, ("top", "edge", "cap"), hulls)


def _screw_cap(slot: int) -> Piece:
    r = _CAP_RADIUS_M
    return turned_body([(r, -0.002), (r, 0.0004), (0.9 * r, 0.0008), (0.6 * r, 0.001)], slot, sides=24)


def bench_frame(width_m: float, depth_m: float, height_m: float, tube_m: float = 0.045) -> Mesh:
    """Four legs of square tube and the rails between them, below a bench top."""
    x, y = width_m / 2 - 2 * tube_m, depth_m / 2 - 2 * tube_m
    leg = slab(tube_m, tube_m, height_m, 0.1 * tube_m, 0.05 * tube_m)
    pieces = [leg.moved(sx * x, sy * y) for sx in (-1, 1) for sy in (-1, 1)]
    long_rail = slab(2 * x - tube_m, 0.8 * tube_m, 0.8 * tube_m, 0.08 * tube_m, 0.05 * tube_m)
    cross_rail = slab(0.8 * tube_m, 2 * y - tube_m, 0.8 * tube_m, 0.08 * tube_m, 0.05 * tube_m)
    top, low = height_m / 2 - 0.6 * tube_m, -height_m / 2 + 0.2 * height_m
    pieces += [long_rail.moved(0, sy * y, top) for sy in (-1, 1)]
    pieces += [cross_rail.moved(sx * x, 0, z) for sx in (-1, 1) for z in (top, low)]
    pieces.append(long_rail.moved(0, y, low))
    return make_mesh(pieces, ("frame",))


def sheet(width_m: float, depth_m: float, thickness_m: float, corner_m: float = 0.002) -> Mesh:
    """Something flat: a rubber mat, a piece of cardboard, a steel plate."""
    return make_mesh([slab(width_m, depth_m, thickness_m, corner_m, 0.35 * thickness_m, steps=4)], ("sheet",))


SHAPES = (
    Shape("bench_top", "Board with banded edge and screw caps; slots top, edge, cap.", bench_top, stuff="bench"),
    Shape("bench_frame", "Legs and rails of square tube under a bench top.", bench_frame, stuff="bench"),
    Shape("sheet", "Mat, cardboard or plate: flat, with bevelled edges and round corners.", sheet, stuff="bench"),
)
