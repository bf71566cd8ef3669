"""Generating with Ray workers and the fake renderer: a scene that always fails is given up, the rest is kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import fake_renderer
import pytest

from generator import generate
from generator.generate import Request, generate_dataset
from generator.pipeline import SceneMaker, SceneResult
from generator.plan import ScenePlan
from generator.progress import Tally
from generator.spec import DatasetSpec

pytestmark = pytest.mark.cluster
SPEC = """\
name: tiny
images: {train: 4, val: 1}
resolution: [64, 48]
scenes: {bin: 1}
parts: [{part: hex_nut_m8}]
views_per_scene: 2
"""


class PoisonedWorker:
    """Like the real worker, but with the fake renderer, and one scene is more than it can bear."""

    def __init__(self, spec: DatasetSpec, own_meshes: Mapping[str, bytes], device: str, threads: int) -> None:
        self._maker = SceneMaker(spec, own_meshes, fake_renderer.FakeRenderer())

    def run(self, plan: ScenePlan) -> SceneResult:
        if plan.scene == 1:
            raise RuntimeError("a scene that cannot be made")
        return self._maker.run(plan)


class Listener:
    """A display that remembers."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.tally = Tally()

    def say(self, line: str) -> None:
        self.lines.append(line)

    def begin(self, total: int, done: int) -> None:
        self.tally.begin(total, done)

    def advance(self, images: int) -> None:
        self.tally.done += images

    def fail(self, scene: int, reason: str) -> None:
        self.tally.failed += 1
        self.say(f"scene {scene} given up: {reason}")


@pytest.fixture
def _poisoned(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from ray import cloudpickle

    modules = (fake_renderer, sys.modules[__name__])
    for module in modules:
        cloudpickle.register_pickle_by_value(module)
    monkeypatch.setattr(generate, "SceneWorker", PoisonedWorker)
    yield
    for module in modules:
        cloudpickle.unregister_pickle_by_value(module)


@pytest.mark.usefixtures("_poisoned")
def test_poisoned_scene_is_quarantined_and_the_others_make_a_dataset(tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text(SPEC)
    out, told = tmp_path / "out", Listener()
    summary = generate_dataset(Request(str(tmp_path / "tiny.yaml"), out, workers=1), told)
    assert (summary.images, summary.wanted, summary.quarantined, summary.interrupted) == (3, 5, 1, False)
    reason = "RuntimeError: a scene that cannot be made"
    assert [line for line in told.lines if "scene 1" in line] == [
        f"scene 1: {reason}; trying again",
        f"scene 1: {reason}; trying again",
        f"scene 1 given up: {reason}",
    ]
    assert (told.tally.done, told.tally.failed) == (3, 1)
    failures = [json.loads(line) for line in (out / "failures.jsonl").read_text().splitlines()]
    assert failures == [{"scene": 1, "attempts": 3, "reason": reason}]
    train = json.loads((out / "annotations" / "instances_train.json").read_text())
    assert [image["id"] for image in train["images"]] == [1, 2]
