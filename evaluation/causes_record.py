"""A cause: what a search for causes finds, as data and as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from evaluation.causes_ranges import Range
from generator.factors import Factor

Kind = Literal["misses", "false_alarms", "scores"]
KINDS: tuple[Kind, ...] = ("misses", "false_alarms", "scores")
Design = Literal["ladder", "random"]


@dataclass(frozen=True, slots=True)
class Dose:
    """What was measured at one group of values: the response of a dose."""

    label: str
    value: float  # recall, false alarms per image, or mean score of the objects found
    images: int
    objects: int


@dataclass(frozen=True, slots=True)
class Example:
    """A picture that shows the cause. `partner` is the same scene without it (ladders), `change` what it cost."""

    image_id: int
    annotation_id: int | None  # None where it is about false alarms
    partner_image_id: int | None
    change: float


@dataclass(frozen=True, slots=True)
class Cause:
    """One factor, or two together, whose values in `ranges` make a model worse.

    `effect` is the difference between these values and all others: of recall (misses) and of the mean score of objects
    found (scores) in shares, below zero; of false alarms per image, above zero.
    """

    factors: tuple[str, ...]
    kind: Kind
    score: float  # from which predictions count here
    design: Design  # "ladder": paired pictures that differ in the factor only; "random": factors drawn independently
    ranges: tuple[Range, ...]
    effect: float
    interval: tuple[float, float]  # 95 %, by resampling scenes, or base scenes
    p: float  # adjusted for all tests that were made
    images: int  # compared
    objects: int
    scenes: int
    monotone: bool | None  # whether more of it is worse all the way; None of names and of pairs
    doses: tuple[Dose, ...]
    examples: tuple[Example, ...]
    sentence: str

    def as_record(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "factors": list(self.factors),
            "kind": self.kind,
            "score": _rounded(self.score),
            "design": self.design,
            "ranges": [r.as_record() for r in self.ranges],
            "effect": _rounded(self.effect),
            "interval": [_rounded(end) for end in self.interval],
            "p": float(f"{self.p:.3g}"),
            "images": self.images,
            "objects": self.objects,
            "scenes": self.scenes,
            "monotone": self.monotone,
            "doses": [
                {"label": d.label, "value": _rounded(d.value), "images": d.images, "objects": d.objects}
                for d in self.doses
            ],
            "examples": [
                {
                    "image_id": e.image_id,
                    "annotation_id": e.annotation_id,
                    "partner_image_id": e.partner_image_id,
                    "change": _rounded(e.change),
                }
                for e in self.examples
            ],
            "sentence": self.sentence,
        }


def cause_sentence(
    kind: Kind,
    design: Design,
    ranges: tuple[Range, ...],
    effect: float,
    interval: tuple[float, float],
    score: float,
    factors: Mapping[str, Factor],
) -> str:
    """The finding in plain words, with its size and interval."""
    units = [factors[r.factor].unit if r.factor in factors else "name" for r in ranges]
    where = " together with ".join(f"{r.factor} {r.text(unit)}" for r, unit in zip(ranges, units, strict=True))
    low, high = interval
    if kind == "false_alarms":
        from_score = f"from a score of {score:.2g} on"
        what = f"adds {effect:.2g} false alarms per image {from_score} (95 % interval {low:.2g} to {high:.2g})"
    else:
        measure = "points of recall" if kind == "misses" else "points of the score of objects found"
        what = f"costs {-100 * effect:.0f} {measure} (95 % interval {-100 * high:.0f} to {-100 * low:.0f})"
    more = " more than each alone explains" if len(ranges) > 1 else ""
    how = "seen on pictures that differ in nothing else" if design == "ladder" else "seen over factors drawn at random"
    return f"{where} {what}{more}, {how}."


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")
