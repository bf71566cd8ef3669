"""Spur gears: involute teeth of bd_warehouse on blanks with hub, bore, keyway and turned-off tooth tips."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bd_warehouse.gear import SpurGear
from build123d import Box, Cylinder, Pos, Rot
from hulls import ring
from raw import RawPart
from stamps import around
from tessellate import revolved, tessellated


def spur_gear(module: float, teeth: int, width: float, bore: float, hub: tuple[float, float], recess: bool) -> RawPart:
    """A gear with its toothed rim on z = 0 .. width and a hub (diameter, length) above it."""
    gear = SpurGear(module, teeth, 20, width, root_fillet=0.25 * module if teeth < 30 else None)
    tip, root = module * (teeth + 2) / 2, module * (teeth - 2.5) / 2
    edge = 0.18 * module
    blank = [(0, 0), (tip - edge, 0), (tip + 0.01, edge), (tip + 0.01, width - edge), (tip - edge, width), (0, width)]
    body = Pos(0, 0, width / 2) * gear & revolved(blank)
    radius, rise = hub[0] / 2, hub[1]
    body += revolved([(0, width - 1), (radius, width - 1), (radius, width + rise, 0.4), (0, width + rise)])
    if recess:
        trough = [
            (radius + 1.5, -1),
            (root - 2.0, -1),
            (root - 2.5, 0.25 * width, 0.6),
            (radius + 2, 0.25 * width, 0.6),
        ]
        body -= revolved(trough)
        body -= Pos(0, 0, width) * Rot(180, 0, 0) * revolved(trough)
    ease = 0.4
    through = [(0, -1), (bore / 2 + ease + 1, -1), (bore / 2, ease), (bore / 2, width + rise - ease)]
    body -= revolved([*through, (bore / 2 + ease + 1, width + rise + 1), (0, width + rise + 1)])
    if bore >= 8:
        key = {8: (2.0, 1.0), 10: (3.0, 1.4), 12: (4.0, 1.8)}[int(bore)]
        body -= Pos(bore / 2, 0, (width + rise) / 2) * Box(2 * key[1], key[0], width + rise + 2)
    body -= (
        Pos(0, -radius, width + rise / 2) * Rot(90, 0, 0) * Cylinder(0.5 * min(4.0, 0.45 * rise), 2 * radius - bore + 2)
    )
    if not recess:
        text, size = f"M{module:g} Z{teeth}", 0.35 * (root - radius)
        body -= around(text, size, (root + radius) / 2, 0.1, 0.1).moved(Pos(0, 0, width))
    surface = tessellated(body, 0.02, 0.3)
    low = ring(bore / 2, tip, 0, width, 16)
    return RawPart([surface], [*low, *ring(bore / 2, radius, width, width + rise, 8)])


PARTS: dict[str, Callable[[], RawPart]] = {
    "spur_gear_m1_z24": partial(spur_gear, 1.0, 24, 8.0, 8.0, (16.0, 7.0), False),
    "spur_gear_m1_z40": partial(spur_gear, 1.0, 40, 8.0, 8.0, (20.0, 8.0), True),
    "spur_gear_m2_z18": partial(spur_gear, 2.0, 18, 14.0, 12.0, (26.0, 8.0), False),
}
