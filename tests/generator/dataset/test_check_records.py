from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from small_dataset import FACTORS, scene_files

from generator.dataset.check_records import check_categories, check_counts, check_image_record, repeated_ids
from generator.dataset.merge import category_records, factor_record

KNOWN = {factor.name: factor_record(factor) for factor in FACTORS}


def test_good_records_have_no_fault() -> None:
    assert list(check_image_record(scene_files(0).images[0], KNOWN)) == []
    assert list(check_categories(category_records({"nut_m8": "nut", "bolt_m8": "bolt"}))) == []
    assert list(repeated_ids(Counter([1, 2]), "image")) == []
    assert list(check_counts({"images": 2, "annotations": 3}, 2, 3)) == []


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("surface.dust", 1.01, "factor surface.dust is 1.01, outside [0, 1] share"),
        ("surface.dust", float("nan"), "is nan, not a number"),
        ("surface.dust", "much", "is 'much', not a number"),
        ("scene.family", "desert", "is 'desert', none of bench, bin"),
        ("surface.rust", 0.5, "has a factor surface.rust that dataset.json does not know"),
    ],
)
def test_factor_values_out_of_range_are_found(name: str, value: Any, sentence: str) -> None:
    image = dict(scene_files(0).images[0])
    image["factors"] = image["factors"] | {name: value}
    assert any(sentence in fault for _, fault in check_image_record(image, KNOWN))


def test_what_an_image_record_lacks_is_named() -> None:
    image = dict(scene_files(0).images[0])
    without = {key: value for key, value in image.items() if key != "camera"}
    assert list(check_image_record(without, KNOWN)) == [("image 1", "lacks camera")]
    image["factors"] = {"surface.dust": 0.1}
    assert list(check_image_record(image, KNOWN)) == [("image 1", "lacks the factors light.level_ev, scene.family")]


def test_factors_of_some_families_are_only_asked_of_those() -> None:
    image = dict(scene_files(0).images[0])
    belt = {**KNOWN["surface.dust"], "name": "belt.speed", "families": ["conveyor"]}
    assert list(check_image_record(image, KNOWN | {"belt.speed": belt})) == []
    image["family"] = "conveyor"
    assert list(check_image_record(image, KNOWN | {"belt.speed": belt})) == [
        ("image 1", "lacks the factors belt.speed")
    ]


@pytest.mark.parametrize(
    ("stress", "sentence"),
    [
        ({"base": 0, "factor": "", "level": 0, "value": None}, None),
        ({"base": 0, "factor": "surface.dust", "level": 2, "value": 0.25}, None),
        ({"base": 0, "factor": "surface.dust+light.level_ev", "level": 1, "value": [0.25, 0.5]}, None),
        ({"base": 0, "factor": "surface.dust", "level": 2, "value": 0.3}, "stress: surface.dust is 0.25, not 0.3"),
        ({"base": 0, "factor": "surface.dust", "level": 0, "value": 0.25}, "only the unchanged base has level 0"),
        ({"base": 0, "factor": "surface.dust"}, "stress: lacks level, value"),
    ],
)
def test_stress_records_say_what_the_factors_say(stress: Any, sentence: str | None) -> None:
    image = dict(scene_files(0).images[0]) | {"stress": stress}
    found = [fault for _, fault in check_image_record(image, KNOWN)]
    assert found == [] if sentence is None else any(sentence in fault for fault in found)


def test_category_ids_must_be_1_to_n_with_a_name_each() -> None:
    good = category_records({"a": "x", "b": "x"})
    assert [c["id"] for c in good] == [1, 2]
    assert any("not 1..2" in s for _, s in check_categories([good[0], good[1] | {"id": 3}]))
    assert any("not 1..2" in s for _, s in check_categories([c | {"id": c["id"] - 1} for c in good]))
    assert ("categories", "name a 2 times") in list(check_categories([good[0], good[1] | {"name": "a"}]))
    assert ("category 1", "has no supercategory") in list(check_categories([good[0] | {"supercategory": ""}]))
