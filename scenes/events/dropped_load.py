"""A dropped load: goods from the top of a pallet lie on the floor before it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from generator.plan import ScenePlan
from generator.plugins import Event, event_factor
from generator.recipe import SceneRecipe, Thing
from generator.seeds import stream
from generator.stock import Stock
from scenes.falling import let_go

_SHARE = (0.15, 0.45)  # of what lies on pallets
_MOST = 9
_HOLDING = ("wrap", "strap")  # goes with the load that it held


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
    return replace(recipe, things=(*kept, *let_go(fallen, near, kept, stock, rng)))


def _holds(thing: Thing, of: Thing) -> bool:
    return thing.name.startswith(_HOLDING) or (thing.context == "wrap" and _distance_m(thing, of) < 1.2)


def _distance_m(one: Thing, other: Thing) -> float:
    a, b = np.array(one.world_from_object)[:2, 3], np.array(other.world_from_object)[:2, 3]
    return float(np.hypot(*(a - b)))


EVENTS = (
    Event(
        "dropped_load",
        "Goods from the top of a pallet have fallen and lie before it; film and straps are off.",
        event_factor("dropped_load", 0.02, "Whether goods have fallen off a pallet's top."),
        families=("pallet", "rack"),
        happen=happen,
    ),
)
