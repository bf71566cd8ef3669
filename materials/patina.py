"""What air and hands leave on bare metal: hairlines, fingerprints, tarnish, dirt in recesses. One shader does it all.

A stain on metal takes light out of the reflection and dulls it. So it is mixed into the metal's own reflectance and
roughness; a second, matte shader on top looks much the same and costs a third more for each sample.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from generator.shading import Graph, Scalar, Surface
from materials import wiring
from materials.placing import boxed, cavity

_DULLING = 0.3  # roughness that a stain adds where it hides the metal
_SEAM = 0.05  # handling marks are faint: a narrow fade between the three projections hides their seams


def patinated(
    graph: Graph, surface: Surface, marks: Mapping[str, Any], oxide: tuple[float, float, float], tarnish: Scalar = 0.0
) -> Surface:
    """The surface rougher where touched, and towards the colour `oxide` where patina, tarnish or dirt sit.

    `tarnish` (0..1) is what the finish's own map says; `marks` is what `materials.everyday.sample_marks` drew.
    """
    texture = boxed(graph, "handling", marks["place"], marks["scale"], smooth=_SEAM).colour
    touched = wiring.dot(graph, texture, (marks["hairlines"], marks["film"], 0.0))
    roughness = wiring.plus(graph, touched, surface.roughness)
    patina = wiring.plus(graph, wiring.dot(graph, texture, (0.0, 0.0, marks["veil"])), tarnish)
    stained = wiring.limited(graph, wiring.times_plus(graph, cavity(graph), marks["grime"], patina))
    return replace(
        surface,
        roughness=wiring.times_plus(graph, stained, _DULLING, roughness),
        colour=wiring.blend_colour(graph, surface.colour, oxide, stained),
    )
