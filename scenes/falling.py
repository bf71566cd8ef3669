"""Goods that fall to one side of what they stood on: let go in the air, clear of everything, for physics to settle."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from generator.recipe import Thing
from generator.stock import Stock
from scenes.poses import any_rotation, as_matrix

_SIDE_RAD = 0.7  # they fall to one side


def let_go(
    fallen: Sequence[Thing], near: Sequence[Thing], kept: Sequence[Thing], stock: Stock, rng: np.random.Generator
) -> list[Thing]:
    """They start clear of the load and of one another: each a little higher than all before it."""
    middle = np.mean([np.array(t.world_from_object)[:2, 3] for t in near], axis=0)
    reach = max(level_m(t, middle) + stock.mesh(t.mesh).radius_m for t in near)
    towards, height, things = rng.uniform(0, 2 * math.pi), 0.0, []
    floor = next(
        t.world_from_object[2][3] + float(stock.mesh(t.mesh).bounds_m[1, 2]) for t in kept if t.name == "floor"
    )
    for thing in fallen:
        radius = stock.mesh(thing.mesh).radius_m
        angle = towards + rng.uniform(-_SIDE_RAD, _SIDE_RAD)
        out = reach + radius + rng.uniform(0.1, 0.5)
        at = middle + out * np.array([math.cos(angle), math.sin(angle)])
        pose = as_matrix(any_rotation(rng), (float(at[0]), float(at[1]), floor + height + 1.02 * radius))
        things.append(replace(thing, world_from_object=pose, moves=True, context="debris"))
        height += 2.05 * radius
    return things


def level_m(thing: Thing, from_m: np.ndarray) -> float:
    """How far a thing's middle is from a place (2,), seen from above."""
    return float(np.hypot(*(np.array(thing.world_from_object)[:2, 3] - from_m)))
