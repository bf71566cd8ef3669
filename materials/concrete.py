"""Concrete floors and walls."""

from __future__ import annotations

from materials.body import Body, body_material

MATERIALS = (
    body_material(
        Body(
            "concrete_floor",
            "A trowelled shop floor: cement clouds, worn aggregate, hairline cracks, oil, tyre marks.",
            "mineral",
            density_kg_m3=2300.0,
            friction=0.65,
            use=("floor",),
            roughness=(0.55, 0.75),
            colours=((0.85, 0.85, 0.85), (0.62, 0.62, 0.62), (1.05, 1.03, 1.0)),
            albedo="concrete",
            relief="screed",
            relief_m=(60e-6, 150e-6),
            tone=0.7,
            grime=(0.4, 1.0),
            grime_scale=1.6,
            handling=0.8,
            specular=0.4,
            reach=9.0,
        )
    ),
    body_material(
        Body(
            "concrete_smooth",
            "Polished or form-faced concrete, sealed: even, faintly glossy.",
            "mineral",
            density_kg_m3=2350.0,
            friction=0.55,
            use=("floor", "wall"),
            roughness=(0.3, 0.5),
            colours=((1.15, 1.14, 1.1), (0.9, 0.9, 0.9)),
            albedo="concrete",
            relief="screed",
            relief_m=(10e-6, 35e-6),
            tone=0.45,
            grime=(0.15, 0.7),
            grime_scale=1.8,
            handling=0.8,
            reach=9.0,
        )
    ),
)
