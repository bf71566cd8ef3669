"""Scene family `workbench`: parts in heaps, tools put down, glass vessels standing, a tray, a mat, and clutter."""

from __future__ import annotations

import math
from collections.abc import Mapping

from generator.mesh import Mesh
from generator.plan import ScenePlan
from generator.plugins import SceneFamily
from generator.recipe import SceneRecipe, Thing, View
from generator.seeds import stream
from generator.stock import Stock
from scenes.cloth import lying_cloth
from scenes.content import Item, draw_items
from scenes.framing import aim_views
from scenes.laying import Bench, free_tops, heap_up, lay, lay_mat, put_tray, stand
from scenes.poses import Scatter
from scenes.props import scatter_props
from scenes.rooms import furnish
from scenes.supports import choose_support

_CLOTH_SHARE = 0.2
_TOOL_SHARE = 0.18
_MOST_TOOLS = 5
_USUAL_REACH_M = 0.24  # radius of a work that a bench of natural size holds


def arrange(plan: ScenePlan, stock: Stock) -> SceneRecipe:
    """The bench, what stands and lies on it a hair above the top, and heaps in the air over their places."""
    parts, tools, glass = _draw(plan, stock)
    reach = math.sqrt(sum(item.mesh.radius_m**2 for item in (*parts, *tools, *glass)))
    scale = max(1.0, reach / _USUAL_REACH_M)
    support = choose_support(plan, stock, scale, 0.0, (min(reach, 0.25 * scale), min(reach, 0.2 * scale)))
    scatter = Scatter(support.half_m, [])
    bench = Bench(plan, stock, support, scatter, 0.22 * reach, 0.0, [])
    lay_mat(bench, reach, scale)
    put_tray(bench, parts)
    alone = heap_up(bench, parts)
    for item in glass:
        stand(bench, item)
    for item in tools:
        lay(bench, item, "tool")
    for item in alone:
        lay(bench, item, "on_bench")
    if not any(thing.category for thing in bench.things):
        raise ValueError("nothing found a place on the bench")
    count = int(plan.factors["scene.distractors"])
    clutter = scatter_props(plan, stock, count, free_tops(bench), support.yaw_rad, 0.8 * reach, scale)
    room = furnish(plan, stock, support.floor_m, scale)
    return room.recipe(plan, (*support.things, *clutter, *bench.things, *_cloths(bench, reach, scale)))


def _cloths(bench: Bench, reach: float, scale: float) -> list[Thing]:
    """Now and then a rag or a glove that somebody left, draped over what lies there; it draws nothing from others."""
    rng = stream(bench.plan.seed, bench.plan.scene, "workbench.cloth")
    if rng.random() > _CLOTH_SHARE or scale > 1.0 or int(bench.plan.factors["scene.distractors"]) == 0:
        return []
    kind = str(rng.choice(["rag", "glove"]))
    place = bench.scatter.place(0.08 if kind == "rag" else 0.06, 1.5 * reach, rng)
    if place is None:
        return []
    at = bench.world(*place, bench.base_m + 0.006)
    where = (float(at[0]), float(at[1]), float(at[2]))
    return [lying_cloth(bench.plan, bench.stock, kind, kind, where, float(rng.uniform(-math.pi, math.pi)))]


def _draw(plan: ScenePlan, stock: Stock) -> tuple[list[Item], list[Item], list[Item]]:
    """Parts, tools and glass that together are as many as the plan asks for, as far as the stock has them."""
    count, kinds = int(plan.factors["scene.part_count"]), int(plan.factors["scene.part_kinds"])
    rng = stream(plan.seed, plan.scene, "workbench.roles")
    glass_count = round(float(plan.factors["scene.glass_share"]) * count)
    tool_count = min(int(rng.binomial(count, _TOOL_SHARE)), _MOST_TOOLS)
    glass = draw_items(plan, stock, "glass", glass_count, max(1, kinds))
    tools = draw_items(plan, stock, "tool", min(tool_count, count - len(glass)), tool_count)
    left = count - len(glass) - len(tools)
    parts = draw_items(plan, stock, "part", left, kinds)
    if not parts and not tools and not glass:
        parts = draw_items(plan, stock, stock.parts[0].roles[0], count, kinds)
    return parts, tools, glass


def aim(plan: ScenePlan, recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> tuple[View, ...]:
    """Cameras over the bench."""
    return aim_views(plan, recipe, meshes)


SCENES = (SceneFamily("workbench", "Parts, tools and glass vessels on a bench top.", arrange, aim),)
