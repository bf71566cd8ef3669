"""Straps that hold a load together."""

from __future__ import annotations

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import loft, make_mesh, rounded_rect


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


SHAPES = (Shape("strap_loop", "A strap all around a cross-section.", strap_loop, stuff="packing"),)
