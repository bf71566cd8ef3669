"""Steel sheet and castings under a wet coat: some orange peel, dust nibs, chips down to the steel."""

from __future__ import annotations

from materials.body import Body, body_material
from materials.opaque import Rgb

_COLOURS: dict[str, tuple[Rgb, ...]] = {
    "blue": ((0.028, 0.082, 0.21), (0.045, 0.12, 0.24)),
    "grey": ((0.26, 0.265, 0.26), (0.17, 0.175, 0.18), (0.36, 0.365, 0.35)),
    "red": ((0.30, 0.028, 0.02), (0.24, 0.035, 0.03)),
    "green": ((0.045, 0.12, 0.07), (0.10, 0.17, 0.12)),
}

MATERIALS = tuple(
    body_material(
        Body(
            f"painted_steel_{name}",
            f"Steel painted {name}: orange peel, nibs, chips down to the metal.",
            "coated",
            density_kg_m3=7850.0,
            friction=0.4,
            use=("part", "bin"),
            roughness=(0.12, 0.3),
            colours=colours,
            colour_spread=0.1,
            relief="touched_paint",
            relief_m=(8e-6, 24e-6),
            chips=(0.02, 0.12),
            handling=0.8,
        )
    )
    for name, colours in _COLOURS.items()
)
