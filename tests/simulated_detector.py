"""Small COCO files with objects at random, and a detector that errs in every way: jitter, doubles, ghosts."""

from __future__ import annotations

from typing import Any

import numpy as np
from pycocotools import mask as coco_mask

WIDTH_PX, HEIGHT_PX = 320, 240


def random_coco(rng: np.random.Generator, images: int = 12, classes: int = 3, crowds: bool = True) -> dict[str, Any]:
    """Objects of all of COCO's sizes, some of them crowds, with box masks; image ids out of order."""
    annotations: list[dict[str, Any]] = []
    ids = rng.permutation(np.arange(1, images + 1) * 7)
    for image_id in ids:
        for _ in range(rng.integers(0, 9)):
            width, height = np.exp(rng.uniform(np.log(8), np.log(200), 2))
            x, y = rng.uniform(0, WIDTH_PX - width), rng.uniform(0, max(HEIGHT_PX - height, 1))
            box = [round(float(v), 1) for v in (x, y, width, min(height, HEIGHT_PX - y))]
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": int(image_id),
                    "category_id": int(rng.integers(1, classes + 1)),
                    "bbox": box,
                    "area": box[2] * box[3] * float(rng.uniform(0.6, 1)),
                    "iscrowd": int(crowds and rng.random() < 0.1),
                    "segmentation": box_mask(box),
                }
            )
    return {
        "images": [
            {"id": int(i), "width": WIDTH_PX, "height": HEIGHT_PX, "file_name": f"{int(i):06d}.png"} for i in ids
        ],
        "annotations": annotations,
        "categories": [{"id": k, "name": f"class_{k}"} for k in range(1, classes + 1)],
    }


def random_predictions(rng: np.random.Generator, coco: dict[str, Any], masks: bool = False) -> list[dict[str, Any]]:
    """Scores have two digits, so that many are equal."""
    classes = len(coco["categories"])
    found = []
    for annotation in coco["annotations"]:
        for _ in range(rng.choice([0, 1, 2, 3], p=[0.2, 0.5, 0.2, 0.1])):
            category = annotation["category_id"] if rng.random() < 0.8 else int(rng.integers(1, classes + 1))
            jitter = rng.normal(0, rng.choice([0.02, 0.1, 0.3]), 4) * np.tile(annotation["bbox"][2:], 2)
            found.append(_result(rng, annotation["image_id"], category, np.array(annotation["bbox"]) + jitter, masks))
    for image in coco["images"]:
        for _ in range(rng.integers(0, 3)):
            ghost = np.array([*rng.uniform(0, 200, 2), *rng.uniform(5, 90, 2)])
            found.append(_result(rng, image["id"], int(rng.integers(1, classes + 1)), ghost, masks))
    return [found[i] for i in rng.permutation(len(found))]


def _result(rng: np.random.Generator, image_id: int, category: int, box: np.ndarray, masks: bool) -> dict[str, Any]:
    x, y = np.clip(box[:2], 0, [WIDTH_PX - 4, HEIGHT_PX - 4])
    width, height = np.clip(box[2:], 3, [WIDTH_PX - x, HEIGHT_PX - y])
    shape = [float(x), float(y), float(width), float(height)]
    result: dict[str, Any] = {"image_id": image_id, "category_id": category, "score": round(float(rng.random()), 2)}
    return result | ({"segmentation": box_mask(shape)} if masks else {"bbox": shape})


def box_mask(box: list[float]) -> dict[str, Any]:
    """The box as packed run lengths."""
    mask = np.zeros((HEIGHT_PX, WIDTH_PX), np.uint8, order="F")
    x, y, width, height = (round(v) for v in box)
    mask[y : y + max(height, 1), x : x + max(width, 1)] = 1
    packed = coco_mask.encode(mask)
    return {"size": packed["size"], "counts": packed["counts"].decode("ascii")}
