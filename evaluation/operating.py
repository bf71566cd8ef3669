"""The operating point: the score from which predictions count when a model is used, not ranked."""

from __future__ import annotations

import dataclasses

import numpy as np

from evaluation.outcomes import IGNORED, Outcomes


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
