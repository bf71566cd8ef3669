"""What is fixed in a sensor, and what lamps and hands do while the shutter is open."""

from __future__ import annotations

import numpy as np
import pytest

from generator.sensor.dark_pattern import offset
from generator.sensor.flicker import light_over, pulse
from generator.sensor.pixel_response import vary
from generator.sensor.shake import jerky_way, move, way_kernel


def rng(seed: int = 4) -> np.random.Generator:
    return np.random.default_rng(seed)


FLAT = np.full((240, 320), 5000.0)
WELL = {"sensor.full_well_e": 20_000.0}


def test_sensitivity_varies_by_its_standard_deviation_and_in_proportion_to_the_light(under_way):
    factors = WELL | {"sensor.prnu": 0.02}
    bright, dim = (vary(under_way(level * FLAT, factors), rng()).image / level for level in (1.0, 0.1))
    assert bright.std() / 5000 == pytest.approx(0.02, rel=0.02)
    np.testing.assert_allclose(bright, dim, rtol=1e-4)


def test_the_pattern_belongs_to_the_camera_and_not_to_the_picture(under_way):
    factors = WELL | {"sensor.prnu": 0.02, "sensor.hot_pixels": 0.001, "sensor.unit": 7}
    first, second = (vary(under_way(FLAT, factors), rng(seed)).image for seed in (1, 2))
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, vary(under_way(FLAT, factors | {"sensor.unit": 8}), rng()).image)
    levels = WELL | {"sensor.dsnu_e": 5.0, "sensor.column_e": 3.0}
    first, second = (offset(under_way(FLAT, levels), rng(seed)).image for seed in (1, 2))
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("share", [0.0005, 0.01])
def test_as_many_pixels_are_hot_as_were_asked_for_and_more_keep_the_others(under_way, share):
    hot = vary(under_way(FLAT, WELL | {"sensor.hot_pixels": share}), rng()).image - 5000
    assert (hot > 0).mean() == pytest.approx(share, rel=0.25)
    assert hot[hot > 0].min() >= 0.029 * 20_000
    assert hot.max() <= 20_000
    more = vary(under_way(FLAT, WELL | {"sensor.hot_pixels": 0.02}), rng()).image - 5000
    assert ((more > 0) >= (hot > 0)).all()


def test_dark_levels_have_their_standard_deviations_by_pixel_column_and_row(under_way):
    def levels(**factors):
        state = under_way(0 * FLAT, WELL | {name.replace("__", "."): e for name, e in factors.items()})
        return offset(state, rng()).image * 20_000

    assert levels(sensor__dsnu_e=6.0).std() == pytest.approx(6, rel=0.02)
    columns, rows = levels(sensor__column_e=6.0), levels(sensor__row_e=6.0)
    assert columns.std() == pytest.approx(6, rel=0.12)
    assert np.ptp(columns, axis=0).max() == 0
    assert rows.std() == pytest.approx(6, rel=0.12)
    assert np.ptp(rows, axis=1).max() == 0


def test_a_rolling_shutter_shows_a_band_for_each_pulse_while_it_reads(under_way):
    light = np.full((480, 8, 3), 1.0)
    factors = {"light.flicker": 0.5, "sensor.readout_ms": 50.0, "sensor.shutter_ms": 1.0}
    rows = pulse(under_way(light, factors), rng()).image[:, 0, 1] - 1
    bands = int(((rows[:-1] < 0) & (rows[1:] >= 0)).sum())
    assert bands in (5, 6)  # 50 ms on mains of 50 or 60 Hz
    assert 0.3 < np.abs(rows).max() <= 0.5
    even = pulse(under_way(light, factors | {"sensor.readout_ms": 0.0}), rng()).image
    assert np.ptp(even) == 0
    assert even[0, 0, 0] != 1


def test_an_opening_of_whole_periods_shows_no_flicker_and_the_mean_over_phases_is_one():
    start = np.linspace(0, 40, 200)
    np.testing.assert_allclose(light_over(start, 10.0, 0.8, 0.1, 1.0), 1.0, atol=1e-12)
    phases = [light_over(start, 3.0, 0.8, 0.1, p) for p in np.linspace(0, 2 * np.pi, 16, endpoint=False)]
    np.testing.assert_allclose(np.mean(phases, axis=0), 1.0, atol=1e-12)
    assert light_over(start, 0.1, 1.0, 0.1, 0.0).min() >= -1e-9


def test_the_way_is_as_long_as_was_asked_for_and_its_kernel_is_centred():
    for seed in range(8):
        way = jerky_way(rng(seed), 6.0, 1.0)
        assert np.linalg.norm(np.diff(way, axis=0), axis=1).sum() == pytest.approx(6.0, rel=0.02)
        kernel = way_kernel(way)
        half = kernel.shape[0] // 2
        y, x = np.mgrid[-half : half + 1, -half : half + 1]
        assert kernel.sum() == pytest.approx(1, abs=1e-6)
        assert abs((kernel * x).sum()) < 1e-3
        assert abs((kernel * y).sum()) < 1e-3


@pytest.mark.parametrize("readout_ms", [0.0, 30.0])
def test_shake_moves_no_label_and_keeps_energy(under_way, readout_ms):
    """The middle of a blurred spot stays within a quarter of a pixel, in all rows of a rolling shutter."""
    light = np.zeros((181, 161, 3), np.float32)
    for row in (40, 90, 140):
        light[row - 2 : row + 3, 78:83] = 40.0
    factors = {"camera.shake_px": 8.0, "sensor.readout_ms": readout_ms, "sensor.shutter_ms": 6.0}
    after = move(under_way(light, factors), rng()).image
    assert after.sum(dtype=float) == pytest.approx(light.sum(dtype=float), rel=1e-2)
    assert after.max() < 0.97 * light.max()
    for row in (40, 90, 140):
        spot = after[row - 20 : row + 21, :, 1].astype(float)
        y, x = np.mgrid[-20:21, -80:81]
        assert abs((spot * x).sum() / spot.sum()) < 0.25
        assert abs((spot * y).sum() / spot.sum()) < 0.25
    if readout_ms:
        top, bottom = after[20:61], after[120:161]
        assert np.abs(top - bottom).max() > 0.05 * light.max()


def test_nothing_happens_without_the_factor(under_way):
    light = np.random.default_rng(0).random((20, 30, 3))
    for effect in (pulse, move, vary, offset):
        state = under_way(light)
        assert effect(state, rng()).image.tobytes() == state.image.tobytes()
