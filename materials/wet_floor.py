"""Floors of rooms that are hosed down: quarry tiles with grout, and resin, under a film of water with puddles.

The water is one lookup of a map of ranks: the floor's hollows are the first under water, and the share under it is
exact. A film darkens what is porous and fills its relief; a puddle is a mirror, level but for its rim, where it meets
the floor at an angle and catches other light than its middle. Wet things are darker, as light is reflected back into
them (Lekner and Dorf, Applied Optics 27, 1988: 0.5 to 0.75 is left).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from generator.plugins import Material
from generator.shading import Graph, Scalar, Socket, Surface
from materials import placing, wiring
from materials.everyday import rounded
from materials.ground import Ground, Seen, above, build_ground, sample_ground
from materials.opaque import Rgb, opaque_material, toned
from materials.wear.spread import mixed, multiplied, spread

WETNESS = "wetness"  # the parameter that a scene sets: share of the floor under water
_POOLS = "puddles"
_FILM = 1.5  # share that is damp against the share under water
_DAMP, _WET = (0.8, 0.8, 0.8), (0.64, 0.64, 0.65)  # lightness that is left
_DRYING = 0.5  # width of the edge of what is damp, in ranks: it dries gradually
_ROUGH_FILM, _ROUGH_POOL = 0.11, 0.012
_SHORE = 0.02  # width of the edge of a puddle, in ranks: some millimetres
_CONTACT_SLOPE = 0.3  # tangent of the angle at which water meets a floor, 17 degrees: it is damp already
_JOINT: Rgb = (0.17, 0.165, 0.155)


@dataclass(frozen=True, slots=True)
class WetFloor(Ground):
    """A ground with water on it, and tiles where `tile_m` is above 0."""

    tile_m: tuple[float, float] = (0.0, 0.0)
    joint_m: float = 0.006
    soaks: float = 1.0  # of what is porous; a sealed floor darkens less


def sample(floor: WetFloor, rng: np.random.Generator) -> dict[str, Any]:
    """The floor's own numbers, where its water stands, and how much there is unless a scene says so."""
    return sample_ground(floor, rng) | {
        "pool_place": placing.sample_place(rng),
        WETNESS: rounded(rng.uniform(0.15, 0.75)),
        "joint_tone": rounded(rng.uniform(0.6, 1.2)),
    }


def build(floor: WetFloor, params: Mapping[str, Any], graph: Graph) -> Surface:
    """The ground, its joints, then the water."""
    surface = build_ground(floor, params, graph)
    if floor.tile_m[0] > 0.0:
        surface = _tiled(floor, params, graph, surface)
    return _under_water(params, graph, surface, floor.soaks)


def _tiled(floor: WetFloor, params: Mapping[str, Any], graph: Graph, surface: Surface) -> Surface:
    """Tiles that differ a little, with joints that are rougher, darker and lower."""
    here = placing.point(graph)
    per_m = (1 / floor.tile_m[0], 1 / floor.tile_m[1], 0.0)
    shift = tuple(float(s) for s in params["place"]["shift"])
    place = wiring.scaled(graph, here, per_m, (shift[0], shift[1], 0.0))
    corner = graph.node("ShaderNodeVectorMath", {0: place}, operation="FLOOR")
    within = graph.node("ShaderNodeVectorMath", {0: place}, operation="FRACTION")
    noise = graph.node("ShaderNodeTexWhiteNoise", {0: corner}, noise_dimensions="3D")
    tone = wiring.times_plus(graph, noise, 0.16, -0.08)
    off = graph.node("ShaderNodeVectorMath", {0: within, 1: (-0.5, -0.5, 0.0)}, operation="ADD")
    size = graph.node("ShaderNodeVectorMath", {0: off}, operation="ABSOLUTE")
    split = graph.node("ShaderNodeSeparateXYZ", {0: size})
    joint = _beyond(graph, split, 0.5 - floor.joint_m / floor.tile_m[0] / 2)
    across = _beyond(graph, graph.output(split, 1), 0.5 - floor.joint_m / floor.tile_m[1] / 2)
    joint = graph.node("ShaderNodeMath", {0: joint, 1: across}, operation="MAXIMUM")
    surface = replace(surface, colour=toned(graph, surface.colour, tone))
    grey = tuple(rounded(c * params["joint_tone"]) for c in _JOINT)
    return mixed(graph, surface, joint, (grey[0], grey[1], grey[2]), 0.75)


def _beyond(graph: Graph, value: Scalar, limit: float) -> Socket:
    return wiring.ramp(graph, value, limit - 0.004, limit + 0.002)


def _under_water(params: Mapping[str, Any], graph: Graph, surface: Surface, soaks: float) -> Surface:
    wetness = float(params[WETNESS])
    if wetness <= 0.0:
        return surface
    found = above(graph, _POOLS, params["pool_place"], placing.point(graph))
    rank, _, along_u = wiring.channels(graph, found.colour)
    damp_left = _left(_DAMP, soaks)
    damp = spread(graph, rank, min(_FILM * wetness + 0.03, 1.0), _DRYING)
    pool = spread(graph, rank, wetness, _SHORE)
    surface = multiplied(graph, mixed(graph, surface, damp, roughness=_ROUGH_FILM), damp, damp_left)
    surface = multiplied(
        graph, mixed(graph, surface, pool, roughness=_ROUGH_POOL), pool, _rest(_left(_WET, soaks), damp_left)
    )
    rim = _meniscus(graph, found, pool, (along_u, found.alpha))
    if surface.slope is None:
        return replace(surface, slope=rim)
    left = wiring.times_plus(graph, pool, -1.0, 1.0)  # a puddle is level
    return replace(
        surface,
        slope=graph.node("ShaderNodeVectorMath", {0: surface.slope, 1: left, 2: rim}, operation="MULTIPLY_ADD"),
    )


def _meniscus(graph: Graph, found: Seen, pool: Scalar, deeper: tuple[Socket, Socket]) -> Socket:
    """The slope of the water where it ends: it rises from its contact line at an angle, then is level."""
    x, y, _ = found.per_m
    steep = graph.node("ShaderNodeVectorMath", {0: wiring.vector(graph, *deeper), 1: (x, y, 0.0)}, operation="MULTIPLY")
    inwards = graph.node("ShaderNodeVectorMath", {0: steep}, operation="NORMALIZE")
    there = wiring.times_plus(graph, pool, -4.0 * _CONTACT_SLOPE, 4.0 * _CONTACT_SLOPE)
    rim = wiring.times(graph, there, pool)  # highest where the water is half
    return graph.node("ShaderNodeVectorMath", {0: inwards, "Scale": rim}, operation="SCALE")


def _left(share: Rgb, soaks: float) -> Rgb:
    r, g, b = (1.0 - soaks * (1.0 - s) for s in share)
    return (r, g, b)


def _rest(wet: Rgb, damp: Rgb) -> Rgb:
    r, g, b = (rounded(w / d) for w, d in zip(wet, damp, strict=True))
    return (r, g, b)


_TILES: dict[str, tuple[tuple[Rgb, ...], tuple[float, float]]] = {
    "hygiene_tile_red": (((0.23, 0.085, 0.05), (0.19, 0.08, 0.055)), (0.15, 0.15)),
    "hygiene_tile_grey": (((0.25, 0.255, 0.255), (0.33, 0.33, 0.32)), (0.2, 0.2)),
    "hygiene_tile_ochre": (((0.36, 0.27, 0.15), (0.42, 0.33, 0.21)), (0.24, 0.115)),
}
_RESINS: dict[str, tuple[Rgb, ...]] = {
    "hygiene_resin_grey": ((0.24, 0.25, 0.255), (0.31, 0.315, 0.315)),
    "hygiene_resin_green": ((0.10, 0.17, 0.125),),
    "hygiene_resin_ochre": ((0.36, 0.26, 0.12),),
}


def _floor(name: str, doc: str, colours: tuple[Rgb, ...], tile_m: tuple[float, float], fine: str) -> Material:
    floor = WetFloor(
        name,
        doc,
        "mineral",
        density_kg_m3=2200.0,
        friction=0.45,
        use=("prop",),
        roughness=(0.3, 0.5),
        colours=colours,
        wide="trodden_floor",
        fine=fine,
        fine_m=(60e-6, 160e-6),
        soil=(0.1, 0.4),
        marks=(0.05, 0.3),
        index=1.4,
        reach=8.0,
        tile_m=tile_m,
        soaks=1.0 if tile_m[0] > 0.0 else 0.55,
    )
    return opaque_material(floor, sample, build)


MATERIALS = (
    *(
        _floor(name, "Quarry tiles with grout, hosed down: a film of water, puddles.", colours, tile_m, "ground_screed")
        for name, (colours, tile_m) in _TILES.items()
    ),
    *(
        _floor(
            name, "A slip-proof resin floor, hosed down: a film of water, puddles.", colours, (0, 0), "ground_rolled"
        )
        for name, colours in _RESINS.items()
    ),
)
