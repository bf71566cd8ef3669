"""Which camera it is: what is fixed in one exemplar (hot pixels, dust on its window, its iris) is drawn here."""

from __future__ import annotations

import numpy as np

from generator.factors import Factor
from generator.seeds import stream
from generator.sensor.exposure import Exposure

UNIT = Factor(
    "sensor.unit",
    "count",
    "capture",
    "Serial number of the camera: hot pixels, fixed pattern, specks and scratches on its window stay where they are "
    "in all pictures of one number; it changes nothing where those factors are 0.",
    {"uniform": [0, 9999]},
    0,
    9999,
    kind="integer",
)

FACTORS = (UNIT,)


def unit_stream(exposure: Exposure, name: str) -> np.random.Generator:
    """Random numbers that belong to the camera and not to the picture."""
    return stream(int(exposure.number(UNIT.name, 0)), 0, name)
