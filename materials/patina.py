"""The marks of a tool and of hands on metal, read from two maps at once: roughness, relief, tarnish, dirt in recesses.

A stain on metal takes light out of the reflection and dulls it. So it is mixed into the metal's own reflectance and
roughness; a second, matte shader on top looks much the same and costs a third more for each sample.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from generator.shading import Graph, Scalar, Socket, Surface
from materials import wiring
from materials.placing import Lookup, boxed, cavity
from materials.seams import seamed

_DULLING = 0.3  # roughness that a stain adds where it hides the metal
_SEAM = 0.05  # handling marks are faint: a narrow fade between the three projections hides their seams


def patinated(graph: Graph, surface: Surface, found: Lookup, params: Mapping[str, Any]) -> Surface:
    """The surface with the relief and roughness of its finish, rougher where touched, stained where dirt and oxide sit.

    `found` is the finish's map: roughness change, stain, gradient along u, and along v in the fourth channel. `params`
    are what `materials.finishes.sample_finish` drew, and the "oxide" to whose reflectance stains go.
    """
    marks = params["marks"]
    tool = (params["roughness_spread"], params["stain"], params["relief_m"])
    hands = (0.65 * (marks["hairlines"] + marks["film"]), marks["veil"], 0.0)
    # One vector for all: roughness, stain, relief along u.
    both = _times_plus(graph, found.colour, tool, (params["roughness"], 0.0, 0.0))
    if any(hands):
        hand_map = boxed(graph, "handled", marks["place"], marks["scale"], smooth=_SEAM).colour
        both = _times_plus(graph, hand_map, hands, both)
    split = graph.node("ShaderNodeSeparateXYZ", {0: both})
    stain: Scalar = graph.output(split, 1)
    if params["relief_m"] > 0.0 and found.gradient is not None:
        along_v = wiring.times(graph, found.alpha, params["relief_m"])
        surface = replace(surface, slope=found.gradient(graph, graph.output(split, 2), along_v))
    if "seam" in params:
        surface, stain = seamed(graph, surface, stain, params["seam"])
    stained = graph.node(
        "ShaderNodeMath", {0: cavity(graph), 1: marks["grime"], 2: stain}, operation="MULTIPLY_ADD", use_clamp=True
    )
    red, green, blue = params["oxide"]
    return replace(
        surface,
        roughness=wiring.times_plus(graph, stained, _DULLING, split),
        colour=wiring.blend_colour(graph, surface.colour, (red, green, blue), stained),
    )


def _times_plus(
    graph: Graph, a: Socket, b: tuple[float, float, float], c: Socket | tuple[float, float, float]
) -> Socket:
    return graph.node("ShaderNodeVectorMath", {0: a, 1: b, 2: c}, operation="MULTIPLY_ADD")
