"""Checks of the labels of one image: masks, boxes, areas and what is derived from them, all against one another.

Masks stay run lengths: areas, unions and boxes come from COCO's own code, which is quick and which nobody can say was
made to agree with ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from pycocotools import mask as coco_mask

from generator.dataset.masks import packed
from generator.plan import ANNOTATIONS_PER_IMAGE

_SHARE = 1e-4  # by which a written share may differ from the one counted
_OVERLAPS_NAMED = 3
Record = Mapping[str, Any]
Runs = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Masks:
    seen: Runs
    front: Runs
    amodal: Runs


def check_labels(
    image: Record, annotations: Sequence[Record], category_ids: frozenset[int]
) -> Iterator[tuple[str, str]]:
    """Faults of the annotations of one image as (record, sentence)."""
    if not annotations:
        yield f"image {image['id']}", "shows no labelled object"
    fronts: list[tuple[int, Runs]] = []
    for annotation in annotations:
        record = f"annotation {annotation.get('id')}"
        try:
            masks = _masks(annotation, image)
            yield from ((record, sentence) for sentence in _check_annotation(annotation, masks, category_ids))
            fronts.append((annotation["id"], masks.front))
        except KeyError as error:
            yield record, f"lacks {error}"
        except (ValueError, TypeError) as error:
            yield record, f"cannot be read: {error}"
    for first, second, pixels in _overlaps(fronts):
        yield f"annotation {first}", f"its front mask overlaps that of annotation {second} by {pixels} pixels"


def _masks(annotation: Record, image: Record) -> _Masks:
    height, width = image["height"], image["width"]
    seen = _read(annotation, "segmentation", height, width)
    amodal = _read(annotation, "amodal_segmentation", height, width)
    front = _read(annotation, "front_segmentation", height, width) if "front_segmentation" in annotation else seen
    return _Masks(seen, front, amodal)


def _read(annotation: Record, key: str, height: int, width: int) -> Runs:
    try:
        return packed(annotation[key], height, width)
    except ValueError as error:
        raise ValueError(f"{key} {error}") from None


def _check_annotation(annotation: Record, masks: _Masks, category_ids: frozenset[int]) -> Iterator[str]:
    seen_px, front_px, amodal_px = (int(coco_mask.area(m)) for m in (masks.seen, masks.front, masks.amodal))
    if annotation["category_id"] not in category_ids:
        yield f"category_id {annotation['category_id']} is not one of 1..{len(category_ids)}"
    if annotation["iscrowd"] != 0:
        yield f"iscrowd is {annotation['iscrowd']}, not 0"
    if annotation["id"] // ANNOTATIONS_PER_IMAGE != annotation["image_id"]:
        yield f"id does not follow from image {annotation['image_id']}"
    if not seen_px:
        yield "its mask is empty"
        return
    if annotation["area"] != seen_px:
        yield f"area is {annotation['area']}, its mask has {seen_px} pixels"
    yield from _check_box(annotation["bbox"], masks.seen, "bbox")
    yield from _check_box(annotation["amodal_bbox"], masks.amodal, "amodal_bbox")
    outside = seen_px - _shared_px(masks.seen, masks.amodal)
    if outside:
        yield f"{outside} pixels of its mask lie outside its amodal mask"
    outside = front_px - _shared_px(masks.front, masks.seen)
    if outside:
        yield f"{outside} pixels of its front mask lie outside its mask"
    yield from _check_shares(annotation, seen_px, front_px, amodal_px)


def _check_shares(annotation: Record, seen_px: int, front_px: int, amodal_px: int) -> Iterator[str]:
    attributes = annotation["attributes"]
    if abs(annotation["visibility"] - seen_px / max(amodal_px, 1)) > _SHARE:
        yield f"visibility is {annotation['visibility']:g}, its masks say {seen_px / max(amodal_px, 1):.4f}"
    if abs(attributes["behind_transparent"] - (1 - front_px / seen_px)) > _SHARE:
        yield f"behind_transparent is {attributes['behind_transparent']:g}, its masks say {1 - front_px / seen_px:.4f}"
    if not 0 <= attributes["saturated"] <= 1:
        yield f"saturated is {attributes['saturated']:g}, not a share"
    for kind, severity in attributes["wear"].items():
        if not 0 <= severity <= 1:
            yield f"wear {kind} is {severity:g}, not in 0..1"
    if "pose" not in annotation:
        return  # a soft thing
    pose = np.array(annotation["pose"]["camera_from_object"], float)
    if pose.shape != (4, 4) or not np.isfinite(pose).all() or not np.allclose(pose[3], (0, 0, 0, 1)):
        yield "its pose is no 4 x 4 matrix of finite numbers"


def _check_box(box: Sequence[float], mask: Runs, name: str) -> Iterator[str]:
    tight = [float(v) for v in coco_mask.toBbox(mask)]
    if len(box) != 4 or any(isinstance(v, int) for v in box) or list(box) != tight:
        yield f"{name} is {list(box)}, the tight box around its mask is {tight}"


def _shared_px(first: Runs, second: Runs) -> int:
    return int(coco_mask.area(coco_mask.merge([first, second], intersect=True)))


def _overlaps(fronts: Sequence[tuple[int, Runs]]) -> Iterator[tuple[int, int, int]]:
    """Pairs of annotations whose front masks overlap; the pairs are only searched when the sums give them away."""
    masks = [mask for _, mask in fronts]
    if len(masks) < 2 or int(coco_mask.area(coco_mask.merge(masks))) == sum(int(coco_mask.area(m)) for m in masks):
        return
    shares = np.triu(np.asarray(coco_mask.iou(masks, masks, [False] * len(masks))), 1)
    for first, second in np.argwhere(shares > 0)[:_OVERLAPS_NAMED]:
        yield fronts[first][0], fronts[second][0], _shared_px(masks[first], masks[second])
