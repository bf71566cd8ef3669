"""Clutter: the unrelated things that lie about where people work. Never labelled, of real size, at rest."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from generator.plan import ScenePlan
from generator.recipe import MeshRef, Thing
from generator.seeds import stream
from generator.stock import Stock
from scenes.dressing import choose_material, draw_wear, still_thing
from scenes.poses import Scatter, yaw_matrix

_CLUTTER_WEAR = 0.7


@dataclass(frozen=True, slots=True)
class Top:
    """A level place for clutter: what is free on it, and its height."""

    scatter: Scatter
    height_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Prop:
    """A kind of clutter: its shape, how its sizes are drawn, and words in the names of materials for its slots."""

    shape: str
    params: Callable[[np.random.Generator], dict[str, Any]]
    slots: tuple[tuple[str, ...], ...]
    weight: float = 1.0


def _notebook(rng: np.random.Generator) -> dict[str, Any]:
    wide, deep = [(0.148, 0.21), (0.105, 0.148), (0.21, 0.297)][int(rng.choice(3, p=[0.5, 0.35, 0.15]))]
    return {"width_m": wide, "depth_m": deep, "pages_m": round(rng.uniform(0.004, 0.014), 4)}


def _tape(rng: np.random.Generator) -> dict[str, Any]:
    return {"radius_m": round(rng.uniform(0.046, 0.062), 4), "width_m": float(rng.choice([0.019, 0.025, 0.048]))}


def _carton(rng: np.random.Generator) -> dict[str, Any]:
    wide, deep, high = [(0.16, 0.11, 0.07), (0.1, 0.07, 0.04), (0.22, 0.15, 0.1), (0.12, 0.12, 0.12)][rng.integers(4)]
    return {"width_m": wide, "depth_m": deep, "height_m": high}


def _labels(rng: np.random.Generator) -> dict[str, Any]:
    return {"columns": int(rng.integers(1, 4)), "rows": int(rng.integers(3, 8))}


def _block(rng: np.random.Generator) -> dict[str, Any]:
    wide, deep, high = (float(rng.choice(v)) for v in ((0.08, 0.12, 0.2), (0.04, 0.06, 0.08), (0.02, 0.03, 0.045)))
    return {"width_m": wide, "depth_m": deep, "height_m": high, "corner_m": 0.002, "bevel_m": 0.0015}


def _plate(rng: np.random.Generator) -> dict[str, Any]:
    wide, deep = (float(rng.choice(v)) for v in ((0.1, 0.15, 0.21), (0.06, 0.1, 0.15)))
    return {"width_m": wide, "depth_m": deep, "thickness_m": float(rng.choice([0.003, 0.006, 0.01])), "corner_m": 0.004}


def _as_made(rng: np.random.Generator) -> dict[str, Any]:
    return {}


_PAPER = ("painted_wall_cream", "painted_wall_white", "paper")
_WOOD = ("beech", "oak", "plywood")
_COVER = ("cardboard", "plastic_black", "plastic_blue", "plastic_red", "plastic_green")

PROPS: Mapping[str, Prop] = {
    "notebook": Prop("notebook", _notebook, (_COVER, _PAPER, ("steel_polished",)), 2),
    "tape": Prop("tape_roll", _tape, (("plastic_",), ("cardboard",)), 1.5),
    "carton": Prop("carton", _carton, (("cardboard",), ("plastic_",), _PAPER), 2),
    "labels": Prop("label_sheet", _labels, (("painted_wall_cream",), ("plastic_white", "painted_wall_white")), 1),
    "marker": Prop("marker", _as_made, (("plastic_",), ("plastic_",)), 2),
    "can": Prop("spray_can", _as_made, (("painted_steel", "powder_coat"), ("plastic_",)), 1),
    "cup": Prop("cup", _as_made, (("plastic_", "painted_steel"),), 0.7),
    "block": Prop("block", _block, (_WOOD,), 1.2),
    "plate": Prop("sheet", _plate, (("steel_milled", "aluminium_milled", "steel_brushed"),), 1),
}


def scatter_props(
    plan: ScenePlan,
    stock: Stock,
    count: int,
    tops: Sequence[Top],
    yaw_rad: float,
    spread_m: float,
    scale: float,
    among: Sequence[str] = tuple(PROPS),
) -> list[Thing]:
    """Up to `count` pieces of clutter on free places of the tops, which take turns; those that find none stay away.

    `yaw_rad` turns the scatter's frame into the world; sizes are times `scale`; kinds are `among` those of `PROPS`.
    """
    names = stock.pool(sorted(among))
    weights = np.array([PROPS[name].weight for name in names])
    things: list[Thing] = []
    for number in range(count):
        rng = stream(plan.seed, plan.scene, f"prop.{number}")
        prop = PROPS[str(rng.choice(names, p=weights / weights.sum()))]
        params = {k: v * scale if k.endswith("_m") else v for k, v in prop.params(rng).items()}
        if scale > 1 and not params:
            continue  # of one size only; a crane's load has no felt pen beside it
        things += _placed(plan, stock, f"prop_{number}", prop, params, tops[number % len(tops)], yaw_rad, spread_m, rng)
    return things


def _placed(
    plan: ScenePlan,
    stock: Stock,
    name: str,
    prop: Prop,
    params: dict[str, Any],
    top: Top,
    yaw_rad: float,
    spread_m: float,
    rng: np.random.Generator,
) -> list[Thing]:
    extent = stock.mesh(MeshRef("shape", prop.shape, params)).extent_m
    place = top.scatter.place(0.5 * math.hypot(extent[0], extent[1]), spread_m, rng)
    if place is None:
        return []
    at = yaw_matrix(yaw_rad)[:2, :2] @ np.array(place)
    square = float(rng.choice([0.0, 0.5, 1.0, 1.5])) * math.pi
    turn = yaw_rad + (square + rng.normal(0, 0.15) if rng.random() < 0.6 else rng.uniform(0, 2 * math.pi))
    materials = tuple(choose_material(stock, wanted, "bin", rng) for wanted in prop.slots)
    wear = draw_wear(plan, stock, name, _CLUTTER_WEAR)
    return [
        still_thing(
            stock,
            name,
            prop.shape,
            params,
            (float(at[0]), float(at[1]), top.height_m),
            turn,
            materials,
            wear,
            "clutter",
        )
    ]
