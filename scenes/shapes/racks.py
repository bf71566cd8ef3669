"""Pallet racks: uprights with braces, beams with their connectors, guards at the feet."""

from __future__ import annotations

import math

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, make_mesh, rotation, slab
from scenes.shapes.pallets import box_hull

BEAM_M = 0.11
_POST_M = (0.1, 0.075)


def pallet_rack(bays: int = 2, levels: int = 3, bay_m: float = 2.7, level_m: float = 1.7, depth_m: float = 1.1) -> Mesh:
    """A rack along x that is open on both sides: slots "upright", "beam", "guard".

    The first level is the floor; the tops of the beams of the others lie `level_m` apart. `bay_m` is between uprights.
    """
    pitch = bay_m + _POST_M[0]
    high = (levels - 1) * level_m + 0.9
    pieces: list[Piece] = []
    for number in range(bays + 1):
        x = (number - bays / 2) * pitch
        pieces += _frame(x, depth_m, high)
    beam = slab(bay_m - 0.002, 0.05, BEAM_M, 0.006, 0.003, 1)
    plate = slab(0.05, 0.06, 0.2, 0.003, 0.002, 1)
    for bay in range(bays):
        middle = (bay - (bays - 1) / 2) * pitch
        for level in range(1, levels):
            for side in (-1, 1):
                y, z = side * (depth_m - 0.05) / 2, level * level_m - BEAM_M / 2
                pieces.append(beam.moved(middle, y, z))
                pieces += [plate.moved(middle + s * (bay_m / 2 - 0.026), y + side * 0.012, z - 0.02) for s in (-1, 1)]
    return make_mesh(pieces, ("upright", "beam", "guard"), [box_hull(p.points_m) for p in pieces])


def _frame(x_m: float, depth_m: float, high_m: float) -> list[Piece]:
    """Two uprights with their feet, braces between them, a guard before each foot."""
    y = (depth_m - _POST_M[1]) / 2
    post = slab(*_POST_M, high_m, 0.006, 0.003)
    foot = slab(0.15, 0.13, 0.008, 0.004, 0.002)
    slot = slab(0.012, 0.004, 0.03, 0.003, 0.001, 1)
    pieces: list[Piece] = []
    for side in (-1, 1):
        pieces += [post.moved(x_m, side * y, high_m / 2), foot.moved(x_m, side * y, 0.004)]
        guard = slab(0.16, 0.012, 0.4, 0.01, 0.004, 2).moved(x_m, side * (depth_m / 2 + 0.05), 0.2)
        pieces.append(guard)
        for z in np.arange(0.3, high_m - 0.05, 0.3):  # tabs of locking pins
            pieces.append(slot.moved(x_m + 0.03, side * (depth_m / 2 + 0.001), float(z)))
    span, rise = 2 * y, 0.75
    count = int((high_m - 0.4) / rise)
    strut = slab(0.025, math.hypot(span, rise), 0.03, 0.002, 0.001, steps=1)
    tilt = math.degrees(math.atan2(rise, span))
    for number in range(count):
        turned = strut.turned(rotation("x", tilt if number % 2 == 0 else -tilt))
        pieces.append(turned.moved(x_m, 0, 0.2 + (number + 0.5) * rise))
    return pieces


SHAPES = (
    Shape(
        "pallet_rack",
        "Uprights, braces and beams of a pallet rack; slots upright, beam, guard.",
        pallet_rack,
        stuff="rack",
    ),
)
