"""Scratches in the window: each lamp gets streaks across the direction in which it was wiped."""

from __future__ import annotations

import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.exposure import Exposure
from generator.sensor.spreading import convolve, lines
from generator.sensor.unit import unit_stream

SCRATCHES = Factor(
    "lens.window_scratches",
    "share",
    "capture",
    "Share of the light that scratches in the protective window scatter: streaks through lamps, across the direction "
    "of wiping; 0.01 is a used one, 0.1 a worn one.",
    {"choice": [0.0, 0.005, 0.02, 0.06], "weights": [12, 4, 2, 1]},
    0.0,
    0.3,
)
_WIDTHS_MM = (0.008, 0.04)  # of hairlines that wiping leaves
_WAVE_MM = 545e-6
_HAIRLINES = 9  # angles about each direction of wiping
_REACH = 0.3  # of the picture's width


def scratch(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance to radiance: a share of each point becomes streaks. Energy is kept."""
    share = exposure.number(SCRATCHES.name, 0.0)
    if share == 0:
        return exposure
    kernel = (share * streaks(exposure, unit_stream(exposure, "window_scratches"))).astype(np.float32)
    middle = kernel.shape[0] // 2
    kernel[middle, middle] += 1 - kernel.sum(dtype=np.float64)
    return exposure.but(image=convolve(exposure.image, [kernel]))


def streaks(exposure: Exposure, rng: np.random.Generator) -> np.ndarray:
    """(2n+1, 2n+1) float32, sum 1: a slit of width w throws light lambda / w wide across itself, then 1 / angle^2."""
    camera = exposure.camera
    half = int(min(_REACH * camera.width_px, camera.height_px - 1))
    kernel = np.zeros((2 * half + 1, 2 * half + 1), np.float32)
    wipes = rng.uniform(0, np.pi, 3)
    for wipe, weight in zip(wipes, rng.dirichlet([2.0, 1.0, 0.5]), strict=True):
        for turn in rng.normal(0, 0.05, _HAIRLINES):
            width_mm = float(np.exp(rng.uniform(*np.log(_WIDTHS_MM))))
            across = float(wipe + turn + np.pi / 2)
            line = lines(half, [across], 0.7, max(1.0, _WAVE_MM / width_mm * camera.focal_px))
            kernel += line * np.float32(weight / line.sum(dtype=np.float64))
    return kernel / kernel.sum(dtype=np.float64)


EFFECTS = (
    SensorEffect(
        "window_scratches", "Fine scratches in the window draw streaks through lamps.", 16, scratch, (SCRATCHES,)
    ),
)
