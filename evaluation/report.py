"""The report as plain data: what `report.json` holds and `report.html` shows. `evaluation.schema` describes it."""

from __future__ import annotations

import dataclasses
import json
import math
from collections import Counter
from typing import Any

import numpy as np

from evaluation.blind_spots import coverage_record, measure_coverage
from evaluation.bootstrap import Interval, make_bootstrap
from evaluation.calibration import calibrate
from evaluation.causes import find_causes
from evaluation.measure import Measured
from evaluation.mistakes import confident_mistakes, mistake_record
from evaluation.operating import above, best_score
from evaluation.outcomes import DETECTION_ERRORS, MISSED, Images, Outcomes
from evaluation.robustness import Robustness, measure_robustness
from evaluation.slices import FAMILY, ImageSlice, attribute_slices, factor_slices, whole_slice
from generator.dataset.refusal import glint_version

FORMAT = 1
_DIGITS = 6
Record = dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """The report, and what its pictures are drawn from."""

    report: Record
    working: Outcomes  # from the operating point on


def analyse(measured: Measured, train: Images | None = None, score: float | None = None, seed: int = 0) -> Analysis:
    """Everything that a report says. `score` is the operating point, by default that of the best F1.

    `seed` is that of the bootstrap: the same input gives the same report. `train` are the images trained on.
    """
    outcomes = measured.outcomes
    operating = best_score(outcomes) if score is None else score
    working = above(outcomes, operating)
    bootstrap = make_bootstrap(outcomes, measured.matching, working, np.random.default_rng(seed))
    robustness = measure_robustness(outcomes, measured.matching)
    report = {
        "format": FORMAT,
        "glint": glint_version(),
        "dataset": _dataset(measured),
        "predictions": {"count": len(outcomes.detections), "kind": measured.kind, "operating_score": operating},
        "precision": {kind: found.summary for kind, found in measured.precision.items()},
        "overall": _slice(whole_slice(outcomes, working, measured.matching, bootstrap)),
        "classes": _classes(measured, working),
        "errors": _errors(measured, working),
        "robustness": None if robustness is None else _robustness(robustness),
        "causes": _causes(measured, operating, seed),
        "factors": [
            _factor(name, outcomes) | {"levels": [_slice(level) for level in levels]}
            for name, levels in factor_slices(outcomes, working, measured.matching, bootstrap).items()
        ],
        "attributes": [
            {"name": name, "levels": [_plain(level) for level in levels]}
            for name, levels in attribute_slices(working, bootstrap).items()
        ],
        "calibration": _plain(calibrate(outcomes, working)),
        "mistakes": [mistake_record(mistake, outcomes) for mistake in confident_mistakes(outcomes)],
        "coverage": None,
    }
    if train is not None and outcomes.images.factors:
        report["coverage"] = coverage_record(measure_coverage(working, train), outcomes.factors)
    return Analysis(tidy(report), working)


def report_bytes(report: Record) -> bytes:
    """As `report.json`: the same report gives the same bytes."""
    return (json.dumps(report, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def tidy(value: Any) -> Any:
    """Numbers in six significant digits, and null for those that are not known."""
    if isinstance(value, dict):
        return {str(key): tidy(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [tidy(item) for item in value]
    if isinstance(value, (bool, str)) or value is None:
        return value
    if isinstance(value, (int, np.integer)):
        return int(value)
    number = float(value)
    return float(f"{number:.{_DIGITS}g}") if math.isfinite(number) else None


def _dataset(measured: Measured) -> Record:
    images, truths = measured.outcomes.images, measured.outcomes.truths
    return {
        "name": measured.source.name,
        "splits": [split for split in measured.splits if split],
        "images": len(images),
        "objects": int((~truths.crowd).sum()),
        "crowds": int(truths.crowd.sum()),
        "stress": images.is_stress,
        "factors": len(images.factors),
        "estimated": _is_estimated(measured),
    }


def _is_estimated(measured: Measured) -> bool:
    """Whether the factors are not those that pictures were made with, but estimates from photographs."""
    return measured.source.description is None


def _causes(measured: Measured, operating: float, seed: int) -> list[Record]:
    """None of photographs: what is estimated from a picture was not drawn at random, so it shows no cause."""
    if _is_estimated(measured):
        return []
    return [cause.as_record() for cause in find_causes(measured.outcomes, score=operating, seed=seed)]


def _classes(measured: Measured, working: Outcomes) -> list[Record]:
    truths, detections = working.truths, working.detections
    found = []
    for category, name in measured.labels.categories.items():
        own = (truths.category_id == category) & ~truths.crowd
        made = detections.category_id == category
        record: Record = {"id": category, "name": name, "objects": int(own.sum()), "predictions": int(made.sum())}
        record["recall"] = float(truths.matched[own].mean()) if own.any() else math.nan
        record["precision"] = float(detections.correct[made].mean()) if made.any() else math.nan
        record |= {kind: p.of_class[category] for kind, p in measured.precision.items()}
        found.append(record)
    return found


def _errors(measured: Measured, working: Outcomes) -> list[Record]:
    """Counts over all predictions and from the operating point on; gains in AP50 are over all."""
    every, counting = Counter(measured.outcomes.detections.error), Counter(working.detections.error)
    rows = [
        {"type": name, "count": every[name], "count_operating": counting[name], "gain_ap50": measured.gains[name]}
        for name in DETECTION_ERRORS
    ]
    missed = int(measured.outcomes.truths.missed.sum()), int(working.truths.missed.sum())
    last = {"type": MISSED, "count": missed[0], "count_operating": missed[1], "gain_ap50": measured.gains[MISSED]}
    return [*rows, last]


def _factor(name: str, outcomes: Outcomes) -> Record:
    factor = outcomes.factors.get(name)
    if factor is None:
        doc = "Kind of scene." if name == FAMILY else ""
        return {"name": name, "unit": "name" if name == FAMILY else "", "scope": "", "kind": "", "doc": doc}
    return {
        "name": name,
        "unit": factor.unit,
        "scope": factor.scope,
        "kind": factor.kind,
        "doc": factor.doc,
    }


def _robustness(found: Robustness) -> Record:
    def pair(values: tuple[float, float]) -> Record:
        return {"ap": values[0], "ap50": values[1]}

    figures = {"clean": pair(found.clean), "mpc": pair(found.mpc), "rpc": pair(found.rpc)}
    return figures | {"factors": {name: pair(values) for name, values in found.of_factor.items()}}


def _slice(found: ImageSlice) -> Record:
    return _plain(found)


def _plain(found: Any) -> Any:
    """A dataclass as JSON holds it; an interval as {value, low, high}."""
    if isinstance(found, Interval):
        return {"value": found.value, "low": found.low, "high": found.high}
    if dataclasses.is_dataclass(found):
        return {field.name: _plain(getattr(found, field.name)) for field in dataclasses.fields(found)}
    if isinstance(found, (list, tuple)):
        return [_plain(item) for item in found]
    return found
