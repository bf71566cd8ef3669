"""What is drawn over a range that hurts, as a spec writes it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from evaluation.causes_ranges import Range
from generator.factors import Distribution, Factor

_RATIO = 8.0  # from this ratio of its ends on, a range is drawn by ratio where the base is


def drawn_over(wanted: Range, base: Distribution, factor: Factor, seen: tuple[float, float] | None) -> list[Any]:
    """Even distributions over a range of numbers, one for each side of a range that is turned over.

    They reach as far as the base draws or as the evaluated pictures went (`seen`); where that is nowhere, to the end of
    the factor's own range.
    """
    if base.kind == "choice":
        hit = [v for v in base.values if wanted.contains(np.array([float(v)]))[0]]
        if hit:
            return [{"choice": hit, "weights": [1.0] * len(hit)}]
    by_ratio = any(part.kind == "log_uniform" for part in (base, *base.parts))
    least, most = _support(base, factor)
    if seen:
        least, most = max(min(least, seen[0]), factor.low), min(max(most, seen[1]), factor.high)
    for low, high in ((least, most), (factor.low, factor.high)):
        found = [(max(a, low), min(b, high)) for a, b in _spans(wanted, factor)]
        spans = [(a, b) for a, b in found if a < b or (a == b and factor.kind == "integer")]
        if spans:
            return [_span(a, b, by_ratio) for a, b in spans]
    return []


def _span(low: float, high: float, by_ratio: bool) -> Any:
    shape = "log_uniform" if by_ratio and low > 0 and high / low >= _RATIO else "uniform"
    return {shape: [low, high]}


def _spans(wanted: Range, factor: Factor) -> list[tuple[float, float]]:
    low = -math.inf if wanted.low is None else wanted.low
    high = math.inf if wanted.high is None else wanted.high
    if factor.kind == "integer":  # a range begins above its low end
        low = low if math.isinf(low) else math.floor(low) + 1
        return [(-math.inf, low - 1), (math.floor(high) + 1, math.inf)] if wanted.outside else [(low, high)]
    return [(-math.inf, low), (high, math.inf)] if wanted.outside else [(low, high)]


def _support(base: Distribution, factor: Factor) -> tuple[float, float]:
    """The least and the largest value of the base; of a normal distribution three standard deviations."""
    if base.kind == "normal":
        mean, sd = (float(v) for v in base.values)
        return max(mean - 3 * sd, factor.low), min(mean + 3 * sd, factor.high)
    values = [float(v) for v in base.values]
    return min(values), max(values)
