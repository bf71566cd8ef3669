"""Labels are found and read: Glint's splits, a user's COCO file alone or in a folder, with or without masks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from measured_dataset import random_dataset
from PIL import Image
from simulated_detector import random_coco
from small_dataset import make_dataset

from evaluation.find_dataset import choose_splits, find_dataset, read_labels
from generator.errors import DatasetError


def test_a_dataset_of_glints_own_is_read_whole(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "tiny")
    source = find_dataset(folder)
    assert list(source.files) == ["train", "val"], "a split without images is none"
    assert choose_splits(source, None, [5, 6]) == ["val"], "image 5 is of split val, so says the factor table"
    assert choose_splits(source, None, [1, 6]) == ["train", "val"]
    labels = read_labels(source, ["train", "val"], masks=True)
    records = [json.loads((folder / "annotations" / f"instances_{s}.json").read_text()) for s in ("train", "val")]
    images = [image for record in records for image in record["images"]]
    annotations = [annotation for record in records for annotation in record["annotations"]]
    assert labels.images.image_id.tolist() == [image["id"] for image in images]
    assert labels.images.split.tolist() == ["train"] * 4 + ["val"] * 2
    dust = [image["factors"].get("surface.dust", np.nan) for image in images]
    np.testing.assert_array_equal(labels.images.factors["surface.dust"], dust)
    assert labels.annotation_id.tolist() == [a["id"] for a in annotations]
    assert labels.images.image_id[labels.image].tolist() == [a["image_id"] for a in annotations]
    assert labels.masks is not None
    assert len(labels.masks) == len(annotations)
    assert labels.attributes["material"].tolist() == [a["attributes"]["material"] for a in annotations]
    np.testing.assert_allclose(
        labels.attributes["wear_dust"], [a["attributes"]["wear"].get("dust", np.nan) for a in annotations]
    )
    assert labels.factors["light.level_ev"].unit == "EV"
    assert labels.pictures is not None
    assert all((labels.pictures / path).is_file() for path in labels.images.path)


def user_folder(folder: Path, coco: dict[str, Any], names: tuple[str, ...]) -> Path:
    (folder / "annotations").mkdir(parents=True)
    for name in names:
        (folder / "annotations" / name).write_text(json.dumps(coco))
    return folder


def test_a_users_folder_with_one_file_needs_no_split(tmp_path: Path) -> None:
    coco = random_coco(np.random.default_rng(0))
    folder = user_folder(tmp_path / "photos", coco, ("labels.json",))
    (folder / "images").mkdir()
    Image.new("RGB", (320, 240)).save(folder / "images" / coco["images"][0]["file_name"])
    source = find_dataset(folder)
    labels = read_labels(source, choose_splits(source, None, [1]))
    assert labels.pictures == folder / "images"
    assert labels.images.factors == {}
    assert (labels.images.base == -1).all()
    assert labels.masks is None, "they were not asked for"


def test_a_users_folder_with_several_files_asks_which(tmp_path: Path) -> None:
    coco = random_coco(np.random.default_rng(0))
    source = find_dataset(user_folder(tmp_path / "photos", coco, ("instances_a.json", "instances_b.json")))
    with pytest.raises(DatasetError, match="choose one with --split: a, b"):
        choose_splits(source, None, [1])
    assert choose_splits(source, "b", [1]) == ["b"]


def test_annotations_before_images_and_polygons_are_read_too(tmp_path: Path) -> None:
    coco = random_coco(np.random.default_rng(1), crowds=False)
    for annotation in coco["annotations"]:
        x, y, width, height = annotation["bbox"]
        annotation["segmentation"] = [[x, y, x + width, y, x + width, y + height, x, y + height]]
    turned = {key: coco[key] for key in ("annotations", "categories", "images")}
    (tmp_path / "coco.json").write_text(json.dumps(turned))
    labels = read_labels(find_dataset(tmp_path / "coco.json"), [""], masks=True)
    assert labels.masks is not None
    assert len(labels) == len(coco["annotations"])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda c: c["annotations"][0].pop("bbox"), "lacks 'bbox'"),
        (lambda c: c["annotations"][0].update(bbox=[1, 2, 3]), "not four numbers"),
        (lambda c: c["annotations"][0].update(image_id=5), "is of image 5, which is not there"),
        (lambda c: c["annotations"][0].update(category_id=9), "is of category 9, which is not there"),
        (lambda c: c["annotations"][1].update(id=1), "annotation id 1 is given 2 times"),
        (lambda c: c["images"].append(c["images"][0]), "image id"),
        (lambda c: c["images"][0].pop("width"), "lacks 'width'"),
        (lambda c: c.pop("categories"), "has no categories"),
        (lambda c: c.pop("images"), "has no images"),
    ],
)
def test_a_wrong_coco_file_is_refused_with_the_record(tmp_path: Path, change: Any, says: str) -> None:
    coco = random_coco(np.random.default_rng(2))
    change(coco)
    (tmp_path / "coco.json").write_text(json.dumps(coco))
    with pytest.raises(DatasetError, match=r"coco\.json") as refused:
        read_labels(find_dataset(tmp_path / "coco.json"), [""])
    assert says in str(refused.value)


def test_what_is_no_dataset_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "dataset.json").write_text('{"name": 1')
    for name, says in (("nothing", "no such file"), ("empty", "neither dataset.json"), ("damaged", "is damaged")):
        with pytest.raises(DatasetError, match=says):
            find_dataset(tmp_path / name)


def test_the_splits_of_predictions_are_found_without_the_factor_table(tmp_path: Path) -> None:
    source = find_dataset(random_dataset(tmp_path / "noise", {"train": 2, "val": 2}))
    assert choose_splits(source, None, [3]) == ["val"]
    assert choose_splits(source, None, [999]) == ["train", "val"], "then all ids are listed in the message"
