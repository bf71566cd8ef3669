"""Error types after TIDE (Bolya et al., ECCV 2020): why each wrong prediction is wrong, and which objects were missed.

With t_f = 0.5 and t_b = 0.1, a wrong prediction is, by the first that holds:

- localisation: right class, IoU from t_b to t_f;
- class: another class, IoU of at least t_f;
- duplicate: right class, IoU of at least t_f, but a better prediction took the object;
- background: IoU of at most t_b with everything;
- both: what is left, another class at an IoU between t_b and t_f.

An object is missed if it is not found and no localisation or class error would be right but for that error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evaluation.labels import Labels
from evaluation.matching import MOST_DETECTIONS, Matching
from evaluation.outcomes import DETECTION_ERRORS, IGNORED, MATCH_IOU, MISSED, TRUE_POSITIVE
from evaluation.overlaps import LEAST_IOU, Overlaps
from evaluation.precision import interpolated


@dataclass(frozen=True, slots=True, eq=False)
class ErrorTypes:
    """`error` and `blamed` as in `evaluation.outcomes.Detections`, `missed` as in `Truths`."""

    error: np.ndarray  # (D,) object, str
    blamed: np.ndarray  # (D,) int64
    missed: np.ndarray  # (N,) bool


def classify(labels: Labels, matching: Matching, overlaps: Overlaps) -> ErrorTypes:
    """The error type of every prediction and object."""
    hit, ignored = matching.hit[0, 0], matching.ignored[0, 0] | (matching.rank >= MOST_DETECTIONS)
    used = np.zeros(len(labels), bool)
    used[matching.truth[0][hit]] = True
    real = ~labels.crowd[overlaps.truth]
    detection, truth, iou = overlaps.detection[real], overlaps.truth[real], overlaps.iou[real]
    same = matching.category_id[detection] == labels.category_id[truth]
    count = len(hit)
    own = _best(detection, truth, np.where(same, iou, 0), count)
    other = _best(detection, truth, np.where(same, 0, iou), count)
    taken = _best(detection, truth, np.where(same & used[truth], iou, 0), count)
    nearest = _best(detection, truth, iou, count)
    tests = {
        "localisation": ((own[0] >= LEAST_IOU) & (own[0] <= MATCH_IOU), own[1]),
        "class": (other[0] >= MATCH_IOU, other[1]),
        "duplicate": (taken[0] >= MATCH_IOU, taken[1]),
        "background": (nearest[0] <= LEAST_IOU, np.full(count, -1)),
    }
    error, blamed = np.full(count, "both", object), nearest[1].copy()
    for name, (holds, whom) in reversed(tests.items()):
        error[holds], blamed[holds] = name, whom[holds]
    error[hit], blamed[hit] = TRUE_POSITIVE, -1
    error[ignored], blamed[ignored] = IGNORED, -1
    excused = np.zeros(len(labels), bool)
    excused[blamed[np.isin(error, ["localisation", "class"])]] = True
    return ErrorTypes(error, blamed, ~used & ~labels.crowd & ~excused)


def _best(detection: np.ndarray, truth: np.ndarray, iou: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """(D,) largest IoU of each prediction, and (D,) the object it is with: the first of equal ones, -1 without."""
    largest, whom = np.zeros(count), np.full(count, -1, np.int64)
    order = np.lexsort((-truth, iou, detection))
    order = order[iou[order] > 0]
    largest[detection[order]] = iou[order]  # the last assignment, the largest, stays
    whom[detection[order]] = truth[order]
    return largest, whom


def gains(labels: Labels, matching: Matching, types: ErrorTypes) -> dict[str, float]:
    """AP50 that would be gained if all errors of one type were mended: TIDE's dAP, 0..1, never below zero.

    A class or localisation error is mended by making the best of them on a free object right and dropping the rest;
    duplicates, background and both are dropped; missed objects are no longer counted.
    """
    category, hit = matching.category_id.copy(), types.error == TRUE_POSITIVE
    judged = types.error != IGNORED
    mendable = _mendable(labels, matching, types)
    none = np.zeros(len(labels), bool)
    before = _ap50(labels, matching, category, hit, judged, none)
    gained = {}
    for name in DETECTION_ERRORS:
        mended = (types.error == name) & mendable
        kept = judged & ((types.error != name) | mended)
        classes = category.copy()
        classes[mended] = labels.category_id[types.blamed[mended]]
        gained[name] = max(0.0, _ap50(labels, matching, classes, hit | mended, kept, none) - before)
    gained[MISSED] = max(0.0, _ap50(labels, matching, category, hit, judged, types.missed) - before)
    return gained


def _mendable(labels: Labels, matching: Matching, types: ErrorTypes) -> np.ndarray:
    """(D,) bool: class and localisation errors on an object that is free, the best-scored one for each object."""
    free = np.ones(len(labels) + 1, bool)
    free[matching.truth[0][types.error == TRUE_POSITIVE]] = False
    rows = np.flatnonzero(np.isin(types.error, ["localisation", "class"]) & free[types.blamed])
    rows = rows[np.argsort(-matching.score[rows], kind="stable")]
    _, first = np.unique(types.blamed[rows], return_index=True)
    mendable = np.zeros(len(types.error), bool)
    mendable[rows[first]] = True
    return mendable


def _ap50(
    labels: Labels, matching: Matching, category: np.ndarray, hit: np.ndarray, kept: np.ndarray, gone: np.ndarray
) -> float:
    """Mean over the classes that have objects."""
    found = []
    order = np.argsort(-matching.score, kind="stable")
    order = order[kept[order]]
    for k in labels.categories:
        positives = int(((labels.category_id == k) & ~labels.crowd & ~gone).sum())
        if positives:
            right = hit[order[category[order] == k]][None]
            found.append(interpolated(right, ~right, positives).mean())
        elif ((labels.category_id == k) & ~labels.crowd).any():
            found.append(1.0)  # all its objects were missed and are no longer counted
    return float(np.mean(found)) if found else float("nan")
