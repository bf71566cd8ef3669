"""Involute spur gears with hub, keyway and a hole for a set screw."""

from __future__ import annotations

from generator.plugins import Part
from scenes.parts._stored import LIBRARY, stored

_MATERIALS = (
    "steel_milled",
    "steel_sandblasted",
    "brass_milled",
    "stainless_steel_milled",
    "plastic_white",
    "plastic_black",
)


def _gear(module: int, teeth: int, width: int, bore: int) -> Part:
    name = f"spur_gear_m{module}_z{teeth}"
    doc = (
        f"ISO 53 spur gear, module {module}, {teeth} teeth, tip diameter {module * (teeth + 2)} mm, "
        f"face {width} mm, bore {bore} mm with keyway"
    )
    return Part(name, "spur_gear", doc, LIBRARY, stored(name), {"body": _MATERIALS})


PARTS: tuple[Part, ...] = (_gear(1, 24, 8, 8), _gear(1, 40, 8, 8), _gear(2, 18, 14, 12))
