"""Scene family `lab`: glassware with liquids, vials in trays, pipettes, dishes, on a bench or behind a hood's sash."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from generator.factors import Factor
from generator.mesh import Mesh
from generator.plan import ScenePlan
from generator.plugins import SceneFamily
from generator.recipe import SceneRecipe, Thing, View
from generator.seeds import stream
from generator.stock import Stock
from scenes.content import Item, draw_items
from scenes.dressing import choose_material, draw_wear
from scenes.framing import aim_views
from scenes.lab_groups import dishes, huddle, loose, rack, stand, tips, tray, tub
from scenes.lab_left import lay_liner, leave_about
from scenes.lab_room import Hood, fume_hood, lab_bench, relit, stood
from scenes.lab_view import aim_before_hood
from scenes.lab_ware import Ware, stocked_ware
from scenes.laying import Bench, heap_up, lay, put_tray
from scenes.poses import Scatter
from scenes.props import Top, scatter_props
from scenes.rooms import furnish
from scenes.shapes.hoods import PLATE_HIGH_M, PLATE_M
from scenes.worked import worn_at

PLACE = Factor(
    "lab.place",
    "name",
    "scene",
    "Where the work stands: on an island bench, or in a fume hood behind its sash.",
    {"choice": ["bench", "hood"], "weights": [3, 2]},
    kind="category",
    choices=("bench", "hood"),
    moves_geometry=True,
)
SASH = Factor(
    "lab.sash",
    "share",
    "scene",
    "How far the sash of a hood is lowered before the work: 0 leaves it open, 1 closes it, all is seen through it.",
    {"mixture": [{"uniform": [0, 1]}, {"choice": [1.0]}], "weights": [0.6, 0.4]},
    moves_geometry=True,
)
FILL = Factor(
    "lab.fill",
    "share",
    "scene",
    "How full vessels are about: 0 all empty, 1 to the brim; each departs from it, one batch in eight is empty.",
    {"uniform": [0.1, 0.85]},
    moves_geometry=True,
)
LAYOUT = Factor(
    "lab.layout",
    "name",
    "scene",
    "Where vessels are: mostly in racks, trays, tubs and stacks, mostly standing free, or both.",
    {"choice": ["holders", "free", "mixed"], "weights": [2, 2, 3]},
    kind="category",
    choices=("free", "holders", "mixed"),
    moves_geometry=True,
)
CROWDING = Factor(
    "lab.crowding",
    "share",
    "scene",
    "How close things stand: 0 spread over the bench, 1 shoulder to shoulder, one before the other.",
    {"uniform": [0.4, 1.0]},
    moves_geometry=True,
)
FALLEN = Factor(
    "lab.fallen",
    "share",
    "scene",
    "Share of the vessels standing free that have fallen over; they are empty.",
    {"choice": [0.0, 0.1, 0.3], "weights": [6, 3, 1]},
    moves_geometry=True,
)
_IN_HOLDERS = {"holders": 0.8, "mixed": 0.5, "free": 0.1}
_GROUPS = ((rack, 3.0), (tray, 2.5), (dishes, 2.5), (tub, 1.5), (tips, 0.8))
_VESSELS = ("beaker", "erlenmeyer", "measuring_cylinder", "volumetric_flask", "wash_bottle", "serum_vial", "tip_box")
_LOOSE = ("pipette", "serological_pipette", "pasteur_pipette", "spatula", "stir_bar", "screw_cap", "centrifuge_tube",
          "culture_tube")  # fmt: skip
_LOOSE_SHARE = 0.3  # of what is in no holder
_TOGETHER_SHARE = 0.7  # of batches that stand in contact
_OWN_SHARE = 0.4  # of parts of other kinds, where a spec lists both
_SCENERY = 9  # pieces of ware where none is labelled
_CLUTTER = ("notebook", "marker", "labels", "carton", "tape")
_USUAL_REACH_M = 0.24
_LARGE_M = 0.2  # radius from which on parts are put down and not let go in heaps
_PLATE_SHARE = 0.4
_WORN_M, _TOWARDS_M = 0.18, 0.08  # reach of the work over a bench, and how far its middle is before the ware


def arrange(plan: ScenePlan, stock: Stock) -> SceneRecipe:
    """The bench or hood, ware standing exactly where it stands, and what lies loose a hair above."""
    others = _other_parts(plan, stock)
    reach = math.sqrt(sum(item.mesh.radius_m**2 for item in others)) if others else 0.0
    scale = max(1.0, reach / _USUAL_REACH_M)
    hooded = plan.factors[PLACE.name] == "hood" and scale < 1.3
    hood: Hood | None = None
    if hooded:
        support, hood = fume_hood(plan, stock, float(plan.factors[SASH.name]))
    else:
        support = lab_bench(plan, stock, scale)
    spread = (0.27 - 0.22 * float(plan.factors[CROWDING.name])) * scale
    bench = Bench(plan, stock, support, Scatter(support.half_m, []), spread, 0.0, [])
    if scale == 1.0:
        lay_liner(bench, int(plan.factors["scene.part_count"]))
    _lay_others(bench, others)
    _lay_ware(bench, int(plan.factors["scene.part_count"]) - len(others))
    if not any(thing.category for thing in bench.things):
        raise ValueError("nothing found a place on the bench")
    count = int(plan.factors["scene.distractors"])
    clutter = scatter_props(
        plan, stock, count, [Top(bench.scatter, bench.base_m)], support.yaw_rad, 0.3 * scale, scale, _CLUTTER
    )
    if scale == 1.0:  # what is left lying is of one size
        leave_about(bench, count)
    room = furnish(plan, stock, support.floor_m, scale)
    if hood is not None:
        room = relit(plan, room, hood)
    return room.recipe(plan, (*_worn_by_work(support.things, bench, scale), *clutter, *bench.things))


def _worn_by_work(things: tuple[Thing, ...], bench: Bench, scale: float) -> tuple[Thing, ...]:
    """The bench's top is handled and scratched most where ware stands, towards whoever works there."""
    at = np.mean([np.array(thing.world_from_object)[:3, 3] for thing in bench.things if thing.category], axis=0)
    at = at + bench.world(0.0, -_TOWARDS_M * scale, 0.0)
    reach = (_WORN_M + bench.spread_m) * scale
    return tuple(worn_at(thing, at, reach) if thing.name == "bench_top" else thing for thing in things)


def _other_parts(plan: ScenePlan, stock: Stock) -> list[Item]:
    """What a spec lists that is no laboratory ware: its own parts, tools; all the count where there is no ware."""
    count, kinds = int(plan.factors["scene.part_count"]), int(plan.factors["scene.part_kinds"])
    listed = any(part.category and "labware" in part.roles for part in stock.parts)
    glass = any("glass" in part.roles for part in stock.parts)
    share = _OWN_SHARE if listed or glass else 1.0
    items = draw_items(plan, stock, "part", max(1, round(share * count)), kinds)
    items += draw_items(plan, stock, "tool", min(2, count - len(items)), 2)
    if not items and not listed and not glass:
        items = draw_items(plan, stock, stock.parts[0].roles[0], count, kinds)
    return items


def _lay_others(bench: Bench, items: list[Item]) -> None:
    parts = [item for item in items if "tool" not in item.part.roles]
    large = any(item.mesh.radius_m > _LARGE_M for item in parts)
    if not large:
        put_tray(bench, parts)
    for item in parts if large else heap_up(bench, parts):
        lay(bench, item, "on_bench")
    for item in items:
        if "tool" in item.part.roles:
            lay(bench, item, "tool")


def _lay_ware(bench: Bench, count: int) -> None:
    """Holders with their vessels first, then what stands free, then what lies about."""
    plan, stock = bench.plan, bench.stock
    ware = Ware(bench, stocked_ware(stock), count, float(plan.factors[FILL.name]))
    if not any(part.category for part in ware.stocked):
        ware.left = _SCENERY
    glass = draw_items(plan, stock, "glass", round(0.15 * max(count, 0)), 3)
    glass = [item for item in glass if ware.fill > 0 or not item.part.name.endswith("_filled")]
    rng = stream(plan.seed, plan.scene, "lab.groups")
    free = round((1 - _IN_HOLDERS[str(plan.factors[LAYOUT.name])]) * ware.left)
    weights = np.array([weight for _, weight in _GROUPS])
    for _ in range(7):
        if ware.left - free < 3:
            break
        ware.left -= free
        group = _GROUPS[int(rng.choice(len(_GROUPS), p=weights / weights.sum()))][0]
        group(ware, rng)
        ware.left += free
    _hot_plate(ware, stream(plan.seed, plan.scene, "lab.plate"))
    fallen = float(plan.factors[FALLEN.name])
    rng = stream(plan.seed, plan.scene, "lab.free")
    lying = round(_LOOSE_SHARE * ware.left)
    for item in glass[: max(0, ware.left - lying)]:
        stand(ware, item, rng, fallen=bool(rng.random() < fallen))
    _stand_free(ware, lying, fallen, rng)
    _lie_about(ware, rng)


def _stand_free(ware: Ware, keep: int, fallen: float, rng: np.random.Generator) -> None:
    """Vessels by themselves, in batches of one to four, until `keep` are left."""
    kinds = ware.parts(*_VESSELS)
    for _ in range(60):
        if ware.left <= keep or not kinds:
            return
        part = kinds[int(rng.integers(len(kinds)))]
        several = 1 if part.family in ("wash_bottle", "tip_box") else int(rng.integers(1, 5))
        over = bool(rng.random() < fallen)
        batch = ware.batch(part, rng, empty=over)
        several = min(several, ware.left - keep)
        if several > 1 and not over and rng.random() < _TOGETHER_SHARE:
            huddle(ware, batch, several, rng)
            continue
        for _ in range(several):
            stand(ware, ware.item(batch, rng), rng, fallen=over)


def _lie_about(ware: Ware, rng: np.random.Generator) -> None:
    kinds = ware.parts(*_LOOSE)
    for _ in range(min(ware.left, 12)):
        if kinds:
            part = kinds[int(rng.integers(len(kinds)))]
            loose(ware, ware.item(ware.batch(part, rng, empty=True), rng), "on_bench")


def _hot_plate(ware: Ware, rng: np.random.Generator) -> None:
    """Sometimes a magnetic stirrer, with a flask or beaker on it where one is left."""
    bench = ware.bench
    if rng.random() > _PLATE_SHARE:
        return
    place = bench.scatter.place(0.14, bench.spread_m, rng)
    if place is None:
        return
    body = choose_material(bench.stock, ("plastic_white", "painted_steel_blue", "painted_steel_grey"), "bin", rng)
    plate = choose_material(bench.stock, ("plastic_white", "aluminium_cast", "stainless_steel_ground"), "part", rng)
    knob = choose_material(bench.stock, ("plastic_black", "plastic_blue"), "bin", rng)
    at = bench.world(*place, bench.base_m)
    yaw = bench.support.yaw_rad + float(rng.normal(0, 0.3))
    wear = draw_wear(bench.plan, bench.stock, "hotplate", 0.7)
    where = (float(at[0]), float(at[1]), float(at[2]))
    made = (body, plate, knob)
    bench.things.append(
        stood(bench.stock, "hotplate", "hotplate", {}, where, yaw, made, 1.2 * PLATE_M, wear, "clutter")
    )
    kinds = ware.parts("erlenmeyer", "beaker")
    if kinds and ware.left > 0:
        item = ware.item(ware.batch(kinds[int(rng.integers(len(kinds)))], rng), rng)
        ware.put(item, np.eye(3), (*place, bench.base_m + PLATE_HIGH_M), "on_plate")


def judge(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> SceneRecipe:
    """What came to rest below the bench lies on the floor, whatever it was before."""

    def judged(thing: Thing) -> Thing:
        if thing.moves and thing.world_from_object[2][3] < -0.05:
            return replace(thing, context="on_floor")
        return thing

    return replace(recipe, things=tuple(judged(thing) for thing in recipe.things))


def aim(plan: ScenePlan, recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> tuple[View, ...]:
    """Cameras over the bench, or before the hood, its sash between them and the work."""
    if not any(thing.name == "hood" for thing in recipe.things):
        return aim_views(plan, recipe, meshes)
    return aim_before_hood(plan, recipe, meshes)


SCENES = (
    SceneFamily(
        "lab",
        "Glassware with liquids, vials, tubes, dishes and pipettes on a bench or behind a fume hood's sash.",
        arrange,
        aim,
        factors=(PLACE, SASH, FILL, LAYOUT, CROWDING, FALLEN),
        roles=("labware", "glass"),
        judge=judge,
    ),
)
