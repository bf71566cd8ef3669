"""Settled dust: grains, lint and a matte film on what faces up and in recesses, wiped where hands went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from generator.factors import Factor
from generator.plugins import Wear
from generator.shading import Cover, Graph, Surface
from materials import placing, wiring
from materials.closures import matte
from materials.everyday import rounded

SOFT = 0.22  # width of the step from bare to covered, in the order of settling: dust has no hard rim

# Albedo, linear: cement and plaster dust; wood and card; grinding dust, iron and resin.
DUSTS = (
    ("concrete", (0.40, 0.375, 0.335), 0.5),
    ("fibre", (0.36, 0.30, 0.22), 0.2),
    ("grinding", (0.085, 0.075, 0.066), 0.3),
)


def threshold(cover: float, soft: float = SOFT) -> float:
    """How far along its order the dust has settled, so that the mean cover is `cover`.

    The order of settling r is spread evenly over 0..1 and cover at r is clip((t - r) / soft, 0, 1), whose mean is
    t^2 / 2 soft below t = soft, t - soft / 2 up to 1, and 1 - (1 + soft - t)^2 / 2 soft above.
    """
    if cover <= soft / 2:
        return float(np.sqrt(2 * soft * cover))
    if cover <= 1 - soft / 2:
        return cover + soft / 2
    return 1 + soft - float(np.sqrt(max(2 * soft * (1 - cover), 0.0)))


def sample(rng: np.random.Generator, severity: float) -> dict[str, Any]:
    """The kind of dust, and how much wiping and recesses change it."""
    shares = [share for _, _, share in DUSTS]
    name, colour, _ = DUSTS[int(rng.choice(len(DUSTS), p=shares))]
    shade = rng.uniform(0.8, 1.2)
    return {
        "severity": rounded(severity),
        "place": placing.sample_place(rng),
        "dust": name,
        "colour": [rounded(c * shade) for c in colour],
        "wiped": rounded(rng.uniform(0.2, 0.9)),
        "caught": rounded(rng.uniform(0.1, 0.35)),  # how much sooner it settles deep in a recess
    }


def build(params: Mapping[str, Any], surface: Surface, graph: Graph) -> Surface:
    """A dull layer whose cover follows the way up, the recesses and the order in which grains settled."""
    if params["severity"] <= 0.0:
        return surface
    texture = placing.boxed(graph, "dust", params["place"], max(1.0, surface.reach**0.5))
    order, wiped, tone = wiring.channels(graph, texture)
    geometry = graph.node("ShaderNodeNewGeometry")
    split = graph.node("ShaderNodeSeparateXYZ", {0: graph.output(geometry, "Normal")})
    up = wiring.ramp(graph, graph.output(split, 2), 0.05, 0.75)
    settled = threshold(params["severity"])
    lot = wiring.times_plus(graph, placing.cavity(graph), params["caught"] * settled, settled)
    lot = wiring.times_plus(graph, wiped, -params["wiped"] * (1.0 - params["severity"]) * settled, lot)
    ahead = wiring.minus(graph, wiring.times(graph, lot, up), order)
    cover = wiring.limited(graph, wiring.times(graph, ahead, 1.0 / SOFT))
    r, g, b = params["colour"]
    pale = wiring.blend_colour(graph, (r * 0.62, g * 0.62, b * 0.62), (r * 1.38, g * 1.38, b * 1.38), tone)
    layers = surface.layers | {"wear_dust": cover}
    return replace(surface, covers=(*surface.covers, Cover(cover, matte(graph, pale))), layers=layers)


DUST = Wear(
    "dust",
    "Settled dust on upward faces and in recesses: grains, lint, wiped tracks. Layer: share of the pixel covered.",
    Factor(
        "surface.dust",
        "share",
        "scene",
        "Share of upward-facing area that dust covers: 0 clean, 1 nothing of the surface to be seen.",
        {"uniform": [0.0, 0.6]},
    ),
    sample,
    build,
)
WEAR = (DUST,)
