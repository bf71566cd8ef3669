"""Coverage: for each range of each factor, how many images were trained on and how many objects are missed there.

Factors are cut into even ranges, not into quantiles of either dataset: what nobody rendered must show.
Objects of one scene fail together, so intervals count scenes: the design effect of Kish (1965) shrinks the number of
objects to as many as would tell as much if each came from a scene of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from evaluation.levels import short
from evaluation.outcomes import Images, Outcomes
from generator.factors import Factor

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Cell:
    """A range of a factor. `miss_rate` is of objects, NaN without any; Wilson's interval of 95 %."""

    label: str
    low: float | None
    high: float | None
    train_images: int
    train_share: float
    objects: int
    miss_rate: float
    miss_low: float
    miss_high: float


@dataclass(frozen=True, slots=True, eq=False)
class Misses:
    """What each tested image tells: (I,) objects, objects not found, and its scene as a number from 0."""

    objects: np.ndarray
    lost: np.ndarray
    scene: np.ndarray
    likeness: float  # intraclass correlation of the objects of a scene, 0..1: what cells at least have

    @property
    def rate(self) -> float:
        """Of all objects."""
        return float(self.lost.sum() / max(self.objects.sum(), 1))


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """A factor in cells: the cell of each image, -1 for none."""

    labels: tuple[str, ...]
    bounds: tuple[tuple[float, float] | None, ...]
    train: np.ndarray
    tested: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Of each cell: training images, tested objects, those missed, scenes they come from, what they are worth."""

    train: np.ndarray
    objects: np.ndarray
    lost: np.ndarray
    scenes: np.ndarray
    effective: np.ndarray  # number of independent objects that tell as much


def count_misses(outcomes: Outcomes) -> Misses:
    """Per image. Images without a scene (of a user's own) each count as one."""
    truths, images = outcomes.truths, outcomes.images
    real = ~truths.crowd
    objects = np.bincount(truths.image[real], minlength=len(images)).astype(float)
    lost = np.bincount(truths.image[real & ~truths.matched], minlength=len(images)).astype(float)
    names = np.where(images.scene >= 0, images.scene, -2 - np.arange(len(images)))
    scene = np.unique(np.where(images.base >= 0, images.base, names), return_inverse=True)[1]
    effect = _design_effect(np.zeros(len(images), np.int64), 1, objects, lost, scene)[0]
    size = objects.sum() / max(len(np.unique(scene)), 1)
    return Misses(objects, lost, scene, float(min((effect - 1) / (size - 1), 1)) if size > 1 else 0.0)


def cut_factor(name: str, factor: Factor | None, train: Images, tested: Images, cells: int) -> Cut | None:
    """None for a factor that the training data lacks, or that is constant in both."""
    ours, theirs = tested.factors[name], train.factors.get(name)
    if theirs is None or theirs.dtype != ours.dtype:
        return None
    if ours.dtype == object:
        names = sorted({*ours.tolist(), *theirs.tolist()} - {""})
        place = {value: number for number, value in enumerate(names)}
        columns = [np.array([place.get(value, -1) for value in column], np.int64) for column in (theirs, ours)]
        return Cut(tuple(names), (None,) * len(names), *columns) if len(names) > 1 else None
    edges = _edges(factor, theirs, ours, cells)
    if edges is None:
        return None
    columns = [
        np.where(np.isfinite(c), np.clip(np.searchsorted(edges, c, "right") - 1, 0, len(edges) - 2), -1)
        for c in (theirs, ours)
    ]
    bounds = tuple(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))
    return Cut(tuple(f"{short(low)} to {short(high)}" for low, high in bounds), bounds, *columns)


def _edges(factor: Factor | None, trained: np.ndarray, tested: np.ndarray, cells: int) -> np.ndarray | None:
    """Even cells over the range in which either dataset has values; over all of the factor's if that is most of it."""
    known = np.concatenate([column[np.isfinite(column)] for column in (trained, tested)])
    if not len(known) or known.min() == known.max():
        return None
    low, high = float(known.min()), float(known.max())
    if factor is not None and high - low > 0.5 * (factor.high - factor.low):
        low, high = min(low, factor.low), max(high, factor.high)
    if factor is not None and factor.kind == "integer" and high - low < cells:
        return np.arange(np.floor(low), np.ceil(high) + 2) - 0.5
    return np.linspace(low, high, cells + 1)


def count(train: np.ndarray, tested: np.ndarray, cells: int, misses: Misses) -> Counts:
    """Counts of each cell, from the cell of each training image and of each tested image."""
    inside = tested >= 0
    place, objects, lost, scene = tested[inside], misses.objects[inside], misses.lost[inside], misses.scene[inside]
    total = np.bincount(place, objects, minlength=cells)
    pairs = np.unique(place * (misses.scene.max(initial=0) + 1) + scene)
    scenes = np.bincount(pairs // (misses.scene.max(initial=0) + 1), minlength=cells)
    least = 1 + np.maximum(total / np.maximum(scenes, 1) - 1, 0) * misses.likeness
    effect = np.maximum(_design_effect(place, cells, objects, lost, scene), least)
    return Counts(
        np.bincount(train[train >= 0], minlength=cells),
        total,
        np.bincount(place, lost, minlength=cells),
        scenes,
        total / effect,
    )


def _design_effect(
    place: np.ndarray, cells: int, objects: np.ndarray, lost: np.ndarray, scene: np.ndarray
) -> np.ndarray:
    """(cells,) variance of the miss rate between scenes over that of independent objects; at least 1."""
    scenes = int(scene.max(initial=0)) + 1
    key, code = np.unique(place * scenes + scene, return_inverse=True)
    of = key // scenes
    n, m = np.bincount(code, objects, minlength=len(key)), np.bincount(code, lost, minlength=len(key))
    total, gone = np.bincount(of, n, minlength=cells), np.bincount(of, m, minlength=cells)
    rate = gone / np.maximum(total, 1)
    many = np.bincount(of, minlength=cells)
    spread = np.bincount(of, (m - rate[of] * n) ** 2, minlength=cells) * many / np.maximum(many - 1, 1)
    chance = total * rate * (1 - rate)
    return np.maximum(np.where(chance > 0, spread / np.where(chance > 0, chance, 1), 1), 1)


def cells_of(cut: Cut, misses: Misses) -> tuple[Cell, ...]:
    """A factor's cells with their counts."""
    counts = count(cut.train, cut.tested, len(cut.labels), misses)
    return tuple(make_cell(cut, number, counts, number) for number in range(len(cut.labels)))


def make_cell(cut: Cut, number: int, counts: Counts, row: int) -> Cell:
    """Cell `number` of a cut, with the counts of `row`."""
    low, high = cut.bounds[number] or (None, None)
    objects = float(counts.objects[row])
    rate = float(counts.lost[row] / objects) if objects else float("nan")
    ends = wilson(rate, float(counts.effective[row]))
    share = float(counts.train[row] / max(counts.train.sum(), 1))
    return Cell(cut.labels[number], low, high, int(counts.train[row]), share, int(objects), rate, *ends)


def wilson(share: float, number: float, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's interval (1927) of a share of `number` objects; (0, 1) without any."""
    if number <= 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    centre = (share + z * z / (2 * number)) / (1 + z * z / number)
    half = z * float(np.sqrt(share * (1 - share) / number + z * z / (4 * number**2))) / (1 + z * z / number)
    return max(0.0, centre - half), min(1.0, centre + half)
