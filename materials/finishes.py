"""Finishes of metal: polished, brushed, turned, milled, sandblasted, cast. Each substance comes in all six."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from generator.plugins import Material
from generator.shading import Graph, Surface
from materials import placing, wiring
from materials.closures import conductor
from materials.everyday import handled, rounded, sample_marks
from materials.optics import CONDUCTORS

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Finish:
    """What a tool leaves: ranges of roughness, of relief in metres, of anisotropy, of stain."""

    doc: str
    texture: str | None
    projection: str  # "lengthwise", "around" or "boxed"
    roughness: Range
    roughness_spread: Range  # what the texture's second channel adds, end to end
    relief_m: Range
    anisotropy: Range
    stain: Range  # share of light taken where the texture's third channel is 1
    handling: float = 1.0


FINISHES: dict[str, Finish] = {
    "polished": Finish(
        "mirror-polished with hairlines, wiped smears and fingerprints",
        "brushed", "boxed", (0.02, 0.075), (0.005, 0.04), (0.0, 0.0), (0.0, 0.0), (0.0, 0.03), 0.8,
    ),
    "brushed": Finish(
        "brushed along the part: highlights stretch across the lines",
        "brushed", "lengthwise", (0.17, 0.25), (0.06, 0.14), (0.0, 0.0), (0.55, 0.82), (0.0, 0.12),
    ),
    "turned": Finish(
        "turned on a lathe: feed grooves around shanks and rings on faces",
        "turned", "around", (0.09, 0.16), (0.10, 0.22), (4e-6, 10e-6), (0.35, 0.65), (0.0, 0.12),
    ),
    "milled": Finish(
        "face-milled: arcs of the cutter, steps between lanes",
        "milled", "boxed", (0.09, 0.16), (0.12, 0.24), (12e-6, 30e-6), (0.0, 0.0), (0.02, 0.15),
    ),
    "sandblasted": Finish(
        "blasted with grit: matte, finely cratered",
        "blasted", "boxed", (0.36, 0.48), (0.05, 0.14), (6e-6, 14e-6), (0.0, 0.0), (0.05, 0.25),
    ),
    "cast": Finish(
        "as cast in sand: grains, swells, pores, scale in the hollows",
        "cast", "boxed", (0.4, 0.52), (0.08, 0.2), (22e-6, 50e-6), (0.0, 0.0), (0.3, 0.75), 1.4,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Metal:
    """A substance: its optics, its weight, and the colour of what grows on it."""

    name: str
    conductor: str  # a name in `materials.optics.CONDUCTORS`
    doc: str
    density_kg_m3: float
    friction: float
    oxide: tuple[float, float, float]  # albedo of tarnish and scale
    tarnish: float = 1.0  # how readily it grows


def metal_materials(metal: Metal) -> tuple[Material, ...]:
    """The six materials of a metal, `<metal>_<finish>`."""
    source = CONDUCTORS[metal.conductor].source
    return tuple(
        Material(
            f"{metal.name}_{name}",
            f"{metal.doc}, {finish.doc}. n and k: {source}.",
            partial(sample_metal, metal, finish),
            partial(build_metal, metal, finish),
            metal.density_kg_m3,
            metal.friction,
        )
        for name, finish in FINISHES.items()
    )


def sample_metal(metal: Metal, finish: Finish, rng: np.random.Generator) -> dict[str, Any]:
    """The numbers of one part: no two parts of a pile are alike."""
    shade = rng.uniform(0.7, 1.3)
    return {
        "place": placing.sample_place(rng),
        "roughness": rounded(rng.uniform(*finish.roughness)),
        "roughness_spread": rounded(rng.uniform(*finish.roughness_spread)),
        "relief_m": rounded(rng.uniform(*finish.relief_m)),
        "anisotropy": rounded(rng.uniform(*finish.anisotropy)),
        "stain": rounded(min(metal.tarnish * rng.uniform(*finish.stain), 0.9)),
        "oxide": [rounded(c * shade) for c in metal.oxide],
        "marks": sample_marks(rng, finish.handling),
    }


def build_metal(metal: Metal, finish: Finish, params: Mapping[str, Any], graph: Graph) -> Surface:
    """The bare metal with the marks of its tool, then the marks of everyday handling."""
    surface = Surface(conductor(CONDUCTORS[metal.conductor]), "metal", params["roughness"])
    if finish.projection == "lengthwise":
        found = placing.lengthwise(graph, "brushed", params["place"])
        surface = replace(surface, tangent=placing.along_axis(graph), anisotropy=params["anisotropy"])
    elif finish.projection == "around":
        found = placing.around(graph, "turned", params["place"])
        surface = replace(surface, tangent=placing.around_axis(graph), anisotropy=params["anisotropy"])
    else:
        found = placing.boxed(graph, finish.texture or "", params["place"])
    # Channels: roughness change, stain, gradient along u; in the fourth the gradient along v.
    rougher = wiring.dot(graph, found.colour, (params["roughness_spread"], 0.0, 0.0))
    surface = replace(surface, roughness=wiring.plus(graph, rougher, params["roughness"]))
    if params["relief_m"] > 0.0:
        along_u = wiring.dot(graph, found.colour, (0.0, 0.0, 1.0))
        surface = replace(surface, slope=placing.slope(graph, found, along_u, params["relief_m"]))
    tarnish = wiring.dot(graph, found.colour, (0.0, params["stain"], 0.0))
    return handled(graph, surface, params["marks"] | {"veil_colour": params["oxide"]}, tarnish)
