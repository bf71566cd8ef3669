"""The lens bends the picture: from the pinhole that was traced to the pixels of the camera.

Labels are cast or warped with the same `Camera`, so they move with the picture.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from generator.camera import Camera, Pinhole
from generator.plugins import SensorEffect
from generator.sensor.exposure import Exposure


def bend(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance in the traced pinhole's pixels (h, w, 3) to radiance in the camera's (H, W, 3).

    Bicubic, but never above or below the light around the spot that is read: plain bicubic would ring around lamps,
    down to negative light.
    """
    image, camera = exposure.image, exposure.camera
    expected = (exposure.traced.height_px, exposure.traced.width_px)
    if image.shape[:2] != expected:
        raise ValueError(f"radiance of {image.shape[:2]} pixels; the camera's pinhole has {expected}")
    if any(camera.distortion):
        warp = _warp_map(exposure.traced, camera)
        lowest = cv2.erode(image, np.ones((3, 3), np.uint8))
        highest = cv2.dilate(image, np.ones((3, 3), np.uint8))
        smooth = cv2.remap(image, warp, np.empty(0), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        image = np.clip(smooth, _nearest(lowest, warp), _nearest(highest, warp))
    return exposure.but(image=image, saturated=np.zeros(image.shape[:2], bool))


@lru_cache(maxsize=2)
def _warp_map(traced: Pinhole, camera: Camera) -> np.ndarray:
    """All captures of a view share one."""
    return traced.warp_map(camera)


def _nearest(image: np.ndarray, warp: np.ndarray) -> np.ndarray:
    return cv2.remap(image, warp, np.empty(0), cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)


EFFECTS = (
    SensorEffect(
        "lens_distortion",
        "Straight lines bend towards the borders (Brown-Conrady, by the camera's own coefficients); labels bend along.",
        9,
        bend,
    ),
)
