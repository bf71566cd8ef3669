"""`glint evaluate` from end to end: the report keeps its schema, its bytes and its promises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from measured_dataset import DARK, detect, random_dataset, stress_dataset
from PIL import Image
from simulated_detector import random_coco, random_predictions
from small_dataset import make_dataset

import cli
from evaluation.evaluate import Request, evaluate, summary

SCHEMA = json.loads((Path(cli.__file__).parent / "evaluation" / "report.schema.json").read_text())


def written(path: Path, found: Any) -> Path:
    path.write_text(json.dumps(found))
    return path


def test_a_random_split_with_training_data(tmp_path: Path) -> None:
    folder = random_dataset(tmp_path / "noise", {"train": 40, "val": 60})
    results = written(tmp_path / "results.json", detect(folder, ("val",)))
    report = evaluate(Request(folder, results, tmp_path / "report"))
    jsonschema.validate(json.loads((tmp_path / "report" / "report.json").read_text()), SCHEMA)
    assert report["dataset"]["splits"] == ["val"]
    assert report["coverage"]["train_images"] == 40
    assert [cause["factors"] for cause in report["causes"] if cause["kind"] == "misses"] == [[DARK]]
    assert report["mistakes"][0]["score"] == max(m["score"] for m in report["mistakes"])
    shown = summary(report, tmp_path / "report")
    assert f"AP50 {report['precision']['bbox']['AP50']:.3f}" in shown
    assert "60 images of split val, 300 objects" in shown


def test_a_stress_set(tmp_path: Path) -> None:
    folder = stress_dataset(tmp_path / "stress", bases=12)
    results = written(tmp_path / "results.json", detect(folder, ("stress",)))
    report = evaluate(Request(folder, results, tmp_path / "report", score=0.4))
    jsonschema.validate(report, SCHEMA)
    assert report["predictions"]["operating_score"] == 0.4
    assert report["robustness"]["rpc"]["ap"] < 1
    assert report["robustness"]["factors"][DARK]["ap"] < report["robustness"]["factors"]["surface.dust"]["ap"]
    assert report["causes"][0]["factors"] == [DARK]
    assert report["causes"][0]["design"] == "ladder"
    scenes = [(mistake["image_id"] - 1) // 7 for mistake in report["mistakes"]]  # seven rungs a base
    assert max(np.bincount(scenes)) <= 3


def test_the_same_input_gives_the_same_bytes_wherever_it_lies(tmp_path: Path) -> None:
    pages = []
    for place in ("one", "two"):
        folder = stress_dataset(tmp_path / place / "stress")
        results = written(tmp_path / place / "results.json", detect(folder, ("stress",)))
        evaluate(Request(folder, results, tmp_path / place / "report"))
        pages.append([(tmp_path / place / "report" / name).read_bytes() for name in ("report.json", "report.html")])
    assert pages[0] == pages[1]
    assert str(tmp_path).encode() not in b"".join(pages[0])


def test_the_truth_as_its_own_prediction_is_perfect(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "tiny", segmentation="rle-compressed")
    truth = json.loads((folder / "annotations" / "instances_train.json").read_text())
    results = [
        {key: a[key] for key in ("image_id", "category_id", "bbox", "segmentation")} | {"score": 0.9}
        for a in truth["annotations"]
    ]
    report = evaluate(Request(folder, written(tmp_path / "results.json", results), tmp_path / "report"))
    jsonschema.validate(report, SCHEMA)
    assert report["predictions"]["kind"] == "segm"
    assert report["precision"]["bbox"]["AP"] == 1
    assert report["precision"]["segm"]["AP"] == 1
    assert report["overall"]["recall"]["value"] == report["overall"]["precision"]["value"] == 1
    assert report["mistakes"] == []
    assert all(row["count"] == 0 and row["gain_ap50"] == 0 for row in report["errors"])


def test_photographs_of_a_users_own_have_everything_but_factors(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    coco = random_coco(rng, images=25)
    results = written(tmp_path / "results.json", random_predictions(rng, coco))
    report = evaluate(Request(written(tmp_path / "photos.json", coco), results, tmp_path / "report"))
    jsonschema.validate(report, SCHEMA)
    assert report["factors"] == []
    assert report["causes"] == []
    assert report["coverage"] is None
    assert {row["name"] for row in report["attributes"]} == {"size"}
    page = (tmp_path / "report" / "report.html").read_text()
    assert "picture not found" in page, "there are no pictures beside this COCO file"


@pytest.mark.slow
def test_photographs_are_sliced_by_what_can_be_seen_in_them(tmp_path: Path) -> None:
    """Half of them dark, and nothing found there."""
    rng = np.random.default_rng(4)
    coco = random_coco(rng, images=24)
    (tmp_path / "images").mkdir()
    dark = {image["id"] for image in coco["images"][::2]}
    for image in coco["images"]:
        light = rng.integers(2, 30, (60, 80, 3)) if image["id"] in dark else rng.integers(90, 200, (60, 80, 3))
        Image.fromarray(light.astype(np.uint8)).resize((320, 240)).save(tmp_path / "images" / image["file_name"])
    results = [r for r in random_predictions(rng, coco) if r["image_id"] not in dark]
    photos = written(tmp_path / "photos.json", coco)
    report = evaluate(Request(photos, written(tmp_path / "r.json", results), tmp_path / "report"))
    jsonschema.validate(report, SCHEMA)
    levels = next(row["levels"] for row in report["factors"] if row["name"] == "photo.level_ev")
    assert levels[0]["recall"]["value"] == 0
    assert levels[-1]["recall"]["value"] > 0.3
    assert report["causes"] == [], "nobody drew them at random"
    assert "hints at where to look" in (tmp_path / "report" / "report.html").read_text()


def test_one_image_and_one_wrong_prediction_are_enough(tmp_path: Path) -> None:
    folder = random_dataset(tmp_path / "noise", {"val": 1})
    results = written(tmp_path / "r.json", [{"image_id": 1, "category_id": 1, "bbox": [0, 60, 3, 3], "score": 0.0}])
    report = evaluate(Request(folder, results, tmp_path / "report"))
    jsonschema.validate(report, SCHEMA)
    assert report["overall"]["recall"]["value"] == 0


def test_the_command_says_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = random_dataset(tmp_path / "noise", {"val": 5})
    results = written(tmp_path / "results.json", detect(folder, ("val",)))
    with pytest.raises(SystemExit) as ended:
        cli.main(["evaluate", str(folder), str(results), "--out", str(tmp_path / "report")])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert "boxes: AP 0." in out
    assert "report.html" in out


def test_a_report_never_goes_into_the_dataset(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = random_dataset(tmp_path / "noise", {"val": 2})
    results = written(tmp_path / "results.json", detect(folder, ("val",)))
    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(SystemExit) as ended:
        cli.main(["evaluate", str(folder), str(results), "--out", str(folder)])
    assert ended.value.code == 2
    assert "is the dataset itself" in capsys.readouterr().err
    assert sorted(path.name for path in folder.iterdir()) == before
