"""Brackets: bent sheet, die-cast corner, flat strip, saddle."""

from __future__ import annotations

from generator.plugins import Part
from scenes.parts._stored import OURS, stored

_SHEET = (
    "steel_zinc_blue",
    "steel_zinc_yellow",
    "steel_galvanised",
    "aluminium_anodised_clear",
    "stainless_steel_brushed",
    "aluminium_brushed",
    "powder_coat_black",
    "powder_coat_grey",
)
_CAST = ("aluminium_cast", "aluminium_sandblasted", "zinc_sandblasted", "powder_coat_black")


def _part(name: str, family: str, doc: str, materials: tuple[str, ...] = _SHEET) -> Part:
    return Part(name, family, doc, OURS, stored(name), {"body": materials}, marks=("etched",))


PARTS: tuple[Part, ...] = (
    _part("angle_bracket_40", "angle_bracket", "angle bracket 40 x 40 x 20 of 2.5 mm sheet, two holes a leg"),
    _part("angle_bracket_60", "angle_bracket", "angle bracket 60 x 60 x 45 of 3 mm sheet, two slots a leg"),
    _part(
        "corner_bracket_40", "corner_bracket", "die-cast corner 40 x 40 x 36 with gussets, for 40 mm profiles", _CAST
    ),
    _part("flat_bracket_80", "flat_bracket", "flat bracket 80 x 16 x 2.5 with four countersunk holes"),
    _part("pipe_saddle_22", "pipe_saddle", "saddle for a 22 mm pipe, 18 mm wide, of 2 mm sheet"),
)
