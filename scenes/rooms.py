"""The room around the work: floor, walls, ceiling, furniture, lamps and the light from outside.

Polished metal and glass show what stands around them, so there is always something bright, something dark and a
horizon. The work lies at the origin; its support and everything on it is the scene family's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from generator.blackbody import blackbody_rgb
from generator.plan import ScenePlan
from generator.recipe import RECIPE_VERSION, Lamp, SceneRecipe, Surroundings, Thing
from generator.seeds import stream
from generator.stock import Stock
from scenes.dressing import choose_material, material_for, still_thing
from scenes.lamps import Space, Window, hang_lamps
from scenes.light import light_up
from scenes.poses import as_matrix

HDRIS = ("city", "courtyard", "forest", "interior", "night", "studio", "sunrise", "sunset")
_LIKELY = {"interior": 5.0, "studio": 4.0, "courtyard": 2.0, "forest": 1.0, "city": 2.0}
_SKY_RAYS = 400
_OUTSIDE_K = (4500.0, 6000.0)  # tint of the studio lights, which are balanced for daylight


@dataclass(frozen=True, slots=True)
class Room:
    """Everything around the work."""

    things: tuple[Thing, ...]
    lamps: tuple[Lamp, ...]
    surroundings: Surroundings

    def recipe(self, plan: ScenePlan, things: tuple[Thing, ...]) -> SceneRecipe:
        """The planned scene with `things` in this room, not settled and not yet looked at."""
        return SceneRecipe(
            version=RECIPE_VERSION,
            spec=plan.spec,
            seed=plan.seed,
            scene=plan.scene,
            split=plan.split,
            family=plan.family,
            profile=plan.profile,
            layers=plan.layers,
            factors=dict(plan.factors),
            things=self.things + things,
            lamps=self.lamps,
            surroundings=self.surroundings,
            views=(),
        )


@dataclass(frozen=True, slots=True)
class _Walls:
    """Plan of the room in its own turned frame: distances of the four walls, and which of them are there."""

    yaw_rad: float
    distances_m: tuple[float, float, float, float]  # towards +x, +y, -x, -y
    built: tuple[bool, bool, bool, bool]
    ceiling: bool


def furnish(plan: ScenePlan, stock: Stock, floor_m: float, scale: float) -> Room:
    """The room for a work at the origin, with the floor at `floor_m` (0 or below) and sizes times `scale`."""
    factors = plan.factors
    rng = stream(plan.seed, plan.scene, "room.size")
    ceiling_m = rng.uniform(2.1, 2.9) * scale
    azimuth = math.radians(float(factors["light.key_azimuth_deg"]))
    distances = tuple(float(d) for d in rng.uniform(2.7, 4.6, 4) * scale)
    missing = set(rng.permutation([1, 2, 3])[: int(rng.integers(1, 3))].tolist())
    built = tuple(i not in missing for i in range(4))
    walls = _Walls(azimuth, distances, built, bool(rng.random() < 0.6))  # type: ignore[arg-type]
    space = Space(scale, ceiling_m, min(distances), azimuth, math.radians(float(factors["light.key_elevation_deg"])))
    space = replace(space, reach_m=distances[0])
    lamps, windows = hang_lamps(str(factors["light.room"]), space, stream(plan.seed, plan.scene, "room.lamps"))
    openness = sky_share(walls.yaw_rad, distances, built, ceiling_m, walls.ceiling, floor_m)
    sky_light = outside(plan, stock)
    lit, sky = light_up(lamps, sky_light, float(factors["light.fill"]), openness)
    things = [
        *_shell(plan, stock, walls, ceiling_m, floor_m, scale),
        *_furniture(plan, stock, walls, floor_m, scale),
        *window_frames(plan, stock, windows, lit, scale),
    ]
    return Room(tuple(things), lit, sky)


def sky_share(
    yaw_rad: float,
    distances_m: tuple[float, ...],
    built: tuple[bool, ...],
    ceiling_m: float,
    ceiling: bool,
    floor_m: float,
) -> float:
    """Share of the sky, weighted by cosine, that a level face at the origin sees past walls and ceiling.

    By a fixed fan of rays (Fibonacci, cosine-weighted), so it is the same number every time.
    """
    index = np.arange(_SKY_RAYS)
    radius = np.sqrt((index + 0.5) / _SKY_RAYS)
    angle = index * math.pi * (3 - math.sqrt(5)) - yaw_rad
    rise = np.sqrt(1 - radius**2)
    level = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    seen = np.ones(_SKY_RAYS, bool)
    sides = np.array([[1, 0], [0, 1], [-1, 0], [0, -1]])
    exits = np.stack([d / np.maximum(level @ side, 1e-9) for side, d in zip(sides, distances_m, strict=True)])
    first = exits.argmin(axis=0)
    height = exits.min(axis=0) * rise
    if ceiling:
        seen &= height < ceiling_m
    seen &= ~(np.array(built)[first] & (height < ceiling_m))
    return float(seen.mean())


def outside(plan: ScenePlan, stock: Stock) -> Surroundings:
    """What is beyond the walls: a studio light of the pool, turned anyhow, its strength still to be set."""
    rng = stream(plan.seed, plan.scene, "room.outside")
    names = stock.pool(HDRIS)
    weights = np.array([_LIKELY.get(name, 0.5) for name in names])
    name = str(rng.choice(names, p=weights / weights.sum()))
    colour = blackbody_rgb(rng.uniform(*_OUTSIDE_K))
    return Surroundings(name, float(rng.uniform(0, 360)), 1.0, colour, clamp=30.0)


def _shell(plan: ScenePlan, stock: Stock, walls: _Walls, ceiling_m: float, floor_m: float, scale: float) -> list[Thing]:
    """Floor, walls and ceiling as slabs."""
    rng = stream(plan.seed, plan.scene, "room.finish")
    floor, paint, white = (material_for(stock, use, rng) for use in ("floor", "wall", "wall"))
    wide = 2.4 * max(walls.distances_m)
    slab = {"width_m": wide, "depth_m": wide, "height_m": 0.1 * scale}
    things = [still_thing(stock, "floor", "block", slab, (0, 0, floor_m - 0.1 * scale), walls.yaw_rad, (floor,))]
    if walls.ceiling:
        things.append(still_thing(stock, "ceiling", "block", slab, (0, 0, ceiling_m), walls.yaw_rad, (white,)))
    for side in range(4):
        if not walls.built[side]:
            continue
        turn = walls.yaw_rad + side * math.pi / 2
        ahead = np.array([math.cos(turn), math.sin(turn)]) * (walls.distances_m[side] + 0.06 * scale)
        size = {"width_m": 0.1 * scale, "depth_m": wide, "height_m": ceiling_m - floor_m}
        place = (float(ahead[0]), float(ahead[1]), floor_m)
        things.append(still_thing(stock, f"wall_{side}", "block", size, place, turn, (paint,)))
    return things


def _furniture(plan: ScenePlan, stock: Stock, walls: _Walls, floor_m: float, scale: float) -> list[Thing]:
    """Cabinets and shelves along the walls, farther out than any camera, and off the way of the key light."""
    rng = stream(plan.seed, plan.scene, "room.furniture")
    things = []
    for number in range(int(rng.integers(3, 6))):
        angle = walls.yaw_rad + rng.uniform(0.7, 2 * math.pi - 0.7)
        distance = rng.uniform(2.1, 0.92 * min(walls.distances_m) / scale) * scale
        high = float(rng.choice([0.85, 1.2, 1.6, 1.95])) * scale  # as sold, so meshes are made once
        wide, deep = float(rng.choice([0.8, 1.0, 1.2])) * scale, float(rng.choice([0.4, 0.5])) * scale
        place = (distance * math.cos(angle), distance * math.sin(angle), floor_m)
        front = angle - math.pi / 2 + rng.normal(0, 0.1)
        body = choose_material(stock, ("powder_coat", "painted_steel"), "bin", rng)
        if rng.random() < 0.5:
            params = {"width_m": wide, "depth_m": deep, "height_m": high, "doors": int(rng.integers(1, 3))}
            door = choose_material(stock, ("powder_coat", "painted_steel"), "bin", rng)
            thing = still_thing(stock, f"cabinet_{number}", "cabinet", params, place, front, (body, door))
        else:
            params = {"width_m": wide, "depth_m": deep, "height_m": high, "pattern": int(rng.integers(4))}
            box = choose_material(stock, ("cardboard", "plastic_"), "bin", rng)
            thing = still_thing(stock, f"shelf_{number}", "shelf", params, place, front, (body, box))
        things.append(thing)
    return things


def window_frames(
    plan: ScenePlan, stock: Stock, windows: list[Window], lamps: tuple[Lamp, ...], scale: float
) -> list[Thing]:
    """The frames of the windows, a little before their panes."""
    rng = stream(plan.seed, plan.scene, "room.frames")
    frames = []
    for window in windows:
        lamp = next(lamp for lamp in lamps if lamp.name == window.lamp)
        pose = np.array(lamp.world_from_object)
        params = {
            "width_m": lamp.size_m[0],
            "height_m": lamp.size_m[1],
            "bars": window.bars,
            "profile_m": 0.06 * scale,
        }
        frame = material_for(stock, "wall", rng)
        thing = still_thing(stock, f"frame_{window.lamp}", "window_frame", params, (0, 0, 0), 0.0, (frame,))
        at = pose[:3, 3] - 0.03 * scale * pose[:3, 2]
        frames.append(replace(thing, world_from_object=as_matrix(pose[:3, :3], at)))
    return frames
