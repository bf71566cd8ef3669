"""Intervals by resampling images: 95 % percentile bootstrap of AP50, recall and precision, for any choice of images.

What each image adds is counted once, in bins of score; a resample is then a weighted sum of images, and AP50 follows
from sums alone. With more predictions of a class than bins, the curve is a little coarser than COCO's, so only the
spread of the resamples is used, around COCO's own figure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from evaluation.matching import MOST_DETECTIONS, Matching
from evaluation.outcomes import IGNORED, Outcomes

RESAMPLES = 300
FEWEST_IMAGES = 5  # resamples of fewer hardly differ: an interval would be far too narrow
_MOST_BINS = 64  # of scores, for each class
_LOW, _HIGH = 2.5, 97.5


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and its 95 % interval; NaN where nothing can be said."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Bootstrap:
    """Per-image counts (I rows) and the weights of images in each resample."""

    weights: np.ndarray  # (B, I) float32: how often each resample holds each image
    right: sparse.csr_matrix  # (I, C * bins): true positives at an IoU of 0.5, by class and score, best scores first
    wrong: sparse.csr_matrix  # (I, C * bins)
    objects: np.ndarray  # (I, C) float32
    counts: np.ndarray  # (I, 4) float32: objects, found, predictions, right; all from the operating point on

    def ap50(self, chosen: np.ndarray, value: float) -> Interval:
        """Interval around `value`, COCO's AP50 of the images `chosen` (I,) bool."""
        rows = np.flatnonzero(chosen)
        if len(rows) < FEWEST_IMAGES:
            return Interval(value, float("nan"), float("nan"))
        as_they_are = np.ones((1, len(rows)), np.float32)
        found = self._resampled_ap50(rows, np.concatenate([as_they_are, self.weights[:, rows]]))
        return around(value, found[1:], float(found[0]))

    def _resampled_ap50(self, rows: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """(B,) AP50 of the images `rows` with `weights` (B, number of rows); NaN where a resample has no object.

        The resamples are the last axis of all arrays here: sums along the scores then run over whole cache lines.
        """
        transposed = np.ascontiguousarray(weights.T)
        classes = np.flatnonzero(self.objects[rows].any(axis=0))  # others have no AP here
        cells, places, bins = self._used_cells(rows, classes)
        right, total = np.zeros((2, len(classes) * bins, len(weights)), np.float32)
        right[places] = self.right[rows][:, cells].T.dot(transposed)
        total[places] = self.wrong[rows][:, cells].T.dot(transposed)
        shape = (len(classes), bins, len(weights))
        right, total = _running(right.reshape(shape)), _running(total.reshape(shape))
        total += right
        objects = (self.objects[rows][:, classes].T @ transposed)[:, None]
        # Recall points 0, 0.01 ... 1 that lie at or below the recall reached in each bin.
        points = np.floor(right * (100 / np.maximum(objects, 1)) + 1e-3) + (total > 0)
        points[:, 1:] -= points[:, :-1].copy()
        right /= np.maximum(total, 1)
        for place in range(bins - 2, -1, -1):  # precision as good as that of any later bin
            np.maximum(right[:, place], right[:, place + 1], out=right[:, place])
        right *= points
        return _mean_over(right.sum(axis=1) / 101, objects[:, 0] > 0)

    def _used_cells(self, rows: np.ndarray, classes: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
        """Cells of these classes that hold anything in these images; their places without empty bins; bins then."""
        bins = self.right.shape[1] // self.objects.shape[1]
        held = np.zeros(self.right.shape[1], bool)
        for table in (self.right, self.wrong):
            held[table[rows].indices] = True
        held = held.reshape(-1, bins)[classes]
        most = int(held.sum(axis=1).max(initial=1))
        klass, place = np.nonzero(held)
        rank = np.cumsum(held, axis=1)[klass, place] - 1
        return classes[klass] * bins + place, klass * most + rank, most

    def rates(self, chosen: np.ndarray) -> tuple[Interval, Interval]:
        """(recall, precision) of the chosen images at the operating point."""
        counts = self.counts[chosen]
        sums, resampled = counts.sum(axis=0), self.weights[:, chosen] @ counts
        with np.errstate(invalid="ignore", divide="ignore"):
            value = np.array([sums[1] / sums[0], sums[3] / sums[2]])
            spread = np.stack([resampled[:, 1] / resampled[:, 0], resampled[:, 3] / resampled[:, 2]])
        if chosen.sum() < FEWEST_IMAGES:
            spread = np.full((2, 1), np.nan)
        return around(float(value[0]), spread[0], float(value[0])), around(float(value[1]), spread[1], float(value[1]))


def make_bootstrap(outcomes: Outcomes, matching: Matching, working: Outcomes, rng: np.random.Generator) -> Bootstrap:
    """Count what each image adds. `working` are the outcomes from the operating point on."""
    images, ids = len(outcomes.images), list(outcomes.categories)
    detections, truths = outcomes.detections, outcomes.truths
    judged = np.flatnonzero((detections.error != IGNORED) & (matching.rank < MOST_DETECTIONS))
    of_class = [judged[detections.category_id[judged] == category] for category in ids]
    bins = max((min(len(np.unique(detections.score[rows])), _MOST_BINS) for rows in of_class), default=0) or 1
    cell = np.zeros(len(detections), np.int64)
    for k, rows in enumerate(of_class):
        cell[rows] = k * bins + _bins(detections.score[rows])
    correct = detections.correct[judged]
    real = ~truths.crowd
    objects = np.zeros((images, len(ids)), np.float32)
    np.add.at(objects, (truths.image[real], np.searchsorted(ids, truths.category_id[real])), 1)
    draws = rng.multinomial(images, np.full(images, 1 / images), size=RESAMPLES) if images else np.zeros((RESAMPLES, 0))
    return Bootstrap(
        draws.astype(np.float32),
        _table(detections.image[judged[correct]], cell[judged[correct]], images, len(ids) * bins),
        _table(detections.image[judged[~correct]], cell[judged[~correct]], images, len(ids) * bins),
        objects,
        image_counts(working),
    )


def image_counts(outcomes: Outcomes) -> np.ndarray:
    """(I, 4) float32: objects, objects found, predictions, right ones, of each image. Crowds are left out."""
    detections, truths, images = outcomes.detections, outcomes.truths, len(outcomes.images)
    judged, real = detections.error != IGNORED, ~truths.crowd
    columns = (
        truths.image[real],
        truths.image[real & truths.matched],
        detections.image[judged],
        detections.image[judged & detections.correct],
    )
    return np.stack([np.bincount(rows, minlength=images) for rows in columns], axis=1).astype(np.float32)


def around(value: float, resampled: np.ndarray, centre: float) -> Interval:
    """The percentile interval of the resamples, moved by `value` - `centre`, within 0..1."""
    known = resampled[np.isfinite(resampled)]
    if not np.isfinite(value) or not len(known):
        return Interval(value, float("nan"), float("nan"))
    low, high = np.percentile(known, [_LOW, _HIGH]) + (value - centre)
    return Interval(value, float(min(max(low, 0.0), value)), float(max(min(high, 1.0), value)))


def _bins(score: np.ndarray) -> np.ndarray:
    """(N,) bin of each score, best first: one for each score if they are few, else about as many in each."""
    levels = np.unique(score)
    if len(levels) > _MOST_BINS:
        levels = np.unique(np.quantile(score, np.linspace(0, 1, _MOST_BINS + 1)[:-1], method="lower"))
    return len(levels) - np.searchsorted(levels, score, side="right")


def _table(image: np.ndarray, cell: np.ndarray, images: int, cells: int) -> sparse.csr_matrix:
    ones = np.ones(len(image), np.float32)
    return sparse.csr_matrix((ones, (image, cell)), shape=(images, cells))


def _running(counts: np.ndarray) -> np.ndarray:
    """(C, bins, B) sums from the best score down, in place."""
    for place in range(1, counts.shape[1]):  # three times as quick as np.cumsum along this axis
        counts[:, place] += counts[:, place - 1]
    return counts


def _mean_over(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """(B,) mean of `values` (C, B) over the classes that are known; NaN without one."""
    number = known.sum(axis=0)
    total = np.where(known, values, 0).sum(axis=0)
    return np.where(number > 0, total / np.maximum(number, 1), np.nan)
