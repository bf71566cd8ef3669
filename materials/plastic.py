"""Plastics: clear polycarbonate, PET and PMMA, and moulded polypropylene or ABS in shop colours."""

from __future__ import annotations

from materials.body import Body, body_material
from materials.glass import Clear, clear_material
from materials.opaque import Rgb
from materials.optics import DIELECTRICS

# Albedo, linear Rec.709, judged from stacking boxes and caps: pigments of real mouldings are never pure.
COLOURS: dict[str, tuple[Rgb, ...]] = {
    "white": ((0.70, 0.69, 0.65), (0.62, 0.61, 0.56)),
    "black": ((0.022, 0.022, 0.023), (0.034, 0.033, 0.032)),
    "grey": ((0.20, 0.205, 0.21), (0.12, 0.125, 0.13)),
    "red": ((0.36, 0.032, 0.024), (0.28, 0.03, 0.03)),
    "blue": ((0.032, 0.085, 0.27), (0.05, 0.14, 0.30)),
    "yellow": ((0.60, 0.34, 0.035), (0.53, 0.36, 0.07)),
    "green": ((0.045, 0.17, 0.07), (0.07, 0.22, 0.12)),
}


def _moulded(name: str, colours: tuple[Rgb, ...]) -> Body:
    return Body(
        f"plastic_{name}",
        f"Moulded plastic in {name}: spark-eroded mould texture, flow lines, rub marks.",
        "plastic",
        density_kg_m3=950.0,
        friction=0.35,
        use=("part",) if name == "white" else ("part", "bin"),
        roughness=(0.2, 0.42),
        colours=colours,
        colour_spread=0.1,
        relief="touched_moulded",
        relief_m=(4e-6, 16e-6),
        stain=(0.0, 0.5),
        handling=0.8,
        index=1.49,
    )


_CLEAR: tuple[Clear, ...] = (
    Clear(
        "plastic_clear", "Clear polycarbonate, n 1.585: flow lines, hairlines, slight haze.",
        DIELECTRICS["polycarbonate"], (0.965, 0.972, 0.975), map="clear_flowed",
        relief_m=(8e-6, 30e-6), handling=0.6, density_kg_m3=1200.0, friction=0.35,
    ),
    Clear(
        "plastic_pet", "Clear PET, n 1.575, as in bottles: flow lines, scuffed, a breath of grey.",
        DIELECTRICS["pet"], (0.955, 0.962, 0.965), map="clear_flowed",
        relief_m=(14e-6, 44e-6), handling=0.7, density_kg_m3=1340.0, friction=0.3,
    ),
    Clear(
        "plastic_pmma", "Clear PMMA, n 1.491: clearer than glass, scratched sooner.",
        DIELECTRICS["pmma"], (0.985, 0.988, 0.988), map="clear_flowed",
        relief_m=(3e-6, 12e-6), handling=0.7, density_kg_m3=1190.0, friction=0.4,
    ),
)  # fmt: skip

MATERIALS = (
    *(clear_material(one) for one in _CLEAR),
    *(body_material(_moulded(name, colours)) for name, colours in COLOURS.items()),
)
