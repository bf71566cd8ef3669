"""Metals under something thin: plate, passivation, anodising, oxide. What it does to light is computed beforehand.

A film that differs in thickness over the part is a colour ramp over thickness (`materials.film`); the texture of the
finish says where it is thicker, and it drifts along the part, as it does between the anode's side and the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

import numpy as np

from generator.plugins import Material
from generator.shading import Graph, Scalar, Socket, Surface
from materials import placing, wiring
from materials.closures import Reflector
from materials.everyday import Range, rounded
from materials.film import FilmRamp, Stops, one_colour
from materials.finishes import Finish, sample_finish, sample_shade, shaded, worked
from materials.marks import marked
from materials.optics import CONDUCTORS, F82_COSINE, Triple, fresnel_conductor, normal_reflectance
from materials.patina import patinated


@dataclass(frozen=True, slots=True)
class Coating:
    """What lies on the metal. `optics` is computed when a material is first built."""

    name: str
    doc: str
    finish: Finish
    density_kg_m3: float
    friction: float
    optics: Callable[[], FilmRamp]  # one stop for a film of one colour
    oxide: Triple  # reflectance of the dirt and corrosion that sits on it
    thickness: Range = (0.0, 0.0)  # where on the ramp a part lies, 0..1
    cloud: Range = (0.0, 0.0)  # how much thicker the film is where the map's stain is 1
    drift_per_m: Range = (0.0, 0.0)  # how much it changes along the part
    pale_marks: bool = False  # whether a laser burns light marks through it
    plating: float = 0.0  # how much shade and hue differ from part to part
    metal: str | None = None  # in `materials.optics.CONDUCTORS`, where what is seen is that metal


@cache
def bare(metal: str) -> FilmRamp:
    """A plate of one metal, so thick that what it lies on does not show."""
    optics = CONDUCTORS[metal]
    return one_colour(normal_reflectance(optics), fresnel_conductor(optics, F82_COSINE))


def coated(coating: Coating) -> Material:
    """The material of a description."""
    return Material(
        coating.name,
        coating.doc,
        partial(sample_coating, coating),
        partial(build_coating, coating),
        coating.density_kg_m3,
        coating.friction,
    )


def sample_coating(coating: Coating, rng: np.random.Generator) -> dict[str, Any]:
    """The numbers of one part: its finish, and how thick its film is where."""
    shade = rng.uniform(0.8, 1.2)
    return sample_finish(coating.finish, rng) | {
        "oxide": [rounded(min(c * shade, 1.0)) for c in coating.oxide],
        "shade": sample_shade(rng, coating.plating),
        "thickness": rounded(rng.uniform(*coating.thickness)),
        "cloud": rounded(rng.uniform(*coating.cloud)),
        "drift_per_m": rounded(rng.choice([-1.0, 1.0]) * rng.uniform(*coating.drift_per_m)),
    }


def build_coating(coating: Coating, params: Mapping[str, Any], graph: Graph) -> Surface:
    """The film's colour over the marks of the tool, then the marks of handling."""
    ramp = coating.optics()
    surface = Surface(Reflector(ramp.edge, coating.metal), "metal", params["roughness"])
    surface, found = worked(coating.finish, params, graph, surface)
    if len(ramp.stops) == 1:
        surface = replace(surface, colour=shaded(ramp.stops[0][1], params["shade"]))
    else:
        cloud = wiring.dot(graph, found.colour, (0.0, params["cloud"], 0.0))
        thick: Scalar = wiring.plus(graph, cloud, params["thickness"])
        if params["drift_per_m"] != 0.0:
            along = wiring.dot(graph, placing.point(graph), placing.axis(graph))
            thick = wiring.times_plus(graph, along, params["drift_per_m"], thick)
        surface = replace(surface, colour=along_ramp(graph, ramp.stops, thick))
    return marked(graph, patinated(graph, surface, found, params), params.get("mark"), coating.pale_marks)


def along_ramp(graph: Graph, stops: Stops, where: Scalar) -> Socket:
    """The colour at a place on a ramp of even stops, 0..1."""
    return graph.node("ShaderNodeValToRGB", {0: where}, ramp=stops)
