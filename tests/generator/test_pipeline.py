"""From plan to files with the fake renderer: what the camera stage is given, and what it leaves beside the picture."""

from __future__ import annotations

import io
from collections.abc import Mapping

import numpy as np
import pytest
from fake_renderer import FakeRenderer

from generator.catalogue import load_catalogue
from generator.dataset.store import SceneFiles
from generator.pipeline import SceneMaker
from generator.plan import plan_scenes
from generator.spec import DatasetSpec


@pytest.fixture(scope="module")
def clear() -> SceneFiles:
    """The scene without anything in the air."""
    return _made({})


def _made(factors: Mapping[str, object]) -> SceneFiles:
    calm = {"air.sparks": 0, "air.dust": 0, "air.steam": 0, "air.haze": 0, "scene.part_count": 3}
    spec = DatasetSpec(
        name="t",
        seed=3,
        images={"train": 1},
        resolution=(96, 72),
        scenes={"bin": 1.0},
        layers=("wear",),
        factors=calm | factors,
    )
    plan = next(iter(plan_scenes(spec, load_catalogue())))
    return SceneMaker(spec, {}, FakeRenderer()).run(plan).files


def test_hazy_pictures_have_a_layer_of_what_the_air_lets_through(clear: SceneFiles) -> None:
    pictures = (clear.files, _made({"air.haze": 0.5}).files)
    layers = [np.load(io.BytesIO(files["layers/train/000001.npz"])) for files in pictures]
    assert "air_transmission" not in layers[0].files
    air = layers[1]["air_transmission"]
    assert air.shape == (72, 96)
    assert 0.2 < float(np.median(air)) < 0.8
    assert set(layers[0].files) < set(layers[1].files)
    assert pictures[0]["train/000001.png"] != pictures[1]["train/000001.png"]


def test_air_changes_no_mask(clear: SceneFiles) -> None:
    steamy = _made({"air.steam": 0.9})
    assert [a["segmentation"] for a in clear.annotations] == [a["segmentation"] for a in steamy.annotations]
