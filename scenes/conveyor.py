"""Scene family `conveyor`: parts that ride on a belt, as they fell, in lanes, in clusters, or jammed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np

from generator.factors import Factor
from generator.mesh import Mesh
from generator.plan import ScenePlan
from generator.plugins import SceneFamily
from generator.recipe import SceneRecipe, Thing, View
from generator.seeds import stream
from generator.stock import Stock
from scenes.belts import belt_scatter, choose_belt
from scenes.content import draw_items
from scenes.dressing import choose_material, draw_wear, still_thing
from scenes.feeding import Feed, leave
from scenes.framing import aim_views
from scenes.layouts import LAYOUTS, feed
from scenes.motion import LATENCY
from scenes.people import PEOPLE, Ground, place_people
from scenes.poses import Scatter, as_matrix
from scenes.props import Top, scatter_props
from scenes.rooms import furnish

SPEED = Factor(
    "conveyor.speed_m_s",
    "m/s",
    "scene",
    "Speed of the belt and of what lies freely on it: labels carry it as velocity; 0 is a belt that stands.",
    {"uniform": [0.05, 0.8]},
    0.0,
    4.0,
)
LAYOUT = Factor(
    "conveyor.layout",
    "name",
    "scene",
    "How parts lie on the belt: scattered as they fell, in lanes, in clusters, or jammed against a deflector.",
    {"choice": ["scattered", "clusters", "lane", "jam"], "weights": [4, 3, 2, 2]},
    kind="category",
    choices=LAYOUTS,
    moves_geometry=True,
)
_PEOPLE_M = 2.0  # around the work, for people
_HAZARD_SHARE = 0.2  # of belts on which a tool lies
_LABEL_SHARE = 0.3
_PROP_ON_BELT = 0.3
_BELOW_BELT_M = 0.004  # that the middle of a thing on the belt may lie below it


def arrange(plan: ScenePlan, stock: Stock) -> SceneRecipe:
    """The conveyor, what stands beside it, and parts a hair above the belt or in the air over their places."""
    count, kinds = int(plan.factors["scene.part_count"]), int(plan.factors["scene.part_kinds"])
    rng = stream(plan.seed, plan.scene, "conveyor")
    hazard = draw_items(plan, stock, "tool", int(count > 3 and rng.random() < _HAZARD_SHARE), 1)
    items = draw_items(plan, stock, "part", count - len(hazard), kinds)
    if not items:
        hazard, items = [], draw_items(plan, stock, stock.parts[0].roles[0], count, kinds)
    layout = str(plan.factors[LAYOUT.name])
    belt = choose_belt(plan, stock, [*items, *hazard], layout == "jam")
    line = Feed(plan, stock, belt, belt_scatter(belt, [*items, *hazard]), [])
    feed(line, items, layout)
    for item in hazard:
        leave(line, item, "hazard", rng)
    clutter = _clutter(line, rng)
    room = furnish(plan, stock, belt.floor_m, belt.scale)
    recipe = room.recipe(plan, (*belt.things, *clutter, *line.things))
    ground = Ground(belt.floor_m, _PEOPLE_M * max(1.0, belt.scale), nearest_m=0.5 * belt.width_m)
    return place_people(plan, stock, recipe, ground)


def _clutter(line: Feed, rng: np.random.Generator) -> list[Thing]:
    """Unlabelled things: a label that came off, and by turns what rides along and what lies on a table beside."""
    plan, stock, belt = line.plan, line.stock, line.belt
    things: list[Thing] = []
    if rng.random() < _LABEL_SHARE:
        place = line.place(0.065 * belt.scale, 0.4 * line.scatter.half_m[0], rng)
        if place is not None:
            paper = choose_material(stock, ("shipping_label",), "wall", rng)
            params = {"width_m": 0.105 * belt.scale, "depth_m": 0.074 * belt.scale, "curl": float(rng.uniform(0, 1.2))}
            at = belt.world(*place, 0.0)
            where, turn = (float(at[0]), float(at[1]), 0.0), float(rng.uniform(0, 2 * np.pi))
            wear = draw_wear(plan, stock, "fallen_label", 0.7)
            things.append(still_thing(stock, "fallen_label", "fallen_label", params, where, turn, (paper,), wear))
    count = int(plan.factors["scene.distractors"])
    riding = int(rng.binomial(count, _PROP_ON_BELT))
    tops = [Top(line.scatter)]
    things += scatter_props(plan, stock, riding, tops, belt.yaw_rad, 0.3 * line.scatter.half_m[0], belt.scale)
    return things + (_side_table(line, count - riding, riding, rng) if count > riding else [])


def _side_table(line: Feed, count: int, first: int, rng: np.random.Generator) -> list[Thing]:
    """A small table beside the belt, with clutter on it."""
    plan, stock, belt = line.plan, line.stock, line.belt
    wide, deep, thick = (float(v) * belt.scale for v in (rng.choice([0.6, 0.8]), 0.5, 0.025))
    side = float(rng.choice([-1, 1]))
    across = side * (belt.width_m / 2 + 0.22 * belt.scale + deep / 2)
    middle = belt.world(float(rng.uniform(-0.3, 0.3)) * belt.scale, across, -0.04 * belt.scale)
    top = choose_material(stock, ("beech", "laminate", "plywood", "wood"), "bench", rng)
    edge = choose_material(stock, ("plastic_black", "plastic_grey", "rubber_black"), "bench", rng)
    steel = choose_material(stock, ("powder_coat", "painted_steel"), "bin", rng)
    params = {"width_m": wide, "depth_m": deep, "thickness_m": thick, "caps": 4}
    high = float(middle[2]) - thick
    at, turn = (float(middle[0]), float(middle[1])), belt.yaw_rad
    board = still_thing(stock, "bench_top", "bench_top", params, (*at, high), turn, (top, edge, edge))
    tall = high - belt.floor_m
    frame = {"width_m": wide, "depth_m": deep, "height_m": tall, "tube_m": 0.04 * belt.scale}
    legs = still_thing(stock, "bench_frame", "bench_frame", frame, (*at, belt.floor_m), turn, (steel,))
    scatter = Scatter((wide / 2 - 0.02 * belt.scale, deep / 2 - 0.02 * belt.scale), [])
    lying = scatter_props(plan, stock, count, [Top(scatter, high + thick)], turn, 0.3 * wide, belt.scale)
    moved = []
    for number, thing in enumerate(lying):
        pose = np.array(thing.world_from_object)
        pose[:2, 3] += middle[:2]
        moved.append(
            dataclasses.replace(
                thing, name=f"prop_{first + count + number}", world_from_object=as_matrix(pose[:3, :3], pose[:3, 3])
            )
        )
    return [board, legs, *moved]


def judge(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> SceneRecipe:
    """The belt's upper run and what rides on it get their velocity; what is jammed or beside stands still."""
    belt = next(thing for thing in recipe.things if thing.name == "belt")
    pose = np.array(belt.world_from_object)
    half = meshes["belt"].extent_m[:2] / 2
    speed = float(recipe.factors[SPEED.name])
    along: tuple[float, float, float] = (float(pose[0, 0] * speed), float(pose[1, 0] * speed), 0.0)

    def judged(thing: Thing) -> Thing:
        rides = thing.moves or thing.context == "clutter" or thing.name == "fallen_label"
        if not rides:
            return dataclasses.replace(thing, velocity_m_s=along) if thing is belt else thing
        at = np.linalg.inv(pose) @ np.array(thing.world_from_object)[:, 3]
        above = thing.world_from_object[2][3] > -_BELOW_BELT_M - 0.02 * meshes[thing.name].radius_m
        if not (above and abs(at[0]) < half[0] and abs(at[1]) < half[1]):
            if not thing.moves:
                return thing  # on the table beside
            return dataclasses.replace(thing, context="beside_belt", velocity_m_s=(0.0, 0.0, 0.0))
        still = thing.context == "jammed"
        return dataclasses.replace(thing, velocity_m_s=(0.0, 0.0, 0.0) if still else along)

    return dataclasses.replace(recipe, things=tuple(judged(thing) for thing in recipe.things))


def aim(plan: ScenePlan, recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> tuple[View, ...]:
    """Cameras over the belt."""
    return aim_views(plan, recipe, meshes)


SCENES = (
    SceneFamily(
        "conveyor",
        "Parts riding on a belt conveyor: scattered, in lanes, in clusters, or jammed.",
        arrange,
        aim,
        factors=(SPEED, LAYOUT, LATENCY, PEOPLE),
        roles=("part", "tool", "person"),
        judge=judge,
    ),
)
