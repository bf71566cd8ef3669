"""ISO screws: hexagon bolts, socket heads with knurling, countersunk heads; all with their threads."""

from __future__ import annotations

from generator.plugins import Part
from scenes.parts._stored import LIBRARY, stored

_PLATED = (
    "steel_zinc_blue", "steel_zinc_yellow", "steel_black_oxide", "zinc_sandblasted", "stainless_steel_turned",
    "stainless_steel_sandblasted", "brass_turned",
)  # fmt: skip
_HIGH_STRENGTH = (
    "steel_black_oxide",
    "steel_zinc_blue",
    "zinc_sandblasted",
    "nickel_polished",
    "stainless_steel_turned",
)


def _screw(family: str, size: int, length: int, norm: str, materials: tuple[str, ...]) -> Part:
    name = f"{family}_m{size}x{length}"
    return Part(name, family, f"{norm} M{size} x {length}", LIBRARY, stored(name), {"body": materials})


def _bolt(size: int, length: int) -> Part:
    norm = "ISO 4014 hexagon bolt with shank" if length > 5 * size else "ISO 4017 hexagon screw"
    return _screw("hex_bolt", size, length, f"{norm}, 8.8 on the head,", _PLATED)


_SOCKET = "ISO 4762 socket head cap screw, knurled,"
_COUNTERSUNK = "ISO 10642 countersunk socket screw"

PARTS: tuple[Part, ...] = (
    *(_bolt(d, n) for d, n in ((6, 20), (8, 30), (8, 50), (10, 40), (12, 70))),
    *(_screw("socket_screw", d, n, _SOCKET, _HIGH_STRENGTH) for d, n in ((4, 12), (6, 20), (8, 25), (8, 45))),
    *(_screw("countersunk_screw", d, n, _COUNTERSUNK, _HIGH_STRENGTH) for d, n in ((4, 12), (5, 16), (8, 25))),
)
