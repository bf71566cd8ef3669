"""What bodies and grounds have in common: weight, grip, use, a colour of the batch under a skin of some gloss."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import numpy as np

from generator.plugins import Material
from generator.shading import Graph, Kind, Scalar, Socket, Surface
from materials import wiring
from materials.everyday import Range, rounded
from materials.optics import DIELECTRICS, Triple
from materials.skins import skin

Rgb = Triple  # albedo, linear Rec.709


@dataclass(frozen=True, slots=True)
class Opaque:
    """An opaque substance. Colours are albedo in linear Rec.709."""

    name: str
    doc: str
    kind: Kind
    density_kg_m3: float
    friction: float
    use: tuple[str, ...]
    roughness: Range
    colours: tuple[Rgb, ...] = ((1.0, 1.0, 1.0),)  # one is drawn; multiplies the albedo map
    colour_spread: float = 0.06  # batch to batch
    index: float = DIELECTRICS["paint"]
    specular: float = 0.5
    fuzz: float = 0.0  # of cloth: fibres that stand out of it
    reach: float = 1.0


Described = TypeVar("Described", bound=Opaque)


def opaque_material(
    described: Described,
    sample: Callable[[Described, np.random.Generator], dict[str, Any]],
    build: Callable[[Described, Mapping[str, Any], Graph], Surface],
) -> Material:
    """The material of a description, from what samples and builds its kind."""
    return Material(
        described.name,
        described.doc,
        partial(sample, described),
        partial(build, described),
        described.density_kg_m3,
        described.friction,
        use=described.use,
    )


def bare_body(described: Opaque, params: Mapping[str, Any]) -> Surface:
    """The substance in its colour, before any map."""
    r, g, b = params["colour"]
    close = skin(described.index, described.specular, described.fuzz)
    return Surface(close, described.kind, params["roughness"], (r, g, b), reach=described.reach)


def sample_colour(rng: np.random.Generator, colours: tuple[Rgb, ...], spread: float) -> list[float]:
    """One of the colours, a little brighter, darker, warmer or colder: no two batches match."""
    base = colours[int(rng.integers(len(colours)))]
    bright = np.exp(rng.normal(0.0, spread))
    warm = rng.normal(0.0, spread * 0.35)
    colour = np.clip(np.array(base) * bright * (1.0 + warm * np.array([1.0, 0.0, -1.0])), 0.003, 1.0)
    return [rounded(float(c)) for c in colour]


def toned(graph: Graph, colour: Any, change: Scalar) -> Socket:
    """The colour times 1 + change."""
    plain = colour if isinstance(colour, Socket) else wiring.vector(graph, *colour)
    return graph.node("ShaderNodeVectorMath", {0: plain, 1: change, 2: plain}, operation="MULTIPLY_ADD")
