"""How the sensor sees colour: its filters, and the white that it takes for grey."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

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

# Peak response of the red, green and blue pixels of a common silicon sensor against its green ones, under D65.
RESPONSE = np.array([0.55, 1.0, 0.62])
# Linear Rec.709 from what the filters pass. A matrix of usual strength: filters overlap, so separating colours again
# amplifies noise. Rows sum to 1, so that grey stays grey.
RGB_FROM_FILTERS = np.array([[1.62, -0.48, -0.14], [-0.22, 1.52, -0.30], [-0.03, -0.47, 1.50]])
FILTERS_FROM_RGB = np.linalg.inv(RGB_FROM_FILTERS)


def planckian_rgb(temperature_k: float) -> np.ndarray:
    """(3,) linear Rec.709 of a black body, with luminance 1.

    Chromaticity by the cubic fit of Kim, Cho and Kang (US patent 7024034, 2002) to CIE 1931, 1667..25000 K; outside,
    the nearest end.
    """
    t = 1e3 / min(max(temperature_k, 1667.0), 25000.0)
    if t >= 0.25:
        x = -0.2661239 * t**3 - 0.2343589 * t**2 + 0.8776956 * t + 0.179910
    else:
        x = -3.0258469 * t**3 + 2.1070379 * t**2 + 0.2226347 * t + 0.240390
    if t > 1e3 / 2222:
        y = -1.1063814 * x**3 - 1.34811020 * x**2 + 2.18555832 * x - 0.20219683
    elif t > 0.25:
        y = -0.9549476 * x**3 - 1.37418593 * x**2 + 2.09137015 * x - 0.16748867
    else:
        y = 3.0817580 * x**3 - 5.87338670 * x**2 + 3.75112997 * x - 0.37001483
    xyz = np.array([x / y, 1.0, (1 - x - y) / y])
    rgb_from_xyz = np.array(
        [[3.2404542, -1.5371385, -0.4985314], [-0.9692660, 1.8760108, 0.0415560], [0.0556434, -0.2040259, 1.0572252]]
    )
    return np.maximum(rgb_from_xyz @ xyz, 1e-3)


def nominal_white(factors: Mapping[str, Value]) -> np.ndarray:
    """(3,) what the three kinds of pixels make of a grey card under the scene's lamps, luminance 1."""
    if LIGHT_TEMPERATURE not in factors:
        return RESPONSE.copy()
    return RESPONSE * (FILTERS_FROM_RGB @ planckian_rgb(float(factors[LIGHT_TEMPERATURE])))


def balance_gains(factors: Mapping[str, Value]) -> np.ndarray:
    """(3,) factors on the raw channels that turn what the camera takes for grey into grey; the smallest is 1.

    None is below 1, so what saturates the sensor is white in the picture, and not tinted.
    """
    white = nominal_white(factors)
    error_mired = float(factors.get(WB_ERROR.name, 0.0))
    if error_mired:
        light_k = float(factors.get(LIGHT_TEMPERATURE, _DAYLIGHT_K))
        taken_for_k = 1e6 / max(1e6 / light_k + error_mired, 1e6 / 25000)
        shift = (FILTERS_FROM_RGB @ planckian_rgb(taken_for_k)) / (FILTERS_FROM_RGB @ planckian_rgb(light_k))
        white = white * shift
    gains = 1 / white
    return gains / gains.min()
