from __future__ import annotations

import pickle
from typing import Any

import pytest

from generator.cluster.host import Answer, WorkerHost, short_reason
from generator.errors import GlintError, PartError, SpecError


class Doubler:
    def __init__(self, fail: BaseException | None = None) -> None:
        self.fail = fail

    def run(self, payload: Any) -> Any:
        if self.fail is not None:
            raise self.fail
        return 2 * payload


class Unpicklable(Exception):
    def __reduce__(self) -> Any:
        raise TypeError("cannot cross a process border")


def host(*args: Any) -> WorkerHost:
    made = WorkerHost()
    assert made.start(Doubler, args) == Answer("ok")
    return made


def test_runner_is_made_once_and_kept() -> None:
    worker = host()
    assert [worker.run(n).result for n in (1, 2)] == [2, 4]


def test_mistake_of_the_user_keeps_its_class_and_its_whole_message() -> None:
    answer = host(PartError("/home/u/a.stl: has no faces\nwrite another")).run(1)
    assert answer.kind == "mistake"
    error = answer.mistake()
    assert type(error) is PartError
    assert str(error) == "/home/u/a.stl: has no faces\nwrite another"


@pytest.mark.parametrize("name", ["NoSuchError", "difflib", "unknown_name"])
def test_mistake_of_an_unknown_class_is_still_a_glint_error(name: str) -> None:
    assert type(Answer("mistake", reason="what", error=name).mistake()) is GlintError


def test_mistake_at_the_start_is_told_as_one() -> None:
    def factory() -> Doubler:
        raise SpecError("resolution: too small")

    assert WorkerHost().start(factory, ()).error == "SpecError"


def test_exception_becomes_a_line_and_a_traceback() -> None:
    answer = host(ValueError("first line\nsecond line")).run(1)
    assert (answer.kind, answer.reason) == ("failed", "ValueError: first line")
    assert "Traceback" in answer.detail


def test_exception_that_cannot_be_pickled_still_gets_home() -> None:
    answer = pickle.loads(pickle.dumps(host(Unpicklable("odd")).run(1)))
    assert answer.reason == "Unpicklable: odd"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(28, "No space", "/home/my name/a b/x.png"), "OSError: [Errno 28] No space: 'x.png'"),
        (ValueError("/tmp/glint-abc/run/mesh.stl:3: bad"), "ValueError: mesh.stl:3: bad"),
        (ValueError(r"C:\Users\me\mesh.stl is bad"), "ValueError: mesh.stl is bad"),
        (ValueError("3/4 of the pixels, 1.5 m/s"), "ValueError: 3/4 of the pixels, 1.5 m/s"),
        (KeyError(), "KeyError"),
        (ValueError("\n\n  indented"), "ValueError: indented"),
        (ValueError("x" * 500), "ValueError: " + "x" * 185 + "..."),
    ],
)
def test_short_reason_is_one_line_without_paths(error: Exception, reason: str) -> None:
    assert short_reason(error) == reason
