"""The lamps of a scene as one capture has them, seen from its camera: what flare and air need to know of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.blackbody import blackbody_rgb
from generator.recipe import ALL, Capture, Lamp, View

KEY = "key"  # the light group of the lamp that throws the shadows


@dataclass(frozen=True, slots=True)
class LampLight:
    """One lamp in the camera's frame (x right, y down, z forward)."""

    at_m: np.ndarray  # (3,) its middle
    axis: np.ndarray  # (3,) unit: where a panel faces; along a tube
    tube: bool
    size_m: float  # the longer side
    flux_rgb_w: np.ndarray  # (3,) linear Rec.709, gains of the capture included
    group: str

    def intensity(self, points_m: np.ndarray) -> np.ndarray:
        """(...,) share of the flux that goes towards points (..., 3), per steradian: Lambert's law."""
        towards = points_m - self.at_m
        cosine = (towards @ self.axis) / np.maximum(np.linalg.norm(towards, axis=-1), 1e-6)
        if self.tube:
            return np.sqrt(np.maximum(1 - cosine**2, 0)) / np.pi**2
        return np.maximum(cosine, 0) / np.pi

    def irradiance(self, points_m: np.ndarray) -> np.ndarray:
        """(...,) share of the flux that crosses a square metre at points (..., 3), with nothing between, per m^2.

        The lamp has a size, so it does not grow beyond all bounds close to it.
        """
        distance2 = ((points_m - self.at_m) ** 2).sum(axis=-1) + (0.5 * self.size_m) ** 2
        return self.intensity(points_m) / distance2


def lamp_lights(lamps: Sequence[Lamp], view: View, capture: Capture) -> tuple[LampLight, ...]:
    """The recipe's lamps with the light that this capture gives them."""
    camera_from_world = np.linalg.inv(view.camera.pose)
    return tuple(_seen(lamp, camera_from_world, _gain(lamp.group, view, capture)) for lamp in lamps)


def _seen(lamp: Lamp, camera_from_world: np.ndarray, gain: np.ndarray) -> LampLight:
    pose = camera_from_world @ np.array(lamp.world_from_object, float)
    tube = lamp.shape == "tube"
    axis = pose[:3, 0] if tube else -pose[:3, 2]
    flux = lamp.power_w * np.array(blackbody_rgb(lamp.temperature_k)) * gain
    return LampLight(pose[:3, 3], axis / np.linalg.norm(axis), tube, max(lamp.size_m), flux, lamp.group)


def _gain(group: str, view: View, capture: Capture) -> np.ndarray:
    """(3,) what the view and the capture make of a group's light."""
    built = np.array(view.light.get(group, (1.0, 1.0, 1.0)))
    return built * np.array(capture.gains.get(ALL if view.light else group, (1.0, 1.0, 1.0)))
