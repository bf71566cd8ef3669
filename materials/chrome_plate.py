"""Chrome plate on bright nickel: a mirror with a faint swell of its ground, and pinholes that rust."""

from __future__ import annotations

from functools import partial

from materials.coatings import Coating, bare, coated
from materials.finishes import Finish

_MIRROR = Finish(
    "bright",
    "orange_peel", "boxed", (0.012, 0.04), (0.0, 0.015), (0.4e-6, 1.4e-6), (0.0, 0.0), (0.0, 0.0), 0.7,
)  # fmt: skip


MATERIALS = (
    coated(
        Coating(
            "steel_chrome_plated",
            "Chrome plate on steel: a cool mirror that swells faintly with its ground. Johnson and Christy 1974.",
            _MIRROR,
            density_kg_m3=7850.0,
            friction=0.3,
            optics=partial(bare, "chromium"),
            metal="chromium",
            oxide=(0.16, 0.09, 0.05),
            plating=0.015,
        )
    ),
)
