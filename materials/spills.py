"""What is spilt: used oil, coolant emulsion, paint, plastic granulate.

Liquids are as deep as the vertex attribute `cavity` says (see `scenes.shapes.spills`): dark or milky where they are
deep, the wet floor through them where they thin out, and beside them floor that has drawn some of them in. The floor
itself is seen through the mesh, whatever it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from generator.plugins import Material
from generator.shading import Colour, Graph, Socket, Surface
from materials import placing, wiring
from materials.body import Body, body_material
from materials.everyday import Range, rounded
from materials.opaque import Opaque, Rgb, bare_body, opaque_material, sample_colour
from materials.wiring import rgba

_WET: Rgb = (0.8, 0.78, 0.75)  # of the light, that goes one way through a wetted face (Lekner and Dorf 1988: 0.6 twice)
_SHINES = 0.03  # share of its depth from which on a liquid, and not the damp floor, is what mirrors


@dataclass(frozen=True, slots=True)
class Spilt(Opaque):
    """What tells one spilt liquid from another."""

    milky: bool = field(kw_only=True)  # whether it scatters; else it is clear and swallows light
    hides: float = field(kw_only=True)  # how soon it hides the floor with depth
    stain: Range = (0.4, 1.0)  # how much the floor beside it has darkened


def sample(liquid: Spilt, rng: np.random.Generator) -> dict[str, Any]:
    """The numbers of one spill."""
    return {
        "colour": sample_colour(rng, liquid.colours, liquid.colour_spread),
        "roughness": rounded(rng.uniform(*liquid.roughness)),
        "hides": rounded(liquid.hides * rng.uniform(0.7, 1.4)),
        "stain": rounded(rng.uniform(*liquid.stain)),
    }


def build(liquid: Spilt, params: Mapping[str, Any], graph: Graph) -> Surface:
    """A mirror of its index over a body as deep as the mesh says."""

    def close(graph: Graph, surface: Surface) -> Socket:
        return _layer(liquid, params, graph, surface)

    bare = bare_body(liquid, params)
    return Surface(close, liquid.kind, bare.roughness, bare.colour, reach=liquid.reach)


def _layer(liquid: Spilt, params: Mapping[str, Any], graph: Graph, surface: Surface) -> Socket:
    dry = placing.cavity(graph)
    thin = graph.node("ShaderNodeMath", {0: dry, 1: 2.0}, operation="MULTIPLY", use_clamp=True)
    seen = graph.node("ShaderNodeMath", {0: thin, 1: params["hides"]}, operation="POWER")
    hidden = wiring.times_plus(graph, seen, -1.0, 1.0)
    damp = wiring.times(graph, wiring.ramp(graph, dry, 1.0, 0.5), params["stain"])
    wet: Colour = wiring.blend_colour(graph, (1.0, 1.0, 1.0), _WET, damp)
    if not liquid.milky:
        wet = wiring.blend_colour(graph, wet, surface.colour, hidden)
    body = graph.node("ShaderNodeBsdfTransparent", {"Color": rgba(wet)})
    if liquid.milky:
        scattered = graph.node("ShaderNodeBsdfDiffuse", {"Color": rgba(surface.colour)})
        body = graph.node("ShaderNodeMixShader", {0: hidden, 1: body, 2: scattered})
    mirror = graph.node(
        "ShaderNodeBsdfAnisotropic", {"Color": (1.0, 1.0, 1.0, 1.0), "Roughness": surface.roughness}, distribution="GGX"
    )
    fresnel = graph.node("ShaderNodeFresnel", {"IOR": liquid.index})
    shines = wiring.times(graph, fresnel, wiring.ramp(graph, thin, 1.0, 1.0 - _SHINES))
    top = graph.node("ShaderNodeMixShader", {0: shines, 1: body, 2: mirror})
    behind = graph.output(graph.node("ShaderNodeNewGeometry"), "Backfacing")  # each ray meets one face from behind
    return graph.node("ShaderNodeMixShader", {0: behind, 1: top, 2: graph.node("ShaderNodeBsdfTransparent")})


def _liquid(name: str, doc: str, colours: tuple[Rgb, ...], index: float, milky: bool, hides: float) -> Material:
    spilt = Spilt(
        name, doc, "plastic", density_kg_m3=950.0, friction=0.1, use=("prop",), roughness=(0.01, 0.03),
        colours=colours, colour_spread=0.15, index=index, milky=milky, hides=hides,
    )  # fmt: skip
    return opaque_material(spilt, sample, build)


_OILS: tuple[Rgb, ...] = ((0.05, 0.028, 0.012), (0.11, 0.06, 0.018))  # what goes one way through
_EMULSIONS: tuple[Rgb, ...] = ((0.52, 0.56, 0.52), (0.6, 0.62, 0.55))
_PAINTS: tuple[Rgb, ...] = ((0.55, 0.03, 0.02), (0.02, 0.11, 0.4), (0.75, 0.73, 0.68), (0.65, 0.4, 0.02))

MATERIALS = (
    _liquid("spilt_oil", "Used oil in a puddle: brown at its rim, nearly black, a mirror.", _OILS, 1.47, False, 2.2),
    _liquid("spilt_coolant", "Coolant emulsion in a puddle: milky, glossy.", _EMULSIONS, 1.34, True, 1.1),
    _liquid("spilt_paint", "Spilt paint, wet: of one colour, glossy, thin at its rim.", _PAINTS, 1.48, True, 9.0),
    body_material(
        Body(
            "granulate",
            "Plastic granulate: pellets of 3 to 4 mm, white, natural or black.",
            "plastic",
            density_kg_m3=600.0,
            friction=0.5,
            use=("prop",),
            roughness=(0.25, 0.4),
            colours=((0.72, 0.71, 0.67), (0.55, 0.52, 0.44), (0.02, 0.02, 0.021), (0.08, 0.2, 0.45)),
            colour_spread=0.1,
            handling=0.0,
            index=1.5,
        )
    ),
)
