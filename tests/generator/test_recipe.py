"""A recipe is a file: what goes in comes out, and what is no recipe is told so."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from generator.camera import Camera, look_at
from generator.recipe import (
    RECIPE_VERSION,
    Capture,
    Lamp,
    MaterialRecipe,
    MeshRef,
    SceneRecipe,
    Surroundings,
    Thing,
    View,
    WearRecipe,
    recipe_from_json,
    recipe_to_json,
)

POSE = tuple(tuple(row) for row in look_at(np.array([0.3, -0.7, 0.5]), np.zeros(3)).tolist())


def recipe() -> SceneRecipe:
    steel = MaterialRecipe("steel_brushed", {"roughness": 0.3, "tint": [0.1, 0.2, 0.3], "seed": 7, "worn": True})
    dust = WearRecipe("dust", 0.25, {"offset": [0.1, 0.9]})
    part = Thing(
        "part_001",
        MeshRef("part", "hex_nut_m8", {}),
        POSE,
        (steel,),
        (dust,),
        "hex_nut_m8",
        "hex_nut_m8",
        2,
        moves=True,
    )
    first = dataclasses.replace(part, name="part_000", instance=1, context=None)
    floor = Thing("floor", MeshRef("shape", "sheet", {"size_m": 2.0}), POSE, (steel, steel))
    lens = (-0.1, 0.01, 0.0, 0.0, 0.0)
    camera = Camera(64, 48, 70.0, (32.0, 24.0), lens, POSE, 8.0, 7.3, 5.6, 0.9)
    captures = tuple(
        Capture(
            i,
            f"{i:06d}.png",
            {"surface.dust": 0.25, "light.room": "hall", "scene.parts": 2},
            {"key": (1.0, 0.9, 0.1)},
            i,
        )
        for i in (1, 2)
    )
    lamp = Lamp("tube", "tube", (1.2, 0.03), POSE, 20.0, 4000.0, "key")
    return SceneRecipe(
        RECIPE_VERSION,
        "demo",
        7,
        3,
        "train",
        "bin",
        "draft",
        ("depth",),
        {"surface.dust": 0.25},
        (part, floor, first),
        (lamp,),
        Surroundings(None, 0.0, 0.5),
        (View(0, camera, captures, 99),),
    )


def test_json_round_trip_is_exact_and_stable() -> None:
    text = recipe_to_json(recipe())
    again = recipe_from_json(text)
    assert again == recipe()
    assert recipe_to_json(again) == text
    assert isinstance(again.views[0].camera.distortion, tuple)
    assert isinstance(again.things[0].materials[0], MaterialRecipe)
    assert hash(again.views[0].camera) == hash(recipe().views[0].camera)


def test_types_survive() -> None:
    factors = recipe_from_json(recipe_to_json(recipe())).views[0].captures[0].factors
    assert {k: type(v) for k, v in factors.items()} == {"surface.dust": float, "light.room": str, "scene.parts": int}


def test_whole_numbers_become_floats_where_floats_are_meant() -> None:
    data = json.loads(recipe_to_json(recipe()))
    data["lamps"][0]["power_w"] = 20
    assert recipe_to_json(recipe_from_json(json.dumps(data))) == recipe_to_json(recipe())


def test_the_text_does_not_depend_on_the_order_of_keys() -> None:
    one = recipe()
    capture = one.views[0].captures[0]
    turned = dataclasses.replace(capture, factors=dict(reversed(capture.factors.items())))
    other = dataclasses.replace(
        one, views=(dataclasses.replace(one.views[0], captures=(turned, one.views[0].captures[1])),)
    )
    assert recipe_to_json(other) == recipe_to_json(one)


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "null",
        "{}",
        '{"version": 1}',
        '{"version": 0}',
        '{"version": "1"}',
        "not json",
        '{"version": 1, "things": 3}',
    ],
)
def test_what_is_no_recipe_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"recipe|Expecting"):
        recipe_from_json(text)


def test_a_recipe_with_a_field_too_many_or_of_the_wrong_length_is_refused() -> None:
    data = json.loads(recipe_to_json(recipe()))
    data["views"][0]["camera"]["centre_px"] = [1.0, 2.0, 3.0]
    with pytest.raises(ValueError, match=r"zip|argument"):
        recipe_from_json(json.dumps(data))
    data = json.loads(recipe_to_json(recipe()))
    data["things"][0]["colour"] = "red"
    with pytest.raises(ValueError, match="colour"):
        recipe_from_json(json.dumps(data))


def test_numbers_that_json_does_not_have_are_refused_when_written() -> None:
    broken = dataclasses.replace(recipe(), factors={"surface.dust": float("nan")})
    with pytest.raises(ValueError, match="JSON"):
        recipe_to_json(broken)


def test_groups_and_labelled_things_are_in_a_fixed_order() -> None:
    assert recipe().light_groups == ("key", "world")
    assert [t.instance for t in recipe().labelled] == [1, 2]
