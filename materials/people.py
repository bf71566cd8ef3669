"""Skin and hair of people: all tones alike often, in every split; no person is anyone in particular."""

from __future__ import annotations

from materials.body import Body, body_material
from materials.opaque import Rgb

# Ten tones from very light to very dark, as many as the Monk Skin Tone scale has (Monk 2019), at even steps of what
# spectrophotometers measure: L* 72 to 28, a* 9 to 14.5, b* 9 to 22 (Xiao et al. 2017, "Characterising the variations in
# ethnic skin colours"), as albedo in linear Rec.709.
SKIN_TONES: tuple[Rgb, ...] = (
    (0.590, 0.403, 0.320),
    (0.555, 0.358, 0.270),
    (0.502, 0.305, 0.216),
    (0.453, 0.257, 0.169),
    (0.395, 0.205, 0.123),
    (0.323, 0.153, 0.085),
    (0.247, 0.114, 0.064),
    (0.178, 0.083, 0.050),
    (0.128, 0.063, 0.042),
    (0.088, 0.047, 0.034),
)
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
            colours=SKIN_TONES,
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
