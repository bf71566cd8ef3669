from __future__ import annotations

import numpy as np
import pytest

from generator.blackbody import LUMINANCE
from generator.blender.light import fitted_environment, lambert_radiance


def test_radiance_integrates_back_to_the_flux():
    radiance = lambert_radiance(40.0, 0.5)
    cosine, step = np.cos(np.linspace(0, np.pi / 2, 20001)), np.pi / 2 / 20000
    sine = np.sqrt(1 - cosine**2)
    flux = 0.5 * radiance * 2 * np.pi * float((cosine * sine).sum()) * step
    assert flux == pytest.approx(40.0, rel=1e-6)


def test_an_emitter_without_area_is_refused():
    with pytest.raises(ValueError, match="cannot emit"):
        lambert_radiance(10.0, 0.0)


def test_environment_has_mean_one_over_the_sphere_and_no_sun():
    rng = np.random.default_rng(3)
    pixels = rng.uniform(0.1, 1.0, (64, 128, 3))
    pixels[10, 20] = 30000.0
    fitted = fitted_environment(pixels, clamp=5.0)
    weight = np.sin((np.arange(64) + 0.5) * np.pi / 64)[:, None]
    mean = float(((fitted @ LUMINANCE) * weight).sum() / (weight.sum() * 128))
    assert mean == pytest.approx(1.0, rel=1e-4)
    ratio = float(fitted[10, 20] @ LUMINANCE) / float(np.median(fitted @ LUMINANCE))
    assert 2 < ratio < 40


def test_a_black_environment_is_refused():
    with pytest.raises(ValueError, match="black"):
        fitted_environment(np.zeros((8, 16, 3)), 5.0)
