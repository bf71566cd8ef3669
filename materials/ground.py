"""What things stand on and before: bench tops, mats, floors, walls, plates. They are flat, and their use has size.

Two lookups say everything, both from above: a fine map (grain, its tone and its slope) and a wide one (soiling, cuts,
tracks, wipes at their true size). Each node that a graph has costs about half a hundredth of a sample, so the
arithmetic is kept as short as the lookups are few.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from generator.plugins import Material
from generator.shading import Colour, Graph, Scalar, Socket, Surface
from materials import lines, placing, wiring
from materials.everyday import Range, rounded
from materials.opaque import Opaque, Rgb, bare_body, opaque_material, sample_colour, toned
from materials.skins import plate
from materials.textures import catalogue

_SMALL = ("trodden_bench", "trodden_mat")  # maps whose marks are small; tyres' tracks run across patches
_LEAN = 0.731  # how far the map shifts in x and y for each unit of height


@dataclass(frozen=True, slots=True)
class Ground(Opaque):
    """What tells one ground from another."""

    wide: str = "trodden_bench"  # a map of `materials.textures.trodden`
    fine: str | None = None  # a map of `materials.textures.grounds`
    fine_scale: float = 1.0
    fine_m: Range = (0.0, 0.0)  # height of the relief
    fine_tone: float = 1.0
    albedo: str | None = None  # a map of colour instead of the fine one
    boards: bool = False  # whether that map has a grain that runs along x
    staves: int = 0  # rows of that map, each a glued stave
    gloss_from_albedo: float = 0.0  # added roughness where the albedo is dark
    wear: Range = (0.4, 1.0)  # strength of the tone of use
    soil: Range = (0.2, 0.8)
    marks: Range = (0.3, 0.9)
    mark_colour: Rgb = (0.036, 0.032, 0.028)  # of soiling and marks
    rub: Range = (0.5, 1.0)  # strength of the change of roughness
    lean: bool = False  # also for what stands: its sides show the map sheared, not smeared
    lined: bool = False  # a floor marking runs over it: a yellow line, or hazard stripes
    metal: bool = False  # a bare plate: the fine map's second channel is where it is polished
    reach: float = 3.0


@dataclass(frozen=True, slots=True)
class Seen:
    """A map looked up from above: its colour, its fourth channel, and its repeats along x and y of the thing."""

    colour: Socket
    alpha: Socket
    per_m: tuple[float, float, float]


def ground_material(ground: Ground) -> Material:
    """The material of a description."""
    return opaque_material(ground, sample_ground, build_ground)


def sample_ground(ground: Ground, rng: np.random.Generator) -> dict[str, Any]:
    """The numbers of one bench, floor or wall."""
    return {
        "place": placing.sample_place(rng),
        "wide_place": placing.sample_place(rng),
        "colour": sample_colour(rng, ground.colours, ground.colour_spread),
        "roughness": rounded(rng.uniform(*ground.roughness)),
        "relief_m": rounded(rng.uniform(*ground.fine_m)),
        "wear": rounded(rng.uniform(*ground.wear)),
        "soil": rounded(rng.uniform(*ground.soil)),
        "marks": rounded(rng.uniform(*ground.marks)),
        "rub": rounded(rng.uniform(*ground.rub)),
    } | (lines.sample(rng) if ground.lined else {})


def build_ground(ground: Ground, params: Mapping[str, Any], graph: Graph) -> Surface:
    """The substance, then what use has left on it."""
    surface = bare_body(ground, params)
    place = leaning(graph) if ground.lean else placing.point(graph)
    tone: Scalar = 0.0
    if ground.albedo is not None:
        surface = _coloured(ground, params, graph, surface)
    if ground.fine is not None:
        surface, tone = _grained(ground, params, graph, surface, place)
    if ground.lined:
        surface = lines.painted(params, graph, surface)
    return _used(ground, params, graph, surface, place, tone)


def leaning(graph: Graph) -> Socket:
    """The place from above in the thing's own metres, leaning with height: (x + lean z, y + lean z, 0)."""
    here = placing.point(graph)
    u = wiring.dot(graph, here, (1.0, 0.0, _LEAN))
    v = wiring.dot(graph, here, (0.0, 1.0, _LEAN))
    return wiring.vector(graph, u, v)


def above(
    graph: Graph, name: str, place: Mapping[str, Any], where: Socket, scale: float = 1.0, *, patches: bool = False
) -> Seen:
    """A texture looked up once, from above; `patches` breaks up its repeats (`placing.patched`)."""
    u_mm, v_mm = catalogue()[name].tile_mm
    factor = (1e3 / (u_mm * scale) * place["flip"][0], 1e3 / (v_mm * scale) * place["flip"][1], 0.0)
    shift = (float(place["shift"][0]), float(place["shift"][1]), 0.0)
    tiles = wiring.scaled(graph, where, factor, shift)
    colour = graph.node(
        "ShaderNodeTexImage",
        {0: placing.patched(graph, tiles) if patches else tiles},
        texture=name,
        interpolation="Linear",
        extension="REPEAT",
    )
    return Seen(colour, graph.output(colour, 1), factor)


def _coloured(ground: Ground, params: Mapping[str, Any], graph: Graph, surface: Surface) -> Surface:
    name = str(ground.albedo)
    if ground.staves:
        albedo = placing.staved(graph, name, params["place"], ground.staves).colour
    elif ground.boards:
        albedo = placing.boarded(graph, name, params["place"]).colour
    else:
        albedo = placing.boxed(graph, name, params["place"], smooth=0.0).colour
    colour = wiring.blend_colour(graph, albedo, surface.colour, 1.0, "MULTIPLY")
    if not ground.gloss_from_albedo:
        return replace(surface, colour=colour)
    bright = wiring.dot(graph, albedo, (0.0, -ground.gloss_from_albedo, 0.0))
    base = params["roughness"] + 0.4 * ground.gloss_from_albedo
    return replace(surface, colour=colour, roughness=wiring.plus(graph, bright, base))


def _grained(
    ground: Ground, params: Mapping[str, Any], graph: Graph, surface: Surface, where: Socket
) -> tuple[Surface, Scalar]:
    """The surface with its relief, and its tone, which is applied together with that of use."""
    found = above(graph, str(ground.fine), params["place"], where, ground.fine_scale, patches=not ground.metal)
    tone, second, along_u = wiring.channels(graph, found.colour)
    x, y, _ = (f * params["relief_m"] for f in found.per_m)
    raw = wiring.vector(graph, along_u, found.alpha)
    slope = graph.node("ShaderNodeVectorMath", {0: raw, 1: (x, y, 0.0)}, operation="MULTIPLY")
    surface = replace(surface, slope=slope)
    if ground.metal:
        dirt = wiring.limited(graph, wiring.times(graph, tone, -1.5))
        roughness = wiring.times_plus(graph, second, -0.3, params["roughness"])
        surface = replace(surface, close=plate(dirt), roughness=roughness)
    return surface, wiring.times(graph, tone, ground.fine_tone)


def _used(
    ground: Ground, params: Mapping[str, Any], graph: Graph, surface: Surface, where: Socket, tone: Scalar
) -> Surface:
    """Tone of the substance and of use at once, then soiling and marks as one dark layer, then wipes and scuffs."""
    found = above(graph, str(ground.wide), params["wide_place"], where, patches=ground.wide in _SMALL)
    worn = wiring.dot(graph, found.colour, (params["wear"], 0.0, 0.0))
    colour: Colour = toned(graph, surface.colour, wiring.plus(graph, worn, tone))
    dark = wiring.dot(graph, found.colour, (0.0, params["soil"], params["marks"]))
    colour = wiring.blend_colour(graph, colour, ground.mark_colour, dark)
    roughness = wiring.times_plus(graph, found.alpha, params["rub"], surface.roughness)
    return replace(surface, colour=colour, roughness=roughness)
