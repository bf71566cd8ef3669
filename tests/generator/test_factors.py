"""Factors and distributions: what they accept, and that draws keep to what was asked for."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from generator.errors import SpecError
from generator.factors import Factor, parse_distribution

NUMBER = Factor("surface.dust", "share", "scene", "Dust.", 0.0)
SIGNED = Factor("light.level_ev", "EV", "capture", "Level.", 0.0, -4.0, 4.0)
SIZE = Factor("part.size", "m", "scene", "Size.", 0.1, 0.001, 10.0)
COUNT = Factor("scene.part_count", "count", "scene", "Parts.", 5, 1, 40, kind="integer")
ROOM = Factor("light.room", "name", "scene", "Room.", "hall", kind="category", choices=("hall", "cell"))


def draws(written: object, factor: Factor, count: int = 4000) -> list:
    distribution = parse_distribution(written, factor, "factors.x")
    rng = np.random.default_rng(11)
    return [distribution.draw(rng, factor) for _ in range(count)]


@pytest.mark.parametrize(
    ("written", "factor"),
    [
        ("high", NUMBER),
        (None, NUMBER),
        (True, NUMBER),
        (float("nan"), NUMBER),
        (float("inf"), NUMBER),
        (10**400, NUMBER),
        (-(10**400), SIGNED),
        (1.01, NUMBER),
        (-0.01, NUMBER),
        ([0, 1], NUMBER),
        ({}, NUMBER),
        ({"weights": [1, 2]}, NUMBER),
        ({"unifrom": [0, 1]}, NUMBER),
        ({"uniform": [0, 1], "normal": [0, 1]}, NUMBER),
        ({"uniform": 0.5}, NUMBER),
        ({"uniform": "01"}, NUMBER),
        ({"uniform": []}, NUMBER),
        ({"uniform": [0]}, NUMBER),
        ({"uniform": [0, 0.5, 1]}, NUMBER),
        ({"uniform": [0.8, 0.2]}, NUMBER),
        ({"uniform": [0, 2]}, NUMBER),
        ({"uniform": [0, True]}, NUMBER),
        ({"uniform": [0, float("nan")]}, NUMBER),
        ({"uniform": [0, 10**400]}, NUMBER),
        ({"uniform": [0, 1], "weights": [1, 1]}, NUMBER),
        ({"normal": [0.5, -1]}, NUMBER),
        ({"normal": [2, 1]}, NUMBER),
        ({"normal": [0, float("inf")]}, SIGNED),
        ({"log_uniform": [0, 1]}, NUMBER),
        ({"log_uniform": [-1, 1]}, SIGNED),
        ({"choice": []}, NUMBER),
        ({"choice": [0, 2]}, NUMBER),
        ({"choice": [0, 1], "weights": [1]}, NUMBER),
        ({"choice": [0, 1], "weights": [0, 0]}, NUMBER),
        ({"choice": [0, 1], "weights": [1, -1]}, NUMBER),
        ({"choice": [0, 1], "weights": [1, float("nan")]}, NUMBER),
        ({"choice": [0, 1], "weights": [1e308, 1e308]}, NUMBER),
        ({"choice": [0, 1], "weights": [1, 10**400]}, NUMBER),
        ({"choice": [0, 1], "weights": "12"}, NUMBER),
        ({"choice": ["hall", "attic"]}, ROOM),
        ({"uniform": [0, 1]}, ROOM),
        ("attic", ROOM),
        (["hall"], ROOM),
        ({"choice": [["hall"]]}, ROOM),
        (0, COUNT),
        ({"mixture": []}, NUMBER),
        ({"mixture": [{"uniform": [0, 1]}, {"uniform": [0, 2]}]}, NUMBER),
        ({"mixture": [{"uniform": [0, 1]}], "weights": [1, 2]}, NUMBER),
        ({"mixture": [{"mixture": [0.5]}]}, NUMBER),
        ({"mixture": [{"uniform": [0, 1]}]}, ROOM),
    ],
)
def test_what_is_no_distribution_is_refused_with_its_place(written: object, factor: Factor) -> None:
    with pytest.raises(SpecError) as raised:
        parse_distribution(written, factor, "my.yaml:3: factors.x")
    message = str(raised.value)
    assert message.startswith("my.yaml:3: factors.x")
    assert len(message) < 400


def test_a_value_out_of_range_is_told_the_nearest_that_is_in() -> None:
    with pytest.raises(SpecError, match=r"the nearest is 1$"):
        parse_distribution(3, NUMBER, "x")


@pytest.mark.parametrize(
    "written",
    [
        0.25,
        {"uniform": [0.0, 1.0]},
        {"normal": [0.5, 0.1]},
        {"log_uniform": [0.01, 1.0]},
        {"choice": [0.0, 0.5], "weights": [1.0, 3.0]},
        {"mixture": [0.25, {"uniform": [0.5, 1.0]}], "weights": [1.0, 3.0]},
    ],
)
def test_a_distribution_reads_back_from_what_it_writes(written: object) -> None:
    once = parse_distribution(written, NUMBER, "x")
    assert once.as_spec() == written
    assert parse_distribution(once.as_spec(), NUMBER, "x") == once


def test_choices_without_weights_are_equally_likely() -> None:
    found = draws({"choice": ["hall", "cell"]}, ROOM)
    assert stats.binomtest(found.count("hall"), len(found)).pvalue > 1e-3


def test_weights_are_shares() -> None:
    found = draws({"choice": [0, 0.5, 1], "weights": [6, 3, 1]}, NUMBER)
    counts = [found.count(v) for v in (0.0, 0.5, 1.0)]
    assert stats.chisquare(counts, np.array([0.6, 0.3, 0.1]) * len(found)).pvalue > 1e-3


def test_uniform_is_uniform() -> None:
    found = draws({"uniform": [0.2, 0.6]}, NUMBER)
    assert stats.kstest(found, stats.uniform(0.2, 0.4).cdf).pvalue > 1e-3


def test_log_uniform_has_as_much_in_each_decade() -> None:
    found = np.log10(draws({"log_uniform": [0.01, 10]}, SIZE))
    assert stats.kstest(found, stats.uniform(-2, 3).cdf).pvalue > 1e-3


def test_normal_is_truncated_to_the_range_and_not_piled_up_at_its_ends() -> None:
    found = np.array(draws({"normal": [3.5, 2.0]}, SIGNED))
    assert found.min() >= -4
    assert found.max() <= 4
    assert (found > 4 - 1e-9).sum() == 0
    cdf = stats.truncnorm((-4 - 3.5) / 2, (4 - 3.5) / 2, 3.5, 2.0).cdf
    assert stats.kstest(found, cdf).pvalue > 1e-3


def test_a_normal_that_hardly_ever_hits_the_range_still_answers_inside() -> None:
    found = draws({"normal": [0.5, 1e9]}, NUMBER, 50)
    assert all(0 <= v <= 1 for v in found)
    assert draws({"normal": [0.5, 0]}, NUMBER, 3) == [0.5] * 3


def test_whole_numbers_are_all_equally_likely_ends_included() -> None:
    found = draws({"uniform": [3, 6]}, COUNT)
    assert {type(v) for v in found} == {int}
    assert stats.chisquare([found.count(n) for n in (3, 4, 5, 6)]).pvalue > 1e-3
    assert set(draws({"uniform": [1.5, 4.5]}, COUNT, 200)) == {2, 3, 4}
    assert set(draws({"uniform": [2.2, 2.4]}, COUNT, 5)) == {2}
    assert set(draws({"normal": [39, 30]}, COUNT, 300)) <= set(range(1, 41))


def test_rounding_does_not_lead_out_of_what_was_asked_for() -> None:
    assert all(0.12345674 <= v <= 0.12345676 for v in draws({"uniform": [0.12345674, 0.12345676]}, NUMBER, 50))
    assert all(v > 0 for v in draws({"log_uniform": [1e-8, 1e-7]}, NUMBER, 50))


def test_a_fixed_value_draws_nothing_from_the_stream() -> None:
    rng = np.random.default_rng(0)
    before = rng.bit_generator.state
    assert parse_distribution(0.3, NUMBER, "x").draw(rng, NUMBER) == 0.3
    assert rng.bit_generator.state == before


def test_a_mixture_draws_from_each_part_as_often_as_its_weight_says() -> None:
    found = np.array(draws({"mixture": [{"uniform": [0, 1]}, {"uniform": [0.6, 0.7]}], "weights": [0.4, 0.6]}, NUMBER))
    cdf = lambda x: 0.4 * stats.uniform.cdf(x) + 0.6 * stats.uniform.cdf(x, 0.6, 0.1)  # noqa: E731
    assert stats.kstest(found, cdf).pvalue > 1e-3
    names = draws({"mixture": ["hall", {"choice": ["hall", "cell"]}], "weights": [1, 1]}, ROOM)
    assert stats.binomtest(names.count("hall"), len(names), 0.75).pvalue > 1e-3


def test_a_mixture_knows_its_ends() -> None:
    mixture = {"mixture": [{"uniform": [0.2, 0.3]}, {"normal": [0.5, 0.1]}, 0.9], "weights": [1, 1, 0]}
    assert parse_distribution(mixture, NUMBER, "x").values == pytest.approx((0.2, 0.7))
