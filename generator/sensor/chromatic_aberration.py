"""Lateral chromatic aberration: the lens draws red and blue at slightly other sizes than green."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from generator.camera import Camera
from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.exposure import Exposure

LATERAL = Factor(
    "lens.lateral_ca_px",
    "px",
    "capture",
    "How far red lies outside of green in the corners, and blue inside; below 0 the other way round; 0.2 is a good "
    "lens, 1.5 shows red and blue rims.",
    {"normal": [0.0, 0.3]},
    -3.0,
    3.0,
)


def disperse(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance to radiance. Green, and with it what an eye takes for the edge, stays where the labels are."""
    shift_px = exposure.number(LATERAL.name, 0.0)
    if shift_px == 0:
        return exposure
    image = exposure.image.copy()
    for channel, sign in ((0, 1.0), (2, -1.0)):
        image[:, :, channel] = _scaled(exposure.image[:, :, channel], exposure.camera, sign * shift_px)
    return exposure.but(image=image)


def _scaled(channel: np.ndarray, camera: Camera, corner_px: float) -> np.ndarray:
    """(H, W) drawn larger by that many pixels in the corners; between the lowest and highest light around each spot."""
    plane = np.ascontiguousarray(channel)
    warp = _map(camera.width_px, camera.height_px, camera.centre_px, corner_px)
    bounds = [_read(f(plane, np.ones((3, 3), np.uint8)), warp, cv2.INTER_NEAREST) for f in (cv2.erode, cv2.dilate)]
    return np.clip(_read(plane, warp, cv2.INTER_CUBIC), *bounds)


def _read(plane: np.ndarray, warp: np.ndarray, how: int) -> np.ndarray:
    return cv2.remap(plane, warp, np.empty(0), how, borderMode=cv2.BORDER_REPLICATE)


@lru_cache(maxsize=4)
def _map(width_px: int, height_px: int, centre_px: tuple[float, float], corner_px: float) -> np.ndarray:
    """(H, W, 2) float32 for `cv2.remap`: half the shift is a change of size, half grows as the distance cubed."""
    x, y = np.meshgrid(np.arange(width_px) + 0.5 - centre_px[0], np.arange(height_px) + 0.5 - centre_px[1])
    half_diagonal = np.hypot(width_px, height_px) / 2
    share = corner_px / half_diagonal * 0.5 * (1 + (x * x + y * y) / half_diagonal**2)
    warp = np.stack([x * (1 - share) + centre_px[0] - 0.5, y * (1 - share) + centre_px[1] - 0.5], axis=2)
    return warp.astype(np.float32)


EFFECTS = (
    SensorEffect("chromatic_aberration", "Edges get red and blue rims towards the corners.", 25, disperse, (LATERAL,)),
)
