"""What can go wrong, as columns, a record per object or image, larger is worse; and what of it is unexplained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.causes_record import Kind
from evaluation.operating import FALSE_ALARMS
from evaluation.outcomes import Images, Outcomes
from evaluation.statistics import alikeness

_SHRINKAGE = 3.0  # records that every class is thought to share with all


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """One kind of failure. `y` is 1 for an object not found; false alarms in an image; or less the score."""

    kind: Kind
    y: np.ndarray  # (N,) float64, larger is worse
    image: np.ndarray  # (N,) int64, row of Images
    group: np.ndarray  # (N,) int64, category; objects are compared within their class
    row: np.ndarray  # (N,) int64, row of Truths, or -1

    def __len__(self) -> int:
        return len(self.y)

    @property
    def tested(self) -> np.ndarray:
        """(N,) what tests compare: the square root of counts, whose spread depends little on their mean."""
        return np.sqrt(self.y) if self.kind == "false_alarms" else self.y

    @property
    def sign(self) -> float:
        """From what is worse to what is reported: recall and scores fall, false alarms rise."""
        return 1.0 if self.kind == "false_alarms" else -1.0


def responses(working: Outcomes, alarming: Outcomes) -> list[Response]:
    """All that can be studied. `working` are the outcomes from the operating point on, `alarming` those from the score
    on that false alarms are counted from (`evaluation.operating`)."""
    truths, detections, images = working.truths, alarming.detections, len(working.images)
    real = np.flatnonzero(~truths.crowd)
    missed = (~truths.matched[real]).astype(np.float64)
    false = np.isin(detections.error.astype(str), FALSE_ALARMS)
    alarms = np.bincount(detections.image[false], minlength=images).astype(np.float64)
    found = real[truths.matched[real]]
    every = np.arange(images)
    return [
        Response("misses", missed, truths.image[real], truths.category_id[real], real),
        Response("false_alarms", alarms, every, np.zeros(images, np.int64), np.full(images, -1)),
        Response("scores", -truths.score[found], truths.image[found], truths.category_id[found], found),
    ]


def unexplained(
    response: Response, images: Images, terms: Sequence[np.ndarray] = (), counts: bool = False
) -> np.ndarray:
    """(N,) what is left of the response after class, scene family and `terms`, each (I, k) over images.

    Least squares with a little shrinkage, so that a class of three objects explains little. `counts` keeps false alarms
    as counts, which add up.
    """
    y = response.y if counts else response.tested
    family = np.unique(images.family.astype(str), return_inverse=True)[1]
    shared = np.concatenate([_indicators(family), *terms], axis=1)[response.image]
    design = np.concatenate([_indicators(np.unique(response.group, return_inverse=True)[1]), shared], axis=1)
    centred = y - y.mean() if len(y) else y
    gram = design.T @ design + _SHRINKAGE * np.eye(design.shape[1])
    return centred - design @ np.linalg.solve(gram, design.T @ centred)


def per_unit(residual: np.ndarray, unit: np.ndarray, scene: np.ndarray) -> np.ndarray:
    """(U,) residuals (N,) as one number for each unit, so scaled that its spread does not depend on how many it holds.

    Scenes differ in difficulty: where a scene has several units, its own level is taken off first (shrunken as in a
    model with random effects), and what objects of one unit have in common is allowed for.
    """
    units = int(unit.max(initial=-1)) + 1
    codes = np.unique(scene, return_inverse=True)[1]
    left = residual
    if units > codes.max(initial=-1) + 1:
        common = alikeness(residual, codes)
        size = np.bincount(codes)
        level = np.bincount(codes, residual) / size * (size * common / (1 + (size - 1) * common))
        left = residual - level[codes]
    size = np.bincount(unit, minlength=units)
    within = alikeness(left, unit)
    total = np.bincount(unit, left, minlength=units)
    return total / np.sqrt(np.maximum(size * (1 + (size - 1) * within), 1))


def _indicators(codes: np.ndarray) -> np.ndarray:
    return np.eye(int(codes.max(initial=-1)) + 1)[codes]
