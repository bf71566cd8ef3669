"""What the camera does to the developed light: tone curve, sharpening, compression."""

from __future__ import annotations

import numpy as np
import pytest

from generator.sensor.jpeg import compress
from generator.sensor.metering import GREY, HEADROOM
from generator.sensor.sharpening import sharpen
from generator.sensor.tone import apply_tone, curve, srgb_from_linear

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("contrast", [0.6, 1.0, 1.3, 1.8])
def test_the_tone_curve_is_monotone_from_black_to_white_and_keeps_mid_grey(contrast):
    code = curve(np.linspace(0, 1, 20_001), contrast)
    assert (np.diff(code) > 0).all()
    assert code[0] == pytest.approx(0.0, abs=1e-12)
    assert code[-1] == pytest.approx(1.0)
    grey = float(srgb_from_linear(np.array(GREY)))
    assert curve(np.array([GREY / HEADROOM]), contrast)[0] == pytest.approx(grey)


def test_contrast_is_the_slope_at_mid_grey():
    at = GREY / HEADROOM * np.array([0.999, 1.001])
    plain = np.diff(curve(at, 1.0))[0]
    for contrast in (0.7, 1.5):
        assert np.diff(curve(at, contrast))[0] / plain == pytest.approx(contrast, rel=1e-2)


def test_below_the_knee_a_neutral_curve_is_srgb():
    light = np.linspace(0, 0.59, 50)
    np.testing.assert_allclose(curve(light / HEADROOM, 1.0), srgb_from_linear(light), atol=1e-9)


def test_srgb_has_its_standard_values():
    """IEC 61966-2-1: 0.18 is 0.4614, 0.0031308 is 0.04045, 1 is 1."""
    np.testing.assert_allclose(
        srgb_from_linear(np.array([0, 0.0031308, 0.18, 1.0])), [0, 0.04045, 0.46136, 1.0], atol=1e-4
    )


def test_highlights_roll_off_without_a_kink():
    light = np.linspace(0.2, 1.0, 4001)
    linear = curve(light, 1.0)
    slope = np.diff(linear)
    assert (np.abs(np.diff(slope)) < 0.01 * slope[:-1]).all()


def test_the_table_is_as_good_as_the_curve(under_way):
    light = np.linspace(0, 1, 3 * 5000).reshape(50, 100, 3)
    out = apply_tone(under_way(light, {"sensor.contrast": 1.2}), RNG).image
    np.testing.assert_allclose(out, curve(light, 1.2), atol=0.25 / 255)


def test_sharpening_leaves_flat_fields_and_overshoots_at_edges(under_way):
    image = np.full((40, 60, 3), 0.3)
    image[:, 30:] = 0.6
    out = sharpen(under_way(image, {"sensor.sharpness": 1.0}), RNG).image
    np.testing.assert_allclose(out[:, :20], 0.3, atol=1e-5)
    np.testing.assert_allclose(out[:, 40:], 0.6, atol=1e-5)
    assert out[20, 29, 1] < 0.27
    assert out[20, 30, 1] > 0.63
    assert out.mean() == pytest.approx(0.45, abs=1e-3)


def test_sharpening_adds_no_colour(under_way):
    image = np.full((40, 60, 3), [0.4, 0.3, 0.2])
    image[:, 30:] += 0.2
    out = sharpen(under_way(image, {"sensor.sharpness": 1.5}), RNG).image
    np.testing.assert_allclose(out[:, :, 0] - out[:, :, 1], 0.1, atol=1e-5)


def test_compression_costs_more_the_lower_its_quality(under_way):
    noise = np.random.default_rng(1).random((64, 64, 1))
    image = np.repeat(0.5 + 0.2 * (noise - 0.5), 3, axis=2)
    errors = []
    for quality in (95, 75, 30):
        out = compress(under_way(image, {"sensor.jpeg_quality": quality}), RNG).image
        errors.append(np.abs(out - image).mean())
    assert errors[0] < errors[1] < errors[2]
    assert np.array_equal(compress(under_way(image, {"sensor.jpeg_quality": 100}), RNG).image, image.astype(np.float32))


def test_compression_keeps_red_red(under_way):
    image = np.full((32, 32, 3), [0.8, 0.2, 0.1])
    out = compress(under_way(image, {"sensor.jpeg_quality": 90}), RNG).image
    np.testing.assert_allclose(out.mean(axis=(0, 1)), [0.8, 0.2, 0.1], atol=0.02)
