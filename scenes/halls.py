"""The hall around a work that stands on the floor: high ceiling, far walls, racks, columns, marked bays."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from generator.plan import ScenePlan
from generator.recipe import Lamp, MaterialRecipe, Thing
from generator.seeds import stream
from generator.stock import Stock
from scenes.dressing import choose_material, still_thing
from scenes.hall_fittings import fit_walls
from scenes.hall_goods import guard_columns, open_side, roof_beams, stand_by_walls
from scenes.hall_walls import walls_of
from scenes.lamps import ROOM, Space, hang_lamps
from scenes.light import ELEVATION, light_up
from scenes.poses import as_matrix
from scenes.rooms import Room, outside, sky_share, window_frames

_LAMP_SCALE = 2.0  # against those over a bench: rows of tubes and large panels, doors for windows
_FLOORS = ("concrete_floor", "concrete_smooth", "epoxy_")
_HANGING = 0.88  # of the height of the ceiling, at which lamps hang at least
_ELEVATIONS = 7  # of the key light, at which its lamps are looked for
_LINE_M = (0.075, 0.1)
_BOXES = ("cardboard", "plastic_grey", "plastic_blue")


def furnish_hall(plan: ScenePlan, stock: Stock, clear_m: float, *, fitted: bool = False) -> Room:
    """A hall with its floor at height 0; nothing stands within `clear_m` of the origin.

    A `fitted` one is a warehouse: it has doors, signs, pipes, beams, bins and the like.
    """
    rng = stream(plan.seed, plan.scene, "hall.size")
    factors = plan.factors
    ceiling_m = float(rng.uniform(4.5, 8.0))
    yaw = math.radians(float(factors["light.key_azimuth_deg"]))
    distances = tuple(float(d) for d in rng.uniform(clear_m + 2.0, clear_m + 8.0, 4))
    missing = set(rng.permutation([1, 2, 3])[: int(rng.integers(0, 2))].tolist())
    built = tuple(i not in missing for i in range(4))
    space = Space(_LAMP_SCALE, ceiling_m, distances[0], yaw, math.radians(float(factors["light.key_elevation_deg"])))
    lamps, windows = hang_lamps(str(factors["light.room"]), space, stream(plan.seed, plan.scene, "room.lamps"))
    lamps = [_raised(lamp, clear_m, ceiling_m, 0.95 * min(distances)) for lamp in lamps]
    openness = sky_share(yaw, distances, built, ceiling_m, True, 0.0)
    lit, sky = light_up(lamps, outside(plan, stock), float(factors["light.fill"]), openness)
    things = [
        *_shell(plan, stock, yaw, distances, built, ceiling_m),
        *_racks(plan, stock, yaw, distances, clear_m, ceiling_m),
        *window_frames(plan, stock, windows, lit, _LAMP_SCALE),
    ]
    if fitted:
        things += _fitted(
            plan, stock, yaw, distances, built, ceiling_m, things, _any_lamps(plan, space, clear_m, distances)
        )
    return Room(tuple(things), lit, sky)


def _fitted(
    plan: ScenePlan,
    stock: Stock,
    yaw: float,
    distances: tuple[float, ...],
    built: tuple[bool, ...],
    ceiling_m: float,
    things: list[Thing],
    lamps: tuple[Lamp, ...],
) -> list[Thing]:
    """What makes the hall a warehouse, clear of where any of these lamps may hang."""
    rng = stream(plan.seed, plan.scene, "hall.fittings")
    walls = walls_of(stock, yaw, distances, built, ceiling_m, things, lamps)
    made = fit_walls(walls, rng)
    made += stand_by_walls(walls, stream(plan.seed, plan.scene, "hall.goods"))
    made += guard_columns(stock, things, stream(plan.seed, plan.scene, "hall.columns"))
    sides = stream(plan.seed, plan.scene, "hall.open")
    for side in (side for side in range(4) if not built[side]):
        made += open_side(stock, yaw, distances, side, ceiling_m, sides)
    roof = stream(plan.seed, plan.scene, "hall.roof")
    return made + roof_beams(stock, yaw, distances, ceiling_m, things, lamps, roof)


def _any_lamps(plan: ScenePlan, space: Space, clear_m: float, distances: tuple[float, ...]) -> tuple[Lamp, ...]:
    """The lamps of every kind of room, with the key light anywhere it can be: other light leaves the fittings alone."""
    lamps: list[Lamp] = []
    for elevation in np.radians(np.linspace(ELEVATION.low, ELEVATION.high, _ELEVATIONS)):
        turned = replace(space, elevation_rad=float(elevation))
        for room in ROOM.choices:
            lamps += hang_lamps(room, turned, stream(plan.seed, plan.scene, "room.lamps"))[0]
    return tuple(_raised(lamp, clear_m, space.ceiling_m, 0.95 * min(distances)) for lamp in lamps)


def _raised(lamp: Lamp, clear_m: float, ceiling_m: float, reach_m: float) -> Lamp:
    """A lamp that hung near the work, moved on along its ray to under the ceiling: no load and no camera meets it."""
    pose = np.array(lamp.world_from_object)
    at, high = pose[:3, 3], _HANGING * ceiling_m
    if at[2] >= high or math.hypot(at[0], at[1]) > clear_m + 1.0:
        return lamp
    level = at[:2] * (high / max(at[2], 0.05))
    level *= min(1.0, reach_m / max(float(np.linalg.norm(level)), 1e-6))
    return replace(lamp, world_from_object=as_matrix(pose[:3, :3], (float(level[0]), float(level[1]), high)))


def _shell(
    plan: ScenePlan, stock: Stock, yaw: float, distances: tuple[float, ...], built: tuple[bool, ...], ceiling_m: float
) -> list[Thing]:
    """Floor, ceiling and walls."""
    rng = stream(plan.seed, plan.scene, "room.finish")
    floor = choose_material(stock, _FLOORS, "floor", rng)
    wall = choose_material(stock, ("painted_wall", "concrete_smooth", "brick"), "wall", rng)
    roof = choose_material(stock, ("painted_wall_white", "painted_wall_grey"), "wall", rng)
    wide = 2.4 * max(distances)
    slab = {"width_m": wide, "depth_m": wide, "height_m": 0.1}
    things = [
        still_thing(stock, "floor", "block", slab, (0, 0, -0.1), yaw, (floor,)),
        still_thing(stock, "ceiling", "block", slab, (0, 0, ceiling_m), yaw, (roof,)),
    ]
    for side in range(4):
        if built[side]:
            turn = yaw + side * math.pi / 2
            ahead = np.array([math.cos(turn), math.sin(turn)]) * (distances[side] + 0.1)
            size = {"width_m": 0.2, "depth_m": wide, "height_m": ceiling_m}
            place = (float(ahead[0]), float(ahead[1]), 0.0)
            things.append(still_thing(stock, f"wall_{side}", "block", size, place, turn, (wall,)))
    return things


def _racks(
    plan: ScenePlan, stock: Stock, yaw: float, distances: tuple[float, ...], clear_m: float, ceiling_m: float
) -> list[Thing]:
    """Racks along the walls, with boxes in them, and a column or two; none in the way of the key light."""
    rng = stream(plan.seed, plan.scene, "room.furniture")
    frame = choose_material(stock, ("painted_steel_blue", "painted_steel_grey", "powder_coat"), "bin", rng)
    boxes = [_tote(plan, stock, number, choose_material(stock, _BOXES, "bin", rng)) for number in range(2)]
    things = []
    for side in (1, 2, 3):
        if rng.random() < 0.3:
            continue
        turn = yaw + side * math.pi / 2
        high = float(min(rng.choice([2.5, 3.5, 4.5]), 0.9 * ceiling_m))
        out = min(distances[side] - 0.7, clear_m + float(rng.uniform(0.7, 2.5)))
        first = float(rng.uniform(-2.7, 0.0))
        for bay in range(int(rng.integers(1, 4))):
            along = first + 2.75 * bay
            if abs(along) > min(distances[(side + 1) % 4], distances[(side + 3) % 4]) - 1.5:
                continue
            at = np.array([out * math.cos(turn), out * math.sin(turn)])
            at += along * np.array([-math.sin(turn), math.cos(turn)])
            params = {"width_m": 2.7, "depth_m": 1.1, "height_m": high, "boards": 3, "boxes": 6}
            params |= {"pattern": int(rng.integers(6))}
            place = (float(at[0]), float(at[1]), 0.0)
            box = boxes[int(rng.integers(2))]
            name = f"shelf_{side}_{bay}"
            things.append(still_thing(stock, name, "tote_shelf", params, place, turn - math.pi / 2, (frame, box)))
    steel = choose_material(stock, ("painted_steel", "concrete_smooth"), "bin", rng)
    for number in range(int(rng.integers(0, 3))):
        turn = yaw + float(rng.uniform(0.8, 2 * math.pi - 0.8))
        out = clear_m + 0.4 + float(rng.uniform(0.0, 1.2))
        place = (out * math.cos(turn), out * math.sin(turn), 0.0)
        params = {"width_m": 0.24, "depth_m": 0.24, "height_m": ceiling_m, "corner_m": 0.004}
        if not any(_near(thing, place) for thing in things):
            things.append(still_thing(stock, f"wall_column_{number}", "block", params, place, yaw, (steel,)))
    return things


def _tote(plan: ScenePlan, stock: Stock, number: int, drawn: MaterialRecipe) -> MaterialRecipe:
    """The material of the totes on shelves: never cardboard, for cartons are labelled where halls are."""
    if not drawn.name.startswith("cardboard"):
        return drawn
    return choose_material(stock, ("plastic_",), "bin", stream(plan.seed, plan.scene, f"hall.totes.{number}"))


def _near(thing: Thing, place: tuple[float, float, float]) -> bool:
    return math.hypot(thing.world_from_object[0][3] - place[0], thing.world_from_object[1][3] - place[1]) < 2.0


def mark_bay(plan: ScenePlan, stock: Stock, half_m: tuple[float, float], yaw_rad: float) -> list[Thing]:
    """Lines painted around a place on the floor, as thin as paint is."""
    rng = stream(plan.seed, plan.scene, "hall.bay")
    paint = choose_material(stock, ("plastic_yellow", "plastic_white"), "bin", rng)
    line = float(rng.choice(_LINE_M))
    c, s = math.cos(yaw_rad), math.sin(yaw_rad)
    things = []
    for number, (x, y, long) in enumerate(
        (
            (half_m[0], 0.0, 2 * half_m[1] - line),
            (0.0, half_m[1], 2 * half_m[0] + line),
            (-half_m[0], 0.0, 2 * half_m[1] - line),
        )
    ):
        size = (line, long) if y == 0.0 else (long, line)
        params = {"width_m": size[0], "depth_m": size[1], "thickness_m": 0.0004, "corner_m": 0.001}
        place = (c * x - s * y, s * x + c * y, 0.0)
        things.append(still_thing(stock, f"floor_line_{number}", "sheet", params, place, yaw_rad, (paint,)))
    return things
