"""Laboratory glass with something in it: water, oil, dyes, coolant, each to a level of its own."""

from __future__ import annotations

from functools import cache, partial

from generator.mesh import Mesh
from generator.plugins import Part
from scenes.parts._stored import OURS, stored
from scenes.shapes.contents import filled

_CAP = ("plastic_black", "plastic_white", "plastic_blue", "plastic_red")
_CLEAR = ("liquid_water", "liquid_solvent", "liquid_oil", "liquid_dye_blue", "liquid_dye_red", "liquid_dye_green")
_ANY = (*_CLEAR, "liquid_coolant")


@cache
def _load(vessel: str, share: float) -> Mesh:
    return filled(stored(vessel)(), share)


def _filled(vessel: str, share: float, doc: str, liquids: tuple[str, ...], capped: bool = True) -> Part:
    materials = {"glass": ("glass_clear",), "liquid": liquids} | ({"cap": _CAP} if capped else {})
    name, family = f"{vessel}_filled", vessel.rsplit("_", 1)[0]
    return Part(name, family, doc, OURS, partial(_load, vessel, share), materials, roles=("glass",))


PARTS: tuple[Part, ...] = (
    _filled("vial_2ml", 0.72, "sample vial 2 ml, 72% full", _CLEAR),
    _filled("vial_10ml", 0.38, "headspace vial 10 ml, 38% full", _ANY),
    _filled("vial_20ml", 0.64, "scintillation vial 20 ml, 64% full", _ANY),
    _filled("bottle_250ml", 0.55, "laboratory bottle 250 ml, 55% full", _ANY),
    _filled("beaker_100ml", 0.47, "low-form beaker 100 ml, 47% full", _ANY, capped=False),
    _filled("test_tube_16x100", 0.42, "test tube 16 x 100 mm, 42% full", _CLEAR, capped=False),
)
