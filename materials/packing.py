"""What goods come in: pallets, packing tape, printed labels, hazard stripes, corrugated edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from generator.plugins import Material
from generator.shading import Graph, Kind, Surface
from materials import placing, wiring
from materials.everyday import Range, rounded
from materials.ground import above
from materials.opaque import Rgb, sample_colour
from materials.skins import skin


@dataclass(frozen=True, slots=True)
class Print:
    """A flat thing whose map holds its colour (0 to 2) and its change of roughness (3)."""

    name: str
    doc: str
    map: str
    kind: Kind
    density_kg_m3: float
    friction: float
    use: tuple[str, ...]
    roughness: Range
    cells: int = 1  # an atlas: a thing shows one cell of so many a side, stretched from its centre
    boards: bool = False  # grain along x, also on what stands
    tints: tuple[Rgb, ...] = ((1.0, 1.0, 1.0), (0.88, 0.87, 0.85))
    index: float = 1.5
    specular: float = 0.45
    reach: float = 1.5


def print_material(one: Print) -> Material:
    """The material of a description."""
    return Material(
        one.name, one.doc, partial(sample, one), partial(build, one), one.density_kg_m3, one.friction, use=one.use
    )


def sample(one: Print, rng: np.random.Generator) -> dict[str, Any]:
    """Which label, how bright and how dull. A label lies centred on its thing; other prints lie anywhere."""
    place = placing.sample_place(rng)
    if one.cells > 1:
        cell = rng.integers(0, one.cells, 2)
        place = {"shift": [rounded((float(c) + 0.5) / one.cells) for c in cell] + [0.0], "flip": [1.0, 1.0, 1.0]}
    return {
        "place": place,
        "colour": sample_colour(rng, one.tints, 0.04),
        "roughness": rounded(rng.uniform(*one.roughness)),
        "rub": rounded(rng.uniform(0.5, 1.0)),
    }


def build(one: Print, params: Mapping[str, Any], graph: Graph) -> Surface:
    """One lookup: from above, or for boards from the side that faces it."""
    r, g, b = params["colour"]
    surface = Surface(skin(one.index, one.specular), one.kind, params["roughness"], (r, g, b), reach=one.reach)
    if one.boards:
        board = placing.boarded(graph, one.map, params["place"])
        printed, change = board.colour, board.alpha
    else:
        seen = above(graph, one.map, params["place"], placing.point(graph))
        printed, change = seen.colour, seen.alpha
    colour = wiring.blend_colour(graph, printed, surface.colour, 1.0, "MULTIPLY")
    roughness = wiring.times_plus(graph, change, params["rub"], params["roughness"])
    return replace(surface, colour=colour, roughness=roughness)


MATERIALS = tuple(
    print_material(one)
    for one in (
        Print(
            "shipping_label", "A thermal label, 105 x 74 mm, centred on its thing: words, numbers, bar code, signs.",
            "printed_labels", "fibre", 800.0, 0.4, ("prop",), (0.35, 0.6), cells=4,
        ),
        Print(
            "packing_tape", "Brown packing tape: streaks of glue, bubbles, glossy.",
            "printed_tape", "plastic", 900.0, 0.5, ("prop",), (0.1, 0.24),
        ),
        Print(
            "hazard_stripes", "Yellow and black stripes at 45 degrees, 71 mm wide, driven and walked over.",
            "printed_hazard", "coated", 1500.0, 0.5, ("prop",), (0.3, 0.5), reach=3.0,
        ),
        Print(
            "pallet_wood", "Rough-sawn boards, weathered: saw arcs, nail heads with rust, splits, knots.",
            "pallet_boards", "fibre", 500.0, 0.6, ("bench",), (0.7, 0.85), boards=True, specular=0.3, reach=3.0,
        ),
    )
)  # fmt: skip
