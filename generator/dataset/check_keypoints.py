"""Checks of keypoints: as many as the category names, inside of the picture, with COCO's values of visibility."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.keypoints import HIDDEN, OUTSIDE, SEEN

Record = Mapping[str, Any]


def keypoint_counts(categories: Sequence[Record]) -> dict[int, int]:
    """How many keypoints the annotations of each category have: 0 where its record names none."""
    return {category["id"]: len(category.get("keypoints", ())) for category in categories if "id" in category}


def check_keypoints(
    image: Record, annotations: Sequence[Record], counts: Mapping[int, int]
) -> Iterator[tuple[str, str]]:
    """Faults of the keypoints of one image as (record, sentence). `counts` is `keypoint_counts` of the categories."""
    for annotation in annotations:
        wanted = counts.get(annotation.get("category_id", 0), 0)
        for sentence in _faults(annotation, wanted, image["width"], image["height"]):
            yield f"annotation {annotation.get('id')}", sentence


def _faults(annotation: Record, wanted: int, width: int, height: int) -> Iterator[str]:
    values = annotation.get("keypoints")
    if values is None:
        if wanted:
            yield f"has no keypoints; its category names {wanted}"
        return
    if not wanted:
        yield "has keypoints; its category names none"
        return
    if not isinstance(values, list) or len(values) != 3 * wanted or not all(map(_is_number, values)):
        yield f"keypoints are not 3 x {wanted} numbers"
        return
    marked = 0
    for number in range(wanted):
        x, y, v = values[3 * number : 3 * number + 3]
        if v not in (OUTSIDE, HIDDEN, SEEN):
            yield f"keypoint {number + 1} has v {v:g}, none of 0, 1, 2"
        elif v == OUTSIDE and (x or y):
            yield f"keypoint {number + 1} has v 0 and lies at {x:g}, {y:g}, not at 0, 0"
        elif v != OUTSIDE and not (0 <= x < width and 0 <= y < height):
            yield f"keypoint {number + 1} at {x:g}, {y:g} lies outside of the picture; its v should be 0"
        marked += v != OUTSIDE
    if annotation.get("num_keypoints") != marked:
        yield f"num_keypoints is {annotation.get('num_keypoints')}, {marked} of its keypoints have v above 0"


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
