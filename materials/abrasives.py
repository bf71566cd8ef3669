"""Abrasives: bonded corundum and silicon carbide, resin-bonded discs, coated cloth."""

from __future__ import annotations

from materials.body import Body, body_material
from materials.opaque import Rgb

# Albedo, linear Rec.709, judged from wheels: fused alumina is white, pink with chromium oxide, grey with titania;
# silicon carbide is green; resin-bonded discs are black with glass fibre; coated cloth is brown.
_COLOURS: dict[str, tuple[str, tuple[Rgb, ...]]] = {
    "white": ("White fused alumina, vitrified", ((0.66, 0.65, 0.62), (0.58, 0.57, 0.53))),
    "grey": ("Normal corundum, vitrified", ((0.2, 0.195, 0.185), (0.28, 0.27, 0.25))),
    "pink": ("Pink fused alumina, vitrified", ((0.56, 0.27, 0.25), (0.5, 0.22, 0.21))),
    "green": ("Green silicon carbide, vitrified", ((0.12, 0.2, 0.14), (0.1, 0.16, 0.13))),
    "black": ("Resin-bonded corundum with glass fibre", ((0.035, 0.033, 0.031), (0.05, 0.047, 0.043))),
    "brown": ("Corundum on cloth", ((0.2, 0.085, 0.045), (0.26, 0.11, 0.05))),
}


def _bonded(name: str, doc: str, colours: tuple[Rgb, ...]) -> Body:
    return Body(
        f"abrasive_{name}",
        f"{doc}: sharp grains with pores between, loaded grey where metal has smeared.",
        "mineral",
        density_kg_m3=2200.0,
        friction=0.7,
        use=("prop",),
        roughness=(0.7, 0.9),
        colours=colours,
        colour_spread=0.1,
        relief="touched_moulded",
        relief_scale=0.35,
        relief_m=(30e-6, 60e-6),
        stain=(0.2, 0.7),
        stain_colour=(0.12, 0.115, 0.11),
        handling=0.3,
        index=1.6,
    )


MATERIALS = tuple(body_material(_bonded(name, doc, colours)) for name, (doc, colours) in _COLOURS.items())
