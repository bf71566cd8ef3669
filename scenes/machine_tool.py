"""Scene family `machine_tool`: work clamped in a chuck, a vice or on a fixture, chips, coolant, a scratched window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from generator.factors import Factor
from generator.mesh import Mesh
from generator.plan import ScenePlan
from generator.plugins import SceneFamily
from generator.recipe import SceneRecipe, Thing, View
from generator.seeds import stream
from generator.stock import Stock, StockPart
from scenes.content import Item, draw_items
from scenes.framing import Work, aim_views
from scenes.fronts import Front, screens
from scenes.laying import Bench, lay
from scenes.machine_tool_left import leave
from scenes.machine_tool_room import FRONT_GAP_M, build_cabin, make_cabin, relit
from scenes.machine_tool_setups import SETUPS, Setup, can_hold
from scenes.poses import Scatter
from scenes.rooms import furnish
from scenes.swarf import MOST, strew
from scenes.worked import worn_at

SETUP = Factor(
    "machine_tool.setup",
    "name",
    "scene",
    "What holds the work: a three-jaw chuck, a vice, or a fixture plate with strap clamps.",
    {"choice": ["chuck", "vice", "fixture"], "weights": [3, 3, 3]},
    kind="category",
    choices=("chuck", "fixture", "vice"),
    moves_geometry=True,
)
WINDOW = Factor(
    "machine_tool.window",
    "share",
    "scene",
    "How far the door is closed before the work: 0 open, 1 all is seen through its window.",
    {"mixture": [{"uniform": [0, 1]}, {"choice": [1.0]}, {"choice": [0.0]}], "weights": [0.35, 0.4, 0.25]},
    moves_geometry=True,
)
PANE = Factor(
    "machine_tool.pane_wear",
    "share",
    "scene",
    "How scratched, splashed and filmed over the window is: 0 new, 1 hard to see through.",
    {"uniform": [0.05, 0.9]},
)
CHIPS = Factor(
    "machine_tool.chips",
    "share",
    "scene",
    "Chips on everything: 0 swept clean, 0.3 strewn about, 1 in heaps.",
    {"uniform": [0.05, 1.0]},
    moves_geometry=True,
)
_HAZARDS = 3  # tools left inside at most
_LEFT_SHARE = 0.16  # of the labelled things
_MOST_LOOSE = 16
_OWN_SHARE = 0.5
_EMPTY_SHARE = 0.06  # of machines with nothing clamped
_LARGEST_M = 0.17  # radius of work that a machine of usual size takes
_SIDEWARDS = 46.0 / 180.0
_LOWEST_DEG, _HIGHEST_DEG = 8.0, 38.0
_USUAL_M = (0.5, 1.6)
_CLEAR_M = 0.06
_WORN_M = {"bench_top": 0.22, "fixture_plate": 0.14, "table": 0.2, "vice": 0.07, "vice_jaw": 0.07}  # reach of work
_CHIPS_BELOW_M = 0.4  # chips lie on what is lower than that over the table


def arrange(plan: ScenePlan, stock: Stock) -> SceneRecipe:
    """The machine with its work clamped, and loose things a hair above the table."""
    work, left = _draw(plan, stock)
    scale = max(1.0, max(item.mesh.radius_m for item in (*work, *left)) / _LARGEST_M)
    kind = str(plan.factors[SETUP.name])
    cabin = make_cabin(plan, stock, scale)
    support, _ = build_cabin(cabin, float(plan.factors[WINDOW.name]), float(plan.factors[PANE.name]), kind == "chuck")
    bench = Bench(plan, stock, support, Scatter(support.half_m, []), 0.13 * scale, 0.0, [])
    setup = Setup(cabin, bench, list(work))
    SETUPS[kind](setup, stream(plan.seed, plan.scene, f"machine_tool.{kind}"))
    if kind == "chuck":
        _keep_out(setup)
    for item in setup.items[:_MOST_LOOSE]:
        _leave(bench, item, "on_table")
    for item in left:
        _leave(bench, item, "hazard")
    if not any(thing.category for thing in bench.things):
        raise ValueError("nothing found a place in the machine")
    leave(cabin, bench, kind == "chuck")
    room = relit(cabin, furnish(plan, stock, support.floor_m, scale))
    return room.recipe(plan, _worn_by_work((*support.things, *bench.things), scale))


def _worn_by_work(things: tuple[Thing, ...], scale: float) -> tuple[Thing, ...]:
    """Tables and what holds the work are worn most around it."""
    held = [thing for thing in things if thing.context == "clamped"] or [thing for thing in things if thing.category]
    middle = np.mean([np.array(thing.world_from_object)[:3, 3] for thing in held], axis=0)
    return tuple(
        worn_at(thing, middle, _WORN_M[thing.name] * scale) if thing.name in _WORN_M else thing for thing in things
    )


def _keep_out(setup: Setup) -> None:
    """The telescopic cover on a lathe's right takes part of the sheet."""
    cabin = setup.cabin
    setup.block(cabin.width_m / 2 - 0.15 * cabin.width_m, 0.07 * cabin.scale, 0.15 * cabin.width_m, 0.19 * cabin.scale)


def _draw(plan: ScenePlan, stock: Stock) -> tuple[list[Item], list[Item]]:
    """Work, and tools that somebody left inside: together as many as the plan asks for."""
    count, kinds = int(plan.factors["scene.part_count"]), int(plan.factors["scene.part_kinds"])
    rng = stream(plan.seed, plan.scene, "machine_tool.left")
    few = min(_HAZARDS, int(rng.binomial(max(count - 1, 0), _LEFT_SHARE)))
    left = [item for role in ("cutter", "tool") for item in draw_items(plan, stock, role, few, few)]
    left = [left[int(i)] for i in sorted(rng.permutation(len(left))[:few])]
    held = _draw_held(plan, stock, count - len(left))
    wanted = count - len(left) - len(held)
    own = any(part.ref.kind == "cad" and "part" in part.roles for part in stock.parts)
    ours = any("workpiece" in part.roles for part in stock.parts)
    parts = round(_OWN_SHARE * wanted) if own and ours else wanted if not ours else 0
    work = draw_items(plan, stock, "part", parts, kinds) + draw_items(plan, stock, "workpiece", wanted - parts, kinds)
    if not work and not left:
        work = draw_items(plan, stock, stock.parts[0].roles[0], count, kinds)
    order = stream(plan.seed, plan.scene, "machine_tool.order").permutation(len(work))
    return [*held, *(work[int(i)] for i in order)], left


def _draw_held(plan: ScenePlan, stock: Stock, count: int) -> list[Item]:
    """What is clamped: of kinds that the setup holds; fewer than `count`, or nothing where none can be held."""
    kind = str(plan.factors[SETUP.name])
    rng = stream(plan.seed, plan.scene, "machine_tool.held")
    several = min(count, int(rng.integers(2, 9)) if kind == "fixture" else 1)
    wanted = [part for part in stock.parts if {"workpiece", "part"} & set(part.roles)]
    own = [part for part in wanted if part.ref.kind == "cad" or "workpiece" in part.roles] or wanted
    chosen: list[StockPart] = []
    for i in rng.permutation(len(own)):
        part = own[int(i)]
        if chosen and part.roles[0] != chosen[0].roles[0]:
            continue
        if can_hold(kind, stock.mesh(part.ref)):
            chosen.append(part)
        if len(chosen) >= min(several, 2):
            break
    if not chosen or several < 1 or rng.random() < _EMPTY_SHARE:
        return []
    return draw_items(plan, replace(stock, parts=tuple(chosen)), chosen[0].roles[0], several, 2)


def _leave(bench: Bench, item: Item, context: str) -> None:
    """A thing laid flat on a free place of the table; without one it stays away."""
    before = len(bench.scatter.taken)
    probe = stream(bench.plan.seed, bench.plan.scene, f"machine_tool.probe.{len(bench.things)}")
    if bench.scatter.place(1.02 * item.mesh.radius_m, bench.spread_m, probe) is None:
        return
    del bench.scatter.taken[before:]
    lay(bench, item, context)


def judge(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> SceneRecipe:
    """What fell off the table lies in the chip tray, as debris; then chips come down on everything."""

    def judged(thing: Thing) -> Thing:
        if thing.moves and thing.world_from_object[2][3] < -0.02:
            return replace(thing, context="debris")
        return replace(thing, context="on_table") if thing.context == "on_bench" else thing

    recipe = replace(recipe, things=tuple(judged(thing) for thing in recipe.things))
    rng = stream(recipe.seed, recipe.scene, "machine_tool.chips")
    held = [thing for thing in recipe.labelled if thing.context == "clamped"]
    cut = held or list(recipe.labelled)
    amount = round(MOST * float(recipe.factors[CHIPS.name]))
    spots: list[tuple[float, float, float]] = []
    for thing in cut[:4]:
        x, y = thing.world_from_object[0][3], thing.world_from_object[1][3]
        spots += [(x, y, 0.09)]
        for _ in range(2):  # heaps beside what is cut
            spots.append(
                (x + float(rng.normal(0, 0.12)), y + float(rng.normal(0, 0.1)), float(rng.uniform(0.018, 0.04)))
            )
    spots.append((0.0, 0.0, 0.2))
    spots += _corners(recipe, meshes)
    if amount < 1:
        return recipe
    metals = [thing for thing in cut if "metal" in thing.materials[0].name or thing.materials[0].params.get("place")]
    chips = strew(recipe, meshes, amount, spots, (metals or cut)[0].materials[0], _CHIPS_BELOW_M, rng)
    return recipe if chips is None else replace(recipe, things=(*recipe.things, chips))


def _corners(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> list[tuple[float, float, float]]:
    """Where the air gun drives chips: two of the table's corners and its rear edge, in heaps; and the top of a vice."""
    rng = stream(recipe.seed, recipe.scene, "machine_tool.corners")
    places = []
    for thing in recipe.things:
        half = 0.5 * meshes[thing.name].extent_m
        if thing.name in ("table", "bench_top"):
            across = np.array([0.86, -0.86, float(rng.uniform(-0.5, 0.5))])[rng.permutation(3)[:2]]
            places += [(thing, x * half[0], 0.82 * half[1], float(rng.uniform(0.018, 0.032))) for x in across]
        elif thing.name == "vice":
            places.append((thing, 0.0, 0.3 * half[1], 0.03))
    spots = []
    for thing, x, y, spread in places:
        pose = np.array(thing.world_from_object)
        at = pose[:2, :2] @ np.array([x, y]) + pose[:2, 3]
        spots.append((float(at[0]), float(at[1]), spread))
    return spots


def aim(plan: ScenePlan, recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> tuple[View, ...]:
    """Cameras before the opening: 0 degrees of azimuth is straight before it, elevations of 8 to 38 degrees."""
    room = next(thing for thing in recipe.things if thing.name == "machine_room")
    out = -np.array(room.world_from_object)[:2, 1]
    front_m = float(meshes["machine_room"].extent_m[1]) / 2 + FRONT_GAP_M + 0.08 + _CLEAR_M
    between = screens(recipe, meshes, ("machine_front", "door"))
    front = Front(out, front_m, _SIDEWARDS, (_LOWEST_DEG, _HIGHEST_DEG), between)
    return aim_views(plan, recipe, meshes, _work(recipe, meshes), front)


def _work(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> Work:
    """What is clamped and what lies on the table: not what fell below it."""
    things = [thing for thing in recipe.labelled if thing.context != "debris"] or list(recipe.labelled)
    centres = np.array([np.array(thing.world_from_object)[:3, 3] for thing in things])
    size = float(np.median([meshes[thing.name].radius_m for thing in things]))
    held = np.array([thing.context == "clamped" for thing in things])
    middle = np.median(centres, axis=0)
    if held.any():
        middle = 0.4 * middle + 0.6 * centres[held].mean(axis=0)
    spread = np.linalg.norm(centres - middle, axis=1)
    return Work(middle, max(float(np.quantile(spread, 0.7)) + 0.7 * size, 0.07), size, _USUAL_M)


SCENES = (
    SceneFamily(
        "machine_tool",
        "Work clamped in a chuck, a vice or on a fixture, with chips and coolant, behind a machine's scratched window.",
        arrange,
        aim,
        factors=(SETUP, WINDOW, PANE, CHIPS),
        roles=("workpiece", "cutter", "tool"),
        judge=judge,
    ),
)
