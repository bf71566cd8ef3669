"""The wash-down room: a wet floor with a drain, kettles, pipework, a pump, a stainless table, a hose on the floor."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from generator.plan import ScenePlan
from generator.recipe import MaterialRecipe, Matrix, MeshRef, Thing
from generator.seeds import stream
from generator.stock import Stock
from materials.wet_floor import WETNESS
from scenes.cables import KINDS, lying_cable, winding_way
from scenes.dressing import choose_material, draw_wear, still_thing
from scenes.halls import furnish_hall
from scenes.poses import as_matrix, yaw_matrix
from scenes.rooms import Room, furnish
from scenes.supports import Support

_RINSED_OFF = ("grease", "grinding_dust", "oil_film", "rust")  # wear that does not stay where all is hosed down
_STEEL_WEAR = 0.6
_SHELL = ("stainless_steel_brushed", "stainless_steel_ground", "stainless_steel_welded")
_BRIGHT = ("stainless_steel_polished", "stainless_steel_turned", "stainless_steel_ground")
_WALLS = ("painted_wall_white", "painted_wall_cream", "painted_wall_grey")
_LARGE = 1.3  # scale of the work from which on it has no equipment around it
_NOT_HERE = ("shelf_", "cabinet_")  # boxes of cardboard stand elsewhere
_OVER_SHARE, _LOW_M = 0.7, 0.09  # of the hoses that lie over something; radius of that
_FAR_M = (2.7, 4.2)  # farther than most cameras
_TABLES_M = ((1.2, 0.6), (1.4, 0.7), (1.6, 0.7))


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of equipment: the thing, and the rectangle of the floor it takes (x, y, half sizes, turned frame)."""

    thing: Thing
    at_m: tuple[float, float]
    half_m: tuple[float, float]


def steel_table(plan: ScenePlan, stock: Stock, scale: float) -> Support:
    """A table of stainless sheet with its place at the origin, its upstand towards +y of the turned frame."""
    rng = stream(plan.seed, plan.scene, "washdown.table")
    yaw = float(rng.uniform(-math.pi, math.pi))
    wide, deep = (v * scale for v in _TABLES_M[int(rng.integers(len(_TABLES_M)))])
    upstand = float(rng.choice([0.0, 0.08, 0.12]))
    high = 0.9 * scale
    aside = (float(rng.uniform(-0.4, 0.4)) * (wide / 2 - 0.4 * scale), 0.0)
    params = {"width_m": wide, "depth_m": deep, "height_m": high, "upstand_m": upstand}
    params |= {"fold_m": 0.04 * scale}
    shell, bright = choose_material(stock, _SHELL[:2], "bench", rng), choose_material(stock, _BRIGHT, "bench", rng)
    low = stock.mesh(MeshRef("shape", "steel_table", params)).bounds_m
    off = np.array([aside[0], aside[1] + deep / 2 - high_back(low)])
    at = yaw_matrix(yaw)[:2, :2] @ off
    wear = draw_wear(plan, stock, "bench_top", _STEEL_WEAR, _RINSED_OFF)
    where = (float(at[0]), float(at[1]), -high)
    table = still_thing(stock, "bench_top", "steel_table", params, where, yaw, (shell, bright), wear, "support")
    half = (wide / 2 - abs(aside[0]) - 0.03 * scale, deep / 2 - (0.05 if upstand else 0.03) * scale)
    return Support((table,), -high, yaw, half, "table")


def high_back(bounds_m: np.ndarray) -> float:
    """How far a mesh reaches towards +y from its own centre of mass."""
    return float(bounds_m[1, 1])


def equipment(plan: ScenePlan, stock: Stock, support: Support) -> list[Placed]:
    """Two to five pieces around the table and two to five farther off, none touching another."""
    rng = stream(plan.seed, plan.scene, "washdown.equipment")
    taken: list[tuple[float, float, float, float]] = [(0.0, 0.0, 0.95, 0.45)]
    placed: list[Placed] = []
    kinds = ["kettle", "pipe_stand", *rng.choice(["kettle", "kettle", "pipe_stand", "pump_skid", "pump_skid"], 3)]
    near = int(rng.integers(2, 6))
    kinds = [*kinds[:near], *rng.choice(["kettle", "kettle", "pipe_stand"], int(rng.integers(2, 6)))]
    for number, kind in enumerate(kinds):
        params = _params(str(kind), rng)
        mesh = stock.mesh(MeshRef("shape", str(kind), params))
        for _ in range(30):
            if number < near:
                angle, out = float(rng.uniform(-0.35, math.pi + 0.35)), float(rng.uniform(0.75, 2.3))
            else:
                angle, out = float(rng.uniform(0, 2 * math.pi)), float(rng.uniform(*_FAR_M))
            at = (out * math.cos(angle), out * math.sin(angle))
            quarter = int(rng.integers(4)) if kind != "pipe_stand" else 2 * int(rng.integers(2))
            half = tuple(mesh.extent_m[:2] / 2 + 0.04)
            half = (half[1], half[0]) if quarter % 2 else (half[0], half[1])
            if all(abs(at[0] - x) > half[0] + w or abs(at[1] - y) > half[1] + d for x, y, w, d in taken):
                taken.append((*at, *half))
                placed.append(_stand(plan, stock, support, (str(kind), number), params, at, half, quarter, rng))
                break
    return placed


def _params(kind: str, rng: np.random.Generator) -> dict[str, float | int]:
    if kind == "kettle":
        return {"radius_m": float(rng.choice([0.28, 0.36, 0.45])), "height_m": float(rng.choice([1.15, 1.35, 1.6])),
                "legs": int(rng.choice([3, 4])), "agitator": int(rng.random() < 0.5)}  # fmt: skip
    if kind == "pump_skid":
        return {"length_m": float(rng.choice([0.7, 0.8])), "motor_m": float(rng.choice([0.09, 0.11]))}
    return {"width_m": float(rng.choice([1.6, 2.0, 2.4])), "height_m": float(rng.choice([1.4, 1.7])),
            "lines": int(rng.integers(2, 5)), "pattern": int(rng.integers(12))}  # fmt: skip


def _stand(
    plan: ScenePlan,
    stock: Stock,
    support: Support,
    named: tuple[str, int],
    params: Mapping[str, float | int],
    at_m: tuple[float, float],
    half_m: tuple[float, float],
    quarter: int,
    rng: np.random.Generator,
) -> Placed:
    kind, number = named
    shell = choose_material(stock, _SHELL, "part", rng)
    bright = choose_material(stock, _BRIGHT, "part", rng)
    last = ("plastic_black", "rubber_black", "painted_steel_blue") if kind == "kettle" else ("plastic_",)
    name = f"{kind}_{number}"
    mesh = stock.mesh(MeshRef("shape", kind, dict(params)))
    yaw = support.yaw_rad + quarter * math.pi / 2
    middle = yaw_matrix(yaw)[:2, :2] @ mesh.bounds_m.mean(axis=0)[:2]  # the box is centred, not the mass
    at = yaw_matrix(support.yaw_rad)[:2, :2] @ np.array(at_m) - middle
    made = (shell, bright, choose_material(stock, last, "bin", rng))
    wear = draw_wear(plan, stock, name, _STEEL_WEAR, _RINSED_OFF)
    where = (float(at[0]), float(at[1]), support.floor_m)
    return Placed(still_thing(stock, name, kind, params, where, yaw, made, wear), at_m, half_m)


def drain(plan: ScenePlan, stock: Stock, support: Support) -> Placed:
    """A drain in the floor before the table: square, or a long channel."""
    rng = stream(plan.seed, plan.scene, "washdown.drain")
    long = bool(rng.random() < 0.5)
    size = (float(rng.choice([1.0, 1.4])), 0.15) if long else (0.3, 0.3)
    at = (float(rng.uniform(-0.7, 0.7)), float(-rng.uniform(0.65, 1.1)))
    steel = choose_material(stock, ("stainless_steel_brushed", "stainless_steel_ground"), "bin", rng)
    dark = choose_material(stock, ("plastic_black",), "bin", rng)
    params = {"length_m": size[0], "width_m": size[1], "pitch_m": 0.02}
    where = yaw_matrix(support.yaw_rad) @ np.array([*at, 0.0])
    place = (float(where[0]), float(where[1]), support.floor_m)
    worn = draw_wear(plan, stock, "drain", _STEEL_WEAR, _RINSED_OFF)
    thing = still_thing(stock, "floor_drain", "floor_drain", params, place, support.yaw_rad, (steel, dark), worn)
    return Placed(thing, at, (size[0] / 2, size[1] / 2))


def hose(plan: ScenePlan, stock: Stock, support: Support, lying: Sequence[Thing] = ()) -> Thing:
    """A water hose that winds over the floor before the table, as it was left: mostly over one of what lies there."""
    rng = stream(plan.seed, plan.scene, "washdown.hose")
    kind = "water_hose"
    turn = yaw_matrix(support.yaw_rad)[:2, :2]
    side = float(rng.choice([-1, 1]))
    start = turn @ np.array([side * rng.uniform(1.0, 1.6), -rng.uniform(0.55, 0.9)])
    end = turn @ np.array([-side * rng.uniform(0.1, 1.0), -rng.uniform(0.55, 1.5)])
    slack = float(rng.uniform(0.15, 0.6))
    own = stream(plan.seed, plan.scene, "washdown.hose.over")
    low = [thing for thing in lying if _lies_before(thing, turn, support.floor_m, stock)]
    if low and own.random() < _OVER_SHARE:
        over = np.array(low[int(own.integers(len(low)))].world_from_object)[:2, 3]
        end, slack = (
            start + float(own.uniform(1.35, 1.8)) * (over - start),
            0.2 * slack,
        )  # the nearer to the straight way
    way = winding_way(start, end, slack, KINDS[kind].least_radius_m, rng)
    return lying_cable(plan, stock, "hose", kind, way, support.floor_m)


def _lies_before(thing: Thing, turn: np.ndarray, floor_m: float, stock: Stock) -> bool:
    """Whether a thing is let go over the floor, clear of the table, and is low enough to lay a hose over."""
    at = np.array(thing.world_from_object)[:3, 3]
    radius = stock.mesh(thing.mesh).radius_m
    return bool(thing.moves and at[2] < floor_m + 0.12 and (at[:2] @ turn)[1] < -0.5 and radius < _LOW_M)


def process_room(plan: ScenePlan, stock: Stock, floor_m: float, scale: float) -> Room:
    """A hall whose floor lies at `floor_m`; for work that is larger than a bench holds, a room to its scale."""
    if scale >= _LARGE:
        return furnish(plan, stock, floor_m, scale)
    hall = furnish_hall(plan, stock, _FAR_M[1])
    things = tuple(replace(thing, world_from_object=_moved(thing.world_from_object, floor_m)) for thing in hall.things)
    lamps = tuple(replace(lamp, world_from_object=_moved(lamp.world_from_object, floor_m)) for lamp in hall.lamps)
    return Room(things, lamps, hall.surroundings)


def _moved(pose: Matrix, up_m: float) -> Matrix:
    moved = np.array(pose)
    return as_matrix(moved[:3, :3], moved[:3, 3] + np.array([0.0, 0.0, up_m]))


def hosed_down(plan: ScenePlan, stock: Stock, room: Room, wetness: float) -> Room:
    """The room with a wet floor of tiles or resin, plain walls, and no furniture of dry rooms."""
    rng = stream(plan.seed, plan.scene, "washdown.floor")
    floor = choose_material(stock, ("hygiene_",), "floor", rng)
    if WETNESS in floor.params:
        floor = MaterialRecipe(floor.name, floor.params | {WETNESS: round(wetness, 6)})
    wall = choose_material(stock, _WALLS, "wall", rng)
    made = {"floor": floor, "wall": wall}
    things = tuple(
        replace(thing, materials=(made[kind],)) if (kind := thing.name.partition("_")[0]) in made else thing
        for thing in room.things
        if not thing.name.startswith(_NOT_HERE)
    )
    return Room(things, room.lamps, room.surroundings)
