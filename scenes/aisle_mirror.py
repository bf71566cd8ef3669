"""The convex mirror at the end of an aisle. It draws from streams of its own and is never labelled."""

from __future__ import annotations

import math
from typing import Any

from generator.factors import Factor
from generator.recipe import Thing
from generator.seeds import stream
from scenes.rack_rows import Row
from scenes.shapes.rack_uprights import POST_M
from scenes.shapes.racks import BEAM_M

MIRROR = Factor(
    "rack.mirror",
    "name",
    "scene",
    "Convex mirror at the end of the aisle: none, a round one on an arm, or half a dome; what it shows is no label.",
    {"choice": ["none", "round", "dome"], "weights": [6, 3, 1]},
    kind="category",
    choices=("dome", "none", "round"),
    moves_geometry=True,
)
_SIZES_M = ((0.6, 1.5), (0.6, 2.2), (0.8, 2.2), (0.8, 3.0))  # diameter, radius of curvature
_ABOVE_HEADS_M = (2.35, 3.0)


def hang_mirror(row: Row) -> list[Thing]:
    """The mirror on a last upright: it looks down into the aisle."""
    place = mirror_place(row)
    if place is None:
        return []
    rng = stream(row.plan.seed, row.plan.scene, "rack.mirror")
    end, side = place
    inwards = end * side  # along x of the frame of an upright's face, into the aisle
    z = min(float(rng.uniform(*_ABOVE_HEADS_M)), row.high_m - 0.25)
    below_m = 0.38 if row.plan.factors[MIRROR.name] == "dome" else 0.25
    for level in range(1, row.levels):  # clear of the connectors
        low = level * row.level_m - BEAM_M / 2
        if -0.25 < z - low < below_m:
            z = low + below_m
    rim = row.pick(("helmet_orange", "plastic_black", "plastic_black", "plastic_red"), rng)
    back = row.pick(("plastic_black", "plastic_grey"), rng)
    steel = row.stock.sample_material("steel_galvanised", rng)
    materials = (row.stock.sample_material("mirror_acrylic", rng), rim, back, steel)
    params: dict[str, Any]
    if row.plan.factors[MIRROR.name] == "dome":
        shape, params = "half_dome", {"diameter_m": 0.66, "high_m": round(float(rng.uniform(0.26, 0.32)), 3)}
    else:
        wide, curve = _SIZES_M[int(rng.integers(len(_SIZES_M)))]
        turn, tilt = inwards * round(float(rng.uniform(35, 55)), 1), round(float(rng.uniform(8, 18)), 1)
        shape, params = "round_mirror", {"diameter_m": wide, "curvature_m": curve, "turn_deg": turn, "tilt_deg": tilt}
        params["reach_m"] = round(0.14 + 0.45 * wide, 3)
    at = (end * (row.end_m - POST_M[0] / 2), side * row.depth_m / 2, z)
    return [row.put("shelf_mirror", shape, params, at, 0.0 if side < 0 else math.pi, materials, 0.4)]


def mirror_place(row: Row) -> tuple[float, float] | None:
    """The end (in x) and the side (in y) with the mirror: mostly far along the first camera's view, on its side."""
    if row.plan.factors.get(MIRROR.name, "none") == "none":
        return None
    rng = stream(row.plan.seed, row.plan.scene, "rack.mirror.place")
    anywhere = float(rng.choice([-1, 1])), float(rng.choice([-1, 1]))
    if not row.plan.views or rng.random() < 0.3:
        return anywhere
    azimuth = math.radians(float(row.plan.views[0].factors.get("camera.azimuth_deg", 0.0)))
    x, y = math.cos(azimuth - row.yaw_rad), math.sin(azimuth - row.yaw_rad)
    return (-1.0 if x > 0 else 1.0), (1.0 if y > 0 else -1.0)
