"""Labels: the ground truth of a dataset as columns, of Glint's own or of any COCO file of real photographs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.columns import Columns
from evaluation.image_records import image_entry, images_table, refuse_repeated
from evaluation.jsonstream import JsonFault, read_text, records
from evaluation.masks import checked_mask
from evaluation.outcomes import Images
from generator.errors import DatasetError, shortened
from generator.factors import Factor

Record = Mapping[str, Any]
_PLAIN_ATTRIBUTES = ("visibility", "truncated")  # beside `attributes` in Glint's annotations


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """What is to be found in each image. Rows of annotations are in the order of the files, which decides ties."""

    name: str
    images: Images
    annotation_id: np.ndarray  # (T,) int64
    image: np.ndarray  # (T,) int64, row of `images`
    category_id: np.ndarray  # (T,) int64
    box_xywh_px: np.ndarray  # (T, 4) float64
    area: np.ndarray  # (T,) float64
    crowd: np.ndarray  # (T,) bool
    masks: tuple[Any, ...] | None  # packed run lengths; None if they were not asked for, or one annotation has none
    attributes: dict[str, np.ndarray]
    factors: dict[str, Factor]
    categories: dict[int, str]
    pictures: Path | None = None  # the folder that `images.path` starts from, if pictures are there

    def __len__(self) -> int:
        return len(self.annotation_id)


@dataclass(slots=True)
class LabelReader:
    """Gathers COCO files, one or several splits. `masks` keeps segmentations."""

    masks: bool
    images: list[dict[str, Any]] = field(default_factory=list)
    annotations: list[tuple[Any, ...]] = field(default_factory=list)
    segmentations: list[Any] = field(default_factory=list)
    attributes: Columns = field(default_factory=Columns)
    categories: dict[int, str] = field(default_factory=dict)

    def read(self, path: Path, split: str, folder: str, images_only: bool = False) -> None:
        """Add one COCO file; `folder` is where its pictures lie. Raises `DatasetError` that names file and record."""
        found = set()
        try:
            for key, record in records(read_text(path)):
                if images_only and key != "images" and "images" in found:
                    return
                found.add(key)
                if key == "images":
                    self.images.append(image_entry(record, split, folder))
                elif key == "annotations":
                    self._annotation(record)
                elif key == "categories":
                    self.categories[int(record["id"])] = str(record["name"])
        except JsonFault as fault:
            raise DatasetError(f"{path}: {fault}") from None
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            what = f"lacks {error}" if isinstance(error, KeyError) else str(error)
            raise DatasetError(
                f"{path}: record {len(self.annotations)} of {key} is no COCO record: {what}; it is {shortened(record)}"
            ) from None
        if not found & {"images"} or not found & {"categories"}:
            raise DatasetError(
                f"{path}: has no {'categories' if 'images' in found else 'images'}. A COCO file of labels is needed "
                "here: {images: [...], annotations: [...], categories: [...]}"
            )

    def _annotation(self, record: Record) -> None:
        box = [float(v) for v in record["bbox"]]
        if len(box) != 4 or not all(math.isfinite(v) for v in box):
            raise ValueError(f"bbox {record['bbox']} is not four numbers")
        area = float(record.get("area", box[2] * box[3]))
        crowd = bool(record.get("iscrowd", 0))
        ids = (int(record["id"]), int(record["image_id"]), int(record["category_id"]))
        self.annotations.append((*ids, *box, area, crowd))
        if self.masks:
            self.segmentations.append(_compact(record.get("segmentation")))
        self.attributes.add(_attributes(record))

    def finish(self, name: str, factors: Mapping[str, Factor], pictures: Path | None) -> Labels:
        """All that was read. Raises `DatasetError` for ids that repeat or lead nowhere."""
        images = images_table(self.images, factors, name)
        rows = {int(image_id): row for row, image_id in enumerate(images.image_id)}
        table = np.array(self.annotations, np.float64).reshape(-1, 9)
        ids = np.array([a[:3] for a in self.annotations], np.int64).reshape(-1, 3)
        for annotation_id, image_id, category_id in ids:
            if image_id not in rows or category_id not in self.categories:
                kind, wrong = ("image", image_id) if image_id not in rows else ("category", category_id)
                raise DatasetError(f"{name}: annotation {annotation_id} is of {kind} {wrong}, which is not there")
        refuse_repeated(ids[:, 0], "annotation", name)
        image = np.array([rows[int(i)] for i in ids[:, 1]], np.int64)
        return Labels(
            name,
            images,
            ids[:, 0],
            image,
            ids[:, 2],
            table[:, 3:7],
            table[:, 7],
            table[:, 8].astype(bool),
            self._packed(images, image),
            self.attributes.arrays(),
            dict(factors),
            dict(sorted(self.categories.items())),
            pictures,
        )

    def _packed(self, images: Images, image: np.ndarray) -> tuple[Any, ...] | None:
        if not self.masks or any(segmentation is None for segmentation in self.segmentations):
            return None
        sizes = images.size_px[image]
        try:
            return tuple(checked_mask(s, int(h), int(w)) for s, (w, h) in zip(self.segmentations, sizes, strict=True))
        except ValueError:
            return None  # boxes can still be evaluated


def _compact(segmentation: Any) -> Any:
    """A segmentation in little memory: lists of run lengths packed at once."""
    if isinstance(segmentation, dict) and isinstance(segmentation.get("counts"), list):
        height, width = segmentation["size"]
        return checked_mask(segmentation, int(height), int(width))
    return segmentation


def _attributes(record: Record) -> dict[str, Any]:
    """Attributes as a flat row: those of wear are called ``wear_dust`` and ``wear_cover_dust``."""
    given = record.get("attributes")
    row = {name: record[name] for name in _PLAIN_ATTRIBUTES if name in record}
    for name, value in (given if isinstance(given, dict) else {}).items():
        if name in ("wear", "wear_cover") and isinstance(value, dict):
            row |= {f"{name}_{kind}": share for kind, share in value.items()}
        else:
            row[name] = value
    return row
