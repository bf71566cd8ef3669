"""Coated floors: epoxy over screed."""

from __future__ import annotations

from materials.body import Rgb
from materials.ground import Ground, ground_material
from materials.optics import DIELECTRICS

_COLOURS: dict[str, tuple[Rgb, ...]] = {
    "grey": ((0.27, 0.275, 0.275), (0.36, 0.365, 0.36)),
    "green": ((0.12, 0.185, 0.145), (0.15, 0.20, 0.165)),
}

MATERIALS = tuple(
    ground_material(
        Ground(
            f"epoxy_{name}",
            f"A floor coated with {name} epoxy: levelled with a roller, scuffed, tyre marks, chips to the screed.",
            "mineral",
            density_kg_m3=2200.0,
            friction=0.5,
            use=("floor",),
            roughness=(0.14, 0.32),
            colours=colours,
            wide="trodden_floor",
            fine="ground_rolled",
            fine_m=(40e-6, 110e-6),
            soil=(0.3, 0.9),
            marks=(0.4, 0.9),
            index=DIELECTRICS["paint"],
            reach=8.0,
        )
    )
    for name, colours in _COLOURS.items()
)
