"""Opaque things that are not bare metal: a body colour, and one map that says everything else.

Paint, plastic, rubber, cloth and card differ in numbers and maps, so one description serves them all. A lookup of a
texture is what a material costs, so there is one: relief, handling and stains are channels of the same map
(`materials.textures.touched`), projected without a fade from the side that faces it most.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from generator.plugins import Material
from generator.shading import Cover, Graph, Scalar, Socket, Surface
from materials import placing, wiring
from materials.closures import conductor
from materials.everyday import Range, rounded
from materials.opaque import Opaque, Rgb, bare_body, opaque_material, sample_colour, toned
from materials.optics import CONDUCTORS

_KNOCKED_M = (0.008, 0.05)  # from an edge: nearer all weak spots break away, farther only the weakest
_SAFE = 0.075  # of their rank


@dataclass(frozen=True, slots=True)
class Body(Opaque):
    """What tells one opaque thing from another."""

    albedo: str | None = None  # a map of colour
    relief: str | None = None  # a map: roughness or tone, stain or rank, slope
    relief_scale: float = 1.0
    relief_m: Range = (0.0, 0.0)
    lengthwise: bool = False  # whether the map runs along the thing's axis
    tone: float = 0.0  # above 0 the map's first channel changes the colour by this share, and not the roughness
    stain: Range = (0.0, 0.0)  # how much the second channel hides
    stain_colour: Rgb = (0.05, 0.046, 0.04)
    chips: Range = (0.0, 0.0)  # share of the coat's weak spots that have broken away: the second channel is their rank
    handling: float = 1.0  # strength of hairlines and prints


def body_material(body: Body) -> Material:
    """The material of a description."""
    return opaque_material(body, sample_body, build_body)


def sample_body(body: Body, rng: np.random.Generator) -> dict[str, Any]:
    """The numbers of one thing."""
    return {
        "place": placing.sample_place(rng),
        "colour": sample_colour(rng, body.colours, body.colour_spread),
        "roughness": rounded(rng.uniform(*body.roughness)),
        "relief_m": rounded(rng.uniform(*body.relief_m)),
        "stain": rounded(rng.uniform(*body.stain)),
        "chips": rounded(rng.uniform(*body.chips)),
        "marks": {
            "lines": rounded(body.handling * rng.uniform(0.3, 1.0)),
            "grime": rounded(min(body.handling * rng.uniform(0.1, 0.4), 0.8)),
        },
    }


def build_body(body: Body, params: Mapping[str, Any], graph: Graph) -> Surface:
    """Colour and relief, handling, dirt in recesses, then chips."""
    surface = bare_body(body, params)
    if body.albedo is not None:
        albedo = placing.boxed(graph, body.albedo, params["place"], smooth=0.0).colour
        surface = replace(surface, colour=wiring.blend_colour(graph, albedo, surface.colour, 1.0, "MULTIPLY"))
    return surface if body.relief is None else _touched(body, params, graph, surface)


def _touched(body: Body, params: Mapping[str, Any], graph: Graph, surface: Surface) -> Surface:
    name = str(body.relief)
    if body.lengthwise:
        found = placing.lengthwise(graph, name, params["place"], body.relief_scale)
    else:
        found = placing.boxed(graph, name, params["place"], body.relief_scale, smooth=0.0, patches=True)
    first, second, along_u = wiring.channels(graph, found.colour)
    if found.gradient is not None:
        steep = found.gradient(graph, along_u, found.alpha)
        slope = graph.node("ShaderNodeVectorMath", {0: steep, "Scale": params["relief_m"]}, operation="SCALE")
        surface = replace(surface, slope=slope)
    marks = params["marks"]
    if body.tone:
        surface = replace(surface, colour=toned(graph, surface.colour, wiring.times(graph, first, body.tone)))
    else:
        rougher = wiring.times_plus(graph, first, marks["lines"], params["roughness"])
        surface = replace(surface, roughness=rougher)
    dirt: Scalar = wiring.times(graph, placing.cavity(graph), marks["grime"])
    if params["stain"] > 0.0:
        dirt = wiring.times_plus(graph, second, params["stain"], dirt)
    surface = replace(surface, colour=wiring.blend_colour(graph, surface.colour, body.stain_colour, dirt))
    return _chipped(params, graph, surface, second) if params["chips"] > 0.0 else surface


def _chipped(params: Mapping[str, Any], graph: Graph, surface: Surface, rank: Socket) -> Surface:
    """Weak spots of a coat broken away to the steel: near edges, where things knock against it."""
    start = 1.0 - params["chips"] + 0.03
    away = wiring.ramp(graph, placing.edge_m(graph), *_KNOCKED_M)
    weak = wiring.times_plus(graph, away, -_SAFE, rank)
    bare = graph.node("ShaderNodeMath", {0: weak, 1: 50.0, 2: -50.0 * start}, operation="MULTIPLY_ADD", use_clamp=True)
    return replace(surface, covers=(*surface.covers, Cover(bare, bare_steel(graph, surface))))


def bare_steel(graph: Graph, surface: Surface) -> Socket:
    """The steel under a coat."""
    under = Surface(conductor(CONDUCTORS["iron"]), "metal", 0.35)
    return under.close(graph, under)
