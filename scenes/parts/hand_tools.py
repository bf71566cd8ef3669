"""Hand tools: spanners with their sizes forged in, and hexagon keys."""

from __future__ import annotations

from generator.plugins import Part
from scenes.parts._stored import OURS, stored

_FORGED = ("steel_chrome_plated", "chromium_sandblasted", "nickel_polished", "steel_forged", "steel_black_oxide")
_KEY = ("steel_black_oxide", "steel_chrome_plated", "nickel_polished", "zinc_sandblasted")


def _tool(name: str, family: str, doc: str, materials: tuple[str, ...] = _FORGED) -> Part:
    return Part(name, family, doc, OURS, stored(name), {"body": materials}, roles=("tool",))


PARTS: tuple[Part, ...] = (
    _tool("open_spanner_10", "open_spanner", "DIN 3110 double open-ended spanner 8 x 10"),
    _tool("open_spanner_13", "open_spanner", "DIN 3110 double open-ended spanner 10 x 13"),
    _tool("ring_spanner_10", "ring_spanner", "DIN 837 flat double ring spanner 8 x 10"),
    _tool("ring_spanner_13", "ring_spanner", "DIN 837 flat double ring spanner 10 x 13"),
    _tool("combination_spanner_13", "combination_spanner", "DIN 3113 combination spanner 13"),
    _tool("hex_key_3", "hex_key", "ISO 2936 hexagon key 3, legs 63 and 20 mm", _KEY),
    _tool("hex_key_5", "hex_key", "ISO 2936 hexagon key 5, legs 80 and 28 mm", _KEY),
    _tool("hex_key_6", "hex_key", "ISO 2936 hexagon key 6, legs 90 and 32 mm", _KEY),
)
