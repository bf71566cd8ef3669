"""Ranges of a factor's values, and the contrasts that ask whether one of them hurts: not only straight lines.

A contrast sets some values against the others: what is above a cut, what lies between two cuts, one name against the
rest, and the rank for slow trends. The largest of them is tested as one, so that looking for the shape costs little.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from evaluation.levels import short

_FEW_VALUES = 8
_TENTHS = np.arange(1, 10) / 10
_NARROWEST = 3  # tenths between the ends of a range that lies in the middle
_FEWEST = 4  # units on each side of a contrast
_LEAST_SHARE = 0.03
_NEAR_RUNG = 0.05  # of a ladder's length: a base that is so near a rung counts as one with it


@dataclass(frozen=True, slots=True)
class Range:
    """Values of one factor. Numbers: above `low` and up to `high`, None for no end; or names. `outside` turns it over.

    >>> Range("surface.dust", low=0.4).text("share")
    'above 0.4 share'
    """

    factor: str
    low: float | None = None
    high: float | None = None
    names: tuple[str, ...] = ()
    outside: bool = False

    def contains(self, values: np.ndarray) -> np.ndarray:
        """(N,) bool. Values that are missing (NaN, "") are in no range, turned over or not."""
        if values.dtype == object:
            return (np.isin(values.astype(str), self.names) ^ self.outside) & (values != "")
        inside = np.ones(len(values), bool)
        if self.low is not None:
            inside &= values > self.low
        if self.high is not None:
            inside &= values <= self.high
        return (inside ^ self.outside) & np.isfinite(values)

    def turned(self) -> Range:
        """The other values."""
        if self.low is not None and self.high is None:
            return Range(self.factor, None, self.low, outside=self.outside)
        if self.high is not None and self.low is None:
            return Range(self.factor, self.high, None, outside=self.outside)
        return Range(self.factor, self.low, self.high, self.names, not self.outside)

    def text(self, unit: str) -> str:
        """In words, with the unit."""
        suffix = "" if unit == "name" else f" {unit}"
        if self.names:
            listed = " or ".join(self.names)
            return f"not {listed}" if self.outside else listed
        if self.low is not None and self.high is not None:
            inside = f"{short(self.low)} to {short(self.high)}{suffix}"
            return f"outside {inside}" if self.outside else f"{inside}"
        return f"above {short(self.low)}{suffix}" if self.low is not None else f"up to {short(self.high or 0)}{suffix}"

    def as_record(self) -> dict[str, Any]:
        """As JSON."""
        record: dict[str, Any] = {"factor": self.factor}
        if self.names:
            record["names"] = list(self.names)
        else:
            record |= {"low": self.low, "high": self.high}
        return record | {"outside": self.outside}


@dataclass(frozen=True, slots=True, eq=False)
class Contrasts:
    """The questions asked of one factor. Column k of `columns` (U, C) is 1 inside of `ranges[k]`; None is the rank."""

    columns: np.ndarray
    ranges: tuple[Range | None, ...]

    def __len__(self) -> int:
        return len(self.ranges)

    def hurting(self, z: np.ndarray) -> Range | None:
        """Where the response is larger, by the range contrast that shows it best; None without one."""
        strength = np.where([r is not None for r in self.ranges], np.abs(z), -1.0)
        if not len(z) or strength.max() <= 0:
            return None
        best = int(np.argmax(strength))
        found = self.ranges[best]
        return None if found is None else found if z[best] > 0 else found.turned()


def contrasts_of(factor: str, values: np.ndarray, cuts: np.ndarray | None = None) -> Contrasts:
    """The contrasts of a column (U,), float64 or names, that leave enough units on both sides.

    Numbers are cut where `cuts_of` says, or at `cuts`, which rise.
    """
    if values.dtype == object:
        ranges: list[Range | None] = list(_names(factor, values))
    else:
        ranges = list(_numbers(factor, values, cuts_of(values) if cuts is None else cuts))
    columns = [r.contains(values).astype(np.float64) for r in ranges if r is not None]
    if values.dtype != object and len(columns) > 1:
        ranges.append(None)
        columns.append(ranks(values))
    table = np.stack(columns, axis=1) if columns else np.zeros((len(values), 0))
    return Contrasts(table, tuple(ranges))


def cuts_of(values: np.ndarray) -> np.ndarray:
    """Where numbers are cut: between few values, at tenths of many. The last value is no cut."""
    known = values[np.isfinite(values)]
    unique = np.unique(known)
    if len(unique) <= _FEW_VALUES:
        return unique[:-1]
    cuts = np.unique(np.quantile(known, _TENTHS, method="lower"))
    return cuts[cuts < unique[-1]]


def cuts_between(rungs: np.ndarray, bases: np.ndarray) -> np.ndarray:
    """Half way between the rungs of a ladder, and what its bases usually have: where in between it begins to hurt,
    nobody has seen. `rungs` and `bases` are numbers."""
    stops = np.unique(rungs)
    usual = float(np.median(bases)) if len(bases) else float(stops[0])
    if np.abs(stops - usual).min() > _NEAR_RUNG * (stops[-1] - stops[0]):
        stops = np.sort(np.append(stops, usual))
    return (stops[:-1] + stops[1:]) / 2


def _numbers(factor: str, values: np.ndarray, cuts: np.ndarray) -> list[Range]:
    gap = _NARROWEST if len(cuts) >= _FEW_VALUES else 1
    found = [Range(factor, low=float(c)) for c in cuts]
    found += [
        Range(factor, float(cuts[i]), float(cuts[j])) for i in range(len(cuts)) for j in range(i + gap, len(cuts))
    ]
    return [r for r in found if _enough(r, values)]


def _names(factor: str, values: np.ndarray) -> list[Range]:
    names = sorted({str(v) for v in values if v != ""})
    if len(names) < 2:
        return []
    return [r for r in (Range(factor, names=(name,)) for name in names) if _enough(r, values)]


def _enough(found: Range, values: np.ndarray) -> bool:
    known = int((values != "").sum()) if values.dtype == object else int(np.isfinite(values).sum())
    inside = int(found.contains(values).sum())
    return min(inside, known - inside) >= max(_FEWEST, _LEAST_SHARE * known)


def ranks(values: np.ndarray) -> np.ndarray:
    """(U,) place of each value among the different values, 0..1; 0.5 where it is missing."""
    unique = np.unique(values[np.isfinite(values)])
    places = np.searchsorted(unique, values) / max(len(unique) - 1, 1)
    return np.where(np.isfinite(values), places, 0.5)
