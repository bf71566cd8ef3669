"""Slices put the blame where it belongs, levels cut values without loss, and mPC and rPC are their definition."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from measured_dataset import DARK, detect, random_dataset, stress_dataset

from evaluation.levels import ladder_levels, levels_of, short
from evaluation.measure import Measured, measure
from evaluation.precision import precision_within
from evaluation.report import analyse
from evaluation.robustness import measure_robustness


def measured(folder: Path, *splits: str) -> Measured:
    path = folder.parent / "results.json"
    path.write_text(json.dumps(detect(folder, splits)))
    return measure(folder, path, splits[0])


@pytest.mark.parametrize(
    "values",
    [
        np.random.default_rng(0).random(97),
        np.random.default_rng(0).integers(0, 4, 50).astype(float),
        np.array(["oak", "steel", "oak", "brass"], object),
        np.array([f"m{k % 30}" for k in range(100)], object),
        np.concatenate([np.zeros(80), np.linspace(0.1, 1, 20)]),  # most are one value
    ],
)
def test_every_value_is_in_exactly_one_level(values: np.ndarray) -> None:
    levels = levels_of(values)
    assert (np.sum([level.rows for level in levels], axis=0) == 1).all()
    assert len({level.label for level in levels}) == len(levels)


def test_unknown_values_are_in_no_level() -> None:
    assert not any(level.rows[2] for level in levels_of(np.array([1.0, 2.0, np.nan])))
    assert not any(level.rows[1] for level in levels_of(np.array(["a", "", "b"], object)))


def test_numbers_are_short() -> None:
    assert [short(v) for v in (0, 0.25, -1.5, 12.345, 4300, 0.00012)] == [
        "0",
        "0.25",
        "-1.5",
        "12.3",
        "4300",
        "0.00012",
    ]


def test_the_dark_is_blamed_and_the_dust_is_not(tmp_path: Path) -> None:
    report = analyse(measured(random_dataset(tmp_path / "noise", {"val": 150}), "val")).report
    factors = {row["name"]: row["levels"] for row in report["factors"]}
    dark = [level["recall"]["value"] for level in factors[DARK]]
    assert max(dark[:2]) < 0.45
    assert min(dark[3:]) > 0.8
    assert factors[DARK][0]["recall"]["high"] < factors[DARK][-1]["recall"]["low"]
    assert factors[DARK][0]["ap50"]["high"] < factors[DARK][-1]["ap50"]["low"]
    dust = [level["recall"] for level in factors["surface.dust"]]
    overall = report["overall"]["recall"]["value"]
    assert sum(level["low"] <= overall <= level["high"] for level in dust) >= 4
    assert sum(level["images"] for level in factors[DARK]) == 150
    assert sum(level["objects"] for level in factors["light.room"]) == report["dataset"]["objects"]
    attributes = {row["name"] for row in report["attributes"]}
    assert {"material", "visibility", "wear_dust"} <= attributes


def test_ladders_are_sliced_by_their_rungs(tmp_path: Path) -> None:
    found = measured(stress_dataset(tmp_path / "stress"), "stress")
    images = found.outcomes.images
    levels = ladder_levels(images, DARK)
    assert [level.label for level in levels] == ["base", "-3", "-1", "2"]
    assert [int(level.rows.sum()) for level in levels] == [8, 8, 8, 8]
    assert set(images.stress_factor[levels[1].rows]) == {DARK}


def test_mpc_is_the_mean_over_factors_of_the_mean_over_levels(tmp_path: Path) -> None:
    found = measured(stress_dataset(tmp_path / "stress"), "stress")
    robust = measure_robustness(found.outcomes, found.matching)
    assert robust is not None
    images, expected = found.outcomes.images, []
    for factor in (DARK, "surface.dust"):
        levels = [
            precision_within(
                found.matching, found.labels.categories, (images.stress_factor == factor) & (images.level == k)
            )
            for k in (1, 2, 3)
        ]
        expected.append(np.mean(levels, axis=0))
    np.testing.assert_allclose(robust.mpc, np.mean(expected, axis=0))
    np.testing.assert_allclose(robust.rpc, np.array(robust.mpc) / robust.clean)
    assert robust.of_factor[DARK][0] < robust.of_factor["surface.dust"][0]


def test_there_is_no_robustness_without_ladders(tmp_path: Path) -> None:
    found = measured(random_dataset(tmp_path / "noise", {"val": 6}), "val")
    assert measure_robustness(found.outcomes, found.matching) is None
