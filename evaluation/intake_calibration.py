"""From what a picture looks like to the factor that makes pictures look so: curves measured on rendered pictures."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

TABLE = Path(__file__).with_name("intake_calibration.json")
_LEAST_KEPT = 0.25  # of the variance
_TRUSTED, _USABLE = 0.8, 0.6  # rank correlation from which an estimate is good, and from which it is used at all


@dataclass(frozen=True, slots=True)
class Curve:
    """How one estimate follows one factor when all other factors are drawn as the catalogue draws them.

    `benchmarks/intake.py` measures it. Where `by_ratio`, errors are in log2 of the factor.
    """

    factor: str  # "sensor.exposure_ev"
    estimate: str  # "photo.level_ev"
    by_ratio: bool
    values: tuple[float, ...]  # of the factor, ascending
    estimates: tuple[float, ...]  # the median estimate at each, all ascending or all descending
    error: float  # standard deviation of placed against true values, pictures of scenes that the curve has not seen
    bias: float  # the median of the same differences
    correlation: float  # Spearman's, of the estimate with the factor; of a falling curve the sign is turned

    @property
    def verdict(self) -> str:
        """ "good", "fair" or "poor"; what is poor is not placed."""
        return "good" if self.correlation >= _TRUSTED else "fair" if self.correlation >= _USABLE else "poor"

    def scaled(self, values: np.ndarray) -> np.ndarray:
        """Values of the factor on the scale on which errors are measured."""
        return np.asarray(np.log2(values) if self.by_ratio else values)

    def unscaled(self, values: np.ndarray) -> np.ndarray:
        """The way back."""
        return np.asarray(np.exp2(values) if self.by_ratio else values)

    def place(self, estimates: np.ndarray) -> np.ndarray:
        """(N,) scaled values of the factor at which pictures have these estimates (N,); the ends where none does."""
        order = np.argsort(self.estimates)
        scaled = self.scaled(np.array(self.values))
        return np.interp(estimates, np.array(self.estimates)[order], scaled[order])


@cache
def curves() -> tuple[Curve, ...]:
    """All that were measured, the ones that cannot be trusted too."""
    return tuple(curve_of(record) for record in json.loads(TABLE.read_text(encoding="utf-8"))["curves"])


def curve_of(record: Mapping[str, Any]) -> Curve:
    """One entry of the table."""
    listed = {name: tuple(record[name]) for name in ("values", "estimates")}
    return Curve(**{**record, **listed})


def spread_without_error(values: np.ndarray, weights: np.ndarray, error: float) -> np.ndarray:
    """(N,) values drawn together towards their mean by what the error of the estimate has spread them.

    Variances add: that of the placed values is that of the true ones and the squared error. Half of the spread is kept
    at least, for the error is not the same in all pictures, and a single value would teach a model nothing.
    """
    mean = float(np.average(values, weights=weights))
    variance = float(np.average((values - mean) ** 2, weights=weights))
    if variance <= 0:
        return values
    return np.asarray(mean + (values - mean) * math.sqrt(max(_LEAST_KEPT, 1 - error**2 / variance)))


def weighted_quantiles(values: np.ndarray, weights: np.ndarray, shares: Sequence[float]) -> np.ndarray:
    """Quantiles of values that count as much as their weights say; every value stands for the middle of its share."""
    order = np.argsort(values, kind="stable")
    heights = (np.cumsum(weights[order]) - weights[order] / 2) / weights.sum()
    return np.interp(shares, heights, values[order])
