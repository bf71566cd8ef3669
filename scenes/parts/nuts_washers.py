"""Nuts with real threads, and washers."""

from __future__ import annotations

from generator.plugins import Part
from scenes.parts._stored import LIBRARY, OURS, stored

_PLATED = (
    "steel_zinc_blue", "steel_zinc_yellow", "steel_black_oxide", "zinc_sandblasted", "stainless_steel_turned",
    "stainless_steel_sandblasted", "brass_turned",
)  # fmt: skip
_FLAT = (
    "steel_zinc_blue",
    "steel_zinc_yellow",
    "zinc_sandblasted",
    "stainless_steel_brushed",
    "steel_brushed",
    "brass_polished",
    "copper_brushed",
)
_SPRING = ("zinc_sandblasted", "steel_sandblasted", "stainless_steel_polished")


def _nut(size: int, flats: int, height: float) -> Part:
    name, doc = f"hex_nut_m{size}", f"ISO 4032 hexagon nut M{size}, {flats} across flats, {height:g} high"
    return Part(name, "hex_nut", doc, LIBRARY, stored(name), {"body": _PLATED})


def _washer(family: str, norm: str, size: int, hole: float, outside: float, thick: float) -> Part:
    name, doc = f"{family}_m{size}", f"{norm} washer M{size}, {hole:g} x {outside:g} x {thick:g} mm"
    return Part(name, family, doc, OURS, stored(name), {"body": _FLAT})


PARTS: tuple[Part, ...] = (
    *(_nut(*row) for row in ((6, 10, 5.2), (8, 13, 6.8), (10, 16, 8.4), (12, 18, 10.8))),
    Part(
        "lock_nut_m8", "lock_nut", "DIN 985 locking nut M8 with a nylon ring, 13 across flats, 8 high", OURS,
        stored("lock_nut_m8"), {"body": _PLATED, "insert": ("plastic_blue", "plastic_white", "plastic_red")},
    ),
    _washer("washer", "ISO 7089", 6, 6.4, 12, 1.6),
    _washer("washer", "ISO 7089", 8, 8.4, 16, 1.6),
    _washer("washer", "ISO 7089", 10, 10.5, 20, 2.0),
    _washer("fender_washer", "ISO 7093-1", 6, 6.4, 18, 1.6),
    Part(
        "spring_washer_m8", "spring_washer", "DIN 127 B spring lock washer M8, 8.1 x 14.1 mm, 2 mm thick", OURS,
        stored("spring_washer_m8"), {"body": _SPRING},
    ),
)  # fmt: skip
