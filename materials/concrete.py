"""Concrete floors and walls."""

from __future__ import annotations

from materials.ground import Ground, ground_material

MATERIALS = (
    ground_material(
        Ground(
            "concrete_floor",
            "A trowelled shop floor: worn sand, hairline cracks, a sawn joint, oil, tyre marks.",
            "mineral",
            density_kg_m3=2300.0,
            friction=0.65,
            use=("floor",),
            roughness=(0.55, 0.75),
            colours=((0.29, 0.282, 0.265), (0.2, 0.197, 0.19), (0.35, 0.34, 0.32)),
            wide="trodden_slab",
            fine="ground_screed",
            fine_m=(60e-6, 150e-6),
            soil=(0.3, 0.9),
            marks=(0.5, 0.95),
            specular=0.4,
            reach=9.0,
        )
    ),
    ground_material(
        Ground(
            "concrete_smooth",
            "Polished or form-faced concrete, sealed: even, faintly glossy.",
            "mineral",
            density_kg_m3=2350.0,
            friction=0.55,
            use=("floor", "wall"),
            roughness=(0.3, 0.5),
            colours=((0.36, 0.352, 0.335), (0.28, 0.278, 0.272)),
            wide="trodden_slab",
            fine="ground_screed",
            fine_m=(10e-6, 35e-6),
            fine_tone=0.7,
            soil=(0.1, 0.5),
            marks=(0.1, 0.5),
            reach=9.0,
        )
    ),
)
