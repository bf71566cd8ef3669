"""Checks of panoptic pictures: the file names every segment of the picture, and things lie under their masks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from pycocotools import mask as coco_mask

from generator.dataset import layout
from generator.dataset.masks import packed
from generator.dataset.panoptic import panoptic_categories
from generator.dataset.problem import Problem

Record = Mapping[str, Any]


def check_panoptic(
    folder: Path, split: str, coco: Record, of_image: Mapping[int, Sequence[Record]]
) -> Iterator[Problem]:
    """Faults of one split's panoptic file and pictures."""
    file = layout.panoptic_annotations_file(split)
    try:
        data = json.loads((folder / file).read_text(encoding="utf-8"))
        records = {record["image_id"]: record for record in data["annotations"]}
        if data["categories"] != panoptic_categories(coco["categories"]):
            yield Problem(file, "categories", "are not those of the instances, then the classes of stuff")
    except (OSError, ValueError, KeyError, TypeError):
        yield Problem(file, "", "is missing, or is no panoptic COCO file")
        return
    for image in coco["images"]:
        record = records.pop(image["id"], None)
        if record is None:
            yield Problem(file, f"image {image['id']}", "has no panoptic record")
            continue
        try:
            faults = list(
                _faults(folder / layout.panoptic_file(split, str(image["file_name"])), record, image, of_image)
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            faults = [f"cannot be read: {error}"]
        yield from (Problem(file, f"image {image['id']}", sentence) for sentence in faults)
    for image_id in records:
        yield Problem(file, f"image {image_id}", "is not among the images")


def _faults(path: Path, record: Record, image: Record, of_image: Mapping[int, Sequence[Record]]) -> Iterator[str]:
    if record["file_name"] != path.name:
        yield f"its file_name is {record['file_name']}, not {path.name}"
    with Image.open(path) as picture:
        colours = np.asarray(picture.convert("RGB")).astype(np.int32)
    if colours.shape[:2] != (image["height"], image["width"]):
        yield f"its panoptic picture has {colours.shape[1]} x {colours.shape[0]} pixels"
        return
    ids = colours @ np.array([1, 256, 65536])
    found = dict(zip(*(values.tolist() for values in np.unique(ids[ids > 0], return_counts=True)), strict=True))
    stated = {segment["id"]: segment["area"] for segment in record["segments_info"]}
    if found != stated:
        wrong = sorted(k for k in found.keys() | stated.keys() if found.get(k) != stated.get(k))
        yield f"segments {wrong[:3]} have {[found.get(k, 0) for k in wrong[:3]]} pixels in the picture, not as stated"
    annotations = {annotation["id"]: annotation for annotation in of_image[image["id"]]}
    for segment in record["segments_info"]:
        number = segment.get("annotation_id")
        if number is None:
            continue
        if number not in annotations or annotations[number]["category_id"] != segment["category_id"]:
            yield f"segment {segment['id']} is not of its annotation's category"
            continue
        seen = coco_mask.decode(packed(annotations[number]["segmentation"], image["height"], image["width"]))
        outside = int(np.count_nonzero((ids == segment["id"]) & (seen == 0)))
        if outside and not isinstance(annotations[number]["segmentation"], list):  # polygons round their edges
            yield f"{outside} pixels of segment {segment['id']} lie outside its mask"
