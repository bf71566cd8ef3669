"""What fell from pallets: goods let go beside them, and pieces of broken boards."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from generator.recipe import Thing
from scenes.dressing import choose_material, draw_wear, still_thing
from scenes.loads import UPRIGHT, Block, Spot, Yard
from scenes.palletising import made
from scenes.poses import yaw_matrix


def debris(yard: Yard, spots: Sequence[tuple[Spot, Block]], count: int, rng: np.random.Generator) -> None:
    """Goods that fell: let go beside a pallet, or on top of what is there."""
    goods = [p for role in ("carton", "sack", "drum") for p in yard.parts(role) if _light(p.name)]
    for _ in range(min(count, yard.left)):
        if not goods:
            return
        part = goods[int(rng.integers(len(goods)))]
        batch = yard.batch(part, made(part.name, rng), rng, looks=1)
        radius, place = batch.mesh.radius_m, None
        for _ in range(40):
            spot, _block = spots[int(rng.integers(len(spots)))]
            angle, out = rng.uniform(0, 2 * math.pi), rng.uniform(0.1, 0.6)
            reach = 0.5 * math.hypot(*spot.size_m) + radius + out
            tried = np.array([spot.x_m + reach * math.cos(angle), spot.y_m + reach * math.sin(angle)])
            if all(_clear(tried, radius, other) for other, _ in spots) and all(
                np.hypot(*(tried - np.array([row[3] for row in t.world_from_object[:2]]))) > 1.1 * radius + 0.4
                for t in yard.things
                if t.moves
            ):
                place = tried
                break
        if place is None:
            continue
        turn = yaw_matrix(rng.uniform(0, 2 * math.pi))
        faces = [UPRIGHT, np.eye(3), np.array([[0.0, 0, 1], [1, 0, 0], [0, 1, 0]])]
        rotation = turn @ faces[int(rng.integers(3))] if part.name.startswith("carton") else turn
        low = float((batch.mesh.vertices_m @ rotation[2]).min())
        yard.add(batch, rotation, np.array([*place, 0.002 - low]), "debris", rng, moves=True)


def _close(thing: Thing, place: Sequence[float], within_m: float) -> bool:
    pose = thing.world_from_object
    return math.hypot(pose[0][3] - place[0], pose[1][3] - place[1]) < within_m


def _light(name: str) -> bool:
    return not name.startswith("drum_steel")


def _clear(at: np.ndarray, radius_m: float, spot: Spot) -> bool:
    return bool(np.hypot(at[0] - spot.x_m, at[1] - spot.y_m) > 0.5 * math.hypot(*spot.size_m) + radius_m + 0.08)


def splinters(yard: Yard, spots: Sequence[Spot], rng: np.random.Generator) -> list[Thing]:
    """Pieces of broken boards on the floor around the first pallet, clear of all."""
    wood = choose_material(yard.stock, ("pallet_wood",), "bench", rng)
    things = []
    for number in range(int(rng.integers(1, 4))):
        length, angle = float(rng.choice([0.15, 0.25, 0.4])), rng.uniform(0, 2 * math.pi)
        spot = spots[0]
        reach = 0.5 * math.hypot(*spot.size_m) + 0.6 * length + rng.uniform(0.09, 0.5)
        place = (spot.x_m + reach * math.cos(angle), spot.y_m + reach * math.sin(angle), 0.0)
        clear = all(_clear(np.array(place[:2]), 0.6 * length, other) for other in spots)
        if not clear or any(_close(thing, place, 0.6 * length + 0.5) for thing in yard.things if thing.moves):
            continue
        params = {"length_m": length, "width_m": 0.098, "pattern": int(rng.integers(8))}
        wear = draw_wear(yard.plan, yard.stock, f"splinter_{number}", 0.7)
        yaw = float(rng.uniform(0, 2 * math.pi))
        things.append(
            still_thing(yard.stock, f"splinter_{number}", "board_piece", params, place, yaw, (wood,), wear, "clutter")
        )
    return things
