"""Blackened steel: a micrometre of magnetite, oiled."""

from __future__ import annotations

from functools import cache

import numpy as np

from materials.coatings import Coating, coated
from materials.film import FilmRamp, colour_of, one_colour, oxide_index, stack_reflectance, thick_film
from materials.finishes import Finish
from materials.optics import DIELECTRICS, F82_COSINE
from materials.oxides import OXIDES

_OIL = DIELECTRICS["mineral_oil"]
_BLACKENED = Finish(
    "blackened in a hot bath and oiled",
    "blasted_skin", "boxed", (0.24, 0.36), (0.06, 0.14), (2e-6, 6e-6), (0.0, 0.0), (0.0, 0.25), 1.1,
)  # fmt: skip


@cache
def oiled_magnetite() -> FilmRamp:
    """One colour: magnetite too thick to see through, under a film of oil too thick to interfere."""
    under_oil = oxide_index(OXIDES["magnetite"]) / _OIL
    slanted = float(np.sqrt(1.0 - (1.0 - F82_COSINE**2) / _OIL**2))
    reflected = [colour_of(stack_reflectance([], under_oil, cosine)) for cosine in (1.0, slanted)]
    normal, grazing = thick_film(_OIL, (1.0, 1.0, 1.0), *reflected)
    return one_colour(normal, grazing)


MATERIALS = (
    coated(
        Coating(
            "steel_black_oxide",
            "Steel, blackened: dark blue-black, oily satin. Magnetite (Querry 1985) under oil.",
            _BLACKENED,
            density_kg_m3=7850.0,
            friction=0.35,
            optics=oiled_magnetite,
            oxide=(0.10, 0.072, 0.05),
            pale_marks=True,
            plating=0.06,
        )
    ),
)
