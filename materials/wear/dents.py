"""Dents: shallow hollows with a raised rim, 1 to 8 mm wide, from falls and from other parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from generator.plugins import Wear
from generator.shading import Graph, Surface
from materials import placing, wiring
from materials.everyday import rounded
from materials.wear.spread import appeared, at_work, factor_of, named, nothing, tilted_by

_TILE_M = 0.14  # heights in the map are shares of its tile
_SOFTNESS = {"metal": 1.0, "coated": 1.0, "plastic": 0.6, "fibre": 1.3, "mineral": 0.5}


def sample(rng: np.random.Generator, severity: float) -> dict[str, Any]:
    """How deep the dents are for their width."""
    return {
        "severity": rounded(severity),
        "place": placing.sample_place(rng),
        "deep": rounded(rng.uniform(0.12, 0.3)),
    }


def build(params: Mapping[str, Any], surface: Surface, graph: Graph) -> Surface:
    """Relief alone: the highlight bends. Glass breaks instead, and gets a layer of 0."""
    severity = params["severity"]
    if severity <= 0.0:
        return surface
    if surface.kind == "glass":
        return named(surface, "wear_dents", nothing(graph))
    found = placing.boxed(graph, "dents", params["place"])
    rank, _, along_u = wiring.channels(graph, found.colour)
    shown = appeared(graph, rank, severity, at_work(graph, params["place"], surface))
    deep_m = _TILE_M * params["deep"] * _SOFTNESS[surface.kind]
    hollow = placing.slope(graph, found, along_u, wiring.times(graph, shown, deep_m))
    return named(tilted_by(graph, surface, hollow), "wear_dents", shown)


DENTS = Wear(
    "dents",
    "Shallow dings with raised rims. Layer: share of the pixel dented.",
    factor_of("dents", "How dented things are: 0 as made, 1 a dent in every square centimetre."),
    sample,
    build,
    order=10,
    parts_only=True,
    evenness=2.0,
)
WEAR = (DENTS,)
