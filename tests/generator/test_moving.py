"""Which pixels move, and how fast in the picture: against the projection of points that have gone on."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import trimesh
from small_scene import at, bench_meshes, bench_recipe, mesh_of, thing

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


def test_of_two_velocities_the_faster_counts() -> None:
    recipe, meshes, camera, cast = scene("washer_1")
    slow = dataclasses.replace(thing("washer_2", at(0.11, 0.02, 0.006), 2), velocity_m_s=(0.0, 0.05, 0.0))
    things = tuple(slow if t.name == slow.name else t for t in recipe.things)
    moving = moving_pixels(dataclasses.replace(recipe, things=things), meshes, camera, cast.front, cast.depth_m)
    assert moving is not None
    assert np.array_equal(moving.mask, cast.front == 1)
    assert mesh_of(trimesh.creation.box((1, 1, 1))).watertight
