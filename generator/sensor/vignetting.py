"""Vignetting: the picture gets darker towards its corners."""

from __future__ import annotations

import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.exposure import Exposure

LOSS = Factor(
    "sensor.vignetting",
    "share",
    "capture",
    "Share of the light that is lost in the corners of the picture; 0 is even, 0.8 leaves a bright spot in the middle.",
    {"uniform": [0.0, 0.35]},
    0.0,
    0.8,
)


def falloff(width_px: int, height_px: int, loss: float) -> np.ndarray:
    """(H, W) float32: the share of light that arrives, 1 in the middle and 1 - loss in the corners.

    The cosine-fourth law of natural vignetting, 1 / (1 + tan^2)^2 with the tangent growing with the radius; the angle
    in the corner is the one that loses `loss`, so that stops and barrels of real lenses are covered too.
    """
    corner_tangent2 = (1 - loss) ** -0.5 - 1
    x = (np.arange(width_px, dtype=np.float32) + 0.5) * 2 / width_px - 1
    y = (np.arange(height_px, dtype=np.float32) + 0.5) * 2 / height_px - 1
    aspect2 = (width_px / height_px) ** 2
    radius2 = (x[None, :] ** 2 * aspect2 + y[:, None] ** 2) / (aspect2 + 1)  # 1 in the corners
    return (1 + corner_tangent2 * radius2).astype(np.float32) ** -2


def vignette(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance to radiance, darker towards the corners."""
    loss = exposure.number(LOSS.name, 0.0)
    if loss == 0:
        return exposure
    height, width = exposure.image.shape[:2]
    return exposure.but(image=exposure.image * falloff(width, height, loss)[:, :, None])


EFFECTS = (SensorEffect("vignetting", "The corners get less light (cosine-fourth law).", 20, vignette, (LOSS,)),)
