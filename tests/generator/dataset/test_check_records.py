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


def test_category_ids_must_be_1_to_n_with_a_name_each() -> None:
    good = category_records({"a": "x", "b": "x"})
    assert [c["id"] for c in good] == [1, 2]
    assert any("not 1..2" in s for _, s in check_categories([good[0], good[1] | {"id": 3}]))
    assert any("not 1..2" in s for _, s in check_categories([c | {"id": c["id"] - 1} for c in good]))
    assert ("categories", "name a 2 times") in list(check_categories([good[0], good[1] | {"name": "a"}]))
    assert ("category 1", "has no supercategory") in list(check_categories([good[0] | {"supercategory": ""}]))
