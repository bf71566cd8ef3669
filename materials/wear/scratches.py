"""Scratches: hairlines, gouges, scuffs and nicks, of the widths they have on a shop floor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from generator.factors import Factor
from generator.plugins import Wear
from generator.shading import Cover, Graph, Scalar, Surface
from materials import placing, wiring
from materials.body import bare_steel
from materials.closures import matte
from materials.everyday import rounded

DEPTH_M = 14e-6  # of a gouge at full relief, in the hand


def sample(rng: np.random.Generator, severity: float) -> dict[str, Any]:
    """Where the scratches of this thing run, and how deep and how weathered they are."""
    return {
        "severity": rounded(severity),
        "place": placing.sample_place(rng),
        "depth": rounded(rng.uniform(0.6, 1.3)),
        "rough": rounded(rng.uniform(0.16, 0.34)),
        "weathered": rounded(rng.uniform(0.0, 0.6)),  # share of the scratches' light that dirt takes
    }


def build(params: Mapping[str, Any], surface: Surface, graph: Graph) -> Surface:
    """Grooves in metal, primer and steel in paint, whitening in plastic, hairlines in glass, fraying in wood."""
    severity = params["severity"]
    if severity <= 0.0:
        return surface
    found = placing.boxed(graph, "scratches", params["place"], max(1.0, surface.reach))
    line, scuff, along_u = wiring.channels(graph, found.colour)
    # A pixel is scratched once severity exceeds 1 - rank; the soft step keeps thin lines from flickering.
    lines = wiring.ramp(graph, line, 1.0 - severity, 1.0 - severity + 0.12)
    rubbed = wiring.ramp(graph, scuff, 1.0 - 0.85 * severity, 1.12 - 0.85 * severity)
    seen = wiring.limited(graph, wiring.times_plus(graph, rubbed, 0.85, lines))
    depth = wiring.times(graph, lines, DEPTH_M * params["depth"] * surface.reach**0.5)
    groove = placing.slope(graph, found, along_u, depth)
    relief = groove if surface.slope is None else wiring.add_vectors(graph, surface.slope, groove)
    roughness = wiring.times_plus(graph, seen, params["rough"], surface.roughness)
    surface = replace(surface, slope=relief, roughness=roughness, layers=surface.layers | {"wear_scratches": seen})
    return _damaged(params, surface, graph, line, lines, seen)


def _damaged(
    params: Mapping[str, Any], surface: Surface, graph: Graph, line: Scalar, lines: Scalar, seen: Scalar
) -> Surface:
    """What each kind of substance shows where it is scratched."""
    weathered = params["weathered"]
    if surface.kind == "metal":
        dirt = Cover(wiring.times(graph, lines, 0.4 * weathered), matte(graph, (0.06, 0.055, 0.05)))
        return replace(surface, covers=(*surface.covers, dirt))
    if surface.kind == "coated":
        primer = Cover(wiring.times(graph, seen, 0.4), matte(graph, (0.34, 0.335, 0.32)))
        deep = wiring.ramp(graph, line, 1.15 - 0.6 * params["severity"], 1.25 - 0.6 * params["severity"])
        bare = Cover(deep, bare_steel(graph, surface))
        return replace(surface, covers=(*surface.covers, primer, bare))
    if surface.kind == "glass":
        white = Cover(wiring.times(graph, seen, 0.3), matte(graph, (0.85, 0.86, 0.87)))
        return replace(surface, covers=(*surface.covers, white))
    light = {"plastic": (0.55, 0.55, 0.55), "mineral": (0.5, 0.49, 0.47)}.get(surface.kind, (0.12, 0.095, 0.07))
    share = wiring.times(graph, seen, 0.42 if surface.kind == "plastic" else 0.3)
    return replace(surface, colour=wiring.blend_colour(graph, surface.colour, light, share))


SCRATCHES = Wear(
    "scratches",
    "Hairlines along handling directions, gouges with burrs, scuffs, nicks. Layer: share of the pixel scratched.",
    Factor(
        "surface.scratches",
        "share",
        "scene",
        "How scratched things are: 0 as made, 1 the worst on a shop floor (a third scratched or scuffed).",
        {"uniform": [0.0, 0.7]},
    ),
    sample,
    build,
)
WEAR = (SCRATCHES,)
