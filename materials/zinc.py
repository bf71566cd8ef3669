"""Zinc: die castings and electroplate on steel."""

from __future__ import annotations

from materials.metal import Metal, metal_materials

MATERIALS = metal_materials(
    Metal(
        "zinc",
        "zinc",
        "zinc, die cast or plated",
        density_kg_m3=7140.0,
        friction=0.42,
        oxide=(0.24, 0.245, 0.25),
        tarnish=1.3,
        plating=0.05,
    )
)
