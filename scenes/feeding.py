"""Putting parts on a belt: by themselves, as somebody left them, or let go in a heap."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.plan import ScenePlan
from generator.recipe import Thing
from generator.stock import Stock
from scenes.belts import Belt
from scenes.content import Item, labelled_thing
from scenes.poses import (
    Scatter,
    any_rotation,
    as_matrix,
    flat_rotation,
    lowest_m,
    stack_starts,
    upright_rotation,
    yaw_matrix,
)

_STANDING_SHARE = 0.1
_TRIES = 80
GAP_M = 0.0015  # under what is put down


@dataclass(slots=True)
class Feed:
    """A belt being fed: which places are taken, and the parts so far."""

    plan: ScenePlan
    stock: Stock
    belt: Belt
    scatter: Scatter
    things: list[Thing]

    def add(self, item: Item, rotation: np.ndarray, at_m: np.ndarray, context: str) -> None:
        """One labelled thing, numbered as it comes."""
        pose = as_matrix(rotation, at_m)
        self.things.append(labelled_thing(self.plan, self.stock, item, len(self.things) + 1, pose, context))

    def place(self, radius_m: float, spread_m: float, rng: np.random.Generator) -> tuple[float, float] | None:
        """A free place: anywhere across the belt, around the work along it; None after bounded tries."""
        room = [half - radius_m for half in self.scatter.half_m]
        if min(room) < 0:
            return None
        for attempt in range(_TRIES):
            x = float(rng.normal(0, spread_m * (1 + 3 * attempt / _TRIES)))
            y = float(rng.uniform(-room[1], room[1]))
            if abs(x) <= room[0] and self.scatter.is_free(x, y, radius_m):
                self.scatter.taken.append((x, y, radius_m))
                return x, y
        return None


def leave(feed: Feed, item: Item, context: str, rng: np.random.Generator) -> None:
    """One thing laid flat on a free place, as somebody left it; without a place it stays away."""
    place = feed.place(item.mesh.radius_m, 0.4 * feed.scatter.half_m[0], rng)
    if place is not None:
        rotation = yaw_matrix(rng.uniform(0, 2 * math.pi)) @ flat_rotation(item.mesh)
        feed.add(item, rotation, feed.belt.world(*place, GAP_M - lowest_m(item.mesh, rotation)), context)


def alone(feed: Feed, item: Item, spread_m: float, rng: np.random.Generator) -> None:
    """One part by itself: as it fell, put down flat, or standing on end."""
    pick = rng.random()
    spin = yaw_matrix(rng.uniform(0, 2 * math.pi))
    place = feed.place(item.mesh.radius_m, spread_m, rng)
    if place is None:
        heap(feed, [item], (0.0, 0.0), "on_belt", rng)
        return
    if pick < _STANDING_SHARE:
        over = np.diag([1.0, -1.0, -1.0]) if rng.random() < 0.5 else np.eye(3)
        rotation = spin @ over @ upright_rotation(item.mesh)
    elif pick < 0.6:
        rotation = spin @ flat_rotation(item.mesh)
    else:
        rotation = any_rotation(rng)
    gap = min(GAP_M, 0.1 * item.mesh.radius_m)
    at = feed.belt.world(*place, gap - lowest_m(item.mesh, rotation))
    feed.add(item, rotation, at, "on_belt")


def heap(
    feed: Feed, items: Sequence[Item], middle_m: tuple[float, float], context: str, rng: np.random.Generator
) -> None:
    """Things in layers above a place, no wider than the belt, from where they tumble."""
    if not items:
        return
    radii = [item.mesh.radius_m for item in items]
    side = max(math.sqrt(math.ceil(len(items) / 2)) * 2.1 * max(radii), 2.1 * max(radii))
    across = min(side, max(2 * (feed.belt.free_half_m - abs(middle_m[1])), 2.1 * max(radii)))
    starts = stack_starts(radii, (side * side / across, across), 0.02 * max(radii), rng)
    for item, start in zip(items, starts, strict=True):
        at = feed.belt.world(middle_m[0] + start[0], middle_m[1] + start[1], start[2])
        feed.add(item, any_rotation(rng), at, context)
