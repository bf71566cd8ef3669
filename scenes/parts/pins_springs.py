"""Pins (dowel, clevis, spring) and coil springs (compression, extension)."""

from __future__ import annotations

from generator.plugins import Part
from scenes.parts._stored import OURS, stored

_GROUND = ("steel_turned", "steel_polished", "stainless_steel_turned")
_PLATED = ("zinc_polished", "zinc_sandblasted", "stainless_steel_turned")
_WIRE = ("steel_polished", "stainless_steel_polished", "zinc_polished")


def _part(family: str, size: str, doc: str, materials: tuple[str, ...]) -> Part:
    name = f"{family}_{size}"
    return Part(name, family, doc, OURS, stored(name), {"body": materials})


PARTS: tuple[Part, ...] = (
    _part("dowel_pin", "6x30", "ISO 8734 parallel pin 6 x 30, hardened and ground", _GROUND),
    _part("dowel_pin", "8x40", "ISO 8734 parallel pin 8 x 40, hardened and ground", _GROUND),
    _part("clevis_pin", "8x36", "ISO 2341 B clevis pin 8 x 36 with head and split-pin hole", _PLATED),
    _part(
        "spring_pin",
        "6x30",
        "ISO 8752 slotted spring pin 6 x 30, before driving 6.3 mm",
        ("steel_sandblasted", *_PLATED),
    ),
    _part("compression_spring", "1x10x30", "DIN 2098 compression spring, wire 1, outside 10, free length 30 mm", _WIRE),
    _part("compression_spring", "2x20x50", "DIN 2098 compression spring, wire 2, outside 20, free length 50 mm", _WIRE),
    _part("extension_spring", "1x8x40", "DIN 2097 extension spring with loops, wire 1, outside 8, length 40 mm", _WIRE),
)
