"""The pixel against the theory of EMVA 1288: photon transfer, noise floor, full well, quantisation."""

from __future__ import annotations

import numpy as np
import pytest

from generator.sensor.electrons import black_level, count, digitise

SIZE = (200, 250)


def flat(expected_e: float) -> np.ndarray:
    return np.full(SIZE, expected_e)


def test_photon_transfer_curve_gives_the_gain(under_way):
    """Variance over mean, both in digital values, is the gain K (EMVA 1288, equation 17)."""
    factors = {"sensor.full_well_e": 10_000.0, "sensor.read_noise_e": 4.0, "sensor.adc_bits": 14}
    gain_true = (2**14 - 1 - black_level(14)) / 10_000.0
    means, variances = [], []
    for level in np.linspace(200, 8000, 12):
        values = digitise(under_way(flat(level), factors), np.random.default_rng(int(level)))
        means.append(values.mean() - black_level(14))
        variances.append(values.var())
    slope, offset = np.polyfit(means, variances, 1)
    assert slope == pytest.approx(gain_true, rel=0.03)
    assert means[5] == pytest.approx(gain_true * np.linspace(200, 8000, 12)[5], rel=0.01)
    assert abs(offset) < 0.05 * variances[-1]


@pytest.mark.parametrize("level_e", [5.0, 300.0, 20_000.0])
def test_shot_noise_variance_is_its_mean(under_way, level_e):
    well_e = max(500.0, 3 * level_e)
    state = under_way(flat(level_e), {"sensor.full_well_e": well_e, "sensor.adc_bits": 14})
    electrons = count(state, np.random.default_rng(1)).image * well_e
    step_e = well_e / (2**14 - 1 - black_level(14))
    assert electrons.mean() == pytest.approx(level_e, rel=0.02)
    assert electrons.var() - step_e**2 / 12 == pytest.approx(level_e, rel=0.04)


def test_in_the_dark_only_read_noise_and_dark_shot_noise_are_left(under_way):
    factors = {"sensor.full_well_e": 5000.0, "sensor.read_noise_e": 6.0, "sensor.dark_e": 64.0, "sensor.adc_bits": 14}
    electrons = count(under_way(flat(0.0), factors), np.random.default_rng(2)).image * 5000.0
    assert electrons.mean() == pytest.approx(0.0, abs=0.2)
    assert electrons.std() == pytest.approx(np.hypot(6.0, 8.0), rel=0.02)


def test_without_noise_black_is_exactly_the_black_level(under_way):
    values = digitise(under_way(flat(0.0)), np.random.default_rng(0))
    assert (values == black_level(14)).all()


def test_a_full_well_saturates_however_much_light_there_is(under_way):
    state = under_way(flat(1e9), {"sensor.full_well_e": 8000.0, "sensor.adc_bits": 12})
    assert (digitise(state, np.random.default_rng(0)) == 4095).all()
    assert count(state, np.random.default_rng(0)).image.max() == pytest.approx(1.0)


def test_gain_fills_the_converter_earlier_and_leaves_fewer_electrons_per_tone(under_way):
    """At gain 8 an eighth of the light gives the same tone with about the square root of eight times the noise."""
    factors = {"sensor.full_well_e": 20_000.0, "sensor.adc_bits": 14}
    bright = count(under_way(flat(8000.0), factors), np.random.default_rng(3)).image
    dim = count(under_way(flat(1000.0), factors, gain=8.0), np.random.default_rng(4)).image
    assert dim.mean() == pytest.approx(bright.mean(), rel=0.01)
    assert dim.std() / bright.std() == pytest.approx(np.sqrt(8), rel=0.03)
    full = count(under_way(flat(2600.0), factors, gain=8.0), np.random.default_rng(5)).image
    assert full.max() == pytest.approx(1.0)


@pytest.mark.parametrize("bits", [8, 10, 12])
def test_quantisation_has_the_step_of_its_bits(under_way, bits):
    ramp = np.tile(np.linspace(0, 90_000, 4000), (4, 1))
    state = under_way(ramp, {"sensor.adc_bits": bits})
    image = count(state, np.random.default_rng(0)).image
    steps = np.diff(np.unique(image))
    assert steps.min() == pytest.approx(1 / (2**bits - 1 - black_level(bits)), rel=1e-3)
