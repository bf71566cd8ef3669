"""The pixel: photons become electrons, electrons a voltage, the voltage a number. The linear model of EMVA 1288.

Digital value = K (photo-electrons + dark electrons + read noise) + black level, where both kinds of electrons are
Poisson distributed, so that the variance is K^2 (read^2 + dark) + K (value - black) + 1/12 (EMVA standard 1288 4.0).
"""

from __future__ import annotations

import numpy as np

from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.exposure import Exposure
from generator.sensor.shot import shot

NEUTRAL_FULL_WELL_E = 100_000.0
NEUTRAL_BITS = 14
FULL_WELL = Factor(
    "sensor.full_well_e",
    "e-",
    "capture",
    "Electrons that fill a pixel at the camera's base gain: few make every tone grainy, 100000 is nearly noiseless.",
    {"log_uniform": [9000.0, 60_000.0]},
    500.0,
    100_000.0,
)
READ_NOISE = Factor(
    "sensor.read_noise_e",
    "e-",
    "capture",
    "Noise of the read-out, seen in the shadows: 2 is a good sensor, 30 a poor one.",
    {"log_uniform": [1.5, 6.0]},
    0.0,
    50.0,
)
DARK = Factor(
    "sensor.dark_e",
    "e-",
    "capture",
    "Electrons that warmth adds while the shutter is open; their mean is taken off again, their noise stays.",
    {"uniform": [0.0, 15.0]},
    0.0,
    1000.0,
)
BITS = Factor(
    "sensor.adc_bits",
    "bit",
    "capture",
    "Steps of the converter, as a power of two: 8 shows bands in dark gradients, 12 does not.",
    {"choice": [10, 12], "weights": [1, 2]},
    8,
    14,
    kind="integer",
)
_BLACK_SHARE = 1 / 32  # of the converter's range, so that noise around black is not cut off


def full_scale_e(exposure: Exposure) -> float:
    """Electrons at which the converter or the pixel is full, whichever is first."""
    return exposure.number(FULL_WELL.name, NEUTRAL_FULL_WELL_E) / exposure.gain


def black_level(bits: int) -> int:
    """The digital value of no light."""
    return round(_BLACK_SHARE * 2**bits)


def digitise(exposure: Exposure, rng: np.random.Generator) -> np.ndarray:
    """Expected photo-electrons, of any shape, to digital values, int32: noise, dark current, gain and quantisation."""
    bits = int(exposure.number(BITS.name, NEUTRAL_BITS))
    full_well_e = exposure.number(FULL_WELL.name, NEUTRAL_FULL_WELL_E)
    read_e, dark_e = exposure.number(READ_NOISE.name, 0.0), exposure.number(DARK.name, 0.0)
    # beyond four times the full well a pixel is full whatever the noise
    expected = np.minimum(exposure.image, np.float32(4 * full_well_e)) + np.float32(dark_e)
    photons = shot(expected, rng.standard_normal(expected.shape, np.float32))
    electrons = np.minimum(photons - np.float32(dark_e), np.float32(full_well_e))
    if read_e > 0:
        electrons += np.float32(read_e) * rng.standard_normal(electrons.shape, np.float32)
    black = black_level(bits)
    highest = 2**bits - 1
    values = electrons * np.float32((highest - black) / full_scale_e(exposure)) + np.float32(black)
    return np.clip(np.rint(values), 0, highest).astype(np.int32)


def count(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Expected photo-electrons to shares of full scale, around 0 where it is dark."""
    bits = int(exposure.number(BITS.name, NEUTRAL_BITS))
    black = black_level(bits)
    values = digitise(exposure, rng).astype(np.float32)
    return exposure.but(image=(values - np.float32(black)) / np.float32(2**bits - 1 - black))


EFFECTS = (
    SensorEffect(
        "electrons",
        "Photon shot noise, dark and read noise, full wells, gain and quantisation (EMVA 1288).",
        70,
        count,
        (FULL_WELL, READ_NOISE, DARK, BITS),
    ),
)
