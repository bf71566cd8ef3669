"""Copper."""

from __future__ import annotations

from materials.metal import Metal, metal_materials

MATERIALS = metal_materials(
    Metal(
        "copper",
        "copper",
        "copper",
        density_kg_m3=8960.0,
        friction=0.4,
        oxide=(0.105, 0.042, 0.022),
        tarnish=1.2,
        also=("ground",),
    )
)
