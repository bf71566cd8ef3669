"""Hot-dip galvanised steel: zinc crystals of 4 to 20 mm, each with its own tilt, gloss and patina."""

from __future__ import annotations

from functools import cache

from materials.coatings import Coating, coated
from materials.film import FilmRamp
from materials.finishes import Finish
from materials.optics import CONDUCTORS, measured_edge_tint, normal_reflectance

_SPANGLED = Finish(
    "hot-dip galvanised",
    "spangle", "boxed", (0.2, 0.3), (0.16, 0.3), (18e-6, 40e-6), (0.0, 0.0), (0.35, 0.65), 1.2,
)  # fmt: skip


@cache
def zinc() -> FilmRamp:
    """Bare zinc; its patina is the finish's stain."""
    metal = CONDUCTORS["zinc"]
    r, g, b = (round(float(v), 5) for v in normal_reflectance(metal))
    return FilmRamp(((0.0, (r, g, b)),), measured_edge_tint(metal))


MATERIALS = (
    coated(
        Coating(
            "steel_galvanised",
            "Hot-dip galvanised steel: spangle, crystals that light up one by one. Zinc: Werner 2009.",
            _SPANGLED,
            density_kg_m3=7850.0,
            friction=0.45,
            optics=zinc,
            oxide=(0.27, 0.28, 0.29),
            plating=0.06,
        )
    ),
)
