"""The meter: what it brings to mid-grey, and what it does when light or settings change."""

from __future__ import annotations

import numpy as np
import pytest

from generator.sensor.metering import GREY, HEADROOM, expose, meter


def scene(seed: int = 0) -> np.ndarray:
    tones = np.exp(np.random.default_rng(seed).normal(0, 0.6, (64, 80, 1)))
    return np.repeat(tones, 3, axis=2).astype(np.float32)


def test_the_log_average_becomes_mid_grey():
    light = np.full((64, 80, 3), 7.3, np.float32)
    assert 7.3 * meter(light) == pytest.approx(GREY / HEADROOM, rel=2e-3)


def test_a_picture_full_of_highlights_is_exposed_less_but_by_a_stop_at_most():
    light = np.full((64, 80, 3), 1.0, np.float32)
    light[:, 76:] = 15.0
    some = meter(light)
    log_average = np.exp(np.log(light[:, :, 1]).mean())
    assert 15.0 * some == pytest.approx(1.0, rel=0.01)
    light[:, 76:] = 1e5
    assert meter(light) == pytest.approx(0.5 * GREY / HEADROOM / np.exp(np.log(light[:, :, 1] + 5).mean()), rel=0.2)
    assert some < GREY / HEADROOM / log_average


def test_one_stop_more_doubles_the_electrons(under_way):
    rng = np.random.default_rng(0)
    normal = expose(under_way(scene()), rng)
    more = expose(under_way(scene(), {"sensor.exposure_ev": 1.0}), rng)
    np.testing.assert_allclose(more.image, 2 * normal.image, rtol=1e-5)
    assert more.gain == normal.gain == 1.0


@pytest.mark.parametrize("level_ev", [-3.0, 2.0])
def test_a_camera_that_does_not_follow_gets_the_changed_light(under_way, level_ev):
    rng = np.random.default_rng(0)
    nominal = expose(under_way(scene()), rng)
    lit = expose(under_way(scene() * 2.0**level_ev, {"light.level_ev": level_ev}), rng)
    np.testing.assert_allclose(lit.image, nominal.image * 2.0**level_ev, rtol=1e-4)
    assert lit.gain == 1.0


def test_in_the_dark_a_camera_that_follows_uses_gain_and_not_more_light(under_way):
    factors = {"light.level_ev": -3.0, "sensor.auto_exposure": 1.0}
    rng = np.random.default_rng(0)
    nominal, dark = expose(under_way(scene()), rng), expose(under_way(scene() / 8, factors), rng)
    np.testing.assert_allclose(dark.image, nominal.image / 8, rtol=1e-4)
    assert dark.gain == pytest.approx(8.0)


def test_in_bright_light_it_uses_a_shorter_exposure(under_way):
    factors = {"light.level_ev": 2.0, "sensor.auto_exposure": 0.5}
    rng = np.random.default_rng(0)
    nominal, bright = expose(under_way(scene()), rng), expose(under_way(scene() * 4, factors), rng)
    np.testing.assert_allclose(bright.image, nominal.image * 2, rtol=1e-4)
    assert bright.gain == 1.0


def test_following_fully_keeps_the_picture_s_brightness_and_adds_noise(developed):
    light = np.full((100, 100, 3), 2.0)
    sensor = {"sensor.full_well_e": 20_000.0, "sensor.auto_exposure": 1.0}
    normal = developed(light, sensor).image.astype(float)
    dark = developed(light / 16, sensor | {"light.level_ev": -4.0}).image.astype(float)
    assert dark.mean() == pytest.approx(normal.mean(), abs=2.0)
    assert dark.std() > 2.5 * normal.std()
