"""Coverage: blind spots, that is where in factor space the training data is thin and the failures are many.

Space is cut by the range of each factor, not by quantiles of either dataset: what nobody rendered must show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from evaluation.levels import short
from evaluation.outcomes import Images, Outcomes
from generator.factors import Factor

_CELLS, _PAIR_CELLS = 8, 4
_THIN = 0.5  # training data is thin where it has less than half of what an even spread would give
_FEWEST_OBJECTS = 20
_MOST_PAIR_FACTORS, _MOST_SPOTS = 24, 20
_Z = 1.96  # 95 %


@dataclass(frozen=True, slots=True)
class Cell:
    """A range of a factor. `train_share` is of training images; `miss_rate` of objects, NaN without any."""

    label: str
    low: float | None
    high: float | None
    train_images: int
    train_share: float
    objects: int
    miss_rate: float
    miss_low: float  # Wilson's 95 % interval
    miss_high: float


@dataclass(frozen=True, slots=True)
class BlindSpot:
    """One or two factors with the ranges in which training data is thin and misses are above the overall rate."""

    factors: tuple[str, ...]
    cells: tuple[Cell, ...]  # of each factor; its counts are those of the spot
    train_share: float
    even_share: float
    objects: int
    miss_rate: float
    miss_low: float
    overall_miss_rate: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """Cells of every factor that varies, and the blind spots, the worst first."""

    train_images: int
    of_factor: dict[str, tuple[Cell, ...]]
    blind_spots: tuple[BlindSpot, ...]


def measure_coverage(outcomes: Outcomes, train: Images) -> Coverage:
    """Where `train` has little and the outcomes have many misses."""
    misses = _misses(outcomes)
    cut = {name: _cut(name, outcomes, train, _CELLS) for name in sorted(outcomes.images.factors)}
    used = {name: c for name, c in cut.items() if c is not None}
    of_factor = {name: tuple(_cells(c, misses)) for name, c in used.items()}
    overall = float(misses[1].sum() / max(misses[0].sum(), 1))
    spots = [spot for name, c in used.items() for spot in _spots((name,), (c,), misses, overall)]
    varied = sorted(used, key=lambda name: (-_contrast(of_factor[name]), name))[:_MOST_PAIR_FACTORS]
    coarse = {name: _cut(name, outcomes, train, _PAIR_CELLS) for name in varied}
    single = {(spot.factors[0]) for spot in spots}
    for pair in combinations(sorted(varied), 2):
        first, second = coarse[pair[0]], coarse[pair[1]]
        if first is not None and second is not None and not single & set(pair):
            spots += _spots(pair, (first, second), misses, overall)
    spots.sort(key=lambda spot: (-(spot.miss_low - overall) * spot.objects, spot.factors))
    return Coverage(len(train), of_factor, tuple(spots[:_MOST_SPOTS]))


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """A factor in cells: which cell each image is in, -1 for none."""

    labels: tuple[str, ...]
    bounds: tuple[tuple[float, float] | None, ...]
    train: np.ndarray
    tested: np.ndarray


def _cut(name: str, outcomes: Outcomes, train: Images, cells: int) -> _Cut | None:
    """None for a factor that the training data lacks, or that is constant in both."""
    tested, trained = outcomes.images.factors[name], train.factors.get(name)
    if trained is None or trained.dtype != tested.dtype:
        return None
    if tested.dtype == object:
        names = sorted({*tested.tolist(), *trained.tolist()} - {""})
        if len(names) < 2:
            return None
        place = {value: number for number, value in enumerate(names)}
        columns = [np.array([place.get(value, -1) for value in column]) for column in (trained, tested)]
        return _Cut(tuple(names), (None,) * len(names), *columns)
    edges = _edges(outcomes.factors.get(name), trained, tested, cells)
    if edges is None:
        return None
    columns = [
        np.where(np.isfinite(c), np.clip(np.searchsorted(edges, c, "right") - 1, 0, len(edges) - 2), -1)
        for c in (trained, tested)
    ]
    bounds = tuple(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))
    return _Cut(tuple(f"{short(low)} to {short(high)}" for low, high in bounds), bounds, *columns)


def _edges(factor: Factor | None, trained: np.ndarray, tested: np.ndarray, cells: int) -> np.ndarray | None:
    """Even cells over the range in which either dataset has values, widened to the catalogue's marks of that grid."""
    known = np.concatenate([column[np.isfinite(column)] for column in (trained, tested)])
    if not len(known) or known.min() == known.max():
        return None
    low, high = float(known.min()), float(known.max())
    if factor is not None and high - low > 0.5 * (factor.high - factor.low):
        low, high = factor.low, factor.high
    if factor is not None and factor.kind == "integer" and high - low < cells:
        return np.arange(np.floor(low), np.ceil(high) + 2) - 0.5
    return np.linspace(low, high, cells + 1)


def _misses(outcomes: Outcomes) -> tuple[np.ndarray, np.ndarray]:
    """(I,) objects and (I,) objects not found in each image."""
    truths, images = outcomes.truths, len(outcomes.images)
    real = ~truths.crowd
    lost = real & ~truths.matched
    return np.bincount(truths.image[real], minlength=images), np.bincount(truths.image[lost], minlength=images)


def _cells(cut: _Cut, misses: tuple[np.ndarray, np.ndarray]) -> list[Cell]:
    train, objects, lost = _counts(cut.train, cut.tested, len(cut.labels), misses)
    return [
        _cell(cut, number, int(train[number]), int(train.sum()), int(objects[number]), int(lost[number]))
        for number in range(len(cut.labels))
    ]


def _cell(cut: _Cut, number: int, train: int, all_train: int, objects: int, lost: int) -> Cell:
    low, high = cut.bounds[number] or (None, None)
    miss_low, miss_high = wilson(lost, objects)
    rate = lost / objects if objects else float("nan")
    share = train / max(all_train, 1)
    return Cell(cut.labels[number], low, high, train, share, objects, rate, miss_low, miss_high)


def _counts(
    train: np.ndarray, tested: np.ndarray, cells: int, misses: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Training images, tested objects and misses of each cell."""
    inside = tested >= 0
    counts = [np.bincount(tested[inside], column[inside], minlength=cells) for column in misses]
    return np.bincount(train[train >= 0], minlength=cells), counts[0], counts[1]


def _spots(
    names: tuple[str, ...], cuts: tuple[_Cut, ...], misses: tuple[np.ndarray, np.ndarray], overall: float
) -> list[BlindSpot]:
    """Cells, or cells of a grid, with thin training data and a miss rate that is surely above the overall one."""
    shape = [len(cut.labels) for cut in cuts]
    train, tested = (
        np.where(
            np.all([getattr(cut, side) >= 0 for cut in cuts], axis=0),
            np.ravel_multi_index([np.maximum(getattr(cut, side), 0) for cut in cuts], shape),
            -1,
        )
        for side in ("train", "tested")
    )
    size = int(np.prod(shape))
    trained, objects, lost = _counts(train, tested, size, misses)
    even = 1 / max(int((objects > 0).sum()), 1)
    spots = []
    for number in np.flatnonzero(objects >= _FEWEST_OBJECTS):
        share = trained[number] / max(trained.sum(), 1)
        low, _ = wilson(int(lost[number]), int(objects[number]))
        if share < _THIN * even and low > overall:
            places = np.unravel_index(number, shape)
            counts = (int(trained[number]), int(trained.sum()), int(objects[number]), int(lost[number]))
            cells = tuple(_cell(cut, int(place), *counts) for cut, place in zip(cuts, places, strict=True))
            rate = float(lost[number] / objects[number])
            spots.append(BlindSpot(names, cells, float(share), even, int(objects[number]), rate, low, overall))
    return spots


def _contrast(cells: tuple[Cell, ...]) -> float:
    """How far miss rates lie apart: pairs are looked at only among factors that matter."""
    rates = [cell.miss_rate for cell in cells if cell.objects >= _FEWEST_OBJECTS]
    return max(rates) - min(rates) if rates else 0.0


def wilson(lost: int, objects: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (Wilson 1927); (0, 1) without objects."""
    if not objects:
        return 0.0, 1.0
    share, square = lost / objects, _Z * _Z
    centre = (share + square / (2 * objects)) / (1 + square / objects)
    half = _Z * float(np.sqrt(share * (1 - share) / objects + square / (4 * objects**2))) / (1 + square / objects)
    return max(0.0, centre - half), min(1.0, centre + half)


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
