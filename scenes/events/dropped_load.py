"""A dropped load: goods from the top of a pallet lie on the floor before it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from generator.plan import ScenePlan
from generator.plugins import Event, event_factor
from generator.recipe import SceneRecipe, Thing
from generator.seeds import stream
from generator.stock import Stock
from scenes.poses import any_rotation, as_matrix

_SHARE = (0.15, 0.45)  # of what lies on pallets
_MOST = 9
_HOLDING = ("wrap", "strap")  # goes with the load that it held
_SIDE_RAD = 0.7  # they fall to one side


def happen(plan: ScenePlan, stock: Stock, recipe: SceneRecipe) -> SceneRecipe | None:
    """The uppermost goods let go in the air beside the pallet, one above the other; film and straps are gone."""
    rng = stream(plan.seed, plan.scene, "event.dropped_load")
    load = [thing for thing in recipe.things if thing.context in ("load", "stored") and thing.category is not None]
    if len(load) < 3:
        return None
    heights = {t.name: t.world_from_object[2][3] for t in load}
    first = load[int(rng.integers(len(load)))]
    near = [t for t in load if _distance_m(t, first) < 1.0]
    count = int(np.clip(round(len(near) * rng.uniform(*_SHARE)), 1, _MOST))
    fallen = sorted(near, key=lambda t: (-round(heights[t.name], 3), t.name))[:count]
    names = {t.name for t in fallen}
    kept = tuple(t for t in recipe.things if t.name not in names and not _holds(t, first))
    return replace(recipe, things=(*kept, *_let_go(fallen, near, kept, stock, rng)))


def _let_go(
    fallen: Sequence[Thing], near: Sequence[Thing], kept: Sequence[Thing], stock: Stock, rng: np.random.Generator
) -> list[Thing]:
    """They start clear of the load and of one another: each a little higher than all before it."""
    middle = np.mean([np.array(t.world_from_object)[:2, 3] for t in near], axis=0)
    reach = max(_level_m(t, middle) + stock.mesh(t.mesh).radius_m for t in near)
    towards, height, things = rng.uniform(0, 2 * math.pi), 0.0, []
    floor = next(
        t.world_from_object[2][3] + float(stock.mesh(t.mesh).bounds_m[1, 2]) for t in kept if t.name == "floor"
    )
    for thing in fallen:
        radius = stock.mesh(thing.mesh).radius_m
        angle = towards + rng.uniform(-_SIDE_RAD, _SIDE_RAD)
        out = reach + radius + rng.uniform(0.1, 0.5)
        at = middle + out * np.array([math.cos(angle), math.sin(angle)])
        pose = as_matrix(any_rotation(rng), (float(at[0]), float(at[1]), floor + height + 1.02 * radius))
        things.append(replace(thing, world_from_object=pose, moves=True, context="debris"))
        height += 2.05 * radius
    return things


def _holds(thing: Thing, of: Thing) -> bool:
    return thing.name.startswith(_HOLDING) or (thing.context == "wrap" and _distance_m(thing, of) < 1.2)


def _distance_m(one: Thing, other: Thing) -> float:
    a, b = np.array(one.world_from_object)[:2, 3], np.array(other.world_from_object)[:2, 3]
    return float(np.hypot(*(a - b)))


def _level_m(thing: Thing, from_m: np.ndarray) -> float:
    return float(np.hypot(*(np.array(thing.world_from_object)[:2, 3] - from_m)))


EVENTS = (
    Event(
        "dropped_load",
        "Goods from the top of a pallet have fallen and lie before it; film and straps are off.",
        event_factor("dropped_load", 0.02, "Whether goods have fallen off a pallet's top."),
        families=("pallet", "rack"),
        happen=happen,
    ),
)
