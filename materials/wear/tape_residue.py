"""Tape residue: strips of gum, torn and patchy, that took up dirt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from generator.plugins import Wear
from generator.shading import Graph, Surface
from materials import placing, wiring
from materials.everyday import rounded
from materials.wear.spread import appeared, at_work, factor_of, mixed, named

_GUM = (0.34, 0.28, 0.18)


def sample(rng: np.random.Generator, severity: float) -> dict[str, Any]:
    """How old the gum is."""
    return {
        "severity": rounded(severity),
        "place": placing.sample_place(rng),
        "hides": rounded(rng.uniform(0.3, 0.75)),
        "dirty": rounded(rng.uniform(0.1, 0.9)),
        "dull": rounded(rng.uniform(0.35, 0.6)),  # its roughness
    }


def build(params: Mapping[str, Any], surface: Surface, graph: Graph) -> Surface:
    """Yellowish and dull, darker where dirt stuck."""
    severity = params["severity"]
    if severity <= 0.0:
        return surface
    rank, gum, dirt = wiring.channels(graph, placing.boxed(graph, "tape", params["place"], patches=True).colour)
    shown = appeared(graph, rank, severity, at_work(graph, params["place"], surface))
    cover = wiring.times(graph, shown, gum)
    stuck = wiring.limited(graph, wiring.times(graph, dirt, 1.2 * params["dirty"]))
    colour = wiring.blend_colour(graph, _GUM, (0.07, 0.062, 0.05), stuck)
    surface = mixed(graph, surface, wiring.times(graph, cover, params["hides"]), colour=colour)
    surface = mixed(graph, surface, cover, roughness=params["dull"])
    return named(surface, "wear_tape_residue", cover)  # type: ignore[arg-type]


TAPE_RESIDUE = Wear(
    "tape_residue",
    "Gum that tape left, patchy and dirty. Layer: share of the pixel covered.",
    factor_of("tape_residue", "How much tape was pulled off: 0 none, 1 strips everywhere.", clean=12),
    sample,
    build,
    order=42,
    evenness=0.7,
)
WEAR = (TAPE_RESIDUE,)
