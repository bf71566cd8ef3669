"""Causes that were planted are found, in the right place and of the right size; where there are none, none is named."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from planted_tables import CATEGORIES, random_tables, stress_tables
from scipy import stats

from evaluation.causes import Cause, find_causes
from evaluation.causes_candidates import candidates_of
from evaluation.causes_random import search
from evaluation.causes_ranges import Range, contrasts_of, cuts_between
from evaluation.causes_response import Response
from evaluation.measure import measure
from evaluation.operating import FALSE_ALARMS, above, alarm_score, best_score
from evaluation.outcomes import Images, Outcomes, Truths
from evaluation.planted import Rule, Term, coco_results, detect
from generator.dataset.merge import factor_record
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


def test_what_differs_between_scenes_is_not_pinned_on_a_factor_of_scenes() -> None:
    """A detector that fails in some scenes entirely: by image or object, a factor drawn per scene seems to matter."""
    images, truths, factors = random_set()
    found = naive = 0
    for seed in range(10):
        rng = np.random.default_rng(seed)
        bad = rng.random(int(images.scene.max()) + 1) < 0.4
        matched = ~bad[images.scene[truths.image]]
        response = Response(
            "misses", (~matched).astype(float), truths.image, truths.category_id, np.arange(len(truths))
        )
        one = dataclasses.replace(images, factors={"surface.scratches": images.factors["surface.scratches"]})
        findings, _ = search(one, candidates_of(one, factors), [response], 0.05, seed, 299)
        found += bool(findings)
        high = images.factors["surface.scratches"][truths.image] > 0.35
        counts = [[int((matched & h).sum()), int((~matched & h).sum())] for h in (high, ~high)]
        naive += stats.chi2_contingency(counts).pvalue < 0.05
    assert found <= 2
    assert naive >= 5


def test_a_factor_that_only_some_families_have_is_tested_among_them() -> None:
    images, truths, factors = random_set()
    belt = np.where(images.family == "bin", np.random.default_rng(0).random(len(images)), np.nan)
    some = dataclasses.replace(images, factors={**images.factors, "belt.speed": belt})
    made = detect(
        some,
        truths,
        factors,
        CATEGORIES,
        (Rule("misses", (Term("belt.speed", "above", 0.5),), 0.7),),
        np.random.default_rng(0),
    )
    cause = only(find_causes(made))
    assert cause.factors == ("belt.speed",)
    assert cause.images == int((images.family == "bin").sum())


def test_a_whole_evaluation_of_the_predictions_gives_the_same_causes(tmp_path: Path) -> None:
    """From COCO files through matching, as `glint evaluate` does it."""
    images, truths, _ = stress_set()
    rule = Rule("misses", (Term("air.haze", "above", 0.2),), 0.6)
    apart = dataclasses.replace(truths, box_xywh_px=_grid(truths))
    made = outcomes((images, apart, stress_set()[2]), rule)
    dataset = write_dataset(tmp_path / "set", made)
    (tmp_path / "results.json").write_text(json.dumps(coco_results(made)), encoding="utf-8")
    measured = measure(dataset, tmp_path / "results.json").outcomes
    assert (measured.truths.matched == made.truths.matched).mean() > 0.99  # a false alarm may lie on an object
    (whole,), (direct,) = find_causes(measured), find_causes(made)
    assert whole.factors == direct.factors
    assert whole.ranges == direct.ranges
    assert whole.effect == pytest.approx(direct.effect, abs=0.02)


def _grid(truths: Truths) -> np.ndarray:
    """Boxes that do not overlap: each instance in a place of its own."""
    place = truths.annotation_id % 4096
    return np.stack([8.0 * place, 20.0 * (place % 5), np.full(len(place), 7.0), np.full(len(place), 15.0)], axis=1)


def write_dataset(folder: Path, made: Outcomes) -> Path:
    """The tables as a dataset's files, as far as an evaluation reads them."""
    images, truths = made.images, made.truths
    records = []
    for row in range(len(images)):
        value = images.value[row]
        stress = {"base": int(images.base[row]), "factor": images.stress_factor[row], "level": int(images.level[row])}
        factors = {n: v[row] if isinstance(v[row], str) else float(v[row]) for n, v in images.factors.items()}
        record = {"id": int(images.image_id[row]), "file_name": images.path[row].split("/")[1], "factors": factors}
        record |= {"width": 160, "height": 120, "scene": int(images.scene[row]), "view": 0, "capture": 0}
        stress["value"] = list(value) if isinstance(value, tuple) else value
        records.append(record | {"family": images.family[row], "stress": stress})
    annotations = [
        {"id": int(a), "image_id": int(images.image_id[i]), "category_id": int(c), "bbox": box.tolist(), "area": 105}
        for a, i, c, box in zip(truths.annotation_id, truths.image, truths.category_id, truths.box_xywh_px, strict=True)
    ]
    categories = [{"id": i, "name": name} for i, name in CATEGORIES.items()]
    (folder / "annotations").mkdir(parents=True)
    coco = {"images": records, "annotations": annotations, "categories": categories}
    (folder / "annotations" / "instances_stress.json").write_text(json.dumps(coco), encoding="utf-8")
    described = {
        "name": "planted",
        "counts": {"stress": {"images": len(records)}},
        "factors": [factor_record(made.factors[name]) for name in images.factors],
    }
    (folder / "dataset.json").write_text(json.dumps(described), encoding="utf-8")
    return folder


def test_misses_are_those_at_the_operating_point() -> None:
    """Objects that are found with low scores are missed from a high score on, and from none on they are not."""
    made = outcomes(random_set(), Rule("scores", (Term("surface.scratches", "above", 0.4),), 0.4))
    assert {c.kind for c in find_causes(made, score=0.0)} == {"scores"}
    assert "misses" in {c.kind for c in find_causes(made, score=0.6)}


def test_false_alarms_are_counted_from_two_per_image_on() -> None:
    """At the best F1 hardly any is left; the cause shows where a model makes some."""
    rule = Rule("false_alarms", (Term("air.haze", "above", 0.2),), 2.0)
    made = outcomes(stress_set(), rule)
    operating = best_score(made)
    score = alarm_score(made, operating)
    cause = only(find_causes(made))
    assert (cause.kind, cause.factors) == ("false_alarms", ("air.haze",))
    assert cause.score == score < operating
    assert f"false alarms per image from a score of {score:.2g} on" in cause.sentence
    false = np.isin(made.detections.error.astype(str), FALSE_ALARMS) & (made.detections.score >= score)
    hazy = made.images.stress_factor == "air.haze"
    rows = np.flatnonzero(hazy & (made.images.factors["air.haze"] > 0.2))
    assert np.isin(made.detections.image[false], rows).sum() / len(rows) > cause.effect > 0.8


def test_the_score_of_false_alarms_is_no_higher_than_the_operating_point() -> None:
    made = outcomes(stress_set())
    false = np.isin(made.detections.error.astype(str), FALSE_ALARMS)
    weakest = float(made.detections.score[false].min())
    assert alarm_score(made, 0.5) == pytest.approx(weakest), "fewer than two per image: all of them count"
    assert alarm_score(made, 0.0) == 0.0
    assert alarm_score(above(made, 0.9999), 0.7) == 0.7


def test_a_ladder_is_cut_between_its_rungs_and_what_its_bases_have() -> None:
    rungs = np.array([0.0, 0.2, 0.4, 0.4])
    assert cuts_between(rungs, np.array([0.3, 0.3, 0.31])).tolist() == pytest.approx([0.1, 0.25, 0.35])
    assert cuts_between(rungs, np.array([0.01, 0.0])).tolist() == pytest.approx([0.1, 0.3]), "the base is a rung"


def test_a_preset_is_named_with_what_it_draws() -> None:
    images, truths, factors = random_set()
    phone = (images.factors["sensor.preset"] == "phone").astype(float)
    some = {name: images.factors[name] for name in ("sensor.preset", "sensor.exposure_ev")}
    told = dataclasses.replace(images, factors={**some, "sensor.local_tone": phone})
    rule = Rule("misses", (Term("sensor.local_tone", "above", 0.5),), 0.6)
    made = detect(told, truths, factors, CATEGORIES, (rule,), np.random.default_rng(0))
    cause = only(find_causes(made))
    assert cause.ranges == (Range("sensor.preset", names=("phone",)),)
    assert "sensor.local_tone, sensor.exposure_ev differ most" in cause.sentence
