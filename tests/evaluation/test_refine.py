"""The next spec leans where the report says, keeps what it should, and can be generated from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

import cli
from evaluation.refine import refine
from generator.catalogue import load_catalogue
from generator.errors import GlintError
from generator.spec import DatasetSpec, load_spec

BASE = """
name: brackets
seed: 7
images: {train: 400, val: 100}
resolution: [320, 240]
parts:
  - {part: hex_bolt_m8x30}
factors:
  surface.dust: {uniform: [0, 0.8]}
  surface.scratches: 0.2
  scene.part_count: {uniform: [4, 12]}
  light.room: {choice: [tubes, panels, window], weights: [2, 1, 1]}
  light.level_ev: {normal: [0, 1]}
"""
DUST = {"factor": "surface.dust", "low": 0.6, "high": None, "outside": False}


def cause(*ranges: dict[str, Any], kind: str = "misses", effect: float = -0.3) -> dict[str, Any]:
    names = " and ".join(r["factor"] for r in ranges)
    return {"kind": kind, "ranges": list(ranges), "effect": effect, "sentence": f"{names} costs 30 points of recall."}


def ladder(name: str, base: float, rungs: dict[float, float]) -> dict[str, Any]:
    """A factor of a report on a stress set: the recall of its bases, and of each rung."""
    levels = [{"label": "base", "low": None, "high": None, "recall": {"value": base}}]
    levels += [{"label": str(v), "low": v, "high": v, "recall": {"value": recall}} for v, recall in rungs.items()]
    return {"name": name, "levels": levels}


def report(
    folder: Path,
    *causes: dict[str, Any],
    spots: tuple[dict[str, Any], ...] = (),
    factors: tuple[dict[str, Any], ...] = (),
) -> Path:
    written = {
        "dataset": {"name": "val of brackets"},
        "causes": list(causes),
        "coverage": {"blind_spots": list(spots)},
        "factors": list(factors),
    }
    (folder / "report.json").write_text(json.dumps(written), encoding="utf-8")
    (folder / "brackets.yaml").write_text(BASE, encoding="utf-8")
    return folder


def draws(spec: DatasetSpec, name: str, count: int = 3000) -> np.ndarray:
    factor = load_catalogue().factors[name]
    rng = np.random.default_rng(0)
    return np.array([spec.distribution(factor).draw(rng, factor) for _ in range(count)])


def refined(folder: Path, *causes: dict[str, Any], **options: Any) -> DatasetSpec:
    out = folder / "next.yaml"
    told = {name: options.pop(name, ()) for name in ("spots", "factors")}
    refine(report(folder, *causes, **told), str(folder / "brackets.yaml"), out, **options)
    return load_spec(out, load_catalogue())


def test_the_range_that_hurts_is_drawn_more_often_and_the_base_is_kept(tmp_path: Path) -> None:
    spec = refined(tmp_path, cause(DUST), keep=0.4)
    dust = draws(spec, "surface.dust")
    assert (dust > 0.6).mean() == pytest.approx(0.6 + 0.4 * 0.25, abs=0.03)
    assert (dust < 0.2).mean() == pytest.approx(0.4 * 0.25, abs=0.03)
    assert dust.max() <= 0.8  # the base goes no further, and nothing was measured there
    assert spec.factors["surface.scratches"] == 0.2
    assert (spec.name, spec.seed, dict(spec.images)) == ("brackets_r2", 8, {"train": 400, "val": 100})


def test_the_reason_and_a_hypothesis_stand_above_the_change(tmp_path: Path) -> None:
    refined(tmp_path, cause(DUST))
    text = (tmp_path / "next.yaml").read_text(encoding="utf-8")
    before = text[: text.index("surface.dust: {mixture")].rstrip().splitlines()
    assert before[-1].strip() == "# 25% of the pictures were in this range, 70% will be."
    assert "# surface.dust costs 30 points of recall." in before[-2]
    assert "Hypothesis" in text
    assert "by at most 7.5 points" in " ".join(text.split())  # 0.25 of the pictures, 30 points each


def test_a_budget_is_divided_as_before(tmp_path: Path) -> None:
    assert dict(refined(tmp_path, cause(DUST), budget=50).images) == {"train": 40, "val": 10}


def test_several_factors_share_the_leaning_so_that_the_base_keeps_its_share(tmp_path: Path) -> None:
    rooms = {"factor": "light.room", "names": ["window"], "outside": False}
    spec = refined(tmp_path, cause(DUST), cause(rooms, effect=-0.1), keep=0.4)
    weights = [spec.factors[name]["weights"][0] for name in ("surface.dust", "light.room")]
    assert np.prod(weights) == pytest.approx(0.4, abs=0.01)
    assert weights[0] < weights[1]  # what costs more leans more
    assert (draws(spec, "light.room") == "window").mean() > 0.25 + 0.1


@pytest.mark.slow
def test_every_kind_of_range_and_base_becomes_a_spec(tmp_path: Path) -> None:
    ranges = [
        DUST,
        {"factor": "surface.scratches", "low": 0.5, "high": None, "outside": False},  # the base never goes there
        {"factor": "scene.part_count", "low": 6.0, "high": 9.0, "outside": True},
        {"factor": "light.room", "names": ["tubes"], "outside": True},
        {"factor": "light.level_ev", "low": None, "high": -1.0, "outside": False},
        {"factor": "sensor.read_noise_e", "low": 4.0, "high": None, "outside": False},  # drawn by each kind of camera
    ]
    spec = refined(tmp_path, *(cause(r) for r in ranges), keep=0.01)
    assert (draws(spec, "surface.scratches") > 0.5).mean() > 0.4
    counts = draws(spec, "scene.part_count")
    assert set(counts[(counts > 6) & (counts <= 9)]) <= {7, 8, 9}
    assert ((counts <= 6) | (counts > 9)).mean() > 0.8
    assert set(draws(spec, "light.room")) == {"tubes", "panels", "window"}
    assert (draws(spec, "light.level_ev") <= -1).mean() > 0.5
    noise = spec.factors["sensor.read_noise_e"]
    assert len(noise["mixture"]) >= 3  # what the cameras draw, and the range
    most = max(end for part in noise["mixture"][:-1] if isinstance(part, dict) for end in next(iter(part.values())))
    assert noise["mixture"][-1] == {"uniform": [4.0, most]}
    assert (draws(spec, "sensor.read_noise_e") > 4).mean() > 0.5


def test_thin_data_with_many_misses_leans_too_and_refining_twice_does_not_nest(tmp_path: Path) -> None:
    spot = {
        "factors": [{"name": "surface.dust", "low": 0.7, "high": 0.8}],
        "train_share": 0.02,
        "miss_rate": 0.5,
        "miss_rate_low": 0.4,
        "overall_miss_rate": 0.2,
    }
    spec = refined(tmp_path, spots=(spot,))
    assert (draws(spec, "surface.dust") > 0.7).mean() > 0.5
    again = tmp_path / "again.yaml"
    refine(tmp_path, str(tmp_path / "next.yaml"), again)
    twice = load_spec(again, load_catalogue())
    assert twice.name == "brackets_r3"
    assert len(twice.factors["surface.dust"]["mixture"]) == 3


def test_cad_is_found_from_where_the_next_spec_lies(tmp_path: Path) -> None:
    (tmp_path / "cad").mkdir()
    (tmp_path / "cad" / "clip.stl").write_bytes(b"")
    folder = report(tmp_path, cause(DUST))
    data = yaml.safe_load(BASE) | {"parts": [{"file": "cad/clip.stl"}]}
    (folder / "brackets.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    refine(folder, str(folder / "brackets.yaml"), tmp_path / "rounds" / "next.yaml")
    written = yaml.safe_load((tmp_path / "rounds" / "next.yaml").read_text(encoding="utf-8"))
    assert (tmp_path / "rounds" / written["parts"][0]["file"]).resolve() == (tmp_path / "cad" / "clip.stl").resolve()


def test_the_same_report_gives_the_same_bytes_through_the_command_line(tmp_path: Path) -> None:
    folder = report(tmp_path, cause(DUST), cause(DUST, kind="scores", effect=-0.1))
    for name in ("a.yaml", "b.yaml"):
        with pytest.raises(SystemExit) as ended:
            cli.main(["refine", str(folder), "--spec", str(folder / "brackets.yaml"), "--out", str(tmp_path / name)])
        assert not ended.value.code
    assert (tmp_path / "a.yaml").read_bytes() == (tmp_path / "b.yaml").read_bytes()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (None, "has no report.json"),
        ("{", "is no report"),
        ('{"causes": [{"kind": "misses"}]}', "lacks 'effect'"),
        ('{"causes": []}', "nothing to lean towards"),
        ('{"causes": [{"kind": "luck", "effect": 1, "ranges": [], "sentence": ""}]}', "is no report"),
    ],
)
def test_a_report_that_says_nothing_is_refused_in_one_sentence(tmp_path: Path, text: str | None, wanted: str) -> None:
    (tmp_path / "brackets.yaml").write_text(BASE, encoding="utf-8")
    if text is not None:
        (tmp_path / "report.json").write_text(text, encoding="utf-8")
    with pytest.raises(GlintError, match=wanted):
        refine(tmp_path, str(tmp_path / "brackets.yaml"), tmp_path / "next.yaml")
    assert not (tmp_path / "next.yaml").exists()


def test_the_base_is_never_written_over(tmp_path: Path) -> None:
    folder = report(tmp_path, cause(DUST))
    with pytest.raises(GlintError, match="is the base itself"):
        refine(folder, str(folder / "brackets.yaml"), folder / "brackets.yaml")
    assert (folder / "brackets.yaml").read_text(encoding="utf-8") == BASE


def test_a_share_that_is_none_and_a_stress_spec_are_refused(tmp_path: Path) -> None:
    folder = report(tmp_path, cause(DUST))
    with pytest.raises(GlintError, match="--keep"):
        refine(folder, str(folder / "brackets.yaml"), tmp_path / "next.yaml", keep=1.5)
    (folder / "stress.yaml").write_text(BASE + "stress: {factors: [surface.dust]}\n", encoding="utf-8")
    with pytest.raises(GlintError, match="stress set"):
        refine(folder, str(folder / "stress.yaml"), tmp_path / "next.yaml")


def test_it_leans_no_further_than_the_pictures_that_were_evaluated(tmp_path: Path) -> None:
    """The base has scratches of 0.2 only; what 1.0 would do, nobody has seen."""
    worn = {"factor": "surface.scratches", "low": 0.4, "high": None, "outside": False}
    seen = ladder("surface.scratches", 0.9, {0.1: 0.9, 0.35: 0.9, 0.6: 0.5})
    spec = refined(tmp_path, cause(worn), factors=(seen,))
    assert spec.factors["surface.scratches"]["mixture"][1] == {"uniform": [0.4, 0.6]}


def test_it_begins_where_a_ladder_begins_to_hurt(tmp_path: Path) -> None:
    worst = {"factor": "surface.scratches", "low": 0.5, "high": None, "outside": False}
    seen = ladder("surface.scratches", 0.9, {0.1: 0.9, 0.2: 0.89, 0.4: 0.7, 0.6: 0.4})
    spec = refined(tmp_path, cause(worst, effect=-0.5), factors=(seen,))
    assert spec.factors["surface.scratches"]["mixture"][1] == {
        "uniform": [0.3, 0.6]
    }  # at 0.4, 20 of 50 points are lost


def test_what_is_drawn_most_of_the_time_is_not_drawn_more(tmp_path: Path) -> None:
    common = {"factor": "surface.dust", "low": 0.1, "high": None, "outside": False}  # seven of eight pictures
    rare = {"factor": "light.level_ev", "low": None, "high": -1.0, "outside": False}
    spec = refined(tmp_path, cause(common), cause(rare))
    assert spec.factors["surface.dust"] == {"uniform": [0, 0.8]}
    assert "mixture" in spec.factors["light.level_ev"]


def test_many_false_alarms_do_not_drown_what_is_missed(tmp_path: Path) -> None:
    alarms = {"factor": "light.level_ev", "low": None, "high": -1.0, "outside": False}
    spec = refined(tmp_path, cause(DUST), cause(alarms, kind="false_alarms", effect=12.0), keep=0.25)
    kept = [spec.factors[name]["weights"][0] for name in ("surface.dust", "light.level_ev")]
    assert kept == pytest.approx([0.5, 0.5], abs=0.01)


@pytest.mark.parametrize(("images", "says"), [(100, True), (4000, False)])
def test_few_scenes_of_a_factor_that_is_drawn_for_scenes_are_counted(tmp_path: Path, images: int, says: bool) -> None:
    noisy = {"factor": "sensor.exposure_ev", "low": None, "high": -1.0, "outside": False}
    spec = refined(tmp_path, cause(DUST), cause(noisy), budget=images)
    text = (tmp_path / "next.yaml").read_text().replace("\n  # ", " ")
    assert spec.images == {"train": images * 4 // 5, "val": images // 5}
    assert ("of 25 scenes: more scenes of fewer views" in text) == says
    assert text.count("drawn for a scene") == says, "exposure is drawn for each picture"
