"""`glint check` finds keypoints that would lie to who learns from them."""

from __future__ import annotations

from typing import Any

import pytest

from generator.dataset.check_keypoints import check_keypoints, keypoint_counts

IMAGE = {"id": 1, "width": 64, "height": 48}
CATEGORIES = [{"id": 1, "name": "carton"}, {"id": 2, "name": "person", "keypoints": ["nose", "left_eye"]}]
COUNTS = keypoint_counts(CATEGORIES)


def person(**changes: Any) -> dict[str, Any]:
    return {"id": 7, "category_id": 2, "keypoints": [10.5, 20.0, 2, 0.0, 0.0, 0], "num_keypoints": 1} | changes


def sentences(*annotations: dict[str, Any]) -> list[str]:
    return [sentence for _, sentence in check_keypoints(IMAGE, annotations, COUNTS)]


def test_good_keypoints_and_things_without_any_pass() -> None:
    assert COUNTS == {1: 0, 2: 2}
    assert not sentences(person(), {"id": 8, "category_id": 1})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"keypoints": [10.5, 20.0, 2]}, "3 x 2 numbers"),
        ({"keypoints": [10.5, 20.0, 2, 0.0, 0.0, True]}, "3 x 2 numbers"),
        ({"keypoints": [10.5, 20.0, 2, float("nan"), 0.0, 0]}, "3 x 2 numbers"),
        ({"keypoints": [10.5, 20.0, 3, 0.0, 0.0, 0]}, "v 3"),
        ({"keypoints": [10.5, 20.0, 2, 4.0, 0.0, 0]}, "not at 0, 0"),
        ({"keypoints": [64.0, 20.0, 2, 0.0, 0.0, 0]}, "outside of the picture"),
        ({"keypoints": [10.0, -0.5, 1, 0.0, 0.0, 0]}, "outside of the picture"),
        ({"num_keypoints": 2}, "num_keypoints is 2"),
        ({"category_id": 1}, "its category names none"),
    ],
)
def test_each_fault_is_named(wrong: dict[str, Any], said: str) -> None:
    found = sentences(person(**wrong))
    assert len(found) == 1
    assert said in found[0]


def test_a_person_without_keypoints_is_a_fault() -> None:
    assert sentences({"id": 7, "category_id": 2}) == ["has no keypoints; its category names 2"]
