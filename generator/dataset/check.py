"""`glint check`: everything that would make a dataset lie to the model trained on it.

Split by split, so that memory holds the records of one split. Every fault is one `Problem`; a good dataset has none.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import yaml

from generator.dataset import layout
from generator.dataset.check_files import check_checksums, check_listing
from generator.dataset.check_keypoints import check_keypoints, keypoint_counts
from generator.dataset.check_labels import check_labels
from generator.dataset.check_panoptic import check_panoptic
from generator.dataset.check_picture import check_picture
from generator.dataset.check_precision import check_precision
from generator.dataset.check_records import check_categories, check_counts, check_image_record, repeated_ids
from generator.dataset.problem import Problem
from generator.errors import DatasetError

__all__ = ["Problem", "check_dataset"]
Record = dict[str, Any]
Progress = Callable[[str, int, int], None]  # what is being checked, how many are done, of how many


@dataclass(frozen=True, slots=True)
class _Described:
    """What ``dataset.json`` says."""

    folder: Path
    counts: dict[str, Record]  # split -> numbers of images and annotations
    categories: list[Record]
    factors: dict[str, Record]
    layered: bool  # whether pictures have per-pixel layers
    panoptic: bool


def check_dataset(folder: Path, on_progress: Progress = lambda what, done, of: None) -> list[Problem]:
    """All faults of the dataset in `folder`. Raises `DatasetError` if there is none to check."""
    described = _read_description(folder)
    problems = _named(layout.DATASET, check_categories(described.categories))
    expected = {layout.SPEC, layout.DATASET, layout.FACTORS, layout.INSTANCES, layout.PREVIEW, *_meshes(folder)}
    ids: dict[str, Counter[int]] = {"image": Counter(), "annotation": Counter()}
    for split, counts in described.counts.items():
        file = layout.annotations_file(split)
        expected |= {file, layout.panoptic_annotations_file(split)} if described.panoptic else {file}
        coco = _read_coco(folder / file)
        if coco is None:
            problems.append(Problem(file, "", "is missing, or is no COCO file"))
            continue
        ids["image"].update(image["id"] for image in coco["images"])
        ids["annotation"].update(annotation["id"] for annotation in coco["annotations"])
        expected.update(path for image in coco["images"] for path in _files_of(image, split, described))
        problems += _named(file, check_counts(counts, len(coco["images"]), len(coco["annotations"])))
        problems += _check_split(described, split, coco, on_progress)
    for kind, counter in ids.items():
        problems += _named("annotations", repeated_ids(counter, kind))
    on_progress("files", 0, 1)
    problems += check_listing(folder, expected, list(described.counts))
    problems += check_checksums(folder, expected | {layout.FAILURES})
    problems += _check_tables(folder, ids["image"].total(), ids["annotation"].total())
    on_progress("files", 1, 1)
    return problems


def _check_split(described: _Described, split: str, coco: Record, on_progress: Progress) -> Iterator[Problem]:
    """Faults of the records and pictures of one split."""
    file = layout.annotations_file(split)
    if coco["categories"] != described.categories:
        yield Problem(file, "categories", "are not those of dataset.json")
    category_ids = frozenset(category["id"] for category in described.categories)
    of_image: dict[int, list[Record]] = {image["id"]: [] for image in coco["images"]}
    for annotation in coco["annotations"]:
        if annotation.get("image_id") in of_image:
            of_image[annotation["image_id"]].append(annotation)
        else:
            yield Problem(file, f"annotation {annotation['id']}", f"is of image {annotation.get('image_id')}, not here")
    faults: list[Problem] = []
    for done, image in enumerate(coco["images"]):
        on_progress(split, done, len(coco["images"]))
        faults += _named(file, check_image_record(image, described.factors))
        if "file_name" not in image or "width" not in image or "height" not in image:
            continue
        faults += _named(file, check_labels(image, of_image[image["id"]], category_ids))
        faults += _named(file, check_keypoints(image, of_image[image["id"]], keypoint_counts(coco["categories"])))
        picture = layout.picture_file(split, str(image["file_name"]))
        if (described.folder / picture).is_file():
            found = check_picture(described.folder / picture, image["width"], image["height"])
            faults += [Problem(picture, "", sentence) for sentence in found]
    yield from faults
    if not any("cannot be read" in fault.sentence or "lacks" in fault.sentence for fault in faults):
        yield from _named(file, check_precision(coco["images"], coco["annotations"], coco["categories"]))
    if described.panoptic:
        yield from check_panoptic(described.folder, split, coco, of_image)
    on_progress(split, len(coco["images"]), len(coco["images"]))


def _named(file: str, faults: Iterable[tuple[str, str]]) -> list[Problem]:
    return [Problem(file, record, sentence) for record, sentence in faults]


def _files_of(image: Record, split: str, described: _Described) -> Iterator[str]:
    """The files that an image record asks for."""
    name = str(image.get("file_name"))
    yield layout.picture_file(split, name)
    if described.layered:
        yield layout.layers_file(split, name)
    if described.panoptic:
        yield layout.panoptic_file(split, name)
    if isinstance(image.get("scene"), int):
        yield layout.recipe_file(image["scene"])


def _check_tables(folder: Path, images: int, annotations: int) -> Iterator[Problem]:
    """Tables whose rows are not the records."""
    for file, records in ((layout.FACTORS, images), (layout.INSTANCES, annotations)):
        if not (folder / file).is_file():
            continue  # the listing says so
        try:
            rows = pq.read_metadata(folder / file).num_rows
        except (OSError, ValueError) as error:  # pyarrow's own errors are of these two kinds
            yield Problem(file, "", f"cannot be read: {error}")
            continue
        if rows != records:
            yield Problem(file, "", f"has {rows} rows for {records} records")


def _read_description(folder: Path) -> _Described:
    path = folder / layout.DATASET
    if not folder.is_dir():
        raise DatasetError(f"{folder}: there is no such folder")
    if not path.is_file():
        hint = "the run that makes it has not ended" if (folder / layout.MARKER).is_file() else "is it a Glint dataset?"
        raise DatasetError(f"{folder}: has no {layout.DATASET}; {hint}")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        factors = {factor["name"]: factor for factor in data["factors"]}
        panoptic = "panoptic" in data["layers"]
        layered = len(data["layers"]) > panoptic
        return _Described(folder, dict(data["counts"]), list(data["categories"]), factors, layered, panoptic)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetError(f"{path}: is damaged ({error})") from None


def _read_coco(path: Path) -> Record | None:
    """A COCO file; None if it is not there or not of that form."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        for key in ("images", "annotations"):
            if not all(isinstance(record["id"], int) for record in data[key]):
                return None
        return data if isinstance(data["categories"], list) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _meshes(folder: Path) -> list[str]:
    """The meshes of the user's CAD that the spec names."""
    try:
        spec = yaml.safe_load((folder / layout.SPEC).read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return []
    parts = spec.get("parts") or () if isinstance(spec, Mapping) else ()
    return [layout.mesh_file(part["key"]) for part in parts if isinstance(part, Mapping) and part.get("key")]
