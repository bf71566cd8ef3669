"""A row of racks: its measures, and how things are put in its frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from generator.plan import ScenePlan
from generator.recipe import MaterialRecipe, MeshRef, Thing
from generator.stock import Stock
from scenes.dressing import choose_material, draw_wear, still_thing
from scenes.poses import as_matrix, yaw_matrix
from scenes.shapes.rack_uprights import POST_M
from scenes.shapes.racks import ABOVE_M

WEAR = 0.6  # share of the scene's wear


@dataclass(frozen=True, slots=True)
class Row:
    """A row of racks along x of its own frame, on the floor with its middle at the origin."""

    plan: ScenePlan
    stock: Stock
    bays: int
    levels: int
    bay_m: float
    level_m: float
    depth_m: float
    yaw_rad: float

    @property
    def end_m(self) -> float:
        """From the middle to the outer side of the last uprights."""
        return self.bays * (self.bay_m + POST_M[0]) / 2 + POST_M[0] / 2

    @property
    def high_m(self) -> float:
        """Of the uprights."""
        return (self.levels - 1) * self.level_m + ABOVE_M

    def put(
        self,
        name: str,
        shape: str,
        params: Mapping[str, Any],
        at_m: Sequence[float],
        turn_rad: float,
        materials: tuple[MaterialRecipe, ...],
        wear: float = WEAR,
    ) -> Thing:
        """A shape with the origin of its own frame at a point of the row's, turned."""
        batch = name.rstrip("_0123456789")  # what comes in pairs shares its look, which costs building time
        worn = draw_wear(self.plan, self.stock, batch, wear) if wear > 0 else ()
        pose = as_matrix(yaw_matrix(self.yaw_rad + turn_rad), yaw_matrix(self.yaw_rad) @ np.array(at_m))
        friction = self.stock.material(materials[0].name).friction
        return Thing(name, MeshRef("shape", shape, dict(params)), pose, materials, worn, friction=friction)

    def stands(
        self,
        name: str,
        shape: str,
        params: Mapping[str, Any],
        at_m: tuple[float, float, float],
        materials: tuple[MaterialRecipe, ...],
    ) -> Thing:
        """A shape with its middle over a point of the row's frame, on what is there."""
        x, y, z = (float(v) for v in yaw_matrix(self.yaw_rad) @ np.array(at_m))
        return still_thing(self.stock, name, shape, params, (x, y, z), self.yaw_rad, materials)

    def pick(self, names: tuple[str, ...], rng: np.random.Generator) -> MaterialRecipe:
        """A material whose name has one of these words."""
        return choose_material(self.stock, names, "bin", rng)
