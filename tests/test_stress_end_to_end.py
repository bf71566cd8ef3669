"""`glint stress` and `glint replay` for real, at a tiny size: command line, Ray, Blender, the whole dataset."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from processes import clean_environment

pytestmark = [pytest.mark.blender, pytest.mark.cluster, pytest.mark.timeout(900)]

GLINT = str(Path(sys.executable).with_name("glint"))
FACTORS = ("surface.dust", "camera.f_number", "light.level_ev")  # of the scene, of the view, of the capture
SPEC = """\
name: tiny
seed: 3
images: {train: 1}
resolution: [96, 72]
profile: draft
scenes: {bin: 1}
parts: [{part: hex_nut_m8}, {part: beaker_50ml}]
factors:
  scene.part_count: 4
  surface.dust: {choice: [0.2, 0.9]}
  camera.f_number: {choice: [2, 16]}
  light.level_ev: {choice: [-1.5, 1.5]}
"""


def glint(desk: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [GLINT, *arguments], check=False, capture_output=True, text=True, cwd=desk, timeout=600, env=clean_environment()
    )


def stress(desk: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return glint(desk, "stress", "tiny.yaml", "--factors", ",".join(FACTORS), "--levels", "2", "--scenes", "1", *more)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a spec and the stress set that was made of it."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "tiny.yaml").write_text(SPEC)
    ended = stress(folder, "--workers", "1")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("7 images in ")
    return folder


def images(desk: Path) -> dict[tuple[str, int], dict[str, Any]]:
    labels = json.loads((desk / "outputs/tiny_stress/annotations/instances_stress.json").read_text())
    return {(image["stress"]["factor"], image["stress"]["level"]): image for image in labels["images"]}


def picture(desk: Path, image: dict[str, Any]) -> bytes:
    return (desk / "outputs/tiny_stress/stress" / image["file_name"]).read_bytes()


def test_level_with_the_base_s_own_value_has_its_bytes_whatever_had_to_be_built_for_it(desk: Path) -> None:
    found = images(desk)
    base = found["", 0]
    for factor in FACTORS:
        same = [found[factor, level]["factors"] == base["factors"] for level in (1, 2)]
        assert sorted(same) == [False, True], factor
        assert [picture(desk, found[factor, level]) == picture(desk, base) for level in (1, 2)] == same, factor


def test_it_is_a_good_dataset(desk: Path) -> None:
    ended = glint(desk, "check", "outputs/tiny_stress")
    assert (ended.returncode, ended.stdout.splitlines()[-1]) == (0, f"{Path('outputs', 'tiny_stress')}: good")


def test_a_lost_scene_is_made_again_to_the_same_bytes_by_other_workers(desk: Path) -> None:
    out = desk / "outputs/tiny_stress"
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file() and ".glint" not in path.parts}
    (variant,) = (path for path in (out / "recipes").iterdir() if path.stem != "000000")  # the other amount of dust
    (out / f".glint/shards/{variant.stem}.jsonl").unlink()
    variant.unlink()
    ended = stress(desk, "--workers", "2")
    assert ended.returncode == 0, ended.stderr
    assert "6 of 7 images are there already" in ended.stderr
    assert {path: path.read_bytes() for path in before} == before


def test_replay_gives_the_dataset_s_bytes_and_those_of_the_rung(desk: Path) -> None:
    found = images(desk)
    plain = glint(desk, "replay", "outputs/tiny_stress", "1", "--out", "plain.png")
    assert plain.stdout.startswith("The same bytes as in the dataset."), plain.stderr
    assert (desk / "plain.png").read_bytes() == picture(desk, found["", 0])
    other = next(
        found["surface.dust", n] for n in (1, 2) if found["surface.dust", n]["factors"] != found["", 0]["factors"]
    )
    change = f"surface.dust={other['stress']['value']}"
    ended = glint(desk, "replay", "outputs/tiny_stress", "1", "--set", change, "--alone", "--out", "dusty.png")
    assert ended.returncode == 0, ended.stderr
    assert (desk / "dusty.png").read_bytes() == picture(desk, other)
