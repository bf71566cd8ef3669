"""Every scene family through the real chain at a tiny size: good by `check`, the same bytes on one worker and two."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from processes import differing, glint

from generator.catalogue import load_catalogue
from generator.spec import find_spec, load_spec

pytestmark = [pytest.mark.blender, pytest.mark.cluster, pytest.mark.timeout(900)]

FAMILIES = tuple(load_catalogue().scenes)
SPEC = f"""\
name: families
seed: 2
images: {{train: {len(FAMILIES)}}}
resolution: [64, 48]
profile: draft
scenes: {{{", ".join(f"{family}: 1" for family in FAMILIES)}}}
factors: {{scene.part_count: 6, event.spill: 1}}
views_per_scene: 1
layers: [depth, panoptic]
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("families")
    (folder / "families.yaml").write_text(SPEC)
    return folder


@pytest.fixture(scope="module")
def dataset(desk: Path) -> Path:
    ended = glint(desk, "generate", "families.yaml", "--workers", "2")
    assert ended.returncode == 0, ended.stderr
    return desk / "outputs" / "families"


def test_every_family_gives_its_picture_and_check_finds_nothing(desk: Path, dataset: Path) -> None:
    images = json.loads((dataset / "annotations" / "instances_train.json").read_text())["images"]
    assert sorted(image["family"] for image in images) == sorted(FAMILIES)
    assert all("spill" in image["events"] for image in images)
    ended = glint(desk, "check", str(dataset))
    assert (ended.returncode, ended.stdout.splitlines()[-1]) == (0, f"{dataset}: good")


def test_one_worker_gives_the_same_bytes_as_two(desk: Path, dataset: Path) -> None:
    ended = glint(desk, "generate", "families.yaml", "--workers", "1", "--out", "outputs/alone")
    assert ended.returncode == 0, ended.stderr
    assert differing(dataset, desk / "outputs" / "alone") == []


def test_the_tour_shows_every_family() -> None:
    spec = load_spec(find_spec("tour"), load_catalogue())
    assert sorted(spec.scenes) == sorted(FAMILIES)
