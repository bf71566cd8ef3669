"""What belongs to a row of racks: guards, labels of places, load and aisle signs, end barriers, a mirror for the aisle.

All draws are from streams of their own. Nothing of it is labelled: it is part of the rack.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from generator.factors import Factor
from generator.plan import ScenePlan
from generator.recipe import MaterialRecipe, MeshRef, Thing
from generator.seeds import stream
from generator.stock import Stock
from materials.notices import shown
from materials.textures.notices import LEVELS, NOTICE_COLUMNS, NOTICES, PLACE_COLUMNS
from scenes.dressing import choose_material, draw_wear, still_thing
from scenes.poses import as_matrix, yaw_matrix
from scenes.shapes.rack_fittings import BESIDE_M, LABEL_M, PLACES, label_pitch_m
from scenes.shapes.rack_uprights import POST_M
from scenes.shapes.racks import ABOVE_M, BEAM_M

MIRROR = Factor(
    "rack.mirror",
    "name",
    "scene",
    "Convex mirror at the end of the aisle: none, a round one on an arm, or half a dome; what it shows is no label.",
    {"choice": ["none", "round", "dome"], "weights": [6, 3, 1]},
    kind="category",
    choices=("dome", "none", "round"),
    moves_geometry=True,
)
_AISLES = (("aisle_07", 0), ("aisle_12", 1))  # the sign, and which set of labels of places goes with it
_SIZES_M = ((0.6, 1.5), (0.6, 2.2), (0.8, 2.2), (0.8, 3.0))  # diameter, radius of curvature
_ABOVE_HEADS_M = (2.35, 3.0)
_KNOCKED = 2.2  # wear of what forklifts touch, against the rack's
_WEAR = 0.6
_LINE_M, _PAINT_M = (0.075, 0.1), 0.0004


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
        wear: float = _WEAR,
    ) -> Thing:
        """A shape with the origin of its own frame at a point of the row's, turned."""
        worn = draw_wear(self.plan, self.stock, name, wear)
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


def fit_out(row: Row) -> list[Thing]:
    """All that is fixed to the row and stands at its ends."""
    rng = stream(row.plan.seed, row.plan.scene, "rack.fittings")
    aisle = _AISLES[int(rng.integers(len(_AISLES)))]
    return [
        *_lines(row),
        _guards(row, rng),
        *_labels(row, aisle[1], rng),
        *_signs(row, aisle[0], rng),
        *_ends(row, rng),
        *_mirror(row),
    ]


def _guards(row: Row, rng: np.random.Generator) -> Thing:
    yellow = row.pick(("painted_steel_red", "plastic_yellow", "plastic_yellow", "vehicle_paint_yellow"), rng)
    steel = row.stock.sample_material("steel_galvanised", rng)
    params = {"bays": row.bays, "bay_m": row.bay_m, "depth_m": row.depth_m, "pattern": int(rng.integers(64))}
    made = row.put("shelf_guards", "upright_guards", params, (0, 0, 0), 0.0, (yellow, steel))
    knocks = [(w.kind, min(1.0, _KNOCKED * w.severity)) for w in made.wear]
    return replace(made, wear=tuple(row.stock.sample_wear(kind, round(level, 6), rng) for kind, level in knocks))


def _labels(row: Row, aisle: int, rng: np.random.Generator) -> list[Thing]:
    """Labels on both sides, numbered along the row as from each aisle."""
    pitch, count = label_pitch_m(row.bay_m), PLACES * row.bays
    paper = row.stock.sample_material("notice_place", rng)
    first = int(rng.integers(PLACE_COLUMNS - count + 1))
    params = {"bays": row.bays, "levels": row.levels, "bay_m": row.bay_m, "level_m": row.level_m}
    things = []
    for number, turn in enumerate((0.0, math.pi)):
        prints = []
        for level in range(row.levels):
            aside = -BESIDE_M if level == 0 else BESIDE_M if level == 1 else 0.0
            at = (-(count - 1) / 2 * pitch + aside, -row.depth_m / 2, max(level, 1) * row.level_m - BEAM_M / 2)
            cell = (first, LEVELS * (aisle + 2 * number) + level)
            prints.append(shown(paper, cell, LABEL_M, at, up=(0.0, 0.0, 1.0), pitch_m=pitch))
        more = {"depth_m": row.depth_m, "pattern": int(rng.integers(32))}
        things.append(row.put(f"shelf_labels_{number}", "rack_labels", params | more, (0, 0, 0), turn, tuple(prints)))
    return things


def board(
    stock: Stock, name: str, size_m: tuple[float, float], rng: np.random.Generator
) -> tuple[MaterialRecipe, MaterialRecipe]:
    """Materials of a `sign_plate` that shows the notice of that name."""
    row, column = divmod(NOTICES.index(name), NOTICE_COLUMNS)
    printed = stock.sample_material("notice_board", rng)
    return shown(printed, (column, row), size_m, up=(0.0, 0.0, 1.0)), stock.sample_material("steel_galvanised", rng)


def _lines(row: Row) -> list[Thing]:
    """Lines painted on the floor between rack and aisle, as thin as paint is."""
    rng = stream(row.plan.seed, row.plan.scene, "rack.lines")
    paint = row.pick(("plastic_yellow", "plastic_yellow", "plastic_white"), rng)
    wide, away = float(rng.choice(_LINE_M)), float(rng.uniform(0.25, 0.5))
    lines = []
    for number, side in enumerate((-1, 1)):
        if rng.random() < 0.65:
            long = round(2 * row.end_m + 0.8, 3)
            params = {"width_m": long, "depth_m": wide, "thickness_m": _PAINT_M, "corner_m": 0.001}
            at = (0.0, side * (row.depth_m / 2 + 0.12 + away), 0.0)
            lines.append(row.stands(f"floor_line_{number}", "sheet", params, at, (paint,)))
    return lines


def _signs(row: Row, aisle: str, rng: np.random.Generator) -> list[Thing]:
    """A load sign on each end at the height of eyes, above it the number of the aisle, on the outside of a post."""
    things = []
    load = str(rng.choice(["load_yellow", "load_white"]))
    mirror = _mirror_place(row)
    for end in (-1, 1):
        side = float(rng.choice([-1, 1]))
        side = -side if mirror == (end, side) else side
        for name, size, z in ((load, (0.38, 0.3), 1.75), (aisle, (0.3, 0.3), min(2.25, row.high_m - 0.2))):
            if name == aisle and rng.random() < 0.3:
                continue
            at = (end * row.end_m, side * (row.depth_m / 2 - size[0] / 2), z)
            params = {"width_m": size[0], "height_m": size[1]}
            words = f"shelf_{name}_{(end + 1) // 2}"
            things.append(
                row.put(words, "sign_plate", params, at, end * math.pi / 2, board(row.stock, name, size, rng))
            )
    return things


def _ends(row: Row, rng: np.random.Generator) -> list[Thing]:
    """Barriers before the ends of the row."""
    rail = row.pick(("vehicle_paint_yellow", "plastic_yellow"), rng)
    band = row.pick(("powder_coat_black", "plastic_black"), rng)
    steel = row.stock.sample_material("steel_galvanised", rng)
    things = []
    for end in (-1, 1):
        shown_here, gap = bool(rng.random() < 0.55), float(rng.uniform(0.2, 0.3))
        if shown_here:
            params = {"length_m": round(row.depth_m + 0.3, 3), "high_m": 0.4}
            at = (end * (row.end_m + gap), 0, 0)
            turn = end * math.pi / 2
            made = row.put(f"shelf_barrier_{(end + 1) // 2}", "end_barrier", params, at, turn, (rail, band, steel), 0.9)
            things.append(made)
    return things


def _mirror(row: Row) -> list[Thing]:
    """The mirror on a last upright: it looks down into the aisle."""
    place = _mirror_place(row)
    if place is None:
        return []
    rng = stream(row.plan.seed, row.plan.scene, "rack.mirror")
    end, side = place
    inwards = end * side  # along x of the frame of an upright's face, into the aisle
    z = min(float(rng.uniform(*_ABOVE_HEADS_M)), row.high_m - 0.25)
    below_m = 0.38 if row.plan.factors[MIRROR.name] == "dome" else 0.25
    for level in range(1, row.levels):  # clear of the connectors
        low = level * row.level_m - BEAM_M / 2
        if -0.25 < z - low < below_m:
            z = low + below_m
    rim = row.pick(("helmet_orange", "plastic_black", "plastic_black", "plastic_red"), rng)
    back = row.pick(("plastic_black", "plastic_grey"), rng)
    steel = row.stock.sample_material("steel_galvanised", rng)
    materials = (row.stock.sample_material("mirror_acrylic", rng), rim, back, steel)
    params: dict[str, Any]
    if row.plan.factors[MIRROR.name] == "dome":
        shape, params = "half_dome", {"diameter_m": 0.66, "high_m": round(float(rng.uniform(0.26, 0.32)), 3)}
    else:
        wide, curve = _SIZES_M[int(rng.integers(len(_SIZES_M)))]
        turn, tilt = inwards * round(float(rng.uniform(35, 55)), 1), round(float(rng.uniform(8, 18)), 1)
        shape, params = "round_mirror", {"diameter_m": wide, "curvature_m": curve, "turn_deg": turn, "tilt_deg": tilt}
        params["reach_m"] = round(0.14 + 0.45 * wide, 3)
    at = (end * (row.end_m - POST_M[0] / 2), side * row.depth_m / 2, z)
    return [row.put("shelf_mirror", shape, params, at, 0.0 if side < 0 else math.pi, materials, 0.4)]


def _mirror_place(row: Row) -> tuple[float, float] | None:
    """The end (in x) and the side (in y) with the mirror: mostly far along the first camera's view, on its side."""
    if row.plan.factors.get(MIRROR.name, "none") == "none":
        return None
    rng = stream(row.plan.seed, row.plan.scene, "rack.mirror.place")
    anywhere = float(rng.choice([-1, 1])), float(rng.choice([-1, 1]))
    if not row.plan.views or rng.random() < 0.3:
        return anywhere
    azimuth = math.radians(float(row.plan.views[0].factors.get("camera.azimuth_deg", 0.0)))
    x, y = math.cos(azimuth - row.yaw_rad), math.sin(azimuth - row.yaw_rad)
    return (-1.0 if x > 0 else 1.0), (1.0 if y > 0 else -1.0)
