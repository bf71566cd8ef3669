"""Aluminium and its casting and wrought alloys."""

from __future__ import annotations

from materials.metal import Metal, metal_materials

MATERIALS = metal_materials(
    Metal(
        "aluminium",
        "aluminium",
        "aluminium",
        density_kg_m3=2700.0,
        friction=0.4,
        oxide=(0.30, 0.30, 0.31),
        tarnish=0.8,
        also=("ground", "forged", "laser_cut"),
    )
)
