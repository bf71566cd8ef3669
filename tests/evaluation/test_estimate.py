"""Estimates follow what was done to a picture, whatever it shows; a file that tells nothing is refused."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from evaluation.estimate import JPEG, PHOTO_FACTORS, estimate, estimated_factors
from evaluation.estimate_tone import linear_light
from generator.errors import DatasetError

SIZE = (240, 320)


def blocks(seed: int = 0, low: float = 0.02, high: float = 0.6) -> np.ndarray:
    """(H, W, 3) linear light of flat blocks of a little colour, from nearly black to bright."""
    rng = np.random.default_rng(seed)
    small = rng.uniform(low, high, (12, 16, 1)) * rng.uniform(0.8, 1.2, (12, 16, 3))
    return np.kron(small, np.ones((20, 20, 1)))


def picture(light: np.ndarray, noise: float = 0.0) -> np.ndarray:
    """Linear light as 8-bit sRGB, with noise in code values."""
    light = np.clip(light, 0, 1)
    code = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055) * 255
    code = code + np.random.default_rng(1).normal(0, noise, SIZE)[:, :, None] if noise else code
    return np.clip(np.rint(code), 0, 255).astype(np.uint8)


def blurred(light: np.ndarray, sigma_px: float) -> np.ndarray:
    return cv2.GaussianBlur(light, (0, 0), sigma_px)


def test_linear_light_is_the_inverse_of_srgb() -> None:
    light = linear_light(np.arange(256, dtype=np.uint8))
    assert light[[0, 255]].tolist() == [0, 1]
    assert light[188] == pytest.approx(0.5, abs=0.005)


@pytest.mark.parametrize("stops", [-3, -1, 0.5])
def test_the_level_counts_stops(stops: float) -> None:
    base = estimate(picture(blocks()))["photo.level_ev"]
    assert estimate(picture(blocks() * 2**stops))["photo.level_ev"] - base == pytest.approx(stops, abs=0.1)


def test_a_grey_card_is_level() -> None:
    assert estimate(picture(np.full((*SIZE, 3), 0.18)))["photo.level_ev"] == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize("sigma_px", [1.0, 2.0, 3.0])
@pytest.mark.parametrize("noise", [0.0, 4.0])
def test_blur_is_that_of_the_edges_and_not_of_the_noise(sigma_px: float, noise: float) -> None:
    found = [estimate(picture(blurred(blocks(seed), sigma_px), noise))["photo.blur_px"] for seed in (1, 2)]
    assert found == pytest.approx([sigma_px] * 2, abs=0.35)


@pytest.mark.parametrize("noise", [2.0, 8.0])
@pytest.mark.parametrize("sigma_px", [0.7, 2.0])
def test_noise_is_found_whatever_the_sharpness(noise: float, sigma_px: float) -> None:
    found = estimate(picture(blurred(blocks(3), sigma_px), noise))["photo.noise"]
    assert found == pytest.approx(noise, rel=0.15)


def test_highlights_are_the_clipped_share() -> None:
    light = blocks(high=0.5)
    light[:60] = 2.0
    assert estimate(picture(light))["photo.highlights"] == pytest.approx(0.25, abs=0.001)


def test_haze_grows_with_the_light_that_the_air_adds() -> None:
    found = [estimate(picture((1 - t) * blocks() + t * 0.5))["photo.haze"] for t in (0, 0.1, 0.3, 0.6)]
    assert found[0] < 0.3
    assert np.all(np.diff(found) > 0.08)


def test_haze_does_not_follow_the_exposure() -> None:
    found = [estimate(picture(blocks() * gain))["photo.haze"] for gain in (0.5, 1, 1.5)]
    assert np.ptp(found) < 0.05


def test_a_clipped_picture_says_nothing_of_haze() -> None:
    assert np.isnan(estimate(picture(blocks() * 8))["photo.haze"])


def test_a_colour_cast_is_the_ratio_of_blue_to_red() -> None:
    base = estimate(picture(blocks()))["photo.cast"]
    blue = estimate(picture(blocks() * [1.0, 1.0, 1.5]))["photo.cast"]
    assert blue - base == pytest.approx(np.log2(1.5), abs=0.1)
    grey = blocks()[:, :, :1].repeat(3, axis=2)
    assert np.isnan(estimate(picture(grey))["photo.cast"])


def test_what_cannot_be_told_is_no_number_and_no_error() -> None:
    black = estimate(np.zeros((*SIZE, 3), np.uint8))
    assert np.isnan(black["photo.blur_px"])
    assert np.isnan(black["photo.noise"])
    assert {factor.name for factor in PHOTO_FACTORS} == set(black)


@pytest.mark.parametrize("quality", [20, 55, 90])
def test_the_jpeg_quality_is_read_from_the_file(quality: int, tmp_path: Path) -> None:
    Image.fromarray(picture(blocks())).save(tmp_path / "a.jpg", quality=quality)
    Image.fromarray(picture(blocks())).save(tmp_path / "a.png")
    assert estimated_factors(tmp_path / "a.jpg")[JPEG] == quality
    assert np.isnan(estimated_factors(tmp_path / "a.png")[JPEG])


def test_files_are_measured_upright_in_8_bits_and_no_larger_than_asked(tmp_path: Path) -> None:
    whole = picture(blocks())
    turned = Image.Exif()
    turned[0x0112] = 6
    Image.fromarray(whole).save(tmp_path / "plain.png")
    Image.fromarray(np.rot90(whole).copy()).save(tmp_path / "turned.png", exif=turned)
    assert estimated_factors(tmp_path / "turned.png") == pytest.approx(
        estimated_factors(tmp_path / "plain.png"), nan_ok=True
    )
    deep = cv2.cvtColor(whole, cv2.COLOR_RGB2GRAY).astype(np.uint16) * 257
    Image.fromarray(deep).save(tmp_path / "deep.png")
    level = estimated_factors(tmp_path / "plain.png")["photo.level_ev"]
    assert estimated_factors(tmp_path / "deep.png")["photo.level_ev"] == pytest.approx(level, abs=0.1)
    large = Image.fromarray(whole).resize((4 * SIZE[1], 4 * SIZE[0]), Image.Resampling.NEAREST)
    large.save(tmp_path / "large.jpg", quality=50)
    found = estimated_factors(tmp_path / "large.jpg", SIZE[1])
    assert found["photo.level_ev"] == pytest.approx(level, abs=0.1)
    assert np.isnan(found[JPEG])  # what it did is gone at this size


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [("a.jpg", b"no picture", "is no picture"), ("b.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "b.png: ")],
)
def test_a_file_that_is_no_picture_is_named(name: str, data: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DatasetError, match=says):
        estimated_factors(tmp_path / name)


def test_a_truncated_and_a_tiny_picture_are_refused(tmp_path: Path) -> None:
    Image.fromarray(picture(blocks())).save(tmp_path / "a.png")
    (tmp_path / "half.png").write_bytes((tmp_path / "a.png").read_bytes()[:300])
    Image.new("RGB", (3, 3)).save(tmp_path / "tiny.png")
    with pytest.raises(DatasetError, match=r"half\.png: cannot be read"):
        estimated_factors(tmp_path / "half.png")
    with pytest.raises(DatasetError, match=r"tiny\.png: has 3 x 3 px; 48 x 48"):
        estimated_factors(tmp_path / "tiny.png")
