"""Masks as COCO run lengths: column by column, zeros first. Runs are the truth: polygons have no holes."""

from __future__ import annotations

from typing import Any

import numpy as np

from generator.labels.frame import Window


def run_lengths(mask: np.ndarray, window: Window, height_px: int, width_px: int) -> list[int]:
    """COCO's uncompressed counts of a mask (h, w) that covers `window` of an otherwise empty picture.

    Costs as much as the window, not as the picture.
    """
    columns = np.zeros((mask.shape[1], mask.shape[0] + 2), np.int8)
    columns[:, 1:-1] = mask.T
    steps = np.diff(columns, axis=1)
    base = (window.left + np.arange(mask.shape[1])) * height_px + window.top
    start_column, start_row = np.nonzero(steps == 1)
    stop_column, stop_row = np.nonzero(steps == -1)
    starts, stops = base[start_column] + start_row, base[stop_column] + stop_row
    # A run that ends at the foot of one column goes on at the head of the next.
    joined = starts[1:] == stops[:-1]
    starts = starts[np.concatenate([[True], ~joined])] if len(starts) else starts
    stops = stops[np.concatenate([~joined, [True]])] if len(stops) else stops
    edges = np.concatenate([[0], np.stack([starts, stops], axis=1).ravel(), [height_px * width_px]])
    counts: list[int] = np.diff(edges).astype(int).tolist()
    return counts if counts[-1] else counts[:-1]


def rle(mask: np.ndarray, window: Window, height_px: int, width_px: int, compressed: bool) -> dict[str, Any]:
    """A COCO segmentation: ``{"size": [H, W], "counts": [...]}``, or counts as COCO's own packed text."""
    counts = run_lengths(mask, window, height_px, width_px)
    runs: dict[str, Any] = {"size": [height_px, width_px], "counts": counts}
    if not compressed:
        return runs
    from pycocotools import mask as coco_mask

    packed = coco_mask.frPyObjects(runs, height_px, width_px)
    return {"size": [height_px, width_px], "counts": packed["counts"].decode("ascii")}
