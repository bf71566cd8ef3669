"""Confident mistakes: where a model was sure and wrong, the surest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from evaluation.outcomes import IGNORED, TRUE_POSITIVE, Images, Outcomes

MOST = 60
_PER_PLACE = 3  # one bad picture, or one scene of a stress set, must not fill the list
_UNUSUAL = 2  # so many factors are named for each


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong prediction."""

    detection: int  # row of Detections
    image: int  # row of Images
    truth: int  # the object it is blamed with, row of Truths, or -1
    error: str
    score: float
    unusual: tuple[str, ...]  # factors whose values are far from the middle of the dataset's


def confident_mistakes(outcomes: Outcomes, most: int = MOST) -> list[Mistake]:
    """Wrong predictions by falling score, at most three of one image, or of one base scene of a stress set."""
    detections = outcomes.detections
    wrong = np.flatnonzero((detections.error != TRUE_POSITIVE) & (detections.error != IGNORED))
    order = wrong[np.argsort(-detections.score[wrong], kind="stable")]
    taken: dict[tuple[str, int], int] = {}
    strangeness = _strangeness(outcomes.images.factors)
    found: list[Mistake] = []
    for row in order:
        image = int(detections.image[row])
        base = int(outcomes.images.base[image])
        place = ("base", base) if base >= 0 else ("image", image)
        if taken.get(place, 0) >= _PER_PLACE:
            continue
        taken[place] = taken.get(place, 0) + 1
        truth, error = int(detections.blamed[row]), str(detections.error[row])
        unusual = _most_unusual(strangeness, image)
        found.append(Mistake(int(row), image, truth, error, float(detections.score[row]), unusual))
        if len(found) == most:
            break
    return found


def _strangeness(factors: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """For each number that varies, (I,) how far each image is from the middle of all, as ranks: 0..1."""
    found = {}
    for name, values in factors.items():
        if values.dtype == object or len(np.unique(values[np.isfinite(values)])) < 3:
            continue
        order = np.sort(values[np.isfinite(values)])
        place = (np.searchsorted(order, values, "left") + np.searchsorted(order, values, "right")) / (2 * len(order))
        found[name] = np.where(np.isfinite(values), np.abs(2 * place - 1), 0)
    return found


def _most_unusual(strangeness: Mapping[str, np.ndarray], image: int) -> tuple[str, ...]:
    ranked = sorted(strangeness, key=lambda name: (-strangeness[name][image], name))
    return tuple(name for name in ranked[:_UNUSUAL] if strangeness[name][image] > 0.8)


def mistake_record(mistake: Mistake, outcomes: Outcomes) -> dict[str, Any]:
    """As `report.json` holds it."""
    images, detections, truths = outcomes.images, outcomes.detections, outcomes.truths
    record: dict[str, Any] = {
        "image_id": int(images.image_id[mistake.image]),
        "path": str(images.path[mistake.image]),
        "error": mistake.error,
        "score": mistake.score,
        "category": outcomes.categories[int(detections.category_id[mistake.detection])],
        "bbox": [float(v) for v in detections.box_xywh_px[mistake.detection]],
        "object": None,
        "changed": _changed(images, mistake.image),
        "unusual": {name: _plain(images.factors[name][mistake.image]) for name in mistake.unusual},
    }
    if mistake.truth >= 0:
        record["object"] = {
            "annotation_id": int(truths.annotation_id[mistake.truth]),
            "category": outcomes.categories[int(truths.category_id[mistake.truth])],
            "bbox": [float(v) for v in truths.box_xywh_px[mistake.truth]],
        }
    return record


def _changed(images: Images, row: int) -> dict[str, Any]:
    """What the stress set changed in this picture: factor and value."""
    names = [name for name in str(images.stress_factor[row]).split("+") if name in images.factors]
    return {name: _plain(images.factors[name][row]) for name in names}


def _plain(value: Any) -> Any:
    return value if isinstance(value, str) else float(value)
