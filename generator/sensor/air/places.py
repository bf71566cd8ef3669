"""Where things in the air come from: a spot on the work that is in the picture, and which way is up."""

from __future__ import annotations

import numpy as np

from generator.recipe import Jet
from generator.sensor.exposure import Exposure


def up(exposure: Exposure) -> np.ndarray:
    """(3,) the world's z in the camera's frame."""
    return exposure.camera.pose[2, :3].copy()


def source_m(exposure: Exposure, rng: np.random.Generator, low: float, high: float) -> np.ndarray:
    """(3,) a point just before what is seen at a random pixel, between two heights of the frame (0 is its top).

    Where nothing is seen it lies at the distance of the work.
    """
    camera = exposure.camera
    x, y = rng.uniform(0.15, 0.85) * camera.width_px, rng.uniform(low, high) * camera.height_px
    depth = 0.0 if exposure.depth_m is None else float(exposure.depth_m[int(y), int(x)])
    depth = depth if 0 < depth < 2 * camera.focus_m else camera.focus_m
    cx, cy = camera.centre_px
    return np.array([(x - cx) / camera.focal_px, (y - cy) / camera.focal_px, 1.0]) * 0.97 * depth


def seen_from(exposure: Exposure, jet: Jet) -> np.ndarray:
    """(3,) where a jet of the scene starts, in the camera's frame."""
    pose = exposure.camera.pose
    return np.asarray(pose[:3, :3].T @ (np.array(jet.at_m) - pose[:3, 3]))


def width_m(exposure: Exposure) -> float:
    """What the picture is wide at the distance of the work."""
    return exposure.camera.focus_m * exposure.camera.width_px / exposure.camera.focal_px


def plume(points_m: np.ndarray, origin_m: np.ndarray, axis: np.ndarray, length_m: float, spread: float) -> np.ndarray:
    """(...,) 0..1: a jet from a point along an axis, `spread` wide for each metre, thinner as it widens."""
    offset: np.ndarray = points_m - origin_m.astype(np.float32)
    along = offset @ axis.astype(np.float32)
    across2 = np.maximum((offset**2).sum(axis=-1) - along**2, 0)
    radius = spread * np.maximum(along, 0) + 0.06 * length_m
    body = np.exp(-0.5 * across2 / radius**2) * (0.06 * length_m / radius)
    ends = np.clip(along / (0.05 * length_m) + 1, 0, 1) * np.clip(1.4 - along / length_m, 0, 1)
    return (body * ends).astype(np.float32)
