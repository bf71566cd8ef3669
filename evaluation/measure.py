"""Measuring: labels and predictions become outcomes, average precision and error types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.error_types import classify, gains
from evaluation.find_dataset import Source, choose_splits, find_dataset, read_labels
from evaluation.labels import Labels
from evaluation.matching import Matching, match
from evaluation.outcomes import TRUE_POSITIVE, Detections, Outcomes, Truths
from evaluation.overlaps import find_overlaps
from evaluation.photo_factors import with_photo_factors
from evaluation.precision import Precision, measure_precision
from evaluation.predictions import Predictions, check_predictions, read_predictions


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What a model did on a dataset. `kind` says whether `matching` and `outcomes` are of boxes or of masks."""

    source: Source
    splits: tuple[str, ...]
    kind: str  # "bbox", or "segm" if all predictions and labels have masks
    labels: Labels
    matching: Matching
    outcomes: Outcomes
    precision: dict[str, Precision]  # of each kind that can be measured
    gains: dict[str, float]  # AP50 to be gained by mending each type of error


def measure(
    dataset: Path, predictions: Path, split: str | None = None, say: Callable[[str], None] = lambda line: None
) -> Measured:
    """Everything that follows from matching. Raises `DatasetError` or `PredictionError` for wrong input.

    Photographs get the factors that can be estimated from them; `say` is told how far that is.
    """
    found = read_predictions(predictions)
    source = find_dataset(dataset)
    splits = choose_splits(source, split, np.unique(found.image_id).tolist())
    labels = read_labels(source, splits, masks=found.masks is not None)
    image = check_predictions(predictions, found, labels, _named(source, splits))
    labels = with_photo_factors(labels, say)
    kinds = ["bbox"] if found.masks is None or labels.masks is None else ["bbox", "segm"]
    precision = {}
    for kind in kinds:  # the last one is what outcomes are of
        overlaps = find_overlaps(labels, found, image, kind == "segm")
        matching = match(labels, found, image, overlaps)
        precision[kind] = measure_precision(matching, labels.categories)
    types = classify(labels, matching, overlaps)
    gained = gains(labels, matching, types)
    outcomes = _outcomes(labels, found, image, matching, types.error, types.blamed, types.missed)
    return Measured(source, tuple(splits), kinds[-1], labels, matching, outcomes, precision, gained)


def _named(source: Source, splits: list[str]) -> str:
    shown = [split for split in splits if split]
    return f"split{'s' if len(shown) > 1 else ''} {', '.join(shown)} of {source.path}" if shown else str(source.path)


def _outcomes(
    labels: Labels,
    predictions: Predictions,
    image: np.ndarray,
    matching: Matching,
    error: np.ndarray,
    blamed: np.ndarray,
    missed: np.ndarray,
) -> Outcomes:
    correct = error == TRUE_POSITIVE
    truth = np.where(correct, matching.truth[0], -1).astype(np.int64)
    matched = np.zeros(len(labels), bool)
    matched[truth[correct]] = True
    score = np.full(len(labels), np.nan)
    score[truth[correct]] = predictions.score[correct]
    truths = Truths(
        labels.annotation_id,
        labels.image,
        labels.category_id,
        labels.box_xywh_px,
        labels.area,
        labels.crowd,
        matched,
        score,
        missed,
        labels.attributes,
    )
    detections = Detections(
        image, predictions.category_id, predictions.box_xywh_px, predictions.score, truth, error, blamed
    )
    return Outcomes(labels.images, truths, detections, labels.factors, labels.categories)
