"""What is on a laboratory bench beside the ware: a liner, gloves, tissues, a roll of film, wet rings and drops."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from generator.recipe import MeshRef
from generator.seeds import stream
from scenes.dressing import choose_material, draw_wear, still_thing
from scenes.lab_room import NOT_HERE
from scenes.laying import Bench
from scenes.poses import yaw_matrix
from scenes.props import Prop

_SHARE = 0.6  # of the clutter that the plan asks for comes on top, as what only laboratories have
_LINER_SHARE, _LINER_MOST, _LINER_M = 0.35, 26, 0.6  # of benches; things at most; width of the roll
_WET = ("liquid_water", "liquid_water", "liquid_solvent", "liquid_dye_blue", "liquid_dye_red", "liquid_culture")
_WET_SHARE = 0.5  # of benches
_ABOVE_M = 2e-5  # of what is spilt, over the bench
_CARTONS = ("cardboard", "plastic_white", "plastic_blue")


def _pattern(rng: np.random.Generator) -> dict[str, Any]:
    return {"pattern": int(rng.integers(24))}


def _tissue(rng: np.random.Generator) -> dict[str, Any]:
    return {"radius_m": float(rng.choice([0.045, 0.055, 0.068])), "pattern": int(rng.integers(24))}


def _film(rng: np.random.Generator) -> dict[str, Any]:
    return {"radius_m": float(rng.choice([0.028, 0.036])), "width_m": 0.1, "core_m": 0.0135, "wall_m": 0.0025}


_PAPER = ("painted_wall_white",)
_GLOVES = ("plastic_blue", "rubber_black", "plastic_white", "plastic_green")
KINDS: Mapping[str, Prop] = {
    "film": Prop("tape_roll", _film, (("plastic_clear", "plastic_white"), ("cardboard",)), 1.0),
    "gloves": Prop("glove_box", _pattern, (_CARTONS, ("plastic_",), _GLOVES), 1.3),
    "tissue": Prop("crumpled_tissue", _tissue, (_PAPER,), 2.0),
}


def lay_liner(bench: Bench, count: int) -> None:
    """On some benches with not too much on them, absorbent paper from a roll; all that is put down stands on it."""
    rng = stream(bench.plan.seed, bench.plan.scene, "lab.liner")
    if rng.random() > _LINER_SHARE or count > _LINER_MOST:
        return
    half = (min(bench.scatter.half_m[0], float(rng.uniform(0.42, 0.6))), min(bench.scatter.half_m[1], _LINER_M / 2))
    white = choose_material(bench.stock, ("painted_wall_white", "plastic_white", "esd_mat_blue"), "bench", rng)
    params = {"width_m": 2 * half[0], "depth_m": 2 * half[1], "thickness_m": 0.0004, "corner_m": 0.002}
    wear = draw_wear(bench.plan, bench.stock, "liner", 0.5, NOT_HERE)
    yaw = bench.support.yaw_rad
    bench.things.append(still_thing(bench.stock, "liner", "sheet", params, (0, 0, 0), yaw, (white,), wear, "support"))
    bench.base_m = 0.0004
    bench.scatter.half_m = (half[0] - 0.005, half[1] - 0.005)


def leave_about(bench: Bench, count: int) -> None:
    """Up to a share of `count` sundries on free places, and where there is any clutter, sometimes rings and drops."""
    plan = bench.plan
    names = sorted(KINDS)
    weights = np.array([KINDS[name].weight for name in names])
    for number in range(math.ceil(_SHARE * count)):
        rng = stream(plan.seed, plan.scene, f"lab.left.{number}")
        prop = KINDS[str(rng.choice(names, p=weights / weights.sum()))]
        _put(bench, f"left_{number}", prop.shape, prop.params(rng), prop.slots, rng, prop.params is _tissue)
    rng = stream(plan.seed, plan.scene, "lab.wet")
    if count and rng.random() < _WET_SHARE:
        for number in range(int(rng.integers(1, 4))):
            _wet(bench, number, rng)


def _put(
    bench: Bench,
    name: str,
    shape: str,
    params: dict[str, Any],
    slots: tuple[tuple[str, ...], ...],
    rng: np.random.Generator,
    any_way: bool,
) -> None:
    extent = bench.stock.mesh(MeshRef("shape", shape, params)).extent_m
    place = bench.scatter.place(0.5 * math.hypot(extent[0], extent[1]), 1.3 * bench.spread_m, rng)
    if place is None:
        return
    turn = rng.uniform(0, 2 * math.pi) if any_way else rng.choice([0.0, 0.5, 1.0, 1.5]) * math.pi + rng.normal(0, 0.2)
    at = bench.world(*place, bench.base_m)
    materials = tuple(choose_material(bench.stock, wanted, "bin", rng) for wanted in slots)
    wear = draw_wear(bench.plan, bench.stock, name, 0.5, NOT_HERE)
    where = (float(at[0]), float(at[1]), float(at[2]))
    bench.things.append(
        still_thing(bench.stock, name, shape, params, where, bench.support.yaw_rad + float(turn), materials, wear,
                    "clutter")
    )  # fmt: skip


def _wet(bench: Bench, number: int, rng: np.random.Generator) -> None:
    """A ring and drops of one liquid, where nothing stands in them."""
    radius = float(rng.choice([0.024, 0.032, 0.04]))
    params: dict[str, Any] = {"radius_m": radius, "pattern": int(rng.integers(40)), "drops": int(rng.integers(3, 9))}
    reach = float(bench.stock.mesh(MeshRef("shape", "drip_ring", params)).radius_m)
    place = bench.scatter.place(reach, 1.2 * bench.spread_m, rng)
    if place is None:
        return
    wet = bench.stock.pool(_WET)
    liquid = bench.stock.sample_material(wet[int(rng.integers(len(wet)))], rng)
    middle = yaw_matrix(bench.support.yaw_rad) @ np.array([*place, bench.base_m + _ABOVE_M])
    where = (float(middle[0]), float(middle[1]), float(middle[2]))
    ring = still_thing(bench.stock, f"wet_{number}", "drip_ring", params, where, float(rng.uniform(0, 6.28)), (liquid,),
                       context="clutter")  # fmt: skip
    bench.things.append(replace(ring, transparent=True))
