"""Titanium."""

from __future__ import annotations

from materials.metal import Metal, metal_materials

MATERIALS = metal_materials(
    Metal(
        "titanium",
        "titanium",
        "titanium",
        density_kg_m3=4506.0,
        friction=0.42,
        oxide=(0.13, 0.12, 0.115),
        tarnish=0.6,
        also=("ground",),
    )
)
