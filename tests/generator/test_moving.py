"""Which pixels move, and how fast in the picture: against the projection of points that have gone on."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from small_scene import at, bench_meshes, bench_recipe, thing

from generator.labels.cast import SceneCaster
from generator.moving import moving_pixels

VELOCITY = (0.3, 0.1, 0.0)


def scene(*names: str):
    """The small bench, with these things moving, its meshes, its first camera and what its rays met."""
    recipe = bench_recipe(lens=(-0.08, 0.01, 0.0, 0.0, 0.0))
    things = tuple(dataclasses.replace(t, velocity_m_s=VELOCITY if t.name in names else None) for t in recipe.things)
    recipe, meshes = dataclasses.replace(recipe, things=things), bench_meshes()
    camera = recipe.views[0].camera
    return recipe, meshes, camera, SceneCaster(things, meshes).cast(camera)


def test_where_nothing_moves_there_is_nothing_to_blur() -> None:
    recipe, meshes, camera, cast = scene()
    assert moving_pixels(recipe, meshes, camera, cast.front, cast.depth_m) is None


def test_the_pixels_of_a_moving_thing_move_as_its_points_do() -> None:
    recipe, meshes, camera, cast = scene("washer_1", "block_3")
    moving = moving_pixels(recipe, meshes, camera, cast.front, cast.depth_m)
    assert moving is not None
    assert np.array_equal(moving.mask, np.isin(cast.front, [1, 3]))
    origin, rays = camera.pixel_rays()
    points = (origin + rays * cast.depth_m[..., None])[moving.mask]
    later, _ = camera.project(points + 0.01 * np.array(VELOCITY))
    now, _ = camera.project(points)
    assert moving.px_s[moving.mask] == pytest.approx((later - now) / 0.01, rel=0.03, abs=0.5)


def test_an_unlabelled_thing_that_moves_is_found_by_its_place() -> None:
    recipe, meshes, camera, cast = scene("bench")
    moving = moving_pixels(recipe, meshes, camera, cast.front, cast.depth_m)
    assert moving is not None
    assert not moving.mask[cast.front > 0].any()
    assert moving.mask[(cast.front == 0) & (cast.depth_m > 0)].mean() > 0.99


def test_of_two_velocities_each_thing_has_its_own_and_what_is_still_that_of_the_nearest() -> None:
    recipe, meshes, camera, cast = scene("washer_1")
    across = (0.0, 0.05, 0.0)
    slow = dataclasses.replace(thing("washer_2", at(0.11, 0.02, 0.006), 2), velocity_m_s=across)
    things = tuple(slow if t.name == slow.name else t for t in recipe.things)
    moving = moving_pixels(dataclasses.replace(recipe, things=things), meshes, camera, cast.front, cast.depth_m)
    assert moving is not None
    assert np.array_equal(moving.mask, np.isin(cast.front, [1, 2]))
    alone, *_ = scene("washer_1")
    fast = moving_pixels(alone, meshes, camera, cast.front, cast.depth_m)
    assert fast is not None
    first, second = cast.front == 1, cast.front == 2
    assert np.array_equal(moving.px_s[first], fast.px_s[first])
    share = np.linalg.norm(moving.px_s[second], axis=1) / np.linalg.norm(fast.px_s[second], axis=1)
    assert share == pytest.approx(np.linalg.norm(across) / np.linalg.norm(VELOCITY), rel=0.35)
    met = cast.depth_m > 0
    left, right = met & (np.arange(met.shape[1]) < 8), met & (np.arange(met.shape[1]) > 88)
    assert np.array_equal(moving.px_s[left], fast.px_s[left]), "the left border is nearest to the first"
    assert not np.isclose(moving.px_s[right], fast.px_s[right], rtol=0.2).any(axis=1).all(), "the right to the second"
