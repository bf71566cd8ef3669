"""What holds a load on its pallet: stretch film around it, straps over it and under the deck."""

from __future__ import annotations

import math

import numpy as np

from generator.recipe import MeshRef, Thing
from scenes.dressing import choose_material, still_thing
from scenes.loads import Block, Spot, Yard
from scenes.poses import yaw_matrix
from scenes.shapes.pallets import HEIGHT_M

_LEAST_BOUND_M = 0.15  # height of full layers that is worth film or straps
_COVERS = 0.9  # of the deck, from which on film goes around the deck too
_STRAP_X_M = (-0.27, 0.27)  # between the blocks


def bind(yard: Yard, spot: Spot, block: Block, lean: float, rng: np.random.Generator) -> None:
    """Film or straps around a load, as the scene's factor says; a load that leans far is not wound tight."""
    wrap = str(yard.plan.factors["pallet.wrap"])
    if wrap == "none" or block.level_m < HEIGHT_M + _LEAST_BOUND_M:
        return
    if wrap in ("film", "film_and_straps"):
        _wind(yard, spot, block, rng)
    if wrap in ("straps", "film_and_straps") and block.full and lean < 0.5:
        yard.things += _straps(yard, spot, block, rng)


def _wind(yard: Yard, spot: Spot, block: Block, rng: np.random.Generator) -> None:
    """Stretch film around load and deck; its upper edge drawn in where the load is level, else left standing."""
    parts = yard.parts("film")
    low, high, half = block.low_m[:2], block.high_m[:2], np.array(spot.size_m) / 2
    covers = bool(np.all(high - low > _COVERS * 2 * half))
    if covers:
        low, high = np.minimum(low, -half), np.maximum(high, half)
    wide, deep = (float(v) + 0.006 for v in high - low)
    start = HEIGHT_M - 0.05 if covers else HEIGHT_M + 0.002
    tall = block.level_m - start + (0.0 if block.full else float(rng.uniform(0.0, 0.08)))
    tail = float(rng.uniform(0.2, 0.6)) if rng.random() < 0.4 else 0.0
    params = {"width_m": wide, "depth_m": deep, "height_m": float(tall), "lip": int(block.full)}
    params |= {"tail_m": min(tail, 0.8 * float(tall)), "pattern": int(rng.integers(8))}
    ref = MeshRef("shape", "stretch_wrap", params)
    middle = (low + high) / 2
    bounds = yard.stock.mesh(ref).bounds_m
    # The tail hangs at +x: the other three sides tell where the middle is, which is not the mesh's centre of mass.
    off = (float(bounds[0, 0]) + wide / 2 + 0.0015, float(bounds[0, 1] + bounds[1, 1]) / 2)
    at = spot.world(float(middle[0]) - off[0], float(middle[1]) - off[1], start - float(bounds[0, 2]))
    if parts and yard.left > 0:
        batch = yard.batch(parts[int(rng.integers(len(parts)))], ref, rng, looks=1)
        yard.add(batch, yaw_matrix(spot.yaw_rad), at, "wrap", rng)


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
