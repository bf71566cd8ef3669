from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from generator.dataset.check import check_dataset
from generator.errors import DatasetError

Records = dict[str, Any]


def change_records(folder: Path, change: Callable[[Records], Any]) -> None:
    path = folder / "annotations/instances_train.json"
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))


def change_picture(folder: Path, change: Callable[[np.ndarray], np.ndarray], name: str = "train/000002.png") -> None:
    path = folder / name
    Image.fromarray(change(np.asarray(Image.open(path)).copy())).save(path)


def set_in(kind: str, key: str, value: Any) -> Callable[[Path], None]:
    """A fault: another value in the second record of a kind."""
    return lambda folder: change_records(folder, lambda data: data[kind][1].__setitem__(key, value))


def test_a_good_dataset_has_no_fault_and_progress_is_told(made_once: Path) -> None:
    told: list[tuple[str, int, int]] = []
    assert check_dataset(made_once, lambda *step: told.append(step)) == []
    assert ("train", 4, 4) in told
    assert ("files", 1, 1) in told


FAULTS: dict[str, tuple[Callable[[Path], Any], str, str]] = {
    "missing picture": (lambda d: (d / "train/000001.png").unlink(), "train/000001.png", "is missing"),
    "missing recipe": (lambda d: (d / "recipes/000001.json").unlink(), "recipes/000001.json", "is missing"),
    "missing layers": (lambda d: (d / "layers/val/000005.npz").unlink(), "layers/val/000005.npz", "is missing"),
    "missing table": (lambda d: (d / "factors.parquet").unlink(), "factors.parquet", "is missing"),
    "missing split": (
        lambda d: (d / "annotations/instances_val.json").unlink(),
        "annotations/instances_val.json",
        "is missing, or is no COCO file",
    ),
    "unlisted picture": (lambda d: (d / "val/000099.png").write_bytes(b"x"), "val/000099.png", "is in no list"),
    "unlisted mesh": (
        lambda d: ((d / "meshes").mkdir(), (d / "meshes/x.npz").write_bytes(b"x")),
        "meshes/x.npz",
        "is in no list",
    ),
    "changed bytes": (
        lambda d: (d / "recipes/000000.json").write_bytes((d / "recipes/000000.json").read_bytes()[:-1] + b" "),
        "recipes/000000.json",
        "another checksum",
    ),
    "cut file": (
        lambda d: (d / "layers/val/000005.npz").write_bytes((d / "layers/val/000005.npz").read_bytes()[:-1]),
        "layers/val/000005.npz",
        "were written",
    ),
    "missing panoptic picture": (
        lambda d: (d / "panoptic/val/000005.png").unlink(),
        "panoptic/val/000005.png",
        "is missing",
    ),
    "changed panoptic picture": (
        lambda d: change_picture(d, lambda p: np.where(p == 1, 2, p), "panoptic/train/000002.png"),
        "annotations/panoptic_train.json",
        "not as stated",
    ),
    "missing panoptic file": (
        lambda d: (d / "annotations/panoptic_val.json").unlink(),
        "annotations/panoptic_val.json",
        "is missing",
    ),
    "black picture": (lambda d: change_picture(d, lambda p: p // 40), "train/000002.png", "is black"),
    "blown-out picture": (lambda d: change_picture(d, lambda p: p | 252), "train/000002.png", "is blown out"),
    "small picture": (lambda d: change_picture(d, lambda p: p[:-1]), "train/000002.png", "96 x 71"),
    "grey picture": (lambda d: change_picture(d, lambda p: p[..., 0]), "train/000002.png", "not an 8-bit RGB"),
    "broken picture": (
        lambda d: (d / "train/000002.png").write_bytes((d / "train/000002.png").read_bytes()[:900]),
        "train/000002.png",
        "cannot be read",
    ),
    "repeated image id": (set_in("images", "id", 1), "image 1", "its id is given 2 times"),
    "repeated annotation id": (set_in("annotations", "id", 4097), "annotation 4097", "its id is given 2 times"),
    "foreign annotation": (set_in("annotations", "image_id", 77), "annotation 4098", "is of image 77"),
    "wrong count": (
        lambda d: change_records(d, lambda data: data["annotations"].pop()),
        "instances_train.json",
        "holds 15 annotations, dataset.json says 16",
    ),
    "short table": (
        lambda d: (d / "factors.parquet").write_bytes((d / "instances.parquet").read_bytes()),
        "factors.parquet",
        "has 24 rows for 6 records",
    ),
    "other categories": (
        lambda d: change_records(d, lambda data: data["categories"].reverse()),
        "categories",
        "are not those of dataset.json",
    ),
    "crowd": (set_in("annotations", "iscrowd", 1), "annotation 4098", "iscrowd is 1"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found(name: str, dataset: Path) -> None:
    plant, place, sentence = FAULTS[name]
    plant(dataset)
    problems = [str(problem) for problem in check_dataset(dataset)]
    assert any(place in problem and sentence in problem for problem in problems), problems


def test_a_dataset_without_its_hidden_folder_can_still_be_checked(dataset: Path) -> None:
    for path in sorted((dataset / ".glint").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    assert check_dataset(dataset) == []


def test_what_is_no_dataset_is_refused_with_a_reason(tmp_path: Path, dataset: Path) -> None:
    with pytest.raises(DatasetError, match="no such folder"):
        check_dataset(tmp_path / "nowhere")
    with pytest.raises(DatasetError, match="is it a Glint dataset"):
        check_dataset(tmp_path)
    (dataset / "dataset.json").write_text("{")
    with pytest.raises(DatasetError, match="is damaged"):
        check_dataset(dataset)
    (dataset / "dataset.json").unlink()
    with pytest.raises(DatasetError, match="has not ended"):
        check_dataset(dataset)
