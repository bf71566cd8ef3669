from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from small_dataset import scene_files

from generator.dataset.check_labels import check_labels
from generator.dataset.masks import decode

Record = dict[str, Any]
BLOCK, VIAL, WASHER = 2, 3, 0


@pytest.fixture
def records() -> tuple[Record, list[Record]]:
    scene = scene_files(0)
    image = scene.images[0]
    return copy.deepcopy(dict(image)), copy.deepcopy(
        [dict(a) for a in scene.annotations if a["image_id"] == image["id"]]
    )


def faults_of(image: Record, annotations: list[Record]) -> list[str]:
    return [f"{record}: {sentence}" for record, sentence in check_labels(image, annotations, frozenset({1, 2, 3}))]


def test_good_labels_have_no_fault(records: tuple[Record, list[Record]]) -> None:
    assert faults_of(*records) == []


def overlap(annotations: list[Record]) -> None:
    del annotations[BLOCK]["front_segmentation"]  # then all that is seen through the vial claims to be in front of it


def widen(annotations: list[Record]) -> None:
    annotations[WASHER]["amodal_segmentation"] = annotations[BLOCK]["amodal_segmentation"]


FAULTS: dict[str, tuple[Callable[[list[Record]], Any], str]] = {
    "overlap": (overlap, "annotation 4099: its front mask overlaps that of annotation 4100 by"),
    "outside amodal": (widen, "pixels of its mask lie outside its amodal mask"),
    "front outside": (
        lambda a: a[BLOCK].__setitem__("front_segmentation", a[VIAL]["segmentation"]),
        "pixels of its front mask lie outside its mask",
    ),
    "area": (lambda a: a[WASHER].__setitem__("area", a[WASHER]["area"] + 1), "4097: area is"),
    "box": (lambda a: a[WASHER]["bbox"].__setitem__(2, 5.0), "4097: bbox is"),
    "whole-number box": (lambda a: a[WASHER].__setitem__("bbox", [int(v) for v in a[WASHER]["bbox"]]), "4097: bbox is"),
    "amodal box": (lambda a: a[WASHER]["amodal_bbox"].__setitem__(0, 0.0), "4097: amodal_bbox is"),
    "empty": (
        lambda a: a[WASHER].__setitem__("segmentation", {"size": [72, 96], "counts": [72 * 96]}),
        "4097: its mask is empty",
    ),
    "runs": (lambda a: a[WASHER]["segmentation"]["counts"].append(3), "4097: cannot be read: segmentation has runs"),
    "size": (
        lambda a: a[WASHER]["segmentation"].__setitem__("size", [96, 72]),
        "4097: cannot be read: segmentation is",
    ),
    "category": (lambda a: a[WASHER].__setitem__("category_id", 4), "category_id 4 is not one of 1..3"),
    "crowd": (lambda a: a[WASHER].__setitem__("iscrowd", 1), "iscrowd is 1"),
    "id": (lambda a: a[WASHER].__setitem__("id", 5), "id does not follow from image 1"),
    "visibility": (lambda a: a[WASHER].__setitem__("visibility", 0.5), "visibility is 0.5"),
    "behind": (lambda a: a[BLOCK]["attributes"].__setitem__("behind_transparent", 0.0), "behind_transparent is 0"),
    "wear": (lambda a: a[WASHER]["attributes"]["wear"].__setitem__("dust", 1.5), "wear dust is 1.5"),
    "pose": (lambda a: a[WASHER]["pose"].__setitem__("camera_from_object", [[1.0]]), "its pose is no 4 x 4"),
    "lacks": (lambda a: a[WASHER].pop("amodal_segmentation"), "4097: lacks 'amodal_segmentation'"),
    "no object": (lambda a: a.clear(), "image 1: shows no labelled object"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found(name: str, records: tuple[Record, list[Record]]) -> None:
    image, annotations = records
    plant, expected = FAULTS[name]
    plant(annotations)
    found = faults_of(image, annotations)
    assert any(expected in fault for fault in found), found


def test_the_overlap_is_counted_in_pixels(records: tuple[Record, list[Record]]) -> None:
    image, annotations = records
    seen = decode(annotations[BLOCK]["segmentation"], 72, 96)
    hidden = int((seen & ~decode(annotations[BLOCK]["front_segmentation"], 72, 96)).sum())
    overlap(annotations)
    assert any(f"by {hidden} pixels" in fault for fault in faults_of(image, annotations))
