"""The marks that even a new thing has: hairlines from its box, fingerprints, smears, patina, dirt in its recesses.

They are part of the material, not wear: nothing real is spotless, and no two parts of a pile look the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from generator.shading import Cover, Graph, Scalar, Surface
from materials import wiring
from materials.closures import matte
from materials.placing import boxed, cavity, sample_place

_UNSEEN = 0.04  # share of light below which dirt on metal is left out


def rounded(value: float) -> float:
    """As recipes store numbers: six significant digits, the same on every machine."""
    return float(f"{value:.6g}")


def sample_marks(rng: np.random.Generator, strength: float = 1.0, scale: float = 1.0) -> dict[str, Any]:
    """How much a thing has been handled. `strength` 1 is a part from an open box; `scale` coarsens for large things."""
    lightness = rng.uniform(0.035, 0.11)
    return {
        "place": sample_place(rng),
        "scale": scale,
        "hairlines": rounded(strength * rng.uniform(0.05, 0.22)),  # added roughness
        "film": rounded(strength * rng.gamma(1.6, 0.06)),  # added roughness
        "veil": rounded(min(strength * rng.gamma(1.4, 0.07), 0.45)),  # share of light the patina takes
        "veil_colour": [rounded(lightness * f) for f in (1.15, 1.0, rng.uniform(0.6, 0.95))],
        "grime": rounded(min(strength * rng.uniform(0.1, 0.5), 0.9)),  # cover of the deepest recess
    }


def handled(graph: Graph, surface: Surface, marks: Mapping[str, Any], tarnish: Scalar = 0.0) -> Surface:
    """The surface with these marks on it: rougher where touched, darker where dirt or tarnish sits.

    `tarnish` is the share of light that the finish's own stains take. Dirt too faint to see is cut, because a second
    shader costs wherever its share is not 0.
    """
    texture = boxed(graph, "handling", marks["place"], marks["scale"]).colour
    touched = wiring.dot(graph, texture, (marks["hairlines"], marks["film"], 0.0))
    surface = replace(surface, roughness=wiring.plus(graph, touched, surface.roughness))
    if surface.kind == "glass":
        return surface
    patina = wiring.dot(graph, texture, (0.0, 0.0, marks["veil"]))
    dirt = wiring.times_plus(graph, cavity(graph), marks["grime"], wiring.plus(graph, patina, tarnish))
    r, g, b = marks["veil_colour"]
    if surface.kind == "metal":
        cover = Cover(wiring.limited(graph, dirt, _UNSEEN), matte(graph, (r, g, b)))
        return replace(surface, covers=(*surface.covers, cover))
    return replace(surface, colour=wiring.blend_colour(graph, surface.colour, (r, g, b), dirt))
