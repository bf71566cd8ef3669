"""Flare ghosts: glass surfaces of the lens mirror bright lamps twice, and draw them again, blurred and upside down."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.aperture import blades, iris_image, turn_rad
from generator.sensor.beyond import beyond_frame
from generator.sensor.exposure import Exposure
from generator.sensor.unit import unit_stream

GHOSTS = Factor(
    "lens.ghosts",
    "share",
    "capture",
    "Share of the light that glass surfaces mirror back and forth: lamps draw a row of coloured spots through the "
    "middle of the picture; 0.002 is a coated lens, 0.02 a cheap one.",
    {"choice": [0.0, 0.001, 0.004, 0.015], "weights": [4, 3, 2, 1]},
    0.0,
    0.1,
)
_COARSE = 4  # ghosts are out of focus: they are made on a coarser grid


@dataclass(frozen=True, slots=True)
class Ghost:
    """One pair of surfaces."""

    scale: float  # of its image against the picture; below 0 it is turned through the middle
    radius_px: float  # of the iris that it draws for a point, in the picture's pixels
    share: float  # of all ghosts' light
    tint: tuple[float, float, float]  # of the coatings, mean 1


def lens_ghosts(rng: np.random.Generator, width_px: int) -> list[Ghost]:
    """The pairs of surfaces of one lens: scales, sizes and colours as in photographs, not of a real prescription."""
    ghosts = []
    weights = rng.dirichlet(np.full(7, 1.5))
    for weight in weights:
        scale = float(rng.choice([-1, 1], p=[0.7, 0.3]) * np.exp(rng.normal(-0.6, 0.55)))
        radius = width_px * float(np.exp(rng.uniform(np.log(0.008), np.log(0.08))))
        tint = rng.dirichlet(np.full(3, 4.0)) * 3
        ghosts.append(Ghost(scale, radius, float(weight), (float(tint[0]), float(tint[1]), float(tint[2]))))
    return ghosts


def mirror(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance to radiance: ``(1 - ghosts)`` of it stays, the rest is drawn again; what falls off the frame is lost."""
    share = exposure.number(GHOSTS.name, 0.0)
    if share == 0:
        return exposure
    camera = exposure.camera
    canvas = _light_around(exposure)
    iris = blades(exposure), turn_rad(exposure)
    drawn = np.zeros_like(canvas)
    for ghost in lens_ghosts(unit_stream(exposure, "lens"), camera.width_px):
        spot = iris_image(max(ghost.radius_px / _COARSE, 0.5), *iris)
        image = cv2.filter2D(_scaled(canvas, ghost.scale), -1, spot, borderType=cv2.BORDER_CONSTANT)
        drawn += image * np.float32(ghost.share) * np.array(ghost.tint, np.float32)
    rows, columns = (side // 4 for side in drawn.shape[:2])
    frame = np.ascontiguousarray(drawn[rows:-rows, columns:-columns])
    fine = cv2.resize(frame, (camera.width_px, camera.height_px), interpolation=cv2.INTER_LINEAR)
    return exposure.but(image=(1 - share) * exposure.image + np.float32(share) * np.maximum(fine, 0))


def _light_around(exposure: Exposure) -> np.ndarray:
    """(2h, 2w, 3) the picture on the coarse grid with half its size around it, where lamps outside are points."""
    camera = exposure.camera
    width, height = -(-camera.width_px // _COARSE), -(-camera.height_px // _COARSE)
    width, height = width + width % 2, height + height % 2
    coarse = cv2.resize(exposure.image, (width, height), interpolation=cv2.INTER_AREA)
    canvas = np.pad(coarse, ((height // 2, height // 2), (width // 2, width // 2), (0, 0)))
    size = np.array([width / camera.width_px, height / camera.height_px])
    for at, light in beyond_frame(exposure.lamps, camera):
        x, y = np.floor(at * size + np.array([width, height]) / 2).astype(int)
        if 0 <= x < canvas.shape[1] and 0 <= y < canvas.shape[0]:
            canvas[y, x] += (light * size.prod()).astype(np.float32)
    return canvas


def _scaled(canvas: np.ndarray, scale: float) -> np.ndarray:
    """The canvas about its middle, larger or smaller or turned, with as much light as before."""
    smooth = cv2.GaussianBlur(canvas, (0, 0), max(0.7, 0.5 / abs(scale)), borderType=cv2.BORDER_CONSTANT)
    middle = (np.array(canvas.shape[1::-1]) - 1) / 2
    there = np.column_stack([np.eye(2) / scale, middle * (1 - 1 / scale)])
    size = (canvas.shape[1], canvas.shape[0])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(smooth, there, size, flags=flags, borderMode=cv2.BORDER_CONSTANT) / np.float32(scale**2)


EFFECTS = (
    SensorEffect(
        "ghosts", "Bright lamps, also just outside the frame, draw a row of coloured spots.", 37, mirror, (GHOSTS,)
    ),
)
