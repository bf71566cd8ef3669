"""Air with something in it, on a coarse grid of cells that fan out from the camera: what it takes and what it glows.

Light is scattered once, by each lamp from its own direction, plus an even part from all around; docs/air.md says why
this and not a traced volume. Points are in the camera's frame (x right, y down, z forward), metres.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from generator.camera import Camera, undistort
from generator.sensor.exposure import Exposure
from generator.sensor.lamplight import KEY

_CELL_PX = 8
_SLICES = 20
_EDGE_PX = 0.8  # how softly edges are drawn by pixel filter and lens distortion
_REACH = 4.0  # times the distance of the work: farther air is taken to be clear
Density = Callable[[np.ndarray], np.ndarray]  # points (..., 3) to a relative density (...,)


@dataclass(frozen=True, slots=True)
class Medium:
    """What is in the air."""

    density: Density
    thickest: float  # share of the light that its thick parts take, 0..1
    forwards: float  # mean cosine of scattering (Henyey and Greenstein): 0 even, 0.8 mostly straight on
    albedo: float  # of the light that is not let through, scattered and not swallowed
    shades_itself: bool = False
    per_m: float | None = None  # extinction where the density is 1; None fits it to `thickest`


@dataclass(frozen=True, slots=True)
class Cells:
    """The grid: rays through coarse pixels, cut into slices of depth."""

    edges_m: np.ndarray  # (S + 1,) depth along the axis
    directions: np.ndarray  # (h, w, 3), length 1 along the axis

    @property
    def middles_m(self) -> np.ndarray:
        """(S, h, w, 3) the middle of each cell."""
        depth = (self.edges_m[1:] + self.edges_m[:-1]) / 2
        return depth[:, None, None, None] * self.directions

    @property
    def lengths_m(self) -> np.ndarray:
        """(S, h, w) the way of the ray through each cell."""
        return np.diff(self.edges_m)[:, None, None] * np.linalg.norm(self.directions, axis=-1)


def cells_of(camera: Camera, farthest_m: float) -> Cells:
    """The grid of one camera; slices grow with the distance."""
    width, height = -(-camera.width_px // _CELL_PX), -(-camera.height_px // _CELL_PX)
    x, y = np.meshgrid((np.arange(width) + 0.5) * _CELL_PX, (np.arange(height) + 0.5) * _CELL_PX)
    plane = (np.stack([x, y], axis=2) - np.array(camera.centre_px)) / camera.focal_px
    ideal = undistort(plane, camera.distortion)
    edges = min(farthest_m, _REACH * camera.focus_m) * np.linspace(0, 1, _SLICES + 1) ** 1.4
    return Cells(edges, np.concatenate([ideal, np.ones((height, width, 1))], axis=2))


def seen_through(exposure: Exposure, medium: Medium) -> Exposure:
    """Radiance to radiance behind the air; `Exposure.air` is what it let through. Needs `Exposure.depth_m`."""
    depth = exposure.depth_m
    if depth is None:
        return exposure
    farthest = float(depth.max()) or _REACH * exposure.camera.focus_m
    cells = cells_of(exposure.camera, farthest)
    lengths = cells.lengths_m
    points = cells.middles_m.astype(np.float32)
    extinction = medium.density(points)
    scale = medium.per_m or _scale(extinction * lengths, medium.thickest)
    lit = lighting(exposure, points, medium, scale)
    passed, glow = march(extinction * lengths * scale, lit * np.float32(medium.albedo * again(medium)))
    seen = _at_depth(np.concatenate([passed[..., None], glow], axis=-1), cells, np.where(depth > 0, depth, farthest))
    # Depth is that of pixel centres, light is smooth across edges: without this, far edges get a dark outline.
    seen = cv2.GaussianBlur(seen, (5, 5), _EDGE_PX, borderType=cv2.BORDER_REFLECT)
    transmission = np.ascontiguousarray(seen[:, :, 0])
    air = transmission if exposure.air is None else exposure.air * transmission
    return exposure.but(image=exposure.image * transmission[:, :, None] + seen[:, :, 1:], air=air)


def march(optical_depth: np.ndarray, source: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What passes (S + 1, h, w) and what glows (S + 1, h, w, 3) up to each edge of the slices.

    From the optical depth of each cell (S, h, w) and the radiance that it would have if it were opaque (S, h, w, 3).
    """
    kept = np.exp(-optical_depth)
    passed = np.concatenate([np.ones_like(kept[:1]), np.cumprod(kept, axis=0)])
    added = (passed[:-1] * (1 - kept))[..., None] * source
    glow = np.concatenate([np.zeros_like(added[:1]), np.cumsum(added, axis=0)])
    return passed, glow


def again(medium: Medium) -> float:
    """How much brighter the air is by light that it scatters more than once, which is followed once only.

    1 where it is thin; where nothing passes, what makes a half-space of even scattering as bright as it is by
    Chandrasekhar's H function (albedo 0.98 sends back about 0.8 of what it gets), 1 / (1 - 0.7 albedo) in short.
    """
    return 1 + medium.thickest * (1 / (1 - 0.7 * medium.albedo) - 1)


def lighting(exposure: Exposure, points_m: np.ndarray, medium: Medium, scale: float) -> np.ndarray:
    """(..., 3) radiance towards the camera of opaque white air at points (..., 3)."""
    around = exposure.image.mean(axis=(0, 1), dtype=np.float64)
    capped = np.minimum(exposure.image, 20 * np.maximum(around, 1e-9)).mean(axis=(0, 1))  # lamps count on their own
    light = np.broadcast_to(capped.astype(np.float32), points_m.shape).copy()
    sight = points_m / np.maximum(np.linalg.norm(points_m, axis=-1, keepdims=True), 1e-6)
    for lamp in exposure.lamps:
        way: np.ndarray = points_m - lamp.at_m.astype(np.float32)
        way /= np.maximum(np.linalg.norm(way, axis=-1, keepdims=True), 1e-6)
        strength = lamp.irradiance(points_m) * phase(-(way * sight).sum(axis=-1), medium.forwards)
        if medium.shades_itself and lamp.group == KEY:
            strength = strength * _own_shade(medium.density, points_m, way, scale, exposure.camera.focus_m)
        light += strength[..., None].astype(np.float32) * lamp.flux_rgb_w.astype(np.float32)
    return light


def phase(cosine: np.ndarray, forwards: float) -> np.ndarray:
    """Henyey and Greenstein's phase function, per steradian, 1 over all directions; cosine 1 is straight on."""
    g = forwards
    return (1 - g * g) / (4 * np.pi * (1 + g * g - 2 * g * cosine) ** 1.5)


def _own_shade(density: Density, points_m: np.ndarray, way: np.ndarray, scale: float, size_m: float) -> np.ndarray:
    """Share of the lamp's light that a cloud lets through to its own points: two steps towards the lamp."""
    step = np.float32(0.06 * size_m)
    thick = sum(density(points_m - way * step * number) for number in (1, 2))
    return 0.25 + 0.75 * np.exp(-np.asarray(thick) * scale * step)  # what is scattered again fills shadows


def _scale(relative: np.ndarray, thickest: float) -> float:
    """The extinction per unit of density with which the thick parts take the share that was asked for."""
    along = relative.sum(axis=0)
    inside = along[along > 0.05 * along.max()] if along.max() > 0 else np.ones(1)
    return float(-np.log(1 - min(thickest, 0.995)) / np.percentile(inside, 90))


def _at_depth(fields: np.ndarray, cells: Cells, depth_m: np.ndarray) -> np.ndarray:
    """(H, W, C) float32: fields (S + 1, h, w, C) on the edges of slices, at the depth of each pixel."""
    count, rows, columns, channels = fields.shape
    atlas = fields.reshape(count * rows, columns, channels).astype(np.float32)
    at = np.interp(depth_m, cells.edges_m, np.arange(count)).astype(np.float32)
    slice_number = np.minimum(np.floor(at), count - 2)
    height, width = depth_m.shape
    x = (np.arange(width, dtype=np.float32) + 0.5) / _CELL_PX - 0.5
    y = np.clip((np.arange(height, dtype=np.float32) + 0.5) / _CELL_PX - 0.5, 0, rows - 1)
    map_x = np.broadcast_to(x[None, :], depth_m.shape).astype(np.float32)
    near, far = (
        cv2.remap(
            atlas, map_x, y[:, None] + (slice_number + k) * rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        for k in (0, 1)
    )
    part = (at - slice_number)[:, :, None]
    return near * (1 - part) + far * part
