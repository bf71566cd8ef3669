"""Zinc-plated steel: the passivation on the zinc is a film of its own colour, blue-clear or iridescent yellow."""

from __future__ import annotations

from functools import cache, partial

from materials.coatings import Coating, coated
from materials.film import FilmRamp, film_ramp
from materials.finishes import Finish
from materials.optics import CONDUCTORS
from materials.oxides import OXIDES

_PLATED = Finish(
    "electroplated, barrelled",
    "handled", "boxed", (0.13, 0.24), (0.08, 0.2), (0.0, 0.0), (0.0, 0.0), (0.0, 0.03), 0.8,
)  # fmt: skip


@cache
def blue() -> FilmRamp:
    """Trivalent passivate of 60 to 180 nm: from straw over violet to the usual blue, and to a pale yellow again."""
    return film_ramp(OXIDES["passivate"], CONDUCTORS["zinc"], 60.0, 180.0)


@cache
def yellow() -> FilmRamp:
    """Chromate of 260 to 400 nm: yellow by its colour, greenish where thin and pink where thick by interference."""
    return film_ramp(OXIDES["chromate"], CONDUCTORS["zinc"], 260.0, 400.0, uneven=0.1)


_zinc_plated = partial(Coating, finish=_PLATED, density_kg_m3=7850.0, friction=0.4, plating=0.05)
MATERIALS = (
    coated(
        _zinc_plated(
            "steel_zinc_blue",
            "Zinc-plated steel, blue passivated: silver with a tint of blue. Film 60 to 180 nm on Werner 2009.",
            optics=blue,
            oxide=(0.24, 0.245, 0.25),
            thickness=(0.24, 0.5),
            cloud=(0.08, 0.3),
            drift_per_m=(0.0, 6.0),
        )
    ),
    coated(
        _zinc_plated(
            "steel_zinc_yellow",
            "Zinc-plated steel, yellow chromated: gold, iridescent pink and green. Film 260 to 400 nm.",
            optics=yellow,
            oxide=(0.21, 0.19, 0.15),
            thickness=(0.08, 0.42),
            cloud=(0.15, 0.45),
            drift_per_m=(0.5, 6.0),
        )
    ),
)
