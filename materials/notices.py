"""Signs and labels that say one thing: each shows a chosen cell of an atlas, on the face that it is given.

`shown` says which: a scene draws a material as any other, then chooses what it reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from generator.recipe import MaterialRecipe
from generator.shading import Graph, Surface
from materials import wiring
from materials.everyday import rounded
from materials.opaque import Opaque, Rgb, bare_body, opaque_material, sample_colour
from materials.placing import point
from materials.textures.notices import NOTICE_COLUMNS, NOTICE_ROWS, PLACE_COLUMNS, PLACE_ROWS


@dataclass(frozen=True, slots=True)
class Notice(Opaque):
    """A printed plate or label that shows one cell of an atlas of columns and rows."""

    map: str = field(kw_only=True)
    cells: tuple[int, int] = field(kw_only=True)
    size_m: tuple[float, float] = (0.2, 0.2)
    colours: tuple[Rgb, ...] = ((1.0, 1.0, 1.0), (0.93, 0.92, 0.88))
    colour_spread: float = 0.03
    specular: float = 0.5


def sample(one: Notice, rng: np.random.Generator) -> dict[str, Any]:
    """Any of the cells, flat on top of the thing; how it has faded, how glossy it is."""
    return {
        "cell": [int(rng.integers(one.cells[0])), int(rng.integers(one.cells[1]))],  # row from the top
        "at_m": [0.0, 0.0, 0.0],
        "across": [1.0, 0.0, 0.0],
        "up": [0.0, 1.0, 0.0],
        "size_m": list(one.size_m),
        "pitch_m": 0.0,
        "colour": sample_colour(rng, one.colours, one.colour_spread),
        "roughness": rounded(rng.uniform(*one.roughness)),
        "rub": rounded(rng.uniform(0.5, 1.0)),
    }


def shown(
    notice: MaterialRecipe,
    cell: tuple[int, int],
    size_m: tuple[float, float],
    at_m: Sequence[float] = (0.0, 0.0, 0.0),
    *,
    across: Sequence[float] = (1.0, 0.0, 0.0),
    up: Sequence[float] = (0.0, 1.0, 0.0),
    pitch_m: float = 0.0,
) -> MaterialRecipe:
    """The notice with the print of a `cell` (column, row from the top) of `size_m`, its middle at `at_m`.

    `across` and `up` are its directions, unit, in the thing's frame. With a `pitch_m`, plates at that distance along
    `across` show one cell after the other.
    """
    place = {"cell": [int(c) for c in cell], "at_m": [rounded(float(v)) for v in at_m], "pitch_m": rounded(pitch_m)}
    place |= {"across": [float(v) for v in across], "up": [float(v) for v in up]}
    return replace(notice, params=notice.params | place | {"size_m": [rounded(float(v)) for v in size_m]})


def build(one: Notice, params: Mapping[str, Any], graph: Graph) -> Surface:
    """One lookup, at the place within the plate and then within the plate's cell."""
    surface = bare_body(one, params)
    where, at = point(graph), np.array(params["at_m"])
    across, up = np.array(params["across"]), np.array(params["up"])
    columns, rows = one.cells
    along = wiring.plus(graph, wiring.dot(graph, where, _triple(across)), -float(at @ across))
    column: Any = params["cell"][0] + 0.5
    if params["pitch_m"] > 0.0:
        plate = graph.node(
            "ShaderNodeMath", {0: wiring.times(graph, along, 1.0 / params["pitch_m"])}, operation="ROUND"
        )
        along = wiring.times_plus(graph, plate, -params["pitch_m"], along)
        column = wiring.plus(graph, plate, column)
    wide, high = params["size_m"]
    u = wiring.times(graph, wiring.times_plus(graph, along, 1.0 / wide, column), 1.0 / columns)
    row = rows - 0.5 - params["cell"][1]  # Blender counts rows from below
    height = wiring.dot(graph, where, _triple(up))
    v = wiring.times_plus(graph, height, 1.0 / (high * rows), row / rows - float(at @ up) / (high * rows))
    found = graph.node(
        "ShaderNodeTexImage",
        {0: wiring.vector(graph, u, v)},
        texture=one.map,
        interpolation="Linear",
        extension="REPEAT",
    )
    colour = wiring.blend_colour(graph, found, surface.colour, 1.0, "MULTIPLY")
    roughness = wiring.times_plus(graph, graph.output(found, 1), params["rub"], params["roughness"])
    return replace(surface, colour=colour, roughness=roughness)


def _triple(v: np.ndarray) -> tuple[float, float, float]:
    return (float(v[0]), float(v[1]), float(v[2]))


MATERIALS = tuple(
    opaque_material(one, sample, build)
    for one in (
        Notice(
            "notice_place", "Labels of storage places, 100 x 50 mm: aisle, bay, level, bar code, arrow.",
            "fibre", 900.0, 0.4, ("prop",), (0.3, 0.5), map="place_labels", cells=(PLACE_COLUMNS, PLACE_ROWS),
            size_m=(0.1, 0.05),
        ),
        Notice(
            "notice_board", "Load signs, safety signs after ISO 7010 and dock numbers, printed on plastic plates.",
            "plastic", 1300.0, 0.4, ("prop",), (0.16, 0.35), map="notices", cells=(NOTICE_COLUMNS, NOTICE_ROWS),
        ),
    )
)  # fmt: skip
