"""Two-pack paint of industrial trucks: glossy, in makers' colours, chipped to the steel where loads touch it."""

from __future__ import annotations

from materials.body import Body, body_material
from materials.opaque import Rgb

_COLOURS: dict[str, tuple[Rgb, ...]] = {
    "yellow": ((0.72, 0.42, 0.015), (0.66, 0.36, 0.02)),
    "orange": ((0.62, 0.14, 0.012), (0.70, 0.20, 0.015)),
    "red": ((0.34, 0.016, 0.014), (0.42, 0.03, 0.02)),
    "green": ((0.03, 0.14, 0.06), (0.10, 0.26, 0.03)),
    "grey": ((0.22, 0.225, 0.23), (0.10, 0.105, 0.11)),
    "white": ((0.66, 0.66, 0.63), (0.58, 0.58, 0.57)),
}

MATERIALS = tuple(
    body_material(
        Body(
            f"vehicle_paint_{name}",
            f"Two-pack paint of an industrial truck, {name}: some orange peel, scuffed, chipped at the edges.",
            "coated",
            density_kg_m3=7850.0,
            friction=0.4,
            use=("prop",),
            roughness=(0.10, 0.26),
            colours=colours,
            colour_spread=0.06,
            relief="touched_paint",
            relief_m=(6e-6, 18e-6),
            chips=(0.01, 0.08),
            handling=0.9,
        )
    )
    for name, colours in _COLOURS.items()
)
