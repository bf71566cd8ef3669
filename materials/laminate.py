"""High-pressure laminate bench tops."""

from __future__ import annotations

from materials.ground import Ground, ground_material
from materials.opaque import Rgb

_COLOURS: dict[str, tuple[Rgb, ...]] = {
    "white": ((0.66, 0.66, 0.63), (0.58, 0.575, 0.54)),
    "grey": ((0.34, 0.345, 0.345), (0.25, 0.255, 0.26)),
}

MATERIALS = tuple(
    ground_material(
        Ground(
            f"laminate_{name}",
            f"A {name} laminate bench top: beaded overlay, fine specks, cuts, oil, rubbed where work lies.",
            "plastic",
            density_kg_m3=1400.0,
            friction=0.3,
            use=("bench",),
            roughness=(0.24, 0.4),
            colours=colours,
            wide="trodden_bench",
            fine="ground_speckle",
            fine_m=(6e-6, 18e-6),
            reach=3.0,
        )
    )
    for name, colours in _COLOURS.items()
)
