"""What goods come in: packing tape, printed labels, hazard stripes, corrugated edges."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from generator.shading import Graph, Socket, Surface
from materials import placing, wiring
from materials.body import Body, body_material
from materials.everyday import rounded
from materials.ground import above
from materials.opaque import Opaque, Rgb, bare_body, opaque_material, sample_colour


@dataclass(frozen=True, slots=True)
class Print(Opaque):
    """A flat thing whose map holds its colour (0 to 2) and its change of roughness (3)."""

    map: str = field(kw_only=True)
    cells: int = 1  # an atlas: a thing shows one cell of so many a side, stretched from its centre
    boards: bool = False  # grain along x, also on what stands
    rolls: int = 0  # a tape, seen from the side that it faces: so many rolls of 50 mm above one another, one is shown
    colours: tuple[Rgb, ...] = ((1.0, 1.0, 1.0), (0.88, 0.87, 0.85))
    colour_spread: float = 0.04
    specular: float = 0.45
    reach: float = 1.5


def sample(one: Print, rng: np.random.Generator) -> dict[str, Any]:
    """Which label, how bright and how dull. A label lies centred on its thing; other prints lie anywhere."""
    place = placing.sample_place(rng)
    if one.cells > 1:
        cell = rng.integers(0, one.cells, 2)
        place = {"shift": [rounded((float(c) + 0.5) / one.cells) for c in cell] + [0.0], "flip": [1.0, 1.0, 1.0]}
    if one.rolls:  # along z, so that its middle lies on the middle of the tape
        roll = rounded((float(rng.integers(one.rolls)) + 0.5) / one.rolls)
        place = {"shift": [*place["shift"][:2], roll], "flip": [1.0, 1.0, 1.0]}
    return {
        "place": place,
        "colour": sample_colour(rng, one.colours, one.colour_spread),
        "roughness": rounded(rng.uniform(*one.roughness)),
        "rub": rounded(rng.uniform(0.5, 1.0)),
    }


def build(one: Print, params: Mapping[str, Any], graph: Graph) -> Surface:
    """One lookup: from above, or for boards from the side that faces it."""
    surface = bare_body(one, params)
    if one.rolls:
        seam = placing.boxed(graph, one.map, params["place"], smooth=0.0)
        printed, change = seam.colour, seam.alpha
    elif one.boards:
        board = placing.boarded(graph, one.map, params["place"])
        printed, change = board.colour, board.alpha
    else:
        seen = above(graph, one.map, params["place"], _turned(graph, params.get("turn_deg", 0.0)))
        printed, change = seen.colour, seen.alpha
    colour = wiring.blend_colour(graph, printed, surface.colour, 1.0, "MULTIPLY")
    roughness = wiring.times_plus(graph, change, params["rub"], params["roughness"])
    return replace(surface, colour=colour, roughness=roughness)


def _turned(graph: Graph, turn_deg: float) -> Socket:
    """Where to look a print up that lies turned counter-clockwise in the plane of x and y."""
    here = placing.point(graph)
    if not turn_deg:
        return here
    c, s = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    x, y = wiring.dot(graph, here, (c, s, 0.0)), wiring.dot(graph, here, (-s, c, 0.0))
    return wiring.vector(graph, x, y, wiring.dot(graph, here, (0.0, 0.0, 1.0)))


_PRINTS = (
    Print(
        "shipping_label", "A thermal label, 105 x 74 mm, centred on its thing: words, numbers, bar code, signs.",
        "fibre", 800.0, 0.4, ("prop",), (0.35, 0.6), map="printed_labels", cells=4,
    ),
    Print(
        "packing_tape", "Brown packing tape: streaks of glue, bubbles, glossy.",
        "plastic", 900.0, 0.5, ("prop",), (0.1, 0.24), map="printed_tape", rolls=1,
    ),
    Print(
        "packing_tape_printed", "White sealing tape with a message printed along it: glossy, worn.",
        "plastic", 900.0, 0.5, ("prop",), (0.14, 0.3), map="printed_sealing", rolls=3,
    ),
    Print(
        "hazard_stripes", "Yellow and black stripes at 45 degrees, 71 mm wide, driven and walked over.",
        "coated", 1500.0, 0.5, ("prop",), (0.3, 0.5), map="printed_hazard", reach=3.0,
    ),
    Print(
        "rough_boards", "A top of rough-sawn boards, weathered: saw arcs, nail heads with rust, splits, knots.",
        "fibre", 500.0, 0.6, ("bench",), (0.7, 0.85), map="pallet_boards", boards=True, specular=0.3,
        reach=3.0,
    ),
)  # fmt: skip
_PAPER = Body(
    "packing_tape_paper", "Gummed paper tape: kraft, paler or darker than the board under it, dull.",
    "fibre", 800.0, 0.5, ("prop",), (0.55, 0.7), ((1.16, 1.18, 1.2), (0.92, 0.9, 0.86)), albedo="cardboard",
    specular=0.4,
)  # fmt: skip

MATERIALS = (*(opaque_material(one, sample, build) for one in _PRINTS), body_material(_PAPER))
