"""The depth camera: two infrared eyes and a projector of dots between them, as in common short-range cameras.

Its left eye is the picture's own camera without the lens's distortion, so depth and picture need no registration.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class DepthCamera:
    """Active stereo. Pixels are those of the view's undistorted camera."""

    baseline_m: float = 0.018
    dot_pitch_px: float = 5.0  # mean distance of the projected dots
    dot_px: float = 1.1  # standard deviation of a dot
    dots_w_m2: float = 8.0  # irradiance of a dot at the focus distance
    nearest: float = 0.5  # of the focus distance: what is nearer is not searched for
    full_well_e: float = 9000.0


DEPTH_CAMERA = DepthCamera()
_SPREAD = 1.3  # width of the pattern against that of the picture


def dot_pattern(width_px: int, height_px: int, camera: DepthCamera = DEPTH_CAMERA) -> tuple[np.ndarray, float]:
    """What the projector throws, (S, S) float32 in 0..1, and how much wider than the picture it is.

    One dot in each cell, anywhere in it: no two neighbourhoods along a row are alike, which is what matching needs. The
    pattern is the projector's own, the same in every scene.
    """
    side = int(_SPREAD * max(width_px, height_px))
    rng = np.random.default_rng(20)
    cells = int(side / camera.dot_pitch_px)
    row, column = np.mgrid[0:cells, 0:cells].reshape(2, -1)
    centre = (np.stack([row, column], 1) + rng.uniform(0.1, 0.9, (cells * cells, 2))) * camera.dot_pitch_px
    reach = int(np.ceil(3 * camera.dot_px))
    pattern = np.zeros((side + 2 * reach + 1,) * 2, np.float32)
    near = np.arange(-reach, reach + 1)
    for y, x in centre:
        top, left = int(y), int(x)
        fall = [np.exp(-0.5 * ((near - rest) / camera.dot_px) ** 2) for rest in (y - top, x - left)]
        patch = pattern[top : top + len(near), left : left + len(near)]
        np.maximum(patch, np.outer(*fall)[: patch.shape[0], : patch.shape[1]], out=patch)
    return pattern[reach : reach + side, reach : reach + side], side / max(width_px, height_px)
