"""Columns from records of which each may lack some keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np


class Columns:
    """Grows a row at a time; a column that a row lacks is empty there: NaN among numbers, "" among names."""

    def __init__(self) -> None:
        self._values: dict[str, list[Any]] = {}
        self._rows = 0

    def add(self, row: Mapping[str, Any]) -> None:
        """One row. Values are numbers, names, or yes and no; anything else counts as lacking."""
        for name, value in row.items():
            if isinstance(value, (int, float, str)):
                column = self._values.setdefault(name, [])
                column.extend([None] * (self._rows - len(column)))
                column.append(value)
        self._rows += 1

    def arrays(self) -> dict[str, np.ndarray]:
        """Each column in the order of names: float64 if all its values are numbers, else object (str)."""
        for column in self._values.values():
            column.extend([None] * (self._rows - len(column)))
        return {name: as_column(self._values[name]) for name in sorted(self._values)}


def as_column(values: list[Any]) -> np.ndarray:
    """(N,) float64 with NaN for None if all are numbers, else object (str) with "" for None; booleans say yes or no."""
    if all(value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)) for value in values):
        return np.array([np.nan if value is None else float(value) for value in values], np.float64)
    return np.array([_name(value) for value in values], object)


def _name(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else f"{value:g}"
