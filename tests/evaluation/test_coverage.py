"""Blind spots are where nobody trained and much is missed; not where only one of the two holds."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from measured_dataset import DARK, detect, random_dataset

from evaluation.blind_spots import Coverage, measure_coverage
from evaluation.coverage import Misses, count, wilson
from evaluation.find_dataset import find_dataset, read_labels
from evaluation.measure import measure
from evaluation.operating import above, best_score


def covered(folder: Path, dark: tuple[float, float]) -> Coverage:
    tested = random_dataset(folder / "tested", {"val": 100})
    trained = random_dataset(folder / "trained", {"train": 120}, dark=dark, seed=5)
    (folder / "results.json").write_text(json.dumps(detect(tested, ("val",))))
    outcomes = measure(tested, folder / "results.json", "val").outcomes
    return measure_coverage(above(outcomes, best_score(outcomes)), read_labels(find_dataset(trained), ["train"]).images)


def test_a_model_trained_in_the_light_is_blind_in_the_dark(tmp_path: Path) -> None:
    found = covered(tmp_path, dark=(0, 3))
    assert found.blind_spots
    for spot in found.blind_spots:
        assert spot.factors[0] == DARK
        assert spot.cells[0].high is not None
        assert spot.cells[0].high <= 0
        assert spot.train_share == 0
        assert spot.miss_low > spot.overall_miss_rate
    cells = found.of_factor[DARK]
    assert sum(cell.train_images for cell in cells) == 120
    assert sum(cell.objects for cell in cells) == 100 * 5


def test_where_there_is_training_data_misses_are_no_blind_spot(tmp_path: Path) -> None:
    assert not [spot for spot in covered(tmp_path, dark=(-3, 3)).blind_spots if spot.factors == (DARK,)]


def test_wilsons_interval() -> None:
    """Brown, Cai, DasGupta 2001: for none of ten it is 0 to 0.278, for five of ten 0.237 to 0.763."""
    assert wilson(0.0, 10) == pytest.approx((0, 0.278), abs=5e-4)
    assert wilson(0.5, 10) == pytest.approx((0.237, 0.763), abs=5e-4)
    assert wilson(0.0, 0) == (0, 1)
    assert np.diff(wilson(0.5, 1000))[0] == pytest.approx(2 * 1.96 * np.sqrt(0.25 / 1000), abs=1e-3)


def test_objects_that_fail_together_count_once() -> None:
    """Twenty scenes of ten objects, all or none of them missed: worth as much as about twenty objects, not 200."""
    lost = np.repeat([0.0, 10.0], 10)
    counts = count(np.zeros(5, int), np.zeros(20, int), 1, Misses(np.full(20, 10.0), lost, np.arange(20), 0.0))
    assert counts.objects[0] == 200
    assert counts.effective[0] == pytest.approx(20, rel=0.1)
    alike = Misses(np.full(20, 10.0), np.full(20, 5.0), np.arange(20), 0.0)
    assert count(np.zeros(5, int), np.zeros(20, int), 1, alike).effective[0] == 200
