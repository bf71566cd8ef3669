"""How things come onto a bench: put down flat, stood upright, poured into a tray, let go in heaps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.plan import ScenePlan
from generator.recipe import Thing
from generator.seeds import stream
from generator.stock import Stock
from scenes.containers import choose_container
from scenes.content import Item, labelled_thing
from scenes.dressing import choose_material, draw_wear, material_for, still_thing
from scenes.poses import (
    Scatter,
    any_rotation,
    as_matrix,
    flat_rotation,
    lowest_m,
    stack_starts,
    upright_rotation,
    yaw_matrix,
)
from scenes.props import Top
from scenes.supports import Support

_LYING_SHARE = 0.12  # of the glass vessels
_LEAST_FOOT = 0.35  # radius of the foot against the vessel's, to stand on
_SINGLE_SHARE = 0.35  # of the parts that lie by themselves
_TRAY_SHARE = 0.5
_MAT_SHARE = 0.45
_GAP_M = 0.0015  # under things that are put down


@dataclass(slots=True)
class Bench:
    """A bench being laid: what lies where, in the bench's own turned frame."""

    plan: ScenePlan
    stock: Stock
    support: Support
    scatter: Scatter
    spread_m: float
    base_m: float  # height of what the work lies on: the bench, or the mat on it
    things: list[Thing]

    def world(self, x: float, y: float, z: float) -> np.ndarray:
        """(3,) a point of the bench's frame in the world."""
        return yaw_matrix(self.support.yaw_rad) @ np.array([x, y, z])

    def add(self, item: Item, rotation: np.ndarray, at_m: np.ndarray, context: str) -> None:
        """One labelled thing, numbered as it comes."""
        number = 1 + sum(thing.category is not None for thing in self.things)
        pose = as_matrix(rotation, at_m)
        self.things.append(labelled_thing(self.plan, self.stock, item, number, pose, context))


def lay_mat(bench: Bench, reach: float, scale: float) -> None:
    """Sometimes a rubber mat or a sheet of cardboard under the whole work."""
    rng = stream(bench.plan.seed, bench.plan.scene, "workbench.mat")
    if rng.random() > _MAT_SHARE:
        return
    half = bench.scatter.half_m
    size = [float(np.clip(rng.uniform(3.2, 5.0) * reach, 0.1, 2 * h)) for h in half]
    thick = float(rng.choice([0.002, 0.003, 0.004])) * scale
    wanted = ("esd_mat", "rubber_mat") if rng.random() < 0.7 else ("cardboard",)
    material = choose_material(bench.stock, wanted, "bench", rng)
    params = {"width_m": size[0], "depth_m": size[1], "thickness_m": thick, "corner_m": 0.01 * scale}
    wear = draw_wear(bench.plan, bench.stock, "mat", 0.7)
    yaw = bench.support.yaw_rad
    bench.things.append(still_thing(bench.stock, "mat", "sheet", params, (0, 0, 0), yaw, (material,), wear, "support"))
    bench.base_m = thick
    bench.scatter.half_m = (size[0] / 2, size[1] / 2)


def free_tops(bench: Bench) -> list[Top]:
    """Where clutter may lie: on the bench, or by turns beside the mat and on it."""
    if bench.base_m == 0:
        return [Top(bench.scatter)]
    mat = (0.0, 0.0, *bench.scatter.half_m)
    return [Top(Scatter(bench.support.half_m, [], (mat,))), Top(bench.scatter, bench.base_m)]


def put_tray(bench: Bench, parts: list[Item]) -> None:
    """Sometimes a tray or a small bin, with the first third of the parts poured into it; they leave `parts`."""
    rng = stream(bench.plan.seed, bench.plan.scene, "workbench.tray")
    if rng.random() > _TRAY_SHARE or len(parts) < 6:
        return
    share = rng.uniform(0.25, 0.7)
    poured = parts[: max(3, round(share * len(parts)))]
    container = choose_container([item.mesh for item in poured], bool(rng.random() < 0.7), rng)
    radius = 0.5 * math.hypot(*container.outer_m)
    place = bench.scatter.place(radius, bench.spread_m, rng)
    if place is None:
        return
    del parts[: len(poured)]
    turn = bench.support.yaw_rad + rng.normal(0, 0.3)
    at = bench.world(*place, bench.base_m)
    material = material_for(bench.stock, "bin", rng)
    name = "tray" if container.shallow else "bin"
    wear = draw_wear(bench.plan, bench.stock, name, 0.8)
    tray = still_thing(
        bench.stock, name, "open_bin", container.params, tuple(at.tolist()), turn, (material,), wear, "container"
    )
    bench.things.append(tray)
    starts = stack_starts(
        [item.mesh.radius_m for item in poured],
        container.inner_m,
        bench.base_m + container.floor_m + 0.02 * max(item.mesh.radius_m for item in poured),
        rng,
    )
    for item, start in zip(poured, starts, strict=True):
        where = np.array([at[0], at[1], 0.0]) + yaw_matrix(turn) @ start
        bench.add(item, any_rotation(rng), where, f"in_{name}")


def stand(bench: Bench, item: Item) -> None:
    """A vessel upright on its foot; now and then one has fallen over."""
    rng = stream(bench.plan.seed, bench.plan.scene, f"workbench.glass.{len(bench.things)}")
    if rng.random() < _LYING_SHARE:
        lay(bench, item, "on_bench")
        return
    rotation = yaw_matrix(rng.uniform(0, 2 * math.pi)) @ upright_rotation(item.mesh)
    across = np.linalg.norm(item.mesh.vertices_m @ rotation[:2].T, axis=1)
    height = item.mesh.vertices_m @ rotation[2]
    radius = float(across.max())
    if across[height < height.min() + 0.01 * radius].max() < _LEAST_FOOT * radius:
        lay(bench, item, "on_bench")  # a test tube
        return
    _set_down(bench, item, rotation, 1.1 * radius, "on_bench", rng)


def lay(bench: Bench, item: Item, context: str) -> None:
    """A thing flat on its side, as somebody put it down."""
    rng = stream(bench.plan.seed, bench.plan.scene, f"workbench.laid.{len(bench.things)}")
    over = np.diag([1.0, -1.0, -1.0]) if rng.random() < 0.5 else np.eye(3)
    rotation = yaw_matrix(rng.uniform(0, 2 * math.pi)) @ over @ flat_rotation(item.mesh)
    level = item.mesh.vertices_m @ rotation[:2].T
    _set_down(bench, item, rotation, float(np.linalg.norm(level, axis=1).max()), context, rng)


def _set_down(
    bench: Bench, item: Item, rotation: np.ndarray, radius_m: float, context: str, rng: np.random.Generator
) -> None:
    place = bench.scatter.place(radius_m, bench.spread_m, rng)
    if place is None:
        _let_go(bench, [item], rng)
        return
    gap = min(_GAP_M, 0.1 * item.mesh.radius_m)
    at = bench.world(*place, bench.base_m + gap - lowest_m(item.mesh, rotation))
    bench.add(item, rotation, at, context)


def heap_up(bench: Bench, parts: Sequence[Item]) -> list[Item]:
    """Let go most parts in one to three heaps; returns those that are to lie by themselves."""
    rng = stream(bench.plan.seed, bench.plan.scene, "workbench.heaps")
    alone = rng.random(len(parts)) < _SINGLE_SHARE
    together = [item for item, single in zip(parts, alone, strict=True) if not single]
    heaps = int(rng.integers(1, 4)) if len(together) > 6 else 1
    for heap in range(heaps):
        _let_go(bench, together[heap::heaps], rng)
    return [item for item, single in zip(parts, alone, strict=True) if single]


def _let_go(bench: Bench, items: list[Item], rng: np.random.Generator) -> None:
    """Things in one or two layers above a free place, from where they tumble; without a place they stay away."""
    if not items:
        return
    radii = [item.mesh.radius_m for item in items]
    side = math.sqrt(math.ceil(len(items) / 2)) * 2.1 * max(radii)
    place = bench.scatter.place(0.75 * side, bench.spread_m, rng)
    if place is None:
        return
    starts = stack_starts(radii, (side, side), bench.base_m + 0.02 * max(radii), rng)
    for item, start in zip(items, starts, strict=True):
        at = bench.world(place[0] + start[0], place[1] + start[1], start[2])
        bench.add(item, any_rotation(rng), at, "on_bench")
