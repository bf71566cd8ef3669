"""The whole way from light to file: what it promises whatever the effects are."""

from __future__ import annotations

import numpy as np
import pytest

from generator.factors import parse_distribution
from generator.sensor import shutter
from generator.sensor.develop import effects, relight

GREY_CODE = 117.6  # 18% grey in sRGB
NOISY = {
    "sensor.full_well_e": 4000.0,
    "sensor.read_noise_e": 8.0,
    "sensor.mosaic": "bayer",
    "sensor.jpeg_quality": 90,
    "sensor.sharpness": 0.5,
    "lens.bloom": 0.02,
}


def ramp(height: int = 72, width: int = 96) -> np.ndarray:
    light = np.linspace(0.2, 6.0, width) * np.linspace(1.0, 2.0, height)[:, None]
    return np.repeat(light[:, :, None], 3, axis=2) * np.array([1.0, 0.9, 0.7])


def default_factors(seed: int) -> dict:
    rng = np.random.default_rng(seed)
    factors = [f for effect in effects() for f in effect.factors]
    return {f.name: parse_distribution(f.default, f, f.name).draw(rng, f) for f in factors}


def test_the_same_capture_gives_the_same_bytes_and_another_seed_does_not(developed):
    first, again, other = (developed(ramp(), NOISY, seed=s) for s in (1, 1, 2))
    assert first.image.tobytes() == again.image.tobytes()
    assert first.saturated.tobytes() == again.saturated.tobytes()
    assert first.image.tobytes() != other.image.tobytes()


def test_picture_has_the_camera_s_size_and_type_through_a_bent_lens(developed, camera_of):
    camera = camera_of(97, 73, (-0.3, 0.1, 0.001, -0.001, 0.0))
    pinhole = camera.pinhole()
    picture = developed(ramp(pinhole.height_px, pinhole.width_px), NOISY, camera=camera)
    assert picture.image.shape == (73, 97, 3)
    assert picture.image.dtype == np.uint8
    assert picture.saturated.shape == (73, 97)
    assert picture.saturated.dtype == bool


@pytest.mark.parametrize("radiance", [1e-4, 1.0, 3e5])
def test_a_grey_card_without_any_factor_is_clean_mid_grey_at_any_radiance(developed, radiance):
    picture = developed(np.full((60, 80, 3), radiance))
    assert picture.image.mean() == pytest.approx(GREY_CODE, abs=1.0)
    assert picture.image.std() < 1.5
    assert not picture.saturated.any()


def test_a_card_of_known_reflectance_keeps_its_ratio_to_mid_grey(developed):
    """Half the field at 18%, half at 9%: the log average lies between, and their ratio in linear light is two."""
    light = np.full((64, 64, 3), 0.18)
    light[:, 32:] = 0.09
    code = developed(light).image.astype(float) / 255
    linear = ((code + 0.055) / 1.055) ** 2.4
    assert linear[:, :28].mean() / linear[:, 36:].mean() == pytest.approx(2.0, rel=0.03)


def test_relighting_is_a_weighted_sum_of_the_groups():
    rng = np.random.default_rng(3)
    groups = {name: rng.random((5, 7, 3)).astype(np.float32) for name in ("key", "fill")}
    mixed = relight(groups, {"key": (2.0, 1.0, 0.5), "fill": (0.1, 0.1, 0.1)})
    expected = groups["key"] * np.array([2.0, 1.0, 0.5]) + groups["fill"] * 0.1
    np.testing.assert_allclose(mixed, expected, rtol=1e-6)
    assert mixed.dtype == np.float32


def test_gains_for_other_groups_than_were_rendered_are_refused(developed):
    with pytest.raises(ValueError, match="key"):
        developed(ramp(), gains={"key": (1.0, 1.0, 1.0)})


def test_light_that_is_not_finite_is_refused(developed):
    light = ramp()
    light[3, 4, 1] = np.nan
    with pytest.raises(ValueError, match="finite"):
        developed(light)


def test_no_light_at_all_gives_a_black_picture(developed):
    assert developed(np.zeros((48, 64, 3)), {"sensor.full_well_e": 10_000.0}).image.max() <= 1


def test_a_lamp_in_the_frame_is_saturated_and_white_and_the_rest_is_not(developed):
    light = np.full((60, 80, 3), 1.0)
    light[20:29, 30:39] = 1e4
    picture = developed(light, {"sensor.mosaic": "bayer"})
    assert picture.saturated[20:29, 30:39].all()
    assert (picture.image[23:26, 33:36] == 255).all()
    assert picture.saturated.sum() == 81


def test_defaults_give_pictures_that_are_mostly_well_exposed_and_differ():
    """Over 200 draws of the default factors, most are within 1 EV of what the meter says, and some are badly off."""
    exposures = np.array([default_factors(s)["sensor.exposure_ev"] for s in range(200)])
    assert (np.abs(exposures) < 1).mean() > 0.85
    assert (np.abs(exposures) > 0.8).sum() >= 5


def test_default_pictures_are_neither_black_nor_blown(developed):
    for seed in range(12):
        picture = developed(ramp(), default_factors(seed), seed=seed)
        assert 25 < picture.image.mean() < 225
        assert picture.saturated.mean() < 0.5


def test_effects_have_their_own_place_on_the_way_and_names_of_their_own():
    orders = [effect.order for effect in effects()]
    assert orders == sorted(set(orders))
    assert len({effect.name for effect in effects()}) == len(orders) >= 10
    names = [f.name for effect in effects() for f in effect.factors]
    assert len(names) == len(set(names)) >= 12
    assert all(f.scope == "capture" for effect in effects() for f in effect.factors)


COMPANIONS = {  # a factor that does something only together with another
    "sensor.readout_ms": {"light.flicker": 0.5, "sensor.shutter_ms": 2.0},
    "sensor.shutter_ms": {"light.flicker": 0.5, "sensor.readout_ms": 30.0},
    "light.flicker": {"sensor.shutter_ms": 2.0},
}


def test_every_factor_changes_the_picture(developed):
    """A factor at the end of its range that gives the same bytes as without it is not obeyed by anything."""
    own = [f for effect in effects() for f in effect.factors] + list(shutter.FACTORS)
    base = {"sensor.exposure_ev": 0.5, "light.level_ev": -2.0, "light.temperature_k": 4000.0}
    light = ramp()
    light[30:33, 40:44] = 2000.0
    alone = developed(light, base).image
    for factor in own:
        with_others = base | COMPANIONS.get(factor.name, {})
        low_is_strong = factor.name.endswith(("jpeg_quality", "adc_bits", "full_well_e"))
        value = "bayer" if factor.kind == "category" else factor.low if low_is_strong else factor.high
        plain = alone if with_others == base else developed(light, with_others).image
        assert not np.array_equal(plain, developed(light, with_others | {factor.name: value}).image), factor.name
