"""The lamps of each kind of room, with real sizes and places; their power is set afterwards by `scenes.light`.

All positions are relative to the work at the origin. Powers here are proportions within a light group.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from generator.factors import Factor
from generator.recipe import Lamp
from scenes.light import FILL, KEY
from scenes.poses import as_matrix, facing, yaw_matrix

ROOM = Factor(
    "light.room",
    "name",
    "scene",
    "What lights the work, and so what polished metal mirrors: ceiling tubes or panels, softbox, ring, window, lamp.",
    {
        "choice": ["tubes", "panels", "softbox", "ring", "window", "task", "mixed"],
        "weights": [4, 3, 3, 2, 3, 2, 3],
    },
    kind="category",
    choices=("mixed", "panels", "ring", "softbox", "task", "tubes", "window"),
)

FACTORS = (ROOM,)

_DAYLIGHT_K = (5400.0, 6500.0)
_LAMP_K = (3500.0, 4000.0, 4000.0, 5000.0, 5000.0, 5700.0)  # what fluorescent and LED lamps are sold in


@dataclass(frozen=True, slots=True)
class Space:
    """The room that lamps hang in, and where the key light is to come from."""

    scale: float  # 1 for things that fit on a bench
    ceiling_m: float  # over the work
    reach_m: float  # to the nearest wall
    azimuth_rad: float
    elevation_rad: float

    @property
    def key_direction(self) -> np.ndarray:
        """(3,) unit, from the work towards the key light."""
        c = math.cos(self.elevation_rad)
        return np.array([c * math.cos(self.azimuth_rad), c * math.sin(self.azimuth_rad), math.sin(self.elevation_rad)])

    def at_ceiling(self, below_m: float = 0.1) -> np.ndarray:
        """(3,) where the key direction meets the ceiling, or the wall if it comes to that first."""
        upright = (self.ceiling_m - below_m) / max(self.key_direction[2], 1e-3)
        level = 0.97 * self.reach_m / max(math.hypot(*self.key_direction[:2]), 1e-3)
        return min(upright, level) * self.key_direction


@dataclass(frozen=True, slots=True)
class Window:
    """Where a window's frame goes: in the plane of the lamp `lamp`, with the pane's size."""

    lamp: str
    bars: int


def hang_lamps(room: str, space: Space, rng: np.random.Generator) -> tuple[list[Lamp], list[Window]]:
    """The lamps of a kind of room, key and fill, and the windows among them."""
    kelvin = float(rng.choice(_LAMP_K))
    return _ROOMS[room](space, kelvin, rng)


def _tubes(space: Space, kelvin: float, rng: np.random.Generator) -> tuple[list[Lamp], list[Window]]:
    """Rows of twin tubes (T8, 1.2 or 1.5 m long, 26 mm thick) under the ceiling."""
    at, turn = space.at_ceiling(0.12 * space.scale), float(rng.choice([0.0, math.pi / 2])) + space.azimuth_rad
    length = float(rng.choice([1.2, 1.5])) * space.scale
    row, pitch = rng.uniform(1.6, 2.4) * space.scale, length * rng.uniform(1.05, 1.6)
    lamps = _twin_tube("key", KEY, at, turn, length, space.scale, kelvin)
    along, across = yaw_matrix(turn)[:, 0], yaw_matrix(turn)[:, 1]
    places = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1)]
    for number, pick in enumerate(rng.permutation(len(places))[: int(rng.integers(3, 6))]):
        i, j = places[int(pick)]
        place = at + i * pitch * along + j * row * across
        if np.abs(place[:2]).max() < 1.2 * space.reach_m:
            lamps += _twin_tube(f"fill_{number}", FILL, place, turn, length, space.scale, kelvin)
    return lamps, []


def _twin_tube(
    name: str, group: str, at: np.ndarray, turn: float, length: float, scale: float, kelvin: float
) -> list[Lamp]:
    gap = 0.075 * scale * yaw_matrix(turn)[:, 1]
    size = (length, 0.026 * scale)
    return [
        Lamp(f"{name}_{side}", "tube", size, as_matrix(yaw_matrix(turn), at + way * gap), 1.0, kelvin, group)
        for side, way in (("left", -1), ("right", 1))
    ]


def _panels(space: Space, kelvin: float, rng: np.random.Generator) -> tuple[list[Lamp], list[Window]]:
    """LED panels of a grid ceiling, 600 x 600 or 300 x 1200 mm, plain or with louvres."""
    size = [(0.6, 0.6), (1.2, 0.3)][int(rng.integers(2))]
    size_m = (size[0] * space.scale, size[1] * space.scale)
    beam = str(rng.choice(["diffuse", "grid"], p=[0.6, 0.4]))
    at, turn = space.at_ceiling(0.06 * space.scale), yaw_matrix(space.azimuth_rad)
    lamps = [Lamp("key", "panel", size_m, as_matrix(turn, at), 1.0, kelvin, KEY, beam)]
    pitch = rng.uniform(1.3, 2.2) * space.scale
    for number, (i, j) in enumerate(((1, 0), (-1, 0), (0, 1), (0, -1), (-1, 1))[: int(rng.integers(2, 6))]):
        place = at + turn @ np.array([i * pitch, j * pitch, 0.0])
        if np.abs(place[:2]).max() < 1.2 * space.reach_m:
            lamps.append(Lamp(f"fill_{number}", "panel", size_m, as_matrix(turn, place), 1.0, kelvin, FILL, beam))
    return lamps, []


def _softbox(space: Space, kelvin: float, rng: np.random.Generator) -> tuple[list[Lamp], list[Window]]:
    """One softbox near the work, a weaker one opposite, tubes above."""
    at = rng.uniform(0.75, 1.2) * space.scale * space.key_direction
    wide = rng.uniform(0.3, 0.7) * space.scale
    size_m = (wide, wide * rng.uniform(0.5, 1.0))
    pose = as_matrix(facing(at, np.zeros(3), rng.uniform(-0.3, 0.3)), at)
    lamps = [Lamp("key", "panel", size_m, pose, 1.0, kelvin, KEY)]
    angle, rise = space.azimuth_rad + math.pi + rng.uniform(-0.8, 0.8), rng.uniform(0.5, 1.1)
    other = (
        1.3
        * space.scale
        * np.array([math.cos(angle) * math.cos(rise), math.sin(angle) * math.cos(rise), math.sin(rise)])
    )
    lamps.append(Lamp("fill_box", "panel", size_m, as_matrix(facing(other, np.zeros(3)), other), 0.5, kelvin, FILL))
    return lamps + _tube_above(space, rng), []


def _ring(space: Space, kelvin: float, rng: np.random.Generator) -> tuple[list[Lamp], list[Window]]:
    """Eight bar lights in a ring around the work; the lower they hang, the more they rake."""
    distance = rng.uniform(0.9, 1.3) * space.scale
    radius = max(distance * math.cos(space.elevation_rad), 0.14 * space.scale)
    height = distance * math.sin(space.elevation_rad)
    length = 2 * math.pi * radius / 8 * 0.8
    lamps = []
    for number in range(8):
        angle = space.azimuth_rad + number * math.pi / 4
        at = np.array([radius * math.cos(angle), radius * math.sin(angle), height])
        pose = as_matrix(facing(at, np.zeros(3)), at)
        lamps.append(Lamp(f"key_{number}", "panel", (length, 0.05 * space.scale), pose, 1.0, kelvin, KEY))
    return lamps + _tube_above(space, rng), []


def _window(space: Space, kelvin: float, rng: np.random.Generator) -> tuple[list[Lamp], list[Window]]:
    """Daylight through a window in the wall, or a skylight where the light is to come from above; tubes inside."""
    key, window = _pane("key", KEY, space, space.azimuth_rad, space.elevation_rad, rng)
    return [key, *_tube_above(space, rng)], [window]


def _task(space: Space, kelvin: float, rng: np.random.Generator) -> tuple[list[Lamp], list[Window]]:
    """A small bright lamp on an arm, hard shadows; tubes above."""
    at = rng.uniform(0.6, 0.95) * space.scale * space.key_direction
    wide = rng.uniform(0.08, 0.16) * space.scale
    lamp = Lamp("key", "disc", (wide, wide), as_matrix(facing(at, np.zeros(3)), at), 1.0, kelvin, KEY)
    return [lamp, *_tube_above(space, rng)], []


def _mixed(space: Space, kelvin: float, rng: np.random.Generator) -> tuple[list[Lamp], list[Window]]:
    """A softbox or a lamp on an arm, daylight from another side, tubes above: three colours of light."""
    near, _ = (_softbox if rng.random() < 0.5 else _task)(space, kelvin, rng)
    angle = space.azimuth_rad + float(rng.choice([-1, 1])) * rng.uniform(1.4, 2.4)
    pane, window = _pane("fill_window", FILL, space, angle, rng.uniform(0.2, 0.5), rng)
    return [near[0], pane, *_tube_above(space, rng)], [window]


def _pane(
    name: str, group: str, space: Space, azimuth_rad: float, elevation_rad: float, rng: np.random.Generator
) -> tuple[Lamp, Window]:
    """A window pane in the wall or, where that would be too high, in the ceiling."""
    wide, high = rng.uniform(0.9, 1.7) * space.scale, rng.uniform(1.1, 1.7) * space.scale
    turned = Space(space.scale, space.ceiling_m, space.reach_m, azimuth_rad, elevation_rad)
    at = turned.at_ceiling(0.08 * space.scale)
    outwards = np.array([math.cos(azimuth_rad), math.sin(azimuth_rad), 0.0])
    if at[2] < space.ceiling_m - 0.55 * high:
        rotation = facing(outwards, np.zeros(3))
    else:
        at[2] = space.ceiling_m - 0.08 * space.scale
        rotation = yaw_matrix(azimuth_rad - math.pi / 2)
    daylight_k = rng.uniform(*_DAYLIGHT_K)
    lamp = Lamp(name, "panel", (wide, high), as_matrix(rotation, at), 1.0, daylight_k, group)
    return lamp, Window(name, int(rng.integers(1, 3)))


def _tube_above(space: Space, rng: np.random.Generator) -> list[Lamp]:
    """One or two ceiling tubes as fill, somewhere over the work."""
    kelvin = float(rng.choice(_LAMP_K))
    turn = rng.uniform(0, math.pi)
    side = rng.uniform(-0.35, 0.35, 2) * space.reach_m
    at = np.array([side[0], side[1], space.ceiling_m - 0.12 * space.scale])
    return _twin_tube("fill_tube", FILL, at, turn, 1.2 * space.scale, space.scale, kelvin)


_ROOMS: Mapping[str, Callable[[Space, float, np.random.Generator], tuple[list[Lamp], list[Window]]]] = {
    "mixed": _mixed,
    "panels": _panels,
    "ring": _ring,
    "softbox": _softbox,
    "task": _task,
    "tubes": _tubes,
    "window": _window,
}
