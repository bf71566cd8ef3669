"""Workpieces off lathes and mills, and the blanks that they are made from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Part
from scenes.parts._made import Pieces, made
from scenes.parts._pieces import bodies, middle, sectors, slices
from scenes.shapes import workpieces as shapes

SOURCE = "modelled for Glint from numbers; GPL-3.0-or-later"
_TURNED = ("steel_turned", "stainless_steel_turned", "aluminium_turned", "brass_turned", "steel_ground")
_MILLED = ("aluminium_milled", "steel_milled", "stainless_steel_milled", "brass_milled", "titanium_milled")
_BLOCK_BORE_M, _BRACKET_BORE_M = 0.032, 0.0072  # depths of the bores that parts could lie in
_RAW = ("steel_forged", "steel_brushed", "aluminium_cast", "brass_brushed", "steel_black_oxide")


def _part(
    name: str,
    family: str,
    doc: str,
    load: Callable[[], Mesh],
    materials: tuple[str, ...],
    pieces: Pieces | None = None,
) -> Part:
    loaded = made(load, pieces)
    return Part(name, family, doc, SOURCE, loaded, {"body": materials}, roles=("workpiece",), marks=("etched",))


def _bored_block(mesh: Mesh) -> list[np.ndarray]:
    """What lies under the bore in one piece, and sectors around it; the small holes at the corners are filled."""
    block = bodies(mesh)[0]
    floor, above = slices(block, 2, [float(block[:, :, 2].max()) - _BLOCK_BORE_M])
    return [floor, *sectors(above, 2, middle(block))]


def _bored_bracket(mesh: Mesh) -> list[np.ndarray]:
    """Foot, what lies behind the bore of the upright, sectors around the bore, and the ribs."""
    foot, upright, *ribs = bodies(mesh)
    around, behind = slices(upright, 1, [float(upright[:, :, 1].min()) + _BRACKET_BORE_M])
    return [foot, behind, *sectors(around, 1, middle(upright)), *ribs]


def _shaft(steps: list[tuple[float, float]], thread_mm: float = 0.0) -> Callable[[], Mesh]:
    """A shaft of (diameter, length) steps in millimetres."""
    return partial(shapes.turned_shaft, [(d / 1000, long / 1000) for d, long in steps], thread_pitch_m=thread_mm / 1000)


PARTS: tuple[Part, ...] = (
    _part("turned_shaft_d25x130", "turned_shaft", "Stepped shaft 20/35/25, thread M16 x 2, 130 mm long",
          _shaft([(20, 32), (35, 18), (25, 58), (16, 22)], 2.0), _TURNED),
    _part("turned_shaft_d40x95", "turned_shaft", "Stepped shaft 30/48/40/24, 95 mm long",
          _shaft([(30, 35), (48, 12), (40, 28), (24, 20)]), _TURNED),
    _part("turned_shaft_d16x170", "turned_shaft", "Slender shaft 14/16/22/16, thread M12 x 1.75, 170 mm long",
          _shaft([(14, 40), (22, 10), (16, 95), (12, 25)], 1.75), _TURNED),
    _part("turned_ring_d80", "turned_ring", "Bored ring 80 x 40 x 25", shapes.turned_ring, _TURNED),
    _part("turned_ring_d52", "turned_ring", "Bushing 52 x 30 x 45",
          partial(shapes.turned_ring, 0.052, 0.03, 0.045), _TURNED),
    _part("turned_flange_d90", "turned_flange", "Flange 90 x 18 with a hub of 55, bore 32",
          partial(shapes.turned_ring, 0.09, 0.032, 0.018, 0.055), _TURNED),
    _part("milled_block_80x50x30", "milled_block", "Block 80 x 50 x 30 with four holes 8.5",
          partial(shapes.milled_block, 0.08, 0.05, 0.03), _MILLED),
    _part("milled_block_60x60x40", "milled_block", "Block 60 x 60 x 40 with a bore and four holes 6.8",
          partial(shapes.milled_block, 0.06, 0.06, 0.04, 0.0068, "bore"), _MILLED, _bored_block),
    _part("milled_block_110x32x25", "milled_block", "Bar 110 x 32 x 25 with five holes 8.5 in a row",
          partial(shapes.milled_block, 0.11, 0.032, 0.025, 0.0085, "row"), _MILLED),
    _part("slotted_block_70x50x35", "slotted_block", "Block 70 x 50 x 35 with a slot 16 x 15",
          shapes.slotted_block, _MILLED),
    _part("milled_bracket_60", "milled_bracket", "Angle 60 x 60 x 50 milled from the solid, 12 thick",
          shapes.milled_bracket, _MILLED, _bored_bracket),
    _part("drilled_plate_120x80x12", "drilled_plate", "Plate 120 x 80 x 12 with six holes 9",
          partial(shapes.heavy_plate, 0.12, 0.08, 0.012, (3, 2), 0.009), _MILLED),
    _part("bar_blank_round_40x70", "bar_blank", "Sawn round bar 40 x 70",
          partial(shapes.bar_blank, 0.04, 0.07, 0), _RAW),
    _part("bar_blank_square_40x80", "bar_blank", "Sawn square bar 40 x 80",
          partial(shapes.bar_blank, 0.04, 0.08, 4), _RAW),
    _part("bar_blank_hex_36x60", "bar_blank", "Sawn hexagon bar 36 across flats, 60 long",
          partial(shapes.bar_blank, 0.036, 0.06, 6), _RAW),
)  # fmt: skip
