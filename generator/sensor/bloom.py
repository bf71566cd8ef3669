"""Bloom: a share of the light is scattered in the lens and spreads about where it came from."""

from __future__ import annotations

import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.exposure import Exposure
from generator.sensor.spreading import wide_gaussian

BLOOM = Factor(
    "lens.bloom",
    "share",
    "capture",
    "Share of the light that the lens scatters: highlights glow, blacks lift; 0.005 is a clean lens, 0.2 a fogged one.",
    {"log_uniform": [0.003, 0.04]},
    0.0,
    0.5,
)

# Width of each lobe as a share of the picture's diagonal, and its share of the scattered light. The sum falls off
# about as 1/r^2, as measured glare spread functions do (Talvala et al., Veiling glare in high dynamic range imaging,
# SIGGRAPH 2007).
_LOBES = ((0.006, 0.45), (0.03, 0.3), (0.15, 0.25))


def scatter(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance to radiance: ``(1 - bloom)`` of it stays, the rest is spread. Energy is kept to float precision."""
    share = exposure.number(BLOOM.name, 0.0)
    if share == 0:
        return exposure
    image = exposure.image
    spread = np.zeros_like(image)
    diagonal_px = float(np.hypot(image.shape[0], image.shape[1]))
    for width, weight in _LOBES:
        spread += np.float32(weight) * wide_gaussian(image, width * diagonal_px)
    return exposure.but(image=(1 - share) * image + np.float32(share) * spread)


EFFECTS = (
    SensorEffect("bloom", "Highlights glow and shadows lift by light scattered in the lens.", 40, scatter, (BLOOM,)),
)
