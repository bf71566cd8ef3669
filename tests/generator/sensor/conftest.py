"""A camera, and pictures of plain fields of light on their way through it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from generator.camera import Camera
from generator.recipe import Capture, View
from generator.render import ViewRender
from generator.sensor.develop import Picture, develop
from generator.sensor.exposure import Exposure

IDENTITY = tuple(tuple(float(i == j) for j in range(4)) for i in range(4))


@pytest.fixture
def camera_of() -> Callable[..., Camera]:
    def make(width: int = 96, height: int = 72, distortion: tuple[float, ...] = (0, 0, 0, 0, 0)) -> Camera:
        return Camera(width, height, 1.1 * width, (width / 2, height / 2), distortion, IDENTITY, 8.0, 7.2, 8.0, 1.0)

    return make


@pytest.fixture
def under_way(camera_of: Callable[..., Camera]) -> Callable[..., Exposure]:
    """An exposure that holds `image`, with some factors."""

    def make(image: np.ndarray, factors: dict | None = None, **changes: object) -> Exposure:
        camera = camera_of(image.shape[1], image.shape[0])
        saturated = np.zeros(image.shape[:2], bool)
        state = Exposure(image.astype(np.float32), saturated, camera, camera.pinhole(), factors or {})
        return state.but(**changes)

    return make


@pytest.fixture
def developed(camera_of: Callable[..., Camera]) -> Callable[..., Picture]:
    """The picture of some light (h, w, 3); groups and gains may be given instead."""

    def make(
        light: np.ndarray | dict[str, np.ndarray],
        factors: dict | None = None,
        *,
        gains: dict | None = None,
        seed: int = 5,
        camera: Camera | None = None,
    ) -> Picture:
        groups = light if isinstance(light, dict) else {"all": light}
        groups = {name: part.astype(np.float32) for name, part in groups.items()}
        shape = next(iter(groups.values())).shape
        camera = camera or camera_of(shape[1], shape[0])
        capture = Capture(1, "000001.png", factors or {}, gains or dict.fromkeys(groups, (1.0, 1.0, 1.0)), seed)
        render = ViewRender(0, groups, np.zeros(shape[:2], np.int32))
        wall_m = np.full((camera.height_px, camera.width_px), 1.0, np.float32)
        return develop(View(0, camera, (capture,), 0), capture, render, (), wall_m)

    return make
