"""How the sensor sees colour: its filters, and the white that it takes for grey."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from generator.blackbody import blackbody_rgb
from generator.factors import Factor, Value

WB_ERROR = Factor(
    "sensor.wb_error_mired",
    "mired",
    "capture",
    "How far the white balance is off; below 0 the picture is too yellow, above 0 too blue; 10 can just be seen.",
    {"normal": [0.0, 10.0]},
    -100.0,
    100.0,
)
LIGHT_TEMPERATURE = "light.temperature_k"  # declared with the lamps
_DAYLIGHT_K = 6504.0
_BLUEST_MIRED = 40.0  # 25000 K, where black bodies hardly change any more

# Peak response of the red, green and blue pixels of a common silicon sensor against its green ones, under D65.
RESPONSE = np.array([0.55, 1.0, 0.62])
# Linear Rec.709 from what the filters pass. A matrix of usual strength: filters overlap, so separating colours again
# amplifies noise. Rows sum to 1, so that grey stays grey.
RGB_FROM_FILTERS = np.array([[1.62, -0.48, -0.14], [-0.22, 1.52, -0.30], [-0.03, -0.47, 1.50]])
FILTERS_FROM_RGB = np.linalg.inv(RGB_FROM_FILTERS)


def nominal_white(factors: Mapping[str, Value]) -> np.ndarray:
    """(3,) what the three kinds of pixels make of a grey card under the scene's lamps, luminance 1."""
    if LIGHT_TEMPERATURE not in factors:
        return RESPONSE.copy()
    return RESPONSE * _filtered(float(factors[LIGHT_TEMPERATURE]))


def balance_gains(factors: Mapping[str, Value]) -> np.ndarray:
    """(3,) factors on the raw channels that turn what the camera takes for grey into grey; the smallest is 1.

    None is below 1, so what saturates the sensor is white in the picture, and not tinted.
    """
    white = nominal_white(factors)
    error_mired = float(factors.get(WB_ERROR.name, 0.0))
    if error_mired:
        light_k = float(factors.get(LIGHT_TEMPERATURE, _DAYLIGHT_K))
        taken_for_k = 1e6 / max(1e6 / light_k + error_mired, _BLUEST_MIRED)
        shift = _filtered(taken_for_k) / _filtered(light_k)
        white = white * shift
    gains = 1 / white
    return gains / gains.min()


def _filtered(temperature_k: float) -> np.ndarray:
    """(3,) what the filters pass of a black body's light, with luminance 1; never quite nothing."""
    return np.maximum(FILTERS_FROM_RGB @ np.array(blackbody_rgb(temperature_k)), 1e-3)
