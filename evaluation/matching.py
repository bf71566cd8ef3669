"""Matching: which prediction takes which object, at ten IoU thresholds and four ranges of size, as COCO does it.

In each image and class, predictions choose in the order of their scores; each takes the object with the largest IoU
that is still free. All images go side by side: first every best prediction, then every second one, and so on.
The result is that of pycocotools' `COCOeval.evaluateImg` (a test compares them), but for one thing: there, an
annotation with id 0 counts as no match at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from evaluation.labels import Labels
from evaluation.overlaps import Overlaps
from evaluation.predictions import Predictions

THRESHOLDS = np.linspace(0.5, 0.95, 10)
AREAS_PX2 = {"all": (0.0, 1e10), "small": (0.0, 32.0**2), "medium": (32.0**2, 96.0**2), "large": (96.0**2, 1e10)}
MOST_DETECTIONS = 100  # of a class in an image; COCO does not look at more
_PREFERRED = 1 << 40  # what counts goes before what is ignored, whatever their IoU


@dataclass(frozen=True, slots=True, eq=False)
class Matching:
    """Axes: A ranges of size as in AREAS_PX2, T thresholds, D predictions, N objects."""

    rank: np.ndarray  # (D,) int64, by score within image and class, from 0
    hit: np.ndarray  # (A, T, D) bool: true positive
    ignored: np.ndarray  # (A, T, D) bool: neither right nor wrong
    truth: np.ndarray  # (T, D) int32, object taken with all sizes counted, or -1
    truth_ignored: np.ndarray  # (A, N) bool: crowds, and what is outside the range of size
    image: np.ndarray  # (D,) int64
    category_id: np.ndarray  # (D,) int64
    score: np.ndarray  # (D,) float64
    truth_image: np.ndarray  # (N,) int64
    truth_category_id: np.ndarray  # (N,) int64
    best_first: dict[int, np.ndarray]  # category id -> rows that COCO looks at; ties by image id, then by rank


def match(labels: Labels, predictions: Predictions, image: np.ndarray, overlaps: Overlaps) -> Matching:
    """Match all predictions. `image` (D,) is the row of each prediction's image."""
    rank = ranks(image, predictions.category_id, predictions.score)
    low, high = (np.array(ends)[:, None] for ends in zip(*AREAS_PX2.values(), strict=True))
    truth_ignored = labels.crowd | (labels.area < low) | (labels.area > high)
    outside = (predictions.area < low) | (predictions.area > high)
    taken = _take(labels, predictions, overlaps, rank, truth_ignored)  # (D, A, T)
    matched = taken >= 0
    on_ignored = (
        matched & truth_ignored.T[np.maximum(taken, 0), np.arange(len(low))[:, None]] if len(labels) else matched
    )
    ignored = on_ignored | (~matched & outside.T[:, :, None])
    return Matching(
        rank,
        np.ascontiguousarray((matched & ~on_ignored).transpose(1, 2, 0)),
        np.ascontiguousarray(ignored.transpose(1, 2, 0)),
        np.ascontiguousarray(taken[:, 0].T),
        truth_ignored,
        image,
        predictions.category_id,
        predictions.score,
        labels.image,
        labels.category_id,
        {k: _best_first(k, predictions, image, labels.images.image_id, rank) for k in labels.categories},
    )


def _best_first(
    category_id: int, predictions: Predictions, image: np.ndarray, image_id: np.ndarray, rank: np.ndarray
) -> np.ndarray:
    rows = np.flatnonzero((predictions.category_id == category_id) & (rank < MOST_DETECTIONS))
    return rows[np.lexsort((rank[rows], image_id[image[rows]], -predictions.score[rows]))]


def ranks(image: np.ndarray, category_id: np.ndarray, score: np.ndarray) -> np.ndarray:
    """(D,) place of each prediction among those of its image and class, best score first, ties in order of rows."""
    order = np.lexsort((-score, category_id, image))
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(image[order]) != 0) | (np.diff(category_id[order]) != 0)
    first = np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order)) - first
    return place


def _take(
    labels: Labels, predictions: Predictions, overlaps: Overlaps, rank: np.ndarray, truth_ignored: np.ndarray
) -> np.ndarray:
    """(D, A, T) int32: the object that each prediction takes, or -1."""
    areas, thresholds = len(truth_ignored), np.minimum(THRESHOLDS, 1 - 1e-10)
    taken = np.full((len(predictions), areas, len(thresholds)), -1, np.int32)
    free = np.ones((len(labels), areas, len(thresholds)), bool)
    detection, truth, iou = overlaps.detection, overlaps.truth, overlaps.iou
    same = predictions.category_id[detection] == labels.category_id[truth]
    use = np.flatnonzero(same & (iou >= thresholds[0]) & (rank[detection] < MOST_DETECTIONS))
    # Within a prediction, candidates rise in IoU; of equal ones COCO takes the last.
    use = use[np.lexsort((truth[use], iou[use], detection[use], rank[detection[use]]))]
    bounds = np.searchsorted(rank[detection[use]], np.arange(rank[detection[use]].max(initial=-1) + 2))
    for start, stop in pairwise(bounds):
        if start == stop:
            continue
        pairs = use[start:stop]
        d, t = detection[pairs], truth[pairs]
        can = (iou[pairs][:, None, None] >= thresholds) & (free[t] | labels.crowd[t][:, None, None])
        worth = np.arange(1, len(pairs) + 1)[:, None, None] + np.where(truth_ignored.T[t][:, :, None], 0, _PREFERRED)
        worth = np.where(can, worth, 0)
        first = np.flatnonzero(np.concatenate([[True], d[1:] != d[:-1]]))
        best = np.maximum.reduceat(worth, first, axis=0)
        of = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(d))))
        pair, area, threshold = np.nonzero((worth == best[of]) & (worth > 0))
        taken[d[pair], area, threshold] = t[pair]
        free[t[pair], area, threshold] = False
    return taken
