"""Grinding dust: a jet of it in the key light's beam, and single grains that catch the light."""

from __future__ import annotations

import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.air.motes import with_motes
from generator.sensor.air.places import plume, source_m, up, width_m
from generator.sensor.air.volume import Density, Medium, seen_through
from generator.sensor.clouds import cloudy_volume
from generator.sensor.exposure import Exposure
from generator.sensor.lamplight import KEY

DUST = Factor(
    "air.dust",
    "share",
    "capture",
    "Share of the light that the thick of a jet of grinding dust takes: it glows in the beam of the key light, with "
    "single grains in it; 0.1 is a hand grinder far off, 0.8 hides the work.",
    {"choice": [0.0, 0.08, 0.25, 0.6], "weights": [90, 4, 3, 1]},
    0.0,
    0.95,
)
_OUTSIDE_BEAM = 0.12  # of the jet's density is seen off the beam: it is there, and other lamps light it


def drift(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance to radiance with dust between; what is in front of it stays as it is."""
    share = exposure.number(DUST.name, 0.0)
    if share == 0 or exposure.depth_m is None:
        return exposure
    size = width_m(exposure)
    origin = source_m(exposure, rng, 0.4, 0.85)
    axis = up(exposure) * rng.uniform(0.1, 0.9) + rng.normal(0, 0.6, 3)
    axis /= np.linalg.norm(axis)
    length, spread, own = size * rng.uniform(0.6, 1.1), rng.uniform(0.2, 0.4), rng.integers(2**63)
    beam = _beam(exposure, origin + axis * 0.3 * length, 0.13 * size * rng.uniform(0.7, 1.4))

    def density(points: np.ndarray) -> np.ndarray:
        clouds = cloudy_volume(np.random.default_rng(own), points / (0.2 * size), 4)
        jet = plume(points, origin, axis, length, spread) + np.float32(0.15)  # some hangs about everywhere
        return jet * np.clip(0.6 + 0.6 * clouds, 0.03, None) * beam(points)

    medium = Medium(density, share, 0.7, 0.8)
    clouded = seen_through(exposure, medium)
    return with_motes(clouded, exposure, density, share, rng)


def _beam(exposure: Exposure, middle_m: np.ndarray, radius_m: float) -> Density:
    """A function of points (..., 3): 1 in the beam from the nearest key lamp through `middle_m`, less beside it."""
    keys = [lamp for lamp in exposure.lamps if lamp.group == KEY]
    if not keys:
        return lambda points: np.ones(points.shape[:-1], np.float32)
    lamp = min(keys, key=lambda lamp: float(np.linalg.norm(lamp.at_m - middle_m)))
    away = (middle_m - lamp.at_m) / np.linalg.norm(middle_m - lamp.at_m)

    def share(points: np.ndarray) -> np.ndarray:
        offset: np.ndarray = points - lamp.at_m.astype(np.float32)
        along = offset @ away.astype(np.float32)
        across = np.sqrt(np.maximum((offset**2).sum(axis=-1) - along**2, 0))
        inside = np.clip(1.5 - across / np.float32(radius_m), 0, 1)
        return _OUTSIDE_BEAM + (1 - _OUTSIDE_BEAM) * inside * inside * (3 - 2 * inside)

    return share


EFFECTS = (SensorEffect("dust_shaft", "A jet of dust in the key light's beam, with grains.", 14, drift, (DUST,)),)
