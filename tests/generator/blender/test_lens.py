"""Projection and depth of field against the camera that labels use."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tiny_scenes import box, camera, recipe, sphere, thing

from generator.camera import Camera
from generator.recipe import Surroundings

FURNACE = Surroundings(None, 0.0, 1.0)
EYE = (0.25, -0.5, 0.45)
CAMERAS = {
    "plain": camera(EYE),
    "principal point off centre": camera(EYE, centre_px=(27.3, 29.1)),
    "distorting lens": camera(EYE, distortion=(-0.2, 0.05, 0.002, -0.001, 0.0)),
    "portrait": camera(EYE, width_px=48, height_px=64, centre_px=(24.0, 32.0)),
}


def covered_by_square(view: Camera, half_m: float) -> np.ndarray:
    """(h, w) bool: pixel centres of the undistorted picture whose ray meets the square around the origin at z = 0."""
    pinhole = view.pinhole()
    x, y = np.meshgrid(np.arange(pinhole.width_px) + 0.5, np.arange(pinhole.height_px) + 0.5)
    plane = (np.stack([x, y], axis=2) - np.array(pinhole.centre_px)) / pinhole.focal_px
    rays = np.concatenate([plane, np.ones((*plane.shape[:2], 1))], axis=2) @ view.pose[:3, :3].T
    eye = view.pose[:3, 3]
    hit = eye + rays * (-eye[2] / rays[..., 2])[..., None]
    return (np.abs(hit[..., :2]) < half_m).all(axis=2)


@pytest.mark.blender
@pytest.mark.parametrize("name", CAMERAS)
def test_ids_are_the_projection_of_a_known_square(renderer, name):
    view = CAMERAS[name]
    square = thing("square", at=(0, 0, -5e-5), instance=7)
    (seen,) = renderer.render(recipe((square,), view, fill=FURNACE), {"square": box(0.2, 0.2, 1e-4)})
    expected = covered_by_square(view, 0.1)
    assert seen.ids.shape == expected.shape
    assert set(np.unique(seen.ids)) == {0, 7}
    assert ((seen.ids == 7) != expected).sum() <= 2  # of some 100 pixels on its edge


@pytest.mark.blender
@pytest.mark.parametrize("name", CAMERAS)
def test_a_small_ball_shines_where_the_camera_projects_it(renderer, name):
    view, centre = CAMERAS[name], (0.05, 0.03, 0.02)
    (seen,) = renderer.render(recipe((thing("ball", "white", at=centre),), view, fill=FURNACE), {"ball": sphere(0.02)})
    (dark,) = renderer.render(recipe((thing("ball", "black", at=centre),), view, fill=FURNACE), {"ball": sphere(0.02)})
    light = (seen.radiance["world"] - dark.radiance["world"]).mean(axis=2)
    y, x = np.mgrid[: light.shape[0], : light.shape[1]] + 0.5
    found = np.array([(light * x).sum(), (light * y).sum()]) / light.sum()
    pinhole = view.pinhole()
    straight = replace(view, centre_px=pinhole.centre_px, distortion=(0.0, 0.0, 0.0, 0.0, 0.0))
    expected, _ = straight.project(np.array([centre]))
    np.testing.assert_allclose(found, expected[0], atol=0.1)


@pytest.mark.blender
def test_depth_of_field_blurs_the_picture_but_not_the_ids(renderer):
    sharp = camera((0, -0.6, 0.02))
    blurred = replace(sharp, f_number=1.4, focus_m=0.3)
    scene = recipe((thing("card", "white", instance=1),), sharp)
    scene = replace(scene, surroundings=FURNACE, things=(*scene.things, thing("wall", "black", at=(0, 1, 0))))
    meshes = {"card": box(0.2, 1e-3, 0.2), "wall": box(4, 0.01, 4)}
    (a,) = renderer.render(scene, meshes)
    (b,) = renderer.render(replace(scene, views=(replace(scene.views[0], camera=blurred),)), meshes)
    np.testing.assert_array_equal(a.ids, b.ids)
    row_a, row_b = a.radiance["world"][24, :, 1], b.radiance["world"][24, :, 1]
    width_a, width_b = (float(((r > 0.05) & (r < 0.95)).sum()) / 2 for r in (row_a, row_b))
    # Thin lens: diameter of the blur circle on the sensor = f^2 / N * |1/focus - 1/distance| / (1 - f/focus)
    focal_m, distance_m = 0.016, 0.6
    blur_m = focal_m**2 / 1.4 * abs(1 / 0.3 - 1 / distance_m) / (1 - focal_m / 0.3)
    blur_px = blur_m / (blurred.sensor_width_mm / 1000) * blurred.width_px
    assert width_a < 3
    assert width_b == pytest.approx(blur_px, rel=0.25, abs=1.0)
