"""Shot noise follows Poisson's distribution, and its grain stays when the light changes."""

import numpy as np
import pytest

from generator.sensor.shot import shot


@pytest.mark.parametrize("mean", [0.0, 0.3, 4.0, 15.9, 16.1, 300.0, 20_000.0])
def test_mean_variance_and_skewness_are_those_of_poisson(mean):
    grain = np.random.default_rng(1).standard_normal((400, 500), np.float32)
    counts = shot(np.full(grain.shape, mean, np.float32), grain).astype(np.float64)
    assert counts.min() >= 0
    assert counts.mean() == pytest.approx(mean, abs=5 * np.sqrt(mean / counts.size) + 1e-9)
    if mean:
        assert counts.var() == pytest.approx(mean, rel=0.015)
        skewness = ((counts - counts.mean()) ** 3).mean() / counts.std() ** 3
        assert skewness == pytest.approx(mean**-0.5, abs=0.04)


def test_more_light_never_gives_fewer_electrons_and_changes_little():
    grain = np.random.default_rng(2).standard_normal((100, 100), np.float32)
    light = np.linspace(0, 400, 10_000, dtype=np.float32).reshape(100, 100)
    less, more = shot(light, grain), shot(light * np.float32(1.02), grain)
    assert (more >= less - 1).all()
    assert np.abs(more - less).max() < 0.02 * 400 + 3
