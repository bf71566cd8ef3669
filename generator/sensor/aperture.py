"""The iris: what is out of focus is drawn as its shape, and its straight edges make stars."""

from __future__ import annotations

import numpy as np

from generator.camera import Camera
from generator.factors import Factor
from generator.sensor.exposure import Exposure
from generator.sensor.unit import unit_stream

BLADES = Factor(
    "lens.blades",
    "count",
    "capture",
    "Straight blades of the iris: each draws a spike through bright lamps, an odd number two; below 3 it is round.",
    {"choice": [0, 5, 6, 7, 8, 9], "weights": [3, 1, 2, 1, 2, 1]},
    0,
    12,
    kind="integer",
)
ROUND = 3  # blades below which the iris is round


def pixel_mm(camera: Camera) -> float:
    """Width of a pixel on the sensor."""
    return camera.sensor_width_mm / camera.width_px


def blades(exposure: Exposure) -> int:
    """Straight blades of this picture's iris; 0 is round."""
    count = int(exposure.number(BLADES.name, 0))
    return count if count >= ROUND else 0


def turn_rad(exposure: Exposure) -> float:
    """How the iris of this camera is turned."""
    return float(unit_stream(exposure, "iris").uniform(0, 2 * np.pi))


def iris_image(radius_px: float, count: int, turn: float) -> np.ndarray:
    """(2n+1, 2n+1) float32, sum 1: a point out of focus, a polygon of as much area as the disc of that radius."""
    half = int(np.ceil(1.3 * radius_px)) + 1
    y, x = np.mgrid[-half : half + 1, -half : half + 1].astype(np.float32)
    if count < ROUND:
        beyond = np.hypot(x, y) - radius_px
    else:
        apothem = radius_px * np.sqrt(np.pi / (count * np.tan(np.pi / count)))
        angles = turn + np.arange(count) * 2 * np.pi / count
        beyond = np.max([x * np.cos(a) + y * np.sin(a) for a in angles], axis=0) - apothem
    spot = np.clip(0.5 - beyond, 0, 1).astype(np.float32)
    return spot / spot.sum()
