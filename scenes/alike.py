"""Look-alikes: unlabelled things that a model may take for the labelled parts they lie among."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from generator.factors import Factor
from generator.plan import ScenePlan
from generator.recipe import MeshRef
from generator.seeds import stream
from generator.stock import Stock, StockPart

LOOKALIKES = Factor(
    "scene.lookalikes",
    "count",
    "scene",
    "Unlabelled near-duplicates among the parts: sizes that the spec does not list, else off-size copies.",
    0,
    0,
    40,
    kind="integer",
    moves_geometry=True,
)

FACTORS = (LOOKALIKES,)

_OFF_SIZES = (0.78, 0.85, 1.18, 1.28)  # no tolerance and no perspective is as large


def lookalikes(plan: ScenePlan, stock: Stock, chosen: list[StockPart]) -> list[StockPart]:
    """As many unlabelled parts as the scene's factor says, each like one of those chosen."""
    count = int(plan.factors.get(LOOKALIKES.name, 0))
    rng = stream(plan.seed, plan.scene, "lookalikes")
    return [_like(chosen[int(rng.integers(len(chosen)))], stock, rng) for _ in range(count if chosen else 0)]


def _like(part: StockPart, stock: Stock, rng: np.random.Generator) -> StockPart:
    listed = {p.name for p in stock.parts}
    others = [p for p in stock.catalogue.parts.values() if p.family == part.family and p.name not in listed]
    if others:
        other = others[int(rng.integers(len(others)))]
        ref = MeshRef("part", other.name, {})
        return replace(part, name=other.name, category="", ref=ref, load=other.load, materials=other.materials)
    scale = float(_OFF_SIZES[int(rng.integers(len(_OFF_SIZES)))])
    return replace(part, category="", ref=replace(part.ref, params=part.ref.params | {"scale": scale}))
