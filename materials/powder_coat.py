"""Powder-coated steel and aluminium: thicker, rougher, tougher than paint."""

from __future__ import annotations

from materials.body import Body, body_material
from materials.opaque import Rgb

_COLOURS: dict[str, tuple[Rgb, ...]] = {
    "black": ((0.018, 0.018, 0.019), (0.03, 0.03, 0.031)),
    "grey": ((0.23, 0.235, 0.24), (0.40, 0.405, 0.40)),
}

_COATS = tuple(
    body_material(
        Body(
            f"powder_coat_{name}",
            f"Powder coat in {name}: fine peel, low gloss, few chips.",
            "coated",
            density_kg_m3=7850.0,
            friction=0.45,
            use=("part", "bin"),
            roughness=(0.32, 0.52),
            colours=colours,
            colour_spread=0.1,
            relief="touched_paint",
            relief_scale=0.6,
            relief_m=(14e-6, 34e-6),
            chips=(0.0, 0.08),
            handling=0.6,
        )
    )
    for name, colours in _COLOURS.items()
)

# Leaf of aluminium stirred up between dimples: silvery body colours, lanes a little darker.
_HAMMERED: dict[str, tuple[Rgb, ...]] = {
    "grey": ((0.27, 0.28, 0.28), (0.19, 0.195, 0.2)),
    "blue": ((0.06, 0.11, 0.2), (0.05, 0.13, 0.21)),
    "green": ((0.07, 0.15, 0.10), (0.09, 0.17, 0.13)),
}

MATERIALS = _COATS + tuple(
    body_material(
        Body(
            f"hammertone_{name}",
            f"Hammer paint in {name}: dimples of 3 to 5 mm with lanes between them, glossy, as on old machines.",
            "coated",
            density_kg_m3=7850.0,
            friction=0.4,
            use=("part", "bin"),
            roughness=(0.16, 0.3),
            colours=colours,
            colour_spread=0.1,
            relief="touched_hammer",
            relief_m=(90e-6, 170e-6),
            stain=(0.12, 0.3),
            stain_colour=(0.03, 0.03, 0.032),
            handling=0.7,
        )
    )
    for name, colours in _HAMMERED.items()
)
