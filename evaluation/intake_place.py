"""Placing photographs: from the estimates of many pictures to a distribution that a spec can draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evaluation.estimate import JPEG
from evaluation.intake_calibration import Curve, spread_without_error, weighted_quantiles
from generator.factors import Factor

_SHARES = (0.02, 0.25, 0.5, 0.75, 0.98)  # quantiles between which a factor is drawn evenly
_MANY = 12  # photographs from which on quantiles mean something
_QUALITY = "sensor.jpeg_quality"


@dataclass(frozen=True, slots=True)
class Placed:
    """A factor whose distribution was read off the photographs."""

    factor: str
    written: Any  # as a spec says it
    reason: str  # for the comment above it


def place_all(
    columns: Mapping[str, np.ndarray],
    weights: np.ndarray,
    curves: Sequence[Curve],
    factors: Mapping[str, Factor],
) -> list[Placed]:
    """A distribution for each factor with a curve that can be trusted; `columns` are estimates by name, each (N,)."""
    found = []
    for curve in curves:
        estimates = columns[curve.estimate]
        seen = np.isfinite(estimates)
        if curve.verdict != "poor" and seen.any() and weights[seen].sum() > 0:
            found.append(_place(curve, estimates[seen], weights[seen], factors[curve.factor]))
    quality = _place_quality(columns[JPEG], weights, factors[_QUALITY])
    return [*found, quality] if quality else found


def _place(curve: Curve, estimates: np.ndarray, weights: np.ndarray, factor: Factor) -> Placed:
    values = curve.place(estimates)
    if len(values) < _MANY:
        pieces = [(float(values.min()) - curve.error, float(values.max()) + curve.error)]
        how = f"{len(values)} photographs are few, so their range is widened by the error of the estimate."
    else:
        values = spread_without_error(values, weights, curve.error)
        ends = _without_traces(curve, weighted_quantiles(values, weights, _SHARES))
        pieces = list(zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True))
        how = "Drawn between quantiles, less the spread that the error of the estimate adds."
    low, high = float(curve.scaled(np.array(curve.values[0]))), float(curve.scaled(np.array(curve.values[-1])))
    drawn = [_piece(curve, max(a, low), min(b, high), factor) for a, b in pieces if min(b, high) >= max(a, low)]
    middle = weighted_quantiles(estimates, weights, (0.1, 0.5, 0.9))
    error = f"a factor of {2**curve.error:.2g}" if curve.by_ratio else f"{curve.error:.2g} {factor.unit}"
    reason = (
        f"{curve.estimate} of {len(values)} photographs: {_range(middle)} (10%, median, 90%). Trust: {curve.verdict} "
        f"(rank correlation {curve.correlation:.2f} on rendered pictures, error {error}). {how}"
    )
    return Placed(factor.name, _mixture(drawn), reason)


def _without_traces(curve: Curve, values: np.ndarray) -> np.ndarray:
    """Of a fault that begins at 0, such as haze: less of it than the error of the estimate is taken for none."""
    begins_at_none = not curve.by_ratio and curve.values[0] == 0
    return np.where(values < curve.error, 0.0, values) if begins_at_none else values


def _piece(curve: Curve, low: float, high: float, factor: Factor) -> Any:
    """An even distribution over a piece, as a spec writes it; one number if the piece is that narrow."""
    first, second = (
        min(max(float(f"{v:.4g}"), factor.low), factor.high) for v in curve.unscaled(np.array([low, high])).tolist()
    )
    if first == second:
        return first
    return {"log_uniform" if curve.by_ratio and first > 0 else "uniform": [first, second]}


def _mixture(pieces: list[Any]) -> Any:
    """All pieces as often; of equal ones the sum."""
    different: list[Any] = []
    counts: list[float] = []
    for piece in pieces:
        if piece in different:
            counts[different.index(piece)] += 1.0
        else:
            different.append(piece)
            counts.append(1.0)
    return different[0] if len(different) == 1 else {"mixture": different, "weights": counts}


def _place_quality(qualities: np.ndarray, weights: np.ndarray, factor: Factor) -> Placed | None:
    """The qualities of the files themselves; None if no file says one, or all were scaled down."""
    seen = np.isfinite(qualities) & (weights > 0)
    if not seen.any():
        return None
    values = np.clip(qualities[seen], factor.low, factor.high)
    ends = weighted_quantiles(values, weights[seen], (0.1, 0.3, 0.5, 0.7, 0.9))
    whole = [round(float(v)) for v in ends]
    names = sorted(set(whole))
    written = {"choice": names, "weights": [float(whole.count(v)) for v in names]} if len(names) > 1 else names[0]
    reason = (
        f"The compression tables of {int(seen.sum())} JPEG files: quality {min(values):.0f} to {max(values):.0f}. "
        "Trust: good (read, not estimated)."
    )
    return Placed(factor.name, written, reason)


def _range(quantiles: np.ndarray) -> str:
    return ", ".join(f"{value:.3g}" for value in quantiles)
