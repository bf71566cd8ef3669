"""Water drops on the window: each is a small lens that turns the scene upside down, out of focus."""

from __future__ import annotations

import cv2
import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.exposure import Exposure
from generator.sensor.spreading import wide_gaussian
from generator.sensor.window.glass import Plate, plate_of, through_lens
from generator.sensor.window.specks import scattered_discs, window

DROPS = Factor(
    "lens.window_drops",
    "share",
    "capture",
    "Share of the protective window under water drops: the scene is smeared and upside down in them, with bright rims; "
    "labels stay where the things are.",
    {"choice": [0.0, 0.03, 0.12], "weights": [60, 2, 1]},
    0.0,
    0.6,
)
_BENDS = 0.333  # n - 1 of water: the angle by which a thin wedge turns a ray, over its own
_STEEPEST = 0.7  # slope at the rim: a contact angle of 35 degrees, water on glass that is not quite clean
_RIM_LOSS = 0.45  # of the light at the rim is thrown aside
_SOFT = 0.03  # of the diagonal: a drop focuses within millimetres, so the lens sees its picture blurred


def wet(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance to radiance: through a drop each pixel looks in the direction to which the water bends it."""
    share = exposure.number(DROPS.name, 0.0)
    if share == 0:
        return exposure
    image, camera = exposure.image, exposure.camera
    plate = plate_of(exposure)
    fields = through_lens(_wedges(plate, *scattered_discs(rng, plate, share, 0.7, 0.6, 3.0)), plate, exposure)
    cover, rim = np.clip(fields[:, :, 2], 0, 1), fields[:, :, 3]
    shift_px = fields[:, :, :2] * np.float32(camera.focal_px * _BENDS) / np.maximum(cover, 1e-3)[:, :, None]
    x, y = np.meshgrid(np.arange(camera.width_px, dtype=np.float32), np.arange(camera.height_px, dtype=np.float32))
    soft = wide_gaussian(image, _SOFT * float(np.hypot(image.shape[0], image.shape[1])))
    seen = cv2.remap(
        soft, x - shift_px[:, :, 0], y - shift_px[:, :, 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    passed = 1 - np.float32(_RIM_LOSS) * np.clip(rim / np.maximum(cover, 1e-3), 0, 1)
    seen = seen * passed[:, :, None]
    return exposure.but(image=(1 - cover[:, :, None]) * image + cover[:, :, None] * seen)


def _wedges(plate: Plate, places: np.ndarray, radii_mm: np.ndarray) -> np.ndarray:
    """(rows, columns, 4) float32: slope of the water to the right and down, cover, and nearness to the rim."""
    fields = np.zeros((plate.rows, plate.columns, 4), np.float32)
    for (x, y), radius in zip(places, radii_mm / plate.cell_mm, strict=True):
        at, spot = window(plate, x, y, radius + 1)
        if spot is None:
            continue
        cover = np.clip(radius + 0.5 - spot[2], 0, 1) * (1 - fields[at][:, :, 2])
        outwards = cover * min(_STEEPEST / radius, 2.0)
        fields[at] += np.dstack([spot[0] * outwards, spot[1] * outwards, cover, cover * (spot[2] / radius) ** 4])
    return fields


EFFECTS = (
    SensorEffect("window_drops", "Water drops on the window, each a small lens out of focus.", 17, wet, (DROPS,)),
)
