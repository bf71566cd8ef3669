"""The card on a bin: what is in it, printed, stuck to the outside of a wall."""

from __future__ import annotations

import math

import numpy as np

from generator.plan import ScenePlan
from generator.recipe import MeshRef, Thing
from generator.seeds import stream
from generator.stock import Stock
from scenes.containers import Container
from scenes.dressing import choose_material, draw_wear
from scenes.poses import as_matrix, yaw_matrix

_SHARE = 0.6  # of bins that have one
_LABEL_M = (0.105, 0.074)
_THICK_M = 0.0003
_OFF_M = 0.0001  # of the wall, so that the two planes do not fight
_WEAR = 0.6


def bin_card(plan: ScenePlan, stock: Stock, container: Container, yaw_rad: float) -> list[Thing]:
    """A label on one or both long walls of the bin that stands at the origin; none on trays, few on small bins."""
    rng = stream(plan.seed, plan.scene, "bin.card")
    if container.shallow or rng.random() > _SHARE:
        return []
    params = {name: float(value) for name, value in container.params.items()}
    ribs = int(params["ribs"])
    free_m = 0.86 * params["width_m"] / ribs - 2 * params["wall_m"] if ribs else 0.7 * params["width_m"]
    wide = min(_LABEL_M[0], free_m)
    high = min(_LABEL_M[1], 0.55 * params["height_m"], 0.75 * wide)
    if wide < 0.03 or high < 0.02:
        return []
    ref = MeshRef("shape", "sheet", _paper(wide, high))
    printed = choose_material(stock, ("shipping_label",), "prop", rng)
    slope = params["taper_m"] / params["height_m"]
    middle = float(rng.uniform(0.42, 0.5)) * params["height_m"]
    along = 0.5 * 0.86 * params["width_m"] / ribs if ribs % 2 else 0.0
    things = []
    for number, side in enumerate((-1, 1)[: 1 + int(rng.random() < 0.5)]):
        out = params["depth_m"] / 2 - slope * (params["height_m"] - middle) + _OFF_M + _THICK_M / 2
        wall = _against_wall(side, slope, math.radians(rng.normal(0, 1.2)))
        pose = as_matrix(yaw_matrix(yaw_rad) @ wall, yaw_matrix(yaw_rad) @ np.array([side * along, side * out, middle]))
        wear = draw_wear(plan, stock, f"bin_card_{number}", _WEAR)
        things.append(Thing(f"bin_card_{number}", ref, pose, (printed,), wear, context="container"))
    return things


def _paper(width_m: float, height_m: float) -> dict[str, float]:
    return {
        "width_m": round(width_m, 5),
        "depth_m": round(height_m, 5),
        "thickness_m": _THICK_M,
        "corner_m": 0.002,
    }


def _against_wall(side: int, slope: float, tilt_rad: float) -> np.ndarray:
    """(3, 3) rotation of a sheet onto a wall that leans outwards by `slope`: its x level, its y up, its z away."""
    away = np.array([0.0, side, -slope]) / math.hypot(1.0, slope)
    level = np.array([-side, 0.0, 0.0])
    up = np.cross(away, level)
    c, s = math.cos(tilt_rad), math.sin(tilt_rad)
    return np.column_stack([c * level + s * up, c * up - s * level, away])
