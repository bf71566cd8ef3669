"""Scratches: hairlines, gouges, scuffs and nicks, as wide on a floor as in the hand."""

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
from materials.closures import matte
from materials.everyday import rounded
from materials.wear.spread import away, drift, thinned

DEPTH_M = 14e-6  # of a gouge at full relief
_SPARED = 0.7  # of the severity, far from where work is done
FAINT = 0.3  # rank above the first at which a line has its full strength
# How much of a scuff and how much added roughness each kind of substance shows.
_SCUFFS = {"glass": 0.0, "metal": 0.45, "coated": 0.35, "plastic": 0.4, "mineral": 0.3, "fibre": 0.3}
_ROUGH = {"glass": 0.12}


def sample(rng: np.random.Generator, severity: float) -> dict[str, Any]:
    """Where the scratches run, how deep and how weathered they are, and how much dust they took along."""
    return {
        "severity": rounded(severity),
        "place": placing.sample_place(rng),
        "depth": rounded(rng.uniform(0.6, 1.3)),
        "rough": rounded(rng.uniform(0.16, 0.34)),
        "weathered": rounded(rng.uniform(0.0, 0.6)),  # share of the scratches' light that dirt takes
        "fresh": rounded(rng.uniform(0.0, 0.9)),  # share of the dust and grease in them that they took along
    }


def build(params: Mapping[str, Any], surface: Surface, graph: Graph) -> Surface:
    """Grooves in metal, primer and steel in paint, whitening in plastic, glints in glass, fraying in wood."""
    severity = params["severity"]
    if severity <= 0.0:
        return surface
    found = placing.boxed(graph, "scratches", params["place"], patches=True)
    line, scuff, along_u = wiring.channels(graph, found.colour)
    # A pixel is scratched once severity exceeds 1 - rank; the soft step makes most lines faint and a few strong.
    start: Scalar = 1.0 - severity
    slow = drift(graph, params["place"], surface)
    if slow != 0.0:
        start = wiring.limited(graph, wiring.times_plus(graph, slow, 0.25 * severity, start))
    far = away(graph, params["place"])
    if far != 0.0:
        start = wiring.limited(graph, wiring.times_plus(graph, far, _SPARED * severity, start))
    lines = wiring.ramp(graph, wiring.minus(graph, line, start), 0.0, FAINT)
    share = _SCUFFS[surface.kind]
    seen: Socket = lines
    if share > 0.0:
        rubbed = wiring.ramp(graph, scuff, 1.0 - 0.85 * severity, 1.2 - 0.85 * severity)
        seen = wiring.limited(graph, wiring.times_plus(graph, rubbed, share, lines))
    groove = placing.slope(graph, found, along_u, wiring.times(graph, lines, DEPTH_M * params["depth"]))
    relief = groove if surface.slope is None else wiring.add_vectors(graph, surface.slope, groove)
    rough = _ROUGH.get(surface.kind, 1.0) * params["rough"]
    roughness = wiring.times_plus(graph, seen, rough, surface.roughness)
    surface = thinned(graph, surface, wiring.times(graph, lines, params["fresh"]))
    surface = replace(surface, slope=relief, roughness=roughness, layers=surface.layers | {"wear_scratches": seen})
    return _damaged(params, surface, graph, line, lines, seen)


def _damaged(
    params: Mapping[str, Any], surface: Surface, graph: Graph, line: Scalar, lines: Scalar, seen: Scalar
) -> Surface:
    """What each kind of substance shows where it is scratched."""
    weathered = params["weathered"]
    if surface.kind == "metal":
        dirt = wiring.times(graph, lines, 0.35 * weathered)
        return replace(surface, colour=wiring.blend_colour(graph, surface.colour, (0.06, 0.055, 0.05), dirt))
    if surface.kind == "coated":
        primer = Cover(wiring.times(graph, seen, 0.4), matte(graph, (0.34, 0.335, 0.32)))
        deep = wiring.ramp(graph, line, 1.15 - 0.6 * params["severity"], 1.25 - 0.6 * params["severity"])
        bare = Cover(deep, bare_steel(graph, surface))
        return replace(surface, covers=(*surface.covers, primer, bare))
    if surface.kind == "glass":  # a groove in glass is clear: it shows as a glint
        return surface
    light = {"plastic": (0.5, 0.5, 0.5), "mineral": (0.5, 0.49, 0.47)}.get(surface.kind, (0.12, 0.095, 0.07))
    share = wiring.times(graph, seen, 0.3 if surface.kind == "plastic" else 0.2)
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
    order=80,
    evenness=5.0,
)
WEAR = (SCRATCHES,)
