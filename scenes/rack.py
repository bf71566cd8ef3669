"""Scene family `rack`: a bay or two of a pallet rack in a warehouse, loads on its levels, some goods in the aisle."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from generator.factors import Factor
from generator.mesh import Mesh
from generator.plan import ScenePlan
from generator.plugins import SceneFamily
from generator.recipe import SceneRecipe, Thing, View
from generator.seeds import stream
from generator.stock import Stock
from scenes.aisle_mirror import MIRROR
from scenes.dressing import choose_material, draw_wear, still_thing
from scenes.fallen import debris
from scenes.halls import furnish_hall
from scenes.loads import CONTACT_M, Block, Spot, Yard
from scenes.pallet import DAMAGE, FILL, LEAN, TORN, WRAP, aim_at, judge, work_of
from scenes.palletising import LOADS, put_pallet
from scenes.people import PEOPLE, Ground, place_people
from scenes.rack_fittings import fit_out
from scenes.rack_rows import Row
from scenes.shapes.pallets import HEIGHT_M
from scenes.shapes.racks import BEAM_M
from scenes.vehicles import FORKLIFTS, place_forklifts
from scenes.waiting import Ring, set_aside, stand_waiting

OCCUPANCY = Factor(
    "rack.occupancy",
    "share",
    "scene",
    "Share of a rack's places that hold a pallet: few stand out against the hall behind, many hide one another.",
    {"uniform": [0.3, 1.0]},
    0.05,
    1.0,
    moves_geometry=True,
)
_BAY_M, _DEPTH_M = 2.7, 1.1
_PLACES_M = (-0.89, 0.0, 0.89)  # of three pallets in a bay, their short side to the aisle
_LEAST = 6  # things on a place that is worth filling: a pallet and a layer of large cartons
_CLEAR_M = 5.2
_PEOPLE_M, _TRUCKS_M = 3.6, 4.4
_MOUNTED = 0.8  # of cameras that a truck or its mast carries; the others hang at the end of an aisle
_OVER_M = 1.1  # that a mast carries a camera over what it serves
_SERVED = 3  # things on a level that is worth a look
_WAIT_M = (2.3, 4.3)
_SPARE_M = 0.3  # over a load, and a layer that it may be too high
_TALL_M = 1.35


def arrange(plan: ScenePlan, stock: Stock) -> SceneRecipe:
    """The rack along x of its own frame, pallets on its places as far as the things last, goods that fell before it."""
    rng = stream(plan.seed, plan.scene, "rack")
    yard = Yard(plan, stock, int(plan.factors["scene.part_count"]), deck_m=(1.25, 0.85), span_m=_DEPTH_M)
    waiting = set_aside(plan)
    yard.left -= waiting
    yaw = float(rng.uniform(-math.pi, math.pi))
    bays, levels = int(rng.integers(1, 3)), int(rng.integers(2, 4))
    level_m = float(rng.choice([1.5, 1.7, 1.9]))
    rack = _rack(plan, stock, bays, levels, level_m, yaw, rng)
    fallen = min(int(rng.choice([0, 1, 2], p=[0.6, 0.25, 0.15])), yard.left // 8)
    yard.left -= fallen
    places = [(bay, level, x) for bay in range(bays) for level in range(levels) for x in _PLACES_M]
    wanted = max(1, round(float(plan.factors[OCCUPANCY.name]) * len(places)))
    count = max(1, min(wanted, yard.left // _LEAST))
    chosen = [places[int(i)] for i in sorted(rng.permutation(len(places))[:count])]
    filled: list[tuple[Spot, Block]] = []
    for number, (bay, level, x) in enumerate(chosen):
        keep = yard.left - max(2, yard.left // (count - number))
        yard.left -= keep
        filled.append(_place(yard, (bay - (bays - 1) / 2) * (_BAY_M + 0.1) + x, level, levels, level_m, yaw, rng))
        yard.left += keep
        if yard.left < 2:
            break
    yard.left += fallen
    front = [Spot(s.x_m, s.y_m, s.yaw_rad, (_DEPTH_M + 0.3, 0.9)) for s, _ in filled if s.z_m == 0.0]
    around = front or [Spot(0.0, 0.0, yaw, (bays * _BAY_M, _DEPTH_M + 0.3))]
    debris(yard, [(spot, Block(np.zeros(3), np.zeros(3))) for spot in [*around, *_feet(bays, yaw)]], fallen, rng)
    room = furnish_hall(plan, stock, _CLEAR_M, fitted=True)
    row = Row(plan, stock, bays, levels, _BAY_M, level_m, _DEPTH_M, yaw)
    fixed = [rack, *fit_out(row)]
    yard.left += waiting
    yard.deck_m, yard.span_m = (math.inf, math.inf), 0.0
    fixed += stand_waiting(yard, fixed, waiting, Ring(*_WAIT_M, yaw))
    recipe = room.recipe(plan, (*fixed, *yard.things))
    recipe = place_forklifts(plan, stock, recipe, Ground(reach_m=_TRUCKS_M))
    return place_people(plan, stock, recipe, Ground(reach_m=_PEOPLE_M))


def _place(
    yard: Yard, x_m: float, level: int, levels: int, level_m: float, yaw: float, rng: np.random.Generator
) -> tuple[Spot, Block]:
    """A pallet with its load on one place, low enough for the beams above."""
    across = float(rng.normal(0, 0.015))
    at = (math.cos(yaw) * x_m - math.sin(yaw) * across, math.sin(yaw) * x_m + math.cos(yaw) * across)
    turn = yaw + math.pi / 2 + float(np.clip(rng.normal(0, 0.006), -0.015, 0.015)) + math.pi * int(rng.integers(2))
    room = (level_m - BEAM_M - HEIGHT_M - _SPARE_M) / _TALL_M if level < levels - 1 else 1.2
    load = str(rng.choice(LOADS, p=[0.6, 0.1, 0.1, 0.2]))
    fill = min(float(yard.plan.factors[FILL.name]) * float(rng.uniform(0.6, 1.05)), room)
    z = level * level_m + (CONTACT_M if level else 0.0)
    return put_pallet(yard, (*at, turn), load, fill, rng, z_m=z, context="stored")


def aim(plan: ScenePlan, recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> tuple[View, ...]:
    """Cameras on trucks and masts, which look at one level from about its height, or under the roof, at all of them."""
    rng = stream(plan.seed, plan.scene, "rack.mount")
    mounted, which = rng.random() < _MOUNTED, float(rng.random())
    work = work_of(recipe)
    rack = next(thing for thing in recipe.things if thing.name == "shelf_rack")
    pitch = float(rack.mesh.params["level_m"])
    levels: dict[int, list[Thing]] = {}
    for thing in work:
        levels.setdefault(int((thing.world_from_object[2][3] + 0.02) // pitch), []).append(thing)
    served = [levels[level] for level in sorted(levels) if len(levels[level]) >= _SERVED]
    if not mounted or not served:
        return aim_at(plan, recipe, meshes, work)
    return aim_at(plan, recipe, meshes, served[int(which * len(served))], _OVER_M)


def _feet(bays: int, yaw: float) -> list[Spot]:
    """What the rack takes up of the floor: between its uprights nothing is let go."""
    pitch = _BAY_M + 0.1
    middles = [(i - bays / 2) * pitch for i in range(bays + 1)] + [(i - (bays - 1) / 2) * pitch for i in range(bays)]
    return [Spot(math.cos(yaw) * x, math.sin(yaw) * x, yaw, (1.2, _DEPTH_M + 0.3)) for x in middles]


def _rack(
    plan: ScenePlan, stock: Stock, bays: int, levels: int, level_m: float, yaw: float, rng: np.random.Generator
) -> Thing:
    upright = choose_material(stock, ("painted_steel_blue", "painted_steel_grey", "steel_galvanised"), "bin", rng)
    beam = choose_material(stock, ("painted_steel_red", "plastic_yellow", "painted_steel_grey"), "bin", rng)
    steel = stock.sample_material("steel_galvanised", stream(plan.seed, plan.scene, "rack.pins"))
    params = {"bays": bays, "levels": levels, "bay_m": _BAY_M, "level_m": level_m, "depth_m": _DEPTH_M}
    wear = draw_wear(plan, stock, "rack", 0.6)
    return still_thing(stock, "shelf_rack", "pallet_rack", params, (0, 0, 0), yaw, (upright, beam, steel), wear)


SCENES = (
    SceneFamily(
        "rack",
        "Pallets with their loads on the levels of a pallet rack in a warehouse.",
        arrange,
        aim,
        factors=(OCCUPANCY, MIRROR, FILL, LEAN, DAMAGE, WRAP, TORN, PEOPLE, FORKLIFTS),
        roles=("pallet", "carton", "sack", "drum", "film", "person", "vehicle"),
        needs=("carton", "sack", "drum"),
        judge=judge,
    ),
)
