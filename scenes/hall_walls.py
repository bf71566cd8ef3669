"""The walls of a hall as they fill up: what is free on them between doors, lamps, windows and shelves."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from generator.recipe import Lamp, MaterialRecipe, MeshRef, Thing
from generator.stock import Stock
from scenes.dressing import choose_material
from scenes.poses import as_matrix, yaw_matrix
from scenes.rack_fittings import board

Words = tuple[tuple[str, ...], ...]  # for each slot: its material has one of these in its name
_TRIES = 24
_CORNER_M = 0.35  # that is left free where walls meet
_NEAR_M = 2.6  # of a wall, within which a shelf or a column stands before it


@dataclass(slots=True)
class Wall:
    """One wall of a hall as it fills up: x along it, seen from inside from left to right, z from the floor."""

    stock: Stock
    side: int
    turn_rad: float  # of the way out to it
    out_m: float
    low_m: float
    high_m: float
    ceiling_m: float
    made: dict[str, MaterialRecipe]  # of all walls: one look for each material, for each look costs building time
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
        friction = self.stock.material(materials[0].name).friction
        return Thing(name, MeshRef("shape", shape, dict(params)), pose, materials, friction=friction)

    def pick(self, words: Words, rng: np.random.Generator) -> tuple[MaterialRecipe, ...]:
        """A material for each slot, by words in its name."""
        drawn = (choose_material(self.stock, some, "bin", rng) for some in words)
        return tuple(self.made.setdefault(one.name, one) for one in drawn)

    def sign(self, name: str, notice: str, x_m: float, z_m: float, size_m: float, rng: np.random.Generator) -> Thing:
        """A square sign."""
        size = (size_m, size_m)
        params = {"width_m": size_m, "height_m": size_m}
        return self.hang(name, "sign_plate", params, x_m, z_m, board(self.stock, notice, size, rng, self.made))


def walls_of(
    stock: Stock,
    yaw_rad: float,
    distances_m: tuple[float, ...],
    built: tuple[bool, ...],
    ceiling_m: float,
    things: Sequence[Thing],
    lamps: Sequence[Lamp],
) -> list[Wall]:
    """The walls that are built, with what stands or shines before them taken."""
    walls: list[Wall] = []
    made: dict[str, MaterialRecipe] = {}
    for side in (side for side in range(4) if built[side]):
        low, high = -distances_m[(side + 1) % 4] + _CORNER_M, distances_m[(side + 3) % 4] - _CORNER_M
        wall = Wall(stock, side, yaw_rad + side * math.pi / 2, distances_m[side], low, high, ceiling_m, made)
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


def free_place(
    walls: Sequence[Wall], wide_m: float, low_m: float, high_m: float, rng: np.random.Generator
) -> tuple[Wall, float] | None:
    """The first of the walls with room for that, and the place on it."""
    for wall in walls:
        x = wall.room(wide_m, low_m, high_m, rng)
        if x is not None:
            return wall, x
    return None
