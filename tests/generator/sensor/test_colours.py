"""Colour: filters, white balance, demosaicing."""

from __future__ import annotations

import numpy as np
import pytest

from generator.blackbody import blackbody_rgb
from generator.sensor.colour_filter import channel_of_pixel, filter_colours
from generator.sensor.colours import RESPONSE, RGB_FROM_FILTERS, balance_gains
from generator.sensor.demosaic import interpolate

RNG = np.random.default_rng(0)


def card(temperature_k: float, shape: tuple[int, int] = (64, 80)) -> np.ndarray:
    return np.broadcast_to(np.array(blackbody_rgb(temperature_k)), (*shape, 3))


@pytest.mark.parametrize("mosaic", ["bayer", "none"])
@pytest.mark.parametrize("temperature_k", [2700.0, 4000.0, 6504.0, 9000.0])
def test_a_grey_card_is_grey_under_the_nominal_light(developed, temperature_k, mosaic):
    picture = developed(card(temperature_k), {"light.temperature_k": temperature_k, "sensor.mosaic": mosaic})
    red, green, blue = picture.image[8:-8, 8:-8].mean(axis=(0, 1))
    assert max(red, green, blue) - min(red, green, blue) < 1.0
    assert green == pytest.approx(117.6, abs=1.5)


@pytest.mark.parametrize(("error_mired", "bluer"), [(30.0, True), (-30.0, False)])
def test_a_white_balance_that_is_off_tints_along_the_black_body_line(developed, error_mired, bluer):
    factors = {"light.temperature_k": 4000.0, "sensor.wb_error_mired": error_mired}
    red, green, blue = developed(card(4000.0), factors).image.mean(axis=(0, 1))
    assert (blue > green + 3 > red + 6) == bluer
    assert (red > green + 3 > blue + 6) == (not bluer)


def test_a_wrong_balance_equals_light_of_that_temperature_seen_with_a_right_one(developed):
    """Balanced for 4000 K and 25 mired too warm is the same picture as one balanced for the warmer light."""
    warmer_k = 1e6 / (1e6 / 4000 + 25)
    off = developed(card(4000.0), {"light.temperature_k": 4000.0, "sensor.wb_error_mired": 25.0}).image.mean(
        axis=(0, 1)
    )
    right = developed(card(4000.0), {"light.temperature_k": warmer_k}).image.mean(axis=(0, 1))
    np.testing.assert_allclose(off / off[1], right / right[1], rtol=0.01)


def test_colours_under_daylight_come_out_as_they_are(developed):
    """Linear Rec.709 through filters, balance and matrix: patches keep their linear ratios."""
    for colour in ([0.3, 0.15, 0.1], [0.1, 0.2, 0.3], [0.2, 0.25, 0.08]):
        code = developed(np.broadcast_to(np.array(colour), (64, 64, 3))).image.mean(axis=(0, 1)) / 255
        linear = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)
        np.testing.assert_allclose(linear / linear.sum(), np.array(colour) / sum(colour), atol=0.012)


def test_gains_never_darken_so_that_what_saturates_is_white():
    for temperature_k in (2500.0, 5000.0, 10_000.0):
        for error in (-60.0, 0.0, 60.0):
            gains = balance_gains({"light.temperature_k": temperature_k, "sensor.wb_error_mired": error})
            assert gains.min() == pytest.approx(1.0)
    np.testing.assert_allclose(balance_gains({}), 1 / RESPONSE)


def test_the_matrix_keeps_grey():
    np.testing.assert_allclose(RGB_FROM_FILTERS.sum(axis=1), 1.0, atol=1e-12)


def test_half_of_the_pixels_of_a_mosaic_are_green():
    channels = channel_of_pixel(8, 10)
    assert [(channels == c).sum() for c in range(3)] == [20, 40, 20]
    assert channel_of_pixel(5, 7).shape == (5, 7)


@pytest.mark.parametrize("size", [(40, 60), (41, 61)])
def test_demosaicing_gives_back_planes_of_colour_and_linear_ramps(size):
    height, width = size
    x = np.linspace(0, 1, width)[None, :] + np.zeros((height, 1))
    colour = np.stack([0.3 + 0.2 * x, 0.5 - 0.1 * x, 0.2 + 0.05 * x], axis=2)
    mosaic = np.take_along_axis(colour, channel_of_pixel(*size)[:, :, None].astype(int), axis=2)[:, :, 0]
    full = interpolate(mosaic.astype(np.float32))
    np.testing.assert_allclose(full[3:-3, 3:-3], colour[3:-3, 3:-3], atol=1e-5)


def test_a_mosaic_carries_one_of_the_three_colours_of_the_filtered_light(under_way):
    light = np.random.default_rng(1).random((10, 12, 3)).astype(np.float32)
    full = filter_colours(under_way(light, {"sensor.mosaic": "none"}), RNG).image
    mosaic = filter_colours(under_way(light, {"sensor.mosaic": "bayer"}), RNG).image
    assert mosaic.shape == (10, 12)
    picked = np.take_along_axis(full, channel_of_pixel(10, 12)[:, :, None].astype(int), axis=2)[:, :, 0]
    np.testing.assert_array_equal(mosaic, picked)


def test_noise_of_a_mosaic_is_correlated_between_neighbours(developed):
    light = np.full((128, 128, 3), 1.0)

    def correlation(mosaic: str) -> float:
        picture = developed(light, {"sensor.full_well_e": 2000.0, "sensor.mosaic": mosaic}).image[:, :, 0].astype(float)
        noise = picture - picture.mean()
        return float((noise[:, 1:] * noise[:, :-1]).mean() / noise.var())

    assert correlation("bayer") > 0.2
    assert abs(correlation("none")) < 0.06
