"""What laboratory work stands on and in: an island bench with a reagent shelf, or a fume hood with its sash."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from generator.plan import ScenePlan
from generator.recipe import Lamp, MaterialRecipe, MeshRef, Thing, WearRecipe
from generator.seeds import stream
from generator.stock import Stock
from scenes.dressing import choose_material, draw_wear, still_thing
from scenes.light import FILL, KEY, irradiance, light_up
from scenes.poses import as_matrix, yaw_matrix
from scenes.rooms import Room
from scenes.shapes.hoods import OPENING_M, SASH_M, SILL_M
from scenes.supports import Support

NOT_HERE = ("grease", "grinding_dust", "oil_film", "rust")  # wear that comes to no laboratory
_TOP_WEAR = 0.5
_HOOD_LIGHT = 2.0  # of the hood's lamp against the other fill light that reaches the work
_SKY_SHARE = 0.25  # of the sky, through the opening
_STEEL = ("painted_steel_grey", "powder_coat_grey")


@dataclass(frozen=True, slots=True)
class Hood:
    """A fume hood around the origin."""

    front_rad: float  # direction from the work out of its opening
    width_m: float
    depth_m: float
    clear_m: float
    front_m: float  # distance of its foremost part from the origin

    @property
    def out(self) -> np.ndarray:
        """(2,) unit, out of the opening."""
        return np.array([math.cos(self.front_rad), math.sin(self.front_rad)])


def stood(
    stock: Stock,
    name: str,
    shape: str,
    params: Mapping[str, float | int],
    at_m: tuple[float, float, float],
    yaw_rad: float,
    materials: tuple[MaterialRecipe, ...],
    back_m: float,
    wear: tuple[WearRecipe, ...] = (),
    context: str | None = None,
) -> Thing:
    """As `still_thing`, but the origin of the shape's own frame comes to `at_m`, not its centre of mass.

    `back_m` is where the shape ends towards +y in its own frame; it is alike on both sides of x.
    """
    low, high = stock.mesh(MeshRef("shape", shape, dict(params))).bounds_m
    origin = np.array([(low[0] + high[0]) / 2, high[1] - back_m])
    off = yaw_matrix(yaw_rad)[:2, :2] @ origin
    where = (at_m[0] - float(off[0]), at_m[1] - float(off[1]), at_m[2])
    return still_thing(stock, name, shape, params, where, yaw_rad, materials, wear, context)


def lab_bench(plan: ScenePlan, stock: Stock, scale: float) -> Support:
    """An island bench with a resin or laminate top on cabinets, a shelf for reagents along its back."""
    rng = stream(plan.seed, plan.scene, "lab.bench")
    yaw = float(rng.uniform(-math.pi, math.pi))
    width = float(rng.choice([1.5, 1.8, 2.1])) * scale
    depth = float(rng.choice([0.75, 0.9])) * scale
    high = float(rng.choice([0.78, 0.9])) * scale
    thick = 0.025 * scale
    aside = rng.uniform(-0.5, 0.5) * (width / 2 - 0.55 * scale), rng.uniform(-0.06, 0.06) * scale
    middle = yaw_matrix(yaw)[:2, :2] @ np.array([aside[0], aside[1]])
    at = (float(middle[0]), float(middle[1]))
    top = choose_material(stock, ("lab_resin", "laminate_"), "bench", rng)
    edge = choose_material(stock, ("plastic_grey", "plastic_black"), "bench", rng)
    front = choose_material(stock, ("laminate_white", "laminate_grey", "painted_steel_blue"), "bin", rng)
    wear = draw_wear(plan, stock, "bench_top", _TOP_WEAR, NOT_HERE)
    params = {"width_m": width, "depth_m": depth, "thickness_m": thick, "caps": 0}
    board = still_thing(stock, "bench_top", "bench_top", params, (*at, -thick), yaw, (top, edge, edge), wear)
    body = {"width_m": width - 0.06, "depth_m": depth - 0.12, "height_m": high, "doors": 4}
    base = still_thing(stock, "bench_base", "cabinet", body, (*at, -thick - high), yaw, (front, front))
    things = [board, base]
    behind = 0.0
    if rng.random() < 0.35:
        behind = 0.17
        things.append(_reagent_shelf(stock, width, yaw, (aside[0], aside[1] + depth / 2 - 0.1 * scale), scale, rng))
    half = (width / 2 - abs(aside[0]) - 0.04, depth / 2 - abs(aside[1]) - 0.03 - behind)
    return Support(tuple(things), -thick - high, yaw, half, "bench")


def _reagent_shelf(
    stock: Stock, width_m: float, yaw: float, at: tuple[float, float], scale: float, rng: np.random.Generator
) -> Thing:
    """A narrow shelf on the bench with boxes on it."""
    frame = choose_material(stock, _STEEL, "bin", rng)
    box = choose_material(stock, ("cardboard", "plastic_white", "plastic_blue"), "bin", rng)
    params = {"width_m": 0.9 * width_m, "depth_m": 0.16 * scale, "height_m": 0.38 * scale, "boards": 2}
    params |= {"boxes": int(rng.integers(4, 8)), "pattern": int(rng.integers(6))}
    where = yaw_matrix(yaw) @ np.array([*at, 0.0])
    return still_thing(
        stock, "reagent_shelf", "shelf", params, (float(where[0]), float(where[1]), 5e-5), yaw, (frame, box)
    )


def fume_hood(plan: ScenePlan, stock: Stock, lowered: float) -> tuple[Support, Hood]:
    """A hood with its opening turned about to the key light, its sash lowered by that share."""
    rng = stream(plan.seed, plan.scene, "lab.hood")
    front = math.radians(float(plan.factors["light.key_azimuth_deg"]) + float(rng.uniform(-40, 40)))
    width, depth = float(rng.choice([1.2, 1.5, 1.8])), 0.75
    hood = Hood(front, width, depth, 1.18, depth / 2 + 0.1)
    yaw = front + math.pi / 2
    liner = choose_material(stock, ("painted_wall_white", "painted_wall_cream", "plastic_white"), "wall", rng)
    trim = choose_material(stock, (*_STEEL, "painted_steel_blue", "aluminium_anodised_clear"), "bin", rng)
    tap = choose_material(stock, ("plastic_yellow", "plastic_green", "plastic_blue", "plastic_red"), "bin", rng)
    cabin = {"width_m": width, "depth_m": depth, "clear_m": hood.clear_m, "taps": int(rng.integers(2, 7))}
    top = choose_material(stock, ("lab_resin",), "bench", rng)
    slab = {"width_m": width, "depth_m": depth, "height_m": 0.03}
    wear = draw_wear(plan, stock, "bench_top", _TOP_WEAR, NOT_HERE)
    doors = choose_material(stock, ("laminate_white", "laminate_grey", *_STEEL), "bin", rng)
    base = {"width_m": width + 0.1, "depth_m": depth, "height_m": 0.84, "doors": 3}
    frame = choose_material(stock, ("aluminium_anodised_clear", "painted_steel_grey"), "part", rng)
    pane = _each_face(stock.sample_material("glass_safety", rng))
    at = hood.out * (depth / 2 + 0.018)
    plane = (float(at[0]), float(at[1]), SILL_M + (1 - lowered) * (OPENING_M - 0.06))
    cover = {"width_m": width, "height_m": SASH_M}
    smeared = draw_wear(plan, stock, "sash", 1.0, (*NOT_HERE, "tape_residue"))
    glass = stood(stock, "sash", "sash", cover, plane, yaw, (frame, pane), 0.011, smeared)
    worn = draw_wear(plan, stock, "hood", 0.5, NOT_HERE)
    things = (
        stood(stock, "hood", "fume_hood", cabin, (0, 0, 0), yaw, (liner, trim, tap), depth / 2, worn),
        still_thing(stock, "bench_top", "block", slab, (0, 0, -0.03), yaw, (top,), wear),
        stood(stock, "bench_base", "cabinet", base, (0, 0, -0.87), yaw, (doors, doors), depth / 2),
        replace(glass, transparent=True),
    )
    return Support(things, -0.87, yaw, (width / 2 - 0.12, depth / 2 - 0.13), "hood"), hood


def _each_face(pane: MaterialRecipe) -> MaterialRecipe:
    """A thin sheet's material for a pane with two faces: each takes its half of the tint and of the haze."""
    if "wall" not in pane.params:
        return pane
    tint = [round(float(c) ** 0.5, 6) for c in pane.params["wall"]]
    return MaterialRecipe(pane.name, pane.params | {"wall": tint, "haze": round(0.5 * pane.params["haze"], 6)})


def relit(plan: ScenePlan, room: Room, hood: Hood) -> Room:
    """The room's light with a lamp in the hood's roof: what the hood shades does not count as light on the work.

    The lamp is the key light where the room's does not reach the work, else part of the fill.
    """
    reaching = [lamp for lamp in room.lamps if _enters(lamp, hood)]
    others = [lamp for lamp in room.lamps if lamp not in reaching]
    group = FILL if any(lamp.group == KEY for lamp in reaching) else KEY
    pose = as_matrix(yaw_matrix(hood.front_rad + math.pi / 2), (*(0.12 * hood.out), hood.clear_m - 0.004))
    lamp = Lamp("hood_lamp", "panel", (0.7 * hood.width_m, 0.14), pose, 1.0, 4000.0, group)
    fill = sum(irradiance(one) for one in reaching if one.group == FILL)
    if group == FILL and fill > 0:
        lamp = replace(lamp, power_w=_HOOD_LIGHT * fill / irradiance(lamp))
    sky = float(plan.factors["light.fill"]) * (0.4 if group == FILL else 1.0)
    lit, surroundings = light_up([*reaching, lamp], room.surroundings, min(sky, 1.0), _SKY_SHARE)
    return Room(room.things, (*lit, *others), surroundings)


def _enters(lamp: Lamp, hood: Hood) -> bool:
    """Whether the light of a lamp's middle comes to the work through the opening."""
    pose = np.array(lamp.world_from_object)[:3, 3]
    ahead = float(pose[:2] @ hood.out)
    if ahead <= hood.front_m:
        return False
    share = (hood.depth_m / 2) / ahead
    across = abs(float(pose[:2] @ np.array([-hood.out[1], hood.out[0]]))) * share
    return pose[2] * share < OPENING_M and across < hood.width_m / 2
