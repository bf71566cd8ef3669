"""Develop: one capture of a traced view becomes a picture, through every effect in the order of the light's way."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

import generator.sensor
from generator.moving import Moving
from generator.plugins import SensorEffect
from generator.recipe import Capture, Lamp, View
from generator.render import ViewRender
from generator.seeds import stream
from generator.sensor.exposure import Exposure
from generator.sensor.lamplight import lamp_lights


@dataclass(frozen=True, slots=True)
class Picture:
    """One developed picture, in the pixels of the view's camera, distortion included."""

    image: np.ndarray  # (H, W, 3) uint8, sRGB
    saturated: np.ndarray  # (H, W) bool, where a colour is clipped: what is there is lost
    gain: float  # analogue gain of the sensor, 1 or more
    electrons_per_radiance: float  # of a pixel without filter, per W/(m^2 sr)
    air: np.ndarray | None = None  # (H, W) float32, share of the light that the air lets through; None is all


def develop(
    view: View,
    capture: Capture,
    render: ViewRender,
    lamps: Sequence[Lamp] = (),
    depth_m: np.ndarray | None = None,
    moving: Moving | None = None,
) -> Picture:
    """The picture that the capture asks for, from the light of its view. The same arguments give the same bytes.

    `lamps` are the recipe's: flare and air need them. `depth_m` (H, W) is that of the labels, in the camera's own
    pixels; without it the air is clear. `moving` is what moves in those pixels. A factor that the capture lacks does
    nothing. Raises ValueError if the capture mixes other light groups than were rendered, or if the light is not
    finite.
    """
    camera = view.camera
    exposure = Exposure(
        image=relight(render.radiance, capture.gains),
        saturated=np.zeros((camera.height_px, camera.width_px), bool),
        camera=camera,
        traced=camera.pinhole(),
        factors=capture.factors,
        lamps=lamp_lights(lamps, view, capture),
        depth_m=depth_m,
        moving=moving,
        jets=view.jets,
    )
    for effect in effects():
        exposure = effect.apply(exposure, stream(capture.noise_seed, 0, effect.name))
    pixels = np.rint(np.clip(exposure.image, 0, 1) * 255).astype(np.uint8)
    return Picture(pixels, exposure.saturated, exposure.gain, exposure.electrons_per_radiance, exposure.air)


def relight(radiance: Mapping[str, np.ndarray], gains: Mapping[str, tuple[float, float, float]]) -> np.ndarray:
    """(h, w, 3) float32: the light groups mixed by linear RGB gains. Light adds, so this is exact."""
    if set(radiance) != set(gains):
        raise ValueError(f"gains are for light groups {sorted(gains)}, rendered were {sorted(radiance)}")
    mixed: np.ndarray | None = None
    for group in sorted(radiance):
        lit = radiance[group] * np.asarray(gains[group], np.float32)
        mixed = lit if mixed is None else mixed + lit
    if mixed is None:
        raise ValueError("a view without any light group")
    if not np.isfinite(mixed).all():
        raise ValueError("the rendered light holds values that are not finite")
    return np.maximum(mixed, 0).astype(np.float32, copy=False)


@cache
def effects() -> tuple[SensorEffect, ...]:
    """Every effect that a module of this package holds, in the order of the light's way."""
    found: list[SensorEffect] = []
    for info in pkgutil.walk_packages(generator.sensor.__path__, "generator.sensor."):
        if info.name != __name__:
            found.extend(getattr(importlib.import_module(info.name), "EFFECTS", ()))
    return tuple(sorted(found, key=lambda effect: effect.order))
