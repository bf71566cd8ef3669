"""Nickel, as plate."""

from __future__ import annotations

from materials.metal import Metal, metal_materials

MATERIALS = metal_materials(
    Metal(
        "nickel",
        "nickel",
        "nickel plate",
        density_kg_m3=8000.0,
        friction=0.4,
        oxide=(0.12, 0.112, 0.09),
        tarnish=0.5,
        plating=0.03,
    )
)
