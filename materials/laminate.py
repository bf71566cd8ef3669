"""High-pressure laminate bench tops."""

from __future__ import annotations

from materials.body import Body, Rgb, body_material

_COLOURS: dict[str, tuple[Rgb, ...]] = {
    "white": ((0.66, 0.66, 0.63), (0.58, 0.575, 0.54)),
    "grey": ((0.34, 0.345, 0.345), (0.25, 0.255, 0.26)),
}

MATERIALS = tuple(
    body_material(
        Body(
            f"laminate_{name}",
            f"A {name} laminate bench top: beaded overlay, fine specks, cuts, oil, rubbed where work lies.",
            "plastic",
            density_kg_m3=1400.0,
            friction=0.3,
            use=("bench",),
            roughness=(0.24, 0.4),
            colours=colours,
            relief="laminate",
            relief_m=(6e-6, 18e-6),
            tone=0.5,
            speck=(0.05, 0.5),
            grime=(0.3, 0.9),
            grime_scale=0.75,
            handling=1.3,
            reach=3.0,
        )
    )
    for name, colours in _COLOURS.items()
)
