"""The lens: where light goes, and that none is lost on the way."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from generator.sensor.bloom import scatter
from generator.sensor.develop import effects
from generator.sensor.lens_blur import blur
from generator.sensor.lens_distortion import bend
from generator.sensor.vignetting import falloff, vignette

RNG = np.random.default_rng(0)
BENT = [(-0.28, 0.09, 0.0, 0.0, 0.0), (0.12, -0.02, 0.0, 0.0, 0.0), (-0.2, 0.05, 0.002, -0.0015, 0.01)]


def points(height: int, width: int) -> np.ndarray:
    light = np.full((height, width, 3), 0.01, np.float32)
    light[height // 2, width // 2] = 5e4
    light[2, 3] = (1e4, 2e3, 5e2)  # near a corner, in one colour
    light[height - 1, width // 3] = 800.0
    return light


@pytest.mark.parametrize(
    ("factor", "value", "effect"),
    [
        ("lens.bloom", 0.3, scatter),
        ("lens.bloom", 0.004, scatter),
        ("lens.blur_px", 2.5, blur),
        ("lens.blur_px", 0.4, blur),
    ],
)
@pytest.mark.parametrize("size", [(73, 97), (240, 320)])
def test_spreading_light_keeps_its_energy(under_way, factor, value, effect, size):
    before = points(*size)
    after = effect(under_way(before, {factor: value}), RNG).image
    np.testing.assert_allclose(
        after.sum(axis=(0, 1), dtype=np.float64), before.sum(axis=(0, 1), dtype=np.float64), rtol=1e-3
    )
    assert after.min() > 0
    assert not np.array_equal(after, before)


def test_bloom_leaves_its_complement_in_place_and_falls_with_distance(under_way):
    light = np.zeros((241, 321, 3), np.float32)
    light[120, 160] = 1000.0
    after = scatter(under_way(light, {"lens.bloom": 0.1}), RNG).image[:, :, 1]
    assert after[120, 160] == pytest.approx(900.0, rel=0.02)
    ring = [after[120, 160 + r] for r in (6, 15, 40, 100)]
    assert all(a > b > 0 for a, b in pairwise(ring))


def test_an_even_field_stays_even_under_bloom_and_blur(under_way):
    light = np.full((72, 96, 3), 3.0, np.float32)
    for factors, effect in (({"lens.bloom": 0.4}, scatter), ({"lens.blur_px": 3.0}, blur)):
        np.testing.assert_allclose(effect(under_way(light, factors), RNG).image, 3.0, rtol=1e-4)


def test_blur_has_the_width_that_it_was_asked_for(under_way):
    light = np.zeros((61, 61, 3), np.float32)
    light[30, 30] = 1.0
    spot = blur(under_way(light, {"lens.blur_px": 1.7}), RNG).image[:, :, 0]
    offset = np.arange(61) - 30
    assert np.sqrt((spot.sum(axis=0) * offset**2).sum()) == pytest.approx(1.7, rel=0.02)


@pytest.mark.parametrize("distortion", BENT)
def test_edges_move_to_where_the_camera_projects_them(under_way, camera_of, distortion):
    """A grid of lines on a wall at 1 m, rendered by a pinhole, is bent; its edges are sought at sub-pixel precision."""
    camera = camera_of(320, 240, distortion)
    pinhole = camera.pinhole()
    wall_x = (np.arange(pinhole.width_px) + 0.5 - pinhole.centre_px[0]) / pinhole.focal_px
    wall_y = (np.arange(pinhole.height_px) + 0.5 - pinhole.centre_px[1]) / pinhole.focal_px
    edges_m = np.array([-0.3, -0.2, -0.05, 0.1, 0.25])
    worst = 0.0
    for vertical in (True, False):
        along = wall_x if vertical else wall_y
        for edge_m in edges_m:
            profile = 1 / (
                1 + np.exp(-(along - edge_m) / (0.4 / pinhole.focal_px))
            )  # an edge as a pixel filter leaves it
            wall = np.broadcast_to(profile[None, :] if vertical else profile[:, None], (len(wall_y), len(wall_x)))
            light = np.repeat(wall[:, :, None], 3, axis=2).astype(np.float32)
            state = under_way(light).but(camera=camera, traced=pinhole)
            picture = bend(state, RNG).image[:, :, 1]
            for other_m in np.linspace(-0.2, 0.2, 9):
                point = np.array([[edge_m, other_m, 1.0] if vertical else [other_m, edge_m, 1.0]])
                x, y = camera.project(point)[0][0]
                if not (4 < x < 316 and 4 < y < 236):
                    continue
                if vertical:
                    worst = max(worst, abs(_crossing(picture, x, y) - x))
                else:
                    worst = max(worst, abs(_crossing(picture.T, y, x) - y))
    assert 0 < worst < 0.25


def _crossing(picture: np.ndarray, x: float, y: float) -> float:
    """Where brightness passes one half near column position x, in the row position y (pixel centres at halves)."""
    row0 = int(np.floor(y - 0.5))
    part = y - 0.5 - row0
    row = (1 - part) * picture[row0] + part * picture[row0 + 1]
    low = max(0, int(x) - 4)
    window = row[low : int(x) + 6]
    i = int(np.nonzero((window[:-1] < 0.5) & (window[1:] >= 0.5))[0][0])
    return low + i + 0.5 + (0.5 - window[i]) / (window[i + 1] - window[i])


def test_bending_makes_no_light_below_or_above_what_there_was(under_way, camera_of):
    camera = camera_of(160, 120, BENT[2])
    pinhole = camera.pinhole()
    light = points(pinhole.height_px, pinhole.width_px)
    bent = bend(under_way(light).but(camera=camera, traced=pinhole), RNG).image
    assert bent.min() >= 0.01 * 0.999
    assert bent.max() <= light.max()


def test_a_straight_lens_changes_nothing(under_way):
    light = points(72, 96)
    assert np.array_equal(bend(under_way(light), RNG).image, light)


def test_light_of_another_size_than_the_pinhole_is_refused(under_way, camera_of):
    state = under_way(points(72, 96)).but(traced=camera_of(100, 80).pinhole())
    with pytest.raises(ValueError, match="pixels"):
        bend(state, RNG)


@pytest.mark.parametrize("loss", [0.1, 0.35, 0.8])
def test_vignetting_follows_the_cosine_fourth_law(under_way, loss):
    light = np.full((301, 401, 3), 2.0, np.float32)
    picture = vignette(under_way(light, {"sensor.vignetting": loss}), RNG).image[:, :, 1] / 2.0
    assert picture[150, 200] == pytest.approx(1.0, abs=1e-4)
    assert picture[0, 0] == pytest.approx(1 - loss, rel=0.01)
    corner_angle = np.arccos((1 - loss) ** 0.25)
    x, y = np.meshgrid(np.arange(401) - 200.0, np.arange(301) - 150.0)
    angle = np.arctan(np.tan(corner_angle) * np.hypot(x, y) / np.hypot(200.5, 150.5))
    np.testing.assert_allclose(picture, np.cos(angle) ** 4, atol=1e-4)


def test_falloff_is_one_everywhere_without_loss():
    np.testing.assert_allclose(falloff(64, 48, 0.0), 1.0)


FAULTY = {
    "lens.window_scratches": 0.03,
    "lens.blades": 6,
    "lens.ghosts": 0.005,
    "lens.lateral_ca_px": 1.0,
    "lens.veiling_glare": 0.03,
    "lens.blur_px": 1.0,
    "lens.bloom": 0.03,
    "sensor.vignetting": 0.4,
    "camera.shake_px": 4.0,
    "sensor.shutter_ms": 5.0,
    "sensor.readout_ms": 20.0,
}


@pytest.mark.parametrize("edge_x", [37.0, 160.0, 250.3])
def test_a_lens_with_all_its_faults_moves_no_edge_by_more_than_a_quarter_of_a_pixel(under_way, edge_x):
    """An upright edge after all that happens before the meter; dirt, drops and fog have edges of their own."""
    profile = 1 + 4 * np.clip(np.arange(320) + 1 - edge_x, 0, 1)
    light = np.repeat(np.broadcast_to(profile, (240, 320))[:, :, None], 3, axis=2).astype(np.float32)
    state = under_way(light, FAULTY)
    for effect in effects():
        if effect.order < 50:
            state = effect.apply(state, np.random.default_rng(effect.order))
    for row in range(20, 220, 10):
        window = state.image[row - 8 : row + 9, :, 1].mean(axis=0)
        middle = round(edge_x)
        low, high = window[middle - 12 : middle - 8].mean(), window[middle + 8 : middle + 12].mean()
        part = (window[middle - 8 : middle + 8] - low) / (high - low)
        first = int(np.nonzero((part[:-1] < 0.5) & (part[1:] >= 0.5))[0][0])
        crossing = middle - 8 + first + (0.5 - part[first]) / (part[first + 1] - part[first]) + 0.5
        assert abs(crossing - edge_x) < 0.25
