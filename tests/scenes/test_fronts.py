"""Cameras before an opening: they stay outside, and what stands in it takes a small part of their pictures."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from calm_scenes import CATALOGUE, CalmScenes

from generator.camera import Camera, look_at
from generator.labels.cast import SceneCaster
from scenes.framing import AZIMUTH, ELEVATION
from scenes.fronts import Front
from scenes.sight import hidden_cells

DULL_SHARE = 0.5
SEE_THROUGH = {material.name for material in CATALOGUE.materials.values() if material.transparent}
CALM = {"event.spill": 0, "scene.lookalikes": 0, "scene.part_count": 7, "machine_tool.chips": 0.2}
FAMILIES = {
    "machine_tool": (CalmScenes("machine_tool", CALM), ("machine_front", "door")),
    "lab": (CalmScenes("lab", CALM | {"lab.place": "hood", "scene.distractors": 1}), ("sash", "hood")),
}


def camera_at(eye, target):
    pose = tuple(tuple(float(v) for v in row) for row in look_at(np.array(eye, float), np.array(target, float)))
    return Camera(width_px=160, height_px=120, focal_px=160.0, centre_px=(80.0, 60.0), distortion=(0, 0, 0, 0, 0),
                  world_from_camera=pose, focal_mm=8.0, sensor_width_mm=8.0, f_number=8.0, focus_m=1.0)  # fmt: skip


def square(x0, x1, y, half=9.0):
    a, b, c, d = ([x0, y, -half], [x1, y, -half], [x1, y, half], [x0, y, half])
    return np.array([[a, b, c], [a, c, d]], float)


def front(screens_m):
    return Front(np.array([0.0, -1.0]), 0.6, 0.25, (8.0, 38.0), screens_m)


def test_a_plate_over_half_the_picture_hides_half_of_it_and_one_behind_the_camera_nothing():
    camera = camera_at((0, -1, 0), (0, 0, 0))
    assert hidden_cells(camera, square(0.0, 9.0, -0.5)).mean() == pytest.approx(0.5, abs=0.03)
    assert hidden_cells(camera, square(-9.0, 9.0, -0.5)).all()
    assert not hidden_cells(camera, square(-9.0, 9.0, -1.5)).any()
    assert hidden_cells(camera, np.zeros((0, 3, 3))).shape == (15, 20)


def test_a_bar_before_the_middle_counts_by_what_it_hides_there():
    camera = camera_at((0, -1, 0), (0, 0, 0))
    bar = square(-0.05, 0.05, -0.5)
    assert front(bar).screened(camera) == pytest.approx(0.4, abs=0.01)
    assert hidden_cells(camera, bar).mean() == pytest.approx(0.2, abs=0.01)


def test_a_camera_inside_steps_back_along_its_axis_and_keeps_its_focus_on_the_same_thing():
    inside = camera_at((0.1, -0.3, 0.2), (0, 0.1, 0))
    moved = front(np.zeros((0, 3, 3))).stepped_back(inside)
    step = inside.pose[:3, 3] - moved.pose[:3, 3]
    assert -moved.pose[1, 3] == pytest.approx(0.6)
    assert step / np.linalg.norm(step) == pytest.approx(inside.pose[:3, 2])
    assert moved.focus_m - inside.focus_m == pytest.approx(np.linalg.norm(step))
    outside = camera_at((0.1, -0.9, 0.2), (0, 0.1, 0))
    assert front(np.zeros((0, 3, 3))).stepped_back(outside) is outside


def test_azimuth_and_elevation_are_drawn_together_to_the_opening():
    for azimuth, elevation in ((-180.0, 5.0), (0.0, 60.0), (180.0, 90.0)):
        drawn = {AZIMUTH.name: azimuth, ELEVATION.name: elevation}
        before = front(np.zeros((0, 3, 3))).before(drawn, AZIMUTH, ELEVATION, 0.0, 1.0)
        assert abs(before[AZIMUTH.name] + 90.0) <= 45.0
        assert 8.0 <= before[ELEVATION.name] <= 38.0
        late = front(np.zeros((0, 3, 3))).before(drawn, AZIMUTH, ELEVATION, 1.0, 0.0)
        assert late[AZIMUTH.name] == pytest.approx(-90.0)


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_no_picture_shows_mostly_what_stands_in_the_opening(family):
    """The labels' own ray caster looks: the nearest opaque surface of a pixel is the front's."""
    scenes, names = FAMILIES[family]
    for recipe, meshes in scenes.composed(5, seed=19):
        things, own = [], dict(meshes)
        for thing in recipe.things:
            if thing.name == "hood":  # its lining is what one looks into
                slots = [i for i, slot in enumerate(meshes["hood"].slots) if slot == "trim"]
                kept = np.isin(meshes["hood"].face_slots, slots)
                mesh = meshes["hood"]
                own["hood"] = dataclasses.replace(mesh, faces=mesh.faces[kept], face_slots=mesh.face_slots[kept],
                                                  corner_normals=mesh.corner_normals[kept])  # fmt: skip
            things.append(thing)
        caster = SceneCaster(things, own, SEE_THROUGH, stuff_of=lambda thing: 1 if thing.name in names else 2)
        for view in recipe.views:
            camera = view.camera
            assert float((caster.cast(camera).stuff == 1).mean()) < DULL_SHARE
