"""What holds a load together: straps, and opaque film that hides it."""

from __future__ import annotations

import itertools

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import loft, make_mesh, rounded_rect
from scenes.shapes.pallets import box_hull


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


def wrapped_load(width_m: float = 1.18, depth_m: float = 0.78, height_m: float = 1.1, pattern: int = 0) -> Mesh:
    """A load of cartons under opaque stretch film, z = 0 below it: slot "film".

    The film bridges the gaps between layers, whose edges show, and lies in ridges where the roll went around.
    `pattern` sets how far each layer stands out and where the ridges are.
    """
    rng = np.random.default_rng(pattern)
    layers = max(2, round(height_m / float(rng.uniform(0.2, 0.34))))
    edges = np.linspace(0.0, height_m, layers + 1)
    rings = []
    for low, high in itertools.pairwise(edges):
        inset, aside = float(rng.uniform(0.002, 0.012)), rng.uniform(-0.004, 0.004, 2)
        for z in (low + 0.012, *np.linspace(low + 0.035, high - 0.035, 4), high - 0.012):
            near = min(z - low, high - z)
            ridge = float(rng.uniform(0.0, 0.0025))
            shrink = inset + ridge + (0.006 if near < 0.03 else 0.0)
            outline = rounded_rect(width_m - 2 * shrink, depth_m - 2 * shrink, 0.018, 4)
            rings.append(np.column_stack([outline + aside, np.full(len(outline), z)]))
    for z, shrink in ((height_m, 0.028), (height_m + 0.001, 0.16)):
        outline = rounded_rect(width_m - 2 * shrink, depth_m - 2 * shrink, 0.018, 4)
        rings.append(np.column_stack([outline, np.full(len(outline), z)]))
    rings.insert(0, rings[0] * np.array([0.985, 0.985, 0.0]))
    body = loft(rings)
    return make_mesh([body], ("film",), [box_hull(body.points_m)], axis=(0, 0, 1))


SHAPES = (
    Shape("strap_loop", "A strap all around a cross-section.", strap_loop, stuff="packing"),
    Shape("wrapped_load", "A load of cartons under opaque stretch film; slot film.", wrapped_load, stuff="packing"),
)
