"""Flicker: lamps on mains pulse a hundred times a second, and a rolling shutter turns that into bands."""

from __future__ import annotations

import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.exposure import Exposure
from generator.sensor.shutter import NEUTRAL_OPEN_MS, OPEN, READOUT

FLICKER = Factor(
    "light.flicker",
    "share",
    "capture",
    "How deep the lamps pulse at twice the mains frequency: 0 is daylight or a good driver, 0.3 a tube, 1 a cheap LED; "
    "bands with a rolling shutter, another brightness in each picture with a global one.",
    {"choice": [0.0, 0.1, 0.3, 0.8], "weights": [8, 2, 2, 1]},
    0.0,
    1.0,
)
_PULSES_PER_MS = (0.1, 0.12)  # on mains of 50 and 60 Hz
_HARMONICS = (1.0, 0.25)


def pulse(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Electrons to electrons, brighter or darker row by row; the meter has seen the mean over all phases."""
    depth = exposure.number(FLICKER.name, 0.0)
    per_ms, phase = float(rng.choice(_PULSES_PER_MS)), float(rng.uniform(0, 2 * np.pi))
    if depth == 0:
        return exposure
    open_ms, readout_ms = exposure.number(OPEN.name, NEUTRAL_OPEN_MS), exposure.number(READOUT.name, 0.0)
    start_ms = np.arange(exposure.image.shape[0]) / exposure.image.shape[0] * readout_ms
    light = light_over(start_ms, open_ms, depth, per_ms, phase)
    return exposure.but(image=exposure.image * light.astype(np.float32)[:, None, None])


def light_over(start_ms: np.ndarray, open_ms: float, depth: float, per_ms: float, phase: float) -> np.ndarray:
    """(N,) mean light while the shutter is open from `start_ms` (N,) on, where 1 is the lamp's own mean.

    A sine and its first harmonic; the mean of a sine of frequency f over a time t is its middle times sinc(f t).
    """
    light = np.ones(len(start_ms))
    for order, height in enumerate(_HARMONICS, start=1):
        frequency = order * per_ms
        middle = 2 * np.pi * frequency * (start_ms + open_ms / 2) + order * phase
        light += depth * height / sum(_HARMONICS) * np.sinc(frequency * open_ms) * np.cos(middle)
    return light


EFFECTS = (SensorEffect("flicker", "Lamps on mains pulse: bands, or uneven brightness.", 52, pulse, (FLICKER,)),)
