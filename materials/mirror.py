"""Acrylic mirrors as they hang over aisles: clear sheet, its back coated with aluminium."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from generator.plugins import Material
from generator.shading import Graph, Surface
from materials.coatings import Coating, build_coating, coated
from materials.film import FilmRamp, one_colour, thick_film
from materials.finishes import Finish
from materials.optics import CONDUCTORS, F82_COSINE, fresnel_conductor, normal_reflectance

_ACRYLIC = 1.49
_THROUGH = (0.992, 0.994, 0.99)  # of PMMA 3 mm thick, without its faces
_SHEET = Finish(
    "formed", "orange_peel", "boxed", (0.006, 0.016), (0.0, 0.012), (0.4e-6, 1.2e-6), (0.0, 0.0), (0.0, 0.0), 0.35,
)  # fmt: skip


@cache
def _optics() -> FilmRamp:
    """Aluminium seen through the sheet: 0.9 at normal incidence."""
    metal = CONDUCTORS["aluminium"]
    bare, slant = normal_reflectance(metal), fresnel_conductor(metal, F82_COSINE)
    return one_colour(*thick_film(_ACRYLIC, _THROUGH, bare, slant))


def _build(params: Mapping[str, Any], graph: Graph) -> Surface:
    """The sheet wears as plastic does: its metal is behind it."""
    return replace(build_coating(_MIRROR, params, graph), kind="plastic")


_MIRROR = Coating(
    "mirror_acrylic",
    "A mirror of acrylic sheet with aluminium on its back: a faint swell, dust, wiped. Rakic 1995; n 1.49.",
    _SHEET,
    density_kg_m3=1190.0,
    friction=0.35,
    optics=_optics,
    oxide=(0.3, 0.29, 0.27),
)
_SAMPLED = coated(_MIRROR)

MATERIALS: tuple[Material, ...] = (replace(_SAMPLED, build=_build, use=("prop",)),)
