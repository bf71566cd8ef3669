"""A weld around a tube or bar: a bead of overlapping ripples across its axis, with heat tint to both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from generator.plugins import Material
from generator.shading import Graph, Scalar, Socket, Surface
from materials import placing, wiring
from materials.closures import Reflector
from materials.coatings import along_ramp
from materials.everyday import rounded
from materials.finishes import Finish
from materials.heat_tint import STAINLESS_STEEL, STEEL, Heated, from_line, grown, heat_at, sample_heated
from materials.patina import patinated
from materials.textures import catalogue

_BEAD = Finish(
    "welded around",
    "weld_bead", "around", (0.13, 0.2), (0.3, 0.45), (0.7e-3, 1.1e-3), (0.0, 0.0), (0.3, 0.8), coarse=True,
)  # fmt: skip
_WIDTH_M = (0.012, 0.024)
_SHIELDED = 0.62  # of the heat scale


@dataclass(frozen=True, slots=True)
class _Ring:
    """Coordinates on a ring around the axis."""

    crossed: Socket  # axis x place: along the ring, as long as the radius
    angle: Socket  # 0..1 turns


def sample_weld(kind: Heated, rng: np.random.Generator) -> dict[str, Any]:
    """The numbers of one part's weld: those of its heat tint, and how many ripples go around."""
    return sample_heated(kind, rng) | {"repeats": int(rng.integers(1, 3)), "turn": rounded(rng.random())}


def build_weld(kind: Heated, params: Mapping[str, Any], graph: Graph) -> Surface:
    """Bead and tint from one lookup around the part."""
    ramp = grown(kind.alloy)
    away = from_line(graph, params["centre_m"])
    found = _around(graph, away, params)
    heat = _cooler_on_bead(graph, away, heat_at(graph, away, params, found))
    close = Reflector(ramp.edge, kind.alloy.metal)
    surface = Surface(close, "metal", params["roughness"], along_ramp(graph, ramp.stops, heat))
    return patinated(graph, surface, found, params)


def _cooler_on_bead(graph: Graph, away: Socket, heat: Scalar) -> Scalar:
    """The bead itself was under shielding gas until it had set: hardly more than straw."""
    distance = graph.node("ShaderNodeMath", {0: away}, operation="ABSOLUTE")
    return wiring.times_plus(graph, wiring.ramp(graph, distance, 3.2e-3, 2.4e-3), -_SHIELDED, heat)


def _around(graph: Graph, away: Socket, params: Mapping[str, Any]) -> placing.Lookup:
    """The map of the bead, u around the part and v along it; flat metal beyond its border."""
    _, v_mm = catalogue()[_BEAD.texture].tile_mm
    ring = _ring(graph)
    u = wiring.times_plus(graph, ring.angle, float(params["repeats"]), params["turn"])
    v = graph.node("ShaderNodeClamp", {0: wiring.times_plus(graph, away, 1e3 / v_mm, 0.5), 1: 0.01, 2: 0.99})
    where = wiring.vector(graph, u, v)
    colour = graph.node(
        "ShaderNodeTexImage", {0: where}, texture=_BEAD.texture, interpolation="Linear", extension="REPEAT"
    )

    def gradient(graph: Graph, along_u: Scalar, along_v: Scalar) -> Socket:
        radius2 = wiring.dot(graph, ring.crossed, ring.crossed)
        turns = wiring.times(graph, along_u, params["repeats"] / (2 * np.pi))
        per_m = graph.node("ShaderNodeMath", {0: turns, 1: radius2}, operation="DIVIDE")
        around = graph.node("ShaderNodeVectorMath", {0: ring.crossed, "Scale": per_m}, operation="SCALE")
        steep = wiring.times(graph, along_v, 1e3 / v_mm)
        lengthwise = graph.node("ShaderNodeVectorMath", {0: placing.axis(graph), "Scale": steep}, operation="SCALE")
        return wiring.add_vectors(graph, around, lengthwise)

    return placing.Lookup(colour, graph.output(colour, 1), gradient)


def _ring(graph: Graph) -> _Ring:
    axis, here = placing.axis(graph), placing.point(graph)
    crossed = wiring.cross(graph, axis, here)
    start = wiring.cross(graph, axis, (0.267, 0.535, 0.802))  # any direction across the axis
    sine = wiring.dot(graph, crossed, start)
    cosine = wiring.dot(graph, here, start)
    angle = graph.node("ShaderNodeMath", {0: sine, 1: cosine}, operation="ARCTAN2")
    return _Ring(crossed, graph.node("ShaderNodeMath", {0: angle, 1: 1 / (2 * np.pi)}, operation="MULTIPLY"))


def _welded(kind: Heated) -> Material:
    alloy = kind.alloy
    sample, build = partial(sample_weld, kind), partial(build_weld, kind)
    return Material(kind.name, kind.doc, sample, build, alloy.density_kg_m3, alloy.friction)


MATERIALS = (
    _welded(
        Heated(
            "steel_welded",
            "Steel with a weld around it: ripples like stacked coins, soot, temper colours. Computed iron oxide.",
            _BEAD,
            STEEL,
            oxide=(0.06, 0.052, 0.045),
            width_m=_WIDTH_M,
        )
    ),
    _welded(
        Heated(
            "stainless_steel_welded",
            "Stainless steel with a weld around it: ripples like stacked coins, heat tint. Computed chromium oxide.",
            _BEAD,
            STAINLESS_STEEL,
            oxide=(0.10, 0.09, 0.085),
            width_m=_WIDTH_M,
        )
    ),
)
