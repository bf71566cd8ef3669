"""Matching: a pair with known disparity gives its depth; a blank wall gives nothing."""

from __future__ import annotations

import numpy as np
import pytest

from generator.depth_camera import DEPTH_CAMERA, dot_pattern
from generator.sensor.stereo import stereo_depth

FOCAL_PX, FOCUS_M = 400.0, 0.45


def matched(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return stereo_depth(left, right, FOCAL_PX, FOCUS_M, np.random.default_rng(1))


@pytest.mark.parametrize("disparity_px", [11, 16, 20])
def test_shifted_dots_lie_at_their_depth(disparity_px):
    pattern = dot_pattern(240, 180)[0][:180, :270]
    depth = matched(pattern[:, 0:240], pattern[:, disparity_px : 240 + disparity_px])
    inner = depth[20:-20, 60:-20]
    assert (inner > 0).mean() > 0.95
    assert np.median(inner[inner > 0]) == pytest.approx(FOCAL_PX * DEPTH_CAMERA.baseline_m / disparity_px, rel=0.01)


def test_a_blank_wall_gives_nothing():
    blank = np.full((180, 240), 0.5)
    assert (matched(blank, blank) > 0).mean() < 0.2


def test_the_pattern_has_dots_all_over_and_is_the_same_every_time():
    pattern, spread = dot_pattern(320, 240)
    assert pattern.shape == (416, 416)
    assert spread == pytest.approx(1.3)
    blocks = pattern[:400, :400].reshape(20, 20, 20, 20).max(axis=(1, 3))
    assert (blocks > 0.5).all()
    np.testing.assert_array_equal(pattern, dot_pattern(320, 240)[0])
