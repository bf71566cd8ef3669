"""Air: it hides what is behind it by Beer's law, glows by its lamps, and leaves what is in front alone."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import numpy as np
import pytest

from generator.camera import Camera
from generator.recipe import Jet
from generator.sensor.air.haze import mist
from generator.sensor.air.places import plume
from generator.sensor.air.points import add_points
from generator.sensor.air.shaft import drift
from generator.sensor.air.shine import shone_on
from generator.sensor.air.sparks import Flight, _moments, bounced, glow, jet, strike
from generator.sensor.air.steam import rise
from generator.sensor.air.volume import Medium, cells_of, march, phase, seen_through
from generator.sensor.clouds import cloudy, cloudy_volume
from generator.sensor.exposure import Exposure
from generator.sensor.lamplight import LampLight

# The camera of these tests looks level along the world's x, so that up in the world is up in the picture.
LEVEL = ((0.0, 0.0, 1.0, 0.0), (-1.0, 0.0, 0.0, 0.0), (0.0, -1.0, 0.0, 0.5), (0.0, 0.0, 0.0, 1.0))
CAMERA = Camera(160, 120, 176.0, (80.0, 60.0), (-0.1, 0.02, 0.0, 0.0, 0.0), LEVEL, 8.0, 7.2, 5.6, 1.0)
LAMP = LampLight(
    np.array([0.3, -1.0, 1.0]), np.array([-0.3, 1.0, 0.0]) / np.hypot(0.3, 1), False, 0.1, np.full(3, 20.0), "key"
)
EFFECTS = {"air.haze": mist, "air.steam": rise, "air.dust": drift, "air.sparks": strike}


def rng(seed: int = 4) -> np.random.Generator:
    return np.random.default_rng(seed)


def scene(factors: dict, depth_m: np.ndarray | float = 1.0, light: float = 0.5, lamps: tuple = (LAMP,)) -> Exposure:
    depth = np.broadcast_to(np.asarray(depth_m, np.float32), (120, 160)).copy()
    image = np.full((120, 160, 3), light, np.float32)
    return Exposure(image, np.zeros((120, 160), bool), CAMERA, CAMERA.pinhole(), factors, lamps, depth)


def even(share: float, **more: object) -> Medium:
    return Medium(lambda points: np.ones(points.shape[:-1], np.float32), share, 0.0, 0.9, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("factor", "effect"), EFFECTS.items())
def test_clear_air_changes_nothing_and_without_depth_all_air_is_clear(factor, effect):
    state = scene({factor: 0.0})
    assert effect(state, rng()) is state
    assert effect(scene({}), rng()).image.tobytes() == state.image.tobytes()
    blind = scene({factor: 0.9}).but(depth_m=None)
    assert effect(blind, rng()) is blind


@pytest.mark.parametrize(("factor", "effect"), EFFECTS.items())
def test_air_is_the_same_twice_and_another_with_another_seed(factor, effect):
    state = scene({factor: 0.8 if factor != "air.sparks" else 200})
    first, again, other = (effect(state, rng(seed)).image for seed in (1, 1, 2))
    assert first.tobytes() == again.tobytes() != other.tobytes()
    assert np.isfinite(first).all()
    assert first.min() >= 0


@pytest.mark.parametrize("factor", ["air.haze", "air.steam", "air.dust"])
def test_thicker_air_lets_less_through(factor):
    effect = EFFECTS[factor]
    passed = [effect(scene({factor: share}), rng()).air.mean() for share in (0.1, 0.3, 0.6, 0.9)]
    assert all(a > b for a, b in pairwise(passed))


def test_even_air_follows_the_law_of_beer():
    """Transmission is exp(-sigma way) for things at any depth, on the axis and off it."""
    depth = np.linspace(0.2, 2.0, 160)[None, :].repeat(120, axis=0)
    air = seen_through(scene({}, depth), even(0.8)).air
    ideal = CAMERA.ideal_grid()
    way = depth * np.sqrt(1 + (ideal**2).sum(axis=2))
    sigma = -np.log(air) / way
    assert sigma.std() / sigma.mean() < 0.01


def test_haze_takes_its_share_of_the_light_from_the_work():
    air = np.mean([mist(scene({"air.haze": 0.4}), rng(seed)).air[60, 80] for seed in range(12)])
    assert 1 - air == pytest.approx(0.4, abs=0.05)


def test_what_is_in_front_of_a_cloud_stays_as_it_is():
    """A near thing covers the left half; a plume rises behind it, before the work."""
    depth = np.full((120, 160), 1.0)
    depth[:, :80] = 0.3

    def density(points: np.ndarray) -> np.ndarray:
        return plume(points, np.array([0.0, 0.3, 0.8]), np.array([0.0, -1.0, 0.0]), 0.8, 0.1)

    after = seen_through(scene({}, depth), Medium(density, 0.9, 0.5, 0.98))
    assert after.air[:, :77].min() > 0.98
    assert after.air[:, 80:].min() < 0.2
    np.testing.assert_allclose(after.image[:, :77], 0.5, rtol=0.05)


def test_a_lamp_lights_the_air_near_it_most():
    lit = seen_through(scene({}, light=0.0), even(0.3)).image[:, :, 1]
    assert lit[:20].mean() > 1.3 * lit[-20:].mean()
    dark = seen_through(scene({}, light=0.0, lamps=()), even(0.3)).image
    assert dark.max() == 0


def test_marching_conserves_light():
    """In air that swallows nothing, before a wall as bright as the air would be, nothing is to be seen of the air."""
    depths = rng().random((20, 4, 5)) * 0.4
    passed, glowing = march(depths, np.full((20, 4, 5, 3), 0.7))
    np.testing.assert_allclose(passed[..., None] * 0.7 + glowing, 0.7, rtol=1e-6)
    np.testing.assert_allclose(passed[-1], np.exp(-depths.sum(axis=0)), rtol=1e-6)


@pytest.mark.parametrize("forwards", [0.0, 0.5, 0.75])
def test_the_phase_function_has_its_mean_cosine_and_loses_nothing(forwards):
    cosine = (np.arange(4000) + 0.5) / 2000 - 1
    weight = 2 * np.pi * phase(cosine, forwards) / 2000
    assert weight.sum() == pytest.approx(1, abs=1e-4)
    assert (weight * cosine).sum() == pytest.approx(forwards, abs=1e-3)


def test_cells_lie_where_the_camera_looks():
    cells = cells_of(CAMERA, 2.0)
    middle = cells.middles_m[10, 7, 3]
    world = CAMERA.pose[:3, :3] @ middle + CAMERA.pose[:3, 3]
    pixel, depth = CAMERA.project(world[None])
    np.testing.assert_allclose(pixel[0], [3.5 * 8, 7.5 * 8], atol=1e-3)
    assert depth[0] == pytest.approx((cells.edges_m[10] + cells.edges_m[11]) / 2)


def test_steam_rises():
    rows = np.mean([1 - rise(scene({"air.steam": 0.9}), rng(seed)).air for seed in range(12)], axis=(0, 2))
    assert rows[:60].sum() > 1.2 * rows[60:].sum()


def test_steam_of_a_scene_rises_from_its_source():
    """The foot of the plume is where the source is seen; below it, and far to its side, the air is clear."""
    at = (1.0, 0.1, 0.4)  # a metre before the camera, a little to its left and below its axis
    state = scene({"air.steam": 0.9}, depth_m=1.6).but(jets=(Jet("steam", at, (0.0, 0.0, 1.0)),))
    (column, row), _ = (part[0] for part in CAMERA.project(np.array([at])))
    lost = np.mean([1 - rise(state, rng(seed)).air for seed in range(12)], axis=0)
    assert (lost[int(row) + 12 :] < 0.1).all()
    near = lost[int(row) - 12 : int(row)].mean(axis=0)
    assert abs(np.average(np.arange(160), weights=near) - column) < 16
    assert lost[: int(row)].mean() > 0.1


def test_a_plume_starts_at_its_origin_and_widens():
    points = np.array([[0, 0, z] for z in (-0.2, 0.05, 0.5, 1.5)] + [[0.15, 0, 0.5], [0.15, 0, 0.1]], float)
    density = plume(points, np.zeros(3), np.array([0, 0, 1.0]), 1.0, 0.3)
    assert density[0] == 0 == density[3]
    assert density[1] > density[2] > 0
    assert density[4] / density[2] > density[5] / density[1]


# Sparks


def test_sparks_fall_and_slow_down():
    flight = Flight(np.zeros((1, 3)), np.array([[4.0, 0, 0]]), np.zeros(1), np.ones(1), np.full(1, 0.1))
    down = np.array([0, 1.0, 0])
    times = np.linspace(0, 0.5, 501)
    way = flight.at(times, down)[:, 0]
    speed = np.gradient(way, times, axis=0)
    acceleration = np.gradient(speed, times, axis=0)[2:-2]
    np.testing.assert_allclose(acceleration, 9.81 * down - 8.0 * speed[2:-2], atol=0.05)
    hot = flight.kelvin(np.array([-0.1, 0.0, 0.5, 1.0, 1.1]))[:, 0]
    assert hot[0] == hot[4] == 0
    assert hot[1] > hot[2] > hot[3] > 1000


def test_hot_iron_is_orange_and_as_bright_as_the_old_candela_wants():
    red, green, blue = glow(np.array([1900.0]))[0]
    assert red > green > 3 * blue
    assert glow(np.array([1949.0]))[0] @ [0.2126, 0.7152, 0.0722] == pytest.approx(1100, rel=0.15)
    assert glow(np.array([0.0])).max() == 0


def test_sparks_leave_the_wheel_along_its_rim_and_bounce_off_the_bench_but_not_beside_it():
    down, still = np.array([0.0, 0, -1]), np.zeros(4)
    start = np.array([[0.0, 0, 0.2], [0.1, 0, 0.2], [0.9, 0, 0.2], [0, 0, 0.2]])
    sent = Flight(start, np.tile([0.0, -1.0, -6.0], (4, 1)), still, np.array([0.3, 0.3, 0.3, 0.001]), still + 0.1)
    ground = np.array([[-0.5, -0.5, 0.0], [1.0, 0, 0], [0, 1.0, 0]])
    flight = bounced(sent, ground, down, rng())
    times = np.linspace(0, 0.4, 400)
    places, hot = flight.at(times, down), flight.kelvin(times)
    over = np.abs(places[..., :2]).max(axis=2) < 0.5
    assert places[..., 2][(hot > 0) & over].min() > -2e-3  # nothing glows below the bench
    assert (places[..., 2][hot > 0] < -0.2).any()  # what misses it falls on
    seen = hot[:, :2] > 0
    again = hot[:, 4:] > 0
    assert again.any(axis=0).sum() >= 2
    assert places[:, 4:, 2][again].max() < 0.2  # lower than they came from
    assert not (seen.sum(axis=1) + again.sum(axis=1) > 2).any()  # a grain is in one place at a time


def test_more_sparks_keep_the_first_ones():
    few, many = (jet(scene({}), count, rng()) for count in (20, 200))
    np.testing.assert_array_equal(few.start_m, many.start_m[:20])
    np.testing.assert_array_equal(few.velocity_m_s, many.velocity_m_s[:20])


def test_a_longer_exposure_draws_longer_streaks():
    lit = []
    for open_ms in (0.5, 8.0):
        black = scene({"air.sparks": 300, "sensor.shutter_ms": open_ms}, light=0.0)  # which sends none of the glow back
        lit.append((strike(black, rng()).image[:, :, 0] > 0.01).sum())
    assert lit[1] > 1.5 * lit[0]


def test_a_light_in_the_air_lights_a_wall_by_the_inverse_square_and_the_cosine():
    """A wall of one brightness, 1 m away, square to the view; a light 0.2 m before its middle."""
    state = scene({})
    at_m, power = np.array([[0.0, 0.0, 0.8]]), np.array([[1.0, 0.5, 0.1]])
    shone = shone_on(state, np.ones((120, 160), np.float32), at_m, power)
    np.testing.assert_allclose(shone[60, 80], 0.3 * power[0] / np.pi / 0.2**2, rtol=0.02)
    x_m = (140.5 - 80.0) / 176.0
    falls = 0.2**3 / (0.2**2 + x_m**2) ** 1.5
    assert shone[60, 140, 0] / shone[60, 80, 0] == pytest.approx(falls, rel=0.03)
    nothing = shone_on(state, np.zeros((120, 160), np.float32), at_m, power)
    assert nothing.max() == 0.0


def test_the_work_glows_near_sparks():
    dark = scene({"air.sparks": 400}, light=0.01)
    added = strike(dark, rng()).image - dark.image
    assert np.median(added[:, :, 0]) > 0
    assert np.median(added[:, :, 0]) > 2 * np.median(added[:, :, 2])


def test_points_are_hidden_by_what_is_nearer_and_hold_their_light():
    depth = np.full((20, 30), 1.0, np.float32)
    depth[:, 15:] = 0.3
    image = np.zeros((20, 30, 3), np.float32)
    pixels, z = np.array([[5.2, 8.9], [20.0, 8.0], [400.0, 3.0]]), np.array([0.5, 0.5, 0.5])
    add_points(image, depth, pixels, z, np.full((3, 3), 2.0))
    assert image.sum() == pytest.approx(6.0, rel=1e-5)
    y, x = np.mgrid[0:20, 0:30] + 0.5
    assert [(image[:, :, 0] * axis).sum() / 2 for axis in (x, y)] == pytest.approx([5.2, 8.9], abs=1e-4)


def test_sparks_and_grains_move_nothing_and_only_add(camera_of):
    state = scene({"air.sparks": 300})
    assert (strike(state, rng()).image >= state.image).all()
    assert strike(state, rng()).air is None


def test_clouds_are_even_on_average():
    flat, deep = cloudy(rng(), 100, 140, 30.0), cloudy_volume(rng(), rng(1).random((40, 40, 40, 3)) * 8)
    assert flat.std() == pytest.approx(1, abs=0.05)
    assert deep.std() == pytest.approx(1, abs=0.05)
    assert abs(deep.mean()) < 0.4


def test_two_kinds_of_air_let_the_product_through():
    state = scene({"air.haze": 0.3, "air.steam": 0.8})
    both = rise(mist(state, rng(1)), rng(2)).air
    np.testing.assert_allclose(both, mist(state, rng(1)).air * rise(state, rng(2)).air, rtol=1e-4)
    assert dataclasses.replace(state).air is None


def test_a_streak_has_no_gaps_however_fast_the_grain():
    exposure = scene({"sensor.shutter_ms": 12.0})
    fast = Flight(np.array([[0.0, 0, 1.0]]), np.array([[20.0, 0, 0]]), np.zeros(1), np.ones(1), np.full(1, 0.1))
    x_m = fast.at(_moments(exposure, fast), np.array([0.0, 1.0, 0]))[:, 0, 0]
    assert np.diff(x_m).max() * exposure.camera.focal_px < 1.1
