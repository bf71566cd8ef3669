"""Single grains of dust: bright specks, out of focus as their distance wants, drawn out by their own motion."""

from __future__ import annotations

import numpy as np

from generator.sensor.air.points import add_points, place
from generator.sensor.air.volume import Density, Medium, lighting
from generator.sensor.aperture import blades, iris_image, pixel_mm, turn_rad
from generator.sensor.exposure import Exposure
from generator.sensor.shutter import NEUTRAL_OPEN_MS, OPEN

_TRIED = 3000  # places; grains are where the dust is
_MOST = 500
_RADIUS_MM = (0.02, 0.12)
_GLINT = (1.2, 1.1)  # mean and standard deviation of the logarithm: flakes of metal mirror the lamp, some of them fully
_SPEED_M_S = 0.15
_MOST_STEPS = 60  # along the way of a grain while the shutter is open
_LARGEST_PX = 14.0


def with_motes(
    exposure: Exposure, before: Exposure, density: Density, share: float, rng: np.random.Generator
) -> Exposure:
    """Grains added where `density` is, lit like the dust; `before` is the light without the dust."""
    camera, depth = exposure.camera, exposure.depth_m
    if depth is None:
        return exposure
    z = camera.focus_m * rng.uniform(0.25, 1.2, _TRIED)
    x = z * rng.uniform(-0.55, 0.55, _TRIED) * camera.width_px / camera.focal_px
    y = z * rng.uniform(-0.55, 0.55, _TRIED) * camera.height_px / camera.focal_px
    points, chance = np.stack([x, y, z], axis=1), rng.random(_TRIED)
    radius_mm = np.exp(rng.uniform(np.log(_RADIUS_MM[0]), np.log(_RADIUS_MM[1]), _TRIED))
    speed = rng.normal(0, _SPEED_M_S, (_TRIED, 3))
    glint = np.exp(rng.normal(*_GLINT, _TRIED))
    there = density(points.astype(np.float32)[:, None, None])[:, 0, 0]
    chosen = np.nonzero(chance < share * there / max(float(there.max()), 1e-9))[0][:_MOST]
    medium = Medium(density, share, 0.75, 1.0)
    lit = lighting(before, points[chosen].astype(np.float32), medium, 0.0) * glint[chosen][:, None]
    area_px = np.pi * (radius_mm[chosen] * 1e-3 / z[chosen] * camera.focal_px) ** 2
    open_s = exposure.number(OPEN.name, NEUTRAL_OPEN_MS) * 1e-3
    image = exposure.image.copy()
    halfway = speed[chosen] * open_s / 2
    _draw(image, depth, exposure, (points[chosen] - halfway, points[chosen] + halfway), lit * area_px[:, None])
    return exposure.but(image=image)


def _draw(
    image: np.ndarray, depth: np.ndarray, exposure: Exposure, ends_m: tuple[np.ndarray, np.ndarray], light: np.ndarray
) -> None:
    """Each grain as the iris draws it at its distance, along its way from end to end (N, 3). In place."""
    camera = exposure.camera
    first, last = (place(exposure, end) for end in ends_m)
    z = (ends_m[0][:, 2] + ends_m[1][:, 2]) / 2
    circle_mm = camera.focal_mm**2 / camera.f_number * np.abs(1 / camera.focus_m - 1 / z) * 1e-3
    radii = np.minimum(np.round(circle_mm / 2 / pixel_mm(camera)), _LARGEST_PX)
    lengths = np.linalg.norm(last - first, axis=1)
    for radius in np.unique(radii):
        group = radii == radius
        spot = iris_image(max(float(radius), 0.6), blades(exposure), turn_rad(exposure))
        rows, columns = np.nonzero(spot > 0)
        offset = np.stack([columns, rows], axis=1) - spot.shape[0] // 2
        steps = int(np.clip(np.ceil(lengths[group].max() / max(float(radius), 0.7)), 1, _MOST_STEPS))
        part = ((np.arange(steps) + 0.5) / steps)[:, None]
        way = first[group][:, None] + part * (last - first)[group][:, None]  # (n, steps, 2)
        many = (way[:, :, None] + offset).reshape(-1, 2)
        share = (light[group] / steps)[:, None, None] * np.broadcast_to(
            spot[rows, columns][None, None, :, None], (1, steps, len(rows), 1)
        )
        add_points(image, depth, many, np.repeat(z[group], steps * len(rows)), share.reshape(-1, 3))
