"""Filled bags against what cloth and contents keep: lengths, volume, the ground and the plate."""

from __future__ import annotations

import math

import numpy as np
import pytest

from generator.physics.bag import Bag, lay_bag, volume_m3

pytestmark = pytest.mark.slow
_BAG = Bag(0.575, 0.415, 0.0155, 1500.0, 0.11, spacing_m=0.06)


def test_a_pressed_bag_holds_its_volume_between_ground_and_plate():
    shape = lay_bag(_BAG, np.random.default_rng(1))
    x = shape.points_m
    assert volume_m3(x, shape.faces) == pytest.approx(_BAG.volume_m3, rel=0.05)
    assert x[:, 2].min() >= 0.0
    assert x[:, 2].max() <= _BAG.pressed_m
    assert np.all(np.ptp(x[:, :2], axis=0) < [_BAG.length_m, _BAG.width_m])  # what swells draws its rim in
    for sheet, length in ((shape.upper, _BAG.length_m), (shape.lower, _BAG.length_m)):
        links = np.linalg.norm(np.diff(x[sheet], axis=0), axis=2) * (sheet.shape[0] - 1) / length
        assert np.quantile(links, 0.99) < 1.05
        assert links.max() < 1.08


def test_a_bag_that_nothing_presses_bulges_in_its_middle_and_an_empty_one_lies_flat():
    full = lay_bag(Bag(0.575, 0.415, 0.0155, 1500.0, math.inf, spacing_m=0.06), np.random.default_rng(2)).points_m
    empty = lay_bag(Bag(0.575, 0.415, 0.001, 1500.0, math.inf, spacing_m=0.06), np.random.default_rng(2)).points_m
    assert full[:, 2].max() > 0.09
    assert empty[:, 2].max() < 0.035
    top = full[full[:, 2].argmax(), :2]
    assert np.all(np.abs(top) < 0.15)


def test_bags_of_one_seed_are_alike_to_the_bit_and_others_are_not():
    one, same, other = (lay_bag(_BAG, np.random.default_rng(seed)).points_m for seed in (4, 4, 5))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
