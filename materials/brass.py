"""Brass with 30% zinc."""

from __future__ import annotations

from materials.metal import Metal, metal_materials

MATERIALS = metal_materials(
    Metal(
        "brass",
        "brass",
        "brass",
        density_kg_m3=8530.0,
        friction=0.38,
        oxide=(0.10, 0.062, 0.022),
        tarnish=1.0,
        also=("ground", "forged"),
    )
)
