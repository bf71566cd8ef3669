"""The ground truth as its own predictions: COCO's evaluation must give an average precision of 1.

It does not where masks, boxes, categories or ids are such that an evaluation would count them wrong: a washer without
its hole, a crowd flag, an id that is given twice.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from generator.dataset.masks import packed

_IMAGES_AT_ONCE = 200  # the evaluation holds all pairs of a batch in memory
_PERFECT = 1 - 1e-9
Record = dict[str, Any]


def check_precision(
    images: Sequence[Record], annotations: Sequence[Record], categories: Sequence[Record]
) -> Iterator[tuple[str, str]]:
    """Faults as (record, sentence): batches of images whose average precision against themselves is not 1."""
    of_image: dict[int, list[Record]] = {}
    for annotation in annotations:
        of_image.setdefault(annotation["image_id"], []).append(annotation)
    for start in range(0, len(images), _IMAGES_AT_ONCE):
        batch = images[start : start + _IMAGES_AT_ONCE]
        truth = [annotation for image in batch for annotation in of_image.get(image["id"], [])]
        if not truth:
            continue
        for kind in ("bbox", "segm"):
            precision = average_precision(batch, truth, categories, kind)
            if precision < _PERFECT:
                yield (
                    f"images {batch[0]['id']} to {batch[-1]['id']}",
                    f"evaluated against itself gives {kind} AP {precision:.4f} instead of 1",
                )


def average_precision(
    images: Sequence[Record], annotations: Sequence[Record], categories: Sequence[Record], kind: str
) -> float:
    """COCO AP (IoU 0.50 to 0.95, any number of things in an image) of annotations as predictions of themselves."""
    sizes = {image["id"]: (image["height"], image["width"]) for image in images}
    with contextlib.redirect_stdout(io.StringIO()):  # pycocotools prints its progress
        truth = COCO()
        truth.dataset = {
            "images": list(images),
            "annotations": [_copy(a, *sizes[a["image_id"]]) for a in annotations],
            "categories": list(categories),
        }
        truth.createIndex()
        evaluation = COCOeval(truth, truth.loadRes([_prediction(a, kind, sizes) for a in annotations]), kind)
        most = max(sum(1 for _ in group) for group in truth.imgToAnns.values())
        evaluation.params.maxDets = [most]
        evaluation.params.areaRng, evaluation.params.areaRngLbl = [[0, 1e10]], ["all"]
        evaluation.evaluate()
        evaluation.accumulate()
    precision = np.asarray(evaluation.eval["precision"])
    known = precision[precision > -1]
    return float(known.mean()) if known.size else 0.0


def _copy(annotation: Record, height: int, width: int) -> Record:
    """What the evaluation needs; it writes into its records, so they must not be ours."""
    runs = packed(annotation["segmentation"], height, width)
    return {key: annotation[key] for key in ("id", "image_id", "category_id", "bbox", "area", "iscrowd")} | {
        "segmentation": runs
    }


def _prediction(annotation: Record, kind: str, sizes: dict[int, tuple[int, int]]) -> Record:
    prediction = {"image_id": annotation["image_id"], "category_id": annotation["category_id"], "score": 1.0}
    if kind == "bbox":
        return prediction | {"bbox": list(annotation["bbox"])}
    return prediction | {"segmentation": packed(annotation["segmentation"], *sizes[annotation["image_id"]])}
