"""Average precision and recall, as COCO defines them: `COCOeval.accumulate` and `summarize`, in arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evaluation.matching import AREAS_PX2, THRESHOLDS, Matching

RECALL_POINTS = np.linspace(0.0, 1.0, 101)
_ALL = 0  # index of the range that holds all sizes
_MOST = (1, 10, 100)


@dataclass(frozen=True, slots=True, eq=False)
class Precision:
    """COCO's figures, 0..1; NaN where there is nothing to find."""

    summary: dict[str, float]  # AP, AP50, AP75, APs, APm, APl, AR1, AR10, AR100, ARs, ARm, ARl
    of_class: dict[int, dict[str, float]]  # category id -> AP, AP50, AP75, AR100


def measure_precision(matching: Matching, categories: dict[int, str]) -> Precision:
    """All of COCO's figures over all images."""
    ids = list(categories)
    areas, thresholds = len(AREAS_PX2), len(THRESHOLDS)
    precision = np.full((areas, len(ids), thresholds), np.nan)  # mean over recall points
    recall = np.full((areas, len(_MOST), len(ids), thresholds), np.nan)
    for k, category in enumerate(ids):
        rows = matching.best_first[category]
        of_class = matching.truth_category_id == category
        for a in range(areas):
            positives = int((of_class & ~matching.truth_ignored[a]).sum())
            if not positives:
                continue
            hit, wrong = matching.hit[a][:, rows], ~(matching.hit[a] | matching.ignored[a])[:, rows]
            precision[a, k] = interpolated(hit, wrong, positives).mean(axis=1)
            for m, most in enumerate(_MOST):
                recall[a, m, k] = hit[:, matching.rank[rows] < most].sum(axis=1) / positives
    return Precision(_summary(precision, recall), _classes(ids, precision, recall))


def interpolated(hit: np.ndarray, wrong: np.ndarray, positives: float) -> np.ndarray:
    """(T, 101) precision at COCO's recall points. `hit` and `wrong` are (T, N) bool, best score first."""
    right, false = np.cumsum(hit, axis=1, dtype=np.float64), np.cumsum(wrong, axis=1, dtype=np.float64)
    found = right / positives
    envelope = right / (right + false + np.spacing(1))
    envelope = np.maximum.accumulate(envelope[:, ::-1], axis=1)[:, ::-1]
    envelope = np.concatenate([envelope, np.zeros((len(hit), 1))], axis=1)  # beyond the last prediction
    places = np.stack([np.searchsorted(row, RECALL_POINTS, side="left") for row in found]) if len(found) else found
    return np.take_along_axis(envelope, places.astype(np.int64), axis=1)


def precision_within(matching: Matching, categories: dict[int, str], image: np.ndarray) -> tuple[float, float]:
    """(AP, AP50) over the images chosen by `image` (I,) bool; NaN if there is nothing to find in them."""
    found = []
    for category in categories:
        of_class = (matching.truth_category_id == category) & image[matching.truth_image]
        positives = int((of_class & ~matching.truth_ignored[_ALL]).sum())
        if positives:
            rows = matching.best_first[category]
            rows = rows[image[matching.image[rows]]]
            hit = matching.hit[_ALL][:, rows]
            wrong = ~(hit | matching.ignored[_ALL][:, rows])
            found.append(interpolated(hit, wrong, positives).mean(axis=1))
    if not found:
        return float("nan"), float("nan")
    table = np.stack(found)
    return float(table.mean()), float(table[:, 0].mean())


def _summary(precision: np.ndarray, recall: np.ndarray) -> dict[str, float]:
    small, medium, large = 1, 2, 3
    return {
        "AP": _mean(precision[_ALL]),
        "AP50": _mean(precision[_ALL][:, 0]),
        "AP75": _mean(precision[_ALL][:, 5]),
        "APs": _mean(precision[small]),
        "APm": _mean(precision[medium]),
        "APl": _mean(precision[large]),
        "AR1": _mean(recall[_ALL, 0]),
        "AR10": _mean(recall[_ALL, 1]),
        "AR100": _mean(recall[_ALL, 2]),
        "ARs": _mean(recall[small, 2]),
        "ARm": _mean(recall[medium, 2]),
        "ARl": _mean(recall[large, 2]),
    }


def _classes(ids: list[int], precision: np.ndarray, recall: np.ndarray) -> dict[int, dict[str, float]]:
    return {
        category: {
            "AP": _mean(precision[_ALL, k]),
            "AP50": _mean(precision[_ALL, k, :1]),
            "AP75": _mean(precision[_ALL, k, 5:6]),
            "AR100": _mean(recall[_ALL, 2, k]),
        }
        for k, category in enumerate(ids)
    }


def _mean(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")
