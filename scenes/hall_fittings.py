"""What makes a hall a warehouse: doors, signs, extinguishers, pipes and trays on its walls, beams, bins, totes.

Nothing of it is of a kind that the families of halls label. It stays out of the way of lamps, windows and shelves, and
draws from streams of its own. What stands on the floor is called a cabinet, as all furniture of rooms is: it may turn
with the room's windows, and no camera minds it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from generator.plan import ScenePlan
from generator.recipe import Lamp, MaterialRecipe, MeshRef, Thing
from generator.stock import Stock
from scenes.dressing import choose_material, draw_wear, still_thing
from scenes.poses import as_matrix, yaw_matrix
from scenes.rack_fittings import board

Words = tuple[tuple[str, ...], ...]  # for each slot: its material has one of these in its name
_WEAR = 0.5
_TRIES = 24
_CORNER_M = 0.35  # that is left free where walls meet
_NEAR_M = 2.6  # of a wall, within which a shelf or a column stands before it
_BEAM_M = 0.3
_LAMP_GAP_M = 0.45


@dataclass(slots=True)
class Wall:
    """One wall of a hall as it fills up: x along it, seen from inside from left to right, z from the floor."""

    plan: ScenePlan
    stock: Stock
    side: int
    turn_rad: float  # of the way out to it
    out_m: float
    low_m: float
    high_m: float
    ceiling_m: float
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)  # x from, to, z from, to

    def local(self, at_m: np.ndarray) -> tuple[float, float]:
        """Where a point of the floor plan is: x, and its distance from the wall."""
        ahead, along = yaw_matrix(self.turn_rad)[:2, 0], -yaw_matrix(self.turn_rad)[:2, 1]
        return float(at_m[:2] @ along), self.out_m - float(at_m[:2] @ ahead)

    def room(self, wide_m: float, low_m: float, high_m: float, rng: np.random.Generator) -> float | None:
        """The middle of a free stretch of that width and between these heights, which is then taken; None if full."""
        first, last = self.low_m + wide_m / 2, self.high_m - wide_m / 2
        if last < first or high_m > self.ceiling_m - 0.1:
            return None
        for x in rng.uniform(first, last, _TRIES):
            box = (x - wide_m / 2, x + wide_m / 2, low_m, high_m)
            if all(box[1] < a or box[0] > b or box[3] < c or box[2] > d for a, b, c, d in self.taken):
                self.taken.append(box)
                return float(x)
        return None

    def hang(
        self,
        name: str,
        shape: str,
        params: Mapping[str, Any],
        x_m: float,
        z_m: float,
        materials: tuple[MaterialRecipe, ...],
        *,
        before_m: float = 0.0,
        turn_rad: float = 0.0,
    ) -> Thing:
        """A shape that looks into the hall, the origin of its frame on the wall or so far before it."""
        frame = yaw_matrix(self.turn_rad - math.pi / 2)
        at = frame @ np.array([x_m, self.out_m - before_m, z_m])
        pose = as_matrix(yaw_matrix(self.turn_rad - math.pi / 2 + turn_rad), at)
        worn = draw_wear(self.plan, self.stock, name, _WEAR)
        friction = self.stock.material(materials[0].name).friction
        return Thing(name, MeshRef("shape", shape, dict(params)), pose, materials, worn, friction=friction)

    def pick(self, words: Words, rng: np.random.Generator) -> tuple[MaterialRecipe, ...]:
        """A material for each slot, by words in its name."""
        return tuple(choose_material(self.stock, some, "bin", rng) for some in words)

    def sign(self, name: str, notice: str, x_m: float, z_m: float, size_m: float, rng: np.random.Generator) -> Thing:
        """A square sign."""
        size = (size_m, size_m)
        params = {"width_m": size_m, "height_m": size_m}
        return self.hang(name, "sign_plate", params, x_m, z_m, board(self.stock, notice, size, rng))


def walls_of(
    plan: ScenePlan,
    stock: Stock,
    yaw_rad: float,
    distances_m: tuple[float, ...],
    built: tuple[bool, ...],
    ceiling_m: float,
    things: Sequence[Thing],
    lamps: Sequence[Lamp],
) -> list[Wall]:
    """The walls that are built, with what stands or shines before them taken."""
    walls = []
    for side in (side for side in range(4) if built[side]):
        low, high = -distances_m[(side + 1) % 4] + _CORNER_M, distances_m[(side + 3) % 4] - _CORNER_M
        wall = Wall(plan, stock, side, yaw_rad + side * math.pi / 2, distances_m[side], low, high, ceiling_m)
        for lamp in lamps:
            pose = np.array(lamp.world_from_object)
            x, away = wall.local(pose[:3, 3])
            reach = max(lamp.size_m) / 2 + 0.35
            if away < 1.2:
                wall.taken.append((x - reach, x + reach, pose[2, 3] - reach, pose[2, 3] + reach))
        for thing in things:
            x, away = wall.local(np.array(thing.world_from_object)[:3, 3])
            if thing.name.startswith(("shelf_", "wall_column")) and away < _NEAR_M:
                reach = 1.6 if thing.name.startswith("shelf_") else 0.3
                high_m = float(stock.mesh(thing.mesh).extent_m[2])
                wall.taken.append((x - reach, x + reach, 0.0, high_m))
        walls.append(wall)
    return walls


def fit_walls(walls: Sequence[Wall], rng: np.random.Generator) -> list[Thing]:
    """Doors first, then what is beside them, then what runs along above."""
    things: list[Thing] = []
    order = [walls[int(i)] for i in rng.permutation(len(walls))]
    for number in range(int(rng.choice([0, 1, 2], p=[0.2, 0.5, 0.3]))):
        things += _roller_door(order, number, rng)
    for wall in order:
        things += _services(wall, rng)
    things += _door(order, rng)
    for number in range(int(rng.integers(1, 3))):
        things += _extinguisher(order, number, rng)
    things += _small(order, rng)
    return things


def _free(
    walls: Sequence[Wall], wide_m: float, low_m: float, high_m: float, rng: np.random.Generator
) -> tuple[Wall, float] | None:
    for wall in walls:
        x = wall.room(wide_m, low_m, high_m, rng)
        if x is not None:
            return wall, x
    return None


def _roller_door(walls: Sequence[Wall], number: int, rng: np.random.Generator) -> list[Thing]:
    wide = float(rng.choice([2.6, 3.0, 3.5]))
    high = min(float(rng.choice([3.0, 3.5, 4.0])), round(walls[0].ceiling_m - 1.0, 1))
    found = _free(walls, wide + 1.5, 0.0, high + 0.6, rng)
    if found is None:
        return []
    wall, x = found
    words = (
        ("powder_coat_grey", "painted_steel_blue", "aluminium_brushed"),
        ("steel_galvanised", "painted_steel_grey"),
        ("rubber_black",),
        ("vehicle_paint_yellow", "plastic_yellow"),
    )
    params = {"width_m": wide, "height_m": high}
    door = wall.hang(f"wall_gate_{number}", "roller_door", params, x, 0.0, wall.pick(words, rng))
    dock = f"dock_{int(rng.integers(1, 4))}"
    return [door, wall.sign(f"wall_dock_{number}", dock, x + wide / 2 + 0.45, 2.3, 0.45, rng)]


def _door(walls: Sequence[Wall], rng: np.random.Generator) -> list[Thing]:
    """A door with the sign of the way out over it, and what to wear beside it."""
    found = _free(walls, 2.6, 0.0, 2.7, rng)
    if found is None or rng.random() < 0.2:
        return []
    wall, x = found
    words = (
        ("powder_coat_grey", "painted_steel_grey", "painted_steel_blue", "painted_steel_green"),
        ("painted_steel_grey", "powder_coat_black"),
        ("stainless_steel_brushed", "aluminium_brushed"),
    )
    things = [wall.hang("wall_door", "steel_door", {}, x - 0.6, 0.0, wall.pick(words, rng))]
    things.append(wall.sign("wall_exit", "exit", x - 0.6, 2.36, 0.3, rng))
    kinds = [str(kind) for kind in rng.permutation(["helmet", "vest", "shoes", "trucks", "no_walking"])]
    for number, kind in enumerate(kinds[: int(rng.integers(1, 4))]):
        things.append(wall.sign(f"wall_duty_{number}", kind, x + 0.3 + 0.33 * number, 1.7, 0.3, rng))
    return things


def _extinguisher(walls: Sequence[Wall], number: int, rng: np.random.Generator) -> list[Thing]:
    found = _free(walls[number % len(walls) :] or walls, 0.45, 0.45, 2.1, rng)
    if found is None:
        return []
    wall, x = found
    words = (
        ("vehicle_paint_red", "painted_steel_red"),
        ("powder_coat_black",),
        ("rubber_black",),
        ("painted_wall_white",),
    )
    things = [wall.hang(f"wall_fire_{number}", "fire_extinguisher", {}, x, 0.6, wall.pick(words, rng))]
    return [*things, wall.sign(f"wall_fire_sign_{number}", "extinguisher", x, 1.85, 0.25, rng)]


def _services(wall: Wall, rng: np.random.Generator) -> list[Thing]:
    """Pipes and a cable tray under the roof, as far as they have room."""
    things = []
    long = wall.high_m - wall.low_m
    words: Words
    for kind in ("tray", "pipes"):
        share, wide = float(rng.random()), round(float(rng.uniform(0.45, 0.9)) * long, 2)
        z = wall.ceiling_m - float(rng.uniform(0.55, 0.7)) - (0.75 if kind == "pipes" else 0.0)
        x = wall.room(wide, z - 0.5, z + 0.1, rng) if share < 0.65 else None
        if x is None:
            continue
        if kind == "tray":
            params: dict[str, Any] = {"length_m": wide, "width_m": float(rng.choice([0.2, 0.3, 0.4]))}
            params |= {"cables": int(rng.integers(3, 7)), "pattern": int(rng.integers(8))}
            words = (("steel_galvanised",), ("cable_black", "cable_grey", "rubber_black"))
            things.append(wall.hang(f"wall_tray_{wall.side}", "cable_tray", params, x, z, wall.pick(words, rng)))
        else:
            pipes = int(rng.integers(1, 4))
            params = {"length_m": wide, "pipes": pipes, "drop_m": 0.12}
            lagging = ("aluminium_brushed", "steel_galvanised", "painted_steel_red")
            words = (("painted_steel", "steel_galvanised", "copper_brushed"), lagging, ("steel_galvanised",))
            things.append(wall.hang(f"wall_pipes_{wall.side}", "pipe_run", params, x, z, wall.pick(words, rng)))
    return things


def _small(walls: Sequence[Wall], rng: np.random.Generator) -> list[Thing]:
    """A switch cabinet with its warning, first aid, a clock."""
    things: list[Thing] = []
    grey = (("powder_coat_grey", "painted_steel_grey"), ("powder_coat_grey", "painted_steel_grey"))
    if rng.random() < 0.7 and (found := _free(walls, 1.0, 0.9, 2.2, rng)):
        params = {"width_m": 0.6, "depth_m": 0.25, "height_m": 0.9, "doors": int(rng.integers(1, 3))}
        size = walls[0].stock.mesh(MeshRef("shape", "cabinet", params)).bounds_m
        materials = found[0].pick(grey, rng)
        back = float(size[1, 1])
        things.append(found[0].hang("wall_switch", "cabinet", params, found[1], 1.5, materials, before_m=back))
        things.append(found[0].sign("wall_voltage", "voltage", found[1], 2.1, 0.2, rng))
    if rng.random() < 0.4 and (found := _free(walls, 0.5, 1.6, 2.3, rng)):
        things.append(found[0].sign("wall_first_aid", "first_aid", found[1], 1.95, 0.3, rng))
    if rng.random() < 0.45 and (found := _free(walls, 0.5, 2.5, 3.1, rng)):
        params = {"diameter_m": float(rng.choice([0.3, 0.4])), "minutes": int(rng.integers(720))}
        words = (("painted_wall_white",), ("plastic_black", "plastic_grey"), ("plastic_black",))
        things.append(found[0].hang("wall_clock", "wall_clock", params, found[1], 2.8, found[0].pick(words, rng)))
    return things


def stand_by_walls(walls: Sequence[Wall], rng: np.random.Generator) -> list[Thing]:
    """A waste bin, totes on dollies, a hand pallet truck, along the walls."""
    things: list[Thing] = []
    words: Words
    order = [walls[int(i)] for i in rng.permutation(len(walls))]
    plastic = ("plastic_blue", "plastic_grey", "plastic_red", "plastic_green")
    if rng.random() < 0.65 and (found := _free(order, 0.8, 0.0, 1.15, rng)):
        words = (("plastic_green", "plastic_grey", "plastic_blue"), plastic, ("rubber_black",))
        params = {"open_deg": float(rng.choice([0.0, 0.0, 3.0]))}
        materials = found[0].pick(words, rng)
        things.append(found[0].hang("cabinet_bin", "waste_bin", params, found[1], 0.0, materials, before_m=0.55))
    if rng.random() < 0.6 and (found := _free(order[::-1], 2.4, 0.0, 1.4, rng)):
        words = (("vehicle_paint_yellow", "vehicle_paint_red", "vehicle_paint_orange"), ("powder_coat_black",))
        materials = found[0].pick((*words, ("rubber_black",)), rng)
        turn, out = float(rng.normal(0, 0.05)), float(rng.uniform(0.5, 0.8))
        truck = found[0].hang(
            "cabinet_hand_truck", "hand_truck", {}, found[1] - 0.4, 0.0, materials, before_m=out, turn_rad=turn
        )
        things.append(truck)
    count = int(rng.integers(0, 4))
    if count and (found := _free(order, 0.75 * count + 0.2, 0.0, 1.8, rng)):
        tote, *rest = found[0].pick((plastic, ("plastic_black", "plastic_grey"), ("rubber_black",)), rng)
        for number in range(count):
            params = {"high": int(rng.integers(2, 6)), "pattern": int(rng.integers(6))}
            x = found[1] + (number - (count - 1) / 2) * 0.75 + float(rng.uniform(-0.04, 0.04))
            name, turn = f"cabinet_totes_{number}", float(rng.normal(0, 0.05))
            out = 0.35 + float(rng.uniform(0.0, 0.1))
            things.append(found[0].hang(name, "tote_stack", params, x, 0.0, (tote, *rest), before_m=out, turn_rad=turn))
    return things


def guard_columns(plan: ScenePlan, stock: Stock, things: Sequence[Thing], rng: np.random.Generator) -> list[Thing]:
    """A guard around the foot of each column."""
    materials = tuple(choose_material(stock, words, "bin", rng) for words in (("plastic_yellow",), ("plastic_black",)))
    guards = []
    for thing in (t for t in things if t.name.startswith("wall_column")):
        pose = np.array(thing.world_from_object)
        at = as_matrix(pose[:3, :3], (pose[0, 3], pose[1, 3], 0.0))
        name = thing.name.replace("column", "guard")
        params = {"across_m": thing.mesh.params["width_m"]}
        worn = draw_wear(plan, stock, name, _WEAR)
        guards.append(Thing(name, MeshRef("shape", "column_guard", params), at, materials, worn, friction=0.4))
    return guards


def open_side(
    stock: Stock, yaw_rad: float, distances_m: tuple[float, ...], side: int, ceiling_m: float, rng: np.random.Generator
) -> list[Thing]:
    """Where a wall is missing: piers under a lintel, as halls have them towards a covered yard."""
    paint = choose_material(stock, ("painted_steel", "concrete_smooth"), "bin", rng)
    turn = yaw_rad + side * math.pi / 2
    low, high = -distances_m[(side + 1) % 4], distances_m[(side + 3) % 4]
    deep, frame = max(0.5, ceiling_m - 4.4), yaw_matrix(turn - math.pi / 2)
    count = max(2, 1 + round((high - low) / float(rng.uniform(4.5, 6.0))))
    boxes = [("wall_lintel", (low + high) / 2, high - low, ceiling_m - deep, deep)]
    boxes += [
        (f"wall_pier_{i}", float(x), 0.3, 0.0, ceiling_m - deep)
        for i, x in enumerate(np.linspace(low + 0.16, high - 0.16, count))
    ]
    things = []
    for name, x, wide, base, tall in boxes:
        at = frame @ np.array([x, distances_m[side] + 0.16, base])
        params = {"width_m": round(wide, 4), "depth_m": 0.3, "height_m": round(tall, 4)}
        where = (float(at[0]), float(at[1]), float(at[2]))
        things.append(still_thing(stock, name, "block", params, where, turn - math.pi / 2, (paint,)))
    return things


def roof_beams(
    plan: ScenePlan,
    stock: Stock,
    yaw_rad: float,
    distances_m: tuple[float, ...],
    ceiling_m: float,
    things: Sequence[Thing],
    lamps: Sequence[Lamp],
    rng: np.random.Generator,
) -> list[Thing]:
    """Beams from wall to wall under the ceiling, clear of the lamps that hang there and of the columns."""
    paint = choose_material(stock, ("painted_steel", "steel_galvanised", "powder_coat_grey"), "bin", rng)
    frame = yaw_matrix(yaw_rad)
    hung = [(frame.T @ np.array(lamp.world_from_object)[:3, 3], max(lamp.size_m) / 2) for lamp in lamps]
    high = [(at, reach) for at, reach in hung if at[2] > ceiling_m - _BEAM_M - reach - 0.1]
    columns = (thing for thing in things if thing.name.startswith("wall_column"))
    high += [(frame.T @ np.array(column.world_from_object)[:3, 3], 0.0) for column in columns]
    long = round(distances_m[0] + distances_m[2] - 0.04, 3)
    params = {"length_m": long, "height_m": _BEAM_M}
    pitch = float(rng.uniform(2.8, 4.5))
    places = np.arange(-distances_m[3] + float(rng.uniform(0.8, 2.0)), distances_m[1] - 0.5, pitch)
    beams = []
    for number, y in enumerate(places):
        for shift in (0.0, 0.6, -0.6, 1.1, -1.1):
            if all(abs(at[1] - y - shift) > reach + _LAMP_GAP_M for at, reach in high):
                at = frame @ np.array([(distances_m[0] - distances_m[2]) / 2, y + shift, ceiling_m - 0.002])
                pose = as_matrix(frame, at)
                mesh = MeshRef("shape", "roof_beam", params)
                beams.append(Thing(f"ceiling_beam_{number}", mesh, pose, (paint,), (), friction=0.4))
                break
    return beams
