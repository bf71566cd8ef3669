"""Checker plate: the floor of platforms, ramps and vans."""

from __future__ import annotations

from materials.ground import Ground, ground_material
from materials.opaque import Rgb

# Reflectance at normal incidence of rolled, oxidised plate: below that of the clean metal (materials.optics).
_METALS: dict[str, tuple[str, tuple[Rgb, ...], float]] = {
    "aluminium": ("aluminium", ((0.72, 0.725, 0.73), (0.64, 0.645, 0.65)), 2700.0),
    "steel": ("steel", ((0.36, 0.345, 0.33), (0.29, 0.275, 0.26)), 7850.0),
}

MATERIALS = tuple(
    ground_material(
        Ground(
            f"checker_plate_{name}",
            f"Checker plate of {what}: bars in fives, shiny where feet have worn them, dirt at their foot.",
            "metal",
            density_kg_m3=density,
            friction=0.55,
            use=("floor", "bench"),
            roughness=(0.36, 0.5),
            colours=colours,
            wide="trodden_floor",
            fine="ground_tread",
            fine_m=(0.9e-3, 1.4e-3),
            soil=(0.3, 0.8),
            marks=(0.1, 0.4),
            metal=True,
            reach=4.0,
        )
    )
    for name, (what, colours, density) in _METALS.items()
)
