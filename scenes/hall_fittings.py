"""What makes a hall a warehouse: doors, signs, extinguishers, pipes, trays, a switch cabinet, a clock on its walls.

Nothing of it is of a kind that the families of halls label. It stays out of the way of lamps, windows and shelves, and
draws from streams of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from generator.recipe import MeshRef, Thing
from scenes.hall_walls import Wall, Words, free_place


def fit_walls(walls: Sequence[Wall], rng: np.random.Generator) -> list[Thing]:
    """Doors first, then what is beside them, then what runs along above."""
    things: list[Thing] = []
    order = [walls[int(i)] for i in rng.permutation(len(walls))]
    for number in range(int(rng.choice([0, 1, 2], p=[0.2, 0.5, 0.3]))):
        things += _roller_door(order, number, rng)
    for wall in order:
        things += _services(wall, rng)
    things += _door(order, rng)
    for number in range(int(rng.integers(1, 3))):
        things += _extinguisher(order, number, rng)
    things += _small(order, rng)
    return things


def _roller_door(walls: Sequence[Wall], number: int, rng: np.random.Generator) -> list[Thing]:
    wide = float(rng.choice([2.6, 3.0, 3.5]))
    high = min(float(rng.choice([3.0, 3.5, 4.0])), round(walls[0].ceiling_m - 1.0, 1))
    found = free_place(walls, wide + 1.5, 0.0, high + 0.6, rng)
    if found is None:
        return []
    wall, x = found
    words = (
        ("powder_coat_grey", "painted_steel_blue", "aluminium_brushed"),
        ("steel_galvanised", "painted_steel_grey"),
        ("rubber_black",),
        ("vehicle_paint_yellow", "plastic_yellow"),
    )
    params = {"width_m": wide, "height_m": high}
    door = wall.hang(f"wall_gate_{number}", "roller_door", params, x, 0.0, wall.pick(words, rng))
    dock = f"dock_{int(rng.integers(1, 4))}"
    return [door, wall.sign(f"wall_dock_{number}", dock, x + wide / 2 + 0.45, 2.3, 0.45, rng)]


def _door(walls: Sequence[Wall], rng: np.random.Generator) -> list[Thing]:
    """A door with the sign of the way out over it, and what to wear beside it."""
    found = free_place(walls, 2.6, 0.0, 2.7, rng)
    if found is None or rng.random() < 0.2:
        return []
    wall, x = found
    words = (
        ("powder_coat_grey", "painted_steel_grey", "painted_steel_blue", "painted_steel_green"),
        ("painted_steel_grey", "powder_coat_black"),
        ("stainless_steel_brushed", "aluminium_brushed"),
    )
    things = [wall.hang("wall_door", "steel_door", {}, x - 0.6, 0.0, wall.pick(words, rng))]
    things.append(wall.sign("wall_exit", "exit", x - 0.6, 2.36, 0.3, rng))
    kinds = [str(kind) for kind in rng.permutation(["helmet", "vest", "shoes", "trucks", "no_walking"])]
    for number, kind in enumerate(kinds[: int(rng.integers(1, 4))]):
        things.append(wall.sign(f"wall_duty_{number}", kind, x + 0.3 + 0.33 * number, 1.7, 0.3, rng))
    return things


def _extinguisher(walls: Sequence[Wall], number: int, rng: np.random.Generator) -> list[Thing]:
    found = free_place(walls[number % len(walls) :] or walls, 0.45, 0.45, 2.1, rng)
    if found is None:
        return []
    wall, x = found
    words = (
        ("vehicle_paint_red", "painted_steel_red"),
        ("powder_coat_black",),
        ("rubber_black",),
        ("painted_wall_white",),
    )
    things = [wall.hang(f"wall_fire_{number}", "fire_extinguisher", {}, x, 0.6, wall.pick(words, rng))]
    return [*things, wall.sign(f"wall_fire_sign_{number}", "extinguisher", x, 1.85, 0.25, rng)]


def _services(wall: Wall, rng: np.random.Generator) -> list[Thing]:
    """Pipes and a cable tray under the roof, as far as they have room."""
    things = []
    long = wall.high_m - wall.low_m
    words: Words
    for kind in ("tray", "pipes"):
        share, wide = float(rng.random()), round(float(rng.uniform(0.45, 0.9)) * long, 2)
        z = wall.ceiling_m - float(rng.uniform(0.55, 0.7)) - (0.75 if kind == "pipes" else 0.0)
        x = wall.room(wide, z - 0.5, z + 0.1, rng) if share < 0.65 else None
        if x is None:
            continue
        if kind == "tray":
            params: dict[str, Any] = {"length_m": wide, "width_m": float(rng.choice([0.2, 0.3, 0.4]))}
            params |= {"cables": int(rng.integers(3, 7)), "pattern": int(rng.integers(8))}
            words = (("steel_galvanised",), ("cable_black", "cable_grey", "rubber_black"))
            things.append(wall.hang(f"wall_tray_{wall.side}", "cable_tray", params, x, z, wall.pick(words, rng)))
        else:
            pipes = int(rng.integers(1, 4))
            params = {"length_m": wide, "pipes": pipes, "drop_m": 0.12}
            lagging = ("aluminium_brushed", "steel_galvanised", "painted_steel_red")
            words = (("painted_steel", "steel_galvanised", "copper_brushed"), lagging, ("steel_galvanised",))
            things.append(wall.hang(f"wall_pipes_{wall.side}", "pipe_run", params, x, z, wall.pick(words, rng)))
    return things


def _small(walls: Sequence[Wall], rng: np.random.Generator) -> list[Thing]:
    """A switch cabinet with its warning, first aid, a clock."""
    things: list[Thing] = []
    grey = (("powder_coat_grey", "painted_steel_grey"), ("powder_coat_grey", "painted_steel_grey"))
    if rng.random() < 0.7 and (found := free_place(walls, 1.0, 0.9, 2.2, rng)):
        params = {"width_m": 0.6, "depth_m": 0.25, "height_m": 0.9, "doors": int(rng.integers(1, 3))}
        size = walls[0].stock.mesh(MeshRef("shape", "cabinet", params)).bounds_m
        materials = found[0].pick(grey, rng)
        back = float(size[1, 1])
        things.append(found[0].hang("wall_switch", "cabinet", params, found[1], 1.5, materials, before_m=back))
        things.append(found[0].sign("wall_voltage", "voltage", found[1], 2.1, 0.2, rng))
    if rng.random() < 0.4 and (found := free_place(walls, 0.5, 1.6, 2.3, rng)):
        things.append(found[0].sign("wall_first_aid", "first_aid", found[1], 1.95, 0.3, rng))
    if rng.random() < 0.45 and (found := free_place(walls, 0.5, 2.5, 3.1, rng)):
        params = {"diameter_m": float(rng.choice([0.3, 0.4])), "minutes": int(rng.integers(720))}
        words = (("painted_wall_white",), ("plastic_black", "plastic_grey"), ("plastic_black",))
        things.append(found[0].hang("wall_clock", "wall_clock", params, found[1], 2.8, found[0].pick(words, rng)))
    return things
