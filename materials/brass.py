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
        oxide=(0.16, 0.105, 0.05),
        tarnish=2.4,  # within weeks of handling it is dull and browner
        plating=0.14,
        also=("ground", "forged"),
    )
)
