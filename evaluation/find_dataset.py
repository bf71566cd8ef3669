"""Where labels lie: in a Glint dataset, in a COCO file, or in a folder with COCO files of a user's own photographs."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from evaluation.labels import LabelReader, Labels
from generator.dataset import layout
from generator.errors import DatasetError, unknown_name
from generator.factors import Factor


@dataclass(frozen=True, slots=True)
class Source:
    """A dataset that was found: its COCO files by split, in order, and what its own description says."""

    path: Path  # as the user named it
    files: dict[str, Path]  # split -> COCO file; one entry called "" for a file without splits
    description: dict[str, Any] | None  # dataset.json, of Glint datasets

    @property
    def name(self) -> str:
        """What reports call it."""
        return str(self.description["name"]) if self.description else self.path.stem


def find_dataset(path: Path) -> Source:
    """The dataset at `path`. Raises `DatasetError` if there is none, saying what was expected."""
    if path.is_file():
        return Source(path, {"": path}, None)
    if not path.is_dir():
        raise DatasetError(f"{path}: there is no such file or folder")
    described = path / layout.DATASET
    if described.is_file():
        try:
            description = json.loads(described.read_text(encoding="utf-8"))
            splits = [split for split, count in description["counts"].items() if count["images"]]
            _factors(description)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise DatasetError(f"{described}: is damaged ({error})") from None
        return Source(path, {split: path / layout.annotations_file(split) for split in splits}, description)
    files = sorted([*path.glob("*.json"), *path.glob("annotations/*.json")])
    if not files:
        raise DatasetError(
            f"{path}: has neither {layout.DATASET} (a Glint dataset) nor a COCO file (*.json, annotations/*.json)"
        )
    if len(files) == 1:
        return Source(path, {"": files[0]}, None)
    return Source(path, {file.stem.removeprefix("instances_"): file for file in files}, None)


def choose_splits(source: Source, wanted: str | None, image_ids: Collection[int]) -> list[str]:
    """The splits to evaluate: the one that is wanted, else those of which images have predictions.

    Raises `DatasetError` for a split that is not there, and for a user's folder in which the choice is open.
    """
    if wanted is not None and wanted not in source.files:
        if "" in source.files:
            raise DatasetError(f"{source.path}: has no splits; leave --split out")
        raise DatasetError(f"{source.path}: {unknown_name('split', wanted, source.files)}")
    if wanted is not None:
        return [wanted]
    if len(source.files) == 1 or not image_ids:
        return list(source.files)
    if source.description is None:
        raise DatasetError(
            f"{source.path}: has several COCO files; choose one with --split: {', '.join(sorted(source.files))}"
        )
    predicted = _splits_of(source, image_ids)
    return [split for split in source.files if split in predicted] or list(source.files)


def read_labels(source: Source, splits: Sequence[str], masks: bool = False, images_only: bool = False) -> Labels:
    """Images, annotations and factors of these splits. Raises `DatasetError` for what cannot be read."""
    reader = LabelReader(masks)
    for split in splits:
        reader.read(source.files[split], split, split if source.description else "", images_only)
    factors = _factors(source.description) if source.description else {}
    root = source.path if source.description else _picture_root(source.files[splits[0]], reader)
    return reader.finish(str(source.path), factors, root)


def _splits_of(source: Source, image_ids: Collection[int]) -> set[str]:
    """The splits that these images belong to: from the factor table, as COCO files may be large, else from those."""
    wanted = set(image_ids)
    try:
        table = pq.read_table(source.path / layout.FACTORS, columns=["image_id", "split"]).to_pydict()
        return {split for image, split in zip(table["image_id"], table["split"], strict=True) if image in wanted}
    except (OSError, ValueError, KeyError):
        known = {split: read_labels(source, [split], images_only=True).images for split in source.files}
        return {split for split, images in known.items() if wanted & set(images.image_id.tolist())}


def _factors(description: dict[str, Any]) -> dict[str, Factor]:
    """The factor catalogue as the dataset states it: reports must not depend on today's."""
    factors = {}
    for record in description.get("factors", []):
        factors[record["name"]] = Factor(
            name=record["name"],
            unit=record["unit"],
            scope=record["scope"],
            doc=record["doc"],
            default=record.get("default"),
            low=record.get("low", 0.0),
            high=record.get("high", 1.0),
            kind=record["kind"],
            choices=tuple(record.get("choices", ())),
            moves_geometry=bool(record.get("moves_geometry", False)),
        )
    return factors


def _picture_root(file: Path, reader: LabelReader) -> Path | None:
    """The folder that file names of a user's COCO file start from; None if the first picture is in none of them."""
    if not reader.images:
        return None
    first = str(reader.images[0]["path"])
    split = file.stem.removeprefix("instances_")
    for base in (file.parent, file.parent.parent):
        for folder in (base, base / "images", base / split, base / "images" / split):
            if (folder / first).is_file():
                return folder
    return None
