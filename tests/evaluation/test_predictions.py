"""What a user can get wrong about predictions: one message with counts and an example of each fault, exit code 2."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from measured_dataset import detect, random_dataset
from pycocotools import mask as coco_mask

import cli
from evaluation.masks import checked_mask, unpacked_runs

GOOD = {"image_id": 4, "category_id": 1, "bbox": [10, 10, 20, 20], "score": 0.9}
Refused = Callable[..., str]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_dataset(tmp_path_factory.mktemp("data") / "noise", {"train": 3, "val": 4})


@pytest.fixture
def refused(dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Refused:
    """The message for a predictions file with this text; nothing is written."""

    def run(text: str | bytes, *options: str) -> str:
        path = tmp_path / "results.json"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(SystemExit) as ended:
            cli.main(["evaluate", str(dataset), str(path), "--out", str(tmp_path / "report"), *options])
        message = capsys.readouterr().err
        assert ended.value.code == 2, message
        assert "Traceback" not in message
        assert len(re.findall(r"^glint: ", message, re.MULTILINE)) == 1
        assert not (tmp_path / "report").exists()
        return message

    return run


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("[]", "holds no predictions"),
        ("{}", "holds no predictions"),
        ('{"images": [], "annotations": [{"id": 1}]}', "is an object with the key 'annotations', not a list"),
        ('{"a": 1}', "is an object with the key 'a', not a list"),
        ("3", "neither a JSON list nor a JSON object"),
        (json.dumps([GOOD])[:-20], "it was cut off"),
        ("[" + json.dumps(GOOD) + ",]", "is not JSON at line 1"),
        (json.dumps([GOOD]) + "[]", "goes on after its end"),
        (b"\x93NUMPY\xff\xfe", "is no text"),
        ("[1, 2]", "2 are no records"),
    ],
)
def test_file_that_is_no_list_of_results(refused: Refused, text: str | bytes, says: str) -> None:
    assert says in refused(text)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"image_id": 999},
            ("1 are of images that are not in split val", "(ids 4 to 7)", "prediction 2 has image_id 999"),
        ),
        ({"image_id": "4"}, ("no whole number", "'4'")),
        ({"category_id": 0}, ("unknown categories", "ids 1 to 2", "if yours start at 0, add 1")),
        ({"category_id": 77}, ("unknown categories", "category_id 77")),
        ({"score": float("nan")}, ("a score that is not finite", "nan")),
        ({"score": None}, ("a score that is no number", "None")),
        ({"score": 87.5}, ("a score outside 0 to 1", "divide percentages by 100", "87.5")),
        ({"score": -2.5}, ("a score outside 0 to 1", "sigmoid")),
        ({"bbox": [500, 10, 20, 20]}, ("a bbox outside their picture", "[500.0, 10.0, 20.0, 20.0]", "96 x 72 px")),
        ({"bbox": [60, 40, 80, 60]}, ("a bbox outside their picture", "[left, top, right, bottom]")),
        ({"bbox": [10, 10, -5, 20]}, ("negative or endless",)),
        ({"bbox": [10, 10, float("inf"), 20]}, ("negative or endless",)),
        ({"bbox": [10, 10, 20]}, ("not four numbers",)),
        ({"bbox": None}, ("not four numbers",)),
        ({"segmentation": [[1, 1, 2, 2, 3, 3]]}, ("no run-length mask",)),
        ({"segmentation": {"size": [72, 96], "counts": "04"}}, ("no run-length mask",)),
    ],
)
def test_one_wrong_prediction(refused: Refused, change: dict[str, Any], says: tuple[str, ...]) -> None:
    message = refused(json.dumps([GOOD, GOOD | change]), "--split", "val")
    assert "1 of 2 predictions cannot be used" in message
    for words in says:
        assert words in message


def test_all_faults_are_counted_in_one_message(refused: Refused) -> None:
    lacking = {"image_id": 4, "score": 0.5}
    message = refused(json.dumps([lacking] * 3 + [GOOD]))
    assert "3 of 4 predictions cannot be used" in message
    assert "3 lack category_id, bbox (or segmentation): prediction 1" in message
    wrong = [GOOD | {"image_id": 50}] * 2 + [GOOD | {"score": 7.0}] * 4 + [GOOD]
    message = refused(json.dumps(wrong), "--split", "val")
    assert "6 of 7 predictions cannot be used" in message
    assert "\n  2 are of images" in message
    assert "\n  4 have a score outside 0 to 1" in message
    message = refused(json.dumps([lacking, GOOD | {"bbox": [5, 5, -3, 4]}, GOOD | {"score": "high"}, GOOD]))
    assert "3 of 4 predictions cannot be used" in message
    assert "prediction 1 has only image_id, score" in message
    assert "negative or endless size: prediction 2" in message
    assert "a score that is no number: prediction 3" in message


def test_wrong_dataset_or_split(refused: Refused, dataset: Path, tmp_path: Path) -> None:
    text = json.dumps(detect(dataset, ("val",)))
    assert "Did you mean 'val'?" in refused(text, "--split", "vall")
    assert "not in split train" in refused(text, "--split", "train")
    assert "there is no such file or folder" in refused(text, "--train", str(tmp_path / "nothing"))


def test_packed_masks_are_unpacked_as_pycocotools_packs_them() -> None:
    rng = np.random.default_rng(0)
    for _ in range(50):
        height, width = rng.integers(1, 60, 2)
        mask = (rng.random((height, width)) < rng.random()).astype(np.uint8)
        runs = unpacked_runs(coco_mask.encode(np.asfortranarray(mask))["counts"])
        assert (np.repeat(np.arange(len(runs)) % 2, runs) == mask.T.ravel()).all()


def test_masks_whose_runs_do_not_fill_the_picture_are_refused() -> None:
    whole = coco_mask.encode(np.eye(12, dtype=np.uint8, order="F"))["counts"]
    assert checked_mask({"size": [12, 12], "counts": whole}, 12, 12)["counts"] == whole
    for counts in (b"", b"abc", b"zzzz", whole[:-3], whole + b"5"):
        with pytest.raises(ValueError, match=r"counts|runs"):
            checked_mask({"size": [12, 12], "counts": counts}, 12, 12)
