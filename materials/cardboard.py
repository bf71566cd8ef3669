"""Corrugated board."""

from __future__ import annotations

from materials.body import Body, body_material

MATERIALS = (
    body_material(
        Body(
            "cardboard_brown",
            "Brown kraft board: fibres, specks, the washboard of its flutes, rub marks.",
            "fibre",
            density_kg_m3=180.0,
            friction=0.5,
            use=("part",),
            roughness=(0.72, 0.85),
            colours=((1.0, 1.0, 1.0), (0.86, 0.84, 0.8), (1.1, 1.12, 1.16)),
            albedo="cardboard",
            specular=0.35,
            reach=2.0,
        )
    ),
)
