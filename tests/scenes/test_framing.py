"""Cameras see the work, stand clear of it, and have lenses that exist."""

from __future__ import annotations

import numpy as np
import pytest
from small_stock import composed, make_stock, plans

from generator.camera import distort, undistort
from generator.recipe import Lamp
from scenes.lenses import SENSOR_WIDTHS_MM, lamp_distance
from scenes.poses import as_matrix, facing
from scenes.sight import Scenery, in_frame

pytestmark = pytest.mark.slow

FAMILIES = ("bin", "workbench")


@pytest.fixture(scope="module")
def scenes():
    stock = make_stock()
    return {f: [(p, *composed(p, stock)) for p in plans(f, 6, views=4)] for f in FAMILIES}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_third_of_the_labelled_things_is_in_the_frame(family, scenes):
    shares = []
    for _, recipe, meshes in scenes[family]:
        centres = Scenery.of(recipe, meshes).centres_m
        shares += [in_frame(view.camera, centres).mean() for view in recipe.views]
    assert min(shares) > 0
    assert np.mean(np.array(shares) >= 1 / 3 - 1e-9) > 0.95
    assert np.mean(np.array(shares) < 1) > 0.3  # not arranged: things are cut by the border


@pytest.mark.parametrize("family", FAMILIES)
def test_cameras_stand_above_the_work_and_outside_of_things(family, scenes):
    for _, recipe, meshes in scenes[family]:
        scenery = Scenery.of(recipe, meshes)
        for view in recipe.views:
            assert not scenery.is_inside(view.camera.pose[:3, 3])


@pytest.mark.parametrize("family", FAMILIES)
def test_lenses_and_sensors_exist(family, scenes):
    for _, recipe, _ in scenes[family]:
        for view in recipe.views:
            camera = view.camera
            assert camera.sensor_width_mm <= max(SENSOR_WIDTHS_MM)
            assert camera.focal_px == pytest.approx(camera.focal_mm / camera.sensor_width_mm * camera.width_px)
            assert camera.focus_m > 4 * camera.focal_mm * 1e-3


@pytest.mark.parametrize("k1", [-0.3, -0.1, 0.15])
@pytest.mark.parametrize("focal_mm", [4, 12, 50])
def test_every_lens_can_be_undone(k1, focal_mm):
    factors = {"camera.distortion_k1": k1, "camera.focal_mm": focal_mm, "scene.part_count": 4}
    recipe, _ = composed(plans("bin", factors=factors)[0], make_stock())
    for view in recipe.views:
        camera = view.camera
        corners = np.array([[0, 0], [160, 0], [160, 120], [0, 120], [80, 0], [0, 60]], float)
        plane = (corners - camera.centre_px) / camera.focal_px
        ideal = undistort(plane, camera.distortion)
        assert distort(ideal, camera.distortion) == pytest.approx(plane, abs=0.02 / camera.focal_px)
        assert np.linalg.norm(ideal, axis=1).max() < 2


def test_a_longer_lens_stands_farther_away_and_shows_the_same():
    near, _ = composed(plans("bin", factors={"camera.focal_mm": 6, "scene.part_count": 20})[0], make_stock())
    far, _ = composed(plans("bin", factors={"camera.focal_mm": 50, "scene.part_count": 20})[0], make_stock())
    for close, distant in zip(near.views, far.views, strict=True):
        ratio = distant.camera.focal_px / distant.camera.focus_m / (close.camera.focal_px / close.camera.focus_m)
        assert 0.6 < ratio < 1.7
        assert distant.camera.focal_px > 1.5 * close.camera.focal_px


def test_framing_scales_the_picture():
    def width_px(framing: float) -> float:
        plan = plans("bin", factors={"camera.framing": framing, "scene.part_count": 20})[0]
        camera = composed(plan, make_stock())[0].views[0].camera
        return camera.focal_px / camera.focus_m

    assert width_px(1.0) == pytest.approx(2 * width_px(0.5), rel=0.25)


def test_a_camera_above_a_deep_bin_rises_until_it_sees_in():
    low = plans("bin", 5, factors={"camera.elevation_deg": 8})
    stock = make_stock()
    seen = 0
    for plan in low:
        recipe, meshes = composed(plan, stock)
        scenery = Scenery.of(recipe, meshes)
        seen += sum(bool(scenery.visible_from(v.camera.pose[:3, 3]).any()) for v in recipe.views)
    assert seen == sum(len(plan.views) for plan in low)


def test_the_way_to_a_lamp_ends_before_it():
    at = np.array([0.0, 0.0, 1.0])
    lamp = Lamp("box", "panel", (0.4, 0.4), as_matrix(facing(at, np.zeros(3)), at), 1.0, 4000.0, "key")
    assert 0.8 < lamp_distance(lamp, np.zeros(3), np.array([0.0, 0.0, 1.0])) < 1.0
    assert lamp_distance(lamp, np.zeros(3), np.array([1.0, 0.0, 0.02])) == np.inf
    assert lamp_distance(lamp, np.zeros(3), np.array([0.0, 0.0, -1.0])) == np.inf
