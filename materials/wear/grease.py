"""Grease: smears that thin out along the finger, dabs, a film in recesses; dark or amber, glossy, streaked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from generator.plugins import Wear
from generator.shading import Graph, Surface
from materials import placing, wiring
from materials.everyday import rounded
from materials.wear.spread import at_work, factor_of, mixed, named, spread, tilted_by

MOST = 0.45  # covered share of open surface at severity 1
_RIDGES_M = 70e-6  # height of the streaks that a finger leaves
# Seen in layers of some tenths of a millimetre, linear: spent black, amber lithium, soiled assembly paste.
_COLOURS = ((0.018, 0.015, 0.012), (0.115, 0.068, 0.024), (0.22, 0.18, 0.11))


def sample(rng: np.random.Generator, severity: float) -> dict[str, Any]:
    """Which grease, how thick, and where."""
    colour = _COLOURS[int(rng.choice(3, p=(0.6, 0.28, 0.12)))]
    shade = rng.uniform(0.7, 1.3)
    return {
        "severity": rounded(severity),
        "place": placing.sample_place(rng),
        "colour": [rounded(c * shade) for c in colour],
        "thick": rounded(rng.uniform(0.5, 1.0)),
        "gloss": rounded(rng.uniform(0.14, 0.3)),  # its roughness
        "caught": rounded(rng.uniform(0.3, 0.6)),  # how much sooner it lies deep in a recess, in shares of its spread
    }


def build(params: Mapping[str, Any], surface: Surface, graph: Graph) -> Surface:
    """Darker, smoother than matte things and duller than polished ones, with ridges along the smear."""
    if params["severity"] <= 0.0:
        return surface
    found = placing.boxed(graph, "smears", params["place"], patches=True)
    rank, thick, along_u = wiring.channels(graph, found.colour)
    sooner = wiring.times_plus(graph, placing.cavity(graph), params["caught"], rank)
    slow = at_work(graph, params["place"], surface)
    if slow != 0.0:  # a bench is greasy where greasy things lay, a machine where the work is
        sooner = wiring.times_plus(graph, slow, 0.2, sooner)
    cover = spread(graph, sooner, MOST * params["severity"], 0.12)
    dense = wiring.times(graph, thick, thick)  # thin smears are clear: they shine, and hide little
    film = wiring.times(graph, cover, wiring.times_plus(graph, dense, 0.85 * params["thick"], 0.09))
    ridges = placing.slope(graph, found, along_u, wiring.times(graph, cover, _RIDGES_M * params["thick"]))
    red, green, blue = params["colour"]
    surface = mixed(graph, surface, film, colour=(red, green, blue))
    surface = mixed(graph, surface, cover, roughness=params["gloss"])
    return named(tilted_by(graph, surface, ridges), "wear_grease", cover)


GREASE = Wear(
    "grease",
    "Grease: smears with streaks, dabs, a film in recesses. Layer: share of the pixel covered.",
    factor_of("grease", "Greasy things: 0 clean, 1 nearly half of the surface under grease."),
    sample,
    build,
    order=40,
    evenness=1.5,
)
WEAR = (GREASE,)
