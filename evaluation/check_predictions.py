"""Predictions against the labels they are for: images, classes, scores and boxes that do not fit are refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from evaluation.labels import Labels
from evaluation.prediction_faults import Faults
from evaluation.predictions import Predictions

_OVERHANG = 0.1  # share of the picture by which a box may stick out: detectors guess at what the border cuts off
_LEAST_OVERHANG_PX = 2.0


def check_predictions(path: Path, predictions: Predictions, labels: Labels, what: str) -> np.ndarray:
    """(D,) rows of `labels.images`. Raises `PredictionError` for predictions that do not fit the images and classes.

    `what` names the images in messages: "split val of outputs/brackets".
    """
    faults = Faults(path)
    order = np.argsort(labels.images.image_id, kind="stable")
    known = labels.images.image_id[order]
    place = np.clip(np.searchsorted(known, predictions.image_id), 0, max(len(known) - 1, 0))
    found = known[place] == predictions.image_id if len(known) else np.zeros(len(predictions), bool)
    span = f" (ids {known[0]} to {known[-1]})" if len(known) else ""
    faults.add_all(f"are of images that are not in {what}{span}", ~found, "image_id", predictions.image_id)
    ids = np.array(sorted(labels.categories), np.int64)
    strange = ~np.isin(predictions.category_id, ids)
    shift = "; if yours start at 0, add 1" if 0 not in ids and (predictions.category_id == 0).any() else ""
    listed = f"{ids[0]} to {ids[-1]}" if len(ids) > 1 else str(ids.tolist())
    faults.add_all(
        f"are of unknown categories (known are ids {listed}{shift})", strange, "category_id", predictions.category_id
    )
    _check_scores(predictions, faults)
    image = order[place] if len(known) else np.zeros(len(predictions), np.int64)
    _check_boxes(predictions, labels.images.size_px[image], found, faults)
    faults.refuse(len(predictions))
    return image.astype(np.int64)


def _check_scores(predictions: Predictions, faults: Faults) -> None:
    score = predictions.score
    nan = ~np.isfinite(score)
    faults.add_all("have a score that is not finite", nan, "score", score)
    high, low = bool((score[~nan] > 1).any()), bool((score[~nan] < 0).any())
    hint = "logits: put them through a sigmoid" if low else "divide percentages by 100" if high else ""
    outside = ~nan & ((score < 0) | (score > 1))
    faults.add_all(f"have a score outside 0 to 1 ({hint})", outside, "score", score)


def _check_boxes(predictions: Predictions, size_px: np.ndarray, found: np.ndarray, faults: Faults) -> None:
    """Boxes of no size, or beyond their picture by more than a tenth of it; and masks of another size than it."""
    box = predictions.box_xywh_px
    bad = ~np.isfinite(box).all(axis=1) | (box[:, 2:] < 0).any(axis=1)
    faults.add_all("have a bbox with a negative or endless size", bad, "bbox", box)
    room = np.maximum(_OVERHANG * size_px, _LEAST_OVERHANG_PX)
    corner = box[:, :2] + box[:, 2:]
    outside = found & ~bad & ((box[:, :2] < -room) | (corner > size_px + room)).any(axis=1)
    as_corners = outside & (box[:, 2:] > box[:, :2]).all(axis=1) & (box[:, 2:] <= size_px + room).all(axis=1)
    hint = ""
    if outside.any() and as_corners.sum() > 0.8 * outside.sum():
        hint = " (they look like [left, top, right, bottom]; COCO has [left, top, width, height])"
    for row in np.flatnonzero(outside):
        width, height = size_px[row]
        faults.add(
            f"have a bbox outside their picture{hint}", int(row), f"has {box[row].tolist()} in {width} x {height} px"
        )
    for row, mask in enumerate(predictions.masks or ()):
        if found[row] and tuple(mask["size"][::-1]) != tuple(size_px[row]):
            shown = f"has one of {mask['size'][::-1]} px for a picture of {size_px[row].tolist()} px"
            faults.add("have a mask of another size than their picture", row, shown)
