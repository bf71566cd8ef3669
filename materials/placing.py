"""Where a texture lies on a thing: in the thing's own millimetres, shifted and flipped so that no two look the same.

Three ways: from all sides (`boxed`), along the part's axis (`lengthwise`), around it (`around`). The axis is the vertex
attribute ``axis`` that the Blender door stores from `Mesh.axis`; ``cavity`` is the depth of recesses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from generator.shading import Graph, Scalar, Socket
from materials import wiring
from materials.textures import catalogue

_OBLIQUE = (0.267, 0.535, 0.802)  # parallel to no principal direction, so that faces never see a constant
_PATCH = (1.37, 1.29, 1.43)  # size of a patch in tiles: no whole number, so that patches show unlike parts of the map
_ACROSS = 0.618  # weight of the radius in `around`: only a cone of one odd angle has no grooves


def sample_place(rng: np.random.Generator) -> dict[str, list[float]]:
    """Where a thing was cut from its material: shift in tiles, and which axes are mirrored."""
    return {
        "shift": [round(float(v), 4) for v in rng.random(3)],
        "flip": [float(v) for v in rng.choice([-1.0, 1.0], 3)],
    }


def point(graph: Graph) -> Socket:
    """The place on the surface in the thing's own metres."""
    return graph.output(graph.node("ShaderNodeTexCoord"), "Object")


def axis(graph: Graph) -> Socket:
    """The thing's long or turning axis, in its own frame, unit."""
    attribute = graph.node("ShaderNodeAttribute", attribute_name="axis", attribute_type="GEOMETRY")
    return graph.output(attribute, "Vector")


def cavity(graph: Graph) -> Socket:
    """0 on open faces to 1 deep in a recess."""
    attribute = graph.node("ShaderNodeAttribute", attribute_name="cavity", attribute_type="GEOMETRY")
    return graph.output(attribute, "Fac")


def edge_m(graph: Graph) -> Socket:
    """Metres to the nearest convex edge of the thing; far above any wear where there is none."""
    attribute = graph.node("ShaderNodeAttribute", attribute_name="edge", attribute_type="GEOMETRY")
    split = graph.node("ShaderNodeSeparateXYZ", {0: graph.output(attribute, "Vector")})
    two = graph.node("ShaderNodeMath", {0: split, 1: graph.output(split, 1)}, operation="MINIMUM")
    return graph.node("ShaderNodeMath", {0: two, 1: graph.output(split, 2)}, operation="MINIMUM")


@dataclass(frozen=True, slots=True)
class Lookup:
    """A map looked up: its colour, its fourth channel, and how its gradient along u and v lies in the thing's frame."""

    colour: Socket
    alpha: Socket
    gradient: Callable[[Graph, Scalar, Scalar], Socket] | None = (
        None  # (per tile along u, along v) -> slope, m/m for 1 m
    )


def slope(graph: Graph, found: Lookup, along_u: Socket, amount_m: float | Socket) -> Socket:
    """The gradient of a relief `amount_m` high, from the two gradient channels of its map."""
    if found.gradient is None:
        raise ValueError("this map was not looked up in a way that keeps its directions")
    steep_u = wiring.times(graph, along_u, amount_m)
    steep_v = wiring.times(graph, found.alpha, amount_m)
    return found.gradient(graph, steep_u, steep_v)


def patched(graph: Graph, where: Socket) -> Socket:
    """The place in tiles, moved at random for each patch of a little more than a tile, so that no rows of copies show.

    Three small nodes instead of a second lookup. What crosses the rim of a patch ends there, as scratches do anyway; so
    it is for maps of small or sparse things, not for what has a large form.
    """
    corner = graph.node("ShaderNodeVectorMath", {0: where, 1: _PATCH}, operation="SNAP")
    noise = graph.node("ShaderNodeTexWhiteNoise", {0: corner}, noise_dimensions="3D")
    return wiring.add_vectors(graph, where, graph.output(noise, 1))


def boxed(
    graph: Graph,
    name: str,
    place: Mapping[str, Any],
    scale: float = 1.0,
    smooth: float = 0.15,
    *,
    patches: bool = False,
) -> Lookup:
    """A texture projected along the thing's three axes, faded into one another where the surface turns.

    `scale` above 1 makes the texture coarser than life; `patches` breaks up its repeats (see `patched`). Directions of
    the gradient are right on what faces up; elsewhere some are mirrored or turned, which no eye can tell on grain.
    """
    u_mm, v_mm = catalogue()[name].tile_mm
    per_m = (1e3 / (u_mm * scale), 1e3 / (u_mm * scale), 1e3 / (v_mm * scale))
    where = _placed(graph, point(graph), per_m, place)
    where = patched(graph, where) if patches else where
    colour = _image(graph, name, where, projection="BOX", projection_blend=smooth)
    x, y, z = (p * f for p, f in zip(per_m, place["flip"], strict=True))

    def gradient(graph: Graph, along_u: Scalar, along_v: Scalar) -> Socket:
        raw = wiring.vector(graph, along_v, along_u, along_v)
        return graph.node("ShaderNodeVectorMath", {0: raw, 1: (x, -y, z)}, operation="MULTIPLY")

    return Lookup(colour, graph.output(colour, 1), gradient)


def boarded(graph: Graph, name: str, place: Mapping[str, Any], scale: float = 1.0) -> Lookup:
    """As `boxed`, for boards: the texture's u runs along x on what lies flat, and along the edge on what stands."""
    u_mm, v_mm = catalogue()[name].tile_mm
    per_m = (1e3 / (u_mm * scale), 1e3 / (v_mm * scale), 1e3 / (v_mm * scale))
    split = graph.node("ShaderNodeSeparateXYZ", {0: _placed(graph, point(graph), per_m, place)})
    turned = wiring.vector(graph, graph.output(split, 1), split, graph.output(split, 2))
    colour = _image(graph, name, turned, projection="BOX", projection_blend=0.0)
    return Lookup(colour, graph.output(colour, 1))


def staved(graph: Graph, name: str, place: Mapping[str, Any], staves: int) -> Lookup:
    """As `boarded`, for glued staves: every stave shows another of the map's `staves` rows and begins elsewhere.

    The map's rows are equally wide and butt at u = 0; each length between two butts is drawn anew, so that a bench
    shows no rows of copies, and yet no grain breaks but where staves meet.
    """
    u_mm, v_mm = catalogue()[name].tile_mm
    where = _placed(graph, point(graph), (1e3 / u_mm, 1e3 / v_mm, 1e3 / v_mm), place)
    rows = graph.node("ShaderNodeVectorMath", {0: where, 1: (0.0, float(staves), 0.0)}, operation="MULTIPLY")
    row = graph.node("ShaderNodeVectorMath", {0: rows}, operation="FLOOR")
    begins = graph.output(graph.node("ShaderNodeTexWhiteNoise", {0: row}, noise_dimensions="3D"), 1)
    where = graph.node("ShaderNodeVectorMath", {0: begins, 1: (1.0, 0.0, 0.0), 2: where}, operation="MULTIPLY_ADD")
    step = (1.0, 1.0 / staves, 1.0)
    length = graph.node("ShaderNodeVectorMath", {0: where, 1: step}, operation="SNAP")
    drawn = graph.output(graph.node("ShaderNodeTexWhiteNoise", {0: length}, noise_dimensions="3D"), 1)
    drawn = graph.node("ShaderNodeVectorMath", {0: drawn, 1: step}, operation="SNAP")
    split = graph.node("ShaderNodeSeparateXYZ", {0: wiring.add_vectors(graph, where, drawn)})
    turned = wiring.vector(graph, graph.output(split, 1), split, graph.output(split, 2))
    colour = _image(graph, name, turned, projection="BOX", projection_blend=0.0)
    return Lookup(colour, graph.output(colour, 1))


def lengthwise(graph: Graph, name: str, place: Mapping[str, Any], stretch: float = 1.0) -> Lookup:
    """A texture whose u runs along the axis on every face: what a belt or a die leaves."""
    u_mm, v_mm = catalogue()[name].tile_mm
    here, along = point(graph), axis(graph)
    u = wiring.dot(graph, here, along)
    v = wiring.dot(graph, here, wiring.cross(graph, along, _OBLIQUE))
    colour = _image(graph, name, _placed(graph, wiring.vector(graph, u, v), _per_m(u_mm * stretch, v_mm), place))
    return Lookup(colour, graph.output(colour, 1))


def around(graph: Graph, name: str, place: Mapping[str, Any], pitch: float = 1.0) -> Lookup:
    """A texture whose u crosses the grooves of a lathe: along the axis on shanks, along the radius on faces."""
    u_mm, v_mm = catalogue()[name].tile_mm
    here, along = point(graph), axis(graph)
    crossed = wiring.cross(graph, here, along)
    radius = graph.output(graph.node("ShaderNodeVectorMath", {0: crossed}, operation="LENGTH"), 1)
    u = wiring.times_plus(graph, radius, _ACROSS, wiring.dot(graph, here, along))
    v = wiring.dot(graph, here, _OBLIQUE)
    per_m = _per_m(u_mm * pitch, v_mm)
    colour = _image(graph, name, _placed(graph, wiring.vector(graph, u, v), per_m, place))
    per_u = per_m[0] * place["flip"][0]

    def gradient(graph: Graph, along_u: Scalar, _: Scalar) -> Socket:
        outwards = graph.node("ShaderNodeVectorMath", {0: wiring.cross(graph, along, crossed)}, operation="NORMALIZE")
        direction = wiring.add_vectors(graph, along, outwards, _ACROSS)
        steep = wiring.times(graph, along_u, per_u)
        return graph.node("ShaderNodeVectorMath", {0: direction, "Scale": steep}, operation="SCALE")

    return Lookup(colour, graph.output(colour, 1), gradient)


def along_axis(graph: Graph) -> Socket:
    """World-space tangent along the axis; on faces that the axis pierces, along the lines that `lengthwise` draws."""
    along = axis(graph)
    lines = wiring.cross(graph, along, wiring.cross(graph, along, _OBLIQUE))
    return _to_world(graph, wiring.add_vectors(graph, along, lines, 0.06))


def around_axis(graph: Graph) -> Socket:
    """World-space tangent along the grooves of a lathe."""
    return _to_world(graph, wiring.cross(graph, axis(graph), point(graph)))


def _to_world(graph: Graph, direction: Socket) -> Socket:
    return graph.node(
        "ShaderNodeVectorTransform", {0: direction}, vector_type="VECTOR", convert_from="OBJECT", convert_to="WORLD"
    )


def _per_m(u_mm: float, v_mm: float) -> tuple[float, float, float]:
    return (1e3 / u_mm, 1e3 / v_mm, 1.0)


def _placed(graph: Graph, where: Socket, per_m: tuple[float, float, float], place: Mapping[str, Any]) -> Socket:
    factor = tuple(p * f for p, f in zip(per_m, place["flip"], strict=True))
    shift = tuple(float(s) for s in place["shift"])
    return wiring.scaled(graph, where, factor, shift)  # type: ignore[arg-type]


def _image(graph: Graph, name: str, where: Socket, **props: Any) -> Socket:
    return graph.node(
        "ShaderNodeTexImage", {0: where}, texture=name, interpolation="Linear", extension="REPEAT", **props
    )
