"""The observer against the CIE's own figures."""

from __future__ import annotations

import numpy as np
import pytest

from generator.observer import RGB_FROM_XYZ, observer

WAVE_NM = np.arange(380.0, 781.0, 5.0)


def test_the_eye_is_most_sensitive_to_green_and_sees_equal_energy_as_white() -> None:
    x, y, z = observer(WAVE_NM)
    assert WAVE_NM[y.argmax()] == pytest.approx(555, abs=5)
    assert y.max() == pytest.approx(1.0, abs=0.02)
    sums = np.array([x.sum(), y.sum(), z.sum()]) * 5
    assert sums == pytest.approx(106.9, rel=0.01)  # CIE 15: 106.87, each


def test_the_chromaticity_of_a_laser_is_that_of_the_tables() -> None:
    """CIE 15 for 633 nm: x 0.7140, y 0.2859; for 532 nm: x 0.1702, y 0.7965."""
    for wave_nm, expected in ((633.0, (0.7140, 0.2859)), (532.0, (0.1702, 0.7965))):
        xyz = observer(np.array([wave_nm]))[:, 0]
        assert xyz[:2] / xyz.sum() == pytest.approx(expected, abs=0.02)


def test_rgb_of_the_white_point_is_grey() -> None:
    rgb = RGB_FROM_XYZ @ [0.95047, 1.0, 1.08883]
    assert rgb == pytest.approx(1.0, abs=1e-3)
