"""What holds a load together: stretch film around it, with a torn edge and a loose tail, and straps."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, flat_ring, loft, make_mesh, rounded_rect

_FILM_M = 0.0008  # several layers of 23 um, with the air between them
_LIP_M = 0.07  # that the film is drawn in over the top


def stretch_wrap(
    width_m: float, depth_m: float, height_m: float, lip: int = 1, tail_m: float = 0.0, pattern: int = 0
) -> Mesh:
    """Film wound around a load of that size, open above and below, a closed skin with an inside and an outside.

    Each turn of the roll ends in a step; with a lip the last turn is drawn in over the top. A tail of that length
    hangs from the upper edge at the corner. One slot, "film".
    """
    rng = np.random.default_rng(pattern)
    turns = max(3, round(height_m / 0.25))
    outside, z = [], 0.0
    for turn in range(turns):
        top = height_m * (turn + 1) / turns
        for share in (0.15, 0.5, 0.92):
            outside.append((float(rng.uniform(0.0, 0.0006)) + 0.0012 * (turn % 2), z + share * (top - z)))
        z = top
    outside[0] = (outside[0][0], 0.0)
    outside.append((0.0, height_m + 0.002))
    if lip:
        outside.append((-_LIP_M, height_m + 0.0045))
    inside = [(off - _FILM_M, z - (_FILM_M if z > height_m else 0.0)) for off, z in reversed(outside)]
    rings = [
        flat_ring(rounded_rect(width_m + 2 * off, depth_m + 2 * off, 0.012 + max(off, -0.01), 4), z)
        for off, z in [*outside, *inside]
    ]
    pieces = [loft(rings, closed=True)]
    hulls = _walls(width_m + 0.004, depth_m + 0.004, 0.0, height_m + 0.005, 0.03)
    if lip:
        hulls += _walls(width_m + 0.004, depth_m + 0.004, height_m - 0.002, height_m + 0.006, _LIP_M + 0.04)
    if tail_m > 0:
        strips = _tail(tail_m, rng)
        corner = (width_m / 2 + 0.002, -0.2 * depth_m, height_m)
        pieces += [strip.moved(*corner) for strip in strips]
        hulls += [strip.points_m + corner for strip in strips]
    return make_mesh(pieces, ("film",), hulls)


def _walls(width_m: float, depth_m: float, low_m: float, high_m: float, thick_m: float) -> list[np.ndarray]:
    """Four upright boxes around a hollow."""
    x, y = width_m / 2, depth_m / 2
    spans = [((x - thick_m, x), (-y, y)), ((-x, thick_m - x), (-y, y)), ((-x, x), (y - thick_m, y))]
    spans.append(((-x, x), (-y, thick_m - y)))
    return [np.array([(a, b, c) for a in xs for b in ys for c in (low_m, high_m)]) for xs, ys in spans]


def _tail(length_m: float, rng: np.random.Generator) -> list[Piece]:
    """The loose end of the film, hanging and twisting: convex bits that follow one another."""
    steps, wide = 10, 0.11
    out, twist, sway = rng.uniform(0.04, 0.1), rng.uniform(0.6, 2.4), rng.uniform(-0.08, 0.08)
    rings = []
    for share in np.linspace(0, 1, steps + 1):
        centre = np.array([0.004 + out * math.sin(math.pi * share), sway * share, -length_m * share])
        angle = twist * share
        flat = wide * (1 - 0.45 * share) * np.array([math.sin(angle), math.cos(angle), 0.0])
        thick = 0.0006 * np.array([math.cos(angle), -math.sin(angle), 0.0])
        corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]
        rings.append(np.array([centre + a * flat + b * thick for a, b in corners]))
    return [loft([low, high]) for low, high in pairwise(rings)]


def strap_loop(width_m: float, height_m: float, band_m: float = 0.016, thick_m: float = 0.0008) -> Mesh:
    """A strap around a cross-section, `width_m` along x and `height_m` along z; inside it exactly that size."""
    inner = rounded_rect(width_m, height_m, 0.001, 3)
    outer = rounded_rect(width_m + 2 * thick_m, height_m + 2 * thick_m, 0.001 + thick_m, 3)
    rings = []
    for ring, y in ((inner, -0.5), (outer, -0.5), (outer, 0.5), (inner, 0.5)):
        rings.append(np.column_stack([ring[:, 0], np.full(len(ring), y * band_m), ring[:, 1]]))
    body = loft(rings[::-1], closed=True)
    x, z, t, b = width_m / 2, height_m / 2, thick_m, band_m / 2
    spans = [((-x - t, x + t), (z - 0.001, z + t)), ((-x - t, x + t), (-z - t, 0.001 - z))]
    spans += [((x - 0.001, x + t), (-z - t, z + t)), ((-x - t, 0.001 - x), (-z - t, z + t))]
    hulls = [np.array([(a, y, c) for a in xs for y in (-b, b) for c in zs]) for xs, zs in spans]
    return make_mesh([body], ("strap",), hulls)


SHAPES = (
    Shape("stretch_wrap", "Stretch film around a load, with steps, lip and loose tail.", stretch_wrap, stuff="packing"),
    Shape("strap_loop", "A strap all around a cross-section.", strap_loop, stuff="packing"),
)
