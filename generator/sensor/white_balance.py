"""White balance: the raw channels are scaled so that grey is grey under the light that the camera believes in."""

from __future__ import annotations

import numpy as np

from generator.plugins import SensorEffect
from generator.sensor.colour_filter import channel_of_pixel
from generator.sensor.colours import WB_ERROR, balance_gains
from generator.sensor.exposure import Exposure


def balance(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Shares of full scale, before demosaicing, to shares of white; what is brighter than white is cut."""
    gains = balance_gains(exposure.factors).astype(np.float32)
    image = exposure.image
    scale = gains if image.ndim == 3 else gains[channel_of_pixel(*image.shape)]
    return exposure.but(image=np.minimum(image * scale, 1))


EFFECTS = (SensorEffect("white_balance", "Grey is made grey, or missed by a little.", 80, balance, (WB_ERROR,)),)
