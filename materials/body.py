"""Opaque things that are not bare metal: a body colour or an albedo map, a relief, stains of use, everyday marks.

Paint, plastic, rubber, wood, concrete and card differ in numbers and maps, so one description serves them all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from generator.plugins import Material
from generator.shading import Colour, Cover, Graph, Kind, Socket, Surface
from materials import placing, wiring
from materials.closures import conductor, opaque
from materials.everyday import handled, rounded, sample_marks
from materials.optics import CONDUCTORS, DIELECTRICS

Range = tuple[float, float]
Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Body:
    """What tells one opaque material from another. Colours are albedo in linear Rec.709."""

    name: str
    doc: str
    kind: Kind
    density_kg_m3: float
    friction: float
    use: tuple[str, ...]
    roughness: Range
    colours: tuple[Rgb, ...] = ((1.0, 1.0, 1.0),)  # one is drawn; multiplies the albedo map
    colour_spread: float = 0.06  # batch to batch
    albedo: str | None = None  # a map of colour
    boards: bool = False  # whether that map has a grain that runs along x
    relief: str | None = None  # a map of height, roughness or tone, and a third channel
    relief_scale: float = 1.0
    relief_m: Range = (0.0, 0.0)
    tone: float = 0.0  # how much the relief map's second channel changes the colour
    speck: Range = (0.0, 0.0)  # how much its third channel darkens
    albedo_gloss: float = 0.0  # added roughness where the albedo is dark
    chips: Range = (0.0, 0.0)  # share of the coat's weak spots that have broken away (relief map: orange_peel)
    grime: Range = (0.0, 0.0)  # strength of the stains of a bench or floor
    grime_scale: float = 1.0
    handling: float = 1.0
    index: float = DIELECTRICS["paint"]
    specular: float = 0.5
    reach: float = 1.0


def body_material(body: Body) -> Material:
    """The material of a description."""
    return Material(
        body.name, body.doc, partial(sample_body, body), partial(build_body, body),
        body.density_kg_m3, body.friction, use=body.use,
    )  # fmt: skip


def sample_body(body: Body, rng: np.random.Generator) -> dict[str, Any]:
    """The numbers of one thing."""
    base = body.colours[int(rng.integers(len(body.colours)))]
    bright = np.exp(rng.normal(0.0, body.colour_spread))
    warm = rng.normal(0.0, body.colour_spread * 0.35)
    colour = np.clip(np.array(base) * bright * (1.0 + warm * np.array([1.0, 0.0, -1.0])), 0.003, 1.0)
    return {
        "place": placing.sample_place(rng),
        "grime_place": placing.sample_place(rng),
        "colour": [rounded(float(c)) for c in colour],
        "roughness": rounded(rng.uniform(*body.roughness)),
        "relief_m": rounded(rng.uniform(*body.relief_m)),
        "speck": rounded(rng.uniform(*body.speck)),
        "chips": rounded(rng.uniform(*body.chips)),
        "stains": rounded(rng.uniform(*body.grime)),
        "cuts": rounded(rng.uniform(*body.grime)),
        "traffic": rounded(rng.uniform(*body.grime)),
        "marks": sample_marks(rng, body.handling, max(1.0, body.reach * 0.8)),
    }


def build_body(body: Body, params: Mapping[str, Any], graph: Graph) -> Surface:
    """Colour and relief, then chips, stains and cuts, then everyday handling."""
    r, g, b = params["colour"]
    surface = Surface(
        opaque(body.index, body.specular), body.kind, params["roughness"], (r, g, b), reach=body.reach
    )  # fmt: skip
    if body.albedo is not None:
        surface = _coloured(body, params, graph, surface)
    if body.relief is not None:
        surface = _relieved(body, params, graph, surface)
    if body.grime[1] > 0.0:
        surface = _stained(body, params, graph, surface)
    return handled(graph, surface, params["marks"])


def _coloured(body: Body, params: Mapping[str, Any], graph: Graph, surface: Surface) -> Surface:
    project: Callable[..., placing.Lookup] = placing.boarded if body.boards else placing.boxed
    albedo = project(graph, body.albedo, params["place"]).colour
    colour = wiring.blend_colour(graph, albedo, surface.colour, 1.0, "MULTIPLY")
    _, bright, _ = wiring.channels(graph, albedo)
    roughness = wiring.times_plus(graph, bright, -body.albedo_gloss, params["roughness"] + 0.4 * body.albedo_gloss)
    return replace(surface, colour=colour, roughness=roughness)


def _relieved(body: Body, params: Mapping[str, Any], graph: Graph, surface: Surface) -> Surface:
    found = placing.boxed(graph, str(body.relief), params["place"], body.relief_scale)
    second, third, along_u = wiring.channels(graph, found.colour)
    surface = replace(surface, slope=placing.slope(graph, found, along_u, params["relief_m"]))
    if body.tone:
        lightness = wiring.times_plus(graph, second, body.tone, 1.0 - 0.5 * body.tone)
        grey = wiring.vector(graph, lightness, lightness, lightness)
        surface = replace(surface, colour=wiring.blend_colour(graph, surface.colour, grey, 1.0, "MULTIPLY"))
    else:
        surface = replace(surface, roughness=wiring.times_plus(graph, second, 0.12, surface.roughness))
    if params["speck"] > 0.0:
        dark: Colour = (0.03, 0.028, 0.026)
        surface = replace(
            surface,
            colour=wiring.blend_colour(graph, surface.colour, dark, wiring.times(graph, third, params["speck"])),
        )
    return _chipped(params, graph, surface, third) if params["chips"] > 0.0 else surface


def _chipped(params: Mapping[str, Any], graph: Graph, surface: Surface, rank: Socket) -> Surface:
    """Weak spots of a coat broken away to the steel."""
    start = 1.0 - params["chips"]
    bare = wiring.ramp(graph, rank, start + 0.03, start + 0.05)
    return replace(surface, covers=(*surface.covers, Cover(bare, bare_steel(graph, surface))))


def bare_steel(graph: Graph, surface: Surface) -> Socket:
    """The steel under a coat."""
    under = Surface(conductor(CONDUCTORS["iron"]), "metal", 0.35)
    return under.close(graph, under)


def _stained(body: Body, params: Mapping[str, Any], graph: Graph, surface: Surface) -> Surface:
    """Oil soaks in and shines, cuts open the skin, traffic wears gloss and lightens or greys."""
    texture = placing.boxed(graph, "grime", params["grime_place"], body.grime_scale).colour
    oil, cut, traffic = wiring.channels(graph, texture)
    soaked = wiring.times(graph, oil, 0.75 * params["stains"])
    colour = wiring.blend_colour(graph, surface.colour, (0.42, 0.36, 0.29), soaked, "MULTIPLY")
    worn = wiring.times_plus(graph, traffic, 0.26 * params["traffic"], 1.0 - 0.17 * params["traffic"])
    colour = wiring.blend_colour(graph, colour, wiring.vector(graph, worn, worn, worn), 1.0, "MULTIPLY")
    mark = wiring.times(graph, cut, params["cuts"])
    dark_marks = (0.06, 0.055, 0.05) if body.kind in ("mineral", "plastic") else (0.16, 0.12, 0.085)
    colour = wiring.blend_colour(graph, colour, dark_marks, wiring.times(graph, mark, 0.75))
    roughness = wiring.times_plus(graph, traffic, 0.16 * params["traffic"], surface.roughness)
    roughness = wiring.times_plus(graph, soaked, -0.3, roughness)
    return replace(surface, colour=colour, roughness=roughness)
