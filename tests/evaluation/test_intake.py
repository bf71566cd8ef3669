"""A spec that draws what photographs show, says how it knows, and leaves the rest as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import cli
from evaluation.estimate import PHOTO_FACTORS
from evaluation.intake import Intake, intake
from evaluation.intake_calibration import Curve, curves, spread_without_error, weighted_quantiles
from evaluation.intake_photos import find_photos, weigh
from generator.catalogue import load_catalogue
from generator.errors import GlintError
from generator.spec import load_spec

BASE = """
name: brackets
seed: 7
images: {train: 40}
resolution: [160, 120]
parts:
  - {part: hex_bolt_m8x30}
factors:
  surface.dust: {uniform: [0, 0.8]}
  lens.blur_px: 0.5
"""
CATEGORIES = [{"id": 1, "name": "bolt"}]


def photograph(path: Path, stops: float, seed: int, quality: int = 0) -> None:
    """Flat blocks under `stops` of light, a little noisy; as PNG, or as JPEG of that quality."""
    rng = np.random.default_rng(seed)
    light = np.kron(rng.uniform(0.03, 0.4, (6, 8, 3)), np.ones((20, 20, 1))) * 2.0**stops
    code = 255 * np.clip(light, 0, 1) ** (1 / 2.2) + rng.normal(0, 2, light.shape)
    options: dict[str, Any] = {"quality": quality} if quality else {}
    Image.fromarray(np.clip(np.rint(code), 0, 255).astype(np.uint8)).save(path, **options)


@pytest.fixture
def base(tmp_path: Path) -> str:
    (tmp_path / "brackets.yaml").write_text(BASE, encoding="utf-8")
    return str(tmp_path / "brackets.yaml")


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixteen photographs: twelve dark ones and four bright ones, in JPEG of two qualities."""
    folder = tmp_path_factory.mktemp("field")
    for number in range(1, 17):
        photograph(folder / f"{number:04d}.jpg", -2.5 if number <= 12 else 1.0, number, 70 if number <= 8 else 90)
    return folder


def taken(photos: Path, base: str, predictions: Path | None = None) -> Intake:
    return intake(photos, base, Path(base).with_name("next.yaml"), predictions)


def drawn(made: Intake, name: str) -> np.ndarray:
    factor, rng = load_catalogue().factors[name], np.random.default_rng(0)
    return np.array([made.spec.distribution(factor).draw(rng, factor) for _ in range(1000)])


def coco(folder: Path, photos: Path, objects: int) -> Path:
    images = [
        {"id": int(p.stem) + 100, "file_name": p.name, "width": 160, "height": 120} for p in sorted(photos.iterdir())
    ]
    boxes = [
        {"id": i * 10 + k + 1, "image_id": image["id"], "category_id": 1, "bbox": [5 * k, 5, 20, 20], "iscrowd": 0}
        for i, image in enumerate(images)
        for k in range(objects)
    ]
    path = folder / "labels.json"
    path.write_text(json.dumps({"images": images, "annotations": boxes, "categories": CATEGORIES}), encoding="utf-8")
    return path


def results(folder: Path, image_ids: list[int], scores: list[float]) -> Path:
    found: list[dict[str, Any]] = [
        {"image_id": i, "category_id": 1, "bbox": [10, 10, 20, 20], "score": s}
        for i, s in zip(image_ids, scores, strict=True)
    ]
    path = folder / "results.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    return path


def test_the_shipped_curves_fit_the_catalogue_and_rise_or_fall_throughout() -> None:
    factors, estimates = load_catalogue().factors, {factor.name for factor in PHOTO_FACTORS}
    assert {"sensor.exposure_ev", "lens.blur_px", "sensor.full_well_e"} <= {curve.factor for curve in curves()}
    for curve in curves():
        factor = factors[curve.factor]
        assert curve.estimate in estimates
        assert factor.low <= curve.values[0] < curve.values[-1] <= factor.high
        assert np.all(np.diff(curve.values) > 0)
        steps = np.diff(curve.estimates)
        assert np.all(steps > 0) or np.all(steps < 0)


def test_a_curve_is_read_backwards_and_ends_at_its_ends() -> None:
    curve = Curve("sensor.full_well_e", "photo.noise", True, (500.0, 2000.0), (10.0, 2.0), 0.5, 0.0, 0.9)
    assert curve.unscaled(curve.place(np.array([10, 6, 2, 0.1, 99]))) == pytest.approx([500, 1000, 2000, 2000, 500])


def test_the_error_of_an_estimate_is_taken_off_its_spread() -> None:
    rng = np.random.default_rng(0)
    true = rng.normal(3, 2, 4000)
    seen = true + rng.normal(0, 1.5, 4000)
    assert spread_without_error(seen, np.ones(4000), 1.5).std() == pytest.approx(2, rel=0.05)
    assert spread_without_error(seen, np.ones(4000), 9.0).std() == pytest.approx(seen.std() / 2)


def test_a_weight_counts_like_copies() -> None:
    rng = np.random.default_rng(2)
    values, copies = rng.normal(0, 1, 300), rng.integers(1, 5, 300)
    shares = (0.1, 0.5, 0.9)
    expected = np.quantile(np.repeat(values, copies), shares)
    assert weighted_quantiles(values, copies.astype(float), shares) == pytest.approx(expected, abs=0.03)


def test_dark_photographs_make_a_dark_spec_and_the_rest_is_the_base(field: Path, base: str) -> None:
    made = taken(field, base)
    exposure = drawn(made, "sensor.exposure_ev")
    assert np.median(exposure) < -1.5
    assert (exposure > 0).mean() == pytest.approx(0.25, abs=0.15)  # four of sixteen
    assert made.spec.factors["surface.dust"] == {"uniform": [0, 0.8]}
    assert made.spec.factors["lens.blur_px"] != 0.5
    assert (made.spec.name, made.spec.seed) == ("brackets_field", 8)
    assert "sensor.contrast" in made.kept
    assert "sensor.contrast" not in made.spec.factors
    assert set(drawn(made, "sensor.jpeg_quality").astype(int)) <= set(range(70, 91))


def test_every_change_says_what_was_seen_and_how_far_to_trust_it(field: Path, base: str) -> None:
    made = taken(field, base)
    text = " ".join(Path(base).with_name("next.yaml").read_text(encoding="utf-8").replace("#", " ").split())
    for placed in made.placed:
        assert placed.reason in text
        assert "Trust: " in placed.reason
    assert "16 photographs" in text
    assert str(field) not in text
    assert load_spec(Path(base).with_name("next.yaml"), load_catalogue()) == made.spec


def test_the_same_photographs_give_the_same_bytes(field: Path, base: str) -> None:
    out = Path(base).with_name("next.yaml")
    taken(field, base)
    first = out.read_bytes()
    taken(field, base)
    assert out.read_bytes() == first


def test_few_photographs_leave_the_error_as_spread(field: Path, base: str, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    photograph(tmp_path / "one" / "a.png", -1.0, 3)
    made = taken(tmp_path / "one", base)
    error = next(curve.error for curve in curves() if curve.factor == "sensor.exposure_ev")
    assert np.ptp(drawn(made, "sensor.exposure_ev")) == pytest.approx(2 * error, rel=0.05)
    assert "sensor.jpeg_quality" not in made.spec.factors


def test_photographs_with_little_found_count_more(field: Path, base: str, tmp_path: Path) -> None:
    bright_fails = results(tmp_path, list(range(1, 13)) * 2, [0.9] * 24)  # nothing on the last four, which are bright
    weights = weigh(find_photos(field), field, bright_fails)
    assert weights.tolist() == [1.0] * 12 + [4.0] * 4
    share = (drawn(taken(field, base, bright_fails), "sensor.exposure_ev") > 0).mean()
    assert share > (drawn(taken(field, base), "sensor.exposure_ev") > 0).mean() + 0.15


def test_with_labels_what_is_found_is_held_against_the_objects(field: Path, tmp_path: Path) -> None:
    labels = coco(field.parent, field, objects=2)
    labels = labels.rename(field / "labels.json")
    try:
        photos = find_photos(labels)
        found = results(tmp_path, [101, 101, 102], [1.0, 1.0, 1.0])
        assert weigh(photos, labels, found).tolist() == [1.0, 2.5] + [4.0] * 14
    finally:
        labels.unlink()


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    return capsys.readouterr().err


def test_wrong_input_gets_one_message(
    field: Path, base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.yaml"
    rest = ["--spec", base, "--out", str(out)]
    (tmp_path / "empty").mkdir()
    assert "holds no photograph (.png, .jpg" in refused(["intake", str(tmp_path / "empty"), *rest], capsys)
    assert "there is no such file or folder" in refused(["intake", str(tmp_path / "nowhere"), *rest], capsys)
    (tmp_path / "tiny").mkdir()
    Image.new("RGB", (3, 3)).save(tmp_path / "tiny" / "a.png")
    assert "has 3 x 3 px" in refused(["intake", str(tmp_path / "tiny"), *rest], capsys)
    (tmp_path / "tiny" / "a.png").write_bytes(b"text")
    assert "a.png: is no picture" in refused(["intake", str(tmp_path / "tiny"), *rest], capsys)
    assert "is the base itself" in refused(["intake", str(field), "--spec", base, "--out", base], capsys)
    other = results(tmp_path, [3, 4711], [0.5, 0.5])
    message = refused(["intake", str(field), *rest, "--predictions", str(other)], capsys)
    assert "1 of 2 predictions are of images that are not in" in message
    assert "4711" in message
    assert "0001.jpg is 1" in message
    assert not out.exists()


def test_ids_of_a_folder_are_its_numbers_or_its_order(tmp_path: Path) -> None:
    for name in ("000007.png", "000012.png"):
        photograph(tmp_path / name, 0, 1)
    assert find_photos(tmp_path).image_id.tolist() == [7, 12]
    photograph(tmp_path / "line 3.PNG", 0, 1)
    assert find_photos(tmp_path).image_id.tolist() == [1, 2, 3]


def test_a_coco_file_without_its_pictures_says_where_they_should_be(field: Path, tmp_path: Path) -> None:
    with pytest.raises(GlintError, match="lies neither beside it"):
        find_photos(coco(tmp_path, field, objects=1))
