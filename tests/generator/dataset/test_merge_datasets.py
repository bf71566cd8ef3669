"""Datasets of several rounds become one that `glint check` finds good, and nothing is lost or counted twice."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from small_dataset import CATALOGUE, CATEGORIES, make_dataset, small_scenes, small_spec

import cli
from generator.dataset import layout
from generator.dataset.check import check_dataset
from generator.dataset.merge import merge
from generator.dataset.merge_datasets import merge_datasets
from generator.dataset.store import open_dataset
from generator.errors import DatasetError
from generator.plan import ANNOTATIONS_PER_IMAGE
from generator.recipe import recipe_from_json

pytestmark = pytest.mark.slow


def second_round(folder: Path, **changes: Any) -> Path:
    """The same pictures as another round's, with one category more, so that numbers shift."""
    spec = small_spec(name="tiny_r2", seed=8, **changes)
    categories = {**CATEGORIES, "anchor": "anchor"}
    with open_dataset(folder, spec) as store:
        for scene in small_scenes():
            moved = [a | {"category_id": a["category_id"] + 1} for a in scene.annotations]
            store.commit(type(scene)(scene.scene, scene.split, scene.files, scene.images, moved))
        merge(store, spec, CATALOGUE, categories)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rounds")
    make_dataset(folder / "one")
    second_round(folder / "two")
    return folder


@pytest.fixture
def both(made: Path, tmp_path: Path) -> tuple[Path, Path]:
    one, two = (Path(shutil.copytree(made / name, tmp_path / name)) for name in ("one", "two"))
    return one, two


def read(folder: Path, split: str) -> dict[str, Any]:
    return json.loads((folder / layout.annotations_file(split)).read_text(encoding="utf-8"))


def test_the_merged_dataset_is_good_and_holds_all(both: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "all"
    assert merge_datasets(both, out).images == 12
    assert check_dataset(out) == []
    train = read(out, "train")
    assert len(train["images"]) == sum(len(read(folder, "train")["images"]) for folder in both)
    assert [c["name"] for c in train["categories"]] == ["anchor", "block", "vial", "washer"]
    assert pq.read_metadata(out / layout.FACTORS).num_rows == 12
    names = {c["id"]: c["name"] for c in train["categories"]}
    parts = {(names[a["category_id"]], a["attributes"]["part"]) for a in train["annotations"]}
    assert parts == {(name, name) for name in CATEGORIES}
    assert all(a["id"] // ANNOTATIONS_PER_IMAGE == a["image_id"] for a in train["annotations"])


def test_pictures_are_links_and_recipes_keep_the_round_they_are_of(both: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "all"
    merge_datasets(both, out)
    images = read(out, "train")["images"]
    assert (out / "train" / images[0]["file_name"]).samefile(both[0] / "train" / "000001.png")
    last = images[-1]
    old = next(i for i in read(both[1], "train")["images"][::-1])
    assert last["id"] > old["id"]
    recipe = recipe_from_json((out / layout.recipe_file(last["scene"])).read_text(encoding="utf-8"))
    assert last["id"] in [c.image_id for view in recipe.views for c in view.captures]
    assert recipe.scene == old["scene"]


def test_the_history_of_the_rounds_is_kept_also_of_merged_ones(both: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "all"
    merge_datasets(both, out)
    rounds = json.loads((out / layout.DATASET).read_text(encoding="utf-8"))["rounds"]
    assert [(r["name"], r["seed"], r["counts"]["train"]["images"]) for r in rounds] == [
        ("tiny", 7, 4),
        ("tiny_r2", 8, 4),
    ]
    third = tmp_path / "three"
    with open_dataset(third, small_spec(name="tiny_r3", seed=9)) as store:
        for scene in small_scenes():
            store.commit(scene)
        merge(store, small_spec(name="tiny_r3", seed=9), CATALOGUE, CATEGORIES)
    merge_datasets([out, third], tmp_path / "more")
    assert check_dataset(tmp_path / "more") == []
    described = json.loads((tmp_path / "more" / layout.DATASET).read_text(encoding="utf-8"))
    assert [r["name"] for r in described["rounds"]] == ["tiny", "tiny_r2", "tiny_r3"]


def test_the_same_rounds_give_the_same_bytes(both: tuple[Path, Path], tmp_path: Path) -> None:
    for name in ("a", "b"):
        with pytest.raises(SystemExit) as ended:
            cli.main(["merge", str(both[0]), str(both[1]), "--out", str(tmp_path / name)])
        assert not ended.value.code
    files = [p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*") if p.is_file() and p.name != "lock"]
    assert len(files) > 30
    assert all((tmp_path / "a" / f).read_bytes() == (tmp_path / "b" / f).read_bytes() for f in files)


def change_json(path: Path, change: Callable[[Any], None]) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(json.dumps(data), encoding="utf-8")


def change_spec(path: Path, **changes: Any) -> None:
    spec = yaml.safe_load((path / layout.SPEC).read_text(encoding="utf-8")) | changes
    (path / layout.SPEC).write_text(yaml.safe_dump(spec), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "wanted"),
    [
        (lambda d: change_spec(d, resolution=[128, 96]), r"resolution is \[96, 72\] in one and \[128, 96\]"),
        (lambda d: change_spec(d, segmentation="polygon"), "segmentation"),
        (lambda d: change_spec(d, stress={"factors": ["surface.dust"]}), "stress set"),
        (lambda d: change_json(d / layout.DATASET, lambda j: j["factors"].pop()), "only one has the factor"),
        (lambda d: change_json(d / layout.DATASET, lambda j: j["factors"][0].update(high=9)), "high of light.level_ev"),
        (
            lambda d: change_json(d / layout.DATASET, lambda j: j["categories"][1].update(supercategory="x")),
            "belongs to block in one and to x",
        ),
        (lambda d: (d / layout.DATASET).unlink(), "has no dataset.json"),
        (lambda d: (d / layout.SPEC).write_text("{", encoding="utf-8"), "is damaged"),
        (lambda d: (d / layout.shard_file(0)).unlink(), "Copy it whole"),
        (lambda d: (d / "train" / "000001.png").write_bytes(b""), "0 bytes"),
        (lambda d: (d / "train" / "000001.png").unlink(), "000001.png"),
    ],
)
def test_what_cannot_be_joined_is_refused_and_nothing_is_left(
    both: tuple[Path, Path], tmp_path: Path, spoil: Callable[[Path], object], wanted: str
) -> None:
    spoil(both[1])
    with pytest.raises(DatasetError, match=wanted):
        merge_datasets(both, tmp_path / "all")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_the_same_dataset_twice_one_alone_and_a_taken_folder_are_refused(
    both: tuple[Path, Path], tmp_path: Path
) -> None:
    with pytest.raises(DatasetError, match="hold the same pictures"):
        merge_datasets([both[0], both[1], both[0]], tmp_path / "all")
    with pytest.raises(DatasetError, match="at least two"):
        merge_datasets([both[0]], tmp_path / "all")
    with pytest.raises(DatasetError, match="is there already"):
        merge_datasets(both, both[1])
