"""Sawn softwood of pallets: boards of several ages nailed together, end grain; and the nails' heads.

What is nailed together differs board by board: by `Random Per Island`, mixed with the thing's own number, so that two
pallets of one make and one look differ as well. The grain runs along the vertex attribute ``axis``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from generator.shading import Graph, Scalar, Socket, Surface
from materials import placing, wiring
from materials.everyday import Range, rounded
from materials.opaque import Opaque, Rgb, bare_body, opaque_material, sample_colour
from materials.textures import catalogue

_MAP = "sawn_flitch"
_TILTED = (0.62, 0.62, 1.0)  # v of the map rises by this across the axis: no long face of a board sees a constant
_PITH_M = 0.13  # the farthest that a log's middle lies from that of the pallet's end face, each way
_RING_M = 0.0026  # half a ring of spruce that grew fast
_END_DARK = (0.3, 0.24)  # share that an end face is darker: sawn fibres drink dirt; and late wood more than that
_END_BLANK = 0.85  # share of the map that an end face does not show: what lies along the grain is not seen from there


@dataclass(frozen=True, slots=True)
class Age:
    """What a pallet's boards have been through. Colours are albedo of the wood between knots, linear Rec.709."""

    share: float  # of pallets
    new: tuple[Rgb, ...]
    old: tuple[Rgb, ...]
    between: Range  # of the ranks of its boards in which they go from new to old


# Fresh spruce; some years of use; left in the yard, where sun and rain turn wood grey, and mended with newer boards.
_AGES = (
    Age(0.3, ((0.58, 0.45, 0.29), (0.53, 0.385, 0.225)), ((0.43, 0.295, 0.165),), (0.0, 1.0)),
    Age(0.45, ((0.50, 0.375, 0.23), (0.46, 0.32, 0.18)), ((0.25, 0.19, 0.13), (0.21, 0.165, 0.125)), (0.05, 0.75)),
    Age(0.25, ((0.48, 0.355, 0.22),), ((0.215, 0.2, 0.18), (0.165, 0.152, 0.14), (0.12, 0.1, 0.082)), (0.06, 0.3)),
)  # fmt: skip
_BOARDS_DIFFER = 0.24  # share by which boards of one age are lighter or darker

_WOOD = Opaque(
    "pallet_wood",
    "Rough-sawn softwood, each board of another age: knots, splits, torn slivers, blue stain, end grain.",
    "fibre", 500.0, 0.6, ("prop",), (0.7, 0.85), specular=0.3, reach=3.0,
)  # fmt: skip
_NAIL = Opaque(
    "nail_heads", "Heads of nails in wood: dull zinc on some, rust on most.",
    "coated", 7850.0, 0.4, ("prop",), (0.5, 0.7), ((0.085, 0.04, 0.02), (0.06, 0.034, 0.022)), specular=0.6,
)  # fmt: skip
_ZINC: Rgb = (0.2, 0.2, 0.2)


def sample_wood(wood: Opaque, rng: np.random.Generator) -> dict[str, Any]:
    """One pallet: how old it is, and where its boards were sawn."""
    age = _AGES[int(rng.choice(len(_AGES), p=[a.share for a in _AGES]))]
    return {
        "place": placing.sample_place(rng),
        "new": sample_colour(rng, age.new, 0.06),
        "old": sample_colour(rng, age.old, 0.08),
        "between": list(age.between),
        "roughness": rounded(rng.uniform(*wood.roughness)),
    }


def build_wood(wood: Opaque, params: Mapping[str, Any], graph: Graph) -> Surface:
    """Colour of the board, darker on its ends, times its map."""
    drawn = _drawn(graph, params["place"])
    rank, _, bright = wiring.channels(graph, drawn)
    first, last = params["between"]
    aged = _clamped(graph, rank, 1.0 / (last - first), -first / (last - first))
    new, old = (tuple(float(c) for c in params[k]) for k in ("new", "old"))
    colour = wiring.blend_colour(graph, new, old, aged)  # type: ignore[arg-type]
    tone = wiring.times_plus(graph, bright, 2 * _BOARDS_DIFFER, 1.0 - _BOARDS_DIFFER)
    coordinates = graph.node("ShaderNodeTexCoord")
    along = placing.axis(graph)
    across = wiring.cross(graph, graph.output(coordinates, "Object"), along)
    found = _sawn(graph, params["place"], graph.output(coordinates, "Object"), along, across, drawn)
    facing = wiring.dot(graph, graph.output(coordinates, "Normal"), along)
    end = wiring.times(graph, facing, facing)
    tone = wiring.times(graph, tone, _end_grain(graph, end, across, drawn))
    colour = graph.node("ShaderNodeVectorMath", {0: colour, "Scale": tone}, operation="SCALE")
    colour = wiring.blend_colour(graph, colour, found, wiring.times_plus(graph, end, -_END_BLANK, 1.0), "MULTIPLY")
    surface = bare_body(wood, {"colour": (1.0, 1.0, 1.0), "roughness": params["roughness"]})
    return Surface(surface.close, surface.kind, surface.roughness, colour, reach=surface.reach)


def _drawn(graph: Graph, place: Mapping[str, Any]) -> Socket:
    """Three numbers in 0..1 that each separate piece of each thing has of its own."""
    own = graph.output(graph.node("ShaderNodeNewGeometry"), "Random Per Island")
    thing = graph.output(graph.node("ShaderNodeObjectInfo"), "Object Index")
    piece = wiring.times_plus(graph, thing, 1.618, own)
    shift = tuple(float(s) for s in place["shift"])
    noise = graph.node("ShaderNodeTexWhiteNoise", {0: shift, "W": piece}, noise_dimensions="4D")
    return graph.output(noise, "Color")


def _sawn(graph: Graph, place: Mapping[str, Any], here: Socket, along: Socket, across: Socket, drawn: Socket) -> Socket:
    """The map, grain along the piece on all its long faces, each piece cut from another place of the log."""
    u_mm, v_mm = catalogue()[_MAP].tile_mm
    where = wiring.vector(graph, wiring.dot(graph, here, along), wiring.dot(graph, across, _TILTED))
    per_m = (1e3 / u_mm * place["flip"][0], 1e3 / v_mm * place["flip"][1], 0.0)
    tiles = graph.node("ShaderNodeVectorMath", {0: where, 1: per_m, 2: drawn}, operation="MULTIPLY_ADD")
    return graph.node("ShaderNodeTexImage", {0: tiles}, texture=_MAP, interpolation="Linear", extension="REPEAT")


def _end_grain(graph: Graph, end: Scalar, across: Socket, drawn: Socket) -> Scalar:
    """What is left of the tone: 1 on long faces, less on ends, least on their rings around the log's pith."""
    pith = graph.node("ShaderNodeVectorMath", {0: drawn, "Scale": _PITH_M}, operation="SCALE")
    away = graph.node("ShaderNodeVectorMath", {0: across, 1: pith}, operation="DISTANCE")
    ring = graph.node("ShaderNodeMath", {0: graph.output(away, 1), 1: _RING_M}, operation="PINGPONG")
    dark = wiring.times_plus(graph, ring, -_END_DARK[1] / _RING_M, -_END_DARK[0])
    return wiring.times_plus(graph, end, dark, 1.0)


def _clamped(graph: Graph, a: Socket, b: float, c: Scalar) -> Socket:
    """a b + c, cut to 0..1: a straight ramp in the cheapest node."""
    return graph.node("ShaderNodeMath", {0: a, 1: b, 2: c}, operation="MULTIPLY_ADD", use_clamp=True)


def build_nail(nail: Opaque, params: Mapping[str, Any], graph: Graph) -> Surface:
    """Each head on its way from zinc to rust."""
    surface = bare_body(nail, params)
    own = graph.output(graph.node("ShaderNodeNewGeometry"), "Random Per Island")
    rust = _clamped(graph, own, 2.2, -0.2)
    return Surface(
        surface.close,
        surface.kind,
        surface.roughness,
        wiring.blend_colour(graph, _ZINC, surface.colour, rust),
        reach=surface.reach,
    )


def sample_nail(nail: Opaque, rng: np.random.Generator) -> dict[str, Any]:
    """The nails of one pallet."""
    return {
        "colour": sample_colour(rng, nail.colours, 0.1),
        "roughness": rounded(rng.uniform(*nail.roughness)),
    }


MATERIALS = (opaque_material(_WOOD, sample_wood, build_wood), opaque_material(_NAIL, sample_nail, build_nail))
