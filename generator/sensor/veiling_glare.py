"""Veiling glare: light strays about in the lens and its barrel, and lies over the picture like a haze."""

from __future__ import annotations

import numpy as np

from generator.camera import Camera
from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.beyond import beyond_frame
from generator.sensor.exposure import Exposure

VEIL = Factor(
    "lens.veiling_glare",
    "share",
    "capture",
    "Share of the light that strays over the whole picture, from lamps outside of it too: blacks lift, colours pale; "
    "0.01 is a coated lens, 0.05 a cheap one, 0.2 a fogged one.",
    {"log_uniform": [0.002, 0.03]},
    0.0,
    0.5,
)
_FROM_OUTSIDE = 0.2  # of what strays from a lamp in the frame, strays from one outside: the barrel swallows the rest


def veil(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance to radiance: ``(1 - glare)`` of it stays, the rest is spread evenly; lamps outside add theirs.

    The share is the veiling glare index of ISO 9358. In the frame energy is kept to float precision.
    """
    share = exposure.number(VEIL.name, 0.0)
    if share == 0:
        return exposure
    image, camera = exposure.image, exposure.camera
    even = image.mean(axis=(0, 1), dtype=np.float64)
    out = (1 - share) * image + (share * even).astype(np.float32)
    for at, light in beyond_frame(exposure.lamps, camera):
        strength = _FROM_OUTSIDE * share * light / (camera.width_px * camera.height_px)
        out += _slope(camera, at)[:, :, None] * strength.astype(np.float32)
    return exposure.but(image=out)


def _slope(camera: Camera, at: np.ndarray) -> np.ndarray:
    """(H, W) float32, mean 1: more of it on the lamp's side."""
    x = (np.arange(camera.width_px, dtype=np.float32) + 0.5 - np.float32(at[0]))[None, :]
    y = (np.arange(camera.height_px, dtype=np.float32) + 0.5 - np.float32(at[1]))[:, None]
    falloff = 1 / (x * x + y * y + np.float32(camera.width_px) ** 2 / 4)
    return falloff / falloff.mean()


EFFECTS = (SensorEffect("veiling_glare", "Stray light lies over the picture; blacks lift.", 42, veil, (VEIL,)),)
