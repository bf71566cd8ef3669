"""`glint stress` with Ray workers and the fake renderer, and what it refuses before any worker starts."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import fake_renderer
import pytest

import cli
from generator import stress_run
from generator.dataset.check import check_dataset
from generator.generate import Request
from generator.pipeline import SceneResult
from generator.progress import Display
from generator.spec import DatasetSpec, StressSpec
from generator.stress import Base
from generator.stress_maker import StressMaker, VariantJob
from generator.stress_run import StressRequest, generate_stress

SPEC = """\
name: tiny
seed: 3
images: {train: 4}
resolution: [64, 48]
scenes: {bin: 1}
parts: [{part: hex_nut_m8}]
factors: {scene.part_count: 3}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tiny.yaml").write_text(SPEC)
    monkeypatch.chdir(tmp_path)
    return tmp_path


class PoisonedWorker:
    """Like the real worker, but with the fake renderer, and base 1 cannot be made."""

    def __init__(self, spec: DatasetSpec, own_meshes: Mapping[str, bytes], device: str, threads: int) -> None:
        self._maker = StressMaker(spec, own_meshes, fake_renderer.FakeRenderer())

    def run(self, job: Base | VariantJob) -> SceneResult:
        if isinstance(job, Base) and job.plan.scene == 1:
            raise RuntimeError("a scene that cannot be made")
        return self._maker.run(job)


class Silent:
    """A display for nobody."""

    def say(self, line: str) -> None: ...
    def begin(self, total: int, done: int) -> None: ...
    def advance(self, images: int) -> None: ...
    def fail(self, scene: int, reason: str) -> None: ...
    def step(self, what: str, done: int, of: int) -> None: ...


@pytest.fixture
def _poisoned(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from ray import cloudpickle

    modules = (fake_renderer, sys.modules[__name__])
    for module in modules:
        cloudpickle.register_pickle_by_value(module)
    monkeypatch.setattr(stress_run, "StressWorker", PoisonedWorker)
    yield
    for module in modules:
        cloudpickle.unregister_pickle_by_value(module)


@pytest.mark.cluster
@pytest.mark.usefixtures("_poisoned")
def test_a_base_that_fails_costs_its_variants_and_nothing_else(folder: Path) -> None:
    display: Display = Silent()
    request = StressRequest(Request("tiny.yaml", workers=1), factors=("surface.dust", "lens.bloom"), levels=2, scenes=2)
    summary = generate_stress(request, display)
    assert (summary.images, summary.wanted, summary.quarantined) == (5, 10, 1)
    out = folder / "outputs" / "tiny_stress"
    failures = [json.loads(line) for line in (out / "failures.jsonl").read_text().splitlines()]
    assert [(failure["scene"], failure["attempts"]) for failure in failures] == [(1, 3)]
    assert [str(problem) for problem in check_dataset(out)] == []
    described = json.loads((out / "dataset.json").read_text())["stress"]
    assert (described["bases"], described["images_per_base"]) == (2, 5)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as ended:
        cli.main(list(arguments))
    message = capsys.readouterr().err
    assert ended.value.code == 2, message
    assert len(re.findall(r"^glint: ", message, re.MULTILINE)) == 1
    return message


def test_wrong_input_is_one_message_and_leaves_nothing_behind(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Did you mean 'surface.dust'?" in refused(capsys, "stress", "tiny.yaml", "--factors", "surface.dsut")
    assert "is no pair" in refused(capsys, "stress", "tiny.yaml", "--pairs", "surface.dust")
    assert "nothing to be compared" in refused(capsys, "stress", "tiny.yaml", "--factors", "scene.part_count")
    assert "there is no such file" in refused(capsys, "stress", "none.yaml")
    assert sorted(path.name for path in folder.iterdir()) == ["tiny.yaml"]


def test_the_plan_names_every_ladder_and_makes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["stress", "tiny.yaml", "--plan", "--levels", "3", "--scenes", "2"])
    told = capsys.readouterr().out
    assert ended.value.code == 0
    assert re.search(r"^surface\.rust  0, 0\.25, 0\.5  \(traced anew: the scene\)$", told, re.MULTILINE)
    assert "without sensor.unit, which is a serial number" in told
    ladders, pictures = map(int, re.search(r"(\d+) ladders, (\d+) pictures of 2 base", told).groups())  # type: ignore[union-attr]
    assert ladders == told.count("traced anew")
    assert pictures == 2 * (1 + sum(line.count(",") + 1 for line in told.splitlines() if "traced anew" in line))
    assert sorted(path.name for path in folder.iterdir()) == ["tiny.yaml"]


def test_the_spec_of_a_stress_set_is_not_generated_by_chance(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "tiny.yaml").write_text(SPEC + "stress: {scenes: 2, levels: 3, factors: [surface.dust]}\n")
    assert "which glint stress makes" in refused(capsys, "generate", "tiny.yaml")


def test_the_command_line_s_word_stands_over_the_spec_s() -> None:
    written = StressSpec(scenes=4, levels=3, factors=("surface.dust",), pairs=())
    assert StressRequest(levels=7).settings(written) == written.model_copy(update={"levels": 7})
    assert StressRequest().settings(None).scenes == 8
