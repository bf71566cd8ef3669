"""Chromium, as hard or decorative plate."""

from __future__ import annotations

from materials.metal import Metal, metal_materials

MATERIALS = metal_materials(
    Metal(
        "chromium",
        "chromium",
        "chromium plate",
        density_kg_m3=7850.0,
        friction=0.35,
        oxide=(0.12, 0.12, 0.125),
        tarnish=0.3,
        plating=0.02,
    )
)
