"""How much a finding matters: its effect with its interval by scene, the response at each dose, pictures to look at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evaluation.causes_candidates import units_of
from evaluation.causes_random import Finding
from evaluation.causes_ranges import Range, ranks
from evaluation.causes_record import Dose, Example
from evaluation.causes_response import Response
from evaluation.levels import levels_of, short
from evaluation.outcomes import Outcomes
from evaluation.paired import instances
from evaluation.statistics import resampled_difference
from generator.plugins import PRESET_FACTOR

_EXAMPLES = 5
_MOST_DOSES = 12


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """The records that a finding is about: `inside` its ranges, against all others that could have been there."""

    response: Response
    used: np.ndarray  # (N,) bool
    inside: np.ndarray  # (N,) bool
    cluster: np.ndarray  # (N,) int64: scene, or base scene


def compare(outcomes: Outcomes, response: Response, finding: Finding) -> Comparison:
    """The pictures of the finding's ladder with their unchanged bases, or all pictures of a random dataset."""
    images = outcomes.images
    name = "+".join(r.factor for r in finding.ranges)
    used, inside = np.ones(len(images), bool), np.ones(len(images), bool)
    if images.is_stress:
        own = images.stress_factor == name
        used = own | ((images.stress_factor == "") & np.isin(images.base, images.base[own]))
    for found in finding.ranges:
        values = images.factors[found.factor]
        inside &= found.contains(values)
        used &= values != "" if values.dtype == object else np.isfinite(values)
    cluster = images.base if images.is_stress else units_of(images, "scene")
    records = response.image
    return Comparison(response, used[records], (inside & used)[records], cluster[records])


def effect(comparison: Comparison, seed: int) -> tuple[float, tuple[float, float]]:
    """The difference that the ranges make, signed as it is reported, and its 95 % interval by resampling clusters."""
    codes = np.unique(comparison.cluster[comparison.used], return_inverse=True)[1]
    y, inside = comparison.response.y[comparison.used], comparison.inside[comparison.used]
    sides = [np.stack([np.bincount(codes, y * s), np.bincount(codes, s)], axis=1) for s in (inside, ~inside)]
    if not sides[0][:, 1].any() or not sides[1][:, 1].any():
        return 0.0, (0.0, 0.0)
    difference, ends = resampled_difference(sides[0], sides[1], np.random.default_rng(seed))
    sign = comparison.response.sign
    low, high = sorted((sign * ends[0], sign * ends[1]))
    return sign * difference, (low, high)


def doses(outcomes: Outcomes, comparison: Comparison, factor: str) -> tuple[Dose, ...]:
    """The response at each group of a factor's values: every level of a ladder, fifths of many numbers, names."""
    records = comparison.response.image[comparison.used]
    y, values = comparison.response.y[comparison.used], outcomes.images.factors[factor][records]
    found = []
    for label, rows in _groups(outcomes, values, records, factor):
        if not rows.any():
            continue
        mean = float(y[rows].mean())
        value = 1 - mean if comparison.response.kind == "misses" else comparison.response.sign * mean
        objects = int(rows.sum()) if comparison.response.kind != "false_alarms" else 0
        found.append(Dose(label, value, len(np.unique(records[rows])), objects))
    return tuple(found[:_MOST_DOSES])


def _groups(outcomes: Outcomes, values: np.ndarray, records: np.ndarray, factor: str) -> list[tuple[str, np.ndarray]]:
    if not outcomes.images.is_stress or values.dtype == object:
        return [(level.label, level.rows) for level in levels_of(values)]
    level = outcomes.images.level[records]
    groups = [(short(float(np.median(values[level == n]))), level == n) for n in np.unique(level[level > 0])]
    return [("base", level == 0), *groups]


def examples(outcomes: Outcomes, comparison: Comparison) -> tuple[Example, ...]:
    """Five pictures, each of another scene where there are enough: on ladders those that lost most against the best
    picture of the same thing; else what failed inside the ranges, largest objects first."""
    if not outcomes.images.is_stress:
        return _worst(outcomes, comparison)
    rows = np.flatnonzero(comparison.used)
    response = comparison.response
    same = instances(outcomes, response)[rows]
    inside, y = comparison.inside[rows], response.y[rows]
    ranked = np.lexsort((outcomes.images.level[response.image[rows]], y, same))
    first = ranked[np.unique(same[ranked], return_index=True)[1]]  # the best of each object
    best_of = first[np.searchsorted(np.unique(same), same)]
    lost = np.where(inside, y - y[best_of], -np.inf)
    order = np.lexsort((rows, -lost))
    chosen = _spread(comparison.cluster[rows], order[lost[order] > 0])
    return tuple(
        _example(outcomes, response, rows[i], float(lost[i]), int(response.image[rows[best_of[i]]])) for i in chosen
    )


def _worst(outcomes: Outcomes, comparison: Comparison) -> tuple[Example, ...]:
    response = comparison.response
    usual = float(response.y[comparison.used & ~comparison.inside].mean())
    area = np.append(outcomes.truths.area, 0.0)[response.row]  # row -1 is the last
    order = np.lexsort((np.arange(len(response)), -area, -response.y))
    order = order[comparison.inside[order] & (response.y[order] > usual)]
    chosen = _spread(comparison.cluster, order)
    return tuple(_example(outcomes, response, i, float(response.y[i] - usual), None) for i in chosen)


def _spread(cluster: np.ndarray, order: np.ndarray) -> list[int]:
    """Up to five, in order, the first of each scene before the second of any."""
    seen: dict[int, int] = {}
    turns = []
    for place, row in enumerate(order):
        key = int(cluster[row])
        turns.append((seen.get(key, 0), place, int(row)))
        seen[key] = seen.get(key, 0) + 1
    return [row for _, _, row in sorted(turns)[:_EXAMPLES]]


def _example(outcomes: Outcomes, response: Response, record: int, lost: float, partner: int | None) -> Example:
    row = int(response.row[record])
    image_id = outcomes.images.image_id
    return Example(
        int(image_id[response.image[record]]),
        int(outcomes.truths.annotation_id[row]) if row >= 0 else None,
        int(image_id[partner]) if partner is not None else None,
        response.sign * lost,
    )


def is_monotone(ranges: tuple[Range, ...]) -> bool | None:
    """Whether the hurting values are one end of the scale; None of names and of pairs."""
    if len(ranges) != 1 or ranges[0].names:
        return None
    return (ranges[0].low is None) != (ranges[0].high is None)


def drawn_with(outcomes: Outcomes, found: Range) -> str:
    """Of a preset: a sentence on the factors that differ most with it, since it changes no picture by itself."""
    if found.factor != PRESET_FACTOR:
        return ""
    images = outcomes.images
    inside = found.contains(images.factors[found.factor])
    apart = {}
    for name, values in images.factors.items():
        if values.dtype == object or name not in outcomes.factors or outcomes.factors[name].scope != "capture":
            continue
        ranked = ranks(values)
        spread = np.sqrt(ranked[inside].var() + ranked[~inside].var())
        apart[name] = abs(ranked[inside].mean() - ranked[~inside].mean()) / max(float(spread), 1e-3)
    most = sorted(apart, key=lambda name: -apart[name])[:3]
    return f" It stands for the factors that it draws; {', '.join(most)} differ most." if most else ""
