"""The whole chain for real, at a tiny size: command line, Ray, Blender, COCO; killed, interrupted and resumed."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from processes import GLINT, all_bytes, command_line, differing, glint, gone, members, start
from pycocotools.coco import COCO

from generator.recipe import recipe_from_json, recipe_to_json

pytestmark = [pytest.mark.blender, pytest.mark.cluster, pytest.mark.timeout(900)]

CAD = Path(__file__).parents[1] / "examples" / "cad"
SPLITS = {"train": 3, "val": 1}
CATEGORIES = {"beaker_50ml", "block", "featuretype", "hex_nut_m8"}
SPEC = """\
name: tiny
seed: 3
images: {train: 3, val: 1}
resolution: [96, 72]
profile: draft
scenes: {bin: 1, workbench: 1}
parts:
  - {file: angle_block.STL, name: block, units: mm, material: steel_brushed}
  - {file: featuretype.STEP}
  - {part: hex_nut_m8}
  - {part: beaker_50ml}
factors:
  surface.dust: {uniform: [0.1, 0.6]}
  surface.scratches: {uniform: [0.1, 0.6]}
views_per_scene: 1
layers: [depth, normals, wear]
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's folder with a spec, CAD beside it, and nothing else."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "tiny.yaml").write_text(SPEC)
    for name in ("angle_block.STL", "featuretype.STEP"):
        shutil.copy(CAD / name, folder)
    return folder


@pytest.fixture(scope="module")
def dataset(desk: Path) -> Path:
    """The dataset as one undisturbed worker makes it."""
    ended = glint(desk, "generate", "tiny.yaml", "--workers", "1")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith(f"4 images in {Path('outputs', 'tiny')}")
    assert "Traceback" not in ended.stderr
    return desk / "outputs" / "tiny"


def coco(dataset: Path, split: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((dataset / "annotations" / f"instances_{split}.json").read_text())
    return loaded


def test_dataset_has_what_the_contract_names(dataset: Path) -> None:
    expected = {"dataset.json", "spec.yaml", "factors.parquet", "instances.parquet", "preview.png"}
    expected |= {f"annotations/instances_{split}.json" for split in SPLITS}
    expected |= {f"recipes/{scene:06d}.json" for scene in range(4)}
    expected |= {f"{split}/{n:06d}.png" for split, ns in (("train", (1, 2, 3)), ("val", (4,))) for n in ns}
    expected |= {f"layers/{split}/{n:06d}.npz" for split, ns in (("train", (1, 2, 3)), ("val", (4,))) for n in ns}
    found = {name for name in all_bytes(dataset) if not name.startswith("meshes/")}
    assert found == expected


def test_check_finds_nothing_to_say_against_it(desk: Path, dataset: Path) -> None:
    ended = glint(desk, "check", str(dataset))
    assert (ended.returncode, ended.stdout.splitlines()[-1]) == (0, f"{dataset}: good")


@pytest.mark.parametrize("split", SPLITS)
def test_pycocotools_reads_the_labels(dataset: Path, split: str) -> None:
    labels = COCO(dataset / "annotations" / f"instances_{split}.json")
    assert len(labels.getImgIds()) == SPLITS[split]
    assert [c["id"] for c in labels.loadCats(sorted(labels.getCatIds()))] == [1, 2, 3, 4]
    assert {c["name"] for c in labels.loadCats(labels.getCatIds())} == CATEGORIES
    assert labels.getAnnIds()
    for annotation in labels.loadAnns(labels.getAnnIds()):
        mask = labels.annToMask(annotation)
        assert mask.shape == (72, 96)
        assert mask.sum() == annotation["area"] > 0
        assert annotation["iscrowd"] == 0


def test_pictures_show_something_and_layers_lie_in_their_pixels(dataset: Path) -> None:
    for image in coco(dataset, "train")["images"]:
        picture = np.asarray(Image.open(dataset / "train" / image["file_name"]))
        assert picture.shape == (72, 96, 3)
        assert picture.dtype == np.uint8
        assert picture.std() > 5
        with np.load(dataset / "layers" / "train" / image["file_name"].replace("png", "npz")) as layers:
            assert {"depth_m", "normals", "wear_dust", "wear_scratches"} <= set(layers.files)
            assert layers["depth_m"].shape == (72, 96)


def test_records_carry_camera_factors_and_poses(dataset: Path) -> None:
    described = json.loads((dataset / "dataset.json").read_text())["factors"]
    labels = coco(dataset, "train")
    for image in labels["images"]:
        assert {"K", "world_from_camera"} <= set(image["camera"])
        its_own = {f["name"] for f in described if image["family"] in f.get("families", [image["family"]])}
        assert set(image["factors"]) == its_own
        assert len(its_own) >= 16
    keys = {"segmentation", "amodal_segmentation", "amodal_bbox", "visibility", "truncated", "pose", "attributes"}
    assert all(keys <= set(annotation) for annotation in labels["annotations"])


def test_recipes_are_whole_and_alone_enough(dataset: Path) -> None:
    for path in sorted((dataset / "recipes").iterdir()):
        recipe = recipe_from_json(path.read_text())
        assert recipe_to_json(recipe) == path.read_text()
        assert recipe.labelled
        assert recipe.views


def test_no_file_tells_where_or_when_it_was_made(desk: Path, dataset: Path) -> None:
    words = {str(desk), str(Path.home()) + "/"}
    if len(socket.gethostname()) > 4 and socket.gethostname() != "localhost":  # shorter ones turn up in any binary file
        words.add(socket.gethostname())
    year = time.strftime("%Y-%m-").encode()
    for name, data in all_bytes(dataset).items():
        if name.endswith((".npz", ".png")):
            continue  # compressed; below
        assert year not in data, name
        assert not [word for word in words if word.encode() in data], name
    for name, data in all_bytes(dataset).items():
        if name.endswith(".png"):
            assert not Image.open(io.BytesIO(data)).info.keys() - {"srgb", "gamma"}, name


def test_the_same_command_on_a_complete_dataset_changes_nothing(desk: Path, dataset: Path) -> None:
    before = all_bytes(dataset)
    ended = glint(desk, "generate", "tiny.yaml")
    assert ended.returncode == 0
    assert "4 of 4 images are there already" in ended.stderr
    assert "starting workers" not in ended.stderr
    assert all_bytes(dataset) == before


def busy_workers(run: subprocess.Popen[str]) -> list[int]:
    """Workers with a scene in their hands: Ray names the process after the method that it is in."""
    return [pid for pid in members(run.pid) if command_line(pid)[:1] == ["ray::WorkerHost.run"]]


def wait_for(run: subprocess.Popen[str], what: Any) -> Any:
    """What a condition gives as soon as it gives something; fails if the run ends before."""
    while run.poll() is None:
        if found := what():
            return found
        time.sleep(0.02)
    pytest.fail(f"the run ended too soon: {run.communicate()[1]}")


def committed(out: Path) -> int:
    return len(list(out.glob(".glint/shards/*.jsonl")))


def test_killed_worker_costs_nothing_and_two_workers_make_the_same_bytes(desk: Path, dataset: Path) -> None:
    with start([GLINT, "generate", "tiny.yaml", "--workers", "2", "--out", "two"], cwd=desk) as run:
        workers = wait_for(run, lambda: len(busy_workers(run)) == 2 and busy_workers(run))
        os.kill(workers[0], signal.SIGKILL)
        _, errors = run.communicate(timeout=600)
    assert run.returncode == 0, errors
    assert re.search(r"scene \d: the worker process died; trying again", errors)
    assert differing(desk / "two", dataset) == []
    assert gone(members(run.pid))


def test_run_that_is_interrupted_then_killed_resumes_to_the_same_bytes(desk: Path, dataset: Path) -> None:
    command, out = [GLINT, "generate", "tiny.yaml", "--workers", "1", "--out", "stopped"], desk / "stopped"
    with start(command, cwd=desk) as run:
        wait_for(run, lambda: committed(out) == 1 and busy_workers(run))
        os.killpg(run.pid, signal.SIGINT)
        output, errors = run.communicate(timeout=120)
    assert run.returncode == 130, errors
    assert output.startswith("Interrupted: 1 of 4 images are safe in stopped; the same command resumes.")
    assert "Traceback" not in errors
    assert gone(members(run.pid))

    with start(command, cwd=desk) as run:
        wait_for(run, lambda: committed(out) == 2 and busy_workers(run))
        workers = busy_workers(run)
        run.kill()
    assert gone(set(workers))

    ended = glint(desk, *command[1:])
    assert ended.returncode == 0, ended.stderr
    assert "of 4 images are there already" in ended.stderr
    assert differing(out, dataset) == []
    assert not list(out.rglob("*.tmp*"))
