"""Average precision and recall equal pycocotools' on the same files: boxes, masks, crowds, sizes, ties, long lists."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from simulated_detector import random_coco, random_predictions

from evaluation.find_dataset import find_dataset, read_labels
from evaluation.matching import Matching, match
from evaluation.overlaps import find_overlaps
from evaluation.precision import measure_precision, precision_within
from evaluation.predictions import check_predictions, read_predictions

FIGURES = ("AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl")


def coco_eval(coco: dict[str, Any], predictions: list[dict[str, Any]], kind: str, images: Any = None) -> COCOeval:
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO()
        truth.dataset = json.loads(json.dumps(coco))
        truth.createIndex()
        evaluation = COCOeval(truth, truth.loadRes(json.loads(json.dumps(predictions))), kind)
        if images is not None:
            evaluation.params.imgIds = images
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return evaluation


def our_matching(
    folder: Path, coco: dict[str, Any], predictions: list[dict[str, Any]], masks: bool
) -> tuple[Matching, dict[int, str]]:
    (folder / "coco.json").write_text(json.dumps(coco))
    (folder / "results.json").write_text(json.dumps(predictions))
    labels = read_labels(find_dataset(folder / "coco.json"), [""], masks)
    found = read_predictions(folder / "results.json")
    image = check_predictions(folder / "results.json", found, labels, "coco.json")
    return match(labels, found, image, find_overlaps(labels, found, image, masks)), labels.categories


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", ["bbox", "segm"])
def test_all_figures_equal_pycocotools(tmp_path: Path, seed: int, kind: str) -> None:
    rng = np.random.default_rng(seed)
    coco = random_coco(rng)
    predictions = random_predictions(rng, coco, masks=kind == "segm")
    theirs = coco_eval(coco, predictions, kind).stats
    ours = measure_precision(*our_matching(tmp_path, coco, predictions, kind == "segm"))
    for name, expected in zip(FIGURES, theirs, strict=True):
        assert np.nan_to_num(ours.summary[name], nan=-1) == pytest.approx(expected, abs=1e-9), name


def test_classes_equal_pycocotools(tmp_path: Path) -> None:
    rng = np.random.default_rng(8)
    coco = random_coco(rng, images=20)
    predictions = random_predictions(rng, coco)
    precision = coco_eval(coco, predictions, "bbox").eval["precision"]
    ours = measure_precision(*our_matching(tmp_path, coco, predictions, False)).of_class
    for k, category in enumerate(sorted(ours)):
        assert ours[category]["AP"] == pytest.approx(precision[:, :, k, 0, 2].mean(), abs=1e-9)
        assert ours[category]["AP50"] == pytest.approx(precision[0, :, k, 0, 2].mean(), abs=1e-9)


def test_only_a_hundred_predictions_of_a_class_count_in_an_image(tmp_path: Path) -> None:
    rng = np.random.default_rng(9)
    coco = random_coco(rng, images=3, classes=1)
    predictions = [p for _ in range(40) for p in random_predictions(rng, coco)]
    assert max(np.bincount([p["image_id"] for p in predictions])) > 100
    theirs = coco_eval(coco, predictions, "bbox").stats
    ours = measure_precision(*our_matching(tmp_path, coco, predictions, False)).summary
    np.testing.assert_allclose([ours[name] for name in FIGURES], theirs, atol=1e-9)


def test_a_slice_equals_pycocotools_on_those_images_alone(tmp_path: Path) -> None:
    rng = np.random.default_rng(10)
    coco = random_coco(rng, images=20)
    predictions = random_predictions(rng, coco)
    matching, categories = our_matching(tmp_path, coco, predictions, False)
    chosen = rng.random(20) < 0.4
    theirs = coco_eval(
        coco, predictions, "bbox", [image["id"] for image, use in zip(coco["images"], chosen, strict=True) if use]
    ).stats
    np.testing.assert_allclose(precision_within(matching, categories, chosen), theirs[:2], atol=1e-9)
