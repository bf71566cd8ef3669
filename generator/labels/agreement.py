"""The cross-check of every picture: two programs that share no code must say the same thing of each pixel.

Labels come from Embree rays through the distorted camera's pixel centres. Cycles gives ids of its own, in the pinhole
pixels it renders. Here the one is held against the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

_AROUND = np.ones((3, 3), np.uint8)
_ENOUGH_PX = 12


@dataclass(frozen=True, slots=True)
class Agreement:
    """Shares of pixels, 0..1, in which the two agree."""

    exact: float  # of all pixels; with lens distortion the nearest-pixel lookup alone costs some along outlines
    inner: float  # of the pixels whose 3 x 3 neighbourhood is uniform in both
    within_px: float  # of all pixels, where each one's id is found within one pixel in the other
    things: float  # the same, of pixels of labelled things at least two pixels thick in either; 1 if there are none

    @property
    def gate(self) -> float:
        """What a scene is judged by. A shift of three pixels costs `inner` a thousandth, but `things` a tenth."""
        return min(self.inner, self.things)


def compare_ids(front: np.ndarray, render_ids: np.ndarray, lookup: np.ndarray) -> Agreement:
    """Hold the cast's `front` (H, W) against the renderer's ids (h, w) in the pixels of `camera.pinhole()`.

    `lookup` (H, W, 2) is the pinhole's `warp_map`. `inner` is blind to things thinner than three pixels, `things` to
    those thinner than two, such as wires from afar, as chance decides which pixels' rays meet them; unless a dozen
    pixels of one show something that the other lacks altogether.
    """
    cast = front.astype(np.int32)
    other = distort_ids(render_ids, lookup)
    same = cast == other
    uniform = _uniform(cast) & _uniform(other)
    near = _found_around(cast, other) & _found_around(other, cast)
    inner = float(same[uniform].mean()) if uniform.any() else 0.0
    labelled = _counts(cast, other) | _counts(other, cast)
    things = float(near[labelled].mean()) if labelled.any() else 1.0
    return Agreement(float(same.mean()), inner, float(near.mean()), things)


def distort_ids(ids: np.ndarray, lookup: np.ndarray) -> np.ndarray:
    """Ids (h, w) in pinhole pixels as (H, W) int32 in the camera's own pixels, the nearest one for each."""
    columns = np.clip(np.rint(lookup[..., 0]).astype(int), 0, ids.shape[1] - 1)
    rows = np.clip(np.rint(lookup[..., 1]).astype(int), 0, ids.shape[0] - 1)
    return ids[rows, columns].astype(np.int32)


def _uniform(ids: np.ndarray) -> np.ndarray:
    """(H, W) bool: whether all of the 3 x 3 neighbourhood has the pixel's own id."""
    values = ids.astype(np.float32)
    return cv2.erode(values, _AROUND) == cv2.dilate(values, _AROUND)


def _counts(ids: np.ndarray, among: np.ndarray) -> np.ndarray:
    """(H, W) bool: pixels of labelled things that are thick enough, or that the other map lacks."""
    shown, sizes = np.unique(ids, return_counts=True)
    lacking = shown[(sizes >= _ENOUGH_PX) & ~np.isin(shown, among)]
    return (ids > 0) & (_thick(ids) | np.isin(ids, lacking))


def _thick(ids: np.ndarray) -> np.ndarray:
    """(H, W) bool: whether a pixel lies in some 2 x 2 block of its own id."""
    across = np.diff(ids, axis=0) == 0
    block = across[:, :-1] & across[:, 1:] & (np.diff(ids, axis=1) == 0)[:-1]
    found = np.zeros(ids.shape, bool)
    for rows in (slice(None, -1), slice(1, None)):
        for columns in (slice(None, -1), slice(1, None)):
            found[rows, columns] |= block
    return found


def _found_around(ids: np.ndarray, among: np.ndarray) -> np.ndarray:
    """(H, W) bool: whether each id of one map stands in the 3 x 3 neighbourhood of the same pixel in the other."""
    padded = np.pad(among, 1, mode="edge")
    height, width = ids.shape
    found = np.zeros(ids.shape, bool)
    for row in range(3):
        for column in range(3):
            found |= padded[row : row + height, column : column + width] == ids
    return found
