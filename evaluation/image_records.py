"""Image records of COCO files as columns: ids, factors, and what a stress set changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from evaluation.columns import as_column
from evaluation.outcomes import Images
from generator.errors import DatasetError
from generator.factors import Factor

Record = Mapping[str, Any]


def image_entry(record: Record, split: str, folder: str) -> dict[str, Any]:
    """What an evaluation needs of a COCO image record. Raises KeyError or ValueError for what it lacks."""
    kept = {key: record.get(key) for key in ("scene", "view", "capture", "family", "stress")}
    kept |= {"id": int(record["id"]), "size": (int(record["width"]), int(record["height"])), "split": split}
    name = str(record.get("file_name", ""))
    kept["path"] = f"{folder}/{name}" if folder else name
    return kept | {"factors": dict(record.get("factors") or {})}


def images_table(found: list[dict[str, Any]], factors: Mapping[str, Factor], name: str) -> Images:
    """All images as columns; `factors` are those of the catalogue. Raises `DatasetError` for ids that repeat."""
    image_id = np.array([image["id"] for image in found], np.int64)
    refuse_repeated(image_id, "image", name)
    stress = [image["stress"] or {} for image in found]
    drawn: dict[str, np.ndarray] = {}
    for factor in sorted({factor for image in found for factor in image["factors"]} | set(factors)):
        values = [image["factors"].get(factor) for image in found]
        drawn[factor] = as_column(values)
    return Images(
        image_id,
        _whole(image["scene"] for image in found),
        _whole(image["view"] for image in found),
        _whole(image["capture"] for image in found),
        _names(image["split"] for image in found),
        _names(image["family"] or "" for image in found),
        drawn,
        _whole(s.get("base") for s in stress),
        _names(s.get("factor") or "" for s in stress),
        _whole((s.get("level") or 0) for s in stress),
        _objects(_value(s.get("value")) for s in stress),
        _names(image["path"] for image in found),
        np.array([image["size"] for image in found], np.int64).reshape(-1, 2),
    )


def refuse_repeated(ids: np.ndarray, kind: str, name: str) -> None:
    """Raises `DatasetError` that names the first id which is given twice."""
    unique, counts = np.unique(ids, return_counts=True)
    if (counts > 1).any():
        raise DatasetError(
            f"{name}: {kind} id {unique[counts > 1][0]} is given {counts.max()} times; ids must be unique"
        )


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _whole(values: Iterable[Any]) -> np.ndarray:
    return np.array([-1 if value is None else int(value) for value in values], np.int64)


def _names(values: Iterable[Any]) -> np.ndarray:
    return _objects(str(value) for value in values)


def _objects(values: Iterable[Any]) -> np.ndarray:
    listed = list(values)
    column = np.empty(len(listed), object)
    for row, value in enumerate(listed):  # assigned at once, tuples would become a second axis
        column[row] = value
    return column
