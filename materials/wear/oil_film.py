"""A film of oil: interference colours on metal, from its thickness; on other things a deeper colour and more gloss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from generator.plugins import Wear
from generator.shading import Graph, Surface
from materials import placing, wiring
from materials.everyday import rounded
from materials.wear.metal_under import film_ramp, metal_under
from materials.wear.spread import factor_of, mixed, multiplied, named, spread

MOST = 0.8  # covered share at severity 1
_WET = (0.8, 0.8, 0.8)  # what a wetted matte surface keeps of its lightness


def sample(rng: np.random.Generator, severity: float) -> dict[str, Any]:
    """How thick the film is where it is thickest, and where it lies."""
    return {
        "severity": rounded(severity),
        "place": placing.sample_place(rng),
        "thickest_nm": rounded(rng.uniform(350.0, 900.0)),
        "smooth": rounded(rng.uniform(0.25, 0.5)),  # share of the roughness that it fills
    }


def build(params: Mapping[str, Any], surface: Surface, graph: Graph) -> Surface:
    """On metal the reflectance times the film's; elsewhere the film's index is too near the body's for colours."""
    if params["severity"] <= 0.0:
        return surface
    rank, thickness, _ = wiring.channels(graph, placing.boxed(graph, "oil", params["place"]).colour)
    cover = spread(graph, rank, MOST * params["severity"], 0.3)
    smoother = wiring.times(graph, surface.roughness, 1.0 - params["smooth"])
    surface = mixed(graph, surface, cover, roughness=smoother)
    if surface.kind == "metal":
        stops = film_ramp(metal_under(graph, surface) or "iron", params["thickest_nm"])
        tint = graph.node("ShaderNodeValToRGB", {0: wiring.times(graph, thickness, cover)}, ramp=stops)
        surface = multiplied(graph, surface, cover, tint)
    elif surface.kind != "glass":
        surface = multiplied(graph, surface, cover, _WET)
    return named(surface, "wear_oil_film", cover)


OIL_FILM = Wear(
    "oil_film",
    "A thin film of oil, iridescent on metal, a wet look elsewhere. Layer: share of the pixel covered.",
    factor_of("oil_film", "Share of surface under a film of oil: 0 dry, 1 four fifths.", clean=12),
    sample,
    build,
    order=35,
    parts_only=True,
)
WEAR = (OIL_FILM,)
