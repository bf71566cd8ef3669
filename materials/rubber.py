"""Rubber and soft plastic: moulded black parts, mats, the jackets of cables."""

from __future__ import annotations

from materials.body import Body, body_material
from materials.ground import Ground, ground_material
from materials.opaque import Rgb
from materials.optics import DIELECTRICS

_JACKETS: dict[str, Rgb] = {"black": (0.024, 0.024, 0.025), "grey": (0.21, 0.215, 0.215), "orange": (0.62, 0.16, 0.02)}


def _jacket(name: str, colour: Rgb) -> Body:
    return Body(
        f"cable_{name}",
        f"The {name} jacket of a cable: die lines along it, dulled by drags over the floor.",
        "plastic",
        density_kg_m3=1400.0,
        friction=0.6,
        use=("prop",),
        roughness=(0.3, 0.5),
        colours=(colour,),
        colour_spread=0.1,
        relief="touched_drawn",
        lengthwise=True,
        stain=(0.2, 0.6),
        handling=0.9,
        index=1.54,
    )


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
            relief="touched_moulded",
            relief_m=(5e-6, 16e-6),
            stain=(0.1, 0.5),
            stain_colour=(0.16, 0.155, 0.15),
            handling=0.9,
            index=DIELECTRICS["rubber"],
        )
    ),
    ground_material(
        Ground(
            "rubber_mat",
            "A black rubber mat, pebbled, greyed by shoes and swarf, cut and dragged over.",
            "plastic",
            density_kg_m3=1400.0,
            friction=0.9,
            use=("bench", "floor"),
            roughness=(0.5, 0.66),
            colours=((0.03, 0.029, 0.028), (0.042, 0.042, 0.042)),
            colour_spread=0.12,
            wide="trodden_mat",
            fine="ground_leather",
            fine_scale=3.0,
            fine_m=(60e-6, 130e-6),
            fine_tone=2.0,
            mark_colour=(0.10, 0.096, 0.088),
            soil=(0.4, 0.9),
            marks=(0.4, 0.9),
            index=DIELECTRICS["rubber"],
            reach=4.0,
        )
    ),
    *(body_material(_jacket(name, colour)) for name, colour in _JACKETS.items()),
)
