"""Line changeover: which sizes of its parts a line runs, and whose finish they have.

A configuration is a name: the same name means the same sizes and finishes in every scene, so that a dataset can hold
one out (``held_out`` of a spec) and test on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar

from generator.factors import Factor
from generator.plan import ScenePlan
from generator.seeds import stable_fraction
from generator.stock import StockPart

_T = TypeVar("_T")
_MIXED = "mixed"
_NAMES = ("a", "b", "c", "d")
VARIANT = Factor(
    "line.variant",
    "name",
    "scene",
    "Which length and thread each family of parts comes in: a to d are four configurations, mixed takes what it gets.",
    _MIXED,
    kind="category",
    choices=(*_NAMES, _MIXED),
    moves_geometry=True,
)
SUPPLIER = Factor(
    "line.supplier",
    "name",
    "scene",
    "Whose parts they are: each of a to d delivers every part in one finish of its own, mixed changes by batch.",
    _MIXED,
    kind="category",
    choices=(*_NAMES, _MIXED),
    moves_geometry=True,  # another mass, another friction
)

FACTORS = (VARIANT, SUPPLIER)


def of_variant(plan: ScenePlan, parts: Sequence[StockPart]) -> list[StockPart]:
    """One size of each family of parts, as the scene's configuration has it; all of them where it is mixed."""
    variant = str(plan.factors.get(VARIANT.name, _MIXED))
    if variant == _MIXED:
        return list(parts)
    families: dict[str, list[StockPart]] = defaultdict(list)
    for part in parts:
        families[part.family].append(part)
    return [_turn(sorted(members, key=lambda p: p.name), family, variant) for family, members in families.items()]


def of_supplier(plan: ScenePlan, part: StockPart, slot: str, materials: Sequence[str]) -> str | None:
    """The material in which the scene's supplier delivers that region of a part; None where suppliers are mixed."""
    supplier = str(plan.factors.get(SUPPLIER.name, _MIXED))
    return None if supplier == _MIXED else _turn(materials, f"{part.family}.{slot}", supplier)


def _turn(choices: Sequence[_T], of: str, name: str) -> _T:
    """Names take turns from a start of the thing's own, so that four names differ where there are four choices."""
    start = int(stable_fraction(of) * len(choices))
    return choices[(start + _NAMES.index(name)) % len(choices)]
