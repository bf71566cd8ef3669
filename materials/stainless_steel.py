"""Stainless steel, about grade 316."""

from __future__ import annotations

from materials.metal import Metal, metal_materials

MATERIALS = metal_materials(
    Metal(
        "stainless_steel",
        "stainless_steel",
        "stainless steel",
        density_kg_m3=7980.0,
        friction=0.42,
        oxide=(0.11, 0.105, 0.10),
        tarnish=0.5,
        also=("ground", "forged", "laser_cut"),
    )
)
