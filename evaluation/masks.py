"""Masks from strangers: run lengths that do not fill their picture keep pycocotools' overlaps busy for ever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from generator.dataset.masks import packed


def checked_mask(segmentation: Any, height_px: int, width_px: int) -> dict[str, Any]:
    """Any COCO segmentation as packed run lengths. Raises ValueError for one that is none, or of another size."""
    mask = packed(segmentation, height_px, width_px)
    if isinstance(segmentation, Mapping) and isinstance(segmentation.get("counts"), (str, bytes)):
        runs = unpacked_runs(mask["counts"])
        if runs.sum() != height_px * width_px or (runs < 0).any():
            raise ValueError(f"its runs are of {runs.sum()} pixels in all, the picture has {height_px * width_px}")
    return mask


def unpacked_runs(counts: bytes) -> np.ndarray:
    """(N,) int64 run lengths from COCO's packed text. Raises ValueError for text that is none.

    Each number is written in groups of five bits, least first, as characters from "0"; 32 says that more follow, the
    last group's 16 is the sign. From the fourth number on, what is written is the difference to the last but one.
    """
    groups = np.frombuffer(counts, np.uint8).astype(np.int64) - 48
    if not len(groups) or (groups < 0).any() or (groups > 63).any() or groups[-1] & 32:
        raise ValueError("its counts are no packed run lengths")
    last = np.flatnonzero(groups & 32 == 0)
    first = np.concatenate([[0], last[:-1] + 1])
    if (last - first > 6).any():
        raise ValueError("its counts hold a number beyond all pictures")
    place = 5 * (np.arange(len(groups)) - np.repeat(first, last - first + 1))
    numbers = np.add.reduceat((groups & 31) << place, first)
    numbers -= np.where(groups[last] & 16, np.int64(1) << (place[last] + 5), 0)
    numbers[1::2] = np.cumsum(numbers[1::2])
    numbers[2::2] = np.cumsum(numbers[2::2])
    return numbers
