"""The window as a plane close before the lens: how large a millimetre of it is, and how far out of focus."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from generator.sensor.aperture import blades, iris_image, pixel_mm, turn_rad
from generator.sensor.beyond import beyond_frame
from generator.sensor.exposure import Exposure
from generator.sensor.spreading import wide_gaussian

DISTANCE_MM = 40.0  # from the iris to the window: the usual depth of a housing
_SCATTER = 0.08  # of the diagonal: how far dirt throws light that falls on it
_MOST_CELLS = 8.0  # in the radius of the blur, so that it costs little however wide it is
_FINEST_PX = 2.0


@dataclass(frozen=True, slots=True)
class Plate:
    """A grid over the part of the window that the lens looks through."""

    rows: int
    columns: int
    cell_mm: float
    cell_px: float
    blur_cells: float  # radius of the iris as drawn by a point on the window
    border: int  # cells on each side beyond the frame

    @property
    def area_mm2(self) -> float:
        """The whole plate."""
        return self.rows * self.columns * self.cell_mm**2


def plate_of(exposure: Exposure) -> Plate:
    """The window before this camera: far too near, a point on it is drawn with radius focal^2 / (2 N distance)."""
    camera = exposure.camera
    blur_px = camera.focal_mm**2 / (2 * camera.f_number * DISTANCE_MM * pixel_mm(camera))
    cell_px = max(_FINEST_PX, blur_px / _MOST_CELLS)
    border = int(np.ceil(1.3 * blur_px / cell_px)) + 2
    columns = int(np.ceil(camera.width_px / cell_px)) + 2 * border
    rows = int(np.ceil(camera.height_px / cell_px)) + 2 * border
    cell_mm = cell_px * DISTANCE_MM * pixel_mm(camera) / camera.focal_mm
    return Plate(rows, columns, cell_mm, cell_px, blur_px / cell_px, border)


def through_lens(field: np.ndarray, plate: Plate, exposure: Exposure) -> np.ndarray:
    """A field on the plate (rows, columns[, C]) as the lens draws it: (H, W[, C]) float32."""
    iris = iris_image(max(plate.blur_cells, 0.5), blades(exposure), turn_rad(exposure))
    soft = cv2.filter2D(field.astype(np.float32), -1, iris, borderType=cv2.BORDER_REFLECT)
    camera = exposure.camera
    scale = 1 / plate.cell_px
    offset = plate.border + 0.5 * scale - 0.5
    place = np.array([[scale, 0, offset], [0, scale, offset]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(
        soft, place, (camera.width_px, camera.height_px), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )


def scattered(exposure: Exposure) -> np.ndarray:
    """(H, W, 3) radiance of a speck that scatters all of the light that falls on it forwards.

    From the frame it takes what is around it, from lamps outside their irradiance over pi.
    """
    image, camera = exposure.image, exposure.camera
    light = wide_gaussian(image, _SCATTER * float(np.hypot(image.shape[0], image.shape[1])))
    for at, arriving in beyond_frame(exposure.lamps, camera):
        tangent2 = ((at - np.array(camera.centre_px)) ** 2).sum() / camera.focal_px**2
        irradiance = arriving / camera.focal_px**2 / np.sqrt(1 + tangent2)
        light = light + (irradiance / np.pi).astype(np.float32)
    return light
