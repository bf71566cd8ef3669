"""Fingerprints: ovals of 14 by 19 mm with ridges 0.45 mm apart, some dragged, seen on gloss by their dullness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from generator.plugins import Wear
from generator.shading import Graph, Surface
from materials import placing, wiring
from materials.everyday import rounded
from materials.wear.spread import appeared, at_work, factor_of, mixed, named

_GREASY = (0.16, 0.14, 0.115)  # what skin leaves, where it hides a metal


def sample(rng: np.random.Generator, severity: float) -> dict[str, Any]:
    """Where hands went, and how greasy they were."""
    return {
        "severity": rounded(severity),
        "place": placing.sample_place(rng),
        "dull": rounded(rng.uniform(0.16, 0.34)),  # what a ridge adds to the roughness
        "hides": rounded(rng.uniform(0.08, 0.32)),
    }


def build(params: Mapping[str, Any], surface: Surface, graph: Graph) -> Surface:
    """Rougher under the ridges, a little under the whole print; on matte things hardly seen, as in life."""
    severity = params["severity"]
    if severity <= 0.0:
        return surface
    rank, ridges, smear = wiring.channels(graph, placing.boxed(graph, "prints", params["place"], patches=True).colour)
    shown = appeared(graph, rank, severity, at_work(graph, params["place"], surface))
    mark = wiring.times_plus(graph, ridges, 0.7, wiring.times(graph, smear, 0.3))
    layer = wiring.limited(graph, wiring.times(graph, shown, mark))
    surface = replace(surface, roughness=wiring.times_plus(graph, layer, params["dull"], surface.roughness))
    if surface.kind != "glass":
        surface = mixed(graph, surface, wiring.times(graph, layer, params["hides"]), colour=_GREASY)
    return named(surface, "wear_fingerprints", layer)


FINGERPRINTS = Wear(
    "fingerprints",
    "Fingerprints with ridges, whole and dragged. Layer: share of the pixel under skin grease.",
    factor_of("fingerprints", "How often things were touched: 0 never, 1 prints all over."),
    sample,
    build,
    order=60,
)
WEAR = (FINGERPRINTS,)
