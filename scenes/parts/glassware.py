"""Laboratory glass with its true wall: vials, bottles, beakers, a test tube."""

from __future__ import annotations

from generator.plugins import Part
from scenes.parts._stored import OURS, stored

_TINTED = ("glass_clear", "glass_amber")
_ANY = ("glass_clear", "glass_amber", "glass_green", "glass_blue")
_CAP = ("plastic_black", "plastic_white", "plastic_blue", "plastic_red")


def _glass(name: str, family: str, doc: str, glass: tuple[str, ...], cap: tuple[str, ...] = ()) -> Part:
    materials = {"glass": glass} | ({"cap": cap} if cap else {})
    return Part(name, family, doc, OURS, stored(name), materials, roles=("glass",))


PARTS: tuple[Part, ...] = (
    _glass("vial_2ml", "vial", "sample vial 2 ml, 11.6 x 32 mm, wall 0.9 mm, screw cap", _TINTED, _CAP),
    _glass("vial_10ml", "vial", "headspace vial 10 ml, 22.5 x 46 mm, wall 1.1 mm, screw cap", _TINTED, _CAP),
    _glass("vial_20ml", "vial", "scintillation vial 20 ml, 27.5 x 57 mm, wall 1.2 mm, screw cap", _TINTED, _CAP),
    _glass("bottle_100ml", "bottle", "ISO 4796-1 laboratory bottle 100 ml, 56 x 100 mm, GL 45 cap", _ANY, _CAP),
    _glass("bottle_250ml", "bottle", "ISO 4796-1 laboratory bottle 250 ml, 70 x 138 mm, GL 45 cap", _ANY, _CAP),
    _glass("beaker_50ml", "beaker", "ISO 3819 low-form beaker 50 ml, body 42 x 60 mm, wall 1.3 mm", ("glass_clear",)),
    _glass("beaker_100ml", "beaker", "ISO 3819 low-form beaker 100 ml, body 50 x 70 mm, wall 1.4 mm", ("glass_clear",)),
    _glass("test_tube_16x100", "test_tube", "ISO 4142 test tube 16 x 100 mm, wall 1.1 mm", ("glass_clear",)),
)
