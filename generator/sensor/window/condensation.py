"""Condensation: fog on the window takes the contrast, in patches, and makes halos around lamps."""

from __future__ import annotations

import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.clouds import cloudy
from generator.sensor.exposure import Exposure
from generator.sensor.spreading import wide_gaussian
from generator.sensor.window.glass import plate_of, scattered, through_lens

FOG = Factor(
    "lens.condensation",
    "share",
    "capture",
    "Share of the protective window that is fogged: what is behind it is a blur with halos; 1 is fogged all over.",
    {"choice": [0.0, 0.15, 0.5], "weights": [30, 2, 1]},
    0.0,
    1.0,
)
_DENSEST = 0.93  # of the light is scattered by fog that can just be wiped away
_LOBES = ((0.012, 0.5), (0.05, 0.3))  # width over the diagonal and share; the rest goes wide
_EDGE = 0.8  # of the patches' height over which fog thins out
_BLOTCH_MM = 4.0


def fog(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance to radiance: where it is fogged, a pixel shows mostly what is around it."""
    share = exposure.number(FOG.name, 0.0)
    if share == 0:
        return exposure
    image = exposure.image
    dense = through_lens(_patches(exposure, share, rng), plate_of(exposure), exposure)[:, :, None]
    diagonal = float(np.hypot(image.shape[0], image.shape[1]))
    spread = np.float32(1 - sum(weight for _, weight in _LOBES)) * scattered(exposure)
    for width, weight in _LOBES:
        spread = spread + np.float32(weight) * wide_gaussian(image, width * diagonal)
    return exposure.but(image=(1 - dense) * image + dense * spread)


def _patches(exposure: Exposure, share: float, rng: np.random.Generator) -> np.ndarray:
    """(rows, columns) share of the light that is scattered; where fog is at 0.2 it still is at 0.5."""
    plate = plate_of(exposure)
    field = cloudy(rng, plate.rows, plate.columns, _BLOTCH_MM / plate.cell_mm)
    y, x = np.mgrid[-1 : 1 : plate.rows * 1j, -1 : 1 : plate.columns * 1j]
    field = field + 1.2 * (x * x + y * y)  # glass fogs from its cold rim
    rank = np.empty(field.size, np.float32)
    rank[np.argsort(field, axis=None, kind="stable")] = np.linspace(1, 0, field.size, dtype=np.float32)
    depth = np.clip((share * (1 + _EDGE) - rank.reshape(field.shape)) / _EDGE, 0, 1)
    return np.float32(_DENSEST) * depth * depth * (3 - 2 * depth)


EFFECTS = (SensorEffect("condensation", "Fog on the window: patches of blur, halos around lamps.", 18, fog, (FOG,)),)
