"""Lenses and sensors that exist: at which distance they show a width, and how far a lens may bend the picture."""

from __future__ import annotations

import math

import numpy as np

from generator.recipe import Lamp

SENSOR_WIDTHS_MM = (4.8, 6.4, 8.8, 12.8, 17.3, 23.5, 36.0)  # 1/3", 1/2", 2/3", 1", 4/3", APS-C, full frame
BENCH_DISTANCES_M = (0.25, 1.5)  # that cameras over a bench have
_WIDEST = 1.05  # half diagonal against focal length: beyond, lens models for inspection lenses end
_NEAREST_FOCALS = 6.0  # distance against focal length; nearer would be a microscope
_MOST_BEND = 0.5  # |k1| r^2 at the corner: the lens model stays invertible
_BARREL_K2 = 1.2  # k2 = 1.2 k1^2 keeps a barrel monotonic at every radius, as real lenses are


def choose_sensor(
    focal_mm: float,
    shown_m: float,
    aspect: float,
    preference: float,
    target_m: np.ndarray,
    towards: np.ndarray,
    lamps: tuple[Lamp, ...],
    usual_m: tuple[float, float] = BENCH_DISTANCES_M,
) -> tuple[float, float]:
    """Sensor width in mm and distance in m at which the lens shows that width.

    Of the sensors that the lens covers, one that puts the camera at a usual distance and before any lamp; where a
    small work would need a microscope, part of the sensor is read out; a lamp in the way is stepped in front of.
    """
    half_diagonal = 0.5 * math.hypot(1, aspect)
    covered = [s for s in SENSOR_WIDTHS_MM if half_diagonal * s <= _WIDEST * focal_mm] or [SENSOR_WIDTHS_MM[0]]
    limit_m = min((lamp_distance(lamp, target_m, towards) for lamp in lamps), default=math.inf)
    distances = [(s, focal_mm * shown_m / s) for s in covered]
    clear = [(s, d) for s, d in distances if d < limit_m]
    if not clear:
        return covered[-1], 0.95 * limit_m
    usual = [(s, d) for s, d in clear if usual_m[0] <= d <= usual_m[1]]
    if usual:
        sensor, distance = usual[int(preference * len(usual))]
    else:
        middle = math.sqrt(usual_m[0] * usual_m[1])
        sensor, distance = min(clear, key=lambda pair: abs(math.log(pair[1] / middle)))
    nearest = _NEAREST_FOCALS * focal_mm * 1e-3
    if distance < nearest < limit_m:
        return focal_mm * shown_m / nearest, nearest
    return sensor, distance


def lamp_distance(lamp: Lamp, from_m: np.ndarray, towards: np.ndarray) -> float:
    """How far one can go from a point in a direction until a lamp and its housing are in the way; inf if never."""
    pose = np.array(lamp.world_from_object)
    origin = pose[:3, :3].T @ (from_m - pose[:3, 3])
    heading = pose[:3, :3].T @ towards
    if abs(heading[2]) < 1e-9:
        return math.inf
    distance = -origin[2] / heading[2]
    hit = origin + distance * heading
    half = 0.5 * np.array(lamp.size_m) + 0.25 * float(np.linalg.norm(origin)) * np.array([1.0, 1.0])
    if distance <= 0 or np.any(np.abs(hit[:2]) > half):
        return math.inf
    return float(distance) * 0.92


def bend(k1: float, half_diagonal: float) -> tuple[float, float]:
    """Radial coefficients k1 and k2 of a lens whose corner lies at `half_diagonal` on the plane at depth 1.

    k1 is limited to what a lens of that angle has; a barrel gets the k2 that keeps it invertible.
    """
    most = _MOST_BEND / (1.6 * half_diagonal**2)
    held = min(max(k1, -most), most)
    return held, _BARREL_K2 * held * held if held < 0 else 0.0
