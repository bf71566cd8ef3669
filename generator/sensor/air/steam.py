"""Steam: a white plume that rises from a wash-down or a hot part and hides what is behind it."""

from __future__ import annotations

import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.air.places import plume, seen_from, source_m, up, width_m
from generator.sensor.air.volume import Medium, seen_through
from generator.sensor.clouds import cloudy_volume
from generator.sensor.exposure import Exposure

STEAM = Factor(
    "air.steam",
    "share",
    "capture",
    "Share of the light that the thick of a plume of steam takes: 0 none, 0.3 wisps, 0.95 a white cloud.",
    {"choice": [0.0, 0.3, 0.7], "weights": [60, 2, 1]},
    0.0,
    0.99,
    sourced=True,
)

_WIDE_M = (0.5, 1.6)  # of a plume from a source of the scene, which cannot grow with the frame
_THINNEST = 2e-3  # of the plume's density in its origin; beyond there is none


def rise(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance to radiance with a plume between; what is in front of it stays as it is."""
    share = exposure.number(STEAM.name, 0.0)
    if share == 0 or exposure.depth_m is None:
        return exposure
    size, lift = width_m(exposure), up(exposure)
    origin, source = source_m(exposure, rng, 0.55, 0.95), exposure.jet("steam")
    if source is not None:
        origin, size = seen_from(exposure, source), float(np.clip(size, *_WIDE_M))
    drift = rng.normal(0, 0.22, 3)
    axis = (lift + drift) / np.linalg.norm(lift + drift)
    length, spread, own = size * rng.uniform(0.5, 0.9), rng.uniform(0.18, 0.32), int(rng.integers(2**62))

    def density(points: np.ndarray) -> np.ndarray:
        body = plume(points, origin, axis, length, spread)
        inside = body > _THINNEST
        body[inside] *= curls_at(points[inside])
        return np.where(inside, body, 0)

    def curls_at(points: np.ndarray) -> np.ndarray:
        bent = (points - (points @ lift)[..., None] * lift * 0.45) / (0.2 * size)  # blotches are drawn out upwards
        bent = bent + 0.22 * cloudy_volume(np.random.default_rng(own + 1), 1.7 * bent, 1)[..., None]
        curls = cloudy_volume(np.random.default_rng(own), bent, 5)
        return np.log1p(np.exp(3 * (0.4 + 0.6 * curls))) / 3  # never cut off sharply

    return seen_through(exposure, Medium(density, share, 0.5, 0.98, shades_itself=True))


EFFECTS = (SensorEffect("steam", "A plume of steam rises before the work.", 13, rise, (STEAM,)),)
