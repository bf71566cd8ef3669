"""Outcomes hold together: rows refer to rows that are there, and tables refuse columns of another length."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from simulated_detector import random_coco, random_predictions

from evaluation.measure import measure


def test_rows_refer_to_each_other(tmp_path: Path) -> None:
    rng = np.random.default_rng(11)
    coco = random_coco(rng, images=30)
    (tmp_path / "coco.json").write_text(json.dumps(coco))
    (tmp_path / "results.json").write_text(json.dumps(random_predictions(rng, coco)))
    outcomes = measure(tmp_path / "coco.json", tmp_path / "results.json").outcomes
    truths, detections = outcomes.truths, outcomes.detections
    right = detections.correct
    assert right.any()
    assert (detections.error[right] == "true_positive").all()
    taken = detections.truth[right]
    assert len(np.unique(taken)) == len(taken), "no object is found twice"
    assert truths.matched.sum() == right.sum()
    assert truths.matched[taken].all()
    np.testing.assert_array_equal(truths.score[taken], detections.score[right])
    np.testing.assert_array_equal(truths.image[taken], detections.image[right])
    np.testing.assert_array_equal(truths.category_id[taken], detections.category_id[right])
    blamed = detections.blamed >= 0
    np.testing.assert_array_equal(truths.image[detections.blamed[blamed]], detections.image[blamed])
    assert not (truths.missed & truths.matched).any()
    assert not truths.matched[truths.crowd].any()


def test_columns_of_unequal_length_are_refused(tmp_path: Path) -> None:
    rng = np.random.default_rng(12)
    coco = random_coco(rng, images=3)
    (tmp_path / "coco.json").write_text(json.dumps(coco))
    (tmp_path / "results.json").write_text(json.dumps(random_predictions(rng, coco)))
    truths = measure(tmp_path / "coco.json", tmp_path / "results.json").outcomes.truths
    with pytest.raises(ValueError, match="area has 1 rows"):
        dataclasses.replace(truths, area=np.zeros(1))
    with pytest.raises(ValueError, match="material has 1 rows"):
        dataclasses.replace(truths, attributes={"material": np.zeros(1)})
