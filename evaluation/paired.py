"""Causes on ladders: the same base scene again and again, with one factor changed. What differs, the factor did.

Under the null hypothesis the levels of a base could have been named in any other order, so they change places within
each base: a permutation test in blocks (Edgington & Onghena, Randomization Tests, 2007). Objects are followed from
level to level by their instance, so that an object that is always missed says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evaluation.causes_random import Finding
from evaluation.causes_ranges import Range, contrasts_of, cuts_between
from evaluation.causes_response import Response
from evaluation.outcomes import Images, Outcomes
from evaluation.statistics import exchanges, flipped, holm, largest_by_chance, standardised, tail_p
from generator.plan import ANNOTATIONS_PER_IMAGE

_FEWEST_BASES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """The pictures of the ladder of a factor, or of a pair "a+b", with their unchanged bases."""

    factor: str
    images: np.ndarray  # (L,) rows of Images
    values: np.ndarray  # (L,) of the factor, float64 or names; of a pair the level as a name
    base: np.ndarray  # (L,)
    level: np.ndarray  # (L,)

    @property
    def is_pair(self) -> bool:
        """Whether two factors change."""
        return "+" in self.factor

    @property
    def cuts(self) -> np.ndarray | None:
        """Where its numbers are cut; None of names."""
        if self.values.dtype == object:
            return None
        known = np.isfinite(self.values)
        return cuts_between(self.values[known & (self.level > 0)], self.values[known & (self.level == 0)])


def ladders_of(images: Images) -> list[Ladder]:
    """All ladders that have at least three base scenes."""
    found = []
    for factor in sorted({str(name) for name in images.stress_factor if name}):
        own = images.stress_factor == factor
        bases = np.unique(images.base[own])
        rows = np.flatnonzero(own | ((images.stress_factor == "") & np.isin(images.base, bases)))
        if len(bases) < _FEWEST_BASES or not ("+" in factor or factor in images.factors):
            continue
        level = images.level[rows]
        values = np.array([f"level {n}" for n in level], object) if "+" in factor else images.factors[factor][rows]
        found.append(Ladder(factor, rows, values, images.base[rows], level))
    return found


def search_ladders(
    outcomes: Outcomes,
    given: Sequence[Response],
    alpha: float,
    seed: int,
    permutations: int,
    correct: Callable[[np.ndarray], np.ndarray] = holm,
) -> list[Finding]:
    """The factors whose ladder hurts, and the pairs that hurt more than their factors add up to.

    The chance that any of them is false is `alpha` where nothing matters: p-values are corrected over all ladders,
    those of pairs among them. Only a pair that passes is asked whether it is more than a sum.
    """
    rng = np.random.default_rng(seed)
    tested = [
        (response, ladder, *_test(outcomes, response, ladder, rng, permutations))
        for response in given
        for ladder in ladders_of(outcomes.images)
    ]
    adjusted = correct(np.array([p for *_, p in tested]))
    passed = [(r, ladder, w, float(q)) for (r, ladder, w, _), q in zip(tested, adjusted, strict=True) if q <= alpha]
    found = [Finding(r.kind, (where,), q) for r, _, where, q in passed if where is not None]
    synergies = []
    for response, ladder, _, q in passed:
        if ladder.is_pair and (more := _synergy(outcomes, response, ladder.factor, rng, permutations)) is not None:
            synergies.append((more, q))
    of_sums = holm(np.array([finding.p for finding, _ in synergies]))
    found += [replace(f, p=max(float(s), q)) for (f, q), s in zip(synergies, of_sums, strict=True) if s <= alpha]
    return found


def instances(outcomes: Outcomes, response: Response) -> np.ndarray:
    """(N,) int64: the same number for the same object of one base, or for the base itself where y is of images."""
    base = outcomes.images.base[response.image].astype(np.int64)
    own = np.append(outcomes.truths.annotation_id, 0)[response.row] % ANNOTATIONS_PER_IMAGE  # row -1 is the last
    view = outcomes.images.view[response.image] * 1024 + outcomes.images.capture[response.image]
    keys = np.stack([base, view, own], axis=1)
    return np.unique(keys, axis=0, return_inverse=True)[1].reshape(-1)


def _test(
    outcomes: Outcomes, response: Response, ladder: Ladder, rng: np.random.Generator, permutations: int
) -> tuple[Range | None, float]:
    """Where it hurts (None of a pair) and the p-value of that; None and 1 where nothing can be said."""
    cell = np.full(len(outcomes.images), -1)
    pairs = np.stack([ladder.base, ladder.level], axis=1)
    unique, first, codes = np.unique(pairs, axis=0, return_index=True, return_inverse=True)
    cell[ladder.images] = codes.reshape(-1)
    mine = cell[response.image] >= 0
    if not mine.any():
        return None, 1.0
    followed = np.unique(instances(outcomes, response)[mine], return_inverse=True)[1]
    y = response.tested[mine]
    residual = y - (np.bincount(followed, y) / np.bincount(followed))[followed]
    at = cell[response.image[mine]]
    size = np.bincount(at, minlength=len(unique))
    value = np.bincount(at, residual, minlength=len(unique)) / np.sqrt(np.maximum(size, 1))
    contrasts = contrasts_of(ladder.factor, ladder.values[first], ladder.cuts)
    if not len(contrasts) or not np.abs(value).max() > 1e-9:
        return None, 1.0
    scaled, z = standardised(contrasts.columns, value, unique[:, 0])
    orders = exchanges(unique[:, 0], permutations, rng)
    p = tail_p(float(np.abs(z).max()), largest_by_chance(scaled, value, orders))
    return None if ladder.is_pair else contrasts.hurting(z), p


def _synergy(
    outcomes: Outcomes, response: Response, name: str, rng: np.random.Generator, permutations: int
) -> Finding | None:
    """The corner in which both factors hurt, less what each adds to the opposite corner; each base once."""
    corners = corner_means(outcomes.images, response, name)
    if corners is None or len(corners.means) < _FEWEST_BASES:
        return None
    worse_first, worse_second = corners.means.mean(axis=0).sum(axis=1), corners.means.mean(axis=0).sum(axis=0)
    a, b = int(np.argmax(worse_first)), int(np.argmax(worse_second))
    lesser_a, lesser_b = int(np.argmin(worse_first)), int(np.argmin(worse_second))
    m = corners.means
    excess = m[:, a, b] - m[:, a, lesser_b] - m[:, lesser_a, b] + m[:, lesser_a, lesser_b]
    if a == lesser_a or b == lesser_b or excess.sum() <= 0:
        return None
    chance = flipped(excess[:, None], permutations, rng)[:, 0]
    exact = len(chance) == 2 ** len(excess)  # then the observed signs are among them
    p = (int((chance >= excess.sum() - 1e-9).sum()) + (not exact)) / (len(chance) + (not exact))
    ranges = (
        _end(corners.factors[0], corners.values[0], a, lesser_a),
        _end(corners.factors[1], corners.values[1], b, lesser_b),
    )
    return Finding(response.kind, ranges, float(p))


@dataclass(frozen=True, slots=True, eq=False)
class Corners:
    """Means of a response at each combination of a pair's values, base by base."""

    factors: tuple[str, str]
    values: tuple[list, list]  # of the first and of the second factor
    means: np.ndarray  # (bases, values of the first, values of the second)


def corner_means(images: Images, response: Response, name: str) -> Corners | None:
    """The table of one pair; bases that lack a combination are left out. None without a base."""
    rows = np.flatnonzero(images.stress_factor == name)
    first, second = (sorted({images.value[r][side] for r in rows}) for side in (0, 1))
    size = np.bincount(response.image, minlength=len(images))
    total = np.bincount(response.image, response.y, minlength=len(images))
    sums: dict[tuple[int, int, int], tuple[float, int]] = {}
    for row in rows:
        key = (int(images.base[row]), first.index(images.value[row][0]), second.index(images.value[row][1]))
        had = sums.get(key, (0.0, 0))
        sums[key] = (had[0] + total[row], had[1] + size[row])
    bases = sorted({base for base, _, _ in sums})
    means = np.full((len(bases), len(first), len(second)), np.nan)
    for (base, a, b), (value, count) in sums.items():
        means[bases.index(base), a, b] = value / count if count else np.nan
    means = means[np.isfinite(means).all(axis=(1, 2))]
    factors = tuple(name.split("+"))
    return Corners((factors[0], factors[1]), (first, second), means) if len(means) else None


def _end(factor: str, values: list, worse: int, lesser: int) -> Range:
    """The values on the worse side, half way to the lesser end."""
    if isinstance(values[worse], str):
        return Range(factor, names=(values[worse],))
    middle = (values[worse] + values[lesser]) / 2
    return Range(factor, low=middle) if values[worse] > values[lesser] else Range(factor, high=middle)
