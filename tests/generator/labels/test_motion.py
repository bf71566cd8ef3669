"""Labels of moving things: velocity in the camera's frame, and a box where the thing is by the time a robot acts."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import trimesh
from small_scene import at, camera, mesh_of, thing

from generator.labels.motion import motion_record
from generator.recipe import Capture, View
from scenes.motion import LATENCY

BOX = mesh_of(trimesh.creation.box((0.06, 0.04, 0.03)))
STILL = thing("block_1", at(0.02, 0.01, 0.015), 1)


def moving(x: float, y: float, z: float = 0.0):
    return dataclasses.replace(STILL, velocity_m_s=(x, y, z))


def view(latency_ms: float | None, **lens: object) -> View:
    factors = {} if latency_ms is None else {LATENCY.name: latency_ms}
    return View(0, camera(**lens), (Capture(1, "000001.png", factors, {}, 0),), 0)  # type: ignore[arg-type]


def test_a_thing_of_unknown_motion_says_nothing() -> None:
    assert motion_record(STILL, BOX, view(80.0)) == {}


def test_velocity_turns_with_the_camera_and_keeps_its_length() -> None:
    seen = view(None)
    record = motion_record(moving(0.3, -0.4), BOX, seen)
    assert set(record) == {"velocity_m_s"}
    assert np.linalg.norm(record["velocity_m_s"]) == pytest.approx(0.5, abs=1e-6)
    assert seen.camera.pose[:3, :3] @ record["velocity_m_s"] == pytest.approx([0.3, -0.4, 0.0], abs=2e-6)


@pytest.mark.parametrize("lens", [{}, {"distortion": (-0.1, 0.012, 0.0, 0.0, 0.0)}])
def test_the_box_is_where_the_thing_would_be_photographed_later(lens: dict[str, object]) -> None:
    late = view(200.0, **lens)
    box = motion_record(moving(0.25, 0.1), BOX, late)["bbox_after_latency"]
    then = dataclasses.replace(moving(0.25, 0.1), world_from_object=at(0.07, 0.03, 0.015))
    assert box == pytest.approx(motion_record(then, BOX, view(0.0, **lens))["bbox_after_latency"], abs=2e-3)
    now = motion_record(moving(0.25, 0.1), BOX, view(0.0, **lens))["bbox_after_latency"]
    assert np.abs(np.array(box) - now).max() > 3


def test_what_has_left_the_picture_still_has_a_box_and_what_is_behind_the_camera_none() -> None:
    beyond = motion_record(moving(2.0, 0.0), BOX, view(500.0))["bbox_after_latency"]
    assert beyond[0] > 96
    assert "bbox_after_latency" not in motion_record(moving(0.0, 0.0, 4.0), BOX, view(500.0))
