"""Rubber: moulded black parts and bench or floor mats."""

from __future__ import annotations

from materials.body import Body, body_material
from materials.optics import DIELECTRICS

MATERIALS = (
    body_material(
        Body(
            "rubber_black",
            "Moulded black rubber (NBR, EPDM): matte, bloomed grey in places.",
            "plastic",
            density_kg_m3=1250.0,
            friction=0.9,
            use=("part",),
            roughness=(0.5, 0.68),
            colours=((0.02, 0.0195, 0.019), (0.03, 0.029, 0.028)),
            colour_spread=0.15,
            relief="moulded",
            relief_m=(5e-6, 16e-6),
            handling=2.2,
            index=DIELECTRICS["rubber"],
        )
    ),
    body_material(
        Body(
            "rubber_mat",
            "A ribless black rubber mat, greyed by shoes and swarf.",
            "plastic",
            density_kg_m3=1400.0,
            friction=0.9,
            use=("bench", "floor"),
            roughness=(0.55, 0.7),
            colours=((0.032, 0.031, 0.03), (0.05, 0.05, 0.05)),
            colour_spread=0.12,
            relief="moulded",
            relief_scale=4.0,
            relief_m=(40e-6, 90e-6),
            speck=(0.0, 0.3),
            grime=(0.4, 1.0),
            handling=2.5,
            index=DIELECTRICS["rubber"],
            reach=4.0,
        )
    ),
)
