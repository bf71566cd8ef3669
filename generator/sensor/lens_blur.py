"""Lens blur: no lens draws a point as a point."""

from __future__ import annotations

import cv2
import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.exposure import Exposure

BLUR = Factor(
    "lens.blur_px",
    "px",
    "capture",
    "Standard deviation of the spot that the lens makes of a point; 0.5 is a good lens, 3 a greasy or misfocused one.",
    {"log_uniform": [0.45, 1.3]},
    0.0,
    6.0,
)


def blur(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance to radiance, spread by a Gaussian. Borders mirror, so that no light is lost."""
    sigma_px = exposure.number(BLUR.name, 0.0)
    if sigma_px < 0.05:
        return exposure
    size = 2 * int(np.ceil(4 * sigma_px)) + 1
    return exposure.but(image=cv2.GaussianBlur(exposure.image, (size, size), sigma_px, borderType=cv2.BORDER_REFLECT))


EFFECTS = (
    SensorEffect("lens_blur", "Everything is a little soft: aberrations, diffraction, grease.", 30, blur, (BLUR,)),
)
