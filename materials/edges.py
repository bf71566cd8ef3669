"""Textures for things cut from sheet that lies flat in its own x-y plane: one map for cut edges, one for faces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.shading import Graph, Scalar, Socket
from materials import wiring
from materials.placing import Lookup, point
from materials.textures import catalogue

_STEEP = 0.7  # of the normal's z: below it a face counts as an edge
_HALF = 0.496  # of the tile: a margin keeps one half from bleeding into the other


def edgewise(graph: Graph, name: str, place: Mapping[str, Any]) -> Lookup:
    """One lookup of a map whose lower half is for edges (v along the sheet's normal) and upper half for its faces."""
    u_mm, v_mm = catalogue()[name].tile_mm
    here = graph.node("ShaderNodeSeparateXYZ", {0: point(graph)})
    normal = graph.node("ShaderNodeVectorMath", {0: _normal(graph)}, operation="ABSOLUTE")
    steep = graph.node("ShaderNodeSeparateXYZ", {0: normal})
    x, y, z = here, graph.output(here, 1), graph.output(here, 2)
    edge = graph.node("ShaderNodeMath", {0: graph.output(steep, 2), 1: _STEEP}, operation="LESS_THAN")
    across_x = graph.node("ShaderNodeMath", {0: steep, 1: _STEEP}, operation="GREATER_THAN")
    u = wiring.times_plus(graph, wiring.blend(graph, x, y, across_x), 1e3 / u_mm, place["shift"][0])
    v = wiring.times_plus(graph, wiring.blend(graph, y, z, edge), 2e3 / v_mm, place["shift"][1])
    within = graph.node("ShaderNodeMath", {0: v}, operation="FRACT")
    half = wiring.blend(graph, 0.502, 0.002, edge)
    where = wiring.vector(graph, u, wiring.times_plus(graph, within, _HALF, half))
    colour = graph.node("ShaderNodeTexImage", {0: where}, texture=name, interpolation="Linear", extension="REPEAT")
    per_u, per_v = 1e3 / u_mm, 1e3 / v_mm

    def gradient(graph: Graph, along_u: Scalar, along_v: Scalar) -> Socket:
        raw = wiring.vector(graph, along_u, along_u, along_v)  # what lies along the normal changes nothing
        return graph.node("ShaderNodeVectorMath", {0: raw, 1: (per_u, per_u, per_v)}, operation="MULTIPLY")

    return Lookup(colour, graph.output(colour, 1), gradient)


def _normal(graph: Graph) -> Socket:
    """The normal in the thing's own frame."""
    return graph.output(graph.node("ShaderNodeTexCoord"), "Normal")
