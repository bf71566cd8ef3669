from __future__ import annotations

import copy
from typing import Any

import pytest
from small_dataset import CATEGORIES, scene_files

from generator.dataset.check_precision import average_precision, check_precision
from generator.dataset.merge import category_records

Records = list[dict[str, Any]]
CATEGORY_RECORDS = category_records(CATEGORIES)


@pytest.fixture
def records() -> tuple[Records, Records]:
    scene = scene_files(0)
    return copy.deepcopy([dict(i) for i in scene.images]), copy.deepcopy([dict(a) for a in scene.annotations])


def test_good_labels_are_perfect_predictions_of_themselves(records: tuple[Records, Records]) -> None:
    assert list(check_precision(*records, CATEGORY_RECORDS)) == []
    for kind in ("bbox", "segm"):
        assert average_precision(*records, CATEGORY_RECORDS, kind) == 1.0


def test_evaluation_leaves_the_records_as_they_are(records: tuple[Records, Records]) -> None:
    before = copy.deepcopy(records)
    list(check_precision(*records, CATEGORY_RECORDS))
    assert records == before


def test_an_annotation_id_of_0_counts_as_a_miss_in_coco_and_is_found(records: tuple[Records, Records]) -> None:
    records[1][0]["id"] = 0
    faults = list(check_precision(*records, CATEGORY_RECORDS))
    assert [record for record, _ in faults] == ["images 1 to 2"] * 2
    assert all("AP 0." in sentence for _, sentence in faults)


def test_labels_that_are_all_crowds_evaluate_to_nothing(records: tuple[Records, Records]) -> None:
    for annotation in records[1]:
        annotation["iscrowd"] = 1
    assert len(list(check_precision(*records, CATEGORY_RECORDS))) == 2


def test_more_things_than_cocos_usual_hundred_still_count(records: tuple[Records, Records]) -> None:
    images, annotations = records
    washer = annotations[0]
    boxes = [dict(washer, id=100 + n, bbox=[float(n % 90), float(n // 90), 2.0, 2.0]) for n in range(150)]
    assert average_precision(images[:1], boxes, CATEGORY_RECORDS, "bbox") == 1.0
