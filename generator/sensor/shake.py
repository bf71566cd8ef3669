"""Shake: the camera moves while the shutter is open."""

from __future__ import annotations

import cv2
import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.exposure import Exposure
from generator.sensor.shutter import NEUTRAL_OPEN_MS, OPEN, READOUT

SHAKE = Factor(
    "camera.shake_px",
    "px",
    "capture",
    "Length of the way that the picture goes while the shutter is open: 0 is a firm mount, 1 takes the edge off, "
    "8 is a machine that shakes; edges stay centred on their labels.",
    {"choice": [0.0, 0.6, 1.5, 4.0], "weights": [12, 4, 2, 1]},
    0.0,
    40.0,
)
_STEPS = 400  # along the whole way
_JERK = 0.5  # of the steady motion's speed
_MOST_SHUTTERS = 6.0  # of opening time, in the read-out, over which the way is drawn


def move(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance to radiance, along a jerky way. Each row's way is centred, so that no label moves; energy is kept.

    With a rolling shutter rows see other pieces of the way: three are drawn, and rows in between are mixed.
    """
    length_px = exposure.number(SHAKE.name, 0.0)
    if length_px == 0:
        return exposure
    shutters = exposure.number(READOUT.name, 0.0) / exposure.number(OPEN.name, NEUTRAL_OPEN_MS)
    shutters = min(shutters, _MOST_SHUTTERS)
    way = jerky_way(rng, length_px, 1 + shutters)
    opened = int(_STEPS / (1 + shutters))
    starts = [0] if shutters == 0 else [0, (_STEPS - opened) // 2, _STEPS - opened]
    moved = [_along(exposure.image, way[start : start + opened]) for start in starts]
    if len(moved) == 1:
        return exposure.but(image=moved[0])
    place = np.linspace(0, 1, len(exposure.image), dtype=np.float32)[:, None, None]
    share = [np.clip(1 - np.abs(2 * place - number), 0, 1) for number in range(3)]
    return exposure.but(image=sum(s * m for s, m in zip(share, moved, strict=True)))


def jerky_way(rng: np.random.Generator, length_px: float, shutters: float) -> np.ndarray:
    """(N, 2) positions at equal times; its length is `length_px` for each opening of the shutter."""
    direction = rng.uniform(0, 2 * np.pi)
    steady = np.array([np.cos(direction), np.sin(direction)])
    jerk = cv2.GaussianBlur(rng.standard_normal((_STEPS, 2)), (1, 2 * (_STEPS // 8) + 1), 0.1, sigmaY=_STEPS / 12)
    speed = steady + _JERK * jerk / max(float(jerk.std()), 1e-9)
    speed *= length_px * shutters / np.linalg.norm(speed, axis=1).sum()
    return np.cumsum(speed, axis=0)


def way_kernel(way_px: np.ndarray) -> np.ndarray:
    """(2n+1, 2n+1) float32, sum 1, its centre of mass in the middle: where a point is while it moves."""
    centred = way_px - way_px.mean(axis=0)
    half = int(np.ceil(np.abs(centred).max())) + 1
    kernel = np.zeros((2 * half + 1, 2 * half + 1))
    low = np.floor(centred).astype(int)
    part = centred - low
    for dx, dy in ((0, 0), (1, 0), (0, 1), (1, 1)):
        weight = np.abs(1 - dx - part[:, 0]) * np.abs(1 - dy - part[:, 1])
        np.add.at(kernel, (low[:, 1] + dy + half, low[:, 0] + dx + half), weight)
    return (kernel / kernel.sum()).astype(np.float32)


def _along(image: np.ndarray, way_px: np.ndarray) -> np.ndarray:
    turned = np.ascontiguousarray(way_kernel(way_px)[::-1, ::-1])  # filter2D correlates
    return np.maximum(cv2.filter2D(image, -1, turned, borderType=cv2.BORDER_REFLECT), 0)


EFFECTS = (SensorEffect("shake", "The camera moved during the exposure.", 44, move, (SHAKE,)),)
