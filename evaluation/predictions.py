"""Predictions: a model's results as a COCO results file, read into columns and checked before anything is measured."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pycocotools import mask as coco_mask

from evaluation.jsonstream import JsonFault, read_text, records
from evaluation.labels import Labels
from evaluation.masks import checked_mask
from evaluation.prediction_faults import Faults, PredictionError
from generator.errors import shortened

__all__ = ["PredictionError", "Predictions", "check_predictions", "read_predictions"]
_FORM = '[{"image_id": 12, "category_id": 3, "bbox": [x, y, width, height], "score": 0.87}, ...]'
_OVERHANG = 0.1  # share of the picture by which a box may stick out: detectors guess at what the border cuts off
_LEAST_OVERHANG_PX = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Predictions:
    """One row per prediction, in the order of the file, which decides ties of scores."""

    image_id: np.ndarray  # (D,) int64
    category_id: np.ndarray  # (D,) int64
    box_xywh_px: np.ndarray  # (D, 4) float64
    area: np.ndarray  # (D,) float64: of the box if there is one, else of the mask, as pycocotools has it
    score: np.ndarray  # (D,) float64
    masks: tuple[Any, ...] | None  # packed run lengths, if every prediction has a mask
    row: np.ndarray  # (D,) int64, place in the file: those that are no results are left out
    faults: Faults  # what is wrong with these, for `check_predictions` or `refuse` to say

    def __len__(self) -> int:
        return len(self.image_id)


def read_predictions(path: Path) -> Predictions:
    """All predictions of a file. Raises `PredictionError` if it is no list of COCO results, or holds none.

    Single records that are wrong are left out and noted in `faults`, so that one message can name all that is wrong.
    """
    if not path.is_file():
        raise PredictionError(f"{path}: there is no such file")
    rows: list[tuple[float, ...]] = []
    masks: list[Any] = []
    faults = Faults(path)
    total = 0
    try:
        for key, record in records(read_text(path)):
            if key:
                raise PredictionError(f"{path}: is an object with the key '{key}', not a list of results: {_FORM}")
            _add(record, total, rows, masks, faults)
            total += 1
    except JsonFault as fault:
        raise PredictionError(f"{path}: {fault}. Expected is a list of COCO results: {_FORM}") from None
    if not total:
        raise PredictionError(f"{path}: holds no predictions. Expected is a list of COCO results: {_FORM}")
    faults.total = total
    if not rows:
        faults.refuse()
    table = np.array(rows, np.float64)
    whole = table[:, :3].astype(np.int64)
    complete = tuple(masks) if all(mask is not None for mask in masks) else None
    return Predictions(whole[:, 1], whole[:, 2], table[:, 3:7], table[:, 7], table[:, 8], complete, whole[:, 0], faults)


def _add(record: Any, row: int, rows: list[tuple[float, ...]], masks: list[Any], faults: Faults) -> None:
    if not isinstance(record, Mapping):
        faults.add(f"are no records like {_FORM[1:-6]}", row, f"is {shortened(record)}")
        return
    lacking = [key for key in ("image_id", "category_id", "score") if key not in record]
    if "bbox" not in record and "segmentation" not in record:
        lacking.append("bbox (or segmentation)")
    if lacking:
        faults.add(f"lack {', '.join(lacking)}", row, f"has only {', '.join(map(str, record)) or 'no keys'}")
        return
    if not _is_whole(record["image_id"]) or not _is_whole(record["category_id"]):
        shown = shortened({key: record[key] for key in ("image_id", "category_id")})
        faults.add("have an image_id or category_id that is no whole number", row, f"has {shown}")
        return
    if not _is_number(record["score"]):
        faults.add("have a score that is no number", row, f"has {shortened(record['score'])}")
        return
    try:
        mask = _mask(record["segmentation"]) if record.get("segmentation") else None
    except (KeyError, TypeError, ValueError, IndexError) as error:
        faults.add("have a segmentation that is no run-length mask", row, f"has one of which pycocotools says: {error}")
        return
    box = record.get("bbox") or (coco_mask.toBbox(mask).tolist() if mask else None)
    if not isinstance(box, (list, tuple)) or len(box) != 4 or not all(_is_number(v) for v in box):
        faults.add("have a bbox that is not four numbers", row, f"has {shortened(box)}")
        return
    area = float(box[2]) * float(box[3]) if record.get("bbox") or mask is None else float(coco_mask.area(mask))
    rows.append((row, record["image_id"], record["category_id"], *box, area, record["score"]))
    masks.append(mask)


def _mask(segmentation: Any) -> dict[str, Any]:
    """Packed run lengths that fill their picture. Raises ValueError, KeyError or TypeError for anything else."""
    if not isinstance(segmentation, Mapping):
        raise TypeError('not {"size": [height, width], "counts": ...}')
    height, width = (int(v) for v in segmentation["size"])
    return checked_mask(dict(segmentation), height, width)


def check_predictions(path: Path, predictions: Predictions, labels: Labels, what: str) -> np.ndarray:
    """(D,) rows of `labels.images`. Raises `PredictionError` for predictions that do not fit the images and classes.

    `what` names the images in messages: "split val of outputs/brackets".
    """
    faults, row = predictions.faults, predictions.row
    order = np.argsort(labels.images.image_id, kind="stable")
    known = labels.images.image_id[order]
    place = np.clip(np.searchsorted(known, predictions.image_id), 0, max(len(known) - 1, 0))
    found = known[place] == predictions.image_id if len(known) else np.zeros(len(predictions), bool)
    span = f" (ids {known[0]} to {known[-1]})" if len(known) else ""
    faults.add_all(f"are of images that are not in {what}{span}", ~found, row, "image_id", predictions.image_id)
    ids = np.array(sorted(labels.categories), np.int64)
    strange = ~np.isin(predictions.category_id, ids)
    shift = "; if yours start at 0, add 1" if 0 not in ids and (predictions.category_id == 0).any() else ""
    listed = f"{ids[0]} to {ids[-1]}" if len(ids) > 1 else str(ids.tolist())
    faults.add_all(
        f"are of unknown categories (known are ids {listed}{shift})",
        strange,
        row,
        "category_id",
        predictions.category_id,
    )
    _check_scores(predictions, faults)
    image = order[place] if len(known) else np.zeros(len(predictions), np.int64)
    _check_boxes(predictions, labels.images.size_px[image], found, faults)
    faults.refuse()
    return image.astype(np.int64)


def _check_scores(predictions: Predictions, faults: Faults) -> None:
    score, row = predictions.score, predictions.row
    nan = ~np.isfinite(score)
    faults.add_all("have a score that is not finite", nan, row, "score", score)
    high, low = bool((score[~nan] > 1).any()), bool((score[~nan] < 0).any())
    hint = "logits: put them through a sigmoid" if low else "divide percentages by 100" if high else ""
    outside = ~nan & ((score < 0) | (score > 1))
    faults.add_all(f"have a score outside 0 to 1 ({hint})", outside, row, "score", score)


def _check_boxes(predictions: Predictions, size_px: np.ndarray, found: np.ndarray, faults: Faults) -> None:
    """Boxes of no size, or beyond their picture by more than a tenth of it; and masks of another size than it."""
    box = predictions.box_xywh_px
    bad = ~np.isfinite(box).all(axis=1) | (box[:, 2:] < 0).any(axis=1)
    faults.add_all("have a bbox with a negative or endless size", bad, predictions.row, "bbox", box)
    room = np.maximum(_OVERHANG * size_px, _LEAST_OVERHANG_PX)
    corner = box[:, :2] + box[:, 2:]
    outside = found & ~bad & ((box[:, :2] < -room) | (corner > size_px + room)).any(axis=1)
    as_corners = outside & (box[:, 2:] > box[:, :2]).all(axis=1) & (box[:, 2:] <= size_px + room).all(axis=1)
    hint = ""
    if outside.any() and as_corners.sum() > 0.8 * outside.sum():
        hint = " (they look like [left, top, right, bottom]; COCO has [left, top, width, height])"
    for row in np.flatnonzero(outside):
        width, height = size_px[row]
        shown = f"has {box[row].tolist()} in {width} x {height} px"
        faults.add(f"have a bbox outside their picture{hint}", int(predictions.row[row]), shown)
    for row, mask in enumerate(predictions.masks or ()):
        if found[row] and tuple(mask["size"][::-1]) != tuple(size_px[row]):
            shown = f"has one of {mask['size'][::-1]} px for a picture of {size_px[row].tolist()} px"
            faults.add("have a mask of another size than their picture", int(predictions.row[row]), shown)


def _is_whole(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return math.isfinite(value) and float(value).is_integer() and abs(value) < 2**53


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
