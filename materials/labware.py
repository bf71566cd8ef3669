"""What laboratories are built of and work with: resin bench tops, and media in dishes."""

from __future__ import annotations

from functools import partial

from generator.plugins import Material
from materials.ground import Ground, ground_material
from materials.liquid import Liquid, build, sample
from materials.opaque import Rgb

_TOPS: dict[str, tuple[Rgb, ...]] = {
    "black": ((0.024, 0.025, 0.027), (0.036, 0.037, 0.039)),
    "grey": ((0.21, 0.215, 0.22), (0.15, 0.16, 0.165)),
    "white": ((0.6, 0.6, 0.58),),
}

# Through 20 mm, as `materials.liquid` takes it: a dish holds 4 to 6 mm.
_MEDIA = (
    Liquid("liquid_agar", "Nutrient agar in a dish: an amber jelly, n 1.336.", 1.336, (0.66, 0.47, 0.17), 1010.0),
    Liquid("liquid_blood_agar", "Blood agar: opaque dark red.", 1.34, (0.22, 0.014, 0.012), 1030.0, cloudy=True),
    Liquid("liquid_culture", "A turbid culture or suspension: cloudy, straw-coloured.", 1.335, (0.62, 0.52, 0.30),
           1005.0, cloudy=True),
)  # fmt: skip

MATERIALS = (
    *(
        ground_material(
            Ground(
                f"lab_resin_{name}",
                f"A laboratory bench top of {name} phenolic or epoxy resin: satin, finely specked, wiped.",
                "plastic",
                density_kg_m3=1850.0,
                friction=0.35,
                use=("prop",),
                roughness=(0.22, 0.38),
                colours=colours,
                wide="trodden_bench",
                fine="ground_speckle",
                fine_m=(4e-6, 12e-6),
                soil=(0.0, 0.1),
                marks=(0.0, 0.12),
                reach=3.0,
            )
        )
        for name, colours in _TOPS.items()
    ),
    *(
        Material(
            one.name, one.doc, partial(sample, one), partial(build, one), one.density_kg_m3, 0.1,
            transparent=not one.cloudy, use=("prop",),
        )
        for one in _MEDIA
    ),
)  # fmt: skip
