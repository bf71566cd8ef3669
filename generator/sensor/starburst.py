"""Starburst: the straight edges of the iris bend light, and every bright point gets spikes."""

from __future__ import annotations

import numpy as np

from generator.camera import Camera
from generator.plugins import SensorEffect
from generator.sensor.aperture import BLADES, blades, pixel_mm, turn_rad
from generator.sensor.exposure import Exposure
from generator.sensor.spreading import convolve, lines

_WAVE_MM = (610e-6, 545e-6, 465e-6)  # that stand for red, green and blue
_REACH = 0.3  # of the picture's width: beyond, a spike holds less than its kernel's rounding
_MOST = 0.5  # of the light may leave its pixel


def diffract(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance to radiance: each point keeps most of its light and sends the rest along the spikes. Energy is kept."""
    count = blades(exposure)
    if not count:
        return exposure
    kernels = [star(exposure.camera, count, turn_rad(exposure), wave) for wave in _WAVE_MM]
    return exposure.but(image=convolve(exposure.image, kernels))


def star(camera: Camera, count: int, turn: float, wave_mm: float) -> np.ndarray:
    """(2n+1, 2n+1) float32, sum 1: a point behind an iris of `count` straight blades.

    Far from the middle each edge of a polygon sends light both ways along its normal, on each pixel of the way
    lambda N / (pixel pi^2 count cos(pi / count)) / r^2: Fraunhofer diffraction (Born and Wolf, Principles of Optics,
    8.5), with the squared sinc of the edge's length integrated across. So stars grow with the f-number and with red.
    """
    airy_px = wave_mm * camera.f_number / pixel_mm(camera)
    line = airy_px / (np.pi**2 * count * np.cos(np.pi / count))
    turns = range(count if count % 2 else count // 2)  # opposite edges share a line
    width_px = max(0.5, 0.42 * airy_px / np.sin(np.pi / count))  # of the sinc's main lobe, not below a pixel's own
    half = int(min(_REACH * camera.width_px, camera.height_px - 1))
    star_lines = lines(half, [turn + edge * 2 * np.pi / count for edge in turns], width_px)
    kernel = np.float32(line * count / len(turns)) * star_lines
    kernel[half, half] = 0
    kernel *= min(1.0, _MOST / float(kernel.sum()))
    kernel[half, half] = 1 - kernel.sum(dtype=np.float64)
    return kernel.astype(np.float32)


EFFECTS = (
    SensorEffect(
        "starburst", "Lamps and highlights get spikes, two for each blade of the iris.", 36, diffract, (BLADES,)
    ),
)
