"""Markings of a floor: a yellow line, or yellow and black stripes at 45 degrees, worn where they are driven over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from generator.shading import Graph, Scalar, Socket, Surface
from materials import placing, wiring
from materials.everyday import rounded

_YELLOW = (0.68, 0.40, 0.02)  # traffic yellow, RAL 1023, linear
_BLACK = (0.026, 0.026, 0.027)
_STRIPE_M = 0.1  # a yellow and a black stripe together, across


def sample(rng: np.random.Generator) -> dict[str, Any]:
    """Where the marking runs, how wide, and whether it is striped."""
    return {
        "line_at_m": rounded(rng.uniform(-0.9, 0.9)),
        "line_along_x": bool(rng.random() < 0.5),
        "line_width_m": rounded(rng.choice([0.075, 0.1])),
        "line_striped": bool(rng.random() < 0.6),
        "line_cover": rounded(rng.uniform(0.75, 0.97)),
    }


def painted(params: Mapping[str, Any], graph: Graph, surface: Surface) -> Surface:
    """The surface with the marking on it. The floor lies in its own x-y plane."""
    across = (0.0, 1.0, 0.0) if params["line_along_x"] else (1.0, 0.0, 0.0)
    here = placing.point(graph)
    off = wiring.plus(graph, wiring.dot(graph, here, across), -params["line_at_m"])
    away = graph.node("ShaderNodeMath", {0: off}, operation="ABSOLUTE")
    half = 0.5 * params["line_width_m"]
    inside: Scalar = wiring.ramp(graph, away, half + 0.0012, half - 0.0012)
    cover = wiring.times(graph, inside, params["line_cover"])
    paint: Any = _striped(graph, here) if params["line_striped"] else _YELLOW
    return replace(surface, colour=wiring.blend_colour(graph, surface.colour, paint, cover))


def _striped(graph: Graph, here: Socket) -> Socket:
    per_m = float(np.sqrt(0.5)) / _STRIPE_M
    phase = graph.node("ShaderNodeMath", {0: wiring.dot(graph, here, (per_m, per_m, 0.0))}, operation="FRACT")
    second = wiring.ramp(graph, phase, 0.49, 0.51)
    return wiring.blend_colour(graph, _YELLOW, _BLACK, second)
