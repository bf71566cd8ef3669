"""Carbon steel: iron's optics, since the bare surface is iron."""

from __future__ import annotations

from materials.metal import Metal, metal_materials

MATERIALS = metal_materials(
    Metal(
        "steel",
        "iron",
        "carbon steel, bare or thinly oiled",
        density_kg_m3=7850.0,
        friction=0.45,
        oxide=(0.075, 0.058, 0.045),
        tarnish=1.2,
        also=("ground", "forged", "laser_cut"),
    )
)
