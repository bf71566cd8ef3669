"""Skin and hair of people: all tones alike often, in every split; no person is anyone in particular."""

from __future__ import annotations

from materials.body import Body, body_material
from materials.opaque import Rgb

# The ten tones of the Monk Skin Tone scale (Monk 2019, CC BY 4.0), from sRGB to linear albedo.
SKIN_TONES: tuple[Rgb, ...] = (
    (0.922, 0.847, 0.776),
    (0.896, 0.799, 0.708),
    (0.930, 0.823, 0.631),
    (0.823, 0.701, 0.491),
    (0.680, 0.509, 0.342),
    (0.352, 0.209, 0.093),
    (0.223, 0.107, 0.056),
    (0.117, 0.053, 0.034),
    (0.042, 0.031, 0.023),
    (0.022, 0.018, 0.014),
)
_FLESH = (0.80, 0.62, 0.54)  # by which blood under the skin reddens the swatches, and shade of pores darkens them
_HAIR: tuple[Rgb, ...] = (
    (0.008, 0.007, 0.006),
    (0.022, 0.014, 0.009),
    (0.06, 0.034, 0.018),
    (0.22, 0.14, 0.065),
    (0.16, 0.055, 0.018),
    (0.24, 0.235, 0.225),
    (0.45, 0.44, 0.42),
)

MATERIALS = (
    body_material(
        Body(
            "skin",
            "Human skin in ten tones, evenly drawn: matt with a faint sheen, soiled by work.",
            "fibre",
            density_kg_m3=1050.0,
            friction=0.5,
            use=("prop",),
            roughness=(0.42, 0.6),
            colours=tuple((r * _FLESH[0], g * _FLESH[1], b * _FLESH[2]) for r, g, b in SKIN_TONES),
            colour_spread=0.05,
            relief="textile_knit",
            relief_scale=0.4,
            relief_m=(4e-6, 10e-6),
            tone=0.08,
            stain=(0.0, 0.12),
            specular=0.4,
            index=1.4,
        )
    ),
    body_material(
        Body(
            "hair",
            "Hair from black to white, short enough to be one surface.",
            "fibre",
            density_kg_m3=300.0,
            friction=0.4,
            use=("prop",),
            roughness=(0.45, 0.65),
            colours=_HAIR,
            colour_spread=0.15,
            relief="textile_knit",
            relief_scale=0.8,
            relief_m=(150e-6, 300e-6),
            tone=0.6,
            specular=0.5,
            index=1.55,
        )
    ),
)
