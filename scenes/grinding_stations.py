"""What work is ground on: a bench grinder, a belt sander, or held in a vice, and the part that is at it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from generator.mesh import Mesh
from generator.plan import ScenePlan
from generator.recipe import MaterialRecipe, MeshRef, Thing
from generator.seeds import stream
from generator.stock import Stock
from scenes.content import Item, labelled_thing
from scenes.dressing import choose_material, draw_wear
from scenes.gripping import TOUCH_M, Held, between_jaws, standing
from scenes.laying import Bench
from scenes.mains import mains_cable
from scenes.poses import as_matrix, yaw_matrix
from scenes.shapes.grinders import REST_GAP_M, REST_M, SPAN

_PAINTS = (
    "painted_steel_blue",
    "painted_steel_green",
    "painted_steel_grey",
    "hammertone_green",
    "hammertone_blue",
    "hammertone_grey",
    "powder_coat_grey",
)
_GUARDS = ("painted_steel_grey", "powder_coat_black", "hammertone_grey", "aluminium_cast")
_STEEL = ("steel_milled", "steel_brushed", "steel_black_oxide")
_SANDER_TABLE_M = 0.17
_TOP_M = 0.16  # of a bench vice
_VICE_M = 0.12
_SWEPT = 0.15  # share of the stations without grit below them
_OPEN_M = 0.09
_GRAINS = 7000
_BACK_M = 0.1  # of the station behind the work's middle


@dataclass(slots=True)
class Station:
    """A station being built on a bench; `held` is what it takes, at most one."""

    plan: ScenePlan
    stock: Stock
    bench: Bench
    held: list[Item]
    contact_m: np.ndarray = field(default_factory=lambda: np.zeros(3))  # (3,) in the world: where work meets the wheel

    def put(
        self,
        name: str,
        shape: str,
        params: dict[str, Any],
        at_m: tuple[float, float, float],
        materials: tuple[MaterialRecipe, ...],
        share: float = 0.8,
        turn: np.ndarray | None = None,
        *,
        clear: bool = False,
    ) -> None:
        """A shape that stands still with the origin of its own frame at a point of the bench's."""
        rotation = yaw_matrix(self.bench.support.yaw_rad) @ (np.eye(3) if turn is None else turn)
        wear = draw_wear(self.plan, self.stock, name, share)
        friction = self.stock.material(materials[0].name).friction
        pose = as_matrix(rotation, self.bench.world(*at_m))
        ref = MeshRef("shape", shape, params)
        self.bench.things.append(Thing(name, ref, pose, materials, wear, transparent=clear, friction=friction))

    def pick(self, wanted: tuple[str, ...], use: str, rng: np.random.Generator) -> MaterialRecipe:
        """A material of the pool."""
        return choose_material(self.stock, wanted, use, rng)

    def hold(self, item: Item, rotation: np.ndarray, at_m: tuple[float, float, float], context: str) -> None:
        """Put a part where it is held."""
        number = 1 + sum(thing.category is not None for thing in self.bench.things)
        turn = yaw_matrix(self.bench.support.yaw_rad) @ rotation
        pose = as_matrix(turn, self.bench.world(*at_m))
        self.bench.things.append(labelled_thing(self.plan, self.stock, item, number, pose, context, moves=False))

    def plug_in(self, name: str, gland_m: tuple[float, float, float]) -> None:
        """A mains cable from a machine's gland; nothing lies loose where it runs."""
        found = mains_cable(self.plan, self.stock, self.bench.support, name, gland_m)
        self.bench.things += found
        if found:
            self.block(gland_m[0], gland_m[1] + 0.25, 0.22, 0.25)

    def block(self, x: float, y: float, half_x: float, half_y: float) -> None:
        """Keep a rectangle of the bench free of what lies loose."""
        self.bench.scatter.blocked += ((x, y, half_x, half_y),)


def bench_grinder(station: Station, running: int, rng: np.random.Generator) -> None:
    """A grinder with two wheels, a part on one rest."""
    diameter = float(rng.choice([0.15, 0.175, 0.2]))
    width, axis = round(0.125 * diameter + 0.002, 4), round(0.6 * diameter + 0.07, 4)
    x0, y0 = float(rng.uniform(-0.08, 0.08)), _BACK_M
    paint, steel = station.pick(_PAINTS, "bin", rng), station.pick(_STEEL, "part", rng)
    black, red = station.pick(("plastic_black",), "bin", rng), station.pick(("plastic_red",), "bin", rng)
    size = {"diameter_m": diameter, "axis_m": axis}
    fitted = stream(station.plan.seed, station.plan.scene, "grinding.grinder")
    green = station.pick(("plastic_green",), "bin", fitted)
    plate = station.pick(("aluminium_anodised_clear", "plastic_white", "plastic_yellow"), "bin", fitted)
    station.put("grinder", "grinder_body", size, (x0, y0, 5e-5), (paint, steel, black, red, green, plate))
    guard, bolt = station.pick(_GUARDS, "bin", rng), station.pick(("steel_zinc_blue", "steel_black_oxide"), "part", rng)
    pane = station.stock.sample_material("plastic_clear", rng)
    grits = ("abrasive_grey", "abrasive_white", "abrasive_pink", "abrasive_green")
    worked = int(rng.integers(2))
    for side in (-1, 1):
        x = x0 + side * SPAN * diameter
        worn = round(diameter * float(rng.uniform(0.9, 1.0)), 4)
        grit = station.pick((grits[int(rng.integers(len(grits)))],), "prop", rng)
        label = station.pick(("plastic_blue", "plastic_red", "plastic_white", "plastic_yellow"), "bin", rng)
        turn = np.eye(3) if side > 0 else yaw_matrix(math.pi)
        wheel = {"diameter_m": worn, "width_m": width, "hub_m": 0.36 * diameter}
        station.put(f"wheel_{side}", "abrasive_wheel", wheel, (x, y0, axis + 5e-5), (grit, label, steel), 0.5, turn)
        cover = {"diameter_m": diameter, "width_m": width}
        station.put(f"guard_{side}", "wheel_guard", cover, (x, y0, axis + 5e-5), (guard, bolt))
        rest = {"diameter_m": worn, "axis_m": axis}
        station.put(f"rest_{side}", "tool_rest", rest, (x, y0, axis + 5e-5), (steel, bolt))
        if rng.random() < 0.75:
            at = (x, y0 - 0.42 * diameter, axis + 0.62 * diameter)
            station.put(f"shield_{side}", "eye_shield", {}, at, (pane, guard), 1.0, clear=True)
        if (side > 0) == bool(worked) and station.held:
            at = (x, y0 - worn / 2, axis + 5e-5 - 0.004)
            _on_rest(station, station.held[0], at, REST_M, REST_GAP_M, running, rng)
    station.plug_in("grinder", (x0 + 0.02, y0 + 0.546 * diameter + 0.019, 0.01805))  # the gland's end
    half = SPAN * diameter + 0.06
    station.block(x0, y0, half, 0.5 * diameter + 0.075)
    _grit(station, (x0 + (1 if worked else -1) * SPAN * diameter, y0 - diameter / 2 - 0.02), rng)


def _on_rest(
    station: Station,
    item: Item,
    face_m: tuple[float, float, float],
    rest_m: tuple[float, float],
    gap_m: float,
    running: int,
    rng: np.random.Generator,
) -> None:
    """A part lying on a rest before a wheel or belt whose face is at `face_m`; against it where that runs."""
    held = standing(item.mesh)
    x, y, z = face_m
    station.contact_m = station.bench.world(x, y, z + 0.006)
    if held is None or not _rests(held, rest_m, gap_m):
        return
    away = TOUCH_M if running else float(rng.uniform(0.003, 0.5 * rest_m[1]))
    away = min(away, rest_m[1] + gap_m - 0.55 * float(held.size_m[1]))
    middle = held.low_m + held.size_m / 2
    aside = float(rng.uniform(-0.15, 0.15)) * rest_m[0]
    at = (
        x + aside - float(middle[0]),
        y - max(away, TOUCH_M) - float(held.low_m[1] + held.size_m[1]),
        z + TOUCH_M - float(held.low_m[2]),
    )
    station.hold(item, held.rotation, at, "on_rest")


def _rests(held: Held, rest_m: tuple[float, float], gap_m: float) -> bool:
    """Whether a part lies on a rest with its middle well over it."""
    return bool(
        held.size_m[1] < 1.5 * (rest_m[1] + gap_m) and held.size_m[0] < 2.2 * rest_m[0] and held.size_m[2] < 0.08
    )


def belt_sander(station: Station, running: int, rng: np.random.Generator) -> None:
    """An upright belt sander, a part on its table."""
    belt = float(rng.choice([0.075, 0.1, 0.15]))
    high = float(rng.choice([0.45, 0.5]))
    x0, y0 = float(rng.uniform(-0.1, 0.1)), _BACK_M - 0.04
    paint, steel = station.pick(_PAINTS, "bin", rng), station.pick(("aluminium_cast", *_STEEL), "part", rng)
    cloth = station.pick(("abrasive_brown", "abrasive_green"), "prop", rng)
    red = station.pick(("plastic_red",), "bin", rng)
    fitted = stream(station.plan.seed, station.plan.scene, "grinding.sander")
    bright = station.pick(("steel_zinc_blue", "steel_brushed"), "part", fitted)
    black, green = (station.pick((name,), "bin", fitted) for name in ("plastic_black", "plastic_green"))
    label = station.pick(("aluminium_anodised_clear", "plastic_white", "plastic_yellow"), "bin", fitted)
    size = {"belt_m": belt, "high_m": high}
    looks = (paint, cloth, steel, red, bright, black, green, label)
    station.put("sander", "belt_sander", size, (x0, y0, 5e-5), looks)
    station.plug_in("sander", (x0 - 0.02, y0 + 0.246, 0.03405))
    station.block(x0, y0 + 0.07, belt / 2 + 0.09, 0.23)
    if station.held:
        _on_rest(station, station.held[0], (x0, y0, _SANDER_TABLE_M + 5e-5), (belt + 0.08, 0.13), 0.002, running, rng)
    _grit(station, (x0, y0 - 0.19), rng)


def vice(station: Station, running: int, rng: np.random.Generator) -> None:
    """An engineer's vice with a part in it, to be filed or ground by hand; nothing runs by itself."""
    del running
    found = _in_vice(station.held[0].mesh) if station.held else None
    gap = float(found.size_m[1]) + 2 * TOUCH_M if found else float(rng.uniform(0.005, 0.04))
    x0, y0 = float(rng.uniform(-0.12, 0.12)), 0.04
    paint, jaw, steel = (station.pick(w, "bin", rng) for w in (_PAINTS, _STEEL, ("steel_brushed", "steel_zinc_blue")))
    size = {"width_m": _VICE_M, "open_m": round(gap, 5), "top_m": _TOP_M}
    station.put("vice", "bench_vice", size, (x0, y0, 5e-5), (paint, jaw, steel))
    top = _TOP_M + 5e-5
    station.put("vice_jaw", "bench_vice_jaw", {"width_m": _VICE_M}, (x0, y0 - gap, top), (paint, jaw, steel))
    station.block(x0, y0 - 0.03 - gap / 2, 0.11, 0.17 + gap / 2)
    station.contact_m = station.bench.world(x0, y0, _TOP_M)
    if found is not None:
        middle = found.low_m + found.size_m / 2
        grip = min(0.6 * float(found.size_m[2]), 0.022)
        at = (
            x0 - float(middle[0]),
            y0 - TOUCH_M - float(found.low_m[1] + found.size_m[1]),
            top - grip - float(found.low_m[2]),
        )
        station.hold(station.held[0], found.rotation, at, "clamped")


def _in_vice(mesh: Mesh) -> Held | None:
    """How a bench vice holds a part that stands out of its jaws."""
    for held in between_jaws(mesh, _OPEN_M)[:6]:
        if 0.012 < held.size_m[2] < 0.16 and held.size_m[0] < 2.4 * _VICE_M:
            return held
    return None


def _grit(station: Station, at_m: tuple[float, float], rng: np.random.Generator) -> None:
    """A low heap of grit and swarf on the bench below the contact, mostly."""
    much = rng.random()
    radius = 0.025 + 0.045 * much
    if much < _SWEPT:
        return
    dark = station.pick(("abrasive_black",), "prop", rng)
    fan = min(0.12 + 0.2 * much, station.bench.scatter.half_m[1] + at_m[1])  # on the bench
    params = {"radius_m": round(radius, 4), "fan_m": round(fan, 3), "grains": _GRAINS,
              "pattern": int(rng.integers(2**31))}  # fmt: skip
    own = stream(station.plan.seed, station.plan.scene, "grinding.grit")
    grey, brown = (station.pick((f"abrasive_{name}",), "prop", own) for name in ("grey", "brown"))
    metal = station.pick(("steel_milled",), "part", own)
    station.put("grit", "grit_heap", params, (at_m[0], at_m[1], 5e-5), (dark, grey, brown, metal), 0.0)
    station.block(at_m[0], at_m[1], 1.1 * radius, 1.1 * radius)


def can_take(kind: str, mesh: Mesh) -> bool:
    """Whether a station of that kind can take a part."""
    if kind == "vice":
        return _in_vice(mesh) is not None
    held = standing(mesh)
    rest, gap = (REST_M, REST_GAP_M) if kind == "bench_grinder" else ((0.155, 0.13), 0.002)
    return held is not None and _rests(held, rest, gap)


STATIONS: Mapping[str, Callable[[Station, int, np.random.Generator], None]] = {
    "belt_sander": belt_sander,
    "bench_grinder": bench_grinder,
    "vice": vice,
}
