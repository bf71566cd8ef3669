"""Two-layer ESD bench mats: dull nitrile in the usual green, blue and grey."""

from __future__ import annotations

from materials.body import Body, Rgb, body_material

_COLOURS: dict[str, tuple[Rgb, ...]] = {
    "green": ((0.085, 0.17, 0.115), (0.10, 0.155, 0.125)),
    "blue": ((0.085, 0.135, 0.215), (0.10, 0.145, 0.19)),
    "grey": ((0.21, 0.215, 0.215), (0.15, 0.155, 0.16)),
}

MATERIALS = tuple(
    body_material(
        Body(
            f"esd_mat_{name}",
            f"ESD bench mat, {name}: embossed, cut and burnt in places, rubbed shiny where work lies.",
            "plastic",
            density_kg_m3=1350.0,
            friction=0.8,
            use=("bench",),
            roughness=(0.48, 0.62),
            colours=colours,
            colour_spread=0.1,
            relief="moulded",
            relief_scale=2.2,
            relief_m=(18e-6, 40e-6),
            speck=(0.1, 0.4),
            grime=(0.3, 0.95),
            grime_scale=0.7,
            handling=1.6,
            reach=3.0,
        )
    )
    for name, colours in _COLOURS.items()
)
