"""Calibration: whether a score of 0.9 is right nine times in ten.

ECE and D-ECE after Küppers et al. (CVPR Workshops 2020): predictions are binned by score, and for D-ECE also by where
their box lies and how large it is, all as shares of the picture, in bins of equal width; the error is the mean distance
between precision and mean score over the bins, weighted by their predictions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evaluation.outcomes import IGNORED, Outcomes

# Numbers of bins as in the paper's experiments: of the score alone, of each with position or size, of each with both.
_SCORE_BINS, _PARTIAL_BINS, _FULL_BINS = 20, 8, 5


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Predictions whose score lies from `low` to `high`."""

    low: float
    high: float
    count: int
    mean_score: float
    precision: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Errors are 0..1; NaN without predictions. `overconfidence` is the mean score less precision."""

    predictions: int
    ece: float
    d_ece_position: float
    d_ece_size: float
    d_ece: float
    overconfidence: float
    bins: tuple[ReliabilityBin, ...]  # of the score; empty ones left out


def calibrate(outcomes: Outcomes, working: Outcomes) -> Calibration:
    """Calibration of the predictions that count, right at an IoU of 0.5. Those on crowds are left out.

    `working` are the outcomes from the operating point on; the bins show all predictions, for the diagram.
    """
    score, right, place, size = _judged(working)
    return Calibration(
        len(score),
        binned_error(score, right, (), _SCORE_BINS),
        binned_error(score, right, place, _PARTIAL_BINS),
        binned_error(score, right, size, _PARTIAL_BINS),
        binned_error(score, right, (*place, *size), _FULL_BINS),
        float(score.mean() - right.mean()) if len(score) else float("nan"),
        tuple(_reliability(*_judged(outcomes)[:2])),
    )


def calibration_error(outcomes: Outcomes, chosen: np.ndarray) -> float:
    """ECE of the predictions `chosen` (D,) bool."""
    judged = chosen & (outcomes.detections.error != IGNORED)
    return binned_error(outcomes.detections.score[judged], outcomes.detections.correct[judged], (), _SCORE_BINS)


def binned_error(score: np.ndarray, right: np.ndarray, others: tuple[np.ndarray, ...], bins: int) -> float:
    """D-ECE with `bins` bins for the score and for each column of `others`; all (D,), 0..1. NaN without predictions."""
    if not len(score):
        return float("nan")
    cell = np.zeros(len(score), np.int64)
    for column in (score, *others):
        cell = cell * bins + _bin(column, bins)
    _, cell = np.unique(cell, return_inverse=True)
    return float(np.abs(np.bincount(cell, score) - np.bincount(cell, right.astype(float))).sum() / len(score))


def _bin(values: np.ndarray, bins: int) -> np.ndarray:
    return np.clip((values * bins).astype(np.int64), 0, bins - 1)


def _judged(outcomes: Outcomes) -> tuple[np.ndarray, np.ndarray, tuple[np.ndarray, ...], tuple[np.ndarray, ...]]:
    """Scores, whether right, centres, and widths and heights; boxes as shares of their picture."""
    detections = outcomes.detections
    judged = detections.error != IGNORED
    box, size_px = detections.box_xywh_px[judged], outcomes.images.size_px[detections.image[judged]]
    centre = np.clip((box[:, :2] + box[:, 2:] / 2) / size_px, 0, 1)
    size = np.clip(box[:, 2:] / size_px, 0, 1)
    place, extent = (centre[:, 0], centre[:, 1]), (size[:, 0], size[:, 1])
    return detections.score[judged], detections.correct[judged], place, extent


def _reliability(score: np.ndarray, right: np.ndarray) -> list[ReliabilityBin]:
    cell = _bin(score, _SCORE_BINS)
    found = []
    for number in np.unique(cell):
        rows = cell == number
        low, high = number / _SCORE_BINS, (number + 1) / _SCORE_BINS
        found.append(ReliabilityBin(low, high, int(rows.sum()), float(score[rows].mean()), float(right[rows].mean())))
    return found
