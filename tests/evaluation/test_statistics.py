"""Tests and intervals against theory and against brute force."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import stats

from evaluation.statistics import (
    alikeness,
    benjamini_hochberg,
    exchanges,
    flipped,
    holm,
    largest_by_chance,
    resampled_difference,
    standardised,
    tail_p,
)


def test_exchanges_move_units_within_their_stratum_only() -> None:
    strata = np.array([2, 0, 0, 2, 1, 0])
    orders = exchanges(strata, 500, np.random.default_rng(0))
    assert (strata[orders] == strata).all()
    assert (np.sort(orders, axis=1) == np.arange(6)).all()
    first = orders[:, 1]  # one of three units of its stratum, each as often
    assert np.bincount(first, minlength=6)[[1, 2, 5]].min() > 130


def test_z_scores_have_the_mean_and_spread_that_all_permutations_give() -> None:
    rng = np.random.default_rng(1)
    response, column = rng.normal(size=6), rng.normal(size=(6, 1))
    strata = np.array([0, 0, 0, 1, 1, 1])
    scaled, z = standardised(column, response, strata)
    orders = [[*a, *b] for a in itertools.permutations(range(3)) for b in itertools.permutations(range(3, 6))]
    every = np.array([response[order] @ scaled[:, 0] for order in orders])
    assert every.mean() == pytest.approx(0, abs=1e-12)
    assert every.std() == pytest.approx(1)
    assert z[0] == pytest.approx(response @ scaled[:, 0])


def test_a_contrast_that_is_constant_within_strata_says_nothing() -> None:
    strata = np.array([0, 0, 1, 1])
    _, z = standardised(np.array([[1.0], [1.0], [0.0], [0.0]]), np.array([9.0, 8.0, 1.0, 2.0]), strata)
    assert z[0] == 0


def test_p_values_are_even_where_nothing_matters() -> None:
    rng = np.random.default_rng(2)
    found = []
    for _ in range(300):
        contrasts, strata = rng.integers(0, 2, (24, 3)).astype(float), np.repeat(np.arange(4), 6)
        response = rng.normal(size=24)
        scaled, z = standardised(contrasts, response, strata)
        chance = largest_by_chance(scaled, response, exchanges(strata, 99, rng))
        found.append(tail_p(float(np.abs(z).max()), chance))
    assert stats.kstest(found, "uniform").statistic < 0.13
    assert np.mean(np.array(found) <= 0.05) < 0.09


def test_the_fitted_tail_is_close_to_the_true_one() -> None:
    chance = stats.norm.rvs(size=2000, random_state=3)
    for z in (3.8, 4.5):  # beyond all that was drawn
        assert tail_p(z, chance) == pytest.approx(stats.norm.sf(z), rel=0.9)
    assert tail_p(float(np.sort(chance)[-5]), chance) == pytest.approx(6 / 2001)
    assert tail_p(0.0, chance) == pytest.approx(0.5, abs=0.05)


def test_signs_are_all_tried_if_they_are_few() -> None:
    sums = flipped(np.array([[1.0], [2.0], [4.0]]), 999, np.random.default_rng(4))
    assert sorted(sums[:, 0]) == [-7, -5, -3, -1, 1, 3, 5, 7]


def test_holm_and_benjamini_hochberg_as_in_a_textbook() -> None:
    p = np.array([0.01, 0.04, 0.03, 0.005])
    assert holm(p).tolist() == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert benjamini_hochberg(p).tolist() == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert len(holm(np.zeros(0))) == 0


def test_alikeness_is_the_share_of_variance_between_clusters() -> None:
    rng = np.random.default_rng(5)
    cluster = np.repeat(np.arange(400), 10)
    values = rng.normal(0, 0.5, 400)[cluster] + rng.normal(0, 1, 4000)
    assert alikeness(values - values.mean(), cluster) == pytest.approx(0.25 / 1.25, abs=0.04)
    assert alikeness(np.ones(3), np.arange(3)) == 0


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    rng, inside = np.random.default_rng(6), 0
    for _ in range(200):
        level = rng.normal(0, 1, 60)  # of each cluster, on both sides
        sides = [np.stack([5 * (level + shift + rng.normal(0, 0.3, 60)), np.full(60, 5.0)], axis=1) for shift in (1, 0)]
        _, (low, high) = resampled_difference(sides[0], sides[1], rng, 299)
        inside += low <= 1 <= high
    assert inside >= 180
