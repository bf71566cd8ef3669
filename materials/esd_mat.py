"""Two-layer ESD bench mats: dull nitrile in the usual green, blue and grey."""

from __future__ import annotations

from materials.ground import Ground, ground_material
from materials.opaque import Rgb

_COLOURS: dict[str, tuple[Rgb, ...]] = {
    "green": ((0.085, 0.17, 0.115), (0.10, 0.155, 0.125)),
    "blue": ((0.085, 0.135, 0.215), (0.10, 0.145, 0.19)),
    "grey": ((0.21, 0.215, 0.215), (0.15, 0.155, 0.16)),
}

MATERIALS = tuple(
    ground_material(
        Ground(
            f"esd_mat_{name}",
            f"ESD bench mat, {name}: embossed, cut and burnt in places, rubbed shiny where work lies.",
            "plastic",
            density_kg_m3=1350.0,
            friction=0.8,
            use=("bench",),
            roughness=(0.48, 0.62),
            colours=colours,
            colour_spread=0.1,
            wide="trodden_mat",
            fine="ground_leather",
            fine_m=(25e-6, 55e-6),
            fine_tone=1.5,
            soil=(0.4, 0.9),
            marks=(0.3, 0.8),
            reach=3.0,
        )
    )
    for name, colours in _COLOURS.items()
)
