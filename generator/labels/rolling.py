"""Labels under a rolling shutter: rows are read one after another, so what moves is skewed, and its labels with it.

The picture is skewed by the effect `motion` of `generator.sensor`; the same pixels are looked up here, whole ones.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np

from generator.labels.cast import ThingMasks, ViewCast
from generator.labels.frame import Window
from generator.moving import Moving, nearest, row_times_s

Pixels = tuple[np.ndarray, np.ndarray]  # rows and columns (H, W), to index with
_LEAST_PX = 0.5  # between the first row and the last; below it no label moves by a pixel


def rolled(cast: ViewCast, moving: Moving | None, readout_s: float) -> ViewCast:
    """What the rays met, as a shutter sees it that takes `readout_s` from the first row to the last.

    Poses stay those of the middle row. Where something has just left, what is behind it counts as the picture shows it.
    """
    if moving is None or moving.fastest_px_s * readout_s < _LEAST_PX:
        return cast
    sources = moving.sources(row_times_s(len(moving.mask), readout_s))
    grid = np.indices(moving.mask.shape)
    own = nearest(sources)
    rows, columns = np.where(moving.stays(sources, cast.depth_m), grid, own)
    shown = rows, columns
    still = grid[0], grid[1]
    things = [_thing(masks, own if masks.instance in moving.instances else still, shown) for masks in cast.things]
    found = tuple(masks for masks in things if masks is not None)
    front = np.zeros_like(cast.front)
    for masks in found:
        front[masks.window.slices][masks.front] = masks.instance
    return ViewCast(front, cast.depth_m[shown], cast.normals[shown], cast.lookup[shown], found, cast.stuff[shown])


def _thing(masks: ThingMasks, own: Pixels, shown: Pixels) -> ThingMasks | None:
    """A thing's masks: its silhouette moves by itself, what is seen of it with all that the picture shows."""
    amodal = _full(masks.amodal, masks.window, own[0].shape, False)[own]
    if not amodal.any():
        return None
    seen = _full(masks.seen, masks.window, amodal.shape, False)[shown] & amodal
    front = _full(masks.front, masks.window, amodal.shape, False)[shown] & seen
    depth_m = _full(masks.depth_m, masks.window, amodal.shape, np.float32(np.inf))[own]
    left, top, width, height = cv2.boundingRect(amodal.astype(np.uint8))
    window = Window(top, top + height, left, left + width)
    cut = window.slices
    return replace(masks, window=window, amodal=amodal[cut], seen=seen[cut], front=front[cut], depth_m=depth_m[cut])


def _full(values: np.ndarray, window: Window, shape: tuple[int, ...], rest: Any) -> np.ndarray:
    """(H, W): an array (h, w) of a window, and around it `rest`."""
    whole = np.full(shape, rest, values.dtype)
    whole[window.slices] = values
    return whole
