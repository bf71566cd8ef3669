from __future__ import annotations

import numpy as np
import pytest

from materials import textures
from materials.textures import noise

QUICK = "ground_plaster"  # made in a moment
TWO_STRIPS = {"laser_cut"}  # one map over the other, which repeats along u only


def seam_over_inside(pixels: np.ndarray, axis: int) -> float:
    """How much neighbours differ across the tile's edge, against the worst hundredth of the steps inside."""
    steps = np.abs(np.diff(pixels, axis=axis)).mean(axis=(1 - axis, 2))
    seam = np.abs(np.take(pixels, 0, axis) - np.take(pixels, -1, axis)).mean()
    return float(seam / max(np.quantile(steps, 0.99), 1e-9))


def check(name: str) -> None:
    pixels = textures.load(name)
    assert pixels.dtype == np.float32
    assert pixels.ndim == 3
    assert pixels.shape[2] in ((3, 4) if textures.catalogue()[name].relief is None else (4,))
    assert np.isfinite(pixels).all()
    assert not pixels.flags.writeable
    assert name in TWO_STRIPS or seam_over_inside(pixels, 0) < 1.35
    assert seam_over_inside(pixels, 1) < 1.35
    assert np.ptp(pixels, axis=(0, 1)).min() > 0.03, "every channel says something, if only here and there"


@pytest.mark.parametrize("name", ["scratches", "dust", "turned"])
def test_map_repeats_without_a_seam(name):
    check(name)


@pytest.mark.blender  # making the other maps afresh takes 15 s
@pytest.mark.parametrize("name", sorted(set(textures.catalogue()) - {"scratches", "dust", "turned"}))
def test_every_other_map_repeats_without_a_seam(name):
    check(name)


@pytest.fixture
def cached(tmp_path, monkeypatch):
    """A map from an empty cache, and the file that it left there."""
    monkeypatch.setenv("GLINT_CACHE", str(tmp_path))
    textures.load.cache_clear()
    first = textures.load(QUICK)
    (file,) = (tmp_path / "textures").glob(f"{QUICK}-*.npy")
    textures.load.cache_clear()
    yield first, file
    textures.load.cache_clear()


def test_map_from_the_cache_equals_one_made_afresh(cached):
    np.testing.assert_array_equal(cached[0], textures.load(QUICK))
    np.testing.assert_array_equal(cached[0], textures.make(QUICK).astype(np.float32))


def test_damaged_cache_file_is_made_anew(cached):
    first, file = cached
    file.write_bytes(file.read_bytes()[:5000])
    np.testing.assert_array_equal(first, textures.load(QUICK))


def test_unknown_map_is_named_with_the_nearest():
    with pytest.raises(KeyError, match="Did you mean 'scratches'"):
        textures.load("scratchs")


def test_albedo_maps_return_less_light_than_they_get():
    for texture in textures.catalogue().values():
        if texture.name in ("cardboard", "brick") and texture.doc.startswith("albedo"):
            pixels = textures.load(texture.name)[..., :3]
            assert pixels.min() >= 0.0
            assert pixels.max() <= 0.9


def test_order_of_settling_is_even():
    order = textures.load("dust")[..., 0]
    shares = [float((order < t).mean()) for t in (0.1, 0.5, 0.9)]
    np.testing.assert_allclose(shares, (0.1, 0.5, 0.9), atol=0.002)


def test_band_noise_keeps_to_its_band():
    field = noise.band_noise(np.random.default_rng(1), (128, 128), 8, 16)
    power = np.abs(np.fft.rfft2(field)) ** 2
    fy, fx = noise.frequencies((128, 128))
    inside = (np.hypot(fy, fx) > 5) & (np.hypot(fy, fx) < 24)
    assert power[inside].sum() / power.sum() > 0.98
    assert field.std() == pytest.approx(1.0, abs=1e-3)


def test_gradient_of_a_relief_is_that_of_its_height():
    height = textures.catalogue()["turned"].make(noise.generator_of("turned"))[..., 0]
    along_u = textures.load("turned")[..., 2]
    step = np.roll(height, -1, axis=1) - np.roll(height, 1, axis=1)
    np.testing.assert_allclose(along_u, step * height.shape[1] / 2, rtol=2e-3, atol=0.2)
