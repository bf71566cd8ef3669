from __future__ import annotations

import numpy as np
import pytest

from generator.blender.light import LUMINANCE, blackbody_rgb, fitted_environment, lambert_radiance


def test_blackbody_has_luminance_one_and_turns_from_red_to_blue():
    colours = np.array([blackbody_rgb(t) for t in (2000, 3000, 4500, 6500, 9000, 15000)])
    np.testing.assert_allclose(colours @ LUMINANCE, 1.0, rtol=1e-6)
    assert (np.diff(colours[:, 0]) < 0).all()
    assert (np.diff(colours[:, 2]) > 0).all()


def test_blackbody_chromaticity_is_on_the_planckian_locus():
    # CIE 15, illuminant A (2856 K): x = 0.4476, y = 0.4074; and 6500 K: x = 0.3135, y = 0.3237
    xyz_from_rgb = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    for temperature_k, expected in ((2856, (0.4476, 0.4074)), (6500, (0.3135, 0.3237))):
        xyz = xyz_from_rgb @ np.array(blackbody_rgb(temperature_k))
        np.testing.assert_allclose(xyz[:2] / xyz.sum(), expected, atol=0.004)


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
