"""What small lights in the air throw on the work, from the depth and the colours of the picture itself."""

from __future__ import annotations

import cv2
import numpy as np

from generator.camera import Camera
from generator.sensor.exposure import Exposure
from generator.sensor.spreading import wide_gaussian

_STEP = 4  # pixels: light changes more slowly than the picture
_COARSE = (slice(_STEP // 2, None, _STEP), slice(_STEP // 2, None, _STEP))
_NEAREST_M = 0.008  # a point of light is no nearer than this to what it lights
_USUAL_ALBEDO = 0.3  # of all that a stretch of the picture shows, on average
_STRETCH = 0.1  # of the diagonal
_MOST_ALBEDO = 0.9
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)


def shone_on(exposure: Exposure, depth_m: np.ndarray, at_m: np.ndarray, intensity: np.ndarray) -> np.ndarray:
    """(H, W, 3) float32 radiance that lights at (N, 3) in the camera's frame, of (N, 3) W/sr each, add to what is seen.

    Matte surfaces by Lambert's law and the inverse square, with the slopes of the depth. The albedo of a pixel is how
    bright it is against its surroundings. Nothing throws a shadow, and mirrors stay as they are.
    """
    coarse_m = depth_m[_COARSE]
    points, normals = _surface(coarse_m, exposure.camera)
    irradiance = np.zeros((*points.shape[:2], 3), np.float32)
    for place, power in zip(at_m.astype(np.float32), intensity.astype(np.float32), strict=True):
        way = place - points
        squared = np.maximum((way * way).sum(axis=-1), np.float32(_NEAREST_M**2))
        cosine = np.maximum((way * normals).sum(axis=-1), 0) / np.sqrt(squared)
        irradiance += (cosine / squared)[..., None] * power
    irradiance[coarse_m <= 0] = 0
    height, width = depth_m.shape
    even = cv2.resize(irradiance, (width, height), interpolation=cv2.INTER_LINEAR)
    shone: np.ndarray = _albedo(exposure.image) * even / np.float32(np.pi)
    return shone


def _surface(depth_m: np.ndarray, camera: Camera) -> tuple[np.ndarray, np.ndarray]:
    """(h, w, 3) points in the camera's frame and (h, w, 3) unit normals that face it."""
    y, x = np.mgrid[0 : depth_m.shape[0], 0 : depth_m.shape[1]].astype(np.float32) * _STEP + np.float32(
        _STEP // 2 + 0.5
    )
    cx, cy = camera.centre_px
    rays = np.dstack([(x - cx) / camera.focal_px, (y - cy) / camera.focal_px, np.ones_like(x)]).astype(np.float32)
    points = rays * depth_m[..., None]
    down, right = np.gradient(points, axis=(0, 1))
    normals = np.cross(right, down)
    normals /= np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-12)
    away = (normals * points).sum(axis=-1, keepdims=True) > 0
    return points, np.where(away, -normals, normals).astype(np.float32)


def _albedo(image: np.ndarray) -> np.ndarray:
    """(H, W, 3) guess of what share of light each pixel sends back."""
    around = wide_gaussian(image, _STRETCH * float(np.hypot(image.shape[0], image.shape[1]))) @ _LUMINANCE
    guess = _USUAL_ALBEDO * image / np.maximum(around, 1e-6)[..., None]
    return np.clip(guess, 0, _MOST_ALBEDO).astype(np.float32)
