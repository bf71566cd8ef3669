"""Named streams: the same three give the same numbers, any other gives others."""

from __future__ import annotations

import numpy as np
import pytest

from generator.seeds import stable_fraction, stream


def test_the_same_name_gives_the_same_numbers():
    assert stream(7, 3, "view.0.aim").random(5).tolist() == stream(7, 3, "view.0.aim").random(5).tolist()


@pytest.mark.parametrize("other", [(8, 3, "a"), (7, 4, "a"), (7, 3, "b"), (0, 3, "a")])
def test_another_seed_scene_or_name_gives_others(other):
    assert stream(7, 3, "a").random() != stream(*other).random()


def test_streams_are_independent():
    draws = np.array([stream(1, scene, "x").normal(size=400) for scene in range(12)])
    correlation = np.corrcoef(draws) - np.eye(12)
    assert np.abs(correlation).max() < 0.2


def test_fractions_of_names_are_even():
    shares = np.array([stable_fraction(f"material_{i}") for i in range(2000)])
    assert shares.min() >= 0
    assert shares.max() < 1
    assert np.abs(np.histogram(shares, bins=8)[0] / 2000 - 1 / 8).max() < 0.03
