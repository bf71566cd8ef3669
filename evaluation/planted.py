"""A simulated detector whose failures follow a known rule over factors, for testing what finds causes.

It is no caricature: scenes and objects differ in difficulty (an object that is hard stays hard on all levels of a
ladder), scores of right and wrong predictions overlap, and the number of false alarms varies by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from evaluation.causes_record import Kind
from evaluation.outcomes import TRUE_POSITIVE, Detections, Images, Outcomes, Truths
from generator.factors import Factor
from generator.plan import ANNOTATIONS_PER_IMAGE

Shape = Literal["linear", "above", "below", "middle", "ends", "category"]
_BASE_LOGIT = -2.0  # 12 % missed without a cause
_SCENE_SD, _OBJECT_SD, _IMAGE_SD = 0.5, 0.8, 0.3  # of difficulty, in logits
_ALARMS = 0.4  # false alarms per image without a cause


@dataclass(frozen=True, slots=True)
class Term:
    """How bad a factor's values are, 0..1: `low` and `high` are where the shape begins and ends; `low` is a cut."""

    factor: str
    shape: Shape
    low: float = 0.0
    high: float = 1.0
    name: str = ""

    def badness(self, values: np.ndarray) -> np.ndarray:
        """(I,) 0..1. Values that an image lacks do no harm."""
        if self.shape == "category":
            return (values == self.name).astype(float)
        if self.shape == "linear":
            slope = (values - self.low) / (self.high - self.low)
            return np.nan_to_num(np.clip(slope, 0, 1))
        if self.shape in ("above", "below"):
            return (values > self.low if self.shape == "above" else values <= self.low).astype(float)
        inside = (values > self.low) & (values <= self.high)
        return (inside if self.shape == "middle" else ~inside & np.isfinite(values)).astype(float)


@dataclass(frozen=True, slots=True)
class Rule:
    """What goes wrong, by how much: `strength` is a chance of a miss, false alarms per image, or a loss of score.

    With several terms they work together only: their badness is multiplied.
    """

    kind: Kind
    terms: tuple[Term, ...]
    strength: float

    @property
    def factors(self) -> frozenset[str]:
        """What a search for causes should find."""
        return frozenset(term.factor for term in self.terms)

    def harm(self, images: Images) -> np.ndarray:
        """(I,) strength times badness."""
        harm = np.full(len(images), self.strength)
        for term in self.terms:
            harm *= term.badness(images.factors[term.factor])
        return harm


def detect(
    images: Images,
    truths: Truths,
    factors: dict[str, Factor],
    categories: dict[int, str],
    rules: tuple[Rule, ...],
    rng: np.random.Generator,
) -> Outcomes:
    """What the detector does on these images. Of `truths` only what is known without a detector is used."""
    harm: dict[str, np.ndarray] = {kind: np.zeros(len(images)) for kind in ("misses", "false_alarms", "scores")}
    for rule in rules:
        if rule.kind == "misses":
            harm["misses"] = 1 - (1 - harm["misses"]) * (1 - rule.harm(images))
        else:
            harm[rule.kind] += rule.harm(images)
    scene = images.base if images.is_stress else images.scene
    scene_difficulty = _by_group(scene, _SCENE_SD, rng)
    thing = np.stack([scene[truths.image], truths.annotation_id % ANNOTATIONS_PER_IMAGE], axis=1)
    logit = _BASE_LOGIT + scene_difficulty[truths.image] + rng.normal(0, _IMAGE_SD, len(images))[truths.image]
    logit += _by_group(np.unique(thing, axis=0, return_inverse=True)[1].reshape(-1), _OBJECT_SD, rng)
    found = rng.random(len(truths)) > 1 - (1 - harm["misses"][truths.image]) * (1 - 1 / (1 + np.exp(-logit)))
    quality = rng.normal(1.6, 0.8, len(truths)) - 0.3 * (logit - _BASE_LOGIT)
    score = np.clip(1 / (1 + np.exp(-quality)) - harm["scores"][truths.image], 0.02, 0.999)
    alarms = rng.poisson(_ALARMS * np.exp(scene_difficulty) + harm["false_alarms"])
    detections = _detections(images, truths, found, score, alarms, rng)
    whole = Truths(
        truths.annotation_id,
        truths.image,
        truths.category_id,
        truths.box_xywh_px,
        truths.area,
        truths.crowd,
        found,
        np.where(found, score, np.nan),
        ~found & ~truths.crowd,
        truths.attributes,
    )
    return Outcomes(images, whole, detections, factors, categories)


def coco_results(outcomes: Outcomes) -> list[dict[str, Any]]:
    """The same predictions as COCO results, for the whole way from a predictions file to causes."""
    detections = outcomes.detections
    ids = outcomes.images.image_id[detections.image]
    return [
        {
            "image_id": int(image),
            "category_id": int(category),
            "bbox": [round(float(v), 2) for v in box],
            "score": round(float(score), 5),
        }
        for image, category, box, score in zip(
            ids, detections.category_id, detections.box_xywh_px, detections.score, strict=True
        )
    ]


def _detections(
    images: Images, truths: Truths, found: np.ndarray, score: np.ndarray, alarms: np.ndarray, rng: np.random.Generator
) -> Detections:
    right, wrong = np.flatnonzero(found), int(alarms.sum())
    at = np.repeat(np.arange(len(images)), alarms)
    kinds = np.unique(truths.category_id) if len(truths) else np.array([1])
    corner = rng.random((wrong, 2)) * 0.8 * images.size_px[at]
    boxes = np.concatenate([corner, np.full((wrong, 2), 6.0)], axis=1)
    return Detections(
        np.concatenate([truths.image[right], at]),
        np.concatenate([truths.category_id[right], rng.choice(kinds, wrong)]),
        np.concatenate([truths.box_xywh_px[right], boxes]),
        np.concatenate([score[right], 1 / (1 + np.exp(-rng.normal(-0.2, 0.8, wrong)))]),
        np.concatenate([right, np.full(wrong, -1)]),
        np.array([TRUE_POSITIVE] * len(right) + ["background"] * wrong, object),
        np.full(len(right) + wrong, -1),
    )


def _by_group(group: np.ndarray, sd: float, rng: np.random.Generator) -> np.ndarray:
    codes = np.unique(group, return_inverse=True)[1]
    return rng.normal(0, sd, int(codes.max(initial=-1)) + 1)[codes]
