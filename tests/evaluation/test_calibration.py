"""Calibration errors against the formula by hand, against the paper's own program, and where they must be nothing."""

from __future__ import annotations

import numpy as np
import pytest

from evaluation.calibration import binned_error

# netcal 1.2.1, the program of Küppers et al.: ECE(bins, detection=True) on the draws below, for these seeds.
NETCAL = {
    0: {20: 0.110025, "place": 0.257769, "size": 0.255660, 5: 0.314652},
    1: {20: 0.112294, "place": 0.253008, "size": 0.271811, 5: 0.315812},
}


def test_by_hand() -> None:
    """Two bins of two: |0.5 - 0.85| and |0 - 0.3|, each half of the predictions."""
    score, right = np.array([0.8, 0.9, 0.2, 0.4]), np.array([True, False, False, False])
    assert binned_error(score, right, (), 2) == pytest.approx(0.5 * 0.35 + 0.5 * 0.3)


def test_position_shows_what_the_score_alone_hides() -> None:
    """Right on the left, wrong on the right, always half sure: calibrated over all, and nowhere in fact."""
    score = np.full(100, 0.5)
    left = np.arange(100) % 2 == 0
    x, y = np.where(left, 0.2, 0.8), np.full(100, 0.5)
    assert binned_error(score, left, (), 20) == pytest.approx(0)
    assert binned_error(score, left, (x, y), 8) == pytest.approx(0.5)


@pytest.mark.parametrize("seed", NETCAL)
def test_equals_the_program_of_the_paper(seed: int) -> None:
    rng = np.random.default_rng(seed)
    score = rng.random(500)
    right = rng.random(500) < score**1.5
    boxes = tuple(rng.random((4, 500)))
    expected = NETCAL[seed]
    assert binned_error(score, right, (), 20) == pytest.approx(expected[20], abs=1e-6)
    assert binned_error(score, right, boxes[:2], 8) == pytest.approx(expected["place"], abs=1e-6)
    assert binned_error(score, right, boxes[2:], 8) == pytest.approx(expected["size"], abs=1e-6)
    assert binned_error(score, right, boxes, 5) == pytest.approx(expected[5], abs=1e-6)


def test_scores_that_mean_what_they_say_have_little_error() -> None:
    rng = np.random.default_rng(2)
    score = rng.random(200_000)
    right = rng.random(200_000) < score
    assert binned_error(score, right, (), 20) < 0.01
    assert binned_error(score**0.25, right, (), 20) == pytest.approx(np.mean(score**0.25 - score), abs=0.01)
    assert np.isnan(binned_error(score[:0], right[:0], (), 20))
