from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
from small_scene import at, bench_recipe, thing

from generator.points import bend_radius_m, points_from_text, points_in_world, points_to_text, with_points
from generator.recipe import MeshRef, Soft, recipe_from_json, recipe_to_json


def test_points_come_back_to_a_hundredth_of_a_millimetre() -> None:
    points = np.random.default_rng(1).normal(0, 0.4, (30, 3))
    assert np.abs(points_from_text(points_to_text(points)) - points).max() <= 0.5e-5 + 1e-12
    assert points_to_text(points_from_text(points_to_text(points))) == points_to_text(points)


def test_text_that_is_not_triples_is_refused() -> None:
    with pytest.raises(ValueError, match="three numbers each, and there are 4"):
        points_from_text("1 2 3 4")


def test_a_thing_carries_its_points_in_a_frame_around_their_middle() -> None:
    soft = dataclasses.replace(thing("lead_1", at(0, 0, 0)), mesh=MeshRef("shape", "cable", {"radius_m": 0.003}))
    points = np.array([[1.0, 2.0, 3.0], [1.1, 2.0, 3.0], [1.2, 2.1, 3.0]])
    moved = with_points(soft, points)
    assert points_in_world(moved) == pytest.approx(points, abs=1e-5)
    assert np.array(moved.world_from_object)[:3, 3] == pytest.approx(points.mean(axis=0), abs=1e-5)
    assert moved.mesh.params["radius_m"] == 0.003


def test_the_radius_of_a_bend_is_that_of_its_circle() -> None:
    angle = np.linspace(0, 2, 20)
    circle = 0.05 * np.stack([np.cos(angle), np.sin(angle), np.zeros(20)], axis=1)
    assert bend_radius_m(circle) == pytest.approx(np.full(18, 0.05))
    assert np.isinf(bend_radius_m(np.array([[0.0, 0, 0], [1, 0, 0], [2, 0, 0]]))).all()


def test_a_recipe_of_before_there_were_soft_things_can_still_be_read() -> None:
    recipe = bench_recipe()
    data = json.loads(recipe_to_json(recipe))
    for one in data["things"]:
        assert one.pop("soft") is None
    assert recipe_from_json(json.dumps(data)) == recipe


def test_a_soft_thing_survives_json() -> None:
    recipe = bench_recipe()
    soft = Soft("cable", 0.003, 0.05, 1e-3, 0.02, (0, 1))
    bent = dataclasses.replace(recipe, things=(dataclasses.replace(recipe.things[0], soft=soft), *recipe.things[1:]))
    assert recipe_from_json(recipe_to_json(bent)).things[0].soft == soft
