"""What stands on pallets besides cartons: sacks, drums."""

from __future__ import annotations

import math

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.parts._stored import stored
from scenes.shapes._mesh import flat_ring, make_mesh, slab, turned_body

SACK_HEIGHT_M = 0.11
FULL_SACKS = tuple(f"sack_full_{number}" for number in range(8))
EMPTY_SACKS = ("sack_empty_0", "sack_empty_1")


def sack(pattern: int = 0, empty: int = 0) -> Mesh:
    """A sack that lies, with a sewn seam at both ends: filled and pressed by the next layer, or run `empty`.

    Physics filled it (`scripts/bake_parts/sacks.py`); there are a few that patterns choose from.
    """
    names = EMPTY_SACKS if empty else FULL_SACKS
    return stored(names[pattern % len(names)])()


def steel_drum(radius_m: float = 0.2925, height_m: float = 0.88, hoops: int = 2) -> Mesh:
    """A tight-head drum: rolled chimes, swaged hoops, two bungs in its lid; slots "body", "bung". Axis +z."""
    r, h, wall = radius_m - 0.008, height_m, 0.012
    profile = [(r - 0.01, 0.012), (r - 0.008, 0.0), (r + 0.003, 0.0), (r + 0.006, 0.006), (r + 0.003, 0.014), (r, 0.02)]
    for number in range(hoops):
        z = (number + 1) / (hoops + 1) * h
        profile += [(r, z - 0.022), (r + 0.005, z - 0.014), (r + 0.008, z), (r + 0.005, z + 0.014), (r, z + 0.022)]
    profile += [(r, h - 0.02), (r + 0.003, h - 0.014), (r + 0.006, h - 0.006), (r + 0.003, h), (r - 0.008, h)]
    profile += [(r - 0.01, h - wall), (0.5 * r, h - wall)]
    pieces = [turned_body(profile, sides=48)]
    for x, size in ((0.62 * r, 0.034), (-0.66 * r, 0.017)):
        plug = [(size, h - wall - 0.002), (size, h - wall + 0.006), (0.75 * size, h - 0.003), (0.5 * size, h - 0.003)]
        pieces.append(turned_body(plug, 1, sides=24).moved(x, 0.1 * r))
    return make_mesh(pieces, ("body", "bung"), [_round_hull(radius_m, 0.0, h)], axis=(0, 0, 1))


def plastic_drum(radius_m: float = 0.2, height_m: float = 0.63) -> Mesh:
    """A blow-moulded drum with round shoulders and a clamped lid: slots "body", "lid". Axis +z."""
    r, h = radius_m, height_m
    profile = [(0.7 * r, 0.012), (0.86 * r, 0.0), (0.95 * r, 0.006), (r, 0.03), (r, 0.28 * h), (0.985 * r, 0.3 * h)]
    profile += [(0.985 * r, 0.34 * h), (r, 0.36 * h), (r, 0.7 * h), (0.98 * r, 0.76 * h), (0.9 * r, 0.84 * h)]
    profile += [(0.84 * r, 0.88 * h), (0.84 * r, 0.91 * h), (0.5 * r, 0.91 * h)]
    lid = [(0.86 * r, 0.9 * h), (0.95 * r, 0.91 * h), (r, 0.925 * h), (r, 0.955 * h), (0.95 * r, 0.97 * h)]
    lid += [(0.88 * r, 0.975 * h), (0.86 * r, 0.99 * h), (0.82 * r, h), (0.4 * r, h)]
    pieces = [turned_body(profile, sides=40), turned_body(lid, 1, sides=40)]
    for side in (-1, 1):
        grip = slab(0.02, 0.09, 0.022, 0.008, 0.006).moved(side * (r - 0.017), 0, 0.79 * h)
        pieces.append(grip)
    return make_mesh(pieces, ("body", "lid"), [_round_hull(radius_m, 0.0, h)], axis=(0, 0, 1))


def _round_hull(radius_m: float, low_m: float, high_m: float, sides: int = 24) -> np.ndarray:
    """(2 sides, 3) corners of an upright prism around a cylinder."""
    angles = (np.arange(sides) + 0.5) / sides * 2 * math.pi
    reach = radius_m / math.cos(math.pi / sides)
    circle = reach * np.column_stack([np.cos(angles), np.sin(angles)])
    return np.concatenate([flat_ring(circle, z) for z in (low_m, high_m)])


SHAPES = (
    Shape("sack", "Sack that lies, filled or run empty, with sewn ends.", sack, stuff="packing"),
    Shape("steel_drum", "Tight-head drum with hoops and bungs; slots body, bung.", steel_drum, stuff="packing"),
    Shape("plastic_drum", "Blow-moulded drum with a clamped lid; slots body, lid.", plastic_drum, stuff="packing"),
)
