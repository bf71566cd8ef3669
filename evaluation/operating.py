"""The operating point: the score from which predictions count when a model is used, not ranked."""

from __future__ import annotations

import dataclasses

import numpy as np

from evaluation.outcomes import IGNORED, Outcomes

FALSE_ALARMS = ("background", "duplicate", "both")  # other errors have an object that was not found: those are misses
_ALARMS_PER_IMAGE = 2.0


def best_score(outcomes: Outcomes) -> float:
    """The score that gives the largest F1 over all images; 0 if nothing was found at all."""
    detections = outcomes.detections
    judged = np.flatnonzero(detections.error != IGNORED)
    order = judged[np.argsort(-detections.score[judged], kind="stable")]
    score = detections.score[order]
    right = np.cumsum(detections.correct[order])
    if not len(order) or not right[-1]:
        return 0.0
    f1 = 2 * right / (np.arange(1, len(order) + 1) + int((~outcomes.truths.crowd).sum()))
    last_of_ties = np.append(score[1:] != score[:-1], True)  # a threshold takes all predictions of one score
    return float(score[int(np.argmax(np.where(last_of_ties, f1, -1.0)))])


def alarm_score(outcomes: Outcomes, operating: float) -> float:
    """The score from which a model raises two false alarms per image, or the operating point if it raises more there.

    At the best F1 few are left: a factor that triples them is lost in chance. Two per image is a usual point of a FROC
    curve (Bunch et al., SPIE 127, 1977); below it lie guesses, whose number says little.
    """
    detections = outcomes.detections
    false = np.sort(detections.score[np.isin(detections.error.astype(str), FALSE_ALARMS)])[::-1]
    number = round(_ALARMS_PER_IMAGE * len(outcomes.images))
    if not len(false) or not number:
        return operating
    return min(operating, float(false[min(number, len(false)) - 1]))


def above(outcomes: Outcomes, score: float) -> Outcomes:
    """The same outcomes as if predictions below `score` had not been made.

    Matching runs from the best score down, so those above it keep their objects. Objects that only weak predictions
    touched become missed.
    """
    detections, truths = outcomes.detections, outcomes.truths
    keep = detections.score >= score
    kept = dataclasses.replace(
        detections,
        **{name.name: getattr(detections, name.name)[keep] for name in dataclasses.fields(detections)},
    )
    matched = truths.matched & (np.nan_to_num(truths.score, nan=-1.0) >= score)
    excused = np.zeros(len(truths), bool)
    excused[kept.blamed[np.isin(kept.error, ["localisation", "class"])]] = True
    missed = ~matched & ~truths.crowd & ~excused
    scores = np.where(matched, truths.score, np.nan)
    return dataclasses.replace(
        outcomes, detections=kept, truths=dataclasses.replace(truths, matched=matched, score=scores, missed=missed)
    )
