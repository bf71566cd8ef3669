"""Error types by hand, one of each kind; and on random files against what TIDE's own program says of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from simulated_detector import random_coco, random_predictions

from evaluation.error_types import ErrorTypes, classify, gains
from evaluation.find_dataset import find_dataset, read_labels
from evaluation.labels import Labels
from evaluation.matching import Matching, match
from evaluation.outcomes import DETECTION_ERRORS
from evaluation.overlaps import find_overlaps
from evaluation.predictions import check_predictions, read_predictions

# tidecv 1.0.1 on random_coco(rng, images=40, crowds=False), random_predictions, then scores of six digits, for these
# seeds: counts, then dAP in points, of class, localisation, both, duplicate, background, missed.
TIDE = {
    101: ((13, 47, 16, 29, 30, 39), (6.62838, 18.45717, 0.95471, 2.45286, 3.97457, 9.15465)),
    102: ((14, 46, 13, 24, 31, 41), (5.87550, 20.88911, 1.26933, 1.84283, 4.61288, 9.47521)),
    104: ((14, 38, 7, 20, 36, 42), (4.49097, 15.82540, 0.62183, 2.42226, 3.83773, 13.19469)),
    105: ((10, 35, 10, 24, 40, 29), (4.85036, 19.71168, 1.06663, 1.77671, 5.48942, 8.48792)),
}
TIDE_ORDER = ("class", "localisation", "both", "duplicate", "background")


def typed(folder: Path, coco: dict[str, Any], predictions: list[dict[str, Any]]) -> tuple[Labels, Matching, ErrorTypes]:
    (folder / "coco.json").write_text(json.dumps(coco))
    (folder / "results.json").write_text(json.dumps(predictions))
    labels = read_labels(find_dataset(folder / "coco.json"), [""])
    found = read_predictions(folder / "results.json")
    image = check_predictions(folder / "results.json", found, labels, "coco.json")
    overlaps = find_overlaps(labels, found, image, False)
    matching = match(labels, found, image, overlaps)
    return labels, matching, classify(labels, matching, overlaps)


def test_one_of_each_kind(tmp_path: Path) -> None:
    def thing(number: int, category: int, x: float) -> dict[str, Any]:
        return {"id": number, "image_id": 1, "category_id": category, "bbox": [x, 0, 10, 10], "area": 100, "iscrowd": 0}

    def guess(category: int, x: float, score: float, width: float = 10) -> dict[str, Any]:
        return {"image_id": 1, "category_id": category, "bbox": [x, 0, width, 10], "score": score}

    coco = {
        "images": [{"id": 1, "width": 400, "height": 50, "file_name": "a.png"}],
        "annotations": [thing(1, 1, 0), thing(2, 1, 50), thing(3, 1, 100), thing(4, 1, 150), thing(5, 2, 200)],
        "categories": [{"id": 1, "name": "bolt"}, {"id": 2, "name": "nut"}],
    }
    predictions = [
        guess(1, 0, 0.9),  # right
        guess(1, 1, 0.8),  # again: duplicate
        guess(1, 56, 0.7),  # IoU 4 / 16: localisation, so object 2 is not missed
        guess(2, 100, 0.6),  # class, so object 3 is not missed
        guess(2, 156, 0.5),  # wrong in both, so object 4 is missed
        guess(1, 300, 0.4),  # background
        guess(1, 209.5, 0.3),  # IoU 0.5 / 19.5 with an object: still background
    ]
    labels, matching, types = typed(tmp_path, coco, predictions)
    expected = ["true_positive", "duplicate", "localisation", "class", "both", "background", "background"]
    assert types.error.tolist() == expected
    assert types.blamed.tolist() == [-1, 0, 1, 2, 3, -1, -1]
    assert types.missed.tolist() == [False, False, False, True, True]
    gained = gains(labels, matching, types)
    assert gained["background"] == 0, "they come after everything right, so they cost nothing"
    assert gained["localisation"] > 0
    assert gained["missed"] > 0


@pytest.mark.parametrize("seed", TIDE)
def test_counts_and_gains_equal_those_of_tide(tmp_path: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    coco = random_coco(rng, images=40, crowds=False)
    predictions = random_predictions(rng, coco)
    for prediction in predictions:
        prediction["score"] = round(float(rng.random()), 6)
    labels, matching, types = typed(tmp_path, coco, predictions)
    counts, points = TIDE[seed]
    assert [int((types.error == name).sum()) for name in TIDE_ORDER] == list(counts[:5])
    assert int(types.missed.sum()) == counts[5]
    gained = gains(labels, matching, types)
    np.testing.assert_allclose([100 * gained[name] for name in (*TIDE_ORDER, "missed")], points, atol=1e-4)


def test_a_crowd_is_neither_missed_nor_makes_a_prediction_wrong(tmp_path: Path) -> None:
    coco = {
        "images": [{"id": 1, "width": 100, "height": 100, "file_name": "a.png"}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 90, 90], "area": 8100, "iscrowd": 1}],
        "categories": [{"id": 1, "name": "bolt"}],
    }
    _, _, types = typed(tmp_path, coco, [{"image_id": 1, "category_id": 1, "bbox": [10, 10, 9, 9], "score": 0.9}])
    assert types.error.tolist() == ["ignored"]
    assert not types.missed.any()


def test_every_wrong_prediction_has_one_of_the_declared_types(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    coco = random_coco(rng, images=30)
    _, matching, types = typed(tmp_path, coco, random_predictions(rng, coco))
    assert set(types.error[~matching.hit[0, 0]]) == {*DETECTION_ERRORS, "ignored"}
