"""The lamps just outside the frame: the lens gathers their light, too."""

from __future__ import annotations

import numpy as np

from generator.camera import Camera
from generator.sensor.lamplight import LampLight

_WIDEST = 1.4  # tangent of the angle from the axis beyond which a lens is shaded by its own barrel: 54 degrees
_ORIGIN = np.zeros(3)


def seen_at(lamp: LampLight, camera: Camera) -> np.ndarray | None:
    """(2,) pixel of a lamp before the camera, as without distortion; None where the barrel shades the lens from it."""
    x, y, z = lamp.at_m
    if z <= 1e-3 or np.hypot(x, y) / z > _WIDEST:
        return None
    return np.array([x, y]) / z * camera.focal_px + np.array(camera.centre_px)


def outside(pixel: np.ndarray, camera: Camera) -> bool:
    """Whether that pixel is off the picture, so that the lamp's light is not in it already."""
    return not (0 <= pixel[0] < camera.width_px and 0 <= pixel[1] < camera.height_px)


def light_on_sensor(lamp: LampLight, camera: Camera) -> np.ndarray:
    """(3,) the lamp's light in units of the picture: radiance summed over the pixels that its image would cover."""
    return lamp.flux_rgb_w * float(lamp.irradiance(_ORIGIN)) * camera.focal_px**2


def beyond_frame(lamps: tuple[LampLight, ...], camera: Camera) -> list[tuple[np.ndarray, np.ndarray]]:
    """Pixel (2,) and light (3,) of each lamp outside the frame that shines into the lens. Nothing hides them."""
    places = [(lamp, seen_at(lamp, camera)) for lamp in lamps]
    return [(at, light_on_sensor(lamp, camera)) for lamp, at in places if at is not None and outside(at, camera)]
