"""Wear where work is done: a table is scratched, handled and greasy around the work, and less so in its corners."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from generator.recipe import Thing, WearRecipe


def worn_at(thing: Thing, work_m: np.ndarray, reach_m: float) -> Thing:
    """The thing with its wear gathered around a point (3,) of the world: full within half the reach, least from twice.

    Kinds of wear that come down from above, as dust and drops do, take no notice.
    """
    work = local_place(thing, work_m, reach_m)
    return replace(thing, wear=tuple(_gathered(one, work) for one in thing.wear))


def local_place(thing: Thing, at_m: np.ndarray, reach_m: float) -> list[float]:
    """(x, y, z, reach) of a point (3,) of the world in the thing's own metres, as kinds of wear take it."""
    pose = np.array(thing.world_from_object)
    local = pose[:3, :3].T @ (np.asarray(at_m, float) - pose[:3, 3])
    return [round(float(v), 4) for v in (*local, reach_m)]


def _gathered(one: WearRecipe, work: list[float]) -> WearRecipe:
    if "place" not in one.params:
        return one
    return replace(one, params={**one.params, "place": {**one.params["place"], "work": work}})
