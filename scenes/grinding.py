"""Scene family `grinding`: a bench grinder, belt sander or vice on a bench, parts to be ground, dust on everything."""

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
from generator.stock import Stock
from scenes.content import Item, draw_items
from scenes.framing import AZIMUTH, Work, aim_views
from scenes.grinding_stations import STATIONS, Station, can_take
from scenes.laying import Bench, lay
from scenes.piling import drop_on_floor, pile, pour_into
from scenes.poses import Scatter
from scenes.props import Top, scatter_props
from scenes.rooms import furnish
from scenes.spark_jets import running, spark_jets
from scenes.supports import choose_support
from scenes.worked import local_place, worn_at

STATION = Factor(
    "grinding.station",
    "name",
    "scene",
    "What stands on the bench: a bench grinder with two wheels, a belt sander, or a vice for deburring by hand.",
    {"choice": ["bench_grinder", "belt_sander", "vice"], "weights": [5, 3, 3]},
    kind="category",
    choices=("belt_sander", "bench_grinder", "vice"),
    moves_geometry=True,
)
RUNNING = Factor(
    "grinding.running",
    "count",
    "scene",
    "Whether the wheel or belt runs with work against it: 1 closes the gap between them, and sparks fly from there.",
    {"choice": [0, 1], "weights": [3, 2]},
    0,
    1,
    "integer",
    moves_geometry=True,
)
DUST = Factor(
    "grinding.dust",
    "share",
    "scene",
    "Dark grinding dust settled on everything, the more the nearer to the wheel: 0 vacuumed, 1 black.",
    {"uniform": [0.05, 0.9]},
)
_TOOL_SHARE = 0.3
_MOST_TOOLS = 6
_OWN_SHARE = 0.5
_DROPPED_SHARE = 0.4  # of the benches with parts on the floor before them
_STACKED_SHARE = 0.75  # of the benches with tools that lie on one another
_THIN_M = 0.05  # of tools that lie on others
_USUAL_REACH_M = 0.3
_SIDEWARDS = 115.0 / 180.0  # of the azimuth: cameras stand up to 115 degrees from the bench's front
_FALLS_M = 0.3  # from the wheel: how far on the bench most of it falls
_FADES_M = 0.55  # distance over which dust thins out by e
_KIND = "grinding_dust"
_STAND_M, _HANDS_M, _HELD_M = 0.12, 0.28, 0.12  # before the wheel; reach of hands on the bench, and at the machine
_MACHINE = ("grinder", "sander", "vice", "guard_", "rest_")
_SPARED = ("floor", "ceiling", "wall", "frame_", "cabinet", "shelf")
_CLUTTER = ("marker", "notebook", "can", "tape", "block", "plate", "cup")


def arrange(plan: ScenePlan, stock: Stock) -> SceneRecipe:
    """The bench with its station, a part held or on the rest, and loose things a hair above the top."""
    parts, tools = _draw(plan, stock)
    held = _draw_held(plan, stock)
    largest = max(item.mesh.radius_m for item in (*parts, *tools, *held))
    reach = math.sqrt(sum(item.mesh.radius_m**2 for item in (*parts, *tools)))
    scale = max(1.0, min(reach / _USUAL_REACH_M, 2.0), largest / 0.25)
    support = choose_support(plan, stock, max(scale, 1.0), 0.0, (0.36 * scale, 0.28 * scale))
    bench = Bench(plan, stock, support, Scatter(support.half_m, []), 0.16 * scale, 0.0, [])
    station = Station(plan, stock, bench, held)
    rng = stream(plan.seed, plan.scene, "grinding.station")
    STATIONS[str(plan.factors[STATION.name])](station, int(plan.factors[RUNNING.name]), rng)
    _lay_parts(bench, parts)
    _lay_tools(bench, tools)
    if not any(thing.category for thing in bench.things):
        raise ValueError("nothing found a place on the bench")
    count = int(plan.factors["scene.distractors"])
    tops = [Top(bench.scatter)]
    clutter = scatter_props(plan, stock, count, tops, support.yaw_rad, 0.35 * scale, scale, _CLUTTER)
    room = furnish(plan, stock, support.floor_m, scale)
    recipe = room.recipe(plan, (*support.things, *clutter, *bench.things))
    recipe = _worn(recipe, station.contact_m, scale)
    return _dusted(plan, stock, recipe, station.contact_m)


def _lay_parts(bench: Bench, parts: list[Item]) -> None:
    """Most parts in a tray, those that are done in a tote, the rest in piles; now and then some on the floor."""
    rng = stream(bench.plan.seed, bench.plan.scene, "grinding.parts")
    left = list(parts)
    for name, least, share, much in (("tray", 4, 0.8, (0.4, 0.65)), ("bin", 5, 0.5, (0.4, 0.8))):
        if len(left) < least or rng.random() > share:
            continue
        poured = left[: max(3, round(float(rng.uniform(*much)) * len(left)))]
        if pour_into(bench, poured, name, f"in_{name}", rng):
            left = left[len(poured) :]
    if len(left) > 3 and rng.random() < _DROPPED_SHARE:
        fallen = int(rng.integers(1, 3))
        drop_on_floor(bench, left[:fallen], "debris", rng)
        left = left[fallen:]
    while left:
        together = left[: int(rng.choice([1, 2, 3, 5, 7], p=[0.14, 0.16, 0.25, 0.25, 0.2]))]
        left = left[len(together) :]
        if len(together) == 1:
            lay(bench, together[0], "on_bench")
        elif not pile(bench, together, "on_bench", rng):
            left = together[1:] + left


def _lay_tools(bench: Bench, tools: list[Item]) -> None:
    """Discs and files mostly on one another, the rest by themselves."""
    rng = stream(bench.plan.seed, bench.plan.scene, "grinding.tools")
    flat = [item for item in tools if float(item.mesh.extent_m.min()) < _THIN_M]
    together = flat[: int(rng.integers(2, 5))] if len(flat) > 1 and rng.random() < _STACKED_SHARE else []
    if not pile(bench, together, "tool", rng):
        together = []
    for item in (item for item in tools if not any(item is other for other in together)):
        lay(bench, item, "tool")


def _draw(plan: ScenePlan, stock: Stock) -> tuple[list[Item], list[Item]]:
    """Parts and tools that lie about: with what the station takes, as many as the plan asks for."""
    count, kinds = int(plan.factors["scene.part_count"]), int(plan.factors["scene.part_kinds"])
    rng = stream(plan.seed, plan.scene, "grinding.roles")
    few = min(_MOST_TOOLS, int(rng.binomial(max(count - 1, 0), _TOOL_SHARE)))
    hand = int(rng.binomial(few, 0.3))
    tools = draw_items(plan, stock, "abrasive", few - hand, 3) + draw_items(plan, stock, "tool", hand, 2)
    left = max(count - len(tools) - 1, 0)
    own = any(part.ref.kind == "cad" and "part" in part.roles for part in stock.parts)
    ours = any("workpiece" in part.roles for part in stock.parts)
    share = round(_OWN_SHARE * left) if own and ours else left if not ours else 0
    parts = draw_items(plan, stock, "part", share, kinds) + draw_items(plan, stock, "workpiece", left - share, kinds)
    if not parts and not tools:
        parts = draw_items(plan, stock, stock.parts[0].roles[0], max(left, 1), kinds)
    return parts, tools


def _draw_held(plan: ScenePlan, stock: Stock) -> list[Item]:
    """One part that the station can take, if there is one."""
    rng = stream(plan.seed, plan.scene, "grinding.held")
    kind = str(plan.factors[STATION.name])
    wanted = [part for part in stock.parts if {"workpiece", "part"} & set(part.roles)]
    own = [part for part in wanted if part.ref.kind == "cad" or "workpiece" in part.roles] or wanted
    for i in rng.permutation(len(own)):
        part = own[int(i)]
        if can_take(kind, stock.mesh(part.ref)):
            return draw_items(plan, replace(stock, parts=(part,)), part.roles[0], 1, 1)
    return []


def _worn(recipe: SceneRecipe, contact_m: np.ndarray, scale: float) -> SceneRecipe:
    """The machine worn near the wheel, the bench where people stand before it and lay things down."""
    top = next((thing for thing in recipe.things if thing.name == "bench_top"), None)
    if top is None:
        return recipe
    front = contact_m * [1, 1, 0] - _STAND_M * scale * np.array(top.world_from_object)[:3, 1]

    def worn(thing: Thing) -> Thing:
        if thing.name == "bench_top":
            return worn_at(thing, front, _HANDS_M * scale)
        return worn_at(thing, contact_m, _HELD_M) if thing.name.startswith(_MACHINE) else thing

    return replace(recipe, things=tuple(worn(thing) for thing in recipe.things))


def _dusted(plan: ScenePlan, stock: Stock, recipe: SceneRecipe, from_m: np.ndarray) -> SceneRecipe:
    """The scene with dark dust on everything, thinning out with the distance from where it comes from."""
    level = float(plan.factors[DUST.name])
    known = stock.catalogue.wear.get(_KIND)
    if level <= 0 or known is None:
        return recipe

    def dusted(thing: Thing) -> Thing:
        if thing.name.startswith(_SPARED):
            return thing
        rng = stream(plan.seed, plan.scene, f"grinding.dust.{thing.name}")
        away = float(np.linalg.norm(np.array(thing.world_from_object)[:2, 3] - from_m[:2]))
        severity = float(np.clip(level * rng.normal(1.0, 0.2) * math.exp(-away / _FADES_M), 0.0, 1.0))
        worn = stock.sample_wear(_KIND, severity, rng)
        if thing.name == "bench_top":
            worn = replace(worn, params=dict(worn.params) | {"source": local_place(thing, from_m, _FALLS_M)})
        old = next((wear.severity for wear in thing.wear if wear.kind == _KIND), 0.0)
        if severity < 0.02 or severity <= old:
            return thing
        wears = [wear for wear in thing.wear if wear.kind != _KIND] + [worn]
        order = stock.catalogue.wear
        return replace(thing, wear=tuple(sorted(wears, key=lambda wear: (order[wear.kind].order, wear.kind))))

    return replace(recipe, things=tuple(dusted(thing) for thing in recipe.things))


def judge(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> SceneRecipe:
    """What fell off the bench lies on the floor: a tool there is a hazard, a part debris."""
    del meshes

    def judged(thing: Thing) -> Thing:
        if thing.moves and thing.world_from_object[2][3] < -0.1:
            return replace(thing, context="hazard" if thing.context == "tool" else "debris")
        return thing

    return replace(recipe, things=tuple(judged(thing) for thing in recipe.things))


def aim(plan: ScenePlan, recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> tuple[View, ...]:
    """Cameras over the bench, from its front and sides, which show what is at the wheel as well as what lies about."""
    top = next(thing for thing in recipe.things if thing.name == "bench_top")
    front_deg = math.degrees(math.atan2(-top.world_from_object[1][1], -top.world_from_object[0][1]))
    turned = []
    for view in plan.views:
        azimuth = front_deg + _SIDEWARDS * float(view.factors[AZIMUTH.name])
        turned.append(replace(view, factors=dict(view.factors) | {AZIMUTH.name: azimuth}))
    views = aim_views(replace(plan, views=tuple(turned)), recipe, meshes, _work(recipe, meshes))
    jets = spark_jets(recipe, meshes)
    return tuple(replace(view, jets=jets) for view in views)


def _work(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> Work:
    """What is on the bench; what is held counts for as much as all the rest."""
    things = [t for t in recipe.labelled if t.context not in ("debris", "hazard")] or list(recipe.labelled)
    centres = np.array([np.array(thing.world_from_object)[:3, 3] for thing in things])
    size = float(np.median([meshes[thing.name].radius_m for thing in things]))
    held = np.array([thing.context in ("on_rest", "clamped") for thing in things])
    middle = np.median(centres, axis=0)
    if held.any():
        middle = 0.5 * middle + 0.5 * centres[held].mean(axis=0)
    spread = np.linalg.norm(centres - middle, axis=1)
    return Work(middle, max(float(np.quantile(spread, 0.7)) + size, 0.12), size)


SCENES = (
    SceneFamily(
        "grinding",
        "A bench grinder, belt sander or vice on a bench, parts in trays and on the rest, dust on everything.",
        arrange,
        aim,
        factors=(STATION, RUNNING, DUST),
        roles=("workpiece", "abrasive", "tool"),
        judge=judge,
        air=(AirSource("air.sparks", {"choice": [25, 90, 300], "weights": [1, 2, 2]}, running),),
    ),
)
