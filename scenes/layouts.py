"""Layouts of parts on a belt: scattered, in clusters, one behind the other, or jammed against a deflector."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from generator.recipe import MeshRef
from generator.seeds import stream
from scenes.content import Item
from scenes.dressing import choose_material, still_thing
from scenes.feeding import GAP_M, Feed, alone, heap
from scenes.poses import flat_rotation, lowest_m, yaw_matrix

LAYOUTS = ("clusters", "jam", "lane", "scattered")
_TRIES = 80
_PLATE_M = 0.003  # thickness of a deflector
_CLAMP_M = 0.012  # radius of the clamp at its end
_JAMMED = "jammed"


def feed(feed: Feed, items: Sequence[Item], layout: str) -> None:
    """All items on the belt in that layout; what finds no place of its own is let go in a heap."""
    rng = stream(feed.plan.seed, feed.plan.scene, "conveyor.feed")
    reach = math.sqrt(sum(item.mesh.radius_m**2 for item in items))
    left = list(items)
    if layout == "jam":
        left = _jam(feed, left, rng)
    elif layout == "clusters":
        left = _clusters(feed, left, reach, rng)
    elif layout == "lane":
        left = _lane(feed, left, rng)
    for item in left:
        alone(feed, item, 0.7 * reach, rng)


def _clusters(feed: Feed, items: list[Item], reach_m: float, rng: np.random.Generator) -> list[Item]:
    """Most parts in two to four heaps along the belt; gives those that are to lie by themselves."""
    single = rng.random(len(items)) < 0.3
    left = [item for item, lone in zip(items, single, strict=True) if lone]
    together = [item for item, lone in zip(items, single, strict=True) if not lone]
    heaps = int(rng.integers(2, 5)) if len(together) > 6 else 1
    for number in range(heaps):
        members = together[number::heaps]
        if not members:
            continue
        largest = max(item.mesh.radius_m for item in members)
        across = min(math.sqrt(math.ceil(len(members) / 2)) * 2.1 * largest, 2 * feed.belt.free_half_m)
        place = feed.place(min(0.6 * across, feed.belt.free_half_m), 0.7 * reach_m, rng)
        if place is None:
            left += members
        else:
            heap(feed, members, place, "on_belt", rng)
    return left


def _lane(feed: Feed, items: list[Item], rng: np.random.Generator) -> list[Item]:
    """One behind the other, all turned nearly the same way; gives those that the belt is too short for."""
    reach, half = feed.scatter.half_m
    largest = max(item.mesh.radius_m for item in items)
    pitch = rng.uniform(2.15, 3.2) * largest
    lanes = max(1, min(int(2 * half / pitch), round(math.sqrt(len(items) / 3))))
    turn, drift = rng.uniform(0, 2 * math.pi), rng.uniform(-1, 1) * max(half - lanes * pitch / 2, 0.0)
    fitting = lanes * (1 + int((2 * reach - 2 * largest) / pitch))
    rows = -(-min(len(items), fitting) // lanes)
    for index, item in enumerate(items[:fitting]):
        row, lane = divmod(index, lanes)
        slack = max(pitch / 2 - 1.02 * item.mesh.radius_m, 0.0)
        x = (row - (rows - 1) / 2) * pitch + rng.uniform(-0.5, 0.5) * slack
        y = (lane - (lanes - 1) / 2) * pitch + drift + rng.uniform(-0.5, 0.5) * slack
        feed.scatter.taken.append((x, y, item.mesh.radius_m))
        rotation = yaw_matrix(turn + rng.normal(0, 0.06)) @ flat_rotation(item.mesh)
        gap = min(GAP_M, 0.1 * item.mesh.radius_m)
        feed.add(item, rotation, feed.belt.world(x, y, gap - lowest_m(item.mesh, rotation)), "on_belt")
    return items[fitting:]


def _jam(feed: Feed, items: list[Item], rng: np.random.Generator) -> list[Item]:
    """A deflector across the belt with most parts dammed up before it; gives those that come behind."""
    belt, half = feed.belt, feed.scatter.half_m[1]
    angle, side = math.radians(rng.uniform(35, 60)), float(rng.choice([-1, 1]))
    length = rng.uniform(1.1, 1.5) * half / math.sin(angle)
    height = min(max(0.5 * belt.guide_m, 0.02 * belt.scale), length)
    # The plate starts at one guide and leads down the belt towards the other.
    start = np.array([0.3 * half, side * max(half - 0.012 * belt.scale, 0.9 * half)])
    heading = np.array([math.cos(angle), -side * math.sin(angle)])
    middle = start + heading * length / 2
    plate = choose_material(feed.stock, ("stainless_steel_brushed", "plastic_white", "plastic_green"), "part", rng)
    clamp = choose_material(feed.stock, ("steel_zinc_blue", "plastic_black"), "part", rng)
    params = {"length_m": length, "height_m": height}
    yaw = belt.yaw_rad + math.atan2(heading[1], heading[0]) + (math.pi if heading[1] > 0 else 0.0)  # flange behind
    low = feed.stock.mesh(MeshRef("shape", "deflector", params)).bounds_m[0]
    # The mesh's origin is its centre of mass: back to the middle of its plate, which ends at the clamp and is foremost.
    off = yaw_matrix(yaw) @ np.array([low[0] + _CLAMP_M + length / 2, low[1] + _PLATE_M / 2, 0.0])
    at = belt.world(float(middle[0]), float(middle[1]), 0.003) - off
    where = (float(at[0]), float(at[1]), float(at[2]))
    belt.things.append(still_thing(feed.stock, "deflector", "deflector", params, where, yaw, (plate, clamp)))
    dammed = round(rng.uniform(0.5, 0.85) * len(items))
    left: list[Item] = []
    for item in items[:dammed]:
        place = _against(feed, item.mesh.radius_m, start, heading, length, rng)
        if place is None:
            left.append(item)
            continue
        rotation = yaw_matrix(rng.uniform(0, 2 * math.pi)) @ flat_rotation(item.mesh)
        gap = min(GAP_M, 0.1 * item.mesh.radius_m)
        feed.add(item, rotation, belt.world(*place, gap - lowest_m(item.mesh, rotation)), _JAMMED)
    on_top = left[: round(0.6 * len(left))]
    heap(feed, on_top, (float(start[0]) - 0.5 * half, 0.3 * side * half), _JAMMED, rng)
    return left[len(on_top) :] + items[dammed:]


def _against(
    feed: Feed, radius_m: float, start: np.ndarray, heading: np.ndarray, length_m: float, rng: np.random.Generator
) -> tuple[float, float] | None:
    """The free place farthest down the belt, before the plate: parts come to rest against those that came first."""
    reach, half = feed.scatter.half_m
    before = np.array([-abs(heading[1]), heading[0] * np.sign(heading[1])])  # normal of the plate, up the belt
    best: tuple[float, float] | None = None
    for _ in range(_TRIES):
        x = float(rng.uniform(-0.9 * half - 2 * radius_m, start[0] + length_m * heading[0]))
        y = float(rng.uniform(-half + radius_m, half - radius_m)) if half > radius_m else 0.0
        from_plate = float((np.array([x, y]) - start) @ before)
        if (
            from_plate < 1.04 * radius_m + _PLATE_M
            or abs(x) > reach - radius_m
            or not feed.scatter.is_free(x, y, radius_m)
        ):
            continue
        if best is None or x > best[0]:
            best = x, y
    if best is not None:
        feed.scatter.taken.append((*best, radius_m))
    return best
