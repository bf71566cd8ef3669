"""Where things lie in the frame: the window of pixels that can show a thing, and whether it reaches beyond."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.camera import Camera, distort

_NEAREST_M = 1e-6


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of pixels: rows `top` up to `bottom`, columns `left` up to `right`, both ends exclusive."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def slices(self) -> tuple[slice, slice]:
        """To index an (H, W) array with."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns)."""
        return self.bottom - self.top, self.right - self.left


class Frame:
    """The rays of one camera, and which of them can meet a thing.

    `directions` (H, W, 3) float32 are in the world, with length 1 along the optical axis: a ray's parameter is a depth
    (`Camera.pixel_rays`). `lookup` (H, W, 2) float32 is `Pinhole.warp_map`.
    """

    def __init__(self, camera: Camera) -> None:
        self.camera = camera
        self.camera_from_world = np.linalg.inv(camera.pose)  # (4, 4) float64
        self.origin_m = camera.pose[:3, 3]
        ideal = camera.ideal_grid()  # inverting the lens costs more than casting the rays: do it once
        right, down, forward = camera.pose[:3, :3].T.astype(np.float32)
        plane = ideal.astype(np.float32)
        self.directions = plane[..., :1] * right + plane[..., 1:] * down + forward
        self.lookup = pinhole_lookup(camera, ideal)
        self._column_range = ideal[..., 0].min(axis=0), ideal[..., 0].max(axis=0)  # each (W,)
        self._row_range = ideal[..., 1].min(axis=1), ideal[..., 1].max(axis=1)  # each (H,)

    def ideal(self, points_world_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Depths (N,) of world points (N, 3), and where they lie on the ideal plane (N, 2) if depth is positive."""
        points = points_world_m @ self.camera_from_world[:3, :3].T + self.camera_from_world[:3, 3]
        depth = points[:, 2]
        return depth, points[:, :2] / np.where(depth > _NEAREST_M, depth, 1.0)[:, None]

    def window(self, points_world_m: np.ndarray) -> Window | None:
        """The pixels whose rays can meet the convex hull of the points; None if there are none.

        A hull that reaches behind the camera gets the whole frame.
        """
        camera = self.camera
        depth, ideal = self.ideal(points_world_m)
        if (depth <= _NEAREST_M).all():
            return None
        if (depth <= _NEAREST_M).any():
            return Window(0, camera.height_px, 0, camera.width_px)
        low, high = ideal.min(axis=0), ideal.max(axis=0)
        columns = np.flatnonzero((self._column_range[1] >= low[0]) & (self._column_range[0] <= high[0]))
        rows = np.flatnonzero((self._row_range[1] >= low[1]) & (self._row_range[0] <= high[1]))
        if not len(columns) or not len(rows):
            return None
        return Window(int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1)

    def truncates(self, points_world_m: np.ndarray) -> bool:
        """Whether any of a mesh's points (N, 3) projects outside the frame or lies behind the camera."""
        camera = self.camera
        depth, ideal = self.ideal(points_world_m)
        if (depth <= _NEAREST_M).any():
            return True
        # Far outside the frame a distortion polynomial may fold back into it: judge that on the ideal plane.
        pixel = 1.0 / camera.focal_px
        low = np.array([self._column_range[0].min(), self._row_range[0].min()]) - pixel
        high = np.array([self._column_range[1].max(), self._row_range[1].max()]) + pixel
        if ((ideal < low) | (ideal > high)).any():
            return True
        pixels = distort(ideal, camera.distortion) * camera.focal_px + np.array(camera.centre_px)
        return bool(((pixels < 0) | (pixels > [camera.width_px, camera.height_px])).any())


def pinhole_lookup(camera: Camera, ideal: np.ndarray) -> np.ndarray:
    """`Pinhole.warp_map` of the camera, from its ideal grid (H, W, 2) when that is at hand."""
    pinhole = camera.pinhole()
    return (ideal * pinhole.focal_px + np.array(pinhole.centre_px) - 0.5).astype(np.float32)
