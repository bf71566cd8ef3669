"""What belongs to a row of racks: guards, labels of places, load and aisle signs, lines, end barriers, the mirror.

All draws are from streams of their own. Nothing of it is labelled: it is part of the rack.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from generator.recipe import MaterialRecipe, Thing
from generator.seeds import stream
from generator.stock import Stock
from materials.notices import shown
from materials.textures.notices import LEVELS, NOTICE_COLUMNS, NOTICES, PLACE_COLUMNS
from scenes.aisle_mirror import hang_mirror, mirror_place
from scenes.rack_rows import Row
from scenes.shapes.rack_fittings import BESIDE_M, LABEL_M, PLACES, label_pitch_m
from scenes.shapes.racks import BEAM_M

_AISLES = (("aisle_07", 0), ("aisle_12", 1))  # the sign, and which set of labels of places goes with it
_KNOCKED = 2.2  # wear of what forklifts touch, against the rack's
_LINE_M, _PAINT_M = (0.075, 0.1), 0.0004


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
        *hang_mirror(row),
    ]


def _guards(row: Row, rng: np.random.Generator) -> Thing:
    yellow = row.pick(("painted_steel_red", "plastic_yellow", "plastic_yellow", "vehicle_paint_yellow"), rng)
    steel = row.stock.sample_material("steel_galvanised", rng)
    params = {"bays": row.bays, "bay_m": row.bay_m, "depth_m": row.depth_m, "pattern": int(rng.integers(64))}
    made = row.put("shelf_guards", "upright_guards", params, (0, 0, 0), 0.0, (yellow, steel))
    worn = []
    for one in made.wear:  # each kind from a stream of its own: a factor changes its own wear and nothing else
        own = stream(row.plan.seed, row.plan.scene, f"rack.guards.{one.kind}")
        worn.append(row.stock.sample_wear(one.kind, round(min(1.0, _KNOCKED * one.severity), 6), own))
    return replace(made, wear=tuple(worn))


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
        things.append(
            row.put(f"shelf_labels_{number}", "rack_labels", params | more, (0, 0, 0), turn, tuple(prints), 0.0)
        )
    return things


def board(
    stock: Stock,
    name: str,
    size_m: tuple[float, float],
    rng: np.random.Generator,
    made: dict[str, MaterialRecipe] | None = None,
) -> tuple[MaterialRecipe, MaterialRecipe]:
    """Materials of a `sign_plate` that shows the notice of that name; `made` keeps looks that signs share."""
    row, column = divmod(NOTICES.index(name), NOTICE_COLUMNS)
    known = {} if made is None else made
    printed, plate = (
        known.setdefault(one, stock.sample_material(one, rng)) for one in ("notice_board", "steel_galvanised")
    )
    return shown(printed, (column, row), size_m, up=(0.0, 0.0, 1.0)), plate


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
    mirror, made = mirror_place(row), dict[str, MaterialRecipe]()
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
                row.put(
                    words, "sign_plate", params, at, end * math.pi / 2, board(row.stock, name, size, rng, made), 0.0
                )
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
