"""What a report says to whoever plans the next dataset: where the model fails, and where the data is thin."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from evaluation.causes_ranges import Range
from evaluation.levels import BASE
from evaluation.refine_widen import Rung, widened
from generator.errors import DatasetError

_WORTH = {"misses": 1.0, "scores": 0.5, "false_alarms": 0.1}  # of one unit: a point of recall is what counts
_MOST_WORTH = {"false_alarms": 0.3}  # however many there are from a low score on


@dataclass(frozen=True, slots=True)
class Weakness:
    """Values of a factor that hurt. `worth` says how much it matters beside the others; `loss` is of recall, 0..1."""

    range: Range
    source: Literal["cause", "blind spot"]
    worth: float
    loss: float
    reason: str  # one line, for the comment
    worst: Range | None = None  # the part of the range that the cause names, where the range was widened


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a report says for planning."""

    dataset: str
    weaknesses: tuple[Weakness, ...]
    seen: Mapping[str, tuple[float, float]]  # the least and the largest value of each factor that was evaluated


def read_findings(folder: Path) -> Findings:
    """The causes and blind spots in the report in `folder`. Raises `DatasetError` if there is no such report."""
    path = folder / "report.json" if folder.is_dir() else folder
    if not path.is_file():
        raise DatasetError(f"{folder}: has no report.json. Write one with glint evaluate DATASET PREDICTIONS --out DIR")
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        rungs = _rungs(report.get("factors", []))
        causes = [weakness for cause in report["causes"] for weakness in _of_cause(cause, rungs)]
        named = {weakness.range.factor for weakness in causes}
        spots = (report.get("coverage") or {}).get("blind_spots", [])
        thin = [weakness for spot in spots for weakness in _of_spot(spot) if weakness.range.factor not in named]
        name = str(report.get("dataset", {}).get("name", ""))
        return Findings(name, (*causes, *_one_for_each(thin)), _seen(report.get("factors", [])))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"lacks {error}" if isinstance(error, KeyError) else str(error)
        raise DatasetError(f"{path}: is no report of glint evaluate ({what})") from None


def _seen(factors: Sequence[Mapping[str, Any]]) -> dict[str, tuple[float, float]]:
    """How far the pictures of the report went in each factor of numbers."""
    ends: dict[str, tuple[float, float]] = {}
    for factor in factors:
        lows = [float(level["low"]) for level in factor["levels"] if level["low"] is not None]
        highs = [float(level["high"]) for level in factor["levels"] if level["high"] is not None]
        if lows and highs:
            ends[str(factor["name"])] = min(lows), max(highs)
    return ends


def _rungs(factors: Sequence[Mapping[str, Any]]) -> dict[str, list[Rung]]:
    """The ladders of a stress set, each with what its rungs lose of the recall of the unchanged bases."""
    found = {}
    for factor in factors:
        bases = [level["recall"]["value"] for level in factor["levels"] if level["label"] == BASE]
        known = [x for x in factor["levels"] if x["low"] is not None and x["recall"]["value"] is not None]
        if bases and bases[0] is not None:
            own = [Rung(float(x["low"]), float(bases[0]) - float(x["recall"]["value"])) for x in known]
            found[str(factor["name"])] = own
    return found


def _of_cause(cause: Mapping[str, Any], rungs: Mapping[str, Sequence[Rung]]) -> list[Weakness]:
    """One weakness for each factor: those of a pair are drawn independently and meet often enough."""
    effect, kind, reason = float(cause["effect"]), cause["kind"], str(cause["sentence"])
    worth = min(abs(effect) * _WORTH[kind], _MOST_WORTH.get(kind, 1.0))
    loss = max(-effect, 0.0) if kind == "misses" else 0.0
    ranges = [_range(record) for record in cause["ranges"]]
    if len(ranges) == 1 and kind == "misses" and ranges[0].factor in rungs:
        wide = widened(ranges[0], rungs[ranges[0].factor], loss)
        if wide != ranges[0]:
            reason += f" A quarter of that is lost {wide.text('name')} already."
        return [Weakness(wide, "cause", worth, loss, reason, ranges[0])]
    return [Weakness(r, "cause", worth / len(ranges), loss / len(ranges), reason) for r in ranges]


def _range(record: Mapping[str, Any]) -> Range:
    names = tuple(str(name) for name in record.get("names") or ())
    low, high = (None if record.get(end) is None else float(record[end]) for end in ("low", "high"))
    if not names and low is None and high is None:
        raise ValueError(f"the range of {record['factor']} has no end")
    return Range(str(record["factor"]), low, high, names, bool(record.get("outside", False)))


def _of_spot(spot: Mapping[str, Any]) -> list[Weakness]:
    """A blind spot of numbers in one factor; a pair of them is left to the report."""
    cells = spot["factors"]
    if len(cells) != 1 or cells[0]["low"] is None or cells[0]["high"] is None:
        return []
    rate, usual = float(spot["miss_rate"]), float(spot["overall_miss_rate"])
    loss = max(float(spot["miss_rate_low"]) - usual, 0.0)
    found = Range(str(cells[0]["name"]), float(cells[0]["low"]), float(cells[0]["high"]))
    reason = (
        f"{spot['train_share']:.1%} of the training images are here, where {rate:.0%} of the objects are missed "
        f"({usual:.0%} over all)."
    )
    return [Weakness(found, "blind spot", loss, loss, reason)] if loss > 0 else []


def _one_for_each(spots: list[Weakness]) -> list[Weakness]:
    """The worst blind spot of each factor."""
    best: dict[str, Weakness] = {}
    for spot in spots:
        known = best.get(spot.range.factor)
        if known is None or spot.worth > known.worth:
            best[spot.range.factor] = spot
    return list(best.values())
