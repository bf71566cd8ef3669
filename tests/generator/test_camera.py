"""The camera: where points land, where pixels look, and that both agree through a lens that bends."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from generator.camera import Camera, distort, look_at, undistort

LENSES = [
    (0.0, 0.0, 0.0, 0.0, 0.0),
    (-0.3, 0.1, 0.0, 0.0, 0.0),
    (0.15, -0.02, 0.001, -0.002, 0.0),
    (-0.2, 0.05, -0.001, 0.0015, 0.01),
]


def camera(lens: tuple[float, ...] = LENSES[0], eye: tuple[float, ...] = (0.4, -0.9, 0.7)) -> Camera:
    pose = look_at(np.array(eye), np.array([0.05, 0.02, 0.0]), 12.0)
    return Camera(160, 120, 190.0, (81.5, 58.25), lens, tuple(map(tuple, pose.tolist())), 8.0, 6.7, 8.0, 1.0)


@pytest.mark.parametrize("lens", LENSES)
def test_undistorting_is_the_inverse_of_distorting(lens: tuple[float, ...]) -> None:
    ideal = np.stack(np.meshgrid(np.linspace(-0.55, 0.55, 41), np.linspace(-0.42, 0.42, 31)), axis=-1)
    np.testing.assert_allclose(undistort(distort(ideal, lens), lens), ideal, atol=1e-9)


@pytest.mark.parametrize("lens", LENSES)
def test_distortion_and_projection_are_opencv_s(lens: tuple[float, ...]) -> None:
    cam = camera(lens)
    points = np.random.default_rng(0).uniform(-0.2, 0.2, (50, 3))
    pixels, depth = cam.project(points)
    camera_from_world = np.linalg.inv(cam.pose)
    turn = cv2.Rodrigues(camera_from_world[:3, :3])[0]
    theirs = cv2.projectPoints(points, turn, camera_from_world[:3, 3], cam.matrix, np.array(lens))[0][:, 0]
    np.testing.assert_allclose(pixels, theirs, atol=1e-6)
    assert (depth > 0).all()


@pytest.mark.parametrize("lens", LENSES)
def test_a_pixel_s_ray_hits_what_projects_to_its_centre(lens: tuple[float, ...]) -> None:
    cam = camera(lens)
    origin, directions = cam.pixel_rays()
    depth_m = 0.83
    points = origin + directions.reshape(-1, 3) * depth_m
    pixels, depths = cam.project(points)
    x, y = np.meshgrid(np.arange(160) + 0.5, np.arange(120) + 0.5)
    np.testing.assert_allclose(pixels, np.column_stack([x.ravel(), y.ravel()]), atol=1e-5)
    np.testing.assert_allclose(depths, depth_m, atol=1e-9)


@pytest.mark.parametrize("lens", LENSES)
def test_the_pinhole_sees_everything_that_the_camera_sees(lens: tuple[float, ...]) -> None:
    cam = camera(lens)
    pinhole = cam.pinhole()
    warp = pinhole.warp_map(cam)
    assert warp.shape == (120, 160, 2)
    assert warp.min() >= -0.5 + (any(lens))
    assert warp[:, :, 0].max() <= pinhole.width_px - 0.5 - any(lens)
    assert warp[:, :, 1].max() <= pinhole.height_px - 0.5 - any(lens)
    assert pinhole.focal_px == cam.focal_px


def test_without_distortion_the_pinhole_is_the_camera_itself() -> None:
    cam = camera()
    pinhole = cam.pinhole()
    x, y = np.meshgrid(np.arange(160), np.arange(120))
    np.testing.assert_allclose(pinhole.warp_map(cam), np.stack([x, y], axis=2), atol=1e-4)
    assert (pinhole.width_px, pinhole.height_px, pinhole.centre_px) == (160, 120, (81.5, 58.25))


def test_the_target_is_in_the_middle_and_up_is_up() -> None:
    pose = look_at(np.array([1.0, 2.0, 1.5]), np.array([0.1, 0.2, 0.3]))
    cam = Camera(100, 80, 90.0, (50.0, 40.0), LENSES[0], tuple(map(tuple, pose.tolist())), 8.0, 8.9, 8.0, 1.0)
    (target, above), _ = cam.project(np.array([[0.1, 0.2, 0.3], [0.1, 0.2, 0.4]]))
    np.testing.assert_allclose(target, [50.0, 40.0], atol=1e-9)
    assert above[1] < target[1]
    assert above[0] == pytest.approx(target[0])


@pytest.mark.parametrize("eye", [(0.0, 0.0, 2.0), (0.0, 0.0, -2.0), (1.0, 0.0, 0.0), (-0.3, 0.8, 0.1)])
@pytest.mark.parametrize("roll_deg", [0.0, 30.0, -170.0])
def test_a_pose_is_a_rotation_of_the_right_hand(eye: tuple[float, ...], roll_deg: float) -> None:
    pose = look_at(np.array(eye), np.zeros(3), roll_deg)
    np.testing.assert_allclose(pose[:3, :3] @ pose[:3, :3].T, np.eye(3), atol=1e-12)
    assert np.linalg.det(pose[:3, :3]) == pytest.approx(1.0)
    np.testing.assert_allclose(pose[:3, 2], -np.array(eye) / np.linalg.norm(eye), atol=1e-12)


def test_rolling_turns_the_picture() -> None:
    eye, target = np.array([1.0, 0.0, 0.0]), np.zeros(3)
    level, rolled = look_at(eye, target), look_at(eye, target, 90.0)
    np.testing.assert_allclose(rolled[:3, 0], level[:3, 1], atol=1e-12)


def test_a_camera_cannot_stand_where_it_looks() -> None:
    with pytest.raises(ValueError, match="stands where"):
        look_at(np.ones(3), np.ones(3))


def test_points_beside_the_camera_do_not_divide_by_zero() -> None:
    cam = camera()
    pixels, depth = cam.project(cam.pose[:3, 3][None, :])
    assert np.isfinite(pixels).all()
    assert depth[0] == pytest.approx(0.0, abs=1e-12)
