"""Keypoints of people in a picture: where each one is, and whether it is seen, hidden, or outside.

A joint lies under skin and cloth, so it counts as seen where the person's own surface before it is the one that covers
it: not farther before it than flesh and cloth are thick there, and nothing opaque in between. Through glass is seen.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from generator.camera import Camera, distort, undistort
from generator.keypoints import HIDDEN, KEYPOINTS, OUTSIDE, SEEN
from generator.labels.cast import ThingMasks
from generator.recipe import Thing

_NEAREST_M = 1e-6
_SAME_RAY = 1e-3  # on the ideal plane: beyond it the lens has folded a point back into the frame
_AROUND_PX = 1  # a point on an outline may round to the pixel beside
_COVER_M = {  # how far the surface may lie before the point: flesh, cloth, and some more where it is met aslant
    "nose": 0.035,
    "eye": 0.035,
    "ear": 0.045,
    "shoulder": 0.125,
    "elbow": 0.09,
    "wrist": 0.07,
    "hip": 0.19,
    "knee": 0.125,
    "ankle": 0.11,
}


def keypoint_record(thing: Thing, masks: ThingMasks, camera: Camera, readout_s: float = 0.0) -> dict[str, Any]:
    """`keypoints` (x, y, v of each, pixels) and `num_keypoints` of a person; empty for a thing without any.

    Under a rolling shutter a point of a person who walks is where the person is when its row is read.

    x and y count as boxes do: pixel (0, 0) covers 0..1. v is 0 outside of the picture, where x and y are 0, 1 for a
    hidden point and 2 for a seen one, as COCO has it.
    """
    if not thing.keypoints_m:
        return {}
    pose = np.array(thing.world_from_object, float)
    points = np.array(thing.keypoints_m) @ pose[:3, :3].T + pose[:3, 3]
    pixels, depth_m, inside = _projected(points, camera)
    if readout_s and thing.velocity_m_s is not None:
        rows_s = (np.clip(pixels[:, 1:] / camera.height_px, 0, 1) - 0.5) * readout_s
        pixels, depth_m, inside = _projected(points + rows_s * np.array(thing.velocity_m_s), camera)
    found: list[float] = []
    for name, pixel, depth, within in zip(KEYPOINTS, pixels, depth_m, inside, strict=True):
        if not within:
            found += [0.0, 0.0, OUTSIDE]
            continue
        seen = _is_seen(pixel, depth, _COVER_M[name.rpartition("_")[2]], masks)
        found += [round(float(pixel[0]), 3), round(float(pixel[1]), 3), SEEN if seen else HIDDEN]
    return {"keypoints": found, "num_keypoints": sum(v > OUTSIDE for v in found[2::3])}


def _projected(points_m: np.ndarray, camera: Camera) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pixels (N, 2), depths (N,) along the axis, and which lie in the picture (N,)."""
    camera_from_world = np.linalg.inv(camera.pose)
    local = points_m @ camera_from_world[:3, :3].T + camera_from_world[:3, 3]
    depth = local[:, 2]
    ideal = local[:, :2] / np.where(depth > _NEAREST_M, depth, 1.0)[:, None]
    bent = distort(ideal, camera.distortion)
    pixels = bent * camera.focal_px + np.array(camera.centre_px)
    inside = (depth > _NEAREST_M) & ((pixels >= 0) & (pixels < (camera.width_px, camera.height_px))).all(axis=1)
    back = undistort(np.where(inside[:, None], bent, 0.0), camera.distortion)
    inside &= (np.abs(back - ideal) < _SAME_RAY).all(axis=1)
    return pixels, depth, inside


def _is_seen(pixel: np.ndarray, depth_m: float, cover_m: float, masks: ThingMasks) -> bool:
    """Whether the person is seen at or beside the pixel, with a surface that covers a point at this depth."""
    row, column = int(pixel[1]) - masks.window.top, int(pixel[0]) - masks.window.left
    rows = slice(max(row - _AROUND_PX, 0), max(row + _AROUND_PX + 1, 0))
    columns = slice(max(column - _AROUND_PX, 0), max(column + _AROUND_PX + 1, 0))
    seen, surface_m = masks.seen[rows, columns], masks.depth_m[rows, columns]
    return bool((seen & (surface_m > depth_m - cover_m)).any())
