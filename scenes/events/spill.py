"""A spill: oil, coolant or paint has run out beside the work."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from generator.plan import ScenePlan
from generator.plugins import Event, event_factor
from generator.recipe import SceneRecipe, Thing
from generator.seeds import stream
from generator.stock import Stock
from scenes.dressing import choose_material, still_thing

_ON_FLOOR_M = (0.12, 0.45)  # mean radius
_ABOVE_M = 2e-5  # of the ground
_KINDS = ("spilt_oil", "spilt_coolant", "spilt_paint")


def afterwards(plan: ScenePlan, stock: Stock, recipe: SceneRecipe) -> SceneRecipe | None:
    """A puddle on the bench where the work lies on one, else on the floor; things stand in it."""
    rng = stream(plan.seed, plan.scene, "event.spill")
    centres = np.array([np.array(thing.world_from_object)[:3, 3] for thing in recipe.labelled])
    middle, spread = centres.mean(axis=0), float(np.quantile(np.ptp(centres, axis=0)[:2], 0.5)) / 2
    ground, room_m = _ground(recipe, stock, middle)
    if ground is None:
        return None
    angle, out = rng.uniform(0, 2 * math.pi), spread + rng.uniform(0.0, 0.5) * min(room_m, 1.0)
    radius = float(np.clip(rng.uniform(*_ON_FLOOR_M), 0.04, 0.3 * room_m))
    if room_m < 1.5:  # a bench: keep off its edge
        out = min(out, max(room_m - 1.9 * radius, 0.0))
    params = {"radius_m": round(radius, 4), "pattern": int(rng.integers(2**31)), "drops": int(rng.integers(4, 14))}
    material = choose_material(stock, (_KINDS[int(rng.integers(len(_KINDS)))],), "prop", rng)
    at = (float(middle[0] + out * math.cos(angle)), float(middle[1] + out * math.sin(angle)), ground + _ABOVE_M)
    liquid = still_thing(stock, "spill", "puddle", params, at, 0.0, (material,), context="spill")
    return replace(recipe, things=(*recipe.things, liquid))


def _ground(recipe: SceneRecipe, stock: Stock, middle_m: np.ndarray) -> tuple[float | None, float]:
    """Height of the level top under the work, and how far it reaches from the work's middle."""
    for thing in recipe.things:
        if thing.name == "bench_top":
            reach = _reach_m(thing, stock, middle_m)
            if reach > 0.1:
                return _top_m(thing, stock), reach
    floor = next((thing for thing in recipe.things if thing.name == "floor"), None)
    return (None, 0.0) if floor is None else (_top_m(floor, stock), 4.0)


def _top_m(thing: Thing, stock: Stock) -> float:
    return thing.world_from_object[2][3] + float(stock.mesh(thing.mesh).bounds_m[1, 2])


def _reach_m(board: Thing, stock: Stock, at_m: np.ndarray) -> float:
    """How far a point above a board is from the board's nearest edge; below 0 it is beside it."""
    local = np.linalg.inv(np.array(board.world_from_object)) @ np.append(at_m, 1.0)
    low, high = stock.mesh(board.mesh).bounds_m[:, :2]
    return float(np.minimum(local[:2] - low, high - local[:2]).min())


EVENTS = (
    Event(
        "spill",
        "Oil, coolant or paint has run out beside the work: a glossy puddle with drops around it.",
        event_factor("spill", 0.02, "Whether something has been spilt beside the work."),
        afterwards=afterwards,
    ),
)
