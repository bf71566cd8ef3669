"""How much light: flux to radiance of lamps, maps to a known mean for surroundings. Pure."""

from __future__ import annotations

import math

import numpy as np

from generator.blackbody import LUMINANCE


def lambert_radiance(power_w: float, area_m2: float) -> float:
    """Radiance in W/(m^2 sr) of a diffuse emitter that sends `power_w` into its half space: flux / (pi area)."""
    if area_m2 <= 0:
        raise ValueError(f"a lamp of {area_m2} m^2 cannot emit")
    return power_w / (math.pi * area_m2)


def fitted_environment(pixels: np.ndarray, clamp: float) -> np.ndarray:
    """An environment map whose mean radiance over the sphere is 1 and whose peaks are cut.

    `pixels` is (H, W, 3), latitude by longitude, row 0 at the zenith. Pixels brighter than `clamp` times the mean are
    scaled down to it, colour kept: small suns make noise that no number of samples at hand resolves.
    """
    height = pixels.shape[0]
    solid_angle = np.sin((np.arange(height) + 0.5) * math.pi / height)[:, None]
    solid_angle = np.broadcast_to(solid_angle / solid_angle.mean(), pixels.shape[:2])
    luminance = np.maximum(pixels, 0) @ LUMINANCE
    mean = float((luminance * solid_angle).mean())
    if mean <= 0:
        raise ValueError("the environment map is black")
    cut = np.minimum(1.0, clamp * mean / np.maximum(luminance, 1e-12))
    kept = np.maximum(pixels, 0) * cut[..., None]
    scaled: np.ndarray = kept / float(((kept @ LUMINANCE) * solid_angle).mean())
    return scaled.astype(np.float32)
