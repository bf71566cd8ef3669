"""Haze: fine dust or oil mist all over; what is farther is paler, and lamps have a glow."""

from __future__ import annotations

import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.air.volume import Medium, seen_through
from generator.sensor.clouds import cloudy_volume
from generator.sensor.exposure import Exposure

HAZE = Factor(
    "air.haze",
    "share",
    "capture",
    "Share of the light from the work that hazy air takes on its way: far things are paler, lamps glow; 0.05 can just "
    "be seen, 0.7 is thick smoke.",
    {"choice": [0.0, 0.04, 0.15, 0.4], "weights": [40, 3, 2, 1]},
    0.0,
    0.95,
)
_DRIFT = 0.25  # standard deviation of its density


def mist(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance to radiance behind even haze: transmission exp(-sigma d), and what it scatters of the lamps' light."""
    share = exposure.number(HAZE.name, 0.0)
    if share == 0 or exposure.depth_m is None:
        return exposure
    own, size_m = rng.integers(2**63), 0.7 * exposure.camera.focus_m

    def density(points: np.ndarray) -> np.ndarray:
        return np.maximum(1 + _DRIFT * cloudy_volume(np.random.default_rng(own), points / size_m, 3), 0.1)

    per_m = float(-np.log(1 - share)) / exposure.camera.focus_m
    return seen_through(exposure, Medium(density, share, 0.6, 0.9, per_m=per_m))


EFFECTS = (SensorEffect("haze", "Hazy air: far things pale, lamps glow.", 12, mist, (HAZE,)),)
