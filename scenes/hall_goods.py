"""What stands in a hall and carries it: bins, totes, a hand pallet truck, guards of columns, piers, beams.

What stands on the floor is called a cabinet, as all furniture of rooms is: it may turn with the room's windows, and no
camera minds it. Nothing of it is of a kind that the families of halls label.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from generator.recipe import Lamp, MeshRef, Thing
from generator.stock import Stock
from scenes.dressing import choose_material, still_thing
from scenes.hall_walls import Wall, Words, free_place
from scenes.poses import as_matrix, yaw_matrix

_BEAM_M = 0.3
_LAMP_GAP_M = 0.45


def stand_by_walls(walls: Sequence[Wall], rng: np.random.Generator) -> list[Thing]:
    """A waste bin, totes on dollies, a hand pallet truck, along the walls."""
    things: list[Thing] = []
    words: Words
    order = [walls[int(i)] for i in rng.permutation(len(walls))]
    plastic = ("plastic_blue", "plastic_grey", "plastic_red", "plastic_green")
    if rng.random() < 0.65 and (found := free_place(order, 0.8, 0.0, 1.15, rng)):
        words = (("plastic_green", "plastic_grey", "plastic_blue"), plastic, ("rubber_black",))
        params = {"open_deg": float(rng.choice([0.0, 0.0, 3.0]))}
        materials = found[0].pick(words, rng)
        things.append(found[0].hang("cabinet_bin", "waste_bin", params, found[1], 0.0, materials, before_m=0.55))
    if rng.random() < 0.6 and (found := free_place(order[::-1], 2.4, 0.0, 1.4, rng)):
        words = (("vehicle_paint_yellow", "vehicle_paint_red", "vehicle_paint_orange"), ("powder_coat_black",))
        materials = found[0].pick((*words, ("rubber_black",)), rng)
        turn, out = float(rng.normal(0, 0.05)), float(rng.uniform(0.5, 0.8))
        truck = found[0].hang(
            "cabinet_hand_truck", "hand_truck", {}, found[1] - 0.4, 0.0, materials, before_m=out, turn_rad=turn
        )
        things.append(truck)
    count = int(rng.integers(0, 4))
    if count and (found := free_place(order, 0.75 * count + 0.2, 0.0, 1.8, rng)):
        tote, *rest = found[0].pick((plastic, ("plastic_black", "plastic_grey"), ("rubber_black",)), rng)
        for number in range(count):
            params = {"high": int(rng.integers(2, 6)), "pattern": int(rng.integers(6))}
            x = found[1] + (number - (count - 1) / 2) * 0.75 + float(rng.uniform(-0.04, 0.04))
            name, turn = f"cabinet_totes_{number}", float(rng.normal(0, 0.05))
            out = 0.35 + float(rng.uniform(0.0, 0.1))
            things.append(found[0].hang(name, "tote_stack", params, x, 0.0, (tote, *rest), before_m=out, turn_rad=turn))
    return things


def guard_columns(stock: Stock, things: Sequence[Thing], rng: np.random.Generator) -> list[Thing]:
    """A guard around the foot of each column."""
    materials = tuple(choose_material(stock, words, "bin", rng) for words in (("plastic_yellow",), ("plastic_black",)))
    guards = []
    for thing in (t for t in things if t.name.startswith("wall_column")):
        pose = np.array(thing.world_from_object)
        at = as_matrix(pose[:3, :3], (pose[0, 3], pose[1, 3], 0.0))
        name = thing.name.replace("column", "guard")
        params = {"across_m": thing.mesh.params["width_m"]}
        guards.append(Thing(name, MeshRef("shape", "column_guard", params), at, materials, friction=0.4))
    return guards


def open_side(
    stock: Stock, yaw_rad: float, distances_m: tuple[float, ...], side: int, ceiling_m: float, rng: np.random.Generator
) -> list[Thing]:
    """Where a wall is missing: piers under a lintel, as halls have them towards a covered yard."""
    paint = choose_material(stock, ("painted_steel", "concrete_smooth"), "bin", rng)
    turn = yaw_rad + side * math.pi / 2
    low, high = -distances_m[(side + 1) % 4], distances_m[(side + 3) % 4]
    deep, frame = max(0.5, ceiling_m - 4.4), yaw_matrix(turn - math.pi / 2)
    count = max(2, 1 + round((high - low) / float(rng.uniform(4.5, 6.0))))
    boxes = [("wall_lintel", (low + high) / 2, high - low, ceiling_m - deep, deep)]
    boxes += [
        (f"wall_pier_{i}", float(x), 0.3, 0.0, ceiling_m - deep)
        for i, x in enumerate(np.linspace(low + 0.16, high - 0.16, count))
    ]
    things = []
    for name, x, wide, base, tall in boxes:
        at = frame @ np.array([x, distances_m[side] + 0.16, base])
        params = {"width_m": round(wide, 4), "depth_m": 0.3, "height_m": round(tall, 4)}
        where = (float(at[0]), float(at[1]), float(at[2]))
        things.append(still_thing(stock, name, "block", params, where, turn - math.pi / 2, (paint,)))
    return things


def roof_beams(
    stock: Stock,
    yaw_rad: float,
    distances_m: tuple[float, ...],
    ceiling_m: float,
    things: Sequence[Thing],
    lamps: Sequence[Lamp],
    rng: np.random.Generator,
) -> list[Thing]:
    """Beams from wall to wall under the ceiling, clear of the lamps that hang there and of the columns."""
    paint = choose_material(stock, ("painted_steel", "steel_galvanised", "powder_coat_grey"), "bin", rng)
    frame = yaw_matrix(yaw_rad)
    hung = [(frame.T @ np.array(lamp.world_from_object)[:3, 3], max(lamp.size_m) / 2) for lamp in lamps]
    high = [(at, reach) for at, reach in hung if at[2] > ceiling_m - _BEAM_M - reach - 0.1]
    columns = (thing for thing in things if thing.name.startswith("wall_column"))
    high += [(frame.T @ np.array(column.world_from_object)[:3, 3], 0.0) for column in columns]
    long = round(distances_m[0] + distances_m[2] - 0.04, 3)
    params = {"length_m": long, "height_m": _BEAM_M}
    pitch = float(rng.uniform(2.8, 4.5))
    places = np.arange(-distances_m[3] + float(rng.uniform(0.8, 2.0)), distances_m[1] - 0.5, pitch)
    beams = []
    for number, y in enumerate(places):
        for shift in (0.0, 0.6, -0.6, 1.1, -1.1):
            if all(abs(at[1] - y - shift) > reach + _LAMP_GAP_M for at, reach in high):
                at = frame @ np.array([(distances_m[0] - distances_m[2]) / 2, y + shift, ceiling_m - 0.002])
                pose = as_matrix(frame, at)
                mesh = MeshRef("shape", "roof_beam", params)
                beams.append(Thing(f"ceiling_beam_{number}", mesh, pose, (paint,), friction=0.4))
                break
    return beams
