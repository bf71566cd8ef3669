"""The pattern in the dark: each pixel and each column starts from its own level, and rows flutter as they are read."""

from __future__ import annotations

import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.electrons import full_scale_e
from generator.sensor.exposure import Exposure
from generator.sensor.unit import unit_stream

DSNU = Factor(
    "sensor.dsnu_e",
    "e-",
    "capture",
    "How much the dark level differs from pixel to pixel (DSNU, standard deviation): grain in the dark that does not "
    "change from picture to picture; 1 is good, 10 poor.",
    {"uniform": [0.0, 2.0]},
    0.0,
    50.0,
)
COLUMNS = Factor(
    "sensor.column_e",
    "e-",
    "capture",
    "How much the dark level differs from column to column: upright stripes in dark areas; 0.5 is good, 8 is seen.",
    {"uniform": [0.0, 0.8]},
    0.0,
    50.0,
)
ROWS = Factor(
    "sensor.row_e",
    "e-",
    "capture",
    "How much rows flutter as they are read: level stripes in dark areas, others in each picture; 8 is seen.",
    {"uniform": [0.0, 0.5]},
    0.0,
    50.0,
)


def offset(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Shares of full scale, as read, to the same with each pixel's, column's and row's own level."""
    pixel_e, column_e, row_e = (exposure.number(factor.name, 0.0) for factor in (DSNU, COLUMNS, ROWS))
    if pixel_e == column_e == row_e == 0:
        return exposure
    image = exposure.image
    height, width, *colours = image.shape
    levels = np.zeros(image.shape, np.float32)
    if pixel_e > 0:
        levels += np.float32(pixel_e) * unit_stream(exposure, "dsnu").standard_normal(image.shape, np.float32)
    if column_e > 0:
        columns = unit_stream(exposure, "columns").standard_normal((1, width, *colours), np.float32)
        levels += np.float32(column_e) * columns
    if row_e > 0:
        levels += np.float32(row_e) * rng.standard_normal((height, 1, *colours), np.float32)
    return exposure.but(image=np.minimum(image + levels / np.float32(full_scale_e(exposure)), 1))


EFFECTS = (
    SensorEffect(
        "dark_pattern", "Fixed grain and stripes in the dark (DSNU, columns, rows).", 72, offset, (DSNU, COLUMNS, ROWS)
    ),
)
