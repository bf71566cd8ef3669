"""Cloth on a shop floor: hi-vis vests and their reflective tape, knitted work gloves, wiping cloths."""

from __future__ import annotations

from materials.body import Body, body_material
from materials.opaque import Rgb
from materials.reflective import RETROREFLECTIVE

# Fluorescent cloth: EN ISO 20471 asks for a luminance factor of 0.70 (yellow) and 0.40 (orange) at least, fluorescence
# included. A shader may not give back more light than it gets, so the brightest channel stops at 0.96.
_HI_VIS: dict[str, Rgb] = {"yellow": (0.66, 0.93, 0.03), "orange": (0.93, 0.20, 0.012)}
_GLOVES: dict[str, tuple[Rgb, ...]] = {
    "grey": ((0.30, 0.30, 0.295), (0.42, 0.415, 0.40)),
    "white": ((0.62, 0.61, 0.57), (0.55, 0.535, 0.49)),
}
# Wiping cloths: dyed cotton that was laundered many times, mixed cuttings, unbleached cotton. None stays pale for long.
_RAGS: dict[str, tuple[Rgb, ...]] = {
    "red": ((0.27, 0.045, 0.035), (0.20, 0.05, 0.045)),
    "blue": ((0.05, 0.10, 0.24), (0.09, 0.14, 0.24)),
    "grey": ((0.16, 0.165, 0.17), (0.24, 0.23, 0.21)),
    "cotton": ((0.42, 0.37, 0.28), (0.36, 0.33, 0.27)),
}


def _cloth(
    name: str,
    doc: str,
    colours: tuple[Rgb, ...],
    weave: str,
    relief_m: tuple[float, float],
    fuzz: float,
    stain: tuple[float, float] = (0.2, 0.45),
) -> Body:
    return Body(
        name,
        doc,
        "fibre",
        density_kg_m3=300.0,
        friction=0.5,
        use=("prop",),
        roughness=(0.75, 0.9),
        colours=colours,
        colour_spread=0.03,
        relief=weave,
        relief_m=relief_m,
        tone=0.8,
        stain=stain,
        stain_colour=(0.05, 0.047, 0.042),
        specular=0.2,
        fuzz=fuzz,
        reach=2.0,
    )


MATERIALS = (
    *(
        body_material(
            _cloth(
                f"hi_vis_{name}",
                f"Hi-vis cloth, fluorescent {name}: plain weave, creased.",
                (colour,),
                "textile_weave",
                (80e-6, 150e-6),
                0.12,
            )
        )
        for name, colour in _HI_VIS.items()
    ),
    *(
        body_material(
            _cloth(
                f"glove_{name}",
                f"The knit of a {name} work glove, soiled.",
                colours,
                "textile_knit",
                (200e-6, 360e-6),
                0.45,
            )
        )
        for name, colours in _GLOVES.items()
    ),
    *(
        body_material(
            _cloth(
                f"rag_{name}",
                f"A {name} wiping cloth: plain weave, washed out, full of oil.",
                colours,
                "textile_rag",
                (90e-6, 170e-6),
                0.3,
                stain=(0.5, 1.0),
            )
        )
        for name, colours in _RAGS.items()
    ),
    RETROREFLECTIVE,
)
