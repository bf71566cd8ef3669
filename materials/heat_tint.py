"""Heat tint: bands of straw, brown, purple and blue beside a weld or where a flame was. A growing film of oxide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

import numpy as np

from generator.plugins import Material
from generator.shading import Graph, Scalar, Socket, Surface
from materials import placing, wiring
from materials.closures import Reflector
from materials.coatings import along_ramp
from materials.everyday import Range, rounded
from materials.film import FilmRamp, film_ramp
from materials.finishes import FINISHES, Finish, sample_finish, worked
from materials.marks import marked
from materials.optics import CONDUCTORS, Triple
from materials.oxides import OXIDES
from materials.patina import patinated


@dataclass(frozen=True, slots=True)
class Alloy:
    """A metal that takes colours when it gets hot."""

    metal: str  # in `materials.optics.CONDUCTORS`
    density_kg_m3: float
    friction: float
    film: str  # in `materials.oxides.OXIDES`
    thickest_nm: float  # where it was hottest


@dataclass(frozen=True, slots=True)
class Heated:
    """An alloy that was hot in a band across its axis."""

    name: str
    doc: str
    finish: Finish
    alloy: Alloy
    oxide: Triple
    width_m: Range = (0.014, 0.03)  # from the middle of the band to where no colour is left


STEEL = Alloy("iron", 7850.0, 0.45, "iron", 75.0)
STAINLESS_STEEL = Alloy("stainless_steel", 8000.0, 0.45, "chromium", 130.0)
TITANIUM = Alloy("titanium", 4506.0, 0.42, "titanium", 130.0)


@cache
def grown(alloy: Alloy) -> FilmRamp:
    """The film from bare metal to its thickest. The hotter, the faster it grew."""
    film, metal = OXIDES[alloy.film], CONDUCTORS[alloy.metal]
    return film_ramp(film, metal, 0.0, alloy.thickest_nm, growth=1.5, uneven=0.12)


def heated(kind: Heated) -> Material:
    """The material of a description."""
    alloy = kind.alloy
    sample, build = partial(sample_heated, kind), partial(build_heated, kind)
    return Material(kind.name, kind.doc, sample, build, alloy.density_kg_m3, alloy.friction)


def sample_heated(kind: Heated, rng: np.random.Generator) -> dict[str, Any]:
    """The numbers of one part: where along its axis it was hot, and how far around."""
    shade = rng.uniform(0.8, 1.2)
    return sample_finish(kind.finish, rng) | {
        "oxide": [rounded(c * shade) for c in kind.oxide],
        "centre_m": rounded(rng.uniform(-0.012, 0.012)),
        "width_m": rounded(rng.uniform(*kind.width_m)),
        "heat": rounded(rng.uniform(0.55, 1.05)),
        "uneven": rounded(rng.uniform(0.06, 0.2)),
    }


def build_heated(kind: Heated, params: Mapping[str, Any], graph: Graph) -> Surface:
    """The film's colour by the distance from the hot line, over the marks of the tool."""
    ramp = grown(kind.alloy)
    surface = Surface(Reflector(ramp.edge, kind.alloy.metal), "metal", params["roughness"])
    surface, found = worked(kind.finish, params, graph, surface)
    away = from_line(graph, params["centre_m"])
    heat = heat_at(graph, away, params, found)
    surface = replace(surface, colour=along_ramp(graph, ramp.stops, heat))
    return marked(graph, patinated(graph, surface, found, params), params.get("mark"))


def from_line(graph: Graph, centre_m: float) -> Socket:
    """How far along the axis the place is from the line, in metres, with its sign."""
    along = wiring.dot(graph, placing.point(graph), placing.axis(graph))
    return graph.node("ShaderNodeMath", {0: along, 1: centre_m}, operation="SUBTRACT")


def heat_at(graph: Graph, away: Socket, params: Mapping[str, Any], found: placing.Lookup) -> Scalar:
    """1 at the line to 0 where the heat left no colour; uneven as the finish is."""
    distance = graph.node("ShaderNodeMath", {0: away}, operation="ABSOLUTE")
    even = wiring.times_plus(graph, distance, -params["heat"] / params["width_m"], params["heat"])
    unevenness = wiring.dot(graph, found.colour, (0.5 * params["uneven"], params["uneven"], 0.0))
    return wiring.plus(graph, unevenness, even)


MATERIALS = (
    heated(
        Heated(
            "steel_heat_tinted",
            "Steel with temper colours in a band: straw, brown, purple, blue. Iron oxide of 0 to 75 nm, computed.",
            FINISHES["ground"],
            STEEL,
            oxide=(0.075, 0.058, 0.045),
        )
    ),
    heated(
        Heated(
            "stainless_steel_heat_tinted",
            "Stainless steel with heat tint in a band: straw to blue and on. Chromium oxide of 0 to 130 nm.",
            FINISHES["brushed"],
            STAINLESS_STEEL,
            oxide=(0.16, 0.15, 0.14),
        )
    ),
    heated(
        Heated(
            "titanium_heat_tinted",
            "Titanium with heat tint in a band: gold, purple, blue, light blue, yellow. TiO2 of 0 to 130 nm, computed.",
            FINISHES["brushed"],
            TITANIUM,
            oxide=(0.13, 0.12, 0.115),
        )
    ),
)
