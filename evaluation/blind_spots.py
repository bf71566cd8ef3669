"""Blind spots: ranges of one factor, or of two together, in which training data is thin and misses are many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from evaluation.coverage import (
    CONFIDENCE,
    Cell,
    Cut,
    Misses,
    cells_of,
    count,
    count_misses,
    cut_factor,
    make_cell,
    wilson,
)
from evaluation.outcomes import Images, Outcomes
from generator.factors import Factor

_CELLS, _PAIR_CELLS = 8, 4
_THIN = 0.5  # training data is thin where it has less than half of what an even spread would give
_FEWEST_OBJECTS, _FEWEST_SCENES = 20, 3
_MOST_PAIR_FACTORS, _MOST_SPOTS = 24, 20


@dataclass(frozen=True, slots=True)
class BlindSpot:
    """One or two factors with the ranges of the spot. `miss_low` bounds the miss rate, for all cells tried at once."""

    factors: tuple[str, ...]
    cells: tuple[Cell, ...]  # of each factor; their counts are those of the spot
    train_share: float
    even_share: float
    objects: int
    miss_rate: float
    miss_low: float
    overall_miss_rate: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """Cells of every factor that varies, and the blind spots, the costliest first."""

    train_images: int
    of_factor: dict[str, tuple[Cell, ...]]
    blind_spots: tuple[BlindSpot, ...]


def measure_coverage(outcomes: Outcomes, train: Images) -> Coverage:
    """Where `train` has little and the outcomes have many misses.

    Pairs are looked at among the factors whose miss rates differ most, and not where one of the two is a spot already.
    """
    misses, images = count_misses(outcomes), outcomes.images
    cuts = _cuts(outcomes, train, _CELLS, sorted(images.factors))
    of_factor = {name: cells_of(cut, misses) for name, cut in cuts.items()}
    spots = _spots([((name,), (cut,)) for name, cut in cuts.items()], misses)
    single = {spot.factors[0] for spot in spots}
    varied = sorted(set(cuts) - single, key=lambda name: (-_contrast(of_factor[name]), name))[:_MOST_PAIR_FACTORS]
    coarse = _cuts(outcomes, train, _PAIR_CELLS, sorted(varied))
    spots += _spots([((a, b), (coarse[a], coarse[b])) for a, b in combinations(coarse, 2)], misses)
    spots.sort(key=lambda spot: ((spot.overall_miss_rate - spot.miss_low) * spot.objects, spot.factors))
    return Coverage(len(train), of_factor, tuple(spots[:_MOST_SPOTS]))


def _cuts(outcomes: Outcomes, train: Images, cells: int, names: list[str]) -> dict[str, Cut]:
    found = {name: cut_factor(name, outcomes.factors.get(name), train, outcomes.images, cells) for name in names}
    return {name: cut for name, cut in found.items() if cut is not None}


def _spots(tried: list[tuple[tuple[str, ...], tuple[Cut, ...]]], misses: Misses) -> list[BlindSpot]:
    """Cells of grids with thin training data and a miss rate above the overall one, allowing for all cells tried."""
    grids = []
    for names, cuts in tried:
        shape = tuple(len(cut.labels) for cut in cuts)
        train, tested = (_place([getattr(cut, side) for cut in cuts], shape) for side in ("train", "tested"))
        counts = count(train, tested, int(np.prod(shape)), misses)
        grids.append((names, cuts, shape, counts))
    enough = [(c.objects >= _FEWEST_OBJECTS) & (c.scenes >= _FEWEST_SCENES) for _, _, _, c in grids]
    confidence = 1 - (1 - CONFIDENCE) / max(sum(int(e.sum()) for e in enough), 1)
    spots = []
    for (names, cuts, shape, counts), usable in zip(grids, enough, strict=True):
        even = 1 / max(int((counts.objects > 0).sum()), 1)
        share = counts.train / max(counts.train.sum(), 1)
        for row in np.flatnonzero(usable & (share < _THIN * even)):
            rate = float(counts.lost[row] / counts.objects[row])
            low, _ = wilson(rate, float(counts.effective[row]), confidence)
            if low > misses.rate:
                places = np.unravel_index(row, shape)
                cells = tuple(make_cell(cut, int(p), counts, row) for cut, p in zip(cuts, places, strict=True))
                figures = (float(share[row]), even, int(counts.objects[row]), rate, low, misses.rate)
                spots.append(BlindSpot(names, cells, *figures))
    return spots


def _place(columns: list[np.ndarray], shape: tuple[int, ...]) -> np.ndarray:
    """The cell of each image in the grid of all factors; -1 where one of them has none."""
    inside = np.all([column >= 0 for column in columns], axis=0)
    return np.where(inside, np.ravel_multi_index([np.maximum(column, 0) for column in columns], shape), -1)


def _contrast(cells: tuple[Cell, ...]) -> float:
    """How far miss rates lie apart beyond their intervals."""
    known = [cell for cell in cells if cell.objects >= _FEWEST_OBJECTS]
    return max((c.miss_low for c in known), default=0.0) - min((c.miss_high for c in known), default=0.0)


def coverage_record(coverage: Coverage, factors: Mapping[str, Factor]) -> dict[str, Any]:
    """As `report.json` holds it."""
    return {
        "train_images": coverage.train_images,
        "blind_spots": [
            {
                "factors": [
                    {"name": name, "unit": factors[name].unit if name in factors else "", "low": c.low, "high": c.high}
                    | {"label": c.label}
                    for name, c in zip(spot.factors, spot.cells, strict=True)
                ],
                "train_share": spot.train_share,
                "even_share": spot.even_share,
                "objects": spot.objects,
                "miss_rate": spot.miss_rate,
                "miss_rate_low": spot.miss_low,
                "overall_miss_rate": spot.overall_miss_rate,
            }
            for spot in coverage.blind_spots
        ],
        "factors": {
            name: [
                {"label": c.label, "low": c.low, "high": c.high, "train_images": c.train_images}
                | {"train_share": c.train_share, "objects": c.objects, "miss_rate": c.miss_rate}
                | {"miss_rate_low": c.miss_low, "miss_rate_high": c.miss_high}
                for c in cells
            ]
            for name, cells in coverage.of_factor.items()
        },
    }
