"""The quick bootstrap against COCO's own AP50 of resampled files, and its intervals against what theory gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from simulated_detector import random_coco, random_predictions

from evaluation.bootstrap import Bootstrap, make_bootstrap
from evaluation.measure import Measured, measure
from evaluation.operating import above, best_score
from evaluation.precision import precision_within


def measured(folder: Path, coco: dict[str, Any], predictions: list[dict[str, Any]]) -> Measured:
    (folder / "coco.json").write_text(json.dumps(coco))
    (folder / "results.json").write_text(json.dumps(predictions))
    return measure(folder / "coco.json", folder / "results.json")


def bootstrap_of(found: Measured, score: float = 0.0) -> Bootstrap:
    return make_bootstrap(found.outcomes, found.matching, above(found.outcomes, score), np.random.default_rng(1))


def test_with_few_scores_the_binned_ap50_is_cocos(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    coco = random_coco(rng, images=8, classes=2, crowds=False)
    predictions = random_predictions(rng, coco)
    for number, prediction in enumerate(predictions):
        prediction["score"] = (number + 1) / 1000  # each its own bin
    assert len(predictions) < 64
    found = measured(tmp_path, coco, predictions)
    chosen = np.ones(8, bool)
    _, ap50 = precision_within(found.matching, found.labels.categories, chosen)
    rows = np.arange(8)
    quick = bootstrap_of(found)._resampled_ap50(rows, np.ones((1, 8), np.float32))
    assert quick[0] == pytest.approx(ap50, abs=1e-6)


def test_a_resample_is_the_dataset_with_images_repeated(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    coco = random_coco(rng, images=6, classes=2, crowds=False)
    predictions = random_predictions(rng, coco)
    for number, prediction in enumerate(predictions):
        prediction["score"] = (number + 1) / 1000
    found = measured(tmp_path, coco, predictions)
    weights = np.array([2, 0, 1, 1, 3, 0])
    again, results = repeated(coco, predictions, weights)
    (tmp_path / "again").mkdir()
    resampled = measured(tmp_path / "again", again, results)
    quick = bootstrap_of(found)._resampled_ap50(np.arange(6), weights[None].astype(np.float32))
    assert quick[0] == pytest.approx(
        resampled.precision["bbox"].summary["AP50"], abs=2e-3
    )  # ties are ordered otherwise


def repeated(
    coco: dict[str, Any], predictions: list[dict[str, Any]], weights: np.ndarray
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    images, annotations, results = [], [], []
    for image, weight in zip(coco["images"], weights, strict=True):
        for turn in range(weight):
            new = image["id"] + 1000 * turn
            images.append(image | {"id": new})
            for annotation in coco["annotations"]:
                if annotation["image_id"] == image["id"]:
                    annotations.append(annotation | {"image_id": new, "id": len(annotations) + 1})
            results += [p | {"image_id": new} for p in predictions if p["image_id"] == image["id"]]
    return coco | {"images": images, "annotations": annotations}, results


def test_recall_of_a_coin_has_the_interval_of_a_coin(tmp_path: Path) -> None:
    """One object an image, found in half of them: the interval is that of a share of 400 throws."""
    images = [{"id": i, "width": 100, "height": 100, "file_name": f"{i}.png"} for i in range(400)]
    annotations = [
        {"id": i + 1, "image_id": i, "category_id": 1, "bbox": [10, 10, 20, 20], "area": 400, "iscrowd": 0}
        for i in range(400)
    ]
    coco = {"images": images, "annotations": annotations, "categories": [{"id": 1, "name": "nut"}]}
    results = [
        {"image_id": i, "category_id": 1, "bbox": [10, 10, 20, 20], "score": 0.5 + i / 1000} for i in range(0, 400, 2)
    ]
    recall, precision = bootstrap_of(measured(tmp_path, coco, results)).rates(np.ones(400, bool))
    half = 1.96 * np.sqrt(0.25 / 400)
    assert recall.value == 0.5
    assert recall.low == pytest.approx(0.5 - half, abs=0.012)
    assert recall.high == pytest.approx(0.5 + half, abs=0.012)
    assert (precision.value, precision.low, precision.high) == (1, 1, 1)


def test_too_few_images_get_no_interval(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    coco = random_coco(rng, images=12)
    bootstrap = bootstrap_of(measured(tmp_path, coco, random_predictions(rng, coco)))
    few = np.arange(12) < 4
    found = (bootstrap.ap50(few, 0.5), *bootstrap.rates(few))
    assert all(np.isfinite(interval.value) and np.isnan([interval.low, interval.high]).all() for interval in found)
    assert np.isfinite(bootstrap.ap50(np.arange(12) < 5, 0.5).low)


def test_the_operating_point_is_the_best_f1_and_drops_what_is_below(tmp_path: Path) -> None:
    rng = np.random.default_rng(6)
    coco = random_coco(rng, images=30)
    found = measured(tmp_path, coco, random_predictions(rng, coco))
    outcomes = found.outcomes

    def f1(score: float) -> float:
        kept = above(outcomes, score)
        right = int(kept.detections.correct.sum())
        judged = int((kept.detections.error != "ignored").sum())
        return 2 * right / (judged + int((~kept.truths.crowd).sum()))

    best = best_score(outcomes)
    assert f1(best) == max(f1(score) for score in np.unique(outcomes.detections.score))
    kept = above(outcomes, best)
    assert kept.truths.matched.sum() == kept.detections.correct.sum()
    assert kept.detections.score.min() >= best
    assert np.isnan(kept.truths.score[~kept.truths.matched]).all()
