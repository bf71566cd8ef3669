"""Slices: AP, recall and precision on each level of each factor; recall on each level of each attribute of objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from evaluation.bootstrap import FEWEST_IMAGES, Bootstrap, Interval, around
from evaluation.calibration import calibration_error
from evaluation.levels import Level, ladder_factors, ladder_levels, levels_of
from evaluation.matching import Matching
from evaluation.outcomes import Outcomes
from evaluation.precision import precision_within

_FEWEST_IMAGES = 2
FAMILY = "scene family"  # not a factor, but sliced like one


@dataclass(frozen=True, slots=True)
class ImageSlice:
    """A model on the images of one level of a factor."""

    label: str
    low: float | None
    high: float | None
    images: int
    objects: int
    ap: float
    ap50: Interval
    recall: Interval  # at the operating point, like precision
    precision: Interval
    ece: float


@dataclass(frozen=True, slots=True)
class ObjectSlice:
    """A model on the objects of one level of an attribute."""

    label: str
    low: float | None
    high: float | None
    objects: int
    recall: Interval  # at the operating point
    mean_score: float  # of the objects found; NaN without one


def factor_slices(
    outcomes: Outcomes, working: Outcomes, matching: Matching, bootstrap: Bootstrap
) -> dict[str, list[ImageSlice]]:
    """Each factor that has at least two levels. `working` are the outcomes from the operating point on."""
    return {
        name: [_image_slice(level, outcomes, working, matching, bootstrap) for level in levels]
        for name, levels in _factor_levels(outcomes)
    }


def whole_slice(outcomes: Outcomes, working: Outcomes, matching: Matching, bootstrap: Bootstrap) -> ImageSlice:
    """All images as one slice."""
    everything = Level("all", np.ones(len(outcomes.images), bool))
    return _image_slice(everything, outcomes, working, matching, bootstrap)


def attribute_slices(working: Outcomes, bootstrap: Bootstrap) -> dict[str, list[ObjectSlice]]:
    """Each attribute that has at least two levels, and COCO's three sizes."""
    found = {}
    for name, column in {"size": _sizes(working.truths.area), **working.truths.attributes}.items():
        levels = [level for level in levels_of(column) if (level.rows & ~working.truths.crowd).any()]
        if len(levels) > 1:
            found[name] = [_object_slice(level, working, bootstrap) for level in levels]
    return found


def _factor_levels(outcomes: Outcomes) -> Iterator[tuple[str, list[Level]]]:
    images = outcomes.images
    if images.is_stress:
        columns = [(name, ladder_levels(images, name)) for name in ladder_factors(images)]
    else:
        columns = [(name, levels_of(values)) for name, values in sorted(images.factors.items())]
        columns.append((FAMILY, levels_of(images.family)))
    for name, levels in columns:
        fewest = 1 if images.is_stress else _FEWEST_IMAGES  # a rung of a single base is still a controlled picture
        kept = [level for level in levels if level.rows.sum() >= fewest]
        if len(kept) > 1:
            yield name, kept


def _image_slice(
    level: Level, outcomes: Outcomes, working: Outcomes, matching: Matching, bootstrap: Bootstrap
) -> ImageSlice:
    ap, ap50 = precision_within(matching, outcomes.categories, level.rows)
    recall, precision = bootstrap.rates(level.rows)
    objects = int((level.rows[outcomes.truths.image] & ~outcomes.truths.crowd).sum())
    inside = level.rows[working.detections.image]
    ece = calibration_error(working, inside)
    return ImageSlice(
        level.label,
        level.low,
        level.high,
        int(level.rows.sum()),
        objects,
        ap,
        bootstrap.ap50(level.rows, ap50),
        recall,
        precision,
        ece,
    )


def _object_slice(level: Level, working: Outcomes, bootstrap: Bootstrap) -> ObjectSlice:
    truths = working.truths
    rows = level.rows & ~truths.crowd
    images = len(working.images)
    counts = np.stack([np.bincount(truths.image[r], minlength=images) for r in (rows, rows & truths.matched)], axis=1)
    resampled = bootstrap.weights @ counts.astype(np.float32)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = resampled[:, 1] / resampled[:, 0]
    if len(np.unique(truths.image[rows])) < FEWEST_IMAGES:
        spread = np.full(1, np.nan)
    value = float(truths.matched[rows].mean())
    scores = truths.score[rows & truths.matched]
    mean_score = float(scores.mean()) if len(scores) else float("nan")
    return ObjectSlice(level.label, level.low, level.high, int(rows.sum()), around(value, spread, value), mean_score)


def _sizes(area: np.ndarray) -> np.ndarray:
    """(T,) COCO's names of sizes."""
    names = np.array(["large (over 96² px)", "medium (32² to 96² px)", "small (under 32² px)"], object)
    return names[np.where(area < 32**2, 2, np.where(area < 96**2, 1, 0))]
