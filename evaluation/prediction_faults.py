"""Faults of a predictions file, gathered into one message with counts and examples."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from generator.errors import GlintError, shortened


class PredictionError(GlintError):
    """A predictions file is wrong: says what, how often, and shows an example of each fault."""


@dataclass(slots=True)
class Faults:
    """Faults by kind, each with how often it was seen and the first example."""

    path: Path
    total: int = 0  # predictions in the file
    seen: dict[str, list[Any]] = field(default_factory=dict)  # kind -> [count, example]
    rows: set[int] = field(default_factory=set)

    def add(self, kind: str, row: int, example: str) -> None:
        """One more prediction, by its row, with this kind of fault; `example` goes on from "prediction 3"."""
        entry = self.seen.setdefault(kind, [0, f"prediction {row + 1} {example}"])
        entry[0] += 1
        self.rows.add(row)

    def add_all(self, kind: str, wrong: np.ndarray, place: np.ndarray, name: str, values: np.ndarray) -> None:
        """All predictions that are `wrong` (D,) bool, shown with their `values`; `place` (D,) is theirs in the file."""
        for row in np.flatnonzero(wrong):
            self.add(kind, int(place[row]), f"has {name} {shortened(values[row].tolist())}")

    def refuse(self) -> None:
        """Raises `PredictionError` if there is any."""
        if self.seen:
            lines = [f"  {count:,} {kind}: {example}" for kind, (count, example) in self.seen.items()]
            raise PredictionError(
                f"{self.path}: {len(self.rows):,} of {self.total:,} predictions cannot be used.\n" + "\n".join(lines)
            )
