from __future__ import annotations

import numpy as np
import pytest
from small_scene import camera

from generator.camera import distort
from generator.labels.frame import Frame, pinhole_lookup


@pytest.mark.parametrize("lens", [(0.0,) * 5, (-0.3, 0.1, 0.002, -0.001, 0.0), (0.2, 0.0, 0.0, 0.0, 0.0)])
def test_rays_and_lookup_are_those_of_the_camera(lens: tuple[float, ...]) -> None:
    view = camera(distortion=lens)
    frame = Frame(view)
    origin, directions = view.pixel_rays()
    assert np.allclose(frame.origin_m, origin)
    assert np.abs(frame.directions - directions).max() < 1e-6
    assert np.array_equal(frame.lookup, view.pinhole().warp_map(view))
    assert np.array_equal(pinhole_lookup(view, view.ideal_grid()), frame.lookup)


@pytest.mark.parametrize("lens", [(0.0,) * 5, (-0.3, 0.1, 0.002, -0.001, 0.0)])
def test_a_window_holds_every_pixel_whose_ray_can_meet_the_points(lens: tuple[float, ...]) -> None:
    view = camera(distortion=lens)
    frame, rng = Frame(view), np.random.default_rng(5)
    for _ in range(50):
        points = rng.uniform(-0.3, 0.3, 3) + rng.uniform(-0.05, 0.05, (20, 3))
        ideal = frame.ideal(points)[1]
        grid = view.ideal_grid()
        inside = ((grid >= ideal.min(axis=0)) & (grid <= ideal.max(axis=0))).all(axis=2)
        window = frame.window(points)
        outside = inside.copy()
        if window is not None:
            outside[window.slices] = False
        assert not outside.any()


def test_points_behind_the_camera_have_no_window_and_points_around_it_the_whole_frame() -> None:
    frame = Frame(camera(eye_m=(0, 0, 0.5)))
    behind = np.array([[0, 0, 0.8], [0.1, 0, 0.9]])
    assert frame.window(behind) is None
    around = frame.window(np.vstack([behind, [[0, 0, 0]]]))
    assert around is not None
    assert around.shape == (72, 96)
    assert frame.truncates(np.vstack([behind, [[0, 0, 0]]]))


@pytest.mark.parametrize(
    "lens", [(-0.3, 0.1, 0.002, -0.001, 0.0), (0.2, 0.05, 0.0, 0.001, 0.0), (-0.28, 0.09, 0.0, 0.0, -0.01)]
)
def test_rays_leave_through_the_very_centre_of_their_pixel(lens: tuple[float, ...]) -> None:
    """Whatever the lens, barrel or pincushion: what a ray meets, `Camera.project` puts back on its pixel."""
    view = camera(640, 480, distortion=lens)
    ideal = view.ideal_grid()
    back = distort(ideal, lens) * view.focal_px + np.array(view.centre_px)
    x, y = np.meshgrid(np.arange(640) + 0.5, np.arange(480) + 0.5)
    assert np.abs(back - np.stack([x, y], axis=2)).max() < 1e-6
