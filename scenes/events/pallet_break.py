"""A pallet breaks mid-lift: it hangs on the forks of a truck with a board gone, its upper goods lie on the floor."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from generator.plan import ScenePlan
from generator.plugins import Event, event_factor
from generator.recipe import MeshRef, SceneRecipe, Thing
from generator.seeds import stream
from generator.stock import Stock
from scenes.falling import let_go
from scenes.loads import CONTACT_M, UPRIGHT, Spot, Yard, stack
from scenes.palletising import made
from scenes.people import Ground
from scenes.poses import as_matrix, yaw_matrix
from scenes.shapes.forklifts import origin_m
from scenes.shapes.pallets import HEIGHT_M
from scenes.vehicles import place_forklift

_GROUND = Ground(reach_m=3.6)
_LIFTS_M = (0.35, 0.6, 0.9, 1.2)
_NAME = "event_truck"
_OPENING_M = 0.100  # from a pallet's underside to what its forks lift it by
_BLADE_M = 0.04
_AHEAD_M = 0.53  # of the front axle, where a pallet's near edge is
_SIZE_M = (1.2, 1.0)  # of the pallet whose openings are as wide as the forks stand apart
_GOODS = 9
_LEFT = 0.35  # share of the goods that stays on the pallet


def happen(plan: ScenePlan, stock: Stock, recipe: SceneRecipe) -> SceneRecipe | None:
    """A truck with raised forks, the broken pallet on them, cartons on it and on the floor beside it."""
    rng = stream(plan.seed, plan.scene, "event.pallet_break")
    lift = float(rng.choice(_LIFTS_M))
    lifted = place_forklift(plan, stock, recipe, _GROUND, driver=True, speed_m_s=0.0, lift_m=lift, name=_NAME)
    cartons = [part for part in stock.parts if part.name.startswith("carton_")]
    if lifted is recipe or not cartons:
        return None
    truck = next(thing for thing in lifted.things if thing.name == _NAME)
    level, spot = _levelled(truck, stock, lift)
    things = [level if thing is truck else thing for thing in lifted.things]
    yard = Yard(plan, stock, _GOODS, things)
    _broken_pallet(yard, spot, rng)
    part = cartons[int(rng.integers(len(cartons)))]
    batch = yard.batch(part, made(part.name, rng), rng)
    before = len(yard.things)
    base, tall = HEIGHT_M + CONTACT_M, 3 * float(batch.mesh.extent_m[1])
    stack(yard, spot, [batch], base, 1.0, 0.0, rng, upright=UPRIGHT, tall_m=tall, most_layers=3)
    return replace(lifted, things=_fall(yard.things, before, stock, rng))


def _fall(things: list[Thing], first: int, stock: Stock, rng: np.random.Generator) -> tuple[Thing, ...]:
    """Things with the uppermost of those from `first` on let go beside the pallet."""
    load = sorted(things[first:], key=lambda t: (round(t.world_from_object[2][3], 3), t.name))
    stays = max(1, round(_LEFT * len(load)))
    kept = [thing for thing in things if thing not in load[stays:]]
    return (*kept, *let_go(load[stays:], load, tuple(kept), stock, rng))


def _levelled(truck: Thing, stock: Stock, lift_m: float) -> tuple[Thing, Spot]:
    """The truck with its mast upright, and where a pallet hangs on its forks."""
    before = np.array(truck.world_from_object)
    turn = before[:3, :3]
    axle = before[:3, 3] - turn @ origin_m(stock.mesh(truck.mesh))
    ref = MeshRef("shape", truck.mesh.name, truck.mesh.params | {"tilt_deg": 0.0})
    pose = as_matrix(turn, axle + turn @ origin_m(stock.mesh(ref)))
    middle = axle + turn @ np.array([_AHEAD_M + _SIZE_M[0] / 2, 0.0, 0.0])
    yaw = math.atan2(turn[1, 0], turn[0, 0])
    height = float(axle[2]) + lift_m + _BLADE_M + CONTACT_M - _OPENING_M
    return replace(truck, mesh=ref, world_from_object=pose), Spot(
        float(middle[0]), float(middle[1]), yaw, _SIZE_M, height
    )


def _broken_pallet(yard: Yard, spot: Spot, rng: np.random.Generator) -> None:
    """The pallet, labelled if the stock has it, with a board broken and a block gone."""
    params = {
        "kind": "industrial",
        "pattern": int(rng.integers(24)),
        "broken_board": int(rng.integers(1, 4)),
        "break_at": round(float(rng.uniform(0.3, 0.6)), 3),
        "gap_m": round(float(rng.uniform(0.25, 0.45)), 3),
        "missing_block": int(rng.choice([0, 2, 6, 8])),
    }
    part = next((part for part in yard.stock.parts if part.name == "pallet_industrial"), None)
    if part is None:
        return
    batch = yard.batch(part, MeshRef("shape", "wooden_pallet", params), rng, looks=1)
    low = float(batch.mesh.bounds_m[0, 2])
    middle = batch.mesh.bounds_m.mean(axis=0)
    turn = yaw_matrix(spot.yaw_rad)
    at = spot.world(0.0, 0.0, 0.0) - turn @ np.array([middle[0], middle[1], low])
    yard.add(batch, turn, at, "carrier", rng)


EVENTS = (
    Event(
        "pallet_break",
        "A pallet has broken while a truck lifts it: a board and a block are gone, goods lie on the floor.",
        event_factor("pallet_break", 0.01, "Whether a pallet breaks while a truck lifts it."),
        families=("pallet",),
        happen=happen,
    ),
)
