"""The conveyor itself: a belt of a width that is sold, its frame, guides, drive, and a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from generator.plan import ScenePlan
from generator.recipe import Thing
from generator.seeds import stream
from generator.stock import Stock
from scenes.content import Item
from scenes.dressing import choose_material, draw_wear, still_thing
from scenes.poses import Scatter, yaw_matrix

WIDTHS_M = (0.2, 0.3, 0.4, 0.5, 0.65, 0.8)
LENGTHS_M = (1.5, 2.0, 2.5, 3.0)
_LONGEST_REACH_M = 1.75  # from the work to the end of the belt: the room's furniture stands farther out
_GUIDES_IN_M = 0.01  # that guides stand in over the belt
_THICK_M = 0.003
_SPLICES = (-0.35, -0.2, -0.08, 0.04, 0.16, 0.3)  # of the belt's length, from its middle
_BELT_WEAR = 0.9
_FRAME_WEAR = 0.5
_RUBBER = ("rubber_black", "rubber_mat")
_COATED = ("esd_mat_green", "esd_mat_blue", "esd_mat_grey", "plastic_white", "plastic_green")
_GUIDE = ("plastic_white", "plastic_green", "plastic_black", "stainless_steel_brushed", "aluminium_anodised_clear")
_RAIL = ("aluminium_anodised_clear", "stainless_steel_brushed", "painted_steel", "powder_coat")


@dataclass(frozen=True, slots=True)
class Belt:
    """A conveyor whose belt is level at height 0 and runs along x of its own frame; the work lies at the origin."""

    width_m: float
    length_m: float
    aside_m: float  # where the belt's middle lies along x
    yaw_rad: float  # of the frame in the world
    floor_m: float
    scale: float
    guide_m: float  # height of the guides; 0 without
    things: list[Thing] = field(default_factory=list)

    @property
    def free_half_m(self) -> float:
        """Half the width that parts may lie on."""
        return self.width_m / 2 - (_GUIDES_IN_M * self.scale + 0.002 if self.guide_m else 0.03 * self.width_m)

    @property
    def free_reach_m(self) -> float:
        """How far from the work, up and down the belt, parts may lie."""
        return self.length_m / 2 - abs(self.aside_m) - 0.12 * self.scale

    def world(self, x: float, y: float, z: float) -> np.ndarray:
        """(3,) a point of the belt's frame in the world."""
        return yaw_matrix(self.yaw_rad) @ np.array([x, y, z])


def choose_belt(plan: ScenePlan, stock: Stock, items: Sequence[Item], guided: bool) -> Belt:
    """A conveyor that the items fit on, one of the two narrowest that are sold; larger where none is wide enough."""
    rng = stream(plan.seed, plan.scene, "conveyor.belt")
    radii = np.array([item.mesh.radius_m for item in items])
    need = max(3.0 * float(radii.max()), 0.9 * float(np.sqrt((radii**2).sum())))
    wide_enough = [w for w in WIDTHS_M if w >= need] or [WIDTHS_M[-1]]
    width = wide_enough[int(rng.integers(min(len(wide_enough), 2)))]
    scale = max(1.0, need / width)
    length = float(rng.choice(LENGTHS_M))
    slack = min(0.22 * length, _LONGEST_REACH_M - length / 2)
    aside = float(rng.uniform(-slack, slack))
    turn = np.radians(float(plan.factors["light.key_azimuth_deg"])) + rng.integers(4) * np.pi / 2 + rng.normal(0, 0.03)
    high = float(rng.choice([0.7, 0.8, 0.9, 1.0]))
    guides = [0.03, 0.04, 0.06, 0.09]
    guide = next((g for g in guides if g * scale >= 0.9 * radii.max()), guides[-1]) * scale
    has_guides = guided or bool(rng.random() < 0.6)
    belt = Belt(
        round(width * scale, 7),
        round(length * scale, 7),
        aside * scale,
        float(turn),
        -high * scale,
        scale,
        round(guide, 7) if has_guides else 0.0,
    )
    _build(plan, stock, belt, rng, cleats=not guided)
    return belt


def _build(plan: ScenePlan, stock: Stock, belt: Belt, rng: np.random.Generator, *, cleats: bool) -> None:
    """The machine: belt, frame, guides, drive and stop button."""
    scale, turn = belt.scale, belt.yaw_rad
    roller = float(rng.choice([0.025, 0.03, 0.04])) * scale
    thick = _THICK_M * scale
    middle = belt.world(belt.aside_m, 0, 0)
    rubber = choose_material(stock, _RUBBER if rng.random() < 0.55 else _COATED, "bench", rng)
    splice = choose_material(stock, ("steel_zinc_blue", "stainless_steel_brushed"), "part", rng)
    pitch = float(rng.choice([0.0, 0.25, 0.4], p=[0.8, 0.1, 0.1])) * scale
    params = {"length_m": belt.length_m, "width_m": belt.width_m, "roller_m": roller, "thickness_m": thick}
    params |= {
        "splice_m": float(rng.choice(_SPLICES)) * belt.length_m,
        "pitch_m": pitch if scale == 1 and cleats else 0.0,
    }
    low = -2 * (roller + thick)
    wear = draw_wear(plan, stock, "belt", _BELT_WEAR)
    at = (float(middle[0]), float(middle[1]), low)
    belt.things.append(
        still_thing(stock, "belt", "conveyor_belt", params, at, turn, (rubber, splice), wear, "conveyor")
    )
    rail = choose_material(stock, _RAIL, "bin", rng)
    steel = choose_material(stock, ("steel_galvanised", "steel_zinc_blue"), "part", rng)
    leg = choose_material(stock, ("powder_coat", "painted_steel", "stainless_steel_brushed"), "bin", rng)
    foot = choose_material(stock, ("plastic_black", "rubber_black"), "bin", rng)
    params = {"length_m": belt.length_m, "width_m": belt.width_m, "height_m": -belt.floor_m, "roller_m": roller}
    params |= {"rail_m": float(rng.choice([0.06, 0.08, 0.1])) * scale, "legs": int(rng.integers(2, 4))}
    at = (float(middle[0]), float(middle[1]), belt.floor_m)
    worn = draw_wear(plan, stock, "conveyor_frame", _FRAME_WEAR)
    belt.things.append(
        still_thing(stock, "conveyor_frame", "conveyor_frame", params, at, turn, (rail, steel, leg, foot), worn)
    )
    if belt.guide_m:
        strip = choose_material(stock, _GUIDE, "bin", rng)
        params = {"length_m": 0.92 * belt.length_m, "width_m": belt.width_m - 2 * _GUIDES_IN_M * scale}
        params |= {"height_m": belt.guide_m, "posts": 4}
        at = (float(middle[0]), float(middle[1]), -0.08)
        belt.things.append(still_thing(stock, "side_guides", "side_guides", params, at, turn, (strip, steel)))
    _drive(plan, stock, belt, leg, rng)


def _drive(plan: ScenePlan, stock: Stock, belt: Belt, body: object, rng: np.random.Generator) -> None:
    """A motor under the rail at one end and, mostly, a stop button on the same side."""
    side, end = float(rng.choice([-1, 1])), float(rng.choice([-1, 1]))
    turn = belt.yaw_rad + (0.0 if side > 0 else np.pi)
    size = float(rng.choice([0.07, 0.09, 0.11])) * belt.scale
    across = belt.width_m / 2 + 0.05 * belt.scale
    x = belt.aside_m + end * (belt.length_m / 2 - 0.1 * belt.scale)
    housing = choose_material(stock, ("hammertone", "painted_steel", "powder_coat"), "bin", rng)
    at = belt.world(x, side * (across + size), -0.06 * belt.scale - 1.2 * size)
    place = (float(at[0]), float(at[1]), float(at[2]))
    belt.things.append(
        still_thing(stock, "gear_motor", "gear_motor", {"size_m": size}, place, turn, (housing, housing))
    )
    if rng.random() < 0.6:
        red, yellow = (choose_material(stock, (c,), "bin", rng) for c in ("plastic_red", "plastic_yellow"))
        at = belt.world(x - end * 0.3 * belt.scale, side * (across + 0.03 * belt.scale), -0.09 * belt.scale)
        place = (float(at[0]), float(at[1]), float(at[2]))
        params = {"size_m": 0.06 * belt.scale}
        belt.things.append(still_thing(stock, "stop_button", "stop_button", params, place, turn + np.pi, (yellow, red)))


def belt_scatter(belt: Belt, items: Sequence[Item]) -> Scatter:
    """Free places on the belt around the work: all across it, but for parts so small that they would be lost there."""
    reach = float(np.sqrt(sum(item.mesh.radius_m**2 for item in items)))
    return Scatter((belt.free_reach_m, min(belt.free_half_m, 3 * reach)), [])
