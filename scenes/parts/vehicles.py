"""Vehicles of a warehouse."""

from __future__ import annotations

from functools import cache

from generator.mesh import Mesh
from generator.plugins import Part
from scenes.parts._stored import OURS
from scenes.shapes.forklifts import forklift

PAINTS = (
    "vehicle_paint_yellow",
    "vehicle_paint_orange",
    "vehicle_paint_red",
    "vehicle_paint_green",
    "vehicle_paint_grey",
    "vehicle_paint_white",
)
LIVERY: dict[str, tuple[str, ...]] = {
    "paint": PAINTS,
    "frame": ("powder_coat_black", "powder_coat_grey"),
    "mast": ("powder_coat_black",),
    "fork": ("steel_black_oxide", "steel_forged"),
    "tyre": ("rubber_black",),
    "rim": ("painted_steel_grey", "vehicle_paint_white"),
    "seat": ("leather_black",),
    "lamp": ("plastic_white",),
    "beacon": ("helmet_orange",),
}


@cache
def _load() -> Mesh:
    return forklift()


PARTS: tuple[Part, ...] = (
    Part(
        "forklift_2t",
        "forklift",
        "counterbalance forklift truck of 1.6 to 2 t, 1.1 m wide, guard at 2.1 m, forks of 1150 mm; lift and tilt vary",
        OURS,
        _load,
        LIVERY,
        roles=("vehicle",),
        category="forklift",
    ),
)
