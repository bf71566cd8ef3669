"""Training the detector on a dataset of Glint, and its predictions as COCO results. One thread; the same every time."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from detector import STRIDE, Detector, loss, peaks, target
from PIL import Image
from torch.nn import functional

_BATCH, _RATE, _DECAY = 16, 3e-3, 1e-3
_LEAST_CUT, _LEAST_LEFT = 0.75, 0.4  # of a picture's sides, and of a box's area
_LEAST_SCORE, _MOST, _OVERLAP = 0.02, 60, 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """A split in memory."""

    ids: list[int]
    pixels: torch.Tensor  # (N, 3, H, W) uint8
    boxes: list[torch.Tensor]  # (n, 4) each: left, top, right, bottom in pixels
    classes: list[torch.Tensor]  # (n,) each, indices into `categories`
    categories: list[int]  # their ids in the COCO file


def read_pictures(dataset: Path, split: str) -> Pictures:
    """A split of a dataset. Crowds are left out."""
    coco = json.loads((dataset / "annotations" / f"instances_{split}.json").read_text(encoding="utf-8"))
    categories = sorted(category["id"] for category in coco["categories"])
    own: dict[int, list[Any]] = {image["id"]: [] for image in coco["images"]}
    for annotation in coco["annotations"]:
        if not annotation["iscrowd"]:
            own[annotation["image_id"]].append(annotation)
    pixels = [np.asarray(Image.open(dataset / split / image["file_name"]).convert("RGB")) for image in coco["images"]]
    boxes, classes = [], []
    for image in coco["images"]:
        xywh = torch.tensor([a["bbox"] for a in own[image["id"]]], dtype=torch.float32).reshape(-1, 4)
        boxes.append(torch.cat([xywh[:, :2], xywh[:, :2] + xywh[:, 2:]], 1))
        classes.append(torch.tensor([categories.index(a["category_id"]) for a in own[image["id"]]], dtype=torch.long))
    stacked = torch.from_numpy(np.stack(pixels)).permute(0, 3, 1, 2).contiguous()
    return Pictures(list(own), stacked, boxes, classes, categories)


def train(pictures: Pictures, seen: int, seed: int) -> Detector:
    """A detector from nothing, after `seen` pictures: the same number in every arm, however many there are."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    model = Detector(len(pictures.categories)).to(memory_format=torch.channels_last)
    steps = seen // _BATCH
    optimiser = torch.optim.AdamW(model.parameters(), lr=_RATE, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _RATE, total_steps=steps, pct_start=0.2)
    order: list[int] = []
    for _ in range(steps):
        while len(order) < _BATCH:
            order += rng.permutation(len(pictures.ids)).tolist()
        batch, order = order[:_BATCH], order[_BATCH:]
        x, wanted = _batch(pictures, batch, rng)
        optimiser.zero_grad()
        step_loss = loss(*model(x), *wanted)
        step_loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 10.0)
        optimiser.step()
        schedule.step()
    if not math.isfinite(step_loss.item()):
        raise ArithmeticError("training diverged")
    return model.eval()


def _batch(
    pictures: Pictures, rows: list[int], rng: np.random.Generator
) -> tuple[torch.Tensor, tuple[torch.Tensor, torch.Tensor, torch.Tensor]]:
    """Pictures with their targets, each turned over, scaled and moved at random; light and sharpness stay."""
    size = pictures.pixels.shape[2:]
    images, targets = [], []
    for row in rows:
        image, boxes, classes = _moved(pictures.pixels[row], pictures.boxes[row], pictures.classes[row], rng)
        for side, axis in ((0, 2), (1, 1)):
            if rng.random() < 0.5:
                image = image.flip(axis)
                boxes = boxes.clone()
                boxes[:, [side, side + 2]] = size[1 - side] - boxes[:, [side + 2, side]]
        images.append(image)
        height, width = (-(-length // STRIDE) for length in size)
        targets.append(target(boxes, classes, len(pictures.categories), height, width))
    x = (torch.stack(images).float() / 255).contiguous(memory_format=torch.channels_last)
    heat, sides, weight = (torch.stack(part) for part in zip(*targets, strict=True))
    return x, (heat, sides, weight)


def _moved(
    image: torch.Tensor, boxes: torch.Tensor, classes: torch.Tensor, rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """A cut-out of a picture at the picture's size, and the boxes of what is mostly in it still."""
    height, width = image.shape[1:]
    share = rng.uniform(_LEAST_CUT, 1.0)
    high, wide = round(share * height), round(share * width)
    top, left = int(rng.integers(0, height - high + 1)), int(rng.integers(0, width - wide + 1))
    cut = image[:, top : top + high, left : left + wide]
    scaled = functional.interpolate(cut[None].float(), size=(height, width), mode="bilinear")[0].round().byte()
    moved = boxes - torch.tensor([left, top, left, top])
    inside = torch.stack([moved[:, 0::2].clamp(0, wide), moved[:, 1::2].clamp(0, high)], 2).flatten(1)
    kept = _area(inside) > _LEAST_LEFT * _area(boxes)
    return scaled, inside[kept] / share, classes[kept]


def _area(boxes: torch.Tensor) -> torch.Tensor:
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


@torch.inference_mode()
def predict(model: Detector, pictures: Pictures) -> list[dict[str, Any]]:
    """COCO results of a split."""
    height, width = pictures.pixels.shape[2:]
    results: list[dict[str, Any]] = []
    for start in range(0, len(pictures.ids), _BATCH):
        x = pictures.pixels[start : start + _BATCH].float() / 255
        logits, sides = model(x.contiguous(memory_format=torch.channels_last))
        for row in range(len(x)):
            boxes, classes, scores = peaks(logits[row], sides[row], _LEAST_SCORE, _MOST)
            boxes = torch.stack([boxes[:, 0::2].clamp(0, width), boxes[:, 1::2].clamp(0, height)], 2).flatten(1)
            for index in _kept(boxes, classes, scores):
                left, top, right, bottom = boxes[index].tolist()
                if right - left < 1 or bottom - top < 1:
                    continue
                results.append(
                    {
                        "image_id": pictures.ids[start + row],
                        "category_id": pictures.categories[int(classes[index])],
                        "bbox": [round(v, 2) for v in (left, top, right - left, bottom - top)],
                        "score": round(float(scores[index]), 5),
                    }
                )
    return results


def _kept(boxes: torch.Tensor, classes: torch.Tensor, scores: torch.Tensor) -> list[int]:
    """Non-maximum suppression within a class, best first."""
    area = _area(boxes)
    kept: list[int] = []
    for index in torch.argsort(scores, descending=True, stable=True).tolist():
        rivals = [k for k in kept if classes[k] == classes[index]]
        low = torch.maximum(boxes[rivals, :2], boxes[index, :2])
        high = torch.minimum(boxes[rivals, 2:], boxes[index, 2:])
        shared = (high - low).clamp(min=0).prod(1)
        if not rivals or float((shared / (area[rivals] + area[index] - shared)).max()) < _OVERLAP:
            kept.append(index)
    return kept
