"""Goods that wait around the work: stacks of empty pallets, loads in opaque film, a hand pallet truck.

They are labelled as all pallets and films of a scene are, within its count, and have the context `waiting`. They stand
within the ring that halls leave clear, so that no room, lamp or wall comes in their way, and cameras aim past them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from generator.plan import ScenePlan
from generator.recipe import MeshRef, Thing
from generator.seeds import stream
from scenes.clearance import Prisms, joined, obstacles, prisms_of
from scenes.dressing import choose_material, still_thing
from scenes.loads import CONTACT_M, Yard
from scenes.palletising import put_pallet
from scenes.poses import yaw_matrix
from scenes.shapes.pallets import HEIGHT_M

WAITING = "waiting"  # context
_FROM = 24  # labelled things of a scene that leaves some of them for what waits
_WAITS = 0.75  # of such scenes
_MOST = 9
_TRUCK = 0.35
_TRIES = 60
_GAP_M = 0.3
_PALLET_M, _TRUCK_M = (1.3, 1.22), (1.75, 0.62)
_TALL_M = 1.7


@dataclass(frozen=True, slots=True)
class Ring:
    """Where goods may wait: distances of their middles from the origin, and the turn of the aisles."""

    near_m: float
    far_m: float
    yaw_rad: float


def set_aside(plan: ScenePlan) -> int:
    """How many of a scene's labelled things are kept for what waits."""
    rng = stream(plan.seed, plan.scene, "waiting.count")
    count = int(rng.integers(4, _MOST + 1))
    return count if int(plan.factors["scene.part_count"]) >= _FROM and rng.random() < _WAITS else 0


def stand_waiting(yard: Yard, standing: Sequence[Thing], count: int, ring: Ring) -> list[Thing]:
    """One stack or two of so many labelled things in the ring, clear of what stands; gives what is not labelled."""
    rng = stream(yard.plan.seed, yard.plan.scene, "waiting.goods")
    things: list[Thing] = []
    if not yard.parts("pallet"):
        return things
    here = [*standing, *yard.things]
    taken = obstacles(here, {t.name: yard.stock.mesh(t.mesh) for t in here}, 0.0)
    films = yard.parts("film")
    while count >= 2:
        wrapped = bool(films) and rng.random() < 0.5
        size = 2 if wrapped else count
        spot, box = _free(taken, ring, _PALLET_M, rng)
        if spot is None:
            break
        taken = joined([taken, prisms_of([box])])
        kept, first, yard.left = yard.left - size, len(yard.things), size
        if wrapped:
            _wrapped(yard, spot, rng)
        else:
            put_pallet(yard, spot, "empties", 1.0, rng)
        count -= size
        yard.left += kept
        yard.things[first:] = [replace(t, context=WAITING) if t.category else t for t in yard.things[first:]]
    spot, _ = _free(taken, ring, _TRUCK_M, rng)
    if spot is not None and rng.random() < _TRUCK:
        things.append(_hand_truck(yard, spot, rng))
    return things


def _free(
    taken: Prisms, ring: Ring, size_m: tuple[float, float], rng: np.random.Generator
) -> tuple[tuple[float, float, float] | None, np.ndarray]:
    """A place (x, y, yaw) in the ring, square to the aisles but for a few degrees, and the box (8, 3) that it takes."""
    corners = np.array([(sx * size_m[0] / 2, sy * size_m[1] / 2) for sx in (-1, 1) for sy in (-1, 1)])
    for _ in range(_TRIES):
        angle, away = float(rng.uniform(-math.pi, math.pi)), float(rng.uniform(ring.near_m, ring.far_m))
        yaw = ring.yaw_rad + math.pi / 2 * int(rng.integers(4)) + float(rng.normal(0.0, 0.05))
        middle = away * np.array([math.cos(angle), math.sin(angle)])
        flat = corners @ yaw_matrix(yaw)[:2, :2].T + middle
        box = np.concatenate([np.column_stack([flat, np.full(4, z)]) for z in (0.02, _TALL_M)])
        if not taken.meets(prisms_of([box]), _GAP_M):
            return (float(middle[0]), float(middle[1]), yaw), box
    return None, np.zeros((8, 3))


def _wrapped(yard: Yard, at: tuple[float, float, float], rng: np.random.Generator) -> None:
    """A pallet with a load in opaque film: nobody sees what is in it, so film is all that is labelled."""
    spot, _ = put_pallet(yard, at, "empties", 0.0, rng, context=WAITING)  # nothing is left for a second pallet
    parts = yard.parts("film")
    params = {
        "width_m": round(spot.size_m[0] - 0.03, 3),
        "depth_m": round(spot.size_m[1] - 0.03, 3),
        "height_m": float(rng.choice([0.75, 0.95, 1.15, 1.35])),
        "pattern": int(rng.integers(12)),
    }
    ref = MeshRef("shape", "wrapped_load", params)
    batch = yard.batch(parts[int(rng.integers(len(parts)))], ref, rng, looks=1)
    yard.left = max(yard.left, 1)
    place = spot.world(0.0, 0.0, HEIGHT_M + CONTACT_M - float(batch.mesh.bounds_m[0, 2]))
    yard.add(batch, yaw_matrix(spot.yaw_rad), place, WAITING, rng)
    film = choose_material(yard.stock, ("plastic_black", "plastic_white"), "bin", rng)
    yard.things[-1] = replace(yard.things[-1], materials=(film,), transparent=False)


def _hand_truck(yard: Yard, at: tuple[float, float, float], rng: np.random.Generator) -> Thing:
    words = (("vehicle_paint_yellow", "vehicle_paint_red", "vehicle_paint_orange"), ("powder_coat_black",))
    materials = tuple(choose_material(yard.stock, some, "bin", rng) for some in (*words, ("rubber_black",)))
    shift = yaw_matrix(at[2]) @ np.array([-0.4, 0.0, 0.0])  # its frame lies behind the middle of its outline
    place = (at[0] + float(shift[0]), at[1] + float(shift[1]), 0.0)
    return still_thing(yard.stock, "waiting_hand_truck", "hand_truck", {}, place, at[2], materials)
