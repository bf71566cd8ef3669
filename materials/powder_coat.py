"""Powder-coated steel and aluminium: thicker, rougher, tougher than paint."""

from __future__ import annotations

from materials.body import Body, Rgb, body_material

_COLOURS: dict[str, tuple[Rgb, ...]] = {
    "black": ((0.018, 0.018, 0.019), (0.03, 0.03, 0.031)),
    "grey": ((0.23, 0.235, 0.24), (0.40, 0.405, 0.40)),
}

MATERIALS = tuple(
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
            relief="orange_peel",
            relief_scale=0.55,
            relief_m=(10e-6, 26e-6),
            chips=(0.0, 0.08),
            handling=1.3,
        )
    )
    for name, colours in _COLOURS.items()
)
