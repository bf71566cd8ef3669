"""Hot-dip galvanised steel: zinc crystals of 4 to 20 mm, each with its own tilt, gloss and patina."""

from __future__ import annotations

from functools import partial

from materials.coatings import Coating, bare, coated
from materials.finishes import Finish

_SPANGLED = Finish(
    "hot-dip galvanised",
    "spangle", "boxed", (0.2, 0.3), (0.16, 0.3), (18e-6, 40e-6), (0.0, 0.0), (0.35, 0.65), 1.2,
)  # fmt: skip


MATERIALS = (
    coated(
        Coating(
            "steel_galvanised",
            "Hot-dip galvanised steel: spangle, crystals that light up one by one. Zinc: Werner 2009.",
            _SPANGLED,
            density_kg_m3=7850.0,
            friction=0.45,
            optics=partial(bare, "zinc"),
            metal="zinc",
            oxide=(0.27, 0.28, 0.29),
            plating=0.06,
        )
    ),
)
