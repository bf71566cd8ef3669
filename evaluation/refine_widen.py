"""A cause names the values that hurt most. What is drawn more often should begin where it begins to hurt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from evaluation.causes_ranges import Range

_LEAST_SHARE = 0.25  # of what the cause costs: a rung beside its range that loses so much is trained on too


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of a ladder, with the recall that it loses against the unchanged bases."""

    value: float
    loss: float


def widened(found: Range, rungs: Sequence[Rung], effect: float) -> Range:
    """The range with the rungs beside it that lose a quarter of `effect` or more; the same range where none does.

    Like the cuts of a ladder's ranges, the new ends lie half way between two rungs.
    """
    ordered = sorted(rungs, key=lambda rung: rung.value)
    values = np.array([rung.value for rung in ordered])
    inside = found.contains(values)
    if found.names or not inside.any():
        return found
    hurt = np.array([rung.loss >= _LEAST_SHARE * effect for rung in ordered])
    grown = inside.copy()
    for order in (range(1, len(values)), range(len(values) - 2, -1, -1)):
        step = order.step
        for at in order:
            grown[at] |= grown[at - step] and hurt[at]
    if grown.all() or (grown == inside).all():
        return found
    ends = (values[:-1] + values[1:]) / 2
    edge = np.flatnonzero(grown[:-1] != grown[1:])  # between which rungs it begins or ends
    low = None if found.low is None else float(ends[edge[0]])
    high = None if found.high is None else float(ends[edge[-1]])
    return replace(found, low=low, high=high) if len(edge) == (low is not None) + (high is not None) else found
