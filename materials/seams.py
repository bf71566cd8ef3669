"""The line where two halves of a die or a mould met: a low ridge, trimmed bright, around the part along its axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from generator.shading import Graph, Scalar, Surface
from materials import wiring
from materials.everyday import rounded
from materials.placing import axis, point

_STEEP = 0.35  # of the ridge's flanks, m/m
_CLEANED = 0.85  # share of the stain that trimming takes away


def sample_seam(rng: np.random.Generator) -> dict[str, Any]:
    """How wide the trimmed line is, how far from the middle of the part it runs, and how it lies about the axis."""
    angle = rng.uniform(0.0, 2.0 * np.pi)
    return {
        "half_m": rounded(rng.uniform(0.35e-3, 0.8e-3)),
        "off_m": rounded(rng.normal(0.0, 0.3e-3)),
        "towards": [rounded(np.cos(angle)), rounded(np.sin(angle)), rounded(rng.uniform(0.2, 0.5))],
        "worn": rounded(rng.uniform(0.3, 1.0)),
    }


def seamed(graph: Graph, surface: Surface, stain: Scalar, seam: Mapping[str, Any]) -> tuple[Surface, Scalar]:
    """The surface with its ridge, and the stain with a clean line in it."""
    x, y, z = seam["towards"]
    across = graph.node("ShaderNodeVectorMath", {0: wiring.cross(graph, axis(graph), (x, y, z))}, operation="NORMALIZE")
    place = wiring.plus(graph, wiring.dot(graph, point(graph), across), seam["off_m"])
    away = graph.node("ShaderNodeMath", {0: place}, operation="ABSOLUTE")
    line = wiring.ramp(graph, away, seam["half_m"], 0.7 * seam["half_m"])
    left = wiring.times_plus(graph, line, -_CLEANED * seam["worn"], 1.0)
    side = graph.node("ShaderNodeMath", {0: place}, operation="SIGN")
    steep = wiring.times(graph, wiring.times(graph, side, -_STEEP * seam["worn"]), line)
    ridge = graph.node("ShaderNodeVectorMath", {0: across, "Scale": steep}, operation="SCALE")
    slope = ridge if surface.slope is None else wiring.add_vectors(graph, surface.slope, ridge)
    return replace(surface, slope=slope), wiring.times(graph, stain, left)
