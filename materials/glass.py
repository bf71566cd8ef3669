"""Soda-lime glass, clear and tinted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from generator.plugins import Material
from generator.shading import Graph, Surface
from materials import placing, wiring
from materials.closures import clear
from materials.everyday import handled, rounded, sample_marks
from materials.optics import DIELECTRICS

# What is left of light after one wall of about 2 mm, linear Rec.709. Clear: iron traces absorb red (soda-lime, Rubin
# 1985, about 2% a wall at 620 nm); the tints are judged from bottle ware.
WALLS: dict[str, tuple[str, tuple[float, float, float]]] = {
    "clear": ("clear, greenish only at its edges", (0.972, 0.985, 0.978)),
    "amber": ("amber: iron and sulphur take the blue", (0.62, 0.255, 0.035)),
    "green": ("bottle green: iron and chromium", (0.28, 0.60, 0.23)),
    "blue": ("cobalt blue", (0.09, 0.17, 0.66)),
}


def sample(wall: tuple[float, float, float], rng: np.random.Generator) -> dict[str, Any]:
    """Thicker and thinner walls, uneven blowing, prints."""
    thickness = rng.uniform(0.75, 1.3)
    return {
        "place": placing.sample_place(rng),
        "wall": [rounded(w**thickness) for w in wall],
        "roughness": rounded(rng.uniform(0.0, 0.012)),
        "ripple_m": rounded(rng.uniform(4e-6, 16e-6)),
        "marks": sample_marks(rng, 0.35),
    }


def build(index: float, params: Mapping[str, Any], graph: Graph) -> Surface:
    """A refracting wall whose thickness ripples as blown or pressed ware does, with prints on it."""
    r, g, b = params["wall"]
    surface = Surface(clear(index), "glass", params["roughness"], (r, g, b))
    found = placing.boxed(graph, "orange_peel", params["place"], 3.0, 0.5)
    along_u = wiring.dot(graph, found.colour, (0.0, 0.0, 1.0))
    surface = replace(surface, slope=placing.slope(graph, found, along_u, params["ripple_m"]))
    return handled(graph, surface, params["marks"])


MATERIALS = tuple(
    Material(
        f"glass_{name}",
        f"Soda-lime glass, n 1.523, {look}.",
        partial(sample, wall),
        partial(build, DIELECTRICS["soda_lime_glass"]),
        2500.0,
        0.4,
        transparent=True,
    )
    for name, (look, wall) in WALLS.items()
)
