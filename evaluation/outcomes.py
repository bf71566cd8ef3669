"""Outcomes: what a model did on every image, object and prediction, as columns. Slices, causes and reports read these.

Rows refer to each other by position: `Truths.image` and `Detections.image` are rows of `Images`, `Detections.truth` is
a row of `Truths`. Matching is at an IoU of 0.5 within the class, in the order of scores, as COCO does it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from generator.factors import Factor

TRUE_POSITIVE = "true_positive"
IGNORED = "ignored"  # a prediction on what is labelled `iscrowd`: neither right nor wrong
DETECTION_ERRORS = ("class", "localisation", "both", "duplicate", "background")
MISSED = "missed"  # an object that no prediction can be blamed for; the sixth error, of truths
MATCH_IOU = 0.5


def _check_columns(table: Any, rows: int) -> None:
    """Raises ValueError if a column, or a column in a mapping of columns, has another number of rows."""
    for declared in fields(table):
        value = getattr(table, declared.name)
        columns = value if isinstance(value, Mapping) else {declared.name: value}
        for name, column in columns.items():
            if len(column) != rows:
                raise ValueError(f"{type(table).__name__}.{name} has {len(column)} rows, not {rows}")


@dataclass(frozen=True, slots=True, eq=False)
class Images:
    """One row per image, in the order of splits and of their COCO files.

    Of images that Glint did not make, `scene`, `view` and `capture` are -1, `family` is "" and `factors` is empty.
    Outside stress sets `base` is -1. Images of one base, view and capture differ in `stress_factor` only.
    """

    image_id: np.ndarray  # (I,) int64
    scene: np.ndarray  # (I,) int64
    view: np.ndarray  # (I,) int64
    capture: np.ndarray  # (I,) int64
    split: np.ndarray  # (I,) object, str
    family: np.ndarray  # (I,) object, str
    factors: dict[str, np.ndarray]  # each (I,): float64, NaN where an image lacks it; object (str, "") of categories
    base: np.ndarray  # (I,) int64, the base experiment
    stress_factor: np.ndarray  # (I,) object, str: "" for the unchanged base, "a+b" for a pair
    level: np.ndarray  # (I,) int64, 0 for the unchanged base
    value: np.ndarray  # (I,) object: a number or a name, a tuple of two for a pair, None without
    path: np.ndarray  # (I,) object, str: the picture, relative to the dataset's folder, with forward slashes
    size_px: np.ndarray  # (I, 2) int64, width and height

    def __post_init__(self) -> None:
        _check_columns(self, len(self.image_id))

    def __len__(self) -> int:
        return len(self.image_id)

    @property
    def is_stress(self) -> bool:
        """Whether any image belongs to a stress experiment."""
        return bool((self.base >= 0).any())


@dataclass(frozen=True, slots=True, eq=False)
class Truths:
    """One row per annotation. `matched`: a prediction of the right class lies on it with an IoU of at least 0.5."""

    annotation_id: np.ndarray  # (T,) int64
    image: np.ndarray  # (T,) int64, row of Images
    category_id: np.ndarray  # (T,) int64
    box_xywh_px: np.ndarray  # (T, 4) float64
    area: np.ndarray  # (T,) float64, pixels
    crowd: np.ndarray  # (T,) bool: `iscrowd`; such a row counts neither as found nor as missed
    matched: np.ndarray  # (T,) bool
    score: np.ndarray  # (T,) float64, of the prediction matched to it; NaN without
    missed: np.ndarray  # (T,) bool: the error "missed"; an unmatched truth that is not missed has a prediction to blame
    attributes: dict[str, np.ndarray] = field(default_factory=dict)  # each (T,): float64 with NaN, or object with ""

    def __post_init__(self) -> None:
        _check_columns(self, len(self.annotation_id))

    def __len__(self) -> int:
        return len(self.annotation_id)


@dataclass(frozen=True, slots=True, eq=False)
class Detections:
    """One row per prediction, in the order of the predictions file."""

    image: np.ndarray  # (D,) int64, row of Images
    category_id: np.ndarray  # (D,) int64
    box_xywh_px: np.ndarray  # (D, 4) float64
    score: np.ndarray  # (D,) float64, 0..1
    truth: np.ndarray  # (D,) int64, row of the truth matched to it, or -1
    error: np.ndarray  # (D,) object, str: TRUE_POSITIVE, IGNORED, or one of DETECTION_ERRORS
    blamed: np.ndarray  # (D,) int64, row of the truth with the largest IoU that explains the error, or -1

    def __post_init__(self) -> None:
        _check_columns(self, len(self.image))

    def __len__(self) -> int:
        return len(self.image)

    @property
    def correct(self) -> np.ndarray:
        """(D,) bool: true positives."""
        return self.truth >= 0


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """Everything that a model did on a dataset. `factors` is the dataset's own catalogue, by name."""

    images: Images
    truths: Truths
    detections: Detections
    factors: dict[str, Factor]
    categories: dict[int, str]  # id -> name
