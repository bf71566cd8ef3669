"""Liquids in vessels. One material serves the free surface and the wall that the liquid wets.

Where a liquid touches glass there is one boundary, not two: its index is that of the glass over that of the liquid,
because the glass lies behind it. `scenes.shapes.contents` marks the wetted wall with `cavity` 1 and leaves the free
surface at 0, so no second skin is needed and no light is lost between two that nearly touch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from generator.plugins import Material
from generator.shading import Graph, Socket, Surface
from materials import placing, wiring
from materials.everyday import rounded
from materials.optics import DIELECTRICS
from materials.skins import skin, wall

_GLASS = DIELECTRICS["soda_lime_glass"]


@dataclass(frozen=True, slots=True)
class Liquid:
    """`through` is what is left of light after 20 mm, linear Rec.709; a cloudy one has a body colour instead."""

    name: str
    doc: str
    index: float
    through: tuple[float, float, float]
    density_kg_m3: float
    cloudy: bool = False


def sample(liquid: Liquid, rng: np.random.Generator) -> dict[str, Any]:
    """Stronger and weaker, as mixed."""
    strength = rng.uniform(0.6, 1.5)
    return {"colour": [rounded(c**strength) for c in liquid.through]}


def build(liquid: Liquid, params: Mapping[str, Any], graph: Graph) -> Surface:
    """A boundary from air, or from glass, into the liquid."""
    r, g, b = params["colour"]
    if liquid.cloudy:
        return Surface(skin(liquid.index), "glass", 0.05, (r, g, b))
    wetted = placing.cavity(graph)
    index = wiring.blend(graph, liquid.index, _GLASS / liquid.index, wetted)

    def close(graph: Graph, surface: Surface) -> Socket:
        smooth = Surface(wall(index), "glass", 0.0, surface.colour)  # wear of the vessel leaves no mark in a liquid
        return smooth.close(graph, smooth)

    return Surface(close, "glass", 0.0, (r, g, b))


_LIQUIDS = (
    Liquid("liquid_water", "Water, n 1.333, as from the tap.", DIELECTRICS["water"], (0.985, 0.992, 0.994), 998.0),
    Liquid("liquid_oil", "Machine oil, n 1.47: honey-yellow.", 1.47, (0.90, 0.62, 0.12), 870.0),
    Liquid(
        "liquid_solvent", "Isopropanol, n 1.377: clear as water, creeps up the wall.", 1.377, (0.99, 0.99, 0.99), 785.0
    ),
    Liquid("liquid_dye_blue", "Water with blue dye or copper sulphate.", 1.338, (0.14, 0.45, 0.85), 1040.0),
    Liquid("liquid_dye_red", "Water with red dye.", 1.338, (0.75, 0.045, 0.05), 1010.0),
    Liquid("liquid_dye_green", "Coolant concentrate, fluorescent green.", 1.36, (0.30, 0.80, 0.10), 1060.0),
    Liquid("liquid_coolant", "Cutting emulsion: milky, opaque.", 1.34, (0.66, 0.69, 0.62), 995.0, cloudy=True),
)

MATERIALS = tuple(
    Material(
        one.name, one.doc, partial(sample, one), partial(build, one), one.density_kg_m3, 0.1,
        transparent=not one.cloudy, use=("prop",),
    )
    for one in _LIQUIDS
)  # fmt: skip
