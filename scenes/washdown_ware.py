"""Ware of a wash-down room on its two levels, the table and the floor, and the water that stands on it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from generator.plan import ScenePlan
from generator.recipe import Thing, WearRecipe
from generator.seeds import stream
from generator.stock import Stock, StockPart
from scenes.lab_ware import Ware
from scenes.laying import Bench
from scenes.parts.washware import as_shape
from scenes.poses import Scatter
from scenes.supports import Support

ROLE = "washware"
_WET_SPREAD = 0.25
_ON_STEEL = 0.45
_LEAST = 0.03
_WATER = {"milk": 0.0, "rim": 0.15, "scale": 0.6}  # against coolant: clear, and in smaller drops


@dataclass(frozen=True, slots=True)
class Levels:
    """The table's top at height 0 and the floor below it, in one turned frame; things are numbered across both."""

    table: Ware
    floor: Ware

    @property
    def things(self) -> list[Thing]:
        """What has been put down so far."""
        return self.table.bench.things


def make_levels(
    plan: ScenePlan,
    stock: Stock,
    support: Support,
    scale: float,
    counts: tuple[int, int],
    fill: float,
) -> Levels:
    """Both levels, empty, to the scale of the work; `counts` may be labelled on the table and on the floor."""
    things: list[Thing] = []
    stocked = stocked_ware(stock)
    reach = scale * (0.13 + 0.02 * math.sqrt(max(counts[0], 1)))
    table = Bench(plan, stock, support, Scatter(support.half_m, []), reach, 0.0, things)
    floor = Bench(plan, stock, support, Scatter((1.4 * scale, 1.3 * scale), []), 0.4 * scale, support.floor_m, things)
    return Levels(Ware(table, stocked, counts[0], fill), Ware(floor, stocked, counts[1], fill))


def stocked_ware(stock: Stock) -> tuple[StockPart, ...]:
    """Ware that the spec lists; without any, the catalogue's as scenery."""
    listed = tuple(part for part in stock.parts if ROLE in part.roles)
    if listed:
        return listed
    return tuple(
        StockPart(part.name, part.family, "", as_shape(part.name), part.load, part.materials, roles=part.roles)
        for part in stock.catalogue.parts.values()
        if ROLE in part.roles
    )


def block_off(ware: Ware, at_m: tuple[float, float], half_m: tuple[float, float]) -> None:
    """Keep a rectangle of a level free."""
    ware.bench.scatter.blocked += ((*at_m, *half_m),)


def sprinkled(plan: ScenePlan, stock: Stock, thing: Thing, droplets: float) -> Thing:
    """The thing with drops of water standing on it, about as many as the factor says; coolant's drops without milk.

    On sheet of steel water spreads: its drops are fewer and flatter.
    """
    rng = stream(plan.seed, plan.scene, f"washdown.drops.{thing.name}")
    flat = _ON_STEEL if thing.category is None else 1.0
    severity = float(np.clip(flat * droplets * rng.normal(1.0, _WET_SPREAD), 0.0, 1.0))
    drawn = stock.sample_wear("coolant", severity, rng)
    if severity < _LEAST or any(wear.kind == "coolant" for wear in thing.wear):
        return thing
    steep = round(flat * drawn.params["steep"], 6)
    drops = WearRecipe(drawn.kind, drawn.severity, drawn.params | _WATER | {"steep": steep})
    order = stock.catalogue.wear
    worn = sorted((*thing.wear, drops), key=lambda wear: (order[wear.kind].order, wear.kind))
    return replace(thing, wear=tuple(worn))
