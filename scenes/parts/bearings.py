"""Deep groove ball bearings: shielded, open with a cage, sealed."""

from __future__ import annotations

from generator.plugins import Part
from scenes.parts._stored import OURS, stored

_RINGS = ("steel_polished", "chromium_polished", "stainless_steel_polished")


def _bearing(code: str, size: str, kind: str, more: dict[str, tuple[str, ...]]) -> Part:
    name, doc = f"ball_bearing_{code}", f"ISO 15 deep groove ball bearing {code}, {size} mm, {kind}"
    return Part(name, "ball_bearing", doc, OURS, stored(name), {"rings": _RINGS, **more})


_CAGE = {
    "balls": ("steel_polished", "chromium_polished"),
    "cage": ("brass_polished", "steel_sandblasted", "plastic_black"),
}

PARTS: tuple[Part, ...] = (
    _bearing(
        "608", "8 x 22 x 7", "metal shields", {"shields": ("steel_brushed", "zinc_polished", "stainless_steel_brushed")}
    ),
    _bearing("6002", "15 x 32 x 9", "open, balls in a ribbon cage", _CAGE),
    _bearing("6202", "15 x 35 x 11", "rubber seals", {"seals": ("rubber_black", "plastic_blue", "plastic_red")}),
)
