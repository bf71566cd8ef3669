"""Levels: how the values of a factor or of an attribute are cut into groups that can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from evaluation.outcomes import Images

BASE = "base"  # the label of the unchanged pictures of a ladder
_GROUPS = 5
_FEW_VALUES = 6  # up to so many different numbers each are a group of their own
_MOST_NAMES = 12


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """One group. `low` and `high` bound its values, both inclusive; None of names."""

    label: str
    rows: np.ndarray  # (N,) bool: which images, or objects, belong to it
    low: float | None = None
    high: float | None = None


def levels_of(values: np.ndarray) -> list[Level]:
    """Groups of a column: names as they are, the rarest together; few numbers as they are, many in quantiles."""
    if values.dtype == object:
        return _names(values)
    known = values[np.isfinite(values)]
    unique = np.unique(known)
    if len(unique) <= _FEW_VALUES:
        return [Level(short(v), values == v, float(v), float(v)) for v in unique]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, _GROUPS + 1)))
    levels = []
    for number, (low, high) in enumerate(pairwise(edges)):
        last = number == len(edges) - 2
        rows = (values >= low) & ((values <= high) if last else (values < high))
        if rows.any():
            levels.append(Level(f"{short(low)} to {short(high)}", rows, float(low), float(high)))
    return levels


def ladder_levels(images: Images, factor: str) -> list[Level]:
    """The levels of one factor of a stress set, the unchanged base first. Pairs of factors are left out."""
    own = images.stress_factor == factor
    bases = np.unique(images.base[own])
    base = (images.base >= 0) & (images.stress_factor == "") & np.isin(images.base, bases)
    levels = [Level(BASE, base)] if base.any() else []
    for number in np.unique(images.level[own]):
        rows = own & (images.level == number)
        values = [v for v in images.value[rows] if isinstance(v, (int, float))]
        names = sorted({str(v) for v in images.value[rows]})
        if len(values) == rows.sum():
            low, high = float(min(values)), float(max(values))
            label = short(low) if low == high else f"level {number} ({short(low)} to {short(high)})"
            levels.append(Level(label, rows, low, high))
        else:
            levels.append(Level(names[0] if len(names) == 1 else f"level {number}", rows))
    return levels


def ladder_factors(images: Images) -> list[str]:
    """Single factors that a stress set changes, in the order of names."""
    return sorted({str(name) for name in images.stress_factor[images.base >= 0] if name and "+" not in name})


def short(value: float) -> str:
    """A number in up to three digits: 0.25, 1.5, 12, 4300."""
    if value == 0:
        return "0"
    text = f"{value:.3g}"
    return f"{value:.0f}" if "e" in text and abs(value) >= 1 else text


def _names(values: np.ndarray) -> list[Level]:
    names, counts = np.unique(values[values != ""].astype(str), return_counts=True)
    order = np.lexsort((names, -counts))
    kept = [str(name) for name in names[order][:_MOST_NAMES]]
    levels = [Level(name, values == name) for name in sorted(kept)]
    rest = (values != "") & ~np.isin(values.astype(str), kept)
    return [*levels, Level("other", rest)] if rest.any() else levels
