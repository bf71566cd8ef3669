"""What lies on a harness board beside the harness: the drawing it is built on, off-cuts, cutters, a roll of tape."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from generator.recipe import MeshRef, Thing
from generator.seeds import stream
from scenes.dressing import choose_material, draw_wear, still_thing
from scenes.laying import Bench
from scenes.poses import yaw_matrix
from scenes.props import Prop

PAPER_M = 6e-5  # thickness of the drawing: the printed lines, 0.1 mm high, stand out of it
_DRAWN_SHARE = 0.5
_MARGIN_M = 0.02
_SCRAPS = 3  # at most
_WIRES = ("cable_", "plastic_red", "plastic_blue", "plastic_yellow", "plastic_green")


def _scraps(rng: np.random.Generator) -> dict[str, Any]:
    return {"pattern": int(rng.integers(24)), "count": int(rng.choice([5, 9, 14])), "radius_m": 0.05}


def _cutters(rng: np.random.Generator) -> dict[str, Any]:
    return {"length_m": float(rng.choice([0.125, 0.14])), "open_deg": float(rng.choice([3.0, 9.0, 14.0]))}


def _tape(rng: np.random.Generator) -> dict[str, Any]:
    return {"radius_m": float(rng.choice([0.032, 0.04, 0.046])), "width_m": 0.019, "core_m": 0.019, "wall_m": 0.002}


KINDS: Mapping[str, Prop] = {
    "cutters": Prop("side_cutters", _cutters, (("steel_black_oxide", "steel_ground"), ("plastic_red", "plastic_blue"))),
    "tape": Prop(
        "tape_roll", _tape, (("rubber_black", "cable_black", "plastic_black"), ("cardboard", "plastic_white"))
    ),
}
_BITS = Prop(
    "harness_scraps", _scraps, (_WIRES, _WIRES, _WIRES, ("copper_polished",), ("plastic_black", "plastic_white"))
)


def leave_about(bench: Bench, count: int) -> None:
    """Off-cuts where wires were cut, and cutters or tape, on free places: none where the plan wants no clutter."""
    rng = stream(bench.plan.seed, bench.plan.scene, "harness.left")
    names = sorted(KINDS)
    chosen = [_BITS] * min(count, int(rng.integers(0, _SCRAPS + 1)))
    chosen += [KINDS[names[int(i)]] for i in rng.permutation(len(names))[: min(count, int(rng.integers(0, 3)))]]
    for number, prop in enumerate(chosen):
        _put(bench, f"left_{number}", prop, stream(bench.plan.seed, bench.plan.scene, f"harness.left.{number}"))


def _put(bench: Bench, name: str, prop: Prop, rng: np.random.Generator) -> None:
    params = prop.params(rng)
    mesh = bench.stock.mesh(MeshRef("shape", prop.shape, params))
    middle = 0.5 * (mesh.bounds_m[0] + mesh.bounds_m[1]) * np.array([1.0, 1.0, 0.0])
    reach = float(np.linalg.norm((mesh.vertices_m - middle)[:, :2], axis=1).max())
    place = bench.scatter.place(reach, 1.2 * bench.spread_m, rng)
    if place is None:
        return
    turn = bench.support.yaw_rad + float(rng.uniform(0, 2 * math.pi))
    at = bench.world(*place, bench.base_m) - yaw_matrix(turn) @ middle
    materials = tuple(choose_material(bench.stock, wanted, "part", rng) for wanted in prop.slots)
    wear = draw_wear(bench.plan, bench.stock, name, 0.5)
    where = (float(at[0]), float(at[1]), float(at[2]))
    thing = still_thing(bench.stock, name, prop.shape, params, where, turn, materials, wear, "clutter")
    bench.things.append(thing)


def drawing(bench: Bench, size_m: tuple[float, float]) -> tuple[list[Thing], list[tuple[float, ...]]]:
    """On every second board a plot of the harness at full size, taped down; and its border and title block.

    The latter are rectangles (x, y, width, depth in mm, yaw in degrees) as the board's shape prints them.
    """
    rng = stream(bench.plan.seed, bench.plan.scene, "harness.drawing")
    if rng.random() > _DRAWN_SHARE:
        return [], []
    wide, deep = (round(side - 2 * _MARGIN_M, 4) for side in size_m)
    paper = choose_material(bench.stock, ("painted_wall_white",), "wall", rng)
    params = {"width_m": wide, "depth_m": deep, "thickness_m": PAPER_M, "corner_m": 0.001}
    sheet = still_thing(
        bench.stock, "drawing", "sheet", params, (0, 0, 0), bench.support.yaw_rad, (paper,), (), "support"
    )
    w, d = 1e3 * wide - 20.0, 1e3 * deep - 20.0
    block = (180.0, 55.0)
    x, y = w / 2 - block[0] / 2, block[1] / 2 - d / 2
    marks: list[tuple[float, ...]] = [(0.0, 0.0, w, d, 0.0), (x, y, *block, 0.0)]
    marks += [(x, y - block[1] / 4, block[0], block[1] / 2, 0.0), (x - 55.0, y, block[0] - 110.0, block[1], 0.0)]
    return [sheet], marks
