"""A dataset as Glint writes it, small and of noise, and a detector that fails in the dark: to test reports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

WIDTH_PX, HEIGHT_PX, OBJECTS = 96, 72, 5
DARK = "light.level_ev"
CATEGORIES = [{"id": k + 1, "name": name, "supercategory": name} for k, name in enumerate(("bolt", "nut"))]
FACTORS = [
    {"name": DARK, "unit": "EV", "scope": "capture", "kind": "number", "low": -3, "high": 3, "doc": "Level of light."},
    {"name": "surface.dust", "unit": "share", "scope": "scene", "kind": "number", "low": 0, "high": 1, "doc": "Dust."},
    {
        "name": "light.room",
        "unit": "name",
        "scope": "scene",
        "kind": "category",
        "choices": ["hall", "tubes"],
        "doc": "",
    },
]
Record = dict[str, Any]


def random_dataset(
    folder: Path, splits: dict[str, int], dark: tuple[float, float] = (-3, 3), seed: int = 0, pictures: bool = False
) -> Path:
    """Every image of a scene of its own; the level of light is drawn from `dark`."""
    rng = np.random.default_rng(seed)
    images: dict[str, list[Record]] = {split: [] for split in splits}
    number = 0
    for split, count in splits.items():
        for _ in range(count):
            number += 1
            values = {
                DARK: rng.uniform(*dark),
                "surface.dust": rng.random(),
                "light.room": str(rng.choice(["hall", "tubes"])),
            }
            images[split].append(
                _image(number, number, {k: v if isinstance(v, str) else round(v, 4) for k, v in values.items()})
            )
    return _write(folder, images, rng, pictures)


def stress_dataset(folder: Path, bases: int = 8, seed: int = 0) -> Path:
    """Ladders of light and of dust over the same scenes."""
    rng = np.random.default_rng(seed)
    images: list[Record] = []
    for base in range(bases):
        still = {DARK: 0.5, "surface.dust": 0.1, "light.room": "hall"}
        rungs: list[tuple[str, int, float | None]] = [("", 0, None)]
        rungs += [(DARK, level, value) for level, value in enumerate((-3.0, -1.0, 2.0), 1)]
        rungs += [("surface.dust", level, value) for level, value in enumerate((0.0, 0.5, 1.0), 1)]
        for factor, level, value in rungs:
            image = _image(len(images) + 1, base, still | ({factor: value} if factor else {}))
            images.append(image | {"stress": {"base": base, "factor": factor, "level": level, "value": value}})
    return _write(folder, {"stress": images}, rng, pictures=True)


def _image(number: int, scene: int, factors: Record) -> Record:
    image = {"id": number, "file_name": f"{number:06d}.png", "width": WIDTH_PX, "height": HEIGHT_PX, "scene": scene}
    return image | {"view": 0, "capture": 0, "family": "bin", "factors": factors}


def _write(folder: Path, splits: dict[str, list[Record]], rng: np.random.Generator, pictures: bool) -> Path:
    (folder / "annotations").mkdir(parents=True)
    layouts: dict[int, list[Record]] = {}
    counts = {}
    for split, images in splits.items():
        (folder / split).mkdir()
        annotations = []
        for image in images:
            things = layouts.setdefault(image["scene"], _things(rng))
            annotations += [t | {"id": image["id"] * 4096 + k, "image_id": image["id"]} for k, t in enumerate(things)]
            if pictures:
                noise = rng.integers(60, 200, (HEIGHT_PX // 8, WIDTH_PX // 8, 3), dtype=np.uint8)
                picture = Image.fromarray(noise).resize((WIDTH_PX, HEIGHT_PX))
                picture.save(folder / split / image["file_name"])
        coco = {"images": images, "annotations": annotations, "categories": CATEGORIES}
        (folder / "annotations" / f"instances_{split}.json").write_text(json.dumps(coco))
        counts[split] = {"scenes": len(images), "images": len(images), "annotations": len(annotations)}
    described = {"name": "noise", "counts": counts, "categories": CATEGORIES, "factors": FACTORS}
    (folder / "dataset.json").write_text(json.dumps(described))
    return folder


def _things(rng: np.random.Generator) -> list[Record]:
    things = []
    for column in range(OBJECTS):
        box = [column * 19.0 + 1, float(rng.integers(2, 40)), 14.0, float(rng.integers(12, 28))]
        attributes = {
            "material": str(rng.choice(["steel", "brass"])),
            "transparent": False,
            "wear": {"dust": rng.random()},
        }
        thing = {"category_id": int(rng.integers(1, 3)), "bbox": box, "area": box[2] * box[3], "iscrowd": 0}
        things.append(thing | {"visibility": round(rng.random(), 3), "truncated": False, "attributes": attributes})
    return things


def detect(folder: Path, splits: tuple[str, ...], seed: int = 0) -> list[Record]:
    """Finds nine of ten in the light and few in the dark, jitters boxes, and makes up one thing an image."""
    rng = np.random.default_rng(seed)
    found = []
    for split in splits:
        coco = json.loads((folder / "annotations" / f"instances_{split}.json").read_text())
        light = {image["id"]: image["factors"][DARK] for image in coco["images"]}
        for truth in coco["annotations"]:
            if rng.random() < (0.9 if light[truth["image_id"]] > -0.5 else 0.25):
                box = np.array(truth["bbox"]) + rng.normal(0, 0.5, 4)
                found.append(_result(truth["image_id"], truth["category_id"], box, 0.5 + 0.5 * rng.random()))
        for image_id in light:
            ghost = np.array([*rng.uniform(0, 50, 2), 12, 9])
            found.append(_result(image_id, 1, ghost, rng.random()))
    return found


def _result(image_id: int, category: int, box: np.ndarray, score: float) -> Record:
    shape = [round(float(v), 2) for v in box]
    return {"image_id": image_id, "category_id": category, "bbox": shape, "score": round(float(score), 4)}
