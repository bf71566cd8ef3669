"""Bare metals: a substance with its measured optics comes in many finishes, each a material of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from generator.plugins import Material
from generator.shading import Graph, Surface
from materials.closures import Reflector
from materials.everyday import rounded
from materials.finishes import FINISHES, Finish, sample_finish, sample_shade, shaded, worked
from materials.marks import marked
from materials.optics import CONDUCTORS, Triple, measured_edge_tint, normal_reflectance
from materials.patina import patinated

IN_EVERY_METAL = ("polished", "brushed", "turned", "milled", "sandblasted", "cast")


@dataclass(frozen=True, slots=True)
class Metal:
    """A substance: its optics, its weight, and the colour of what grows on it."""

    name: str
    conductor: str  # a name in `materials.optics.CONDUCTORS`
    doc: str
    density_kg_m3: float
    friction: float
    oxide: Triple  # reflectance of tarnish and scale
    tarnish: float = 1.0  # how readily it grows
    also: tuple[str, ...] = ()  # finishes besides those that every metal has
    plating: float = 0.0  # how much shade and hue differ from part to part, where it is a plate


def metal_materials(metal: Metal) -> tuple[Material, ...]:
    """The materials of a metal, `<metal>_<finish>`."""
    source = CONDUCTORS[metal.conductor].source
    return tuple(
        Material(
            f"{metal.name}_{name}",
            f"{metal.doc}, {FINISHES[name].doc}. n and k: {source}.",
            partial(sample_metal, metal, FINISHES[name]),
            partial(build_metal, metal, FINISHES[name]),
            metal.density_kg_m3,
            metal.friction,
        )
        for name in (*IN_EVERY_METAL, *metal.also)
    )


def sample_metal(metal: Metal, finish: Finish, rng: np.random.Generator) -> dict[str, Any]:
    """The numbers of one part."""
    shade = rng.uniform(0.7, 1.3)
    params = sample_finish(finish, rng, metal.tarnish)
    params["oxide"] = [rounded(c * shade) for c in metal.oxide]
    params["shade"] = sample_shade(rng, metal.plating) if metal.plating > 0.0 else [1.0, 1.0, 1.0]
    return params


def build_metal(metal: Metal, finish: Finish, params: Mapping[str, Any], graph: Graph) -> Surface:
    """The bare metal with the marks of its tool, then the marks of everyday handling."""
    conductor = CONDUCTORS[metal.conductor]
    r, g, b = (rounded(float(v)) for v in normal_reflectance(conductor))
    colour = shaded((r, g, b), params["shade"])
    close = Reflector(measured_edge_tint(conductor), metal.conductor)
    surface = Surface(close, "metal", params["roughness"], colour)
    surface, found = worked(finish, params, graph, surface)
    return marked(graph, patinated(graph, surface, found, params), params.get("mark"))
