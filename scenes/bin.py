"""Scene family `bin`: parts poured into a crate or tray that stands on a bench or on the floor."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from generator.mesh import Mesh
from generator.plan import ScenePlan
from generator.plugins import SceneFamily
from generator.recipe import SceneRecipe, Thing, View
from generator.seeds import stream
from generator.stock import Stock
from scenes.cards import bin_card
from scenes.containers import Container, choose_container
from scenes.content import Item, draw_items, labelled_thing
from scenes.dressing import draw_wear, material_for, still_thing
from scenes.framing import aim_views
from scenes.poses import Scatter, any_rotation, as_matrix, stack_starts, yaw_matrix
from scenes.props import Top, scatter_props
from scenes.rooms import furnish
from scenes.supports import Support, choose_support

_BESIDE_SHARE = 0.05  # of the parts that missed the bin
_MOST_BESIDE = 3
_TRAY_SHARE = 0.35
_FLOOR_SHARE = 0.3
_USUAL_WIDTH_M = 0.6  # of the widest crate that stands on a bench of natural size
_BIN_WEAR = 0.8


def arrange(plan: ScenePlan, stock: Stock) -> SceneRecipe:
    """The bin, its surroundings, and the parts in the air above it."""
    rng = stream(plan.seed, plan.scene, "bin")
    items = draw_items(
        plan, stock, "part", int(plan.factors["scene.part_count"]), int(plan.factors["scene.part_kinds"])
    )
    if not items:
        items = draw_items(plan, stock, stock.parts[0].roles[0], int(plan.factors["scene.part_count"]), 1)
    beside = min(int(rng.binomial(len(items), _BESIDE_SHARE)), _MOST_BESIDE, len(items) - 1)
    container = choose_container([item.mesh for item in items], bool(rng.random() < _TRAY_SHARE), rng)
    scale = max(1.0, container.outer_m[0] / _USUAL_WIDTH_M)
    half = (0.55 * container.outer_m[0], 0.6 * container.outer_m[1])
    support = choose_support(plan, stock, scale, _FLOOR_SHARE, half)
    yaw = support.yaw_rad + rng.normal(0, 0.15)
    crate = _crate(plan, stock, container, yaw, rng)
    parts = _poured(plan, stock, items[: len(items) - beside], container, yaw, rng)
    clutter = _around(plan, stock, items[len(items) - beside :], container, support, scale, yaw, len(parts))
    card = bin_card(plan, stock, container, yaw)
    room = furnish(plan, stock, support.floor_m, scale)
    return room.recipe(plan, (*support.things, crate, *card, *clutter, *parts))


def _crate(plan: ScenePlan, stock: Stock, container: Container, yaw: float, rng: np.random.Generator) -> Thing:
    material = material_for(stock, "bin", rng)
    wear = draw_wear(plan, stock, "bin", _BIN_WEAR)
    name = "tray" if container.shallow else "bin"
    return still_thing(stock, name, "open_bin", container.params, (0, 0, 0), yaw, (material,), wear, "container")


def _poured(
    plan: ScenePlan, stock: Stock, items: list[Item], container: Container, yaw: float, rng: np.random.Generator
) -> list[Thing]:
    """Layers of parts above the container's floor, tipped out more on one side than on the other."""
    largest = max(item.mesh.radius_m for item in items)
    area, shift = [], []
    for side in container.inner_m:
        used = max(side * rng.uniform(0.7, 1.0), min(side, 2.1 * largest))
        area.append(used)
        shift.append(rng.uniform(-0.5, 0.5) * max(side - used, 0.0))
    base = container.floor_m + 0.02 * largest
    starts = stack_starts([item.mesh.radius_m for item in items], (area[0], area[1]), base, rng)
    turn = yaw_matrix(yaw)
    context = "in_tray" if container.shallow else "in_bin"
    things = []
    for number, (item, start) in enumerate(zip(items, starts, strict=True), start=1):
        at = turn @ (start + np.array([shift[0], shift[1], 0.0]))
        pose = as_matrix(any_rotation(rng), at)
        things.append(labelled_thing(plan, stock, item, number, pose, context))
    return things


def _around(
    plan: ScenePlan,
    stock: Stock,
    missed: list[Item],
    container: Container,
    support: Support,
    scale: float,
    yaw: float,
    poured: int,
) -> list[Thing]:
    """What lies beside the container: parts that missed it, and clutter."""
    rng = stream(plan.seed, plan.scene, "bin.around")
    half = (1.06 * container.outer_m[0] / 2, 1.06 * container.outer_m[1] / 2)
    scatter = Scatter(support.half_m, [], ((0.0, 0.0, *half),))
    reach = math.hypot(*half)
    turn = yaw_matrix(yaw)
    things: list[Thing] = []
    for item in missed:
        place = scatter.place(item.mesh.radius_m, 0.9 * reach, rng)
        if place is not None:
            at = turn @ np.array([*place, 1.05 * item.mesh.radius_m])
            pose = as_matrix(any_rotation(rng), at)
            things.append(
                labelled_thing(plan, stock, item, poured + len(things) + 1, pose, f"beside_bin_on_{support.name}")
            )
    count = int(plan.factors["scene.distractors"])
    return things + scatter_props(plan, stock, count, [Top(scatter)], yaw, 0.9 * reach, scale)


def aim(plan: ScenePlan, recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> tuple[View, ...]:
    """Cameras that look into the bin."""
    return aim_views(plan, recipe, meshes)


SCENES = (SceneFamily("bin", "Parts poured into a crate or tray on a bench or on the floor.", arrange, aim),)
