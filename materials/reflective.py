"""Retroreflective tape: what falls on it goes back where it came from, so it blazes for whoever stands by the lamp."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from generator.plugins import Material
from generator.shading import Graph, Socket, Surface
from materials import placing, wiring
from materials.everyday import rounded
from materials.wiring import rgba

_SPREAD = 0.1  # roughness: glass beads return a cone of about a degree, some of it much wider
_RETURNED = 0.45  # share of the light that goes back; the rest is scattered by the binder


def sample(rng: np.random.Generator) -> dict[str, Any]:
    """New tape and tape that has been washed often."""
    return {
        "place": placing.sample_place(rng),
        "returned": rounded(_RETURNED * rng.uniform(0.5, 1.0)),
        "grey": rounded(rng.uniform(0.34, 0.48)),
    }


def build(params: Mapping[str, Any], graph: Graph) -> Surface:
    """A mirror that always faces the ray that meets it, mixed with a grey body, on the weave under it."""
    found = placing.boxed(graph, "textile_weave", params["place"], 0.6, smooth=0.0)
    _, gaps, _ = wiring.channels(graph, found.colour)
    returned = wiring.times_plus(graph, gaps, -0.5 * params["returned"], params["returned"])

    def close(graph: Graph, surface: Surface) -> Socket:
        towards = graph.output(graph.node("ShaderNodeNewGeometry"), "Incoming")
        back = graph.node(
            "ShaderNodeBsdfAnisotropic",
            {"Color": (0.8, 0.8, 0.78, 1.0), "Roughness": _SPREAD, "Normal": towards},
            distribution="GGX",
        )
        body = graph.node("ShaderNodeBsdfDiffuse", {"Color": rgba(surface.colour)})
        return graph.node("ShaderNodeMixShader", {0: returned, 1: body, 2: back})

    grey = params["grey"]
    return Surface(close, "plastic", 0.3, (grey, grey, grey))


RETROREFLECTIVE = Material(
    "retroreflective_tape",
    "Silver tape with glass beads: grey by day, blazing beside the lamp that lights it.",
    sample,
    build,
    400.0,
    0.4,
    use=("prop",),
)
