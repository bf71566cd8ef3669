"""The inside of a machining centre or lathe around the work: walls, front, door with its window, lamps, table."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from generator.plan import ScenePlan
from generator.points import points_to_text
from generator.recipe import Lamp, MaterialRecipe, MeshRef, Thing, WearRecipe
from generator.seeds import stream
from generator.stock import Stock
from scenes.dressing import choose_material, draw_wear
from scenes.light import FILL, KEY, irradiance, light_up
from scenes.poses import as_matrix, yaw_matrix
from scenes.rooms import Room
from scenes.shapes.machine_rooms import COVER_TO_WALL_M
from scenes.supports import Support

SILL_M, OPENING_M = -0.05, 0.66  # foot and height of the opening
FRONT_GAP_M = 0.055  # of the door's middle before the walls
_FLOOR_M = 0.95  # of the work over the hall's floor
_LOW_M = 0.3  # of the table over the bottom of the machine
_LAMP_SHARE = 2.2  # of the machine's lamps against the other fill light that reaches the work
_SKY_SHARE = 0.25  # of the sky, through the opening
_WALLS = ("painted_steel_grey", "powder_coat_grey", "painted_wall_white", "stainless_steel_brushed", "steel_galvanised")
_OUTSIDE = ("painted_steel_grey", "powder_coat_grey", "painted_steel_blue", "painted_wall_white", "painted_steel_green")
_TABLE = ("steel_ground", "steel_milled", "steel_brushed")


@dataclass(frozen=True, slots=True)
class Cabin:
    """A machine's working space around the origin, its front towards -y of a frame turned by `yaw_rad`."""

    plan: ScenePlan
    stock: Stock
    yaw_rad: float
    width_m: float
    depth_m: float
    clear_m: float
    scale: float

    @property
    def out(self) -> np.ndarray:
        """(2,) unit, from the work out of the opening."""
        return -yaw_matrix(self.yaw_rad)[:2, 1]

    @property
    def opening_m(self) -> float:
        """Width of the opening."""
        return 0.74 * self.width_m

    @property
    def table_m(self) -> float:
        """Depth of the T-slot table."""
        return 0.4 * self.scale

    def world(self, x: float, y: float, z: float) -> np.ndarray:
        """(3,) a point of the machine's frame."""
        return yaw_matrix(self.yaw_rad) @ np.array([x, y, z])

    def put(
        self,
        name: str,
        shape: str,
        params: Mapping[str, Any],
        at_m: tuple[float, float, float],
        materials: tuple[MaterialRecipe, ...],
        wear: tuple[WearRecipe, ...] = (),
        rotation: np.ndarray | None = None,
    ) -> Thing:
        """A shape that stands still with the origin of its own frame at a point of the machine's."""
        turn = yaw_matrix(self.yaw_rad) @ (np.eye(3) if rotation is None else rotation)
        friction = self.stock.material(materials[0].name).friction
        pose = as_matrix(turn, self.world(*at_m))
        return Thing(name, MeshRef("shape", shape, dict(params)), pose, materials, wear, friction=friction)

    def pick(self, wanted: tuple[str, ...], use: str, rng: np.random.Generator) -> MaterialRecipe:
        """A material of the pool."""
        return choose_material(self.stock, wanted, use, rng)

    def worn(self, name: str, share: float) -> tuple[WearRecipe, ...]:
        """Wear of a thing of the machine."""
        return draw_wear(self.plan, self.stock, name, share)


def make_cabin(plan: ScenePlan, stock: Stock, scale: float) -> Cabin:
    """A machine of a size that is sold, its opening turned about to the key light."""
    rng = stream(plan.seed, plan.scene, "machine_tool.cabin")
    front = math.radians(float(plan.factors["light.key_azimuth_deg"]) + float(rng.uniform(-40, 40)))
    width, depth = (float(rng.choice(sizes)) * scale for sizes in ((1.0, 1.15, 1.3), (0.8, 0.9)))
    return Cabin(plan, stock, front + math.pi / 2, width, depth, 0.85 * scale, scale)


def build_cabin(cabin: Cabin, closed: float, pane_wear: float, lathe: bool) -> tuple[Support, list[Thing]]:
    """The table at height 0 as a support, and everything around it. `closed`: 0 is an open door, 1 a closed one."""
    rng = stream(cabin.plan.seed, cabin.plan.scene, "machine_tool.walls")
    w, d, s = cabin.width_m, cabin.depth_m, cabin.scale
    wall = cabin.pick(_WALLS, "wall", rng)
    trim = cabin.pick(("stainless_steel_brushed", "powder_coat_black", "steel_galvanised"), "bin", rng)
    bolt = cabin.pick(("steel_zinc_blue", "stainless_steel_turned"), "part", rng)
    outside = cabin.pick(_OUTSIDE, "bin", rng)
    black = cabin.pick(("plastic_black", "powder_coat_black"), "bin", rng)
    screen = cabin.pick(("plastic_black",), "bin", rng)
    room = {"width_m": w, "depth_m": d, "high_m": cabin.clear_m, "low_m": _LOW_M * s}
    opening = {
        "opening_w_m": cabin.opening_m,
        "opening_h_m": OPENING_M * s,
        "high_m": cabin.clear_m,
        "low_m": _LOW_M * s,
    }
    front_y = -d / 2 - 0.015
    things = [
        cabin.put("machine_room", "machine_room", room, (0, 0, 0), (wall, trim, bolt), cabin.worn("machine_room", 0.8)),
        cabin.put(
            "machine_front",
            "machine_front",
            {"width_m": w, "aside_m": 0.55 * cabin.opening_m, **opening},
            (0, front_y, 0),
            (outside, trim, black, screen),
            cabin.worn("machine_front", 0.4),
        ),
        _door(cabin, closed, pane_wear, outside, rng),
        *_covers(cabin, lathe, rng),
        *_nozzles(cabin, lathe, stream(cabin.plan.seed, cabin.plan.scene, "machine_tool.nozzles")),
        *_lamp_housings(cabin, black),
    ]
    table, half = _table(cabin, lathe, rng)
    return Support((table, *things), -_FLOOR_M * s, cabin.yaw_rad, half, "machine"), things


def _table(cabin: Cabin, lathe: bool, rng: np.random.Generator) -> tuple[Thing, tuple[float, float]]:
    """What work lies on: a T-slot table, or on a lathe the sheet over its bed."""
    metal = cabin.pick(
        _TABLE if not lathe else ("stainless_steel_brushed", "steel_brushed", "steel_galvanised"), "part", rng
    )
    wear = cabin.worn("table", 0.7)
    if lathe:
        wide, deep = cabin.width_m - 0.14 * cabin.scale, cabin.depth_m - 0.2 * cabin.scale
        params = {"width_m": wide, "depth_m": deep, "height_m": 0.012}
        table = cabin.put("bench_top", "block", params, (0.02, 0.02, -0.006), (metal,), wear)
    else:
        wide, deep = cabin.width_m - 0.24 * cabin.scale, cabin.table_m
        dark = cabin.pick(("steel_black_oxide",), "part", rng)
        table = cabin.put("table", "slot_table", {"width_m": wide, "depth_m": deep}, (0, 0, 0), (metal, dark), wear)
    return table, (wide / 2 - 0.03 * cabin.scale, deep / 2 - 0.02 * cabin.scale)


def _nozzles(cabin: Cabin, lathe: bool, rng: np.random.Generator) -> list[Thing]:
    """Segmented hoses that point at the work; on a mill the spindle over it too, with a face mill."""
    link = cabin.pick(("plastic_blue", "plastic_black", "plastic_grey"), "bin", rng)
    tip = cabin.pick(("plastic_red", "plastic_blue", "plastic_black"), "bin", rng)
    d, s = cabin.depth_m, cabin.scale
    things: list[Thing] = []
    if lathe:
        start = np.array([float(rng.uniform(0.0, 0.12)), d / 2 - 0.01, 0.5 * s])
        starts, aim = [start, start + np.array([0.07, 0, 0.02])], np.array([-0.06, 0.1, 0.26])
    else:
        face = np.array([float(rng.uniform(-0.2, 0.2)) * s, 0.06, float(rng.uniform(0.36, 0.46)) * s])
        paint = cabin.pick(("painted_steel_grey", "aluminium_cast", "powder_coat_black"), "bin", rng)
        steel = cabin.pick(("steel_ground", "steel_brushed"), "part", rng)
        gold = cabin.pick(("aluminium_anodised_gold", "titanium_ground"), "part", rng)
        size = {"diameter_m": 0.12, "long_m": round(cabin.clear_m - float(face[2]) - 0.005, 4)}
        at = (float(face[0]), float(face[1]), float(face[2]))
        things.append(cabin.put("spindle", "spindle_nose", size, at, (paint, steel, gold), cabin.worn("spindle", 0.7)))
        starts, aim = (
            [face + np.array([side * 0.092, -0.03, 0.14]) for side in (-1, 1)],
            face + np.array([0.0, -0.01, -0.1]),
        )
    for number, start in enumerate(starts):
        bow = start + (aim - start) * 0.3 + rng.normal(0, 0.012, 3) - np.array([0, 0, 0.02])
        near = start + (aim - start) * 0.55 + rng.normal(0, 0.014, 3)
        knee = near + (aim - near) * 0.3
        text = points_to_text(np.array([start, (start + bow) / 2, bow, near, knee]))
        wear = cabin.worn(f"nozzle_{number}", 0.7)
        things.append(cabin.put(f"nozzle_{number}", "coolant_hose", {"points": text}, (0, 0, 0), (link, tip), wear))
    return things


def _door(cabin: Cabin, closed: float, pane_wear: float, frame: MaterialRecipe, rng: np.random.Generator) -> Thing:
    """The sliding door, with what chips and coolant did to its window."""
    wide, high = cabin.opening_m + 0.06 * cabin.scale, (OPENING_M + 0.06) * cabin.scale
    pane = cabin.stock.sample_material("glass_safety", rng)
    seal = cabin.pick(("rubber_black",), "part", rng)
    handle = cabin.pick(("stainless_steel_brushed", "plastic_black", "steel_chrome_plated"), "part", rng)
    wear = []
    for kind, share in (("scratches", 1.0), ("coolant", 0.8), ("dust", 0.35), ("water_marks", 0.7), ("oil_film", 0.3)):
        known = cabin.stock.catalogue.wear.get(kind)
        if known is not None:
            severity = float(np.clip(pane_wear * share * rng.normal(1.0, 0.2), 0.0, 1.0))
            if severity >= 0.02:
                wear.append((known.order, cabin.stock.sample_wear(kind, severity, rng)))
    layers = tuple(one for _, one in sorted(wear, key=lambda pair: (pair[0], pair[1].kind)))
    at = (
        (1 - closed) * (cabin.opening_m + 0.05 * cabin.scale),
        -cabin.depth_m / 2 - FRONT_GAP_M,
        (SILL_M - 0.03) * cabin.scale,
    )
    size = {"width_m": wide, "height_m": high}
    return replace(cabin.put("door", "machine_door", size, at, (frame, seal, handle, pane), layers), transparent=True)


def _covers(cabin: Cabin, lathe: bool, rng: np.random.Generator) -> list[Thing]:
    """A telescopic cover behind the table, or on a lathe along its bed to the right."""
    steel = cabin.pick(("stainless_steel_brushed", "steel_brushed", "stainless_steel_ground"), "part", rng)
    wiper = cabin.pick(("rubber_black",), "part", rng)
    wear = cabin.worn("cover", 0.8)
    plates = int(rng.integers(4, 7))
    if lathe:
        long = 0.24 * cabin.width_m
        size = {"width_m": 0.34 * cabin.scale, "length_m": long, "high_m": 0.12, "plates": plates}
        at = (cabin.width_m / 2 - long / 2 - COVER_TO_WALL_M, 0.07 * cabin.scale, 5e-5)
        turn = yaw_matrix(-math.pi / 2)
    else:
        long = cabin.depth_m / 2 - cabin.table_m / 2 - COVER_TO_WALL_M - 0.003
        size = {"width_m": 0.55 * cabin.width_m, "length_m": long, "high_m": 0.1, "plates": plates}
        at = (0.0, cabin.depth_m / 2 - long / 2 - COVER_TO_WALL_M, -0.06)
        turn = np.eye(3)
    return [cabin.put("way_cover", "way_cover", size, at, (steel, wiper), wear, turn)]


def _lamp_places(cabin: Cabin) -> list[tuple[float, float, float]]:
    """Middles of two strip lamps under the roof's front edge, and their length."""
    return [(side * 0.24 * cabin.width_m, -0.28 * cabin.depth_m, cabin.clear_m - 0.06) for side in (-1, 1)]


def _lamp_housings(cabin: Cabin, body: MaterialRecipe) -> list[Thing]:
    size = {"length_m": 0.36 * cabin.width_m}
    return [
        cabin.put(f"lamp_housing_{i}", "strip_lamp", size, (x, y, z + 0.006), (body, body))
        for i, (x, y, z) in enumerate(_lamp_places(cabin))
    ]


def relit(cabin: Cabin, room: Room) -> Room:
    """The room's light with the machine's own lamps: what its walls shade does not count as light on the work.

    They are the key light where the room's does not reach the work, else part of the fill.
    """
    reaching = [lamp for lamp in room.lamps if _enters(lamp, cabin)]
    others = [lamp for lamp in room.lamps if lamp not in reaching]
    group = FILL if any(lamp.group == KEY for lamp in reaching) else KEY
    strips = []
    for number, at in enumerate(_lamp_places(cabin)):
        pose = as_matrix(yaw_matrix(cabin.yaw_rad), cabin.world(*at))
        size = (0.34 * cabin.width_m, 0.03)
        strips.append(Lamp(f"machine_lamp_{number}", "panel", size, pose, 1.0, 5000.0, group))
    fill = sum(irradiance(one) for one in reaching if one.group == FILL)
    if group == FILL and fill > 0:
        own = sum(irradiance(strip) for strip in strips)
        strips = [replace(strip, power_w=_LAMP_SHARE * fill / own) for strip in strips]
    sky = float(cabin.plan.factors["light.fill"]) * (0.4 if group == FILL else 1.0)
    lit, surroundings = light_up([*reaching, *strips], room.surroundings, min(sky, 1.0), _SKY_SHARE)
    return Room(room.things, (*lit, *others), surroundings)


def _enters(lamp: Lamp, cabin: Cabin) -> bool:
    """Whether the light of a lamp's middle comes to the work through the opening."""
    at = np.array(lamp.world_from_object)[:3, 3]
    ahead, front = float(at[:2] @ cabin.out), cabin.depth_m / 2 + 0.1
    if ahead <= front:
        return False
    share = (cabin.depth_m / 2) / ahead
    across = abs(float(at[:2] @ np.array([-cabin.out[1], cabin.out[0]]))) * share
    return bool(at[2] * share < (SILL_M + OPENING_M) * cabin.scale and across < cabin.opening_m / 2)
