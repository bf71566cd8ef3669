"""Water marks: drops that dried to chalky rings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from generator.plugins import Wear
from generator.shading import Cover, Graph, Surface
from materials import placing, wiring
from materials.closures import matte
from materials.everyday import rounded
from materials.wear.spread import factor_of, laid, mixed, named, spread

MOST = 0.3  # share of the surface that drops stood on at severity 1
_CHALK = (0.62, 0.61, 0.58)


def sample(rng: np.random.Generator, severity: float) -> dict[str, Any]:
    """How hard the water was."""
    return {
        "severity": rounded(severity),
        "place": placing.sample_place(rng),
        "chalk": rounded(rng.uniform(0.12, 0.4)),  # share of light that the rim of a mark takes
        "dull": rounded(rng.uniform(0.35, 0.6)),  # its roughness
    }


def build(params: Mapping[str, Any], surface: Surface, graph: Graph) -> Surface:
    """Rings paler and duller than what they stand on."""
    if params["severity"] <= 0.0:
        return surface
    rank, ring, _ = wiring.channels(graph, placing.boxed(graph, "drops", params["place"]).colour)
    stood = spread(graph, rank, MOST * params["severity"], 0.01)
    layer = wiring.limited(graph, wiring.times(graph, stood, wiring.times_plus(graph, ring, 0.88, 0.12)))
    surface = mixed(graph, surface, wiring.times(graph, layer, 0.7), roughness=params["dull"])
    chalk = wiring.times(graph, layer, params["chalk"])
    if surface.kind == "glass":  # whose colour is what it lets through
        return laid(surface, "wear_water_marks", layer, Cover(chalk, matte(graph, _CHALK)))
    return named(mixed(graph, surface, chalk, colour=_CHALK), "wear_water_marks", layer)


WATER_MARKS = Wear(
    "water_marks",
    "Rings and veils that drops of water left as they dried. Layer: share of the pixel under residue.",
    factor_of("water_marks", "Share of surface that drops dried on: 0 none, 1 three tenths."),
    sample,
    build,
    order=32,
    parts_only=True,
    evenness=4.0,
)
WEAR = (WATER_MARKS,)
