"""Overlaps: every pair of a prediction and an object of the same image that share a tenth of their union."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from pycocotools import mask as coco_mask

from evaluation.labels import Labels
from evaluation.predictions import Predictions

LEAST_IOU = 0.1  # below it TIDE calls a prediction background (Bolya et al. 2020)


@dataclass(frozen=True, slots=True, eq=False)
class Overlaps:
    """Pairs in the order of predictions, then of truths; classes may differ.

    IoU is pycocotools' own, so it agrees to the last bit; with a crowd it is the share of the prediction in it.
    """

    detection: np.ndarray  # (P,) int64
    truth: np.ndarray  # (P,) int64
    iou: np.ndarray  # (P,) float64, at least LEAST_IOU


def find_overlaps(labels: Labels, predictions: Predictions, image: np.ndarray, masks: bool) -> Overlaps:
    """All pairs, by masks or by boxes. `image` (D,) is the row of each prediction's image."""
    count = len(labels.images)
    detections_of, truths_of = _groups(image, count), _groups(labels.image, count)
    crowd = labels.crowd.astype(np.uint8)
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for detections, truths in zip(detections_of, truths_of, strict=True):
        if len(detections) and len(truths):
            ours = _shapes(predictions.masks if masks else None, predictions.box_xywh_px, detections)
            theirs = _shapes(labels.masks if masks else None, labels.box_xywh_px, truths)
            iou = np.asarray(coco_mask.iou(ours, theirs, crowd[truths].tolist()))
            row, column = np.nonzero(iou >= LEAST_IOU)
            found.append((detections[row], truths[column], iou[row, column]))
    if not found:
        nothing = np.zeros(0, np.int64)
        return Overlaps(nothing, nothing, np.zeros(0))
    detection, truth, iou = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((truth, detection))
    return Overlaps(detection[order], truth[order], iou[order])


def _groups(image: np.ndarray, count: int) -> list[np.ndarray]:
    """For each image its rows, in order."""
    order = np.argsort(image, kind="stable")
    return np.split(order, np.searchsorted(image[order], np.arange(1, count)))


def _shapes(masks: tuple[Any, ...] | None, boxes: np.ndarray, rows: np.ndarray) -> Any:
    return boxes[rows] if masks is None else [masks[row] for row in rows]
