"""Tests by permutation, corrections for many tests, and intervals by resampling clusters.

A factor of Glint is drawn at random for a scene, a view or a capture, and on a ladder it takes its values within a base
scene. So what could have been drawn otherwise is known, and a test that draws it otherwise is exact, however alike the
objects of one scene are: a randomisation test (Fisher 1935; Ernst, Statistical Science 19, 2004).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import stats

_PER_BLOCK = 100  # permutations held at a time


def exchanges(strata: np.ndarray, number: int, rng: np.random.Generator) -> np.ndarray:
    """(number, U) int32: orders of the units, each of which moves units within their stratum only."""
    codes = np.unique(strata, return_inverse=True)[1]
    by_stratum = np.argsort(codes, kind="stable")
    shuffled = np.argsort(codes[by_stratum] + rng.random((number, len(codes))), axis=1)
    orders = np.empty((number, len(codes)), np.int32)
    orders[:, by_stratum] = by_stratum[shuffled]
    return orders


def standardised(contrasts: np.ndarray, response: np.ndarray, strata: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The contrasts (U, C) centred within strata, so that their product with `response` (U,) is a z-score, and the z.

    Mean and variance over all permutations within strata are known without permuting: variance = sum over strata of
    S_xx S_yy / (n - 1) (Strasser & Weber 1999). A contrast that is constant within each stratum gives 0.
    """
    codes = np.unique(strata, return_inverse=True)[1]
    size = np.bincount(codes)
    centred = contrasts - _sums(contrasts, codes)[codes] / size[codes, None]
    around = response - (np.bincount(codes, response) / size)[codes]
    spread = np.bincount(codes, around**2) / np.maximum(size - 1, 1)
    variance = (_sums(centred**2, codes) * spread[:, None]).sum(axis=0)
    floor = 1e-12 * max(float((contrasts**2).sum(axis=0).max(initial=0)) * float(spread.max(initial=0)), 1e-300)
    scaled = np.where(variance > floor, centred / np.sqrt(np.maximum(variance, floor)), 0.0)
    return scaled, response @ scaled


def largest_by_chance(scaled: np.ndarray, response: np.ndarray, orders: np.ndarray) -> np.ndarray:
    """(B,) the largest |z| over all contrasts, in each permutation. `scaled` (U, C) is from `standardised`."""
    found = [np.abs(response[block] @ scaled).max(axis=1) for block in _blocks(orders)]
    return np.concatenate(found) if found else np.zeros(0)


def tail_p(observed: float, chance: np.ndarray) -> float:
    """Share of what chance gives that is as large as what was observed: counted; beyond all of it, from a fitted tail.

    A gamma distribution of the same mean, variance and skewness reaches p-values far below 1 / B (Winkler et al.,
    NeuroImage 141, 2016).
    """
    exceeding = int((chance >= observed - 1e-9).sum())
    counted = (exceeding + 1) / (len(chance) + 1)
    spread = float(chance.std())
    if exceeding or spread < 1e-12:
        return counted
    skewness = max(float(stats.skew(chance)), 1e-3)
    fitted = float(stats.pearson3.sf((observed - chance.mean()) / spread, skewness))
    return min(counted, max(fitted, 1e-12))


def flipped(scores: np.ndarray, number: int, rng: np.random.Generator) -> np.ndarray:
    """(B, C) sums of cluster scores (G, C) with signs at random: all 2^G of them if they are few.

    The sign-flip score test holds whatever the spread within a cluster (Hemerik, Goeman & Finos, JRSS B 82, 2020).
    """
    clusters = len(scores)
    if 2**clusters <= number:
        signs = 1 - 2 * ((np.arange(2**clusters)[:, None] >> np.arange(clusters)) & 1)
    else:
        signs = rng.choice(np.array([-1, 1]), (number, clusters))
    return signs @ scores


def holm(p: np.ndarray) -> np.ndarray:
    """(N,) adjusted p-values: the chance of one false finding among all stays below what they are compared with."""
    order = np.argsort(p, kind="stable")
    adjusted = np.empty(len(p))
    adjusted[order] = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    return np.minimum(adjusted, 1.0)


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """(N,) adjusted p-values: the share of false findings among all stays below what they are compared with."""
    order = np.argsort(p, kind="stable")[::-1]
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum.accumulate(p[order] * len(p) / np.arange(len(p), 0, -1))
    return np.minimum(adjusted, 1.0)


def alikeness(residual: np.ndarray, cluster: np.ndarray) -> float:
    """Intra-cluster correlation, 0..0.95, of residuals (N,): the mean product within clusters against the variance."""
    codes = np.unique(cluster, return_inverse=True)[1]
    size = np.bincount(codes).astype(float)
    pairs = float((size * (size - 1)).sum())
    power = float((residual**2).mean()) if len(residual) else 0.0
    if pairs == 0 or power == 0:
        return 0.0
    products = float((np.bincount(codes, residual) ** 2).sum() - (residual**2).sum())
    return min(max(products / pairs / power, 0.0), 0.95)


def resampled_difference(
    inside: np.ndarray, outside: np.ndarray, rng: np.random.Generator, number: int = 999
) -> tuple[float, tuple[float, float]]:
    """Mean inside less mean outside, and its 95 % interval by resampling clusters (percentile bootstrap).

    `inside` and `outside` (G, 2) hold the sum and the number of each cluster. Resamples without one side are left out.
    """
    weights = rng.multinomial(len(inside), np.full(len(inside), 1 / len(inside)), number).astype(float)
    ours, theirs = weights @ inside, weights @ outside
    kept = (ours[:, 1] > 0) & (theirs[:, 1] > 0)
    spread = ours[kept, 0] / ours[kept, 1] - theirs[kept, 0] / theirs[kept, 1]
    total = inside.sum(axis=0), outside.sum(axis=0)
    difference = float(total[0][0] / total[0][1] - total[1][0] / total[1][1])
    if not len(spread):
        return difference, (difference, difference)
    low, high = np.percentile(spread, [2.5, 97.5])
    return difference, (float(low), float(high))


def _sums(values: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """(S, C) sums of the rows (U, C) of each stratum."""
    sums = np.zeros((int(codes.max(initial=-1)) + 1, values.shape[1]))
    np.add.at(sums, codes, values)
    return sums


def _blocks(orders: np.ndarray) -> Iterator[np.ndarray]:
    return (orders[start : start + _PER_BLOCK] for start in range(0, len(orders), _PER_BLOCK))
