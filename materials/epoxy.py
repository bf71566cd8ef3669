"""Coated floors: epoxy over screed."""

from __future__ import annotations

from materials.body import Body, Rgb, body_material
from materials.optics import DIELECTRICS

_COLOURS: dict[str, tuple[Rgb, ...]] = {
    "grey": ((0.27, 0.275, 0.275), (0.36, 0.365, 0.36)),
    "green": ((0.12, 0.185, 0.145), (0.15, 0.20, 0.165)),
}

MATERIALS = tuple(
    body_material(
        Body(
            f"epoxy_{name}",
            f"A floor coated with {name} epoxy: levelled with a roller, scuffed, tyre marks, chips to the screed.",
            "mineral",
            density_kg_m3=2200.0,
            friction=0.5,
            use=("floor",),
            roughness=(0.14, 0.32),
            colours=colours,
            relief="orange_peel",
            relief_scale=1.8,
            relief_m=(25e-6, 70e-6),
            grime=(0.4, 1.0),
            grime_scale=1.5,
            handling=1.8,
            index=DIELECTRICS["paint"],
            reach=8.0,
        )
    )
    for name, colours in _COLOURS.items()
)
