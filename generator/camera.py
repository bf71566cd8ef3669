"""The camera: intrinsics, pose, and a lens whose distortion moves picture and labels alike.

Pixel centres lie at half-integers: pixel (column 0, row 0) covers [0, 1) x [0, 1). Camera frame as in OpenCV and
COCO practice: x right, y down, z forward, metres. Distortion is Brown-Conrady (k1, k2, p1, p2, k3), as in OpenCV.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

_INVERSE_STEPS = 5  # of Newton's method: leaves 1e-13 px for lenses up to 30 % distortion


@dataclass(frozen=True, slots=True)
class Camera:
    """One camera of one view, everything in the picture's own pixels and in metres."""

    width_px: int
    height_px: int
    focal_px: float
    centre_px: tuple[float, float]  # principal point (x, y)
    distortion: tuple[float, float, float, float, float]  # k1 k2 p1 p2 k3
    world_from_camera: tuple[tuple[float, ...], ...]  # (4, 4), camera looks along +z, y down
    focal_mm: float
    sensor_width_mm: float
    f_number: float  # of the aperture; large is sharp everywhere
    focus_m: float  # distance along the axis that is sharp

    @property
    def matrix(self) -> np.ndarray:
        """(3, 3) float64 K."""
        cx, cy = self.centre_px
        return np.array([[self.focal_px, 0, cx], [0, self.focal_px, cy], [0, 0, 1]], float)

    @property
    def pose(self) -> np.ndarray:
        """(4, 4) float64 world_from_camera."""
        return np.array(self.world_from_camera, float)

    def project(self, points_world_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pixels (N, 2) and depths (N,) in metres of world points (N, 3), through the distorting lens."""
        camera_from_world = np.linalg.inv(self.pose)
        points = points_world_m @ camera_from_world[:3, :3].T + camera_from_world[:3, 3]
        depth = points[:, 2]
        ideal = points[:, :2] / np.where(np.abs(depth) < 1e-9, 1e-9, depth)[:, None]
        return distort(ideal, self.distortion) * self.focal_px + np.array(self.centre_px), depth

    def pixel_rays(self) -> tuple[np.ndarray, np.ndarray]:
        """Origin (3,) and directions (H, W, 3) in the world of the rays through all pixel centres.

        Directions have length 1 along the optical axis, so that the parameter of a hit is its depth in metres.
        """
        ideal = self.ideal_grid()
        local = np.concatenate([ideal, np.ones((*ideal.shape[:2], 1))], axis=2)
        pose = self.pose
        return pose[:3, 3].copy(), local @ pose[:3, :3].T

    def ideal_grid(self) -> np.ndarray:
        """(H, W, 2) float64: where each pixel centre looks on the ideal (undistorted) plane at depth 1."""
        x, y = np.meshgrid(np.arange(self.width_px) + 0.5, np.arange(self.height_px) + 0.5)
        return self._ideal(np.stack([x, y], axis=2))

    def _ideal(self, pixels: np.ndarray) -> np.ndarray:
        return undistort((pixels - np.array(self.centre_px)) / self.focal_px, self.distortion)

    def pinhole(self) -> Pinhole:
        """The undistorted camera to render with: wide enough for every pixel of the distorted picture."""
        if not any(self.distortion):
            return Pinhole(self.width_px, self.height_px, self.focal_px, self.centre_px)
        x, y = np.arange(self.width_px) + 0.5, np.arange(self.height_px) + 0.5
        # The lens maps the frame one to one, so what lies farthest out lies on its border.
        columns = [np.column_stack([np.full_like(y, edge), y]) for edge in (x[0], x[-1])]
        rows = [np.column_stack([x, np.full_like(x, edge)]) for edge in (y[0], y[-1])]
        reach = np.abs(self._ideal(np.concatenate(columns + rows)) * self.focal_px).max(axis=0)
        half_w, half_h = math.ceil(reach[0]) + 2, math.ceil(reach[1]) + 2
        return Pinhole(2 * half_w, 2 * half_h, self.focal_px, (float(half_w), float(half_h)))


@dataclass(frozen=True, slots=True)
class Pinhole:
    """A camera without distortion: what Blender renders before the lens bends the picture."""

    width_px: int
    height_px: int
    focal_px: float
    centre_px: tuple[float, float]

    def warp_map(self, camera: Camera) -> np.ndarray:
        """(H, W, 2) float32: for each pixel of `camera`, the (x, y) in this picture to read, centres at integers.

        The convention is that of `cv2.remap`.
        """
        pixels = camera.ideal_grid() * self.focal_px + np.array(self.centre_px)
        return (pixels - 0.5).astype(np.float32)


def distort(ideal: np.ndarray, coefficients: tuple[float, ...]) -> np.ndarray:
    """Brown-Conrady: ideal plane coordinates (..., 2) to distorted ones (Brown 1966, as in OpenCV's calib3d)."""
    k1, k2, p1, p2, k3 = coefficients
    x, y = ideal[..., 0], ideal[..., 1]
    r2 = x * x + y * y
    radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3))
    dx = 2 * p1 * x * y + p2 * (r2 + 2 * x * x)
    dy = p1 * (r2 + 2 * y * y) + 2 * p2 * x * y
    return np.stack([x * radial + dx, y * radial + dy], axis=-1)


def undistort(distorted: np.ndarray, coefficients: tuple[float, ...]) -> np.ndarray:
    """The inverse of `distort`, by Newton's method, for a lens that maps the frame one to one.

    Fixed-point iteration, the usual way, leaves a tenth of a pixel after 12 steps when k1 is 0.2, and costs more.
    """
    if not any(coefficients):
        return distorted.copy()
    k1, k2, p1, p2, k3 = coefficients
    x, y = distorted[..., 0].copy(), distorted[..., 1].copy()
    for _ in range(_INVERSE_STEPS):
        xx, yy, xy = x * x, y * y, x * y
        r2 = xx + yy
        radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3))
        slope = 2 * (k1 + r2 * (2 * k2 + 3 * k3 * r2))  # of `radial` along r2, doubled
        miss_x = x * radial + 2 * p1 * xy + p2 * (r2 + 2 * xx) - distorted[..., 0]
        miss_y = y * radial + p1 * (r2 + 2 * yy) + 2 * p2 * xy - distorted[..., 1]
        # Solve with the Jacobian of `distort`, [[dxx, dxy], [dxy, dyy]]
        dxx = radial + xx * slope + 2 * p1 * y + 6 * p2 * x
        dxy = xy * slope + 2 * p1 * x + 2 * p2 * y
        dyy = radial + yy * slope + 6 * p1 * y + 2 * p2 * x
        determinant = dxx * dyy - dxy * dxy
        x -= (dyy * miss_x - dxy * miss_y) / determinant
        y -= (dxx * miss_y - dxy * miss_x) / determinant
    return np.stack([x, y], axis=-1)


def look_at(eye_m: np.ndarray, target_m: np.ndarray, roll_deg: float = 0.0) -> np.ndarray:
    """(4, 4) world_from_camera of a camera at `eye_m` that looks at `target_m`, world z up.

    Raises ValueError if both are the same point.
    """
    forward = np.asarray(target_m, float) - np.asarray(eye_m, float)
    length = float(np.linalg.norm(forward))
    if length < 1e-9:
        raise ValueError("the camera stands where it looks at")
    forward /= length
    up = np.array([0.0, 0.0, 1.0]) if abs(forward[2]) < 0.9995 else np.array([0.0, 1.0, 0.0])
    right = np.cross(forward, up)
    right /= np.linalg.norm(right)
    down = np.cross(forward, right)
    angle = math.radians(roll_deg)
    pose = np.eye(4)
    pose[:3, 0] = math.cos(angle) * right + math.sin(angle) * down
    pose[:3, 1] = -math.sin(angle) * right + math.cos(angle) * down
    pose[:3, 2] = forward
    pose[:3, 3] = eye_m
    return pose
