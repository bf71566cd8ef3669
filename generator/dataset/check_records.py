"""Checks of records: categories, image records and their factors, counts and ids."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Record = Mapping[str, Any]
_IMAGE_KEYS = ("file_name", "width", "height", "scene", "view", "capture", "camera", "factors")


def check_categories(categories: Sequence[Record]) -> Iterator[tuple[str, str]]:
    """Faults of the categories as (record, sentence): ids 1..N, each name once, a supercategory each."""
    ids = [category.get("id") for category in categories]
    if ids != list(range(1, len(ids) + 1)):
        yield "categories", f"have the ids {ids[:6]}..., not 1..{len(ids)} in order"
    for name, times in Counter(category.get("name") for category in categories).items():
        if times > 1:
            yield "categories", f"name {name} {times} times"
    for category in categories:
        if not category.get("supercategory"):
            yield f"category {category.get('id')}", "has no supercategory"


def check_image_record(image: Record, factors: Mapping[str, Record]) -> Iterator[tuple[str, str]]:
    """Faults of an image record as (record, sentence): what it lacks, and factors that are unknown or out of range."""
    record = f"image {image.get('id')}"
    lacking = [key for key in _IMAGE_KEYS if key not in image]
    if lacking:
        yield record, f"lacks {', '.join(lacking)}"
        return
    for name, value in image["factors"].items():
        if name not in factors:
            yield record, f"has a factor {name} that dataset.json does not know"
        elif fault := factor_fault(value, factors[name]):
            yield record, f"factor {name} {fault}"
    family = image.get("family")
    expected = {name for name, factor in factors.items() if family in factor.get("families", (family,))}
    missing = sorted(expected - set(image["factors"]))
    if missing:
        yield record, f"lacks the factors {', '.join(missing[:3])}" + (", ..." if len(missing) > 3 else "")
    if "stress" in image:
        yield from ((record, f"stress: {sentence}") for sentence in _stress_faults(image["stress"], image["factors"]))


def _stress_faults(stress: Record, factors: Record) -> Iterator[str]:
    """Where what a stress record says was changed is not what the image's factors say."""
    lacking = [key for key in ("base", "factor", "level", "value") if key not in stress]
    if lacking:
        yield f"lacks {', '.join(lacking)}"
        return
    names = stress["factor"].split("+") if stress["factor"] else []
    if bool(names) != bool(stress["level"]):
        yield f"level {stress['level']} of the factor '{stress['factor']}'; only the unchanged base has level 0"
    values = stress["value"] if len(names) > 1 else [stress["value"]]
    for name, value in zip(names, values, strict=False):
        if factors.get(name) != value:
            yield f"{name} is {factors.get(name)!r}, not {value!r}"


def factor_fault(value: Any, factor: Record) -> str | None:
    """What is wrong with a factor's value, by the catalogue that the dataset carries; None if nothing is."""
    if factor["kind"] == "category":
        return None if value in factor["choices"] else f"is {value!r}, none of {', '.join(factor['choices'])}"
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return f"is {value!r}, not a number"
    if not factor["low"] <= value <= factor["high"]:
        return f"is {value:g}, outside [{factor['low']:g}, {factor['high']:g}] {factor['unit']}"
    return None


def repeated_ids(ids: Counter[int], kind: str) -> Iterator[tuple[str, str]]:
    """Ids that are given more than once in the whole dataset."""
    for number, times in sorted(ids.items()):
        if times > 1:
            yield f"{kind} {number}", f"its id is given {times} times"


def check_counts(stated: Record, images: int, annotations: int) -> Iterator[tuple[str, str]]:
    """Counts in ``dataset.json`` that are not those of the COCO file."""
    for name, found in (("images", images), ("annotations", annotations)):
        if stated.get(name) != found:
            yield "", f"holds {found} {name}, dataset.json says {stated.get(name)}"
