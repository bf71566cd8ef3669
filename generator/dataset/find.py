"""Finding one image of a finished dataset: its record, its annotations, its picture."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.dataset import layout
from generator.dataset.refusal import glint_version
from generator.errors import DatasetError

Record = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class FoundImage:
    """One image of a dataset with all that its COCO file says of it."""

    dataset: Path
    version: str  # of the Glint that made the dataset
    split: str
    image: Record
    annotations: list[Record]
    categories: dict[int, str]

    @property
    def picture(self) -> Path:
        """Its file."""
        return self.dataset / layout.picture_file(self.split, str(self.image["file_name"]))

    def picture_bytes(self) -> bytes:
        """The file's content. Raises `DatasetError` if it cannot be read."""
        try:
            return self.picture.read_bytes()
        except OSError as error:
            raise DatasetError(f"{self.picture}: cannot be read ({error.strerror})") from None


def made_by_this_version(found: FoundImage) -> bool:
    """Whether the dataset is of this Glint, so that its recipes give the same bytes."""
    return found.version == glint_version()


def find_image(dataset: Path, image_id: int) -> FoundImage:
    """The image of that id, in whatever split. Raises `DatasetError` if `dataset` is none, or has no such image."""
    described = _read(dataset)
    ids: list[int] = []
    for split in described["counts"]:
        coco = _read_coco(dataset / layout.annotations_file(split))
        for image in coco["images"]:
            if image["id"] == image_id:
                annotations = [a for a in coco["annotations"] if a["image_id"] == image_id]
                names = {category["id"]: category["name"] for category in coco["categories"]}
                return FoundImage(dataset, str(described.get("version")), split, image, annotations, names)
        ids += [image["id"] for image in coco["images"]]
    there = f"it has {len(ids)}, with ids from {min(ids)} to {max(ids)}" if ids else "it has none"
    raise DatasetError(f"{dataset}: has no image {image_id}; {there}")


def _read(dataset: Path) -> Record:
    path = dataset / layout.DATASET
    if not path.is_file():
        raise DatasetError(f"{dataset}: has no {layout.DATASET}; is it a Glint dataset whose run has ended?")
    return _json(path, ("counts",))


def _read_coco(path: Path) -> Record:
    return _json(path, ("images", "annotations", "categories"))


def _json(path: Path, keys: tuple[str, ...]) -> Record:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(data, dict) and all(key in data for key in keys):
            return data
    except (OSError, ValueError) as error:
        raise DatasetError(f"{path}: cannot be read ({error})") from None
    raise DatasetError(f"{path}: is damaged: it lacks {' or '.join(keys)}")
