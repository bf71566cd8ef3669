"""Causes on ladders: the same base scene again and again, with one factor changed. What differs, the factor did.

Under the null hypothesis the levels of a base could have been named in any other order, so they change places within
each base: a permutation test in blocks (Edgington & Onghena, Randomization Tests, 2007). Objects are followed from
level to level by their instance, so that an object that is always missed says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.causes_random import Finding
from evaluation.causes_ranges import Range, contrasts_of
from evaluation.causes_response import Response
from evaluation.levels import ladder_factors
from evaluation.outcomes import Images, Outcomes
from evaluation.statistics import exchanges, flipped, holm, largest_by_chance, standardised, tail_p
from generator.plan import ANNOTATIONS_PER_IMAGE

_FEWEST_BASES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """The pictures of one factor's ladder, the unchanged bases among them."""

    factor: str
    images: np.ndarray  # (L,) rows of Images
    values: np.ndarray  # (L,) of the factor, float64 or names
    base: np.ndarray  # (L,)
    level: np.ndarray  # (L,)


def ladders_of(images: Images) -> list[Ladder]:
    """All ladders of single factors that have at least three base scenes."""
    found = []
    for factor in ladder_factors(images):
        own = images.stress_factor == factor
        bases = np.unique(images.base[own])
        known = factor in images.factors
        unchanged = (images.stress_factor == "") & np.isin(images.base, bases) & known
        rows = np.flatnonzero(own | unchanged)
        values = images.factors[factor][rows] if known else _values(images, rows)
        if len(bases) >= _FEWEST_BASES:
            found.append(Ladder(factor, rows, values, images.base[rows], images.level[rows]))
    return found


def search_ladders(
    outcomes: Outcomes, given: Sequence[Response], alpha: float, seed: int, permutations: int
) -> list[Finding]:
    """The factors whose ladder hurts. The chance that any of them is false is `alpha` where nothing matters (Holm)."""
    rng = np.random.default_rng(seed)
    tested = [
        (response.kind, *_test(outcomes, response, ladder, rng, permutations))
        for response in given
        for ladder in ladders_of(outcomes.images)
    ]
    adjusted = holm(np.array([p for _, _, p in tested]))
    return [
        Finding(kind, (where,), float(q))
        for (kind, where, _), q in zip(tested, adjusted, strict=True)
        if where is not None and q <= alpha
    ]


def search_pairs(
    outcomes: Outcomes, given: Sequence[Response], alpha: float, seed: int, permutations: int
) -> list[Finding]:
    """The pairs that hurt more than their two factors add up to, by signs that flip from base to base (one-sided)."""
    rng = np.random.default_rng(seed)
    found: list[Finding] = []
    names = sorted({str(name) for name in outcomes.images.stress_factor if "+" in name})
    for response in given:
        for name in names:
            finding = _test_pair(outcomes, response, name, rng, permutations)
            if finding is not None:
                found.append(finding)
    adjusted = holm(np.array([f.p for f in found]))
    return [Finding(f.kind, f.ranges, float(q)) for f, q in zip(found, adjusted, strict=True) if q <= alpha]


def instances(outcomes: Outcomes, response: Response) -> np.ndarray:
    """(N,) int64: the same number for the same object of one base, or for the base itself where y is of images."""
    base = outcomes.images.base[response.image].astype(np.int64)
    own = np.where(response.row >= 0, outcomes.truths.annotation_id[response.row] % ANNOTATIONS_PER_IMAGE, 0)
    view = outcomes.images.view[response.image] * 1024 + outcomes.images.capture[response.image]
    keys = np.stack([base, view, own], axis=1)
    return np.unique(keys, axis=0, return_inverse=True)[1].reshape(-1)


def _test(
    outcomes: Outcomes, response: Response, ladder: Ladder, rng: np.random.Generator, permutations: int
) -> tuple[Range | None, float]:
    """Where it hurts and the p-value of that; None and 1 where nothing can be said."""
    cell = np.full(len(outcomes.images), -1)
    pairs = np.stack([ladder.base, ladder.level], axis=1)
    unique, first, codes = np.unique(pairs, axis=0, return_index=True, return_inverse=True)
    cell[ladder.images] = codes.reshape(-1)
    mine = cell[response.image] >= 0
    if not mine.any():
        return None, 1.0
    followed = np.unique(instances(outcomes, response)[mine], return_inverse=True)[1]
    y = response.y[mine]
    residual = y - (np.bincount(followed, y) / np.bincount(followed))[followed]
    at = cell[response.image[mine]]
    size = np.bincount(at, minlength=len(unique))
    value = np.bincount(at, residual, minlength=len(unique)) / np.sqrt(np.maximum(size, 1))
    contrasts = contrasts_of(ladder.factor, ladder.values[first])
    if not len(contrasts) or not np.abs(value).max() > 1e-9:
        return None, 1.0
    scaled, z = standardised(contrasts.columns, value, unique[:, 0])
    orders = exchanges(unique[:, 0], permutations, rng)
    p = tail_p(float(np.abs(z).max()), largest_by_chance(scaled, value, orders))
    return contrasts.hurting(z), p


def _test_pair(
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


def _values(images: Images, rows: np.ndarray) -> np.ndarray:
    values = images.value[rows]
    return values if any(isinstance(v, str) for v in values) else values.astype(np.float64)
