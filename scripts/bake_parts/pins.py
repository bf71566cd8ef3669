"""Pins: parallel dowels, clevis pins with a head and a split-pin hole, slotted spring pins."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import partial

import numpy as np
from build123d import Box, Cylinder, Pos, Rot
from hulls import frustum, sector
from lathe import turned
from raw import RawPart
from tessellate import revolved, tessellated


def dowel_pin(diameter: float, length: float) -> RawPart:
    """ISO 8734: one end chamfered at 15 degrees, the other rounded."""
    radius, lead = diameter / 2, 0.1 * diameter + 0.2
    tip = radius - lead * np.tan(np.radians(15))
    corners = [(0, 0), (tip, 0, 0.15), (radius, lead), (radius, length, 0.13 * diameter), (0, length)]
    return RawPart([turned(corners, 40)], [frustum([(tip, 0), (radius, lead), (radius, length)], 24)])


def clevis_pin(diameter: float, length: float) -> RawPart:
    """ISO 2341 B; the length counts from under the head."""
    head, height, hole, end = {8: (14.0, 3.0, 2.0, 2.9), 10: (18.0, 4.0, 3.2, 4.5)}[int(diameter)]
    radius, lead = diameter / 2, 0.2 * diameter
    shank = [(0, 0), (radius - lead * 0.4, 0, 0.2), (radius, lead), (radius, length, 0.4)]
    body = revolved([*shank, (head / 2, length, 0.1), (head / 2, length + height, 0.6), (0, length + height)])
    body -= Pos(0, 0, end) * Rot(90, 0, 0) * Cylinder(hole / 2, 2 * diameter)
    tip = radius - lead * 0.4
    hulls = [frustum([(tip, 0), (radius, lead), (radius, length)], 24)]
    hulls.append(frustum([(radius, length - 0.4), (head / 2, length), (head / 2, length + height)], 24))
    return RawPart([tessellated(body, 0.015, 0.2)], hulls)


def spring_pin(diameter: float, length: float, wall: float) -> RawPart:
    """ISO 8752: a slotted tube of rolled spring steel, both ends chamfered."""
    radius, slot = diameter / 2 + 0.15, 0.28 * diameter
    ease = 0.35 * wall
    rise = [(radius - wall, 0), (radius - ease, 0), (radius, 2 * ease), (radius, length - 2 * ease)]
    body = revolved([*rise, (radius - ease, length), (radius - wall, length)])
    body -= Pos(radius, 0, length / 2) * Box(2 * radius, slot, length + 1)
    start = np.arcsin(slot / 2 / radius)
    angles = np.linspace(start, 2 * np.pi - start, 11)
    inner = (radius - wall) * 0.99
    hulls = [sector(inner, radius, a, b, 0, length, 2) for a, b in itertools.pairwise(angles)]
    return RawPart([tessellated(body, 0.015, 0.2)], hulls)


PARTS: dict[str, Callable[[], RawPart]] = {
    "dowel_pin_6x30": partial(dowel_pin, 6, 30),
    "dowel_pin_8x40": partial(dowel_pin, 8, 40),
    "clevis_pin_8x36": partial(clevis_pin, 8, 36),
    "spring_pin_6x30": partial(spring_pin, 6, 30, 1.2),
}
