"""Coolant: drops that stand on the surface, wet and rounded, with a dark rim, in a milky film that has dried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from generator.plugins import Wear
from generator.shading import Graph, Surface
from materials import placing, wiring
from materials.everyday import rounded
from materials.wear.spread import factor_of, mixed, multiplied, named, spread, tilted_by

MOST = 0.4  # share of the surface under drops at severity 1
_TILE_M = 0.12  # heights in the map are shares of its tile
# The light that a metal sends back crosses the drop twice and is bent less than the drop's own highlight.
_SEEN = {"metal": 0.22}
_MILK = (0.5, 0.51, 0.46)


def sample(rng: np.random.Generator, severity: float) -> dict[str, Any]:
    """How the drops stand, and how much has dried."""
    return {
        "severity": rounded(severity),
        "place": placing.sample_place(rng),
        "steep": rounded(rng.uniform(0.35, 0.8)),  # slope at the rim: contact angles of 20 to 40 degrees
        "milk": rounded(rng.uniform(0.03, 0.2)),
        "wet": rounded(rng.uniform(0.55, 0.85)),  # lightness that a wet surface keeps
    }


def build(params: Mapping[str, Any], surface: Surface, graph: Graph) -> Surface:
    """Each drop is a smooth lens of its own: it darkens what is matte and carries a highlight."""
    if params["severity"] <= 0.0:
        return surface
    found = placing.boxed(graph, "drops", params["place"], float(params.get("scale", 1.0)))
    rank, ring, along_u = wiring.channels(graph, found.colour)
    cover = spread(graph, rank, MOST * params["severity"], 0.01)
    lens = placing.slope(
        graph, found, along_u, wiring.times(graph, cover, _TILE_M * params["steep"] * _SEEN.get(surface.kind, 1.0))
    )
    surface = tilted_by(graph, mixed(graph, surface, cover, roughness=0.03), lens)
    if surface.kind != "glass":
        wet = params["wet"]
        if surface.kind != "metal":  # which has no pores to fill
            surface = multiplied(graph, surface, cover, (wet, wet, wet))
        rim = wiring.times(graph, ring, cover)
        dark = wiring.times(graph, rim, float(params.get("rim", 0.7)))
        surface = multiplied(graph, surface, dark, (0.35, 0.34, 0.32))
        surface = mixed(graph, surface, wiring.times(graph, cover, params["milk"]), colour=_MILK)
    return named(surface, "wear_coolant", cover)


COOLANT = Wear(
    "coolant",
    "Standing drops of coolant with dark rims. Layer: share of the pixel under drops.",
    factor_of("coolant", "Share of surface under drops of coolant: 0 dry, 1 two fifths.", clean=12),
    sample,
    build,
    order=50,
    parts_only=True,
    evenness=4.0,
)
WEAR = (COOLANT,)
