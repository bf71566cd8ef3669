"""Corrugated board of cartons: kraft or white, frayed where it is folded and knocked, printed on two sides in flexo.

The print lies on the faces that look along z and -z, upright where y is up; `fitted` gives it the size of a carton.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from generator.recipe import MaterialRecipe
from generator.shading import Colour, Graph, Scalar, Socket, Surface
from materials import placing, wiring
from materials.everyday import Range, rounded
from materials.opaque import Opaque, Rgb, bare_body, opaque_material, sample_colour
from materials.textures.flexo import FLEXO_COLUMNS, FLEXO_MM, FLEXO_ROWS

CLEAR_TAPE = "packing_tape_clear"
_THROUGH = (0.88, 0.85, 0.78)  # what is left of a board's colour under tape and its glue
_FRAY_M = 0.006  # from an edge, that handling rubs
_FILLS = 0.94  # of a side, that its print takes at most
_SIZE_M = 0.27  # width of a print that nobody has fitted
_MARGIN = 0.004  # of a cell, where it is blank
_HIDES = 0.8  # share of the brown under a white liner that is not seen
_BROWN: tuple[Rgb, ...] = (
    (1.0, 1.0, 1.0), (0.86, 0.84, 0.8), (1.1, 1.12, 1.16), (0.74, 0.72, 0.7), (0.88, 0.96, 1.08), (1.24, 1.22, 1.12),
)  # kraft, darker, paler, brown from recycled paper, greyish testliner, yellow straw  # fmt: skip
_WHITE: tuple[Rgb, ...] = ((0.74, 0.76, 0.77), (0.66, 0.68, 0.67))
_INKS: tuple[Rgb, ...] = (
    (0.016, 0.016, 0.018), (0.02, 0.05, 0.2), (0.36, 0.025, 0.02), (0.02, 0.13, 0.05), (0.10, 0.035, 0.015),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Board(Opaque):
    """What tells one board from another."""

    inks: int = 0  # of its print
    white: bool = False  # a bleached or coated liner over brown
    tape: bool = False  # clear tape on a board, which `fitted` says
    fray: Range = (0.3, 1.0)
    fray_colour: Rgb = (0.56, 0.43, 0.29)  # of the fibres under the rubbed face


def sample(board: Board, rng: np.random.Generator) -> dict[str, Any]:
    """The numbers of one batch."""
    params = {
        "place": placing.sample_place(rng),
        "colour": sample_colour(rng, board.colours, board.colour_spread),
        "roughness": rounded(rng.uniform(*board.roughness)),
        "fray": rounded(rng.uniform(*board.fray)),
        "white": board.white,
    }
    if board.inks:
        first, second = rng.permutation(len(_INKS))[:2]
        params["print"] = {
            "cell": [int(rng.integers(FLEXO_COLUMNS)), int(rng.integers(FLEXO_ROWS))],  # row from the top
            "at_m": [0.0, 0.0],
            "width_m": _SIZE_M,
            "inks": [list(_INKS[int(first)]), list(_INKS[int(second if board.inks > 1 else first)])],
            "strength": rounded(rng.uniform(0.62, 0.95)),
        }
    return params


def taped(slots: Sequence[MaterialRecipe]) -> tuple[MaterialRecipe, ...]:
    """The materials of a carton, board first, with any clear tape showing that board through it."""
    board = slots[0]
    if "fray" not in board.params:
        return tuple(slots)
    under = {"white": board.params["white"]}
    under["colour"] = [rounded(c * t) for c, t in zip(board.params["colour"], _THROUGH, strict=True)]
    return tuple(replace(m, params=m.params | under) if m.name == CLEAR_TAPE else m for m in slots)


def fitted(board: MaterialRecipe, bounds_m: np.ndarray) -> MaterialRecipe:
    """The board with its print as large as it fits the sides of a carton with these bounds (2, 3), and in their middle.

    Anything but a printed board is given back as it is.
    """
    if "print" not in board.params:
        return board
    wide, high = (float(v) for v in (bounds_m[1] - bounds_m[0])[:2])
    width = _FILLS * min(wide, high * FLEXO_MM[0] / FLEXO_MM[1])
    middle = [rounded(float(v)) for v in bounds_m.mean(axis=0)[:2]]
    placed = board.params["print"] | {"width_m": rounded(width), "at_m": middle}
    return replace(board, params=board.params | {"print": placed})


def build(board: Board, params: Mapping[str, Any], graph: Graph) -> Surface:
    """The liner, its print, then edges rubbed down to lighter fibres."""
    surface = bare_body(board, params)
    found = placing.boxed(graph, "cardboard", params["place"], smooth=0.0)
    colour: Colour
    if params["white"]:
        colour = wiring.blend_colour(graph, found.colour, surface.colour, _HIDES)
    else:
        colour = wiring.blend_colour(graph, found.colour, surface.colour, 1.0, "MULTIPLY")
    if board.inks:
        colour = _printed(board, params["print"], graph, colour)
    if board.tape:
        return replace(surface, colour=colour)
    bare = _frayed(graph, found.alpha, params["fray"])
    return replace(surface, colour=wiring.blend_colour(graph, colour, board.fray_colour, bare))


def _frayed(graph: Graph, rank: Socket, amount: float) -> Scalar:
    """0..1: where the outer fibres are gone."""
    near = wiring.ramp(graph, placing.edge_m(graph), _FRAY_M, 0.0)
    steep, start = 2.2, 1.27 - 0.6 * amount
    raised = wiring.times_plus(graph, rank, 0.5, near)
    return graph.node(
        "ShaderNodeMath", {0: raised, 1: steep, 2: -steep * start}, operation="MULTIPLY_ADD", use_clamp=True
    )


def _printed(board: Board, flexo: Mapping[str, Any], graph: Graph, colour: Colour) -> Socket:
    """Ink on what faces z or -z, from one cell of the atlas; outside the cell there is none."""
    wide = flexo["width_m"]
    high = wide * FLEXO_MM[1] / FLEXO_MM[0]
    coordinates = graph.node("ShaderNodeTexCoord")
    here = graph.output(coordinates, "Object")
    outwards = wiring.dot(graph, graph.output(coordinates, "Normal"), (0.0, 0.0, 1.0))
    side = graph.node("ShaderNodeMath", {0: outwards}, operation="ROUND")  # 1 or -1; 0 on what faces elsewhere
    x, y = flexo["at_m"]
    column, row = flexo["cell"][0], FLEXO_ROWS - 1 - flexo["cell"][1]  # Blender counts rows from below
    split = graph.node("ShaderNodeSeparateXYZ", {0: here})
    along = wiring.times(graph, wiring.plus(graph, split, -x), side)  # so that it reads from left to right on both
    u = wiring.times_plus(graph, along, 1 / (wide * FLEXO_COLUMNS), (column + 0.5) / FLEXO_COLUMNS)
    v = wiring.times_plus(graph, graph.output(split, 1), 1 / (high * FLEXO_ROWS), (row + 0.5 - y / high) / FLEXO_ROWS)
    low = ((column + _MARGIN) / FLEXO_COLUMNS, (row + _MARGIN) / FLEXO_ROWS, 0.0)
    top = ((column + 1 - _MARGIN) / FLEXO_COLUMNS, (row + 1 - _MARGIN) / FLEXO_ROWS, 0.0)
    inside = graph.node("ShaderNodeVectorMath", {0: wiring.vector(graph, u, v), 1: low}, operation="MAXIMUM")
    inside = graph.node("ShaderNodeVectorMath", {0: inside, 1: top}, operation="MINIMUM")
    found = graph.node(
        "ShaderNodeTexImage", {0: inside}, texture="printed_flexo", interpolation="Linear", extension="EXTEND"
    )
    covered, second, _ = wiring.channels(graph, found)
    faces = graph.node("ShaderNodeMath", {0: side}, operation="ABSOLUTE")
    share = wiring.times(graph, wiring.times(graph, covered, flexo["strength"]), faces)
    inks = [(float(r), float(g), float(b)) for r, g, b in flexo["inks"]]
    ink: Colour = inks[0] if board.inks == 1 else wiring.blend_colour(graph, inks[0], inks[1], second)
    return wiring.blend_colour(graph, colour, ink, share)


_PLAIN = Board(
    "cardboard_brown", "Brown kraft board: fibres, specks, the washboard of its flutes, rub marks, frayed edges.",
    "fibre", density_kg_m3=180.0, friction=0.5, use=("part",), roughness=(0.72, 0.85), colours=_BROWN, specular=0.35,
    reach=2.0,
)  # fmt: skip
_CARTON = replace(_PLAIN, use=("prop",))
_COATED = replace(_CARTON, colours=_WHITE, white=True, roughness=(0.42, 0.7), fray_colour=(0.42, 0.33, 0.23))
_SIGNS = "a maker's mark, handling signs, codes, the box maker's ring"

MATERIALS = tuple(
    opaque_material(board, sample, build)
    for board in (
        _PLAIN,
        replace(_CARTON, name="carton_printed", doc=f"Brown board printed in one colour: {_SIGNS}.", inks=1),
        replace(_CARTON, name="carton_printed_two", doc=f"Brown board printed in two colours: {_SIGNS}.", inks=2),
        replace(_COATED, name="carton_white", doc="Board with a bleached or coated liner; its edges fray to brown."),
        replace(
            _CARTON, name=CLEAR_TAPE, doc="Clear packing tape on board: the board a little darker, under a gloss.",
            kind="plastic", density_kg_m3=900.0, roughness=(0.1, 0.22), colours=((0.88, 0.85, 0.78),), specular=0.5,
            tape=True,
        ),
        replace(_COATED, name="carton_white_printed", doc=f"White board printed in two colours: {_SIGNS}.", inks=2),
    )
)  # fmt: skip
