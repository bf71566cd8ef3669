"""Chrome plate on bright nickel: a mirror with a faint swell of its ground, and pinholes that rust."""

from __future__ import annotations

from functools import cache

from materials.coatings import Coating, coated
from materials.film import FilmRamp
from materials.finishes import Finish
from materials.optics import CONDUCTORS, measured_edge_tint, normal_reflectance

_MIRROR = Finish(
    "bright",
    "orange_peel", "boxed", (0.012, 0.04), (0.0, 0.015), (0.4e-6, 1.4e-6), (0.0, 0.0), (0.0, 0.0), 0.7,
)  # fmt: skip


@cache
def chromium() -> FilmRamp:
    """Chromium thick enough that the nickel below does not show."""
    metal = CONDUCTORS["chromium"]
    r, g, b = (round(float(v), 5) for v in normal_reflectance(metal))
    return FilmRamp(((0.0, (r, g, b)),), measured_edge_tint(metal))


MATERIALS = (
    coated(
        Coating(
            "steel_chrome_plated",
            "Chrome plate on steel: a cool mirror that swells faintly with its ground. Johnson and Christy 1974.",
            _MIRROR,
            density_kg_m3=7850.0,
            friction=0.3,
            optics=chromium,
            oxide=(0.16, 0.09, 0.05),
            plating=0.015,
        )
    ),
)
