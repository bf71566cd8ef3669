"""Shot noise with a grain of its own: the same grain under a little more light gives a few electrons more.

A generator's own Poisson draws consume more or fewer numbers as the light changes, so one brighter pixel would give all
that follow another noise. Here each pixel has one standard normal number whatever its light, and the count is the
Poisson quantile that this number stands at. A ladder of pictures then differs in the light alone.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

_FEW = 16.0  # expected electrons below which the quantile is summed up exactly
_MOST = 52  # counts beyond are out of reach for so few: 9 standard deviations


def shot(expected: np.ndarray, grain: np.ndarray) -> np.ndarray:
    """Counts of the shape of `expected`, float32: Poisson distributed where `grain` is standard normal.

    Above 16 expected electrons by Cornish and Fisher's expansion to second order (1937; its quantile is off by less
    than a tenth of a count), below that exactly.
    """
    root = np.sqrt(expected)
    counts = np.rint(expected + root * grain + (grain * grain - np.float32(1)) / np.float32(6)).astype(np.float32)
    few = expected < _FEW
    if few.any():
        counts[few] = _summed(expected[few].astype(np.float64), ndtr(grain[few].astype(np.float64)))
    return counts


def _summed(expected: np.ndarray, share: np.ndarray) -> np.ndarray:
    """The least counts whose Poisson distribution function reaches `share`, float32."""
    probability = np.exp(-expected)
    reached = probability.copy()
    counts = np.zeros(expected.shape, np.float32)
    for count in range(1, _MOST):
        short = reached < share
        if not short.any():
            break
        counts += short
        probability *= expected / count
        reached += probability
    return counts
