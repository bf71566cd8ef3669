"""A picture again from its recipe: the dataset's own bytes without changes, and one message for what cannot be."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fake_renderer import FakeRenderer
from PIL import Image
from small_stress import stress_dataset, stress_spec

from generator.errors import GlintError
from generator.replay import Replayed, ReplayRequest, replay

pytestmark = pytest.mark.slow

BASE, DARK, DUSTY = 1, 4, 3  # images: the base, then two amounts of dust, then two light levels


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base with dust from 0 to 1 and light from -1 to 1."""
    drawn = {"surface.dust": {"uniform": [0, 1]}, "light.level_ev": {"uniform": [-1, 1]}, "sensor.auto_exposure": 0}
    spec = stress_spec("surface.dust", "light.level_ev", factors=drawn)
    return stress_dataset(tmp_path_factory.mktemp("replay") / "set", spec)


def again(dataset: Path, image_id: int, out: Path, *changes: str, **more: Any) -> Replayed:
    return replay(ReplayRequest(dataset, image_id, out, changes, **more), lambda line: None, FakeRenderer())


@pytest.mark.parametrize("image_id", [BASE, DARK, DUSTY])
def test_without_changes_it_is_the_dataset_s_own_bytes(image_id: int, dataset: Path, tmp_path: Path) -> None:
    made = again(dataset, image_id, tmp_path / "again.png")
    assert made.same
    assert made.sentence.startswith("The same bytes as in the dataset.")
    assert (tmp_path / "again.png").read_bytes() == (dataset / "stress" / f"{image_id:06d}.png").read_bytes()


def test_recipe_and_pictures_are_enough_for_what_acts_after_the_scene(dataset: Path, tmp_path: Path) -> None:
    alone = tmp_path / "set"
    shutil.copytree(dataset, alone)
    (alone / "spec.yaml").unlink()
    again(alone, BASE, tmp_path / "dark.png", "light.level_ev=-1", alone=True)
    assert (tmp_path / "dark.png").read_bytes() == (dataset / "stress" / f"{DARK:06d}.png").read_bytes()
    with pytest.raises(GlintError, match=r"spec\.yaml: is missing; without it only factors of views and captures"):
        again(alone, BASE, tmp_path / "dusty.png", "surface.dust=1")


def test_a_changed_factor_gives_the_picture_of_that_rung(dataset: Path, tmp_path: Path) -> None:
    again(dataset, BASE, tmp_path / "dusty.png", "surface.dust=1", alone=True)
    assert (tmp_path / "dusty.png").read_bytes() == (dataset / "stress" / f"{DUSTY:06d}.png").read_bytes()
    again(dataset, DUSTY, tmp_path / "both.png", "light.level_ev=-1", "sensor.jpeg_quality=20", alone=True)
    assert (tmp_path / "both.png").read_bytes() != (tmp_path / "dusty.png").read_bytes()


def test_the_original_stands_beside_the_changed_picture(dataset: Path, tmp_path: Path) -> None:
    made = again(dataset, BASE, tmp_path / "sheet.png", "light.level_ev=-1", "light.room=ring")
    sheet = np.asarray(Image.open(tmp_path / "sheet.png").convert("RGB")).astype(float)
    assert sheet.shape[1] > 2 * 480
    left, right = sheet[60:400, 30:480].mean(), sheet[60:400, 530:980].mean()
    assert right < left
    assert "light.level_ev" in made.sentence
    assert made.changes[0].endswith("to -1 EV")
    assert made.changes[1].startswith("light.room")


@pytest.mark.parametrize(
    ("image_id", "change", "sentence"),
    [
        (99, "surface.dust=1", "has no image 99; it has 5, with ids from 1 to 5"),
        (1, "surface.dsut=1", "No factor called 'surface.dsut'. Did you mean 'surface.dust'?"),
        (1, "surface.dust=2", "--set surface.dust: 2 is outside [0, 1] share; the nearest is 1"),
        (1, "surface.dust=much", "--set surface.dust: 'much' is not a number"),
        (1, "surface.dust", "write FACTOR=VALUE, such as surface.dust=0.8"),
        (1, "light.room=hall", "'hall' is none of mixed, panels"),
        (1, "scene.part_count=9", "scene.part_count moves things or the camera"),
        (1, "sensor.preset=phone", "says how other factors are drawn; set those"),
        (1, "conveyor.speed_m_s=1", "No factor called 'conveyor.speed_m_s'"),
    ],
)
def test_what_cannot_be_is_one_message(
    image_id: int, change: str, sentence: str, dataset: Path, tmp_path: Path
) -> None:
    with pytest.raises(GlintError) as refused:
        again(dataset, image_id, tmp_path / "no.png", change)
    assert sentence in str(refused.value)
    assert not (tmp_path / "no.png").exists()


def test_folders_that_are_no_dataset_and_damaged_recipes_are_named(dataset: Path, tmp_path: Path) -> None:
    with pytest.raises(GlintError, match="is it a Glint dataset"):
        again(tmp_path, BASE, tmp_path / "no.png")
    broken = tmp_path / "set"
    shutil.copytree(dataset, broken)
    (broken / "recipes" / "000000.json").write_text("{}")
    with pytest.raises(GlintError, match=r"000000\.json: not a recipe of version 1"):
        again(broken, BASE, tmp_path / "no.png")
    (broken / "recipes" / "000000.json").unlink()
    with pytest.raises(GlintError, match=r"000000\.json: cannot be read"):
        again(broken, BASE, tmp_path / "no.png")


def test_another_profile_is_named_as_the_reason_for_other_bytes(dataset: Path, tmp_path: Path) -> None:
    made = again(dataset, BASE, tmp_path / "again.png", profile="reference")
    assert made.same or "it was made at profile standard" in made.sentence
