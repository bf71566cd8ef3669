"""Factors: the named causes of trouble that a spec sets, a plan draws, and every label carries.

The stage that owns a factor declares it beside the code that obeys it; `generator.catalogue` gathers them.
A distribution says how a spec wants a factor drawn.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from generator.errors import SpecError, shortened

Value = float | int | str
Scope = Literal["scene", "view", "capture"]
Kind = Literal["number", "integer", "category"]
_LARGEST_WEIGHT = 1e9
_ONE_OF = {"choice": "choice", "mixture": "part"}

_SHAPES = (
    "write a number, {uniform: [low, high]}, {normal: [mean, sd]}, {log_uniform: [low, high]}, "
    "{choice: [a, b], weights: [1, 2]} or {mixture: [{uniform: [0, 1]}, {uniform: [0.6, 1]}], weights: [0.4, 0.6]}"
)


@dataclass(frozen=True, slots=True)
class Factor:
    """One named cause with a unit and a range.

    `scope` says how often it is drawn: once per scene, per view of it, or per capture of a view.
    A capture-scope factor changes the picture after the light has been traced, so it costs no render.
    `default` is the distribution used when the spec is silent, written as in a spec.
    """

    name: str  # "owner.what", for example "surface.dust"
    unit: str  # "share", "deg", "EV", "K", "m", "mm", "1/K", "e-", "count" or "name"
    scope: Scope
    doc: str  # one sentence: what it does to the picture, and what its ends mean
    default: Any
    low: float = 0.0
    high: float = 1.0
    kind: Kind = "number"
    choices: tuple[str, ...] = ()  # of a category
    moves_geometry: bool = False  # whether masks or poses change with it
    sourced: bool = False  # whether something must give it off: 0 by default in families without an `AirSource` of it

    def check(self, value: Any, where: str) -> Value:
        """The value as this factor stores it. Raises `SpecError` that starts with `where`."""
        if self.kind == "category":
            if value not in self.choices:
                raise SpecError(f"{where}: {shortened(value)} is none of {', '.join(self.choices)}")
            return str(value)
        if not _is_number(value):
            raise SpecError(f"{where}: {shortened(value)} is not a number")
        if not self.low <= value <= self.high:
            raise SpecError(
                f"{where}: {value:g} is outside [{self.low:g}, {self.high:g}] {self.unit}; the nearest is "
                f"{min(max(value, self.low), self.high):g}"
            )
        return int(round(value)) if self.kind == "integer" else float(value)


@dataclass(frozen=True, slots=True)
class Distribution:
    """How one factor is drawn. Made by `parse_distribution` only, which checks it."""

    kind: Literal["fixed", "uniform", "normal", "log_uniform", "choice", "mixture"]
    values: tuple[Value, ...]  # of a mixture: its least and its largest number, or all its names
    weights: tuple[float, ...] = ()
    parts: tuple[Distribution, ...] = ()  # of a mixture: each is drawn from as often as its weight says

    def draw(self, rng: np.random.Generator, factor: Factor) -> Value:
        """One value inside the factor's range. A normal distribution is truncated to it by redrawing."""
        if self.kind == "choice":
            shares = np.asarray(self.weights) / sum(self.weights)
            return self.values[int(rng.choice(len(self.values), p=shares))]
        if self.kind == "mixture":
            shares = np.asarray(self.weights) / sum(self.weights)
            return self.parts[int(rng.choice(len(self.parts), p=shares))].draw(rng, factor)
        if self.kind == "fixed":
            return self.values[0]
        first, second = float(self.values[0]), float(self.values[1])
        if factor.kind == "integer" and self.kind == "uniform":
            return _even_integer(rng, first, second)
        if self.kind == "normal":
            value = _truncated_normal(rng, first, second, factor.low, factor.high)
        elif self.kind == "log_uniform":
            value = math.exp(rng.uniform(math.log(first), math.log(second)))
        else:
            value = rng.uniform(first, second)
        if factor.kind == "integer":
            return int(min(max(round(value), factor.low), factor.high))
        low, high = (factor.low, factor.high) if self.kind == "normal" else (first, second)
        return min(max(round(float(value), 6), low), high)  # rounding must not lead out of the range

    def holds(self, value: Value) -> bool:
        """Whether it could have given the value: one of those named, or one in its range."""
        if self.kind == "mixture":
            return any(part.holds(value) for part in self.parts)
        if self.kind in ("fixed", "choice"):
            return value in self.values
        if self.kind == "normal":
            return True
        return float(self.values[0]) <= float(value) <= float(self.values[1])

    def as_spec(self) -> Any:
        """As it stands in a spec."""
        if self.kind == "fixed":
            return self.values[0]
        if self.kind == "mixture":
            return {"mixture": [part.as_spec() for part in self.parts], "weights": list(self.weights)}
        written: dict[str, Any] = {self.kind: list(self.values)}
        if self.kind == "choice":
            written["weights"] = list(self.weights)
        return written


def parse_distribution(written: Any, factor: Factor, where: str) -> Distribution:
    """Read what a spec says of a factor. Raises `SpecError` naming `where` and the shapes there are."""
    if not isinstance(written, Mapping):
        if isinstance(written, (list, tuple)):
            raise SpecError(f"{where}: a bare list is no distribution; {_SHAPES}")
        return Distribution("fixed", (factor.check(written, where),))
    kinds = set(written) - {"weights"}
    if len(kinds) != 1 or not kinds <= {"uniform", "normal", "log_uniform", "choice", "mixture"}:
        raise SpecError(f"{where}: {shortened(dict(written))} is no distribution; {_SHAPES}")
    kind = kinds.pop()
    values = written[kind]
    if not isinstance(values, (list, tuple)) or not values:
        raise SpecError(f"{where}.{kind}: {shortened(values)} is not a list; {_SHAPES}")
    if kind == "choice":
        return _parse_choice(written, values, factor, where)
    if kind == "mixture":
        return _parse_mixture(written, values, factor, where)
    if "weights" in written:
        raise SpecError(f"{where}: weights go with choice and mixture, not with {kind}")
    if factor.kind == "category":
        raise SpecError(f"{where}: {kind} needs numbers, but this factor is one of {', '.join(factor.choices)}")
    if len(values) != 2:
        raise SpecError(f"{where}.{kind}: takes two numbers, got {len(values)}")
    return _parse_pair(kind, values, factor, where)


def _parse_choice(written: Mapping[str, Any], values: Any, factor: Factor, where: str) -> Distribution:
    checked = tuple(factor.check(v, f"{where}.choice[{i}]") for i, v in enumerate(values))
    return Distribution("choice", checked, _parse_weights(written, len(checked), "choice", where))


def _parse_mixture(written: Mapping[str, Any], values: Any, factor: Factor, where: str) -> Distribution:
    """Several plain distributions, one of which is drawn from each time."""
    parts = tuple(parse_distribution(v, factor, f"{where}.mixture[{i}]") for i, v in enumerate(values))
    for index, part in enumerate(parts):
        if part.kind == "mixture":
            raise SpecError(f"{where}.mixture[{index}]: is a mixture itself; write its parts here, with their weights")
    weights = _parse_weights(written, len(parts), "mixture", where)
    drawn = [part for part, weight in zip(parts, weights, strict=True) if weight > 0]
    if factor.kind == "category":
        names = sorted({str(value) for part in drawn for value in part.values})
        return Distribution("mixture", tuple(names), weights, parts)
    ends = [end for part in drawn for end in _ends(part, factor)]
    return Distribution("mixture", (min(ends), max(ends)), weights, parts)


def _ends(part: Distribution, factor: Factor) -> tuple[float, float]:
    """The least and the largest number of a plain distribution; of a normal one, two standard deviations."""
    if part.kind == "normal":
        mean, sd = (float(value) for value in part.values)
        return max(mean - 2 * sd, factor.low), min(mean + 2 * sd, factor.high)
    return min(float(value) for value in part.values), max(float(value) for value in part.values)


def _parse_weights(written: Mapping[str, Any], count: int, kind: str, where: str) -> tuple[float, ...]:
    weights = written.get("weights", [1.0] * count)
    if not isinstance(weights, (list, tuple)) or len(weights) != count:
        raise SpecError(f"{where}.weights: needs {count} numbers, one for each {_ONE_OF[kind]}")
    if not all(_is_number(w) and 0 <= w <= _LARGEST_WEIGHT for w in weights):
        raise SpecError(f"{where}.weights: {shortened(list(weights))} must be numbers from 0 to {_LARGEST_WEIGHT:g}")
    if sum(weights) <= 0:
        raise SpecError(f"{where}.weights: at least one must be above zero")
    return tuple(float(w) for w in weights)


def _parse_pair(kind: Any, values: Any, factor: Factor, where: str) -> Distribution:
    for value in values:
        if not _is_number(value):
            raise SpecError(f"{where}.{kind}: {shortened(value)} is not a number")
    first, second = float(values[0]), float(values[1])
    if kind == "normal":
        factor.check(first, f"{where}.normal (mean)")
        if second < 0:
            raise SpecError(f"{where}.normal: the standard deviation {second:g} is negative")
        return Distribution("normal", (first, second))
    factor.check(first, f"{where}.{kind} (low)")
    factor.check(second, f"{where}.{kind} (high)")
    if first > second:
        raise SpecError(f"{where}.{kind}: [{first:g}, {second:g}] is upside down; write [{second:g}, {first:g}]")
    if kind == "log_uniform" and first <= 0:
        raise SpecError(f"{where}.log_uniform: both ends must be above zero")
    return Distribution(kind, (first, second))


def _is_number(value: Any) -> bool:
    """Whether this is a finite int or float; YAML's yes and no, and integers beyond all floats, are not."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return abs(value) < 1e300 if isinstance(value, int) else math.isfinite(value)


def _even_integer(rng: np.random.Generator, first: float, second: float) -> int:
    """Each whole number from `first` to `second` is as likely as the others; between two of them, the nearer one."""
    low, high = math.ceil(first), math.floor(second)
    return int(rng.integers(low, high, endpoint=True)) if low <= high else round(first)


def _truncated_normal(rng: np.random.Generator, mean: float, sd: float, low: float, high: float) -> float:
    for _ in range(64):
        value = float(rng.normal(mean, sd))
        if low <= value <= high:
            return value
    return min(max(mean, low), high)
