"""Causes that were planted are found, in the right place and of the right size; where there are none, none is named."""

from __future__ import annotations

import dataclasses
import json
from functools import cache

import numpy as np
import pytest
from planted_tables import CATEGORIES, random_tables, stress_tables

from evaluation.causes import Cause, find_causes
from evaluation.causes_ranges import Range, contrasts_of
from evaluation.outcomes import Images, Outcomes, Truths
from evaluation.planted import Rule, Term, coco_results, detect
from generator.factors import Factor

LADDERS = ("surface.scratches", "light.level_ev", "air.haze")
Tables = tuple[Images, Truths, dict[str, Factor]]


@cache
def random_set() -> Tables:
    """Few factors, so that a test takes little time."""
    images, truths, factors = random_tables(240, seed=3)
    kept = ("light.room", "surface.scratches", "sensor.exposure_ev", "camera.framing", "sensor.preset", "sensor.prnu")
    return dataclasses.replace(images, factors={name: images.factors[name] for name in kept}), truths, factors


@cache
def stress_set() -> Tables:
    return stress_tables(LADDERS, scenes=8, levels=4, pairs=("surface.scratches+light.level_ev",), seed=3)


def outcomes(tables: Tables, *rules: Rule, seed: int = 0) -> Outcomes:
    images, truths, factors = tables
    return detect(images, truths, factors, CATEGORIES, rules, np.random.default_rng(seed))


def only(causes: list[Cause]) -> Cause:
    assert len(causes) == 1, [cause.sentence for cause in causes]
    return causes[0]


def test_a_threshold_in_a_random_dataset_is_found_with_its_place_and_size() -> None:
    rule = Rule("misses", (Term("surface.scratches", "above", 0.4),), 0.5)
    cause = only(find_causes(outcomes(random_set(), rule)))
    assert (cause.factors, cause.kind, cause.design) == (("surface.scratches",), "misses", "random")
    assert cause.monotone
    assert cause.ranges[0].low == pytest.approx(0.4, abs=0.08)
    assert cause.interval[0] < -0.44 * 0.9 < cause.interval[1]  # half of what would have been found, about 0.88
    recalls = [dose.value for dose in cause.doses]
    assert recalls[0] > recalls[-1] + 0.3
    assert "surface.scratches above 0.4" in cause.sentence
    assert "points of recall" in cause.sentence


def test_a_range_in_the_middle_is_not_taken_for_a_trend() -> None:
    rule = Rule("scores", (Term("sensor.exposure_ev", "middle", -0.3, 0.3),), 0.3)
    cause = only([c for c in find_causes(outcomes(random_set(), rule)) if c.kind == "scores"])
    assert cause.factors == ("sensor.exposure_ev",)
    assert cause.monotone is False
    low, high = cause.ranges[0].low, cause.ranges[0].high
    assert low is not None
    assert high is not None
    assert low < 0 < high


def test_a_name_is_found() -> None:
    rule = Rule("false_alarms", (Term("light.room", "category", name="tubes"),), 3.0)
    cause = only(find_causes(outcomes(random_set(), rule)))
    assert cause.ranges == (Range("light.room", names=("tubes",)),)
    assert cause.effect > 1
    assert cause.interval[0] > 0
    assert len(cause.examples) == 5
    assert all(example.annotation_id is None for example in cause.examples)


def test_a_pair_in_a_random_dataset_is_named_as_a_pair_and_its_halves_are_not() -> None:
    terms = (Term("surface.scratches", "above", 0.35), Term("sensor.exposure_ev", "below", 0.0))
    cause = only(find_causes(outcomes(random_set(), Rule("misses", terms, 0.8))))
    assert set(cause.factors) == {"surface.scratches", "sensor.exposure_ev"}


def test_two_causes_are_not_taken_for_a_pair() -> None:
    rules = (
        Rule("misses", (Term("surface.scratches", "above", 0.35),), 0.4),
        Rule("misses", (Term("sensor.exposure_ev", "below", 0.0),), 0.4),
    )
    found = find_causes(outcomes(random_set(), *rules))
    assert {c.factors for c in found} == {("surface.scratches",), ("sensor.exposure_ev",)}


def test_a_ladder_shows_its_cause_and_the_same_things_without_it() -> None:
    made = outcomes(stress_set(), Rule("misses", (Term("air.haze", "above", 0.2),), 0.6))
    cause = only(find_causes(made))
    assert (cause.factors, cause.design, cause.scenes) == (("air.haze",), "ladder", 8)
    assert cause.ranges[0].contains(np.array([0.1, 0.3])).tolist() == [False, True]
    images = made.images
    for example in cause.examples:
        bad, good = (int(np.flatnonzero(images.image_id == i)[0]) for i in (example.image_id, example.partner_image_id))
        assert images.base[bad] == images.base[good]
        assert images.factors["air.haze"][bad] > 0.2 >= images.factors["air.haze"][good]
        assert example.change == -1
        found = made.truths.matched[(made.truths.annotation_id == example.annotation_id)]
        assert not found[0]


def test_a_pair_on_ladders_is_found_and_its_factors_alone_are_not() -> None:
    terms = (Term("surface.scratches", "above", 0.4), Term("light.level_ev", "below", -1.0))
    found = find_causes(outcomes(stress_set(), Rule("misses", terms, 0.8)))
    pair = next(c for c in found if len(c.factors) == 2)
    assert pair.factors == ("surface.scratches", "light.level_ev")
    assert [r.contains(np.array([-2.0, 2.0])).tolist() for r in pair.ranges] == [[False, True], [True, False]]


@pytest.mark.parametrize("tables", [random_set, stress_set])
def test_where_nothing_was_planted_next_to_nothing_is_found(tables: object) -> None:
    loud = sum(bool(find_causes(outcomes(tables(), seed=seed), permutations=299)) for seed in range(12))  # type: ignore[operator]
    assert loud <= 2  # at 5 %, three or more of twelve happen once in fifty times; the seeds are fixed


def test_the_same_outcomes_give_the_same_causes_and_they_are_json() -> None:
    made = outcomes(random_set(), Rule("misses", (Term("surface.scratches", "above", 0.4),), 0.5))
    first, again = ([c.as_record() for c in find_causes(made)] for _ in range(2))
    assert json.dumps(first, allow_nan=False) == json.dumps(again)


def test_without_factors_or_predictions_there_are_no_causes() -> None:
    images, truths, factors = random_set()
    bare = dataclasses.replace(images, factors={}, scene=np.full(len(images), -1))
    assert find_causes(detect(bare, truths, {}, CATEGORIES, (), np.random.default_rng(0))) == []
    nothing = outcomes((images, truths, factors), Rule("misses", (Term("camera.framing", "above", -1.0),), 1.0))
    assert [c for c in find_causes(nothing) if c.kind == "misses"] == []


def test_predictions_as_coco_results() -> None:
    made = outcomes(stress_set())
    results = coco_results(made)
    assert len(results) == len(made.detections)
    assert set(results[0]) == {"image_id", "category_id", "bbox", "score"}


def test_ranges_say_what_they_hold() -> None:
    values = np.array([0.0, 0.5, 1.0, np.nan])
    above = Range("f", low=0.5)
    assert above.contains(values).tolist() == [False, False, True, False]
    assert above.turned().contains(values).tolist() == [True, True, False, False]
    middle = Range("f", 0.0, 0.5)
    assert middle.turned().contains(values).tolist() == [True, False, True, False]
    assert middle.turned().text("share") == "outside 0 to 0.5 share"
    names = np.array(["a", "b", ""], object)
    assert Range("f", names=("a",)).turned().contains(names).tolist() == [False, True, False]


def test_contrasts_leave_out_what_happens_too_rarely() -> None:
    values = np.array([0.0] * 30 + [1.0] * 2 + [2.0] * 10)
    found = [r for r in contrasts_of("f", values).ranges if r is not None]
    assert Range("f", low=0.0) in found
    assert Range("f", low=0.0, high=1.0) not in found  # two units
