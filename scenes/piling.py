"""Things in touch with one another: let go in a pile, poured into a tray or crate, dropped on the floor."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from scenes.containers import Container, choose_container
from scenes.content import Item
from scenes.dressing import choose_material, draw_wear, material_for, still_thing
from scenes.laying import Bench
from scenes.poses import any_rotation, flat_rotation, lowest_m, stack_starts, yaw_matrix

_FLAT_SHARE = 0.6  # of what is in a pile; the rest starts as it may
_GAP_M = 0.0012  # between what is let go and what is below it


def pile(bench: Bench, items: Sequence[Item], context: str, rng: np.random.Generator) -> bool:
    """Things let go one over the other in one place, so that they come to rest on and against one another.

    Each starts over all before it, its middle within the reach of the first. False where there is no room.
    """
    if not items:
        return True
    radii = [item.mesh.radius_m for item in items]
    off = 0.42 * float(np.median(radii)) * math.sqrt(len(items) - 1)
    place = bench.scatter.place(max(radii) + off, bench.spread_m, rng)
    if place is None:
        return False
    base = bench.base_m + _GAP_M
    for item in sorted(items, key=lambda i: -i.mesh.radius_m):  # what is wide lies below
        flat = rng.random() < _FLAT_SHARE
        over = np.diag([1.0, -1.0, -1.0]) if rng.random() < 0.5 else np.eye(3)
        spin = yaw_matrix(rng.uniform(0, 2 * math.pi))
        rotation = spin @ over @ flat_rotation(item.mesh) if flat else any_rotation(rng)
        angle, far = rng.uniform(0, 2 * math.pi), off * math.sqrt(rng.random())
        low = lowest_m(item.mesh, rotation)
        x, y = place[0] + far * math.cos(angle), place[1] + far * math.sin(angle)
        bench.add(item, rotation, bench.world(x, y, base - low), context)
        high = float((item.mesh.vertices_m @ rotation[2]).max())
        base += high - low + _GAP_M
    return True


def pour_into(
    bench: Bench,
    items: Sequence[Item],
    name: str,
    context: str,
    rng: np.random.Generator,
    *,
    container: Container | None = None,
    wanted: tuple[str, ...] = (),
    base_m: float | None = None,
    at_m: tuple[float, float] | None = None,
) -> bool:
    """A container, of a size that suits them unless one is given, with things poured into it; False without room.

    `wanted` are words in the names of its materials. It stands at `at_m` of the bench's frame, else on a free place.
    `name` "tray" asks for a shallow one. With `base_m` it stands there already: only the things are let go, over that
    height.
    """
    if not items:
        return False
    box = container or choose_container([item.mesh for item in items], name == "tray", rng)
    place = at_m or bench.scatter.place(0.5 * math.hypot(*box.outer_m), bench.spread_m, rng)
    if place is None:
        return False
    turn = bench.support.yaw_rad + (float(rng.normal(0, 0.25)) if at_m is None else 0.0)
    at = bench.world(*place, bench.base_m)
    if base_m is None:
        material = choose_material(bench.stock, wanted, "bin", rng) if wanted else material_for(bench.stock, "bin", rng)
        wear = draw_wear(bench.plan, bench.stock, name, 0.8)
        where = (float(at[0]), float(at[1]), float(at[2]))
        bench.things.append(
            still_thing(bench.stock, name, "open_bin", box.params, where, turn, (material,), wear, "container")
        )
    radii = [item.mesh.radius_m for item in items]
    low = (bench.base_m if base_m is None else base_m) + box.floor_m + 0.02 * max(radii)
    area = [max(side * rng.uniform(0.6, 0.95), min(side, 2.1 * max(radii))) for side in box.inner_m]
    for item, start in zip(items, stack_starts(radii, (area[0], area[1]), low, rng), strict=True):
        where = np.array([at[0], at[1], 0.0]) + yaw_matrix(turn) @ start
        bench.add(item, any_rotation(rng), where, context)
    return True


def drop_on_floor(bench: Bench, items: Sequence[Item], context: str, rng: np.random.Generator) -> None:
    """Things let go over the floor along the front of a bench, one or two over the other."""
    if bench.support.floor_m >= 0:
        return
    x = float(rng.uniform(-0.25, 0.25))
    y = -bench.scatter.half_m[1] - float(rng.uniform(0.05, 0.22))
    height = bench.support.floor_m + _GAP_M
    for item in items:
        rotation = any_rotation(rng)
        low = lowest_m(item.mesh, rotation)
        side = 1.2 * item.mesh.radius_m
        at = bench.world(x + rng.uniform(-side, side), y + rng.uniform(-side, side), height - low)
        bench.add(item, rotation, at, context)
        height += float((item.mesh.vertices_m @ rotation[2]).max()) - low + _GAP_M
