"""Scene family `pallet`: pallets on the floor of a hall with cartons, sacks or drums, whole, broken, leaning."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping

import numpy as np

from generator.factors import Factor
from generator.mesh import Mesh
from generator.plan import ScenePlan
from generator.plugins import SceneFamily
from generator.recipe import Lamp, SceneRecipe, Thing, View
from generator.seeds import stream
from generator.stock import Stock
from scenes.cloth import lying_cloth
from scenes.fallen import debris, splinters
from scenes.framing import Work, aim_views
from scenes.halls import furnish_hall, mark_bay
from scenes.loads import Block, Spot, Yard
from scenes.palletising import LOADS, put_pallet
from scenes.people import ON_FLOOR, PEOPLE, Ground, place_people
from scenes.shapes.pallets import HEIGHT_M
from scenes.vehicles import FORKLIFTS, VEHICLE, place_forklifts
from scenes.waiting import WAITING, Ring, set_aside, stand_waiting

LOAD = Factor(
    "pallet.load",
    "name",
    "scene",
    "What is on the pallet in the middle: cartons in bond, sacks, drums, or more pallets (empties).",
    {"choice": ["cartons", "sacks", "drums", "empties"], "weights": [6, 2, 2, 1]},
    kind="category",
    choices=LOADS,
    moves_geometry=True,
)
FILL = Factor(
    "pallet.fill",
    "share",
    "scene",
    "Height of the load against a usual one: 0.4 is half unloaded, 1 as delivered, above it overloaded.",
    {"choice": [1.0, 0.4, 0.7, 1.35], "weights": [5, 2, 2, 1]},
    0.1,
    1.6,
    moves_geometry=True,
)
LEAN = Factor(
    "pallet.lean",
    "share",
    "scene",
    "How far a load has shifted over: 0 stands plumb, 1 leans by some 10 cm and is turned.",
    {"choice": [0.0, 0.3, 1.0], "weights": [5, 3, 2]},
    moves_geometry=True,
)
DAMAGE = Factor(
    "pallet.damage",
    "share",
    "scene",
    "Chance that a wooden pallet has a broken board, and over half of it that a block is missing.",
    {"choice": [0.0, 0.4, 1.0], "weights": [4, 3, 2]},
    moves_geometry=True,
)
WRAP = Factor(
    "pallet.wrap",
    "name",
    "scene",
    "What holds a load together: nothing, stretch film, straps, or both; labels go right through film.",
    {"choice": ["none", "film", "straps", "film_and_straps"], "weights": [3, 4, 2, 1]},
    kind="category",
    choices=("film", "film_and_straps", "none", "straps"),
    moves_geometry=True,
)
TORN = Factor(
    "pallet.torn",
    "share",
    "scene",
    "How far stretch film is ripped open at one edge of a load: 0 is whole, 1 over most of its height.",
    {"choice": [0.0, 0.4, 1.0], "weights": [7, 2, 1]},
    moves_geometry=True,
)
JACKET = Factor(
    "pallet.jacket",
    "name",
    "scene",
    "What somebody slung over the load: nothing, a hi-vis jacket or an open vest that drapes over its edge.",
    {"choice": ["none", "jacket", "vest"], "weights": [16, 1, 1]},
    kind="category",
    choices=("jacket", "none", "vest"),
    moves_geometry=True,
)
_PITCH_M = (1.45, 1.9)  # between pallets that stand in a row
_USUAL_M = (1.6, 5.0)  # distances of cameras on gates, wrappers and forklifts
_BELOW_LAMPS_M = 0.5
_BESIDE_M = 1.7  # from the middle of the goods: people there are part of the work
_CLEAR_M = 4.2  # around the work, for cameras
_WAIT_M = (2.2, 3.3)  # around it, for goods that wait
_PEOPLE_M, _TRUCKS_M = 2.8, 3.6  # around it, for people and forklifts


def arrange(plan: ScenePlan, stock: Stock) -> SceneRecipe:
    """A pallet in the middle, others beside it, goods that fell, all on the floor of a hall."""
    rng = stream(plan.seed, plan.scene, "pallet")
    yard = Yard(plan, stock, int(plan.factors["scene.part_count"]))
    waiting = set_aside(plan)
    yard.left -= waiting
    fallen = min(int(rng.choice([0, 1, 2, 3], p=[0.45, 0.3, 0.15, 0.1])), max(0, (yard.left - 2) // 4))
    others = int(rng.choice([0, 1, 2], p=[0.35, 0.4, 0.25])) if yard.left > 16 else 0
    yaw = float(rng.uniform(-math.pi, math.pi))
    share = float(rng.uniform(0.6, 0.85)) if others else 1.0
    reserve = fallen + round((1 - share) * yard.left)
    yard.left -= reserve
    spots = [put_pallet(yard, (0.0, 0.0, yaw), str(plan.factors[LOAD.name]), float(plan.factors[FILL.name]), rng)]
    yard.left += reserve - fallen
    side = float(rng.choice([-1, 1]))
    for number in range(others):
        if yard.left < 3:
            break
        out = side * (1 if number == 0 else -1) * float(rng.uniform(*_PITCH_M))
        along = yaw + math.pi / 2 if number == 0 or rng.random() < 0.5 else yaw
        place = (out * math.cos(along), out * math.sin(along), yaw + float(rng.normal(0, 0.04)))
        keep = yard.left // 2 if number + 1 < others else 0
        yard.left -= keep
        load = str(rng.choice(LOADS)) if yard.left > 6 else str(rng.choice(["drums", "empties"]))
        spots.append(put_pallet(yard, place, load, float(rng.choice([0.4, 0.8, 1.0])), rng))
        yard.left += keep
    yard.left += fallen
    debris(yard, spots, fallen, rng)
    around = _around(yard, spots, rng)
    around += _slung(plan, stock, *spots[0])
    yard.left += waiting
    around += stand_waiting(yard, around, waiting, Ring(*_WAIT_M, yaw))
    room = furnish_hall(plan, stock, _CLEAR_M, fitted=True)
    recipe = room.recipe(plan, (*around, *yard.things))
    recipe = place_forklifts(plan, stock, recipe, Ground(reach_m=_TRUCKS_M))
    return place_people(plan, stock, recipe, Ground(reach_m=_PEOPLE_M))


def _around(yard: Yard, spots: list[tuple[Spot, Block]], rng: np.random.Generator) -> list[Thing]:
    """Bay lines, and pieces of what broke."""
    things: list[Thing] = []
    spot = spots[0][0]
    if len(spots) == 1 and rng.random() < 0.5:
        half = (spot.size_m[0] / 2 + 0.25, spot.size_m[1] / 2 + 0.25)
        things += mark_bay(yard.plan, yard.stock, half, spot.yaw_rad)
    if float(yard.plan.factors[DAMAGE.name]) > 0 and rng.random() < 0.6:
        things += splinters(yard, [one for one, _ in spots], rng)
    return things


def _slung(plan: ScenePlan, stock: Stock, spot: Spot, block: Block) -> list[Thing]:
    """A jacket or vest let go over the upper edge of the load in the middle; draws from a stream of its own."""
    kind = str(plan.factors.get(JACKET.name, "none"))
    if kind == "none":
        return []
    rng = stream(plan.seed, plan.scene, "pallet.jacket")
    side = int(rng.integers(4))
    half = np.array(spot.size_m) / 2
    loaded = bool(block.high_m[2] > HEIGHT_M)
    low, high = (block.low_m[:2], block.high_m[:2]) if loaded else (-half, half)
    top = float(block.high_m[2]) if loaded else HEIGHT_M
    out = float(rng.uniform(-0.16, 0.06))  # of its middle, beyond the edge
    along = float(rng.uniform(0.25, 0.75))
    middle = low + along * (high - low)
    axis = side % 2
    middle[axis] = high[axis] + out if side < 2 else low[axis] - out
    at = spot.world(float(middle[0]), float(middle[1]), top + 0.03)
    place = (float(at[0]), float(at[1]), float(at[2]))
    return [lying_cloth(plan, stock, "slung", kind, place, float(rng.uniform(-math.pi, math.pi)))]


def judge(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> SceneRecipe:
    """What fell and came to rest on a pallet is load; what lies on the floor is debris."""

    def judged(thing: Thing) -> Thing:
        if not thing.moves:
            return thing
        pose = np.array(thing.world_from_object)
        low = float((meshes[thing.name].vertices_m @ pose[2, :3]).min() + pose[2, 3])
        return dataclasses.replace(thing, context="load" if low > 0.9 * HEIGHT_M else "debris")

    return dataclasses.replace(recipe, things=tuple(judged(thing) for thing in recipe.things))


def aim(plan: ScenePlan, recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> tuple[View, ...]:
    """Cameras around the load, from where gates, wrappers and forklifts have them."""
    return aim_at(plan, recipe, meshes, work_of(recipe))


def aim_at(
    plan: ScenePlan, recipe: SceneRecipe, meshes: Mapping[str, Mesh], work: list[Thing], over_m: float = math.inf
) -> tuple[View, ...]:
    """Cameras around these things, below the lamps and at most so far over the highest of them."""
    boxes = []
    for thing in work:
        pose = np.array(thing.world_from_object)
        corners = meshes[thing.name].vertices_m @ pose[:3, :3].T + pose[:3, 3]
        boxes += [corners.min(axis=0), corners.max(axis=0)]
    low, high = np.quantile(boxes, 0.05, axis=0), np.quantile(boxes, 0.95, axis=0)
    radius = 0.5 * float(np.linalg.norm(high - low))
    thing_m = float(np.median([meshes[t.name].radius_m for t in work]))
    ceiling = next(thing for thing in recipe.things if thing.name == "ceiling")
    hanging = [ceiling.world_from_object[2][3], *(lamp.world_from_object[2][3] for lamp in recipe.lamps if _over(lamp))]
    highest = max(min(min(hanging) - _BELOW_LAMPS_M, float(high[2]) + over_m), float(high[2]))
    return aim_views(plan, recipe, meshes, Work((low + high) / 2, radius, thing_m, _USUAL_M, highest))


def work_of(recipe: SceneRecipe) -> list[Thing]:
    """What cameras are aimed at: the labelled goods and people beside them; who passes by comes as they do."""
    goods = [t for t in recipe.labelled if not t.keypoints_m and t.context not in (VEHICLE, WAITING)]
    if not goods:
        return list(recipe.labelled)
    middle = np.mean([[row[3] for row in t.world_from_object[:2]] for t in goods], axis=0)
    return goods + [t for t in recipe.labelled if t.keypoints_m and _near(t, middle)]


def _near(thing: Thing, middle: np.ndarray) -> bool:
    at = [row[3] for row in thing.world_from_object[:2]]
    return thing.context == ON_FLOOR and float(np.hypot(*(np.array(at) - middle))) < _BESIDE_M


def _over(lamp: Lamp) -> bool:
    """Whether a lamp hangs where cameras may be, and not in or behind a wall."""
    return math.hypot(lamp.world_from_object[0][3], lamp.world_from_object[1][3]) < _CLEAR_M + 1.0


SCENES = (
    SceneFamily(
        "pallet",
        "Pallets with cartons, sacks or drums: whole, broken, leaning, wrapped, strapped, half unloaded.",
        arrange,
        aim,
        factors=(LOAD, FILL, LEAN, DAMAGE, WRAP, TORN, JACKET, PEOPLE, FORKLIFTS),
        roles=("pallet", "carton", "sack", "drum", "film", "person", "vehicle"),
        needs=("carton", "sack", "drum"),
        judge=judge,
    ),
)
