"""The photographs of an intake: where they lie, what each shows of itself, and how much each counts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.estimate import LONGEST_PX, PHOTO_SUFFIXES, estimated_factors
from evaluation.find_dataset import find_dataset, read_labels
from evaluation.prediction_faults import PredictionError
from evaluation.predictions import check_predictions, read_predictions
from generator.errors import DatasetError

_EXTRA = 3.0  # by which the weight of a photograph grows on which the model finds nothing
_AT_ONCE = 4  # pictures; measuring them is numpy and OpenCV, which threads share well
_TELL_EVERY = 200


@dataclass(frozen=True, slots=True, eq=False)
class Photos:
    """Real photographs, in the order of their file names, or of their COCO file."""

    paths: tuple[Path, ...]
    image_id: np.ndarray  # (N,) int64
    objects: np.ndarray | None  # (N,) int64, labelled things in each; None without labels

    def __len__(self) -> int:
        return len(self.paths)


def find_photos(path: Path) -> Photos:
    """The pictures in a folder and its subfolders, or those of a COCO file. Raises `DatasetError` if there are none.

    In a folder, image ids are the numbers that the files are named by if all are (000012.png), else 1, 2, 3 in the
    order of names.
    """
    if path.is_file():
        return _of_coco(path)
    if not path.is_dir():
        raise DatasetError(f"{path}: there is no such file or folder")
    found = (p for p in path.rglob("*") if p.suffix.lower() in PHOTO_SUFFIXES and not p.name.startswith("."))
    paths = tuple(sorted(p for p in found if p.is_file()))
    if not paths:
        raise DatasetError(f"{path}: holds no photograph ({', '.join(PHOTO_SUFFIXES)})")
    numbers = [int(p.stem) if p.stem.isascii() and p.stem.isdigit() and len(p.stem) < 18 else -1 for p in paths]
    named = min(numbers) >= 0 and len(set(numbers)) == len(numbers)
    return Photos(paths, np.array(numbers if named else range(1, len(paths) + 1), np.int64), None)


def _of_coco(path: Path) -> Photos:
    source = find_dataset(path)
    labels = read_labels(source, list(source.files))
    if not len(labels.images):
        raise DatasetError(f"{path}: has no images")
    if labels.pictures is None:
        raise DatasetError(
            f"{path}: {labels.images.path[0]} lies neither beside it nor in a folder images/ near it. Put the COCO "
            "file beside the pictures, or give the folder of pictures itself"
        )
    objects = np.bincount(labels.image[~labels.crowd], minlength=len(labels.images))
    paths = tuple(labels.pictures / name for name in labels.images.path)
    return Photos(paths, labels.images.image_id, objects if len(labels) else None)


def measure_photos(
    photos: Photos, longest_px: int = LONGEST_PX, say: Callable[[str], None] = lambda line: None
) -> dict[str, np.ndarray]:
    """Estimates by name, each (N,) float64 with NaN. Raises `DatasetError` for the first that cannot be read."""
    rows = []
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for row in pool.map(lambda path: estimated_factors(path, longest_px), photos.paths):
            rows.append(row)
            if len(rows) % _TELL_EVERY == 0:
                say(f"measured {len(rows):,} of {len(photos):,} photographs")
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def weigh(photos: Photos, source: Path, predictions: Path | None) -> np.ndarray:
    """(N,) how much each photograph counts: 1, and up to 3 more the less a model finds on it.

    What it finds is the sum of its scores. That is held against the number of labelled objects, or without labels
    against the median of all photographs. Raises `PredictionError` for predictions that do not fit.
    """
    if predictions is None:
        return np.ones(len(photos))
    given = read_predictions(predictions)
    row = {int(image_id): index for index, image_id in enumerate(photos.image_id)}
    if source.is_file():
        data = find_dataset(source)
        check_predictions(predictions, given, read_labels(data, list(data.files)), f"{source}")
    else:
        given.faults.refuse()
    strange = [int(i) for i in given.image_id if int(i) not in row]
    if strange:
        raise PredictionError(
            f"{predictions}: {len(strange):,} of {len(given):,} predictions are of images that are not in {source}, "
            f"such as {strange[0]}; its photographs have the ids {photos.image_id.min()} to {photos.image_id.max()} "
            f"({photos.paths[0].name} is {photos.image_id[0]})"
        )
    if not np.isfinite(given.score).all() or (given.score < 0).any() or (given.score > 1).any():
        raise PredictionError(f"{predictions}: has scores that are not between 0 and 1")
    found = np.bincount([row[int(i)] for i in given.image_id], given.score, len(photos))
    wanted = np.full(len(photos), np.median(found)) if photos.objects is None else photos.objects.astype(np.float64)
    lacking = 1 - np.divide(found, wanted, out=np.ones(len(photos)), where=wanted > 0)
    return 1 + _EXTRA * np.clip(lacking, 0, 1)
