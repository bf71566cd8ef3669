from __future__ import annotations

import numpy as np
import pytest
from fake_renderer import FakeRenderer
from small_scene import bench_meshes, bench_recipe

from generator.labels.agreement import compare_ids, distort_ids
from generator.labels.cast import SceneCaster

LENS = (-0.28, 0.09, 0.001, -0.002, 0.0)


def test_rays_through_the_bent_picture_agree_with_ids_rendered_straight() -> None:
    recipe, meshes = bench_recipe(lens=LENS, size_px=(320, 240)), bench_meshes()
    cast = SceneCaster(recipe.things, meshes).cast(recipe.views[0].camera)
    ids = next(iter(FakeRenderer().render(recipe, meshes))).ids
    assert ids.shape != cast.front.shape
    agreement = compare_ids(cast.front, ids, cast.lookup)
    assert agreement.inner == 1.0
    assert agreement.within_px == agreement.things == agreement.gate == 1.0
    assert agreement.exact > 0.995


@pytest.mark.parametrize("shift", [2, 3, 6])
def test_a_shift_of_the_picture_does_not_pass_the_gate(shift: int) -> None:
    recipe, meshes = bench_recipe(size_px=(320, 240)), bench_meshes()
    cast = SceneCaster(recipe.things, meshes).cast(recipe.views[0].camera)
    moved = np.roll(cast.front, shift, axis=1)
    assert compare_ids(cast.front, moved, cast.lookup).gate < 0.97


def test_a_missing_thing_is_found_and_a_missing_wire_only_within_a_pixel() -> None:
    rows, columns = np.mgrid[:100, :100].astype(np.float32)
    lookup = np.stack([columns, rows], axis=2)
    front = np.zeros((100, 100), np.int32)
    front[20:40, 20:40] = 1
    block_missing = compare_ids(front, np.zeros_like(front), lookup)
    assert block_missing.inner < 0.97
    wire = np.zeros_like(front)
    wire[:, 50] = 2
    wire_missing = compare_ids(wire, np.zeros_like(wire), lookup)
    assert wire_missing.inner == 1.0
    assert wire_missing.within_px == pytest.approx(0.99)
    assert wire_missing.gate == 0.0


def test_a_wire_thinner_than_its_pixels_is_not_held_against_the_other_for_what_chance_meets() -> None:
    rows, columns = np.mgrid[:100, :100].astype(np.float32)
    lookup = np.stack([columns, rows], axis=2)
    one, other = np.zeros((100, 100), np.int32), np.zeros((100, 100), np.int32)
    one[np.arange(10, 50, 5), np.arange(10, 50, 5)] = 3
    other[np.arange(12, 52, 5), np.arange(12, 52, 5)] = 3
    assert compare_ids(one, other, lookup).gate == 1.0
    one[60:62, 60:70] = other[65:67, 60:70] = 4
    assert compare_ids(one, other, lookup).gate == 0.0, "but a thing two pixels thick is"


def test_ids_are_looked_up_at_the_nearest_pixel() -> None:
    ids = np.arange(12, dtype=np.int32).reshape(3, 4)
    lookup = np.array([[[0.4, 0.4], [0.6, 0.0], [9.0, 9.0]]], np.float32)
    assert distort_ids(ids, lookup).tolist() == [[0, 1, 11]]
