"""Machined housings: bearing blocks, a milled box, a manifold, a shaft collar."""

from __future__ import annotations

from generator.plugins import Part
from scenes.parts._stored import OURS, stored

_MILLED = (
    "aluminium_milled",
    "aluminium_anodised_clear",
    "aluminium_anodised_black",
    "aluminium_anodised_blue",
    "steel_milled",
    "stainless_steel_milled",
    "brass_milled",
)
_TURNED = (
    "aluminium_turned",
    "aluminium_anodised_red",
    "aluminium_anodised_orange",
    "steel_black_oxide",
    "stainless_steel_turned",
    "zinc_sandblasted",
)


def _part(name: str, family: str, doc: str, materials: tuple[str, ...] = _MILLED) -> Part:
    return Part(name, family, doc, OURS, stored(name), {"body": materials}, marks=("etched",))


PARTS: tuple[Part, ...] = (
    _part("bearing_housing_608", "bearing_housing", "pillow block for a 608 bearing, 60 x 16 x 37, seat 22 mm"),
    _part(
        "bearing_housing_6202", "bearing_housing", "square flange housing for a 6202 bearing, 66 x 66 x 26, seat 35 mm"
    ),
    _part("machined_housing_80", "machined_housing", "box 80 x 60 x 28 milled from the solid, four tapped M4 holes"),
    _part("manifold_block_70", "manifold_block", "hydraulic manifold 70 x 40 x 32 with four G 1/4 ports"),
    _part("shaft_collar_20", "shaft_collar", "split clamping collar for a 20 mm shaft, 40 x 15 mm", _TURNED),
)
