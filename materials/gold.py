"""Gold, as contact plate."""

from __future__ import annotations

from materials.metal import Metal, metal_materials

MATERIALS = metal_materials(
    Metal(
        "gold",
        "gold",
        "gold plate",
        density_kg_m3=8500.0,
        friction=0.4,
        oxide=(0.16, 0.10, 0.04),
        tarnish=0.3,
        plating=0.02,
    )
)
