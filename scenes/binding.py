"""What holds a load on its pallet: stretch film around it, straps over it and under the deck."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np

from generator.points import points_to_text, with_points
from generator.recipe import MeshRef, Soft, Thing
from scenes.dressing import choose_material, still_thing
from scenes.loads import Block, Spot, Yard
from scenes.poses import yaw_matrix
from scenes.shapes.films import THICK_M
from scenes.shapes.pallets import HEIGHT_M
from scenes.winding import wind

_LEAST_BOUND_M = 0.15  # height of full layers that is worth film or straps
_COVERS = 0.9  # of the deck, from which on film goes around the deck too
_SPACING_M = 0.05  # of a film's rings
_COLUMNS = 64  # of its points around
_WEIGHT_KG_M2 = 0.065  # three layers of 23 um
_PULL = 0.03
_STRAP_X_M = (-0.27, 0.27)  # between the blocks


def bind(yard: Yard, spot: Spot, block: Block, lean: float, rng: np.random.Generator, first: int) -> None:
    """Film or straps around a load, as the scene's factor says; a load that leans far is not wound tight.

    The load's things are those of the yard from number `first` on.
    """
    wrap = str(yard.plan.factors["pallet.wrap"])
    if wrap == "none" or block.level_m < HEIGHT_M + _LEAST_BOUND_M:
        return
    if wrap in ("film", "film_and_straps"):
        _wind(yard, spot, block, rng, first)
    if wrap in ("straps", "film_and_straps") and block.full and lean < 0.5:
        yard.things += _straps(yard, spot, block, rng)


def _wind(yard: Yard, spot: Spot, block: Block, rng: np.random.Generator, first: int) -> None:
    """Stretch film around load and deck, laid out as a roll winds it; physics pulls it tight."""
    parts = yard.parts("film")
    low, high, half = block.low_m[:2], block.high_m[:2], np.array(spot.size_m) / 2
    covers = bool(np.all(high - low > _COVERS * 2 * half))
    start = HEIGHT_M - 0.05 if covers else HEIGHT_M + 0.004
    top = block.level_m + (0.0 if block.full else float(rng.uniform(0.0, 0.08)))
    tail = float(rng.uniform(0.25, 0.7)) if rng.random() < 0.4 else 0.0
    number = int(rng.integers(2**31))
    if not parts or yard.left <= 0:
        return
    turn, foot = yaw_matrix(spot.yaw_rad), spot.world(0.0, 0.0, 0.0)
    bodies = [(_corners(yard, thing) - foot) @ turn for thing in yard.things[first:]]
    if covers:
        spans = [(-half[0], half[0]), (-half[1], half[1]), (0.0, HEIGHT_M)]
        bodies.append(np.array(list(itertools.product(*spans))))
    wound = wind(
        bodies,
        start,
        top,
        lip=block.full,
        spacing_m=_SPACING_M,
        columns=_COLUMNS,
        torn=float(yard.plan.factors.get("pallet.torn", 0.0)),
        tail_m=min(tail, 0.8 * (top - start)),
        rng=np.random.default_rng(number),
    )
    params = {"rows": wound.rows, "columns": wound.columns, "torn": wound.torn, "tail": wound.tail}
    ref = MeshRef("shape", "stretch_film", params | {"points": points_to_text(wound.points_m)})
    batch = yard.batch(parts[int(rng.integers(len(parts)))], ref, rng, looks=1)
    yard.add(batch, turn, foot, "wrap", rng)
    film = replace(yard.things[-1], soft=Soft("film", THICK_M / 2, _WEIGHT_KG_M2, 0.0, pull=_PULL))
    yard.things[-1] = with_points(film, wound.points_m @ turn.T + foot)


def _corners(yard: Yard, thing: Thing) -> np.ndarray:
    """(N, 3) corners of a thing's convex pieces in the world."""
    pose = np.array(thing.world_from_object)
    return np.concatenate(yard.stock.mesh(thing.mesh).hulls) @ pose[:3, :3].T + pose[:3, 3]


def _straps(yard: Yard, spot: Spot, block: Block, rng: np.random.Generator) -> list[Thing]:
    """Straps over the load and under the deck, between the blocks of the pallet."""
    plastic = choose_material(yard.stock, ("plastic_black", "plastic_white", "plastic_blue"), "bin", rng)
    low = min(float(block.low_m[1]), -spot.size_m[1] / 2)
    high = max(float(block.high_m[1]), spot.size_m[1] / 2)
    under = HEIGHT_M - spot.deck_m - 0.0006
    params = {"width_m": high - low + 0.001, "height_m": float(block.high_m[2]) + 0.0006 - under, "band_m": 0.016}
    things: list[Thing] = []
    for x in _STRAP_X_M:
        along = (x + float(rng.normal(0, 0.02))) * spot.size_m[0] / 1.2
        at = spot.world(along, (low + high) / 2, under)
        number = sum(thing.name.startswith("strap_") for thing in yard.things) + len(things)
        strap = still_thing(
            yard.stock,
            f"strap_{number}",
            "strap_loop",
            params,
            (float(at[0]), float(at[1]), float(at[2]) - 0.0008),
            spot.yaw_rad + math.pi / 2,
            (plastic,),
        )
        things.append(strap)
    return things
