"""Edge wear: a coat rubbed through to primer and metal along convex edges, metal burnished, plastic whitened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from generator.factors import Factor
from generator.plugins import Wear
from generator.shading import Cover, Graph, Scalar, Socket, Surface
from materials import placing, wiring
from materials.body import bare_steel
from materials.closures import metal_of
from materials.everyday import rounded
from materials.optics import CONDUCTORS, normal_reflectance
from materials.wear.spread import mixed, named, nothing

_WIDEST_M = 3.0e-3  # how far from an edge wear reaches at severity 1
_RIM_M = 0.12e-3
_PRIMER = (0.34, 0.33, 0.31)


def sample(rng: np.random.Generator, severity: float) -> dict[str, Any]:
    """How wide the worn band is, and which spots wear first."""
    return {
        "severity": rounded(severity),
        "place": placing.sample_place(rng),
        "widest_m": rounded(_WIDEST_M * rng.uniform(0.6, 1.4)),
        "primer": rounded(rng.uniform(0.15, 0.6)),  # lightness of the primer
    }


def build(params: Mapping[str, Any], surface: Surface, graph: Graph) -> Surface:
    """Within some millimetres of convex edges and all over tight roundings; glass does not wear so."""
    severity = params["severity"]
    if severity <= 0.0:
        return surface
    if surface.kind == "glass":
        return named(surface, "wear_edge_wear", nothing(graph))
    reach, deep, _ = wiring.channels(graph, placing.boxed(graph, "chipped", params["place"], patches=True).colour)
    edge_m = placing.edge_m(graph)
    gone = _within(graph, edge_m, reach, severity, params["widest_m"])
    surface = named(surface, "wear_edge_wear", gone)
    if surface.kind == "coated":
        primer = params["primer"]
        surface = mixed(graph, surface, gone, colour=tuple(c * primer / 0.34 for c in _PRIMER), roughness=0.6)
        through = _within(graph, edge_m, deep, min(severity + 0.15, 1.0), params["widest_m"])
        return replace(surface, covers=(*surface.covers, Cover(through, bare_steel(graph, surface))))
    if surface.kind == "metal":
        metal = metal_of(surface)
        bright = None if metal is None else tuple(float(v) for v in normal_reflectance(CONDUCTORS[metal]))
        burnished = wiring.times(graph, surface.roughness, 0.55)
        return mixed(graph, surface, wiring.times(graph, gone, 0.8), bright, burnished)  # type: ignore[arg-type]
    worn = {"plastic": (0.45, 0.45, 0.45), "mineral": (0.5, 0.49, 0.47)}.get(surface.kind, (0.14, 0.11, 0.08))
    return mixed(graph, surface, wiring.times(graph, gone, 0.3), colour=worn, roughness=0.55)


def _within(graph: Graph, edge_m: Socket, reach: Socket, severity: float, widest_m: float) -> Socket:
    """1 where the edge is nearer than this spot's reach, which begins at the weakest spots and grows with severity."""
    reach_m = wiring.times_plus(graph, reach, widest_m, -widest_m * (1.0 - severity))
    inside: Scalar = wiring.minus(graph, reach_m, edge_m)
    return wiring.ramp(graph, inside, 0.0, _RIM_M)


EDGE_WEAR = Wear(
    "edge_wear",
    "Coats worn through to primer and metal along convex edges. Layer: share of the pixel worn.",
    Factor(
        "surface.edge_wear",
        "share",
        "scene",
        "How worn edges are: 0 as made, 1 rubbed through over some millimetres.",
        {"choice": [0.0, 0.12, 0.3, 0.6], "weights": [4, 4, 3, 1]},  # hardly anything in use has none
    ),
    sample,
    build,
    order=20,
    evenness=4.0,
)
WEAR = (EDGE_WEAR,)
