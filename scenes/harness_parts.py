"""Bundles, connectors, ties and forks of a harness as things: which part, which materials, where its wires go in."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from generator.plugins import Part
from generator.recipe import MaterialRecipe, MeshRef, Thing
from generator.stock import Stock, StockPart
from scenes.cables import CableKind, evenly, soft_cable
from scenes.content import Item, labelled_thing
from scenes.dressing import draw_wear
from scenes.laying import Bench
from scenes.poses import as_matrix, yaw_matrix
from scenes.shapes.harness import COLOURS, bundle_radius_m

WIRE_M = 0.0011  # radius of a wire of 0.5 mm2
SLEEVES = {"wire_bundle_bare": "none", "wire_bundle_taped": "tape", "wire_bundle_sleeved": "conduit"}
_WIRE_KG_M = 0.009
_WIRE_NM2 = 5e-5
_STIFFER = {"none": 1.0, "tape": 3.0, "conduit": 2.0}
_BENDS = {"none": 4.0, "tape": 5.0, "conduit": 3.5}  # least radius against the bundle's
_STILL = 3  # points at an end that stay where they are
_BAND_POINTS = 6 * 32  # of a tie's band
_INTO_M = 0.0008  # that wires go into a connector


@dataclass(frozen=True, slots=True)
class Plug:
    """A connector as a shape: how many wires it takes, and how high over its foot they go in."""

    shape: str
    params: Mapping[str, Any]
    ways: int
    entry_m: float
    grid: tuple[int, int, float]  # rows, columns, pitch in metres of its wires


def _pins(rows: int, columns: int) -> Plug:
    params = {"rows": rows, "columns": columns}
    return Plug("pin_connector", params, rows * columns, (rows * 0.0042 + 0.0012) / 2, (rows, columns, 0.0042))


def _sealed(ways: int) -> Plug:
    rows = 2
    return Plug("sealed_connector", {"ways": ways}, ways, 0.00935, (rows, ways // 2, 0.0046))


PLUGS: Mapping[str, Plug] = {
    "connector_1x4_4mm2": _pins(1, 4),
    "connector_2x2_4mm2": _pins(2, 2),
    "connector_2x4_4mm2": _pins(2, 4),
    "connector_2x6_4mm2": _pins(2, 6),
    "connector_sealed_2": _sealed(2),
    "connector_sealed_4": _sealed(4),
    "connector_sealed_8": _sealed(8),
    "relay_socket_5": Plug("relay_socket", {}, 5, 0.0165, (1, 5, 0.004)),
    "ring_terminal_m6": Plug("ring_terminal", {}, 1, 0.0035, (1, 1, 0.001)),
}


@dataclass(slots=True)
class Work:
    """A board being filled: what may still be labelled, and the streams it is drawn from."""

    bench: Bench
    left: int
    rng: np.random.Generator

    @property
    def stock(self) -> Stock:
        """What everything is made from."""
        return self.bench.stock

    def parts(self, role: str) -> dict[str, StockPart]:
        """What the spec labels of a role."""
        return {p.name: p for p in self.stock.parts if role in p.roles}

    def of(self, role: str, names: Sequence[str]) -> list[str]:
        """Of some names of parts those that are labelled; all of them where none is: then none is to be learnt."""
        return [name for name in names if name in self.parts(role)] or list(names)

    def number(self) -> int:
        """The instance number of the next labelled thing."""
        return 1 + sum(thing.category is not None for thing in self.bench.things)

    def count(self, start: str) -> int:
        """How many things there are whose names begin so."""
        return sum(thing.name.startswith(start) for thing in self.bench.things)


def materials_of(work: Work, part: StockPart | Part, slots: tuple[str, ...]) -> tuple[MaterialRecipe, ...]:
    """A material for each slot, those of wires all different."""
    drawn: list[MaterialRecipe] = []
    for slot in slots:
        names = work.stock.pool(part.materials.get(slot, ())) or work.stock.materials_for("part")
        if slot.startswith("wire_"):
            taken = {m.name for m in drawn}
            names = tuple(n for n in names if n not in taken) or names
        drawn.append(work.stock.sample_material(names[int(work.rng.integers(len(names)))], work.rng))
    return tuple(drawn)


def put_bundle(
    work: Work,
    name: str,
    wires: int,
    line_m: np.ndarray,
    pinned_at: tuple[float, ...],
    context: str,
    grid: tuple[int, int, float],
    bare_m: tuple[float, float],
    *,
    held: bool = True,
) -> Thing:
    """A bundle whose centreline starts at a line (M, 3) of the board's frame.

    Its first points are pinned, where it is `held` the last ones too, and those at the shares `pinned_at`.
    """
    about = bundle_kind(name, wires, grid, bare_m, int(work.rng.integers(16)))
    points = evenly(line_m, about)
    last = len(points) - 1
    pinned = {*range(_STILL), *(range(last - _STILL + 1, last + 1) if held else ())}
    for share in pinned_at:
        pinned |= {round(share * last), round(share * last) + 1}
    world = points @ yaw_matrix(work.bench.support.yaw_rad).T
    part = work.parts("cable").get(name)
    known: StockPart | Part = part or work.stock.catalogue.parts[name]
    slots = tuple(f"wire_{i}" for i in range(min(wires, COLOURS))) + (("sleeve",) if SLEEVES[name] != "none" else ())
    number = work.number() if part else 0
    thing_name = f"part_{number:03d}" if part else f"bundle_{work.count('bundle_')}"
    work.left -= part is not None
    thing = soft_cable(
        work.bench.plan,
        work.stock,
        thing_name,
        about,
        world,
        work.rng,
        pinned=tuple(sorted(pinned)),
        part=part,
        instance=number,
        context=context,
        materials=materials_of(work, known, slots),
    )
    work.bench.things.append(thing)
    return thing


def bundle_kind(
    name: str, wires: int, grid: tuple[int, int, float], bare_m: tuple[float, float], pattern: int
) -> CableKind:
    """How a bundle of so many wires looks and bends."""
    sleeve = SLEEVES[name]
    radius = bundle_radius_m(wires, WIRE_M, sleeve)
    params = {
        "wires": wires,
        "wire_m": WIRE_M,
        "sleeve": sleeve,
        "bare_start_m": bare_m[0],
        "bare_end_m": bare_m[1],
        "fan_rows": grid[0],
        "fan_columns": grid[1],
        "fan_pitch_m": grid[2],
        "pattern": pattern,
    }
    weight = wires * _WIRE_KG_M * (1.0 if sleeve == "none" else 1.3)
    least = max(_BENDS[sleeve] * radius, 0.012)
    return CableKind("wire_bundle", params, radius, weight, wires * _WIRE_NM2 * _STIFFER[sleeve], least, ())


def put_plug(work: Work, name: str, entry_m: tuple[float, float, float], yaw_rad: float, context: str) -> None:
    """A connector whose wires go in at a place of the board's frame, its mating face turned away from them by yaw."""
    part = work.parts("connector").get(name)
    plug = PLUGS[name]
    ref = MeshRef("shape", plug.shape, dict(plug.params))
    mesh = work.stock.mesh(ref)
    low, high = mesh.bounds_m
    inside = np.array(
        [low[0] + _INTO_M, (low[1] + high[1]) / 2 if name != "relay_socket_5" else 0.0, low[2] + plug.entry_m]
    )
    rotation = yaw_matrix(work.bench.support.yaw_rad + yaw_rad)
    at = work.bench.world(*entry_m) - rotation @ inside
    place(work, name, part, ref, rotation, at, context, "plug")


def put_tie(work: Work, name: str, at_m: np.ndarray, along: np.ndarray, radius_m: float) -> None:
    """A tie or tree clip around a bundle at a point of the world where it is pinned and goes `along` (3,)."""
    part = work.parts("clip").get(name)
    params = {"radius_m": round(radius_m + 0.0001, 5), "stem": int(name.startswith("tree"))}
    ref = MeshRef("shape", "cable_tie", params)
    mesh = work.stock.mesh(ref)
    roll = float(work.rng.choice([-1.0, 1.0])) * float(work.rng.uniform(0.1, 1.7))
    c, s = math.cos(roll), math.sin(roll)
    level = np.cross([0.0, 0.0, 1.0], along)
    level /= np.linalg.norm(level)
    frame = np.stack([along, level, np.cross(along, level)], axis=1)
    rotation = frame @ np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
    band = mesh.vertices_m[:_BAND_POINTS].astype(float)  # the ring comes first
    middle = (band.min(axis=0) + band.max(axis=0)) / 2
    place(work, name, part, ref, rotation, at_m - rotation @ middle, "on_harness", "tie")


def place(
    work: Work,
    name: str,
    part: StockPart | None,
    ref: MeshRef,
    rotation: np.ndarray,
    at_m: np.ndarray,
    context: str,
    prefix: str,
) -> None:
    """A thing that stays where it is put, labelled if the spec has its part."""
    mesh = work.stock.mesh(ref)
    known: StockPart | Part = part or work.stock.catalogue.parts[name]
    materials = materials_of(work, known, mesh.slots)
    if part is not None:
        item = Item(part, mesh, materials)
        thing = labelled_thing(
            work.bench.plan, work.stock, item, work.number(), as_matrix(rotation, at_m), context, moves=False
        )
        work.left -= 1
        work.bench.things.append(replace(thing, mesh=ref))
        return
    number = f"{prefix}_{work.count(prefix + '_')}"
    wear = draw_wear(work.bench.plan, work.stock, number, 0.7)
    friction = work.stock.material(materials[0].name).friction
    pose = as_matrix(rotation, at_m)
    work.bench.things.append(Thing(number, ref, pose, materials, wear, friction=friction, context=context))
