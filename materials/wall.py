"""Walls: roller-painted plaster and brick."""

from __future__ import annotations

from materials.ground import Ground, ground_material
from materials.opaque import Rgb

_PAINTS: dict[str, tuple[Rgb, ...]] = {
    "white": ((0.68, 0.675, 0.64), (0.60, 0.60, 0.585)),
    "grey": ((0.40, 0.405, 0.40), (0.33, 0.335, 0.345)),
    "cream": ((0.60, 0.55, 0.43), (0.56, 0.53, 0.45)),
}

MATERIALS = (
    *(
        ground_material(
            Ground(
                f"painted_wall_{name}",
                f"Plaster painted {name} with a roller: stipple, lap marks, dents, scuffs.",
                "mineral",
                density_kg_m3=1200.0,
                friction=0.6,
                use=("wall",),
                roughness=(0.55, 0.75),
                colours=colours,
                wide="trodden_wall",
                fine="ground_plaster",
                fine_m=(60e-6, 150e-6),
                soil=(0.2, 0.7),
                marks=(0.3, 0.8),
                specular=0.4,
                reach=8.0,
            )
        )
        for name, colours in _PAINTS.items()
    ),
    ground_material(
        Ground(
            "brick_wall",
            "Red brick in stretcher bond with grey pointing.",
            "mineral",
            density_kg_m3=1900.0,
            friction=0.7,
            use=("wall",),
            roughness=(0.75, 0.88),
            colours=((1.0, 1.0, 1.0), (0.8, 0.82, 0.85)),
            albedo="brick",
            wide="trodden_wall",
            soil=(0.05, 0.4),
            marks=(0.05, 0.4),
            specular=0.3,
            reach=8.0,
        )
    ),
)
