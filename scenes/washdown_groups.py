"""Ware in touch in a wash-down room: fittings in a pan or a crate, crates in one another, vessels foot to foot."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from generator.mesh import Mesh
from generator.recipe import SceneRecipe, Thing
from scenes.containers import Container
from scenes.content import Item
from scenes.dressing import choose_material, draw_wear, still_thing
from scenes.lab_ware import CONTACT_M, Batch, Ware
from scenes.piling import pile, pour_into
from scenes.poses import upright_rotation, yaw_matrix

IN_CRATE = "in_crate"
_PANS_M = ((0.53, 0.325, 0.065), (0.53, 0.325, 0.1), (0.325, 0.265, 0.1), (0.354, 0.325, 0.065))  # EN 631-1
_CRATES_M = ((0.4, 0.3, 0.17), (0.6, 0.4, 0.15))  # outer width, depth, height: half and whole of a pallet's grid
_WEDGED_M = 2e-5  # between the walls of two crates in one another
_LEAST_FOOT = 0.3  # radius of the foot against the vessel's, to stand on
_SIX = np.radians(np.arange(6) * 60.0)
_STEEL = ("stainless_steel_brushed", "stainless_steel_polished")
_MOULDED = ("plastic_",)


def pan(ware: Ware, items: list[Item], context: str, rng: np.random.Generator) -> bool:
    """A gastronorm pan of steel with things poured into it; False without room for it."""
    widest = 2.1 * max(item.mesh.radius_m for item in items)
    fitting = [size for size in _PANS_M if size[1] - 0.02 > widest]
    if not fitting:
        return False
    wide, deep, high = fitting[int(rng.integers(len(fitting)))]
    box = _container((wide, deep, high), wall_m=0.0016, corner_m=0.045, taper_m=0.006, lip_m=0.009)
    return _poured(ware, items, box, "pan", context, _STEEL, rng)


def crates(ware: Ware, items: list[Item], context: str, rng: np.random.Generator) -> bool:
    """One to four crates in one another, square to the table, and things poured into the uppermost."""
    size = _CRATES_M[int(rng.integers(len(_CRATES_M)))]
    if items and 2.1 * max(item.mesh.radius_m for item in items) > size[1] - 0.04:
        return False
    box = _container(size, wall_m=0.003, corner_m=0.02, taper_m=0.012, lip_m=0.008)
    bench = ware.bench
    place = bench.scatter.place(0.5 * math.hypot(*box.outer_m), 1.4 * bench.spread_m, rng)
    if place is None:
        return False
    apart = (box.floor_m + _WEDGED_M) * size[2] / 0.012  # where wall meets wall: both lean by taper / height
    material = choose_material(ware.stock, _MOULDED, "bin", rng)
    count, height = int(rng.choice([1, 2, 3, 4], p=[0.3, 0.3, 0.25, 0.15])), bench.base_m
    for number in range(count):
        at = bench.world(*place, height)
        name, turn = f"crate_{number}", bench.support.yaw_rad + math.pi * int(rng.integers(2))
        wear = draw_wear(ware.plan, ware.stock, name, 0.7, ("rust", "grease", "oil_film", "grinding_dust"))
        where = (float(at[0]), float(at[1]), float(at[2]))
        bench.things.append(
            still_thing(ware.stock, name, "open_bin", box.params, where, turn, (material,), wear, "container")
        )
        height += apart
    before = len(bench.things)
    pour_into(bench, items, f"crate_{count - 1}", context, rng, container=box, base_m=height - apart, at_m=place)
    ware.left -= len(bench.things) - before
    return True


def heap(ware: Ware, items: list[Item], context: str, rng: np.random.Generator) -> None:
    """Fittings let go in one place; without room they stay away."""
    before = len(ware.bench.things)
    if pile(ware.bench, items, context, rng):
        ware.left -= len(ware.bench.things) - before


def huddle(ware: Ware, batch: Batch, count: int, rng: np.random.Generator) -> bool:
    """Vessels of one batch foot to foot, as they are put away; False without room or where they cannot stand."""
    items = [ware.item(batch, rng) for _ in range(count)]
    rotation = upright_rotation(items[0].mesh)
    points = np.concatenate([items[0].mesh.vertices_m, *items[0].mesh.hulls])  # hulls reach a little over their mesh
    across, height = np.linalg.norm(points @ rotation[:2].T, axis=1), points @ rotation[2]
    radius = float(across.max())
    if float(across[height < height.min() + 0.01 * radius].max()) < _LEAST_FOOT * radius:
        return False
    pitch = 2 * radius + 2 * CONTACT_M
    spots = np.concatenate([[[0.0, 0.0]], pitch * np.stack([np.cos(_SIX), np.sin(_SIX)], axis=1)])[:count]
    spots = spots - spots.mean(axis=0)
    reach = float(np.linalg.norm(spots, axis=1).max()) + radius
    place = ware.bench.scatter.place(reach, ware.bench.spread_m, rng)
    if place is None:
        return False
    spots = spots @ yaw_matrix(float(rng.uniform(0, 2 * math.pi)))[:2, :2].T
    for item, spot in zip(items, spots, strict=True):
        turned = yaw_matrix(rng.uniform(0, 2 * math.pi)) @ rotation
        x, y = place[0] + float(spot[0]), place[1] + float(spot[1])
        ware.put(item, turned, (x, y, ware.bench.base_m), "on_bench")
    return True


def stays_in(thing: Thing, recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> bool:
    """Whether a thing's middle came to rest within a crate or a pan."""
    for box in recipe.things:
        if box.context == "container" and box.name.startswith(("crate_", "pan")):
            local = np.linalg.inv(np.array(box.world_from_object)) @ np.array(thing.world_from_object)[:, 3]
            low, high = meshes[box.name].bounds_m
            if (local[:2] > low[:2]).all() and (local[:2] < high[:2]).all() and local[2] > low[2]:
                return True
    return False


def _poured(
    ware: Ware,
    items: list[Item],
    box: Container,
    name: str,
    context: str,
    wanted: tuple[str, ...],
    rng: np.random.Generator,
) -> bool:
    before = len(ware.bench.things)
    done = pour_into(ware.bench, items, name, context, rng, container=box, wanted=wanted)
    ware.left -= max(len(ware.bench.things) - before - 1, 0)
    return done


def _container(
    size_m: tuple[float, float, float], wall_m: float, corner_m: float, taper_m: float, lip_m: float
) -> Container:
    wide, deep, high = size_m
    outer = (wide - 2 * lip_m, deep - 2 * lip_m)  # the norm's size is that of the rim
    params: dict[str, float | int] = {"width_m": round(outer[0], 6), "depth_m": round(outer[1], 6), "height_m": high,
                                      "wall_m": wall_m, "corner_m": corner_m, "taper_m": taper_m, "lip_m": lip_m,
                                      "ribs": 0}  # fmt: skip
    inner = (outer[0] - 2 * (wall_m + taper_m), outer[1] - 2 * (wall_m + taper_m))
    return Container(params, inner, (wide, deep), high, wall_m, high < 0.08)
