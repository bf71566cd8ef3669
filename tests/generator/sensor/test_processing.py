"""What a camera's processor does to its picture: smoothing and tone."""

from __future__ import annotations

import numpy as np
import pytest

from generator.sensor.auto_tone import retone
from generator.sensor.denoising import smear
from generator.sensor.guided import guided

RNG = np.random.default_rng(0)


def edge_with_grain(grain: float = 0.03) -> np.ndarray:
    image = np.full((96, 128, 3), 0.3)
    image[:, 64:] = 0.7
    return (image + grain * np.random.default_rng(1).standard_normal(image.shape)).clip(0, 1).astype(np.float32)


def test_denoising_takes_grain_and_leaves_edges(under_way):
    noisy = edge_with_grain()
    calm = [smear(under_way(noisy, {"sensor.denoise": s}), RNG).image for s in (0.3, 1.0)]
    grain = [image[:, 8:56, 1].std() for image in (noisy, *calm)]
    assert grain[0] > 1.2 * grain[1] > 2 * grain[2]
    step = [image[:, 67:70, 1].mean() - image[:, 58:61, 1].mean() for image in (noisy, *calm)]
    assert min(step) > 0.93 * step[0]


def test_the_guided_filter_gives_back_what_is_even_or_straight():
    flat = np.full((40, 50), 0.4, np.float32)
    np.testing.assert_allclose(guided(flat, flat, 3, 0.1), 0.4, rtol=1e-5)
    steps = np.kron(np.array([[0.0, 1.0]]), np.ones((40, 25))).astype(np.float32)
    np.testing.assert_allclose(guided(steps, steps, 3, 0.01), steps, atol=0.01)


def test_stretching_takes_haze_away_and_is_monotone(under_way):
    ramp = np.repeat(np.linspace(0.35, 0.75, 128)[None, :, None], 96, axis=0).repeat(3, axis=2)
    out = retone(under_way(ramp, {"sensor.auto_tone": 1.0}), RNG).image[0, :, 1]
    half = retone(under_way(ramp, {"sensor.auto_tone": 0.5}), RNG).image[0, :, 1]
    assert out[2] < half[2] < 0.35
    assert np.ptp(out) == pytest.approx(1.8 * 0.4, rel=0.03)
    assert (np.diff(out) >= 0).all()


def test_local_tone_lifts_a_dark_half_and_holds_a_bright_one(under_way):
    image = np.full((96, 128, 3), 0.1)
    image[:, 64:] = 0.85
    out = retone(under_way(image, {"sensor.local_tone": 1.0}), RNG).image[:, :, 1]
    assert out[48, 20] > 0.15
    assert out[48, 110] < 0.8


@pytest.mark.parametrize("effect", [smear, retone])
def test_nothing_happens_without_the_factor(under_way, effect):
    state = under_way(edge_with_grain())
    assert effect(state, RNG) is state
