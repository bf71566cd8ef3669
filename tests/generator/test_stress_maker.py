"""Stress sets from plan to dataset with the fake renderer: what is traced once, what is left out, what records say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from fake_renderer import FakeRenderer
from small_stress import stress_dataset, stress_scenes, stress_spec

from generator import stress_maker
from generator.dataset.check import check_dataset
from generator.dataset.store import SceneFiles
from generator.mesh import Mesh
from generator.recipe import SceneRecipe, recipe_from_json
from generator.render import ViewRender

pytestmark = pytest.mark.slow

FACTORS = {"light.level_ev": {"choice": [-1, 1]}, "camera.f_number": {"choice": [4, 16]}, "surface.dust": 0.5}
BASE, DUST = 0, 1  # places in the list of scenes


class Counting(FakeRenderer):
    """Remembers how many views it has traced."""

    def __init__(self) -> None:
        super().__init__()
        self.views = 0

    def render(self, recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> Iterator[ViewRender]:
        for view in super().render(recipe, meshes):
            self.views += 1
            yield view


@pytest.fixture(scope="module")
def made() -> tuple[Counting, list[SceneFiles]]:
    """One base: two light levels, two apertures, and dust alone and with light levels."""
    renderer = Counting()
    spec = stress_spec(
        "light.level_ev", "camera.f_number", "surface.dust", pairs=("surface.dust+light.level_ev",), factors=FACTORS
    )
    return renderer, stress_scenes(spec, renderer)


def pictures(scenes: list[SceneFiles]) -> dict[tuple[str, int], tuple[dict[str, Any], bytes]]:
    """Image record and picture of each rung."""
    return {
        (image["stress"]["factor"], image["stress"]["level"]): (
            dict(image),
            scene.files[f"stress/{image['file_name']}"],
        )
        for scene in scenes
        for image in scene.images
    }


def test_light_is_traced_once_for_all_that_needs_no_other(made: tuple[Counting, list[SceneFiles]]) -> None:
    renderer, scenes = made
    assert len(scenes) == 3, "a base, and two amounts of dust"
    assert sum(len(scene.images) for scene in scenes) == 1 + 2 + 2 + 2 + 4
    assert renderer.views == 4, "the base, its other aperture, and each amount of dust"


def test_levels_with_the_base_s_own_value_are_its_bytes(made: tuple[Counting, list[SceneFiles]]) -> None:
    found = pictures(made[1])
    base, picture = found["", 0]
    equal = []
    for (factor, level), (image, other) in found.items():
        if level and "+" not in factor:
            same = image["factors"] == base["factors"]
            assert (other == picture) >= same, (factor, level)
            equal += [factor] if same else []
    assert sorted(equal) == ["camera.f_number", "light.level_ev"]
    assert found["light.level_ev", 1][1] != found["light.level_ev", 2][1]


def test_records_of_a_base_are_paired_by_view_and_capture(made: tuple[Counting, list[SceneFiles]]) -> None:
    for (factor, level), (image, _) in pictures(made[1]).items():
        assert (image["view"], image["capture"], image["stress"]["base"]) == (0, 0, 0)
        names = factor.split("+") if level else []
        values = image["stress"]["value"] if len(names) > 1 else [image["stress"]["value"]]
        assert all(image["factors"][name] == value for name, value in zip(names, values, strict=False))
        assert image["file_name"] == f"{image['id']:06d}.png"


def test_all_pictures_of_a_base_have_its_masks_and_poses(made: tuple[Counting, list[SceneFiles]]) -> None:
    keys = ("category_id", "segmentation", "amodal_segmentation", "bbox", "visibility", "pose")
    labels: dict[int, list[Any]] = {}
    for scene in made[1]:
        for annotation in scene.annotations:
            found = labels.setdefault(annotation["image_id"], [])
            found.append([annotation["id"] % 4096, *(annotation[key] for key in keys)])
    assert len(labels) == 11
    assert all(found == labels[1] for found in labels.values())


def test_a_variant_s_recipe_keeps_the_streams_of_its_base(made: tuple[Counting, list[SceneFiles]]) -> None:
    base, dusty = (recipe_from_json(made[1][n].files[f"recipes/{n:06d}.json"].decode()) for n in (BASE, DUST))
    assert (dusty.scene, dusty.seed) == (base.scene, base.seed)
    assert dusty.factors["surface.dust"] == made[1][DUST].images[0]["stress"]["value"]
    assert [thing.world_from_object for thing in dusty.things] == [thing.world_from_object for thing in base.things]


def test_levels_that_show_nothing_are_left_out_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stress_maker, "view_fault", lambda recipe, meshes: "a lamp would hang before the camera")
    blown_out = {"sensor.exposure_ev": {"choice": [0, 4], "weights": [1, 1e-6]}, "sensor.auto_exposure": 0}
    fixed = {"light.level_ev": 4, "light.key_elevation_deg": {"choice": [80, 80.5], "weights": [1, 1]}}
    spec = stress_spec("sensor.exposure_ev", "light.key_elevation_deg", factors=blown_out | fixed)
    base, *variants = stress_scenes(spec)
    own = base.images[0]["factors"]["light.key_elevation_deg"]
    assert [image["stress"]["value"] for image in base.images] == [None, 0, own], "lamps as they were"
    assert [(variant.files, variant.images, variant.annotations) for variant in variants] == [({}, (), ())] * 2


def test_a_rung_that_the_base_is_already_is_not_traced_again() -> None:
    renderer = Counting()
    dust = {"surface.dust": {"choice": [0.2, 0.9]}, "light.level_ev": {"choice": [-1, 1]}}
    spec = stress_spec("surface.dust", pairs=("surface.dust+light.level_ev",), factors=dust)
    scenes = stress_scenes(spec, renderer)
    assert sum(len(scene.images) for scene in scenes) == 1 + 2 + 4
    assert renderer.views == 2, "the base, and the other amount of dust"
    found = pictures(scenes)
    base, picture = found["", 0]
    for (factor, level), (image, other) in found.items():
        assert (other == picture) >= (image["factors"] == base["factors"]), (factor, level)
        assert (image["scene"] == 0) == (image["factors"]["surface.dust"] == base["factors"]["surface.dust"])


def test_a_stress_set_is_an_ordinary_dataset(tmp_path: Path) -> None:
    spec = stress_spec("surface.dust", "light.level_ev", scenes=2, factors={"scene.part_count": 2}, resolution=(64, 48))
    folder = stress_dataset(tmp_path / "set", spec)
    assert [str(problem) for problem in check_dataset(folder)] == []
    rows = pq.read_table(folder / "factors.parquet").to_pylist()
    assert [row["stress_base"] for row in rows if not row["stress_level"]] == [0, 1]
    assert {row["stress_factor"] for row in rows} == {"", "surface.dust", "light.level_ev"}
    assert len(rows) == spec.images["stress"] == 10
