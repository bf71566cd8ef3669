"""Writing on things: chalk, felt tip and paint marker, figures, ticks, rings and arrows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from generator.plugins import Wear
from generator.shading import Cover, Graph, Surface
from materials import placing, wiring
from materials.closures import matte
from materials.everyday import rounded
from materials.wear.spread import appeared, drift, factor_of, laid

_ON_LARGE = 0.25  # of the severity: benches and floors are written on here and there, and the map has few words
# Albedo, linear: chalks, then inks.
_CHALKS = ((0.78, 0.77, 0.74), (0.75, 0.62, 0.2), (0.3, 0.45, 0.62))
_INKS = ((0.012, 0.012, 0.014), (0.02, 0.035, 0.2), (0.42, 0.03, 0.025), (0.72, 0.71, 0.68), (0.72, 0.5, 0.03))


def sample(rng: np.random.Generator, severity: float) -> dict[str, Any]:
    """What was written with."""
    chalk = bool(rng.random() < 0.4)
    colours = _CHALKS if chalk else _INKS
    return {
        "severity": rounded(severity),
        "place": placing.sample_place(rng),
        "chalk": chalk,
        "colour": list(colours[int(rng.integers(len(colours)))]),
        "fresh": rounded(rng.uniform(0.55, 1.0)),
    }


def build(params: Mapping[str, Any], surface: Surface, graph: Graph) -> Surface:
    """Ink covers; chalk catches on the grain of the surface and breaks up."""
    severity = params["severity"]
    if severity <= 0.0:
        return surface
    rank, ink, grain = wiring.channels(graph, placing.boxed(graph, "marker", params["place"], patches=True).colour)
    slow = drift(graph, params["place"], surface)
    shown = appeared(graph, rank, severity if slow == 0.0 else _ON_LARGE * severity, slow)
    cover = wiring.times(graph, shown, wiring.times(graph, ink, 0.93 if not params["chalk"] else 1.0))
    if params["chalk"]:
        full = 1.0 - params["fresh"]
        cover = wiring.times(graph, cover, wiring.ramp(graph, grain, full, full + 0.35))
    else:
        cover = wiring.times(graph, cover, params["fresh"])
    red, green, blue = params["colour"]
    written = wiring.limited(graph, cover)
    return laid(surface, "wear_marker", written, Cover(written, matte(graph, (red, green, blue))))


MARKER = Wear(
    "marker",
    "Chalk and marker strokes. Layer: share of the pixel under chalk or ink.",
    factor_of("marker", "How much is written on things: 0 nothing, 1 all over.", clean=12),
    sample,
    build,
    order=44,
    parts_only=True,  # on a bench the same words would stand again and again
    evenness=0.7,
)
WEAR = (MARKER,)
