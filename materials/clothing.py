"""What people at work wear: twill of trousers and jackets, jersey of shirts, leather of shoes, plastic of helmets."""

from __future__ import annotations

from materials.body import Body, body_material
from materials.opaque import Rgb

# Albedo, linear Rec.709, of dyed cotton and polyester twill: work clothes are faded, never pure.
_TWILL: dict[str, tuple[Rgb, ...]] = {
    "navy": ((0.012, 0.018, 0.045), (0.02, 0.03, 0.07)),
    "blue": ((0.035, 0.09, 0.24), (0.06, 0.12, 0.26)),
    "grey": ((0.10, 0.105, 0.11), (0.19, 0.19, 0.195)),
    "black": ((0.014, 0.014, 0.015), (0.025, 0.024, 0.023)),
    "green": ((0.025, 0.075, 0.04), (0.05, 0.10, 0.05)),
    "red": ((0.24, 0.022, 0.02), (0.16, 0.018, 0.022)),
    "sand": ((0.33, 0.25, 0.15), (0.25, 0.19, 0.12)),
    "white": ((0.68, 0.67, 0.64), (0.60, 0.60, 0.58)),
}
_HELMETS: dict[str, tuple[Rgb, ...]] = {
    "white": ((0.78, 0.77, 0.74), (0.70, 0.69, 0.64)),
    "yellow": ((0.78, 0.50, 0.02), (0.72, 0.56, 0.03)),
    "orange": ((0.80, 0.20, 0.015), (0.72, 0.15, 0.02)),
    "red": ((0.45, 0.025, 0.02), (0.38, 0.03, 0.03)),
    "blue": ((0.025, 0.08, 0.32), (0.04, 0.14, 0.40)),
    "green": ((0.03, 0.20, 0.07), (0.05, 0.28, 0.10)),
}
_LEATHER: dict[str, tuple[Rgb, ...]] = {
    "black": ((0.018, 0.017, 0.016), (0.03, 0.028, 0.026)),
    "brown": ((0.10, 0.05, 0.025), (0.20, 0.11, 0.055)),
}


def _twill(name: str, colours: tuple[Rgb, ...]) -> Body:
    return Body(
        f"workwear_{name}",
        f"Twill of work clothes, {name}: woven, washed, stained here and there.",
        "fibre",
        density_kg_m3=350.0,
        friction=0.5,
        use=("prop",),
        roughness=(0.75, 0.92),
        colours=colours,
        colour_spread=0.12,
        relief="textile_weave",
        relief_m=(80e-6, 160e-6),
        tone=0.5,
        stain=(0.05, 0.3),
        specular=0.2,
        reach=2.0,
    )


def _helmet(name: str, colours: tuple[Rgb, ...]) -> Body:
    return Body(
        f"helmet_{name}",
        f"Shell of a safety helmet, {name}: moulded polyethylene, glossy, scuffed.",
        "plastic",
        density_kg_m3=950.0,
        friction=0.35,
        use=("prop",),
        roughness=(0.16, 0.34),
        colours=colours,
        colour_spread=0.06,
        relief="touched_moulded",
        relief_m=(2e-6, 8e-6),
        stain=(0.0, 0.2),
        handling=0.8,
        index=1.51,
    )


def _leather(name: str, colours: tuple[Rgb, ...]) -> Body:
    return Body(
        f"leather_{name}",
        f"Leather of safety shoes, {name}: grained, dull, dusty.",
        "fibre",
        density_kg_m3=900.0,
        friction=0.6,
        use=("prop",),
        roughness=(0.38, 0.62),
        colours=colours,
        colour_spread=0.15,
        relief="textile_knit",
        relief_scale=0.6,
        relief_m=(20e-6, 60e-6),
        tone=0.25,
        stain=(0.1, 0.5),
        stain_colour=(0.20, 0.18, 0.15),
        specular=0.45,
        reach=2.0,
    )


MATERIALS = (
    *(body_material(_twill(name, colours)) for name, colours in _TWILL.items()),
    *(body_material(_helmet(name, colours)) for name, colours in _HELMETS.items()),
    *(body_material(_leather(name, colours)) for name, colours in _LEATHER.items()),
)
