"""Rust: pits that grow together, bloom round them, dark scale and orange powder; from the edges of painted steel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from generator.plugins import Wear
from generator.shading import Cover, Graph, Scalar, Socket, Surface, tilted
from materials import placing, wiring
from materials.closures import metal_of
from materials.everyday import rounded
from materials.wear.spread import factor_of, laid, multiplied, nothing, spread
from materials.wiring import rgba

MOST = 0.75  # covered share of bare steel at severity 1
_SCALE_M = 64 * 45e-6  # the map's height is in 64ths
_EDGE_M = 6e-3  # how far rust creeps under a coat from an edge
_BARE_EDGE_M, _AT_EDGE = 2.5e-3, 0.3  # how near an edge bare steel rusts sooner, and by how many ranks
_SOFT = 0.22  # width of the bloom before the scale, in ranks
# Albedo, linear: magnetite and old scale, fresh lepidocrocite; brown haematite lies between.
_DARK, _ORANGE = (0.03, 0.015, 0.01), (0.31, 0.118, 0.034)
_HALO = (0.78, 0.55, 0.34)


def sample(rng: np.random.Generator, severity: float) -> dict[str, Any]:
    """How old and how wet the rust is."""
    return {
        "severity": rounded(severity),
        "place": placing.sample_place(rng),
        "orange": rounded(rng.uniform(0.1, 0.9)),
        "caught": rounded(rng.uniform(0.1, 0.35)),  # how much sooner recesses rust
        "scale": rounded(rng.uniform(0.4, 1.2)),
    }


def build(params: Mapping[str, Any], surface: Surface, graph: Graph) -> Surface:
    """On iron and steel, bare or painted; other substances do not rust and get a layer of 0.

    It starts at edges, in recesses, pits and hairlines. What rusted first is dark scale, what rusts now orange bloom.
    """
    severity = params["severity"]
    if severity <= 0.0:
        return surface
    bare = metal_of(surface) == "iron"
    if not bare and surface.kind != "coated":
        return replace(surface, layers=surface.layers | {"wear_rust": nothing(graph)})
    found = placing.boxed(graph, "rust", params["place"], patches=True)
    rank, tone, along_u = wiring.channels(graph, found.colour)
    sooner: Scalar = wiring.times_plus(graph, placing.cavity(graph), params["caught"], rank)
    if not bare:  # the coat holds but for its edges
        near = wiring.ramp(graph, placing.edge_m(graph), _EDGE_M * severity, 0.0)
        sooner = wiring.plus(graph, wiring.times_plus(graph, near, 1.2, -1.1), sooner)
        if "wear_edge_wear" in surface.layers:
            sooner = wiring.times_plus(graph, surface.layers["wear_edge_wear"], 0.3, sooner)
    else:
        near = wiring.ramp(graph, placing.edge_m(graph), _BARE_EDGE_M, 0.0)
        sooner = wiring.times_plus(graph, near, _AT_EDGE, sooner)
    share = MOST * severity
    cover = spread(graph, sooner, share, _SOFT)
    halo = spread(graph, sooner, min(1.25 * share + 0.04, 0.85), 0.3)
    surface = multiplied(graph, surface, halo, _HALO)
    relief = placing.slope(graph, found, along_u, _SCALE_M * params["scale"])
    young = wiring.ramp(graph, sooner, 1.0 - 0.25 * share, 1.0 - share)
    orange = wiring.times_plus(graph, young, 0.75, wiring.times_plus(graph, tone, 1.3, params["orange"] - 1.1))
    closure = _powder(graph, orange, relief)
    return laid(surface, "wear_rust", cover, Cover(cover, closure))


def _powder(graph: Graph, orange: Scalar, relief: Socket) -> Socket:
    """Matte scale, from dark to orange."""
    colour = wiring.blend_colour(graph, _DARK, _ORANGE, orange)
    return graph.node(
        "ShaderNodeBsdfDiffuse", {"Color": rgba(colour), "Roughness": 0.0, "Normal": tilted(graph, relief)}
    )


RUST = Wear(
    "rust",
    "Rust on iron and steel: pits, bloom, scale; from the edges of paint. Layer: share of the pixel covered.",
    factor_of("rust", "How rusty iron and steel are: 0 bright, 1 three quarters under rust.", clean=12),
    sample,
    build,
    order=30,
    evenness=2.0,
)
WEAR = (RUST,)
