from __future__ import annotations

import contextlib
import io
import json
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from faster_coco_eval import COCO as FasterCoco
from faster_coco_eval import COCOeval_faster
from PIL import Image
from pycocotools.coco import COCO
from small_dataset import CATALOGUE, CATEGORIES, FACTORS, make_dataset, scene_files, small_scenes, small_spec
from supervision import DetectionDataset

from generator.dataset.check_precision import average_precision
from generator.dataset.masks import packed
from generator.dataset.merge import merge
from generator.dataset.preview import Sample, share_out
from generator.dataset.shard import SceneFiles
from generator.dataset.store import Failure, open_dataset


def all_files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def coco(folder: Path, split: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / f"annotations/instances_{split}.json").read_text())
    return data


def test_the_order_of_commits_changes_no_byte(made_once: Path, tmp_path: Path) -> None:
    assert all_files(make_dataset(tmp_path / "other", order=(2, 0, 1))) == all_files(made_once)


def test_an_interrupted_run_ends_in_the_same_bytes(made_once: Path, tmp_path: Path) -> None:
    spec, scenes = small_spec(), small_scenes()
    with open_dataset(tmp_path / "again", spec) as store:
        store.commit(scenes[1])
        merge(store, spec, CATALOGUE, CATEGORIES, [Failure(0, 3, "out of memory")])
    assert (tmp_path / "again/failures.jsonl").is_file()
    with open_dataset(tmp_path / "again", spec) as store:
        missing = [scene for scene in scenes if not store.committed(scene.scene)]
        assert [scene.scene for scene in missing] == [0, 2]
        for scene in missing:
            store.commit(scene)
        merge(store, spec, CATALOGUE, CATEGORIES)
    assert all_files(tmp_path / "again") == all_files(made_once)


def test_records_stand_in_the_order_of_the_plan_and_every_split_has_a_file(made_once: Path) -> None:
    train, val, ood = (coco(made_once, split) for split in ("train", "val", "test_ood"))
    assert [image["id"] for image in train["images"]] == [1, 2, 3, 4]
    assert [image["id"] for image in val["images"]] == [5, 6]
    assert ood["images"] == ood["annotations"] == []
    assert train["categories"] == val["categories"] == ood["categories"]
    assert [(c["id"], c["name"], c["supercategory"]) for c in train["categories"]] == [
        (1, "block", "block"),
        (2, "vial", "glassware"),
        (3, "washer", "washer"),
    ]
    ids = [a["id"] for a in train["annotations"]]
    assert ids == sorted(ids)
    assert len(ids) == 16


def test_dataset_json_says_what_the_dataset_holds(made_once: Path) -> None:
    described = json.loads((made_once / "dataset.json").read_text())
    assert described["name"] == "tiny"
    assert described["seed"] == 7
    assert described["spec_hash"] == small_spec().digest
    assert described["counts"]["train"] == {"scenes": 2, "images": 4, "annotations": 16, "planned": 4}
    assert [factor["name"] for factor in described["factors"]] == sorted(factor.name for factor in FACTORS)
    assert (made_once / "spec.yaml").read_text() == small_spec().to_yaml()


def test_tables_have_a_row_for_each_record(made_once: Path) -> None:
    images = pq.read_table(made_once / "factors.parquet").to_pylist()
    assert [row["image_id"] for row in images] == [1, 2, 3, 4, 5, 6]
    assert images[4]["split"] == "val"
    assert images[0]["surface.dust"] == 0.25
    assert images[0]["scene.family"] == "bench"
    assert images[0]["objects"] == 4
    instances = pq.read_table(made_once / "instances.parquet").to_pylist()
    first = coco(made_once, "train")["annotations"][0]
    assert len(instances) == 24
    assert instances[0]["area_px"] == first["area"]
    assert instances[0]["category"] == "washer"
    assert instances[0]["wear_dust"] == 0.25
    assert instances[0]["wear_cover_dust"] == first["attributes"]["wear_cover"]["dust"]
    assert instances[0]["depth_m"] == first["pose"]["camera_from_object"][2][3]


@pytest.mark.parametrize("segmentation", ["rle", "rle-compressed", "polygon"])
def test_independent_readers_load_it_and_give_ap_1(segmentation: Any, made_once: Path, tmp_path: Path) -> None:
    folder = made_once if segmentation == "rle" else make_dataset(tmp_path / "d", segmentation=segmentation)
    file, truth = str(folder / "annotations/instances_train.json"), coco(folder, "train")
    for kind in ("bbox", "segm"):
        assert average_precision(truth["images"], truth["annotations"], truth["categories"], kind) == 1.0
    with contextlib.redirect_stdout(io.StringIO()):
        assert len(COCO(file).anns) == 16
        faster = FasterCoco(file)
        predictions = [
            {key: a[key] for key in ("image_id", "category_id", "bbox")}
            | {"score": 1.0, "segmentation": packed(a["segmentation"], 72, 96)}
            for a in truth["annotations"]
        ]
        for kind in ("bbox", "segm"):
            evaluation = COCOeval_faster(faster, faster.loadRes(predictions), kind)
            evaluation.run()
            assert evaluation.stats[0] == pytest.approx(1.0)


def test_supervision_reads_every_mask_as_it_is(made_once: Path) -> None:
    read = DetectionDataset.from_coco(
        str(made_once / "train"), str(made_once / "annotations/instances_train.json"), force_masks=True
    )
    assert read.classes == ["block", "vial", "washer"]
    areas = sorted(int(mask.sum()) for detections in read.annotations.values() for mask in detections.mask)
    assert areas == sorted(a["area"] for a in coco(made_once, "train")["annotations"])


def test_failures_are_listed_only_when_there_are_any(made_once: Path, tmp_path: Path) -> None:
    assert not (made_once / "failures.jsonl").exists()
    with open_dataset(tmp_path / "d", small_spec()) as store:
        store.commit(scene_files(1))
        counts = merge(store, small_spec(), CATALOGUE, CATEGORIES, [Failure(2, 3, "hung"), Failure(0, 3, "crashed")])
    lines = (tmp_path / "d/failures.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in lines] == [
        {"scene": 0, "attempts": 3, "reason": "crashed"},
        {"scene": 2, "attempts": 3, "reason": "hung"},
    ]
    assert (counts["train"].images, counts["val"].images) == (2, 0)


def test_no_file_holds_a_path_of_this_machine(made_once: Path) -> None:
    for name, data in all_files(made_once).items():
        assert str(made_once.parent).encode() not in data, name


def merge_peak(folder: Path, scenes: int) -> int:
    """Peak bytes of Python while merging so many scenes of two images."""
    base = scene_files(0)
    spec = small_spec(images={"train": 2 * scenes})
    with open_dataset(folder, spec) as store:
        for scene in range(scenes):
            shift = 2 * scene
            images = [dict(image, id=image["id"] + shift, scene=scene) for image in base.images]
            annotations = [dict(a, id=a["id"] + 4096 * shift, image_id=a["image_id"] + shift) for a in base.annotations]
            files = base.files if scene == 0 else {}
            store.commit(SceneFiles(scene, "train", files, images, annotations))
        tracemalloc.start()
        merge(store, spec, CATALOGUE, CATEGORIES)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak


def test_merging_more_scenes_takes_no_more_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.dataset.tables._ROWS_PER_GROUP", 32)
    monkeypatch.setattr("generator.dataset.merge.preview_bytes", lambda *_: b"")  # the same twelve pictures for both
    few, many = merge_peak(tmp_path / "few", 20), merge_peak(tmp_path / "many", 120)
    assert many < 1.6 * few  # records of a hundred scenes more would make it four times as much


def test_a_sample_spreads_over_the_stream_and_stays_small() -> None:
    sample = Sample("train", most=4)
    for number in range(1000):
        sample.offer({"id": number}, ())
        assert len(sample) <= 8
    taken = [image["id"] for image, _ in sample.take(4)]
    assert taken[0] < 250 <= taken[1] < 500 <= taken[2] < 750 <= taken[3]
    assert sample.take(0) == []


def test_every_split_with_pictures_gets_a_place_on_the_sheet() -> None:
    assert share_out({"train": 24, "val": 1, "test_ood": 0}, 12) == {"train": 11, "val": 1, "test_ood": 0}
    assert share_out({"train": 2, "val": 1}, 12) == {"train": 2, "val": 1}


def test_the_sheet_shows_all_pictures(made_once: Path) -> None:
    sheet = np.asarray(Image.open(made_once / "preview.png"))
    assert sheet.shape[1] > 3 * 480  # six pictures, three in a row
    tiles = sheet[70:400, 20 : 20 + 480]
    assert tiles.std() > 5
