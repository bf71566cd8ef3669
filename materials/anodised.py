"""Anodised aluminium: a clear or dyed film of alumina, 10 to 20 micrometres, sealed, on blasted or etched metal."""

from __future__ import annotations

from functools import cache, partial

from materials.coatings import Coating, coated
from materials.film import FilmRamp, one_colour, thick_film
from materials.finishes import Finish
from materials.optics import CONDUCTORS, F82_COSINE, Triple, fresnel_conductor, normal_reflectance

_ALUMINA = 1.65  # hydrated, porous, sealed: below the 1.77 of the crystal
# What one way through the dyed film lets pass, linear Rec.709; judged from colour cards of dyed sheet.
_DYES: dict[str, Triple] = {
    "clear": (0.90, 0.90, 0.885),
    "black": (0.035, 0.033, 0.036),
    "red": (0.66, 0.07, 0.075),
    "blue": (0.06, 0.20, 0.66),
    "gold": (0.88, 0.70, 0.30),
    "orange": (0.87, 0.36, 0.045),
}
_SATIN = Finish(
    "anodised on etched or blasted metal",
    "blasted_skin", "boxed", (0.26, 0.36), (0.04, 0.1), (2e-6, 6e-6), (0.0, 0.0), (0.0, 0.06), 0.9,
)  # fmt: skip


@cache
def dyed(dye: str) -> FilmRamp:
    """The one colour of a film too thick to interfere."""
    metal = CONDUCTORS["aluminium"]
    normal, grazing = thick_film(_ALUMINA, _DYES[dye], normal_reflectance(metal), fresnel_conductor(metal, F82_COSINE))
    return one_colour(normal, grazing)


MATERIALS = tuple(
    coated(
        Coating(
            f"aluminium_anodised_{dye}",
            f"Aluminium, anodised {dye}: satin, coloured in its depth, the film's gleam on top. n 1.65 on Rakic 1995.",
            _SATIN,
            density_kg_m3=2700.0,
            friction=0.35,
            optics=partial(dyed, dye),
            oxide=(0.22, 0.215, 0.205),
            pale_marks=dye != "clear",
            plating=0.05,
        )
    )
    for dye in _DYES
)
