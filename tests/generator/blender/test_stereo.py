"""The depth camera sees what scatters and misses what shines, because of the light alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tiny_scenes import box, camera, pose, recipe, sphere, thing

from generator.recipe import Lamp, Surroundings
from generator.sensor.stereo import stereo_depth


@pytest.mark.blender
def test_floor_is_measured_and_a_mirror_is_not(renderer):
    eye = camera((0.0, -0.02, 0.4), width_px=160, height_px=120, focal_px=200.0, centre_px=(80.0, 60.0), focus_m=0.4)
    things = (thing("floor", at=(0, 0, -0.01)), thing("ball", "copper", instance=1, at=(0.03, 0, 0.03)))
    lamp = Lamp("key", "panel", (0.3, 0.2), pose(0, 0, 0.9), 20.0, 4000.0, "key")
    scene = recipe(things, eye, lamps=(lamp,), fill=Surroundings(None, 0.0, 0.1))
    meshes = {"floor": box(1.0, 1.0, 0.02), "ball": sphere(0.03)}
    (view,) = renderer.render(replace(scene, layers=("stereo",)), meshes)
    left, right = view.layers["stereo_left"], view.layers["stereo_right"]
    depth = stereo_depth(left, right, eye.pinhole().focal_px, eye.focus_m, np.random.default_rng(1))
    # The pattern needs a strip at the left that both eyes see.
    floor, ball = (view.ids == 0) & (np.arange(depth.shape[1]) > 40), view.ids == 1
    assert (depth[floor] > 0).mean() > 0.7
    assert np.median(depth[floor & (depth > 0)]) == pytest.approx(0.4, abs=0.02)
    near_top = (depth > 0) & (np.abs(depth - 0.345) < 0.02)
    assert near_top[ball].mean() < 0.3
    (plain,) = renderer.render(scene, meshes)
    np.testing.assert_array_equal(plain.radiance["key"], view.radiance["key"])
