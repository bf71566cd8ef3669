"""What machinists leave in a machine beside the work: a brush, an oil can, a rag, an air gun on the wall."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from generator.recipe import MeshRef, Thing
from generator.seeds import stream
from scenes.cloth import lying_cloth
from scenes.dressing import choose_material, draw_wear, still_thing
from scenes.laying import Bench
from scenes.machine_tool_room import Cabin
from scenes.poses import yaw_matrix
from scenes.props import Prop

_TRIES = 80
_GUN_SHARE, _RAG_SHARE = 0.5, 0.2
_WALL_M = 0.00155  # from the middle of a wall to what is screwed to its inside
_WEAR = 0.9
_RAG_OVER_M = 0.015  # of what the rag is let go on


def _brush(rng: np.random.Generator) -> dict[str, Any]:
    return {"width_m": float(rng.choice([0.038, 0.05])), "pattern": int(rng.integers(8))}


def _can(rng: np.random.Generator) -> dict[str, Any]:
    return {"radius_m": float(rng.choice([0.034, 0.04])), "height_m": float(rng.choice([0.085, 0.1]))}


_BRISTLES = ("plastic_black", "beech", "rubber_black")
KINDS: Mapping[str, Prop] = {
    "brush": Prop("chip_brush", _brush, (("beech", "plastic_red", "plastic_blue"), ("steel_zinc_blue",), _BRISTLES), 2),
    "can": Prop("oil_can", _can, (("painted_steel_red", "painted_steel_green", "steel_zinc"), ("steel_zinc_blue",)), 1),
}


def leave(cabin: Cabin, bench: Bench, lathe: bool) -> None:
    """Brush and oil can on free places of the table, as far as the plan has clutter; at times a rag, an air gun."""
    plan = cabin.plan
    if cabin.scale > 1.0:  # these are of one size
        return
    rng = stream(plan.seed, plan.scene, "machine_tool.gun")
    if rng.random() < _GUN_SHARE:
        bench.things.append(_gun(cabin, lathe, rng))
    count = int(plan.factors["scene.distractors"])
    names = sorted(KINDS)
    weights = np.array([KINDS[name].weight for name in names])
    rng = stream(plan.seed, plan.scene, "machine_tool.left_ones")
    chosen = rng.choice(names, size=min(count, len(names)), replace=False, p=weights / weights.sum())
    for number, name in enumerate(chosen.tolist()):
        _put(bench, f"left_{number}", KINDS[name], stream(plan.seed, plan.scene, f"machine_tool.left.{number}"))
    rng = stream(plan.seed, plan.scene, "machine_tool.rag")
    if count and rng.random() < _RAG_SHARE:
        _rag(cabin, bench, rng)


def _put(bench: Bench, name: str, prop: Prop, rng: np.random.Generator) -> None:
    params = prop.params(rng)
    mesh = bench.stock.mesh(MeshRef("shape", prop.shape, params))
    turn = float(rng.choice([0.0, 1.0])) * math.pi + float(rng.normal(0, 0.12))
    c, s = abs(math.cos(turn)), abs(math.sin(turn))
    wide, deep = mesh.extent_m[0] / 2, mesh.extent_m[1] / 2
    place = _free_place(bench, (float(c * wide + s * deep), float(s * wide + c * deep)), rng)
    if place is None:
        return
    materials = tuple(choose_material(bench.stock, wanted, "bin", rng) for wanted in prop.slots)
    wear = draw_wear(bench.plan, bench.stock, name, _WEAR)
    facing = bench.support.yaw_rad + turn
    middle = 0.5 * (mesh.bounds_m[0] + mesh.bounds_m[1]) * np.array([1.0, 1.0, 0.0])
    at = bench.world(*place, bench.base_m) - yaw_matrix(facing) @ middle
    where = (float(at[0]), float(at[1]), float(at[2]))
    thing = still_thing(bench.stock, name, prop.shape, params, where, facing, materials, wear, "clutter")
    bench.things.append(thing)


def _free_place(bench: Bench, half_m: tuple[float, float], rng: np.random.Generator) -> tuple[float, float] | None:
    """A free place for a level rectangle anywhere on the table; it is then taken."""
    scatter = bench.scatter
    room = [most - half for most, half in zip(scatter.half_m, half_m, strict=True)]
    if min(room) < 0:
        return None
    for _ in range(_TRIES):
        x, y = (float(rng.uniform(-one, one)) for one in room)
        apart = all(abs(x - bx) > half_m[0] + w or abs(y - by) > half_m[1] + d for bx, by, w, d in scatter.blocked)
        if apart and all(
            math.hypot(max(abs(x - cx) - half_m[0], 0.0), max(abs(y - cy) - half_m[1], 0.0)) > radius
            for cx, cy, radius in scatter.taken
        ):
            scatter.blocked += ((x, y, *half_m),)
            return x, y
    return None


def _gun(cabin: Cabin, lathe: bool, rng: np.random.Generator) -> Thing:
    """On the right wall, or on a mill on either; high enough to hang clear of the table and of a lathe's cover."""
    side = 1.0 if lathe or rng.random() < 0.5 else -1.0
    body = cabin.pick(("plastic_blue", "plastic_red", "plastic_black", "aluminium_cast"), "bin", rng)
    metal = cabin.pick(("steel_zinc_blue", "steel_chrome_plated"), "part", rng)
    hose = cabin.pick(("plastic_blue", "plastic_yellow", "plastic_black", "cable_orange"), "bin", rng)
    y, z = float(rng.uniform(-0.12, 0.02)) + side * 0.1, float(rng.uniform(0.44, 0.52))
    at = (side * (cabin.width_m / 2 - _WALL_M), y, z)
    turn = yaw_matrix(-side * math.pi / 2)
    return cabin.put("air_gun", "air_gun", {"aside_m": 0.22}, at, (body, metal, hose), cabin.worn("air_gun", 0.8), turn)


def _rag(cabin: Cabin, bench: Bench, rng: np.random.Generator) -> None:
    """Let go over the screw's end of a vice, else where the table is free."""
    jaw = next((thing for thing in bench.things if thing.name == "vice_jaw"), None)
    if jaw is None:
        place = bench.scatter.place(0.15, 1.2 * bench.spread_m, rng)
        if place is None:
            return
        at = bench.world(*place, bench.base_m + _RAG_OVER_M)
    else:
        mesh = bench.stock.mesh(jaw.mesh)
        pose = np.array(jaw.world_from_object)
        at = pose[:3, :3] @ np.array([0.0, float(mesh.bounds_m[0, 1]) - 0.02, 0.0]) + pose[:3, 3]
        at[2] = float((mesh.vertices_m @ pose[2, :3]).max()) + pose[2, 3] + _RAG_OVER_M
    where = (float(at[0]), float(at[1]), float(at[2]))
    yaw = cabin.yaw_rad + float(rng.uniform(0, 2 * math.pi))
    bench.things.append(lying_cloth(cabin.plan, cabin.stock, "rag", "rag", where, yaw))
