"""Causes in an ordinary dataset, whose factors were drawn at random and independently: an experiment, if a crowded one.

Each factor is tested by drawing it anew: its values change places between scenes, views or captures, whatever it is
drawn for, within a split, a scene family and, for what a preset draws, within the preset. What is strongest goes into a
model; the rest is tested on what that leaves, until nothing is left. benchmarks/planted_causes.py measures it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from evaluation.causes_candidates import FEWEST_UNITS, Candidate
from evaluation.causes_ranges import Range, cuts_of, ranks
from evaluation.causes_record import Kind
from evaluation.causes_response import Response, per_unit, unexplained
from evaluation.outcomes import Images
from evaluation.statistics import exchanges, holm, largest_by_chance, standardised, tail_p
from generator.plugins import PRESET_FACTOR

_STILL = 0.01  # p of a cause when all others are in the model, or they have taken its place
_MOST_CAUSES = 8  # of a kind
_MOST_MOVES = 600_000  # of units in all permutations together: of many units, few permutations show the tail well
_FEWEST_PERMUTATIONS = 299


@dataclass(frozen=True, slots=True)
class Finding:
    """A factor, or a pair, that a test found: before its effect is measured."""

    kind: Kind
    ranges: tuple[Range, ...]
    p: float  # adjusted


@dataclass(slots=True)
class RandomSearch:
    """The tests of one dataset. Orders of units are drawn once for each kind of unit."""

    images: Images
    candidates: list[Candidate]
    rng: np.random.Generator
    permutations: int
    _orders: dict[bytes, np.ndarray] = field(default_factory=dict)

    def z_and_p(self, response: Response, residual: np.ndarray, candidate: Candidate) -> tuple[np.ndarray, float]:
        """(C,) z-scores of a factor's contrasts, and the p-value of the largest."""
        unit = candidate.unit[response.image]
        known = unit >= 0
        if known.sum() < FEWEST_UNITS or not residual.any():
            return np.zeros(len(candidate.contrasts)), 1.0
        scene = self.images.scene[response.image]
        value = np.zeros(len(candidate.strata))
        per = per_unit(residual[known], unit[known], scene[known])
        value[: len(per)] = per
        scaled, z = standardised(candidate.contrasts.columns, value, candidate.strata)
        key = candidate.strata.tobytes()
        if key not in self._orders:
            fewest = min(_FEWEST_PERMUTATIONS, self.permutations)
            number = int(np.clip(_MOST_MOVES / len(candidate.strata), fewest, self.permutations))
            self._orders[key] = exchanges(candidate.strata, number, self.rng)
        return z, tail_p(float(np.abs(z).max(initial=0)), largest_by_chance(scaled, value, self._orders[key]))


def search(
    images: Images, candidates: list[Candidate], given: Sequence[Response], alpha: float, seed: int, permutations: int
) -> tuple[list[Finding], RandomSearch]:
    """The single factors that matter, strongest first within a kind, at most one range of each.

    The chance that any of them is false is `alpha` where there are no causes at all (Holm over all tests made).
    """
    work = RandomSearch(images, candidates, np.random.default_rng(seed), permutations)
    tests = len(candidates) * sum(len(r) > 0 for r in given)
    found: list[Finding] = []
    first = {r.kind: _all_p(work, r, unexplained(r, images)) for r in given if len(r)}
    adjusted = holm(np.concatenate([p for _, p in first.values()])) if first else np.zeros(0)
    for number, response in enumerate(r for r in given if len(r)):
        own = adjusted[number * len(candidates) : (number + 1) * len(candidates)]
        found += _forward(work, response, first[response.kind], own, alpha, tests)
    return found, work


def terms_of(values: np.ndarray, found: Range | None = None) -> np.ndarray:
    """(I, k) columns that let a model follow a factor's shape: rank and tenths, or names; and the range found."""
    if values.dtype == object:
        names = sorted({str(v) for v in values if v != ""})
        columns = [values == name for name in names]
    else:
        columns = [values > cut for cut in cuts_of(values)]
        columns.append(ranks(values))
    if found is not None:
        columns.append(found.contains(values))
    return np.stack(columns, axis=1).astype(np.float64) if columns else np.zeros((len(values), 0))


def _forward(
    work: RandomSearch,
    response: Response,
    first: tuple[list[np.ndarray], np.ndarray],
    adjusted: np.ndarray,
    alpha: float,
    tests: int,
) -> list[Finding]:
    """Take the strongest, put it into the model, test what is left; then ask each whether the others replace it."""
    z, p = first
    chosen: list[tuple[int, Range, float]] = []
    while len(chosen) < _MOST_CAUSES:
        taken = {index for index, _, _ in chosen}
        open_ = [i for i in range(len(p)) if i not in taken and adjusted[i] <= alpha]
        if not open_:
            break
        best = min(open_, key=lambda i: (_is_preset(work, i), p[i], -np.abs(z[i]).max(initial=0)))
        where = work.candidates[best].contrasts.hurting(z[best])
        if where is None:
            break
        chosen.append((best, where, float(adjusted[best])))
        terms = [terms_of(work.candidates[i].values, r) for i, r, _ in chosen]
        z, p = _all_p(work, response, unexplained(response, work.images, terms))
        adjusted = np.minimum(p * tests, 1.0)
    return [Finding(response.kind, (r,), q) for i, r, q in chosen if _stands(work, response, i, chosen)]


def _is_preset(work: RandomSearch, index: int) -> bool:
    """A preset comes last: it stands for everything that it draws, and any of that is the better answer."""
    return work.candidates[index].name == PRESET_FACTOR


def _stands(work: RandomSearch, response: Response, index: int, chosen: list[tuple[int, Range, float]]) -> bool:
    others = [terms_of(work.candidates[i].values, r) for i, r, _ in chosen if i != index]
    if not others:
        return True
    return work.z_and_p(response, unexplained(response, work.images, others), work.candidates[index])[1] <= _STILL


def _all_p(work: RandomSearch, response: Response, residual: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    tested = [work.z_and_p(response, residual, candidate) for candidate in work.candidates]
    return [z for z, _ in tested], np.array([p for _, p in tested])
