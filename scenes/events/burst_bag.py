"""A burst bag: a heap of granulate on the floor, and the bag that it came out of."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from generator.plan import ScenePlan
from generator.plugins import Event, event_factor
from generator.recipe import MeshRef, SceneRecipe
from generator.seeds import stream
from generator.stock import Stock
from scenes.dressing import choose_material, still_thing
from scenes.poses import as_matrix, yaw_matrix

_HEAP_M = (0.22, 0.34)  # 25 kg of granulate are 42 l: a cone of 30 degrees has 0.41 m; some stays in the bag
_CLEAR_M = 0.35  # between a heap and what stands there


def happen(plan: ScenePlan, stock: Stock, recipe: SceneRecipe) -> SceneRecipe | None:
    """The uppermost sack is gone from its pallet; it lies nearly empty on a heap of what was in it."""
    rng = stream(plan.seed, plan.scene, "event.burst_bag")
    sacks = [t for t in recipe.things if t.mesh.name in ("sack", "sack_25kg") and t.category is not None]
    if not sacks:
        return None
    bag = max(sacks, key=lambda t: (round(t.world_from_object[2][3], 3), t.name))
    floor = next(t for t in recipe.things if t.name == "floor")
    ground = floor.world_from_object[2][3] + float(stock.mesh(floor.mesh).bounds_m[1, 2])
    radius = float(rng.uniform(*_HEAP_M))
    place = _free_place(recipe, stock, bag.world_from_object, radius, rng)
    if place is None:
        return None
    material = choose_material(stock, ("granulate",), "prop", rng)
    params = {"radius_m": round(radius, 4), "pattern": int(rng.integers(2**31))}
    heap = still_thing(
        stock, "spill_heap", "granule_heap", params, (*place, ground), 0.0, (material,), context="debris"
    )
    empty = MeshRef("shape", "sack", {"pattern": int(rng.integers(4, 8)), "empty": 1})
    top = ground + math.tan(math.radians(29.0)) * radius + stock.mesh(empty).radius_m
    aside = 0.5 * radius * np.array([math.cos(turn := rng.uniform(0, 2 * math.pi)), math.sin(turn)])
    pose = as_matrix(yaw_matrix(rng.uniform(0, 2 * math.pi)), (place[0] + aside[0], place[1] + aside[1], top))
    burst = replace(bag, mesh=empty, world_from_object=pose, moves=True, mass_kg=0.1 * bag.mass_kg, context="debris")
    rest = tuple(t for t in recipe.things if t is not bag and t.context != "wrap" and not t.name.startswith("strap"))
    return replace(recipe, things=(*rest, heap, burst))


def _free_place(
    recipe: SceneRecipe, stock: Stock, near: tuple[tuple[float, ...], ...], radius_m: float, rng: np.random.Generator
) -> tuple[float, float] | None:
    """A place on the floor within two metres of the bag where nothing else stands."""
    others = [t for t in recipe.things if t.category is not None or t.moves]
    at = np.array([np.array(t.world_from_object)[:2, 3] for t in others])
    sizes = np.array([stock.mesh(t.mesh).radius_m for t in others])
    for _ in range(60):
        angle, out = rng.uniform(0, 2 * math.pi), rng.uniform(0.9, 2.0)
        tried = np.array([near[0][3] + out * math.cos(angle), near[1][3] + out * math.sin(angle)])
        if (np.hypot(*(at - tried).T) > sizes + radius_m + _CLEAR_M).all():
            return float(tried[0]), float(tried[1])
    return None


EVENTS = (
    Event(
        "burst_bag",
        "A sack has burst: a heap of granulate on the floor with the empty sack on it.",
        event_factor("burst_bag", 0.02, "Whether a sack of granulate has burst."),
        families=("pallet", "rack"),
        happen=happen,
    ),
)
