"""Corrugated board in sheets: kraft faces, and on cut edges the wave between its liners."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from generator.plugins import Material
from generator.shading import Graph, Scalar, Surface
from materials import placing, wiring
from materials.everyday import rounded
from materials.opaque import sample_colour, toned
from materials.skins import skin

_FLUTE_M = 0.0074  # wavelength of C flute; FEFCO gives 7.1 to 7.9 mm
_BOARD_M = 0.0040  # thickness of C flute with its liners
_PAPER_M = 0.00035  # what the wave and the liners show of themselves on a cut edge


def sample(rng: np.random.Generator) -> dict[str, Any]:
    """One blank: its shade, and how its flutes run against its edges."""
    return {
        "place": placing.sample_place(rng),
        "colour": sample_colour(rng, ((1.0, 1.0, 1.0), (0.86, 0.84, 0.8), (1.1, 1.12, 1.16)), 0.06),
        "roughness": rounded(rng.uniform(0.72, 0.85)),
        "shift": rounded(rng.uniform(0.0, 6.28)),
        "depth": rounded(rng.uniform(0.75, 0.92)),
    }


def build(params: Mapping[str, Any], graph: Graph) -> Surface:
    """Kraft everywhere; where the sheet is cut, shadow between liner and wave."""
    r, g, b = params["colour"]
    albedo = placing.boxed(graph, "cardboard", params["place"], smooth=0.0).colour
    colour = wiring.blend_colour(graph, albedo, (r, g, b), 1.0, "MULTIPLY")
    dark = wiring.times(graph, _hollow(graph, params["shift"]), -params["depth"])
    return Surface(skin(1.5, 0.35), "fibre", params["roughness"], toned(graph, colour, dark), reach=2.0)


def _hollow(graph: Graph, shift: float) -> Scalar:
    """1 on a cut edge where there is air, 0 elsewhere. The sheet lies in its own x-y plane, centred."""
    coordinates = graph.node("ShaderNodeTexCoord")
    here = graph.output(coordinates, "Object")
    upright = wiring.dot(graph, graph.output(coordinates, "Normal"), (0.0, 0.0, 1.0))
    flat = graph.node("ShaderNodeMath", {0: upright}, operation="ABSOLUTE")
    cut = graph.node("ShaderNodeMath", {0: flat, 1: 0.5}, operation="LESS_THAN")
    per_m = 2.0 * np.pi / _FLUTE_M
    along = wiring.plus(graph, wiring.dot(graph, here, (per_m, per_m, 0.0)), shift)
    wave = graph.node("ShaderNodeMath", {0: along}, operation="SINE")
    height = wiring.dot(graph, here, (0.0, 0.0, 1.0))
    off = wiring.times_plus(graph, wave, -(0.5 * _BOARD_M - _PAPER_M), height)
    away = graph.node("ShaderNodeMath", {0: off}, operation="ABSOLUTE")
    beside_wave = wiring.ramp(graph, away, 0.5 * _PAPER_M, _PAPER_M)
    rise = graph.node("ShaderNodeMath", {0: height}, operation="ABSOLUTE")
    inside = wiring.ramp(graph, rise, 0.5 * _BOARD_M - 0.5 * _PAPER_M, 0.5 * _BOARD_M - _PAPER_M)
    return wiring.times(graph, wiring.times(graph, beside_wave, inside), cut)


MATERIALS = (
    Material(
        "cardboard_corrugated",
        "A sheet of C-flute board, 4 mm: kraft faces, and the wave between its liners on cut edges.",
        sample,
        build,
        180.0,
        0.5,
        use=("prop",),
    ),
)
