"""What the work stands on: a bench of usual size, or the floor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.plan import ScenePlan
from generator.recipe import Thing
from generator.seeds import stream
from generator.stock import Stock
from scenes.dressing import choose_material, draw_wear, still_thing
from scenes.poses import yaw_matrix

_TOP_WEAR = 0.6  # severity of a bench against that of the parts on it
_TOPS = ("beech", "oak", "laminate", "plywood", "steel_grey", "coat_grey", "wood")
_EDGE_M = 0.03  # that things keep from the edge


@dataclass(frozen=True, slots=True)
class Support:
    """A level top at height 0 with the work's place at the origin."""

    things: tuple[Thing, ...]
    floor_m: float  # height of the room's floor: 0, or below
    yaw_rad: float  # of the top
    half_m: tuple[float, float]  # of the free rectangle around the origin, in the turned frame
    name: str  # "bench" or "floor"


def choose_support(
    plan: ScenePlan, stock: Stock, scale: float, floor_share: float, need_m: tuple[float, float]
) -> Support:
    """A bench, or with probability `floor_share` the bare floor; sizes times `scale`.

    The work lies off the middle of the bench, but its half sizes `need_m` stay on it.
    """
    rng = stream(plan.seed, plan.scene, "support")
    yaw = rng.uniform(-np.pi, np.pi)
    on_floor = rng.random() < floor_share
    width = float(rng.choice([1.2, 1.5, 1.8, 2.0])) * scale
    depth = float(rng.choice([0.6, 0.7, 0.8])) * scale
    thick = float(rng.choice([0.025, 0.03, 0.04, 0.05])) * scale
    high = float(rng.choice([0.74, 0.82, 0.9, 0.95])) * scale
    slack = np.maximum(np.array([width, depth]) / 2 - _EDGE_M * scale - np.array(need_m), 0.0)
    aside = rng.uniform(-0.8, 0.8, 2) * slack
    if on_floor:
        return Support((), 0.0, yaw, (0.9 * scale, 0.9 * scale), "floor")
    place = yaw_matrix(yaw)[:2, :2] @ aside
    top = choose_material(stock, _TOPS, "bench", rng)
    edge = choose_material(stock, ("plastic_black", "plastic_grey", "rubber_black"), "bench", rng)
    cap = choose_material(stock, ("plastic_",), "bin", rng)
    steel = choose_material(stock, ("powder_coat", "painted_steel"), "bin", rng)
    params = {"width_m": width, "depth_m": depth, "thickness_m": thick, "caps": 4 if rng.random() < 0.5 else 0}
    at = (float(place[0]), float(place[1]), -thick)
    wear = draw_wear(plan, stock, "bench_top", _TOP_WEAR)
    board = still_thing(stock, "bench_top", "bench_top", params, at, yaw, (top, edge, cap), wear)
    frame = {"width_m": width, "depth_m": depth, "height_m": high, "tube_m": 0.045 * scale}
    legs = still_thing(stock, "bench_frame", "bench_frame", frame, (at[0], at[1], -thick - high), yaw, (steel,))
    free = (width / 2 - abs(float(aside[0])) - _EDGE_M * scale, depth / 2 - abs(float(aside[1])) - _EDGE_M * scale)
    return Support((board, legs), -thick - high, yaw, free, "bench")
