"""Scene family `washdown`: a hosed-down room with stainless equipment; vessels and fittings on its table and floor."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from generator.factors import Factor
from generator.mesh import Mesh
from generator.plan import ScenePlan
from generator.plugins import AirSource, SceneFamily
from generator.recipe import SceneRecipe, Thing, View
from generator.seeds import stream
from generator.stock import Stock, StockPart
from scenes.content import Item, draw_items
from scenes.framing import Work, aim_views
from scenes.lab_groups import loose, stand
from scenes.lab_ware import Ware
from scenes.laying import heap_up, lay
from scenes.props import Top, scatter_props
from scenes.steam_jets import steam_jet
from scenes.supports import Support
from scenes.washdown_groups import IN_CRATE, crates, heap, huddle, pan, stays_in
from scenes.washdown_room import drain, equipment, hose, hosed_down, process_room, steel_table
from scenes.washdown_ware import Levels, block_off, make_levels, sprinkled
from scenes.worked import worn_at

WETNESS = Factor(
    "washdown.wetness",
    "share",
    "scene",
    "Share of the floor under water: 0 is dry, 1 stands under water all over and mirrors the room.",
    {"uniform": [0.1, 0.7]},
)
DROPLETS = Factor(
    "washdown.droplets",
    "share",
    "scene",
    "Drops of water on equipment and things: 0 wiped dry, 1 two fifths of their surface.",
    {"mixture": [{"choice": [0.0]}, {"uniform": [0.1, 0.8]}], "weights": [1, 3]},
)
ON_FLOOR = Factor(
    "washdown.on_floor",
    "share",
    "scene",
    "Share of the labelled things that lie on the floor, where tools, fittings and glass are a hazard.",
    {"choice": [0.0, 0.2, 0.4, 1.0], "weights": [3, 4, 3, 1]},
    moves_geometry=True,
)
FALLEN = Factor(
    "washdown.fallen",
    "share",
    "scene",
    "Share of the vessels that have fallen over.",
    {"choice": [0.0, 0.15, 0.4], "weights": [5, 3, 1]},
    moves_geometry=True,
)
_VESSELS = ("preserve_jar", "clear_bottle", "bucket")
_FITTINGS = ("ferrule", "blank_cap", "pipe_bend", "clamp_ring", "butterfly_valve", "spray_gun", "squeegee")
_VESSEL_SHARE, _GLASS_SHARE, _TOOL_SHARE, _OWN_SHARE = 0.4, 0.15, 0.1, 0.4
_HOSE_SHARE = 0.7
_HUDDLE_SHARE = 0.75  # of the vessels of one batch that stand foot to foot
_PAN_SHARE, _CRATE_SHARE = 0.65, 0.7
_SMALL_M = 0.12  # radius of fittings that go into a pan
_SCENERY = (5, 3)  # pieces of ware on table and floor where none is labelled
_CLUTTER = ("marker", "labels", "tape", "plate", "cup")
_USUAL_REACH_M = 0.2
_HANDS_M, _HAND_HIGH_M, _BEFORE_M = 0.35, 1.05, 0.4  # reach of hands, their height, out from equipment's middle
_EQUIPMENT = ("kettle_", "pump_skid_", "pipe_stand_")
_LARGE_M = 0.2  # radius from which on parts are put down and not let go in heaps
_USUAL_M = (0.4, 2.5)  # distances of cameras
_TABLE, _FLOOR = "on_table", "on_floor"


def arrange(plan: ScenePlan, stock: Stock) -> SceneRecipe:
    """The table and the equipment, what stands on the table and on the floor, a hose, the wet floor under all."""
    others = _other_parts(plan, stock)
    reach = math.sqrt(sum(item.mesh.radius_m**2 for item in others)) if others else 0.0
    scale = max(1.0, reach / _USUAL_REACH_M)
    support = steel_table(plan, stock, scale)
    count = int(plan.factors["scene.part_count"])
    below = round(float(plan.factors[ON_FLOOR.name]) * count)
    fill = float(stream(plan.seed, plan.scene, "washdown.fill").uniform(0.2, 0.9))
    levels = make_levels(plan, stock, support, scale, (count - below, below), fill)
    around = equipment(plan, stock, support) if scale < 1.3 else []
    sump = drain(plan, stock, support)
    block_off(levels.floor, (0.0, 0.0), (0.86 * scale, 0.42 * scale))
    for placed in (*around, sump):
        block_off(levels.floor, placed.at_m, placed.half_m)
    _lay(levels, others, plan)
    if not any(thing.category for thing in levels.things):
        raise ValueError("nothing found a place on the table or the floor")
    clutter = scatter_props(
        plan, stock, min(int(plan.factors["scene.distractors"]), 3), [Top(levels.table.bench.scatter)],
        support.yaw_rad, 0.3 * scale, scale, _CLUTTER,
    )  # fmt: skip
    drops = float(plan.factors[DROPLETS.name])
    wet = [sprinkled(plan, stock, one, drops) for one in (*support.things, *(p.thing for p in around), *levels.things)]
    wet = [_worn(one, support, scale) for one in wet]
    if stream(plan.seed, plan.scene, "washdown.hosed").random() < _HOSE_SHARE:
        wet.append(hose(plan, stock, support, [thing for thing in levels.things if thing.context != IN_CRATE]))
    room = hosed_down(plan, stock, process_room(plan, stock, support.floor_m, scale), float(plan.factors[WETNESS.name]))
    return room.recipe(plan, (*wet, sump.thing, *clutter))


def _worn(thing: Thing, support: Support, scale: float) -> Thing:
    """The table worn where people work at it, equipment at the height of hands on the side that they come from."""
    if thing.name == "bench_top":
        return worn_at(thing, np.zeros(3), _HANDS_M * scale)
    if not thing.name.startswith(_EQUIPMENT):
        return thing
    at = np.array(thing.world_from_object)[:2, 3]
    near = at * max(1 - _BEFORE_M / max(float(np.linalg.norm(at)), 1e-6), 0.0)
    return worn_at(thing, np.array([*near, support.floor_m + _HAND_HIGH_M]), _HANDS_M)


def _other_parts(plan: ScenePlan, stock: Stock) -> list[Item]:
    """A spec's own parts and its tools; all the count where it lists neither ware nor glass."""
    count, kinds = int(plan.factors["scene.part_count"]), int(plan.factors["scene.part_kinds"])
    listed = any("washware" in part.roles or "glass" in part.roles for part in stock.parts)
    items = draw_items(plan, stock, "part", round((_OWN_SHARE if listed else 1.0) * count), kinds)
    items += draw_items(plan, stock, "tool", min(max(1, round(_TOOL_SHARE * count)), count - len(items)), 3)
    if not items and not listed:
        items = draw_items(plan, stock, stock.parts[0].roles[0], count, kinds)
    return items


def _lay(levels: Levels, others: list[Item], plan: ScenePlan) -> None:
    """Own parts and tools, glass, then ware, each shared out over table and floor."""
    rng = stream(plan.seed, plan.scene, "washdown.lay")
    total = max(levels.table.left + levels.floor.left, 1)
    share = levels.floor.left / total
    glass = draw_items(plan, levels.table.stock, "glass", round(_GLASS_SHARE * total), 3)
    for ware, context in ((levels.floor, _FLOOR), (levels.table, _TABLE)):
        mine = [item for item in others if (item.part.roles != ("tool",))]
        cut = round(share * len(mine))
        parts = mine[:cut] if ware is levels.floor else mine[cut:]
        tools = [item for i, item in enumerate(o for o in others if o.part.roles == ("tool",))
                 if (i < round(share * _count_tools(others))) == (ware is levels.floor)]  # fmt: skip
        _lay_level(ware, context, parts, tools, glass[: round(share * len(glass))] if ware is levels.floor else
                   glass[round(share * len(glass)) :], rng)  # fmt: skip


def _count_tools(items: list[Item]) -> int:
    return sum(item.part.roles == ("tool",) for item in items)


def _lay_level(
    ware: Ware, context: str, parts: list[Item], tools: list[Item], glass: list[Item], rng: np.random.Generator
) -> None:
    """What lies on one level; `ware.left` is used up as far as there is room."""
    before = len(ware.bench.things)
    large = any(item.mesh.radius_m > _LARGE_M for item in parts)
    for item in parts if large else heap_up(ware.bench, parts):
        lay(ware.bench, item, context)
    for item in tools:
        lay(ware.bench, item, context)
    ware.left -= len(ware.bench.things) - before
    if not any(part.category for part in ware.stocked):
        ware.left = _SCENERY[context == _FLOOR]
    fallen = float(ware.plan.factors[FALLEN.name])
    for item in glass[: max(ware.left, 0)]:
        stand(ware, item, rng, fallen=bool(rng.random() < fallen))
    vessels, fittings = ware.parts(*_VESSELS), ware.parts(*_FITTINGS)
    if context == _TABLE:
        vessels = [part for part in vessels if part.family != "bucket"] or vessels
    wanted = ware.left - round(_VESSEL_SHARE * ware.left)
    for _ in range(40):
        if ware.left <= wanted or not vessels:
            break
        over = bool(rng.random() < fallen)
        batch = ware.batch(vessels[int(rng.integers(len(vessels)))], rng, empty=over)
        few = min(1 if batch.part.family == "bucket" else int(rng.integers(1, 6)), ware.left - wanted)
        if few > 1 and not over and rng.random() < _HUDDLE_SHARE and huddle(ware, batch, few, rng):
            continue
        for _ in range(few):
            stand(ware, ware.item(batch, rng), rng, fallen=over)
    _put_away(ware, fittings, context, rng)
    for _ in range(40):
        if ware.left <= 0 or not fittings:
            break
        batch = ware.batch(fittings[int(rng.integers(len(fittings)))], rng)
        for _ in range(min(ware.left, int(rng.integers(1, 4)))):
            loose(ware, ware.item(batch, rng), context)


def _put_away(ware: Ware, fittings: list[StockPart], context: str, rng: np.random.Generator) -> None:
    """Fittings in a pan on the table or in crates on the floor, then in heaps; a few are left to lie by themselves.

    Without labelled fittings, crates stand about empty.
    """
    labelled = [part for part in fittings if part.category and ware.stock.mesh(part.ref).radius_m < _SMALL_M]
    stands = rng.random() < (_PAN_SHARE if context == _TABLE else _CRATE_SHARE)
    scale = ware.bench.spread_m / 0.4 if context == _FLOOR else 1.0
    items = _fittings(ware, labelled, int(rng.integers(4, 11)), rng)
    if stands and context == _FLOOR and scale < 1.3:
        crates(ware, items, IN_CRATE, rng)
    elif stands and len(items) > 2:
        pan(ware, items, IN_CRATE, rng)
    while labelled and ware.left > 2:
        before = ware.left
        heap(ware, _fittings(ware, labelled, int(rng.integers(2, 6)), rng), context, rng)
        if ware.left == before or rng.random() < 0.25:
            return


def _fittings(ware: Ware, fittings: list[StockPart], count: int, rng: np.random.Generator) -> list[Item]:
    """A few fittings, mostly of one or two batches."""
    items: list[Item] = []
    while fittings and len(items) < min(count, ware.left):
        batch = ware.batch(fittings[int(rng.integers(len(fittings)))], rng)
        items += [ware.item(batch, rng) for _ in range(int(rng.integers(1, 6)))]
    return items[: min(count, ware.left)]


def judge(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> SceneRecipe:
    """In a crate or pan, on the table, or on the floor, where what lies about is a hazard: somebody steps on it."""
    table = next(thing for thing in recipe.things if thing.name == "bench_top")
    floor_m = table.world_from_object[2][3] + float(meshes["bench_top"].bounds_m[0, 2])

    def judged(thing: Thing) -> Thing:
        if thing.category is None:
            return thing
        if thing.context == IN_CRATE and stays_in(thing, recipe, meshes):
            return thing
        pose = np.array(thing.world_from_object)
        low = float((meshes[thing.name].vertices_m @ pose[2, :3]).min() + pose[2, 3])
        if low > 0.3 * floor_m:
            return replace(thing, context="fallen" if thing.context == "fallen" else _TABLE)
        stands = not thing.moves and not thing.transparent
        return replace(thing, context=_FLOOR if stands else "hazard")

    return replace(recipe, things=tuple(judged(thing) for thing in recipe.things))


def aim(plan: ScenePlan, recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> tuple[View, ...]:
    """Cameras over the table or, where most of the work lies on the floor, over that; the other is seen beside."""
    if not recipe.labelled:
        raise ValueError("a scene without a labelled thing has nothing to show")
    centres = np.array([np.array(t.world_from_object)[:3, 3] for t in recipe.labelled])
    size = float(np.median([meshes[t.name].radius_m for t in recipe.labelled]))
    above = centres[:, 2] > np.quantile(centres[:, 2], 0.5) - 0.45
    middle = np.median(centres[above], axis=0)
    spread = np.linalg.norm(centres[:, :2] - middle[:2], axis=1)
    radius = float(np.quantile(spread, 0.8)) + size
    views = aim_views(plan, recipe, meshes, Work(middle, radius, size, _USUAL_M))
    jet = steam_jet(plan, recipe, meshes, views)
    return tuple(replace(view, jets=(jet,)) for view in views)


SCENES = (
    SceneFamily(
        "washdown",
        "Vessels, fittings, valves and tools on a stainless table and on the wet floor of a hosed-down room.",
        arrange,
        aim,
        factors=(WETNESS, DROPLETS, ON_FLOOR, FALLEN),
        roles=("washware", "glass", "tool"),
        judge=judge,
        air=(AirSource("air.steam"),),
    ),
)
