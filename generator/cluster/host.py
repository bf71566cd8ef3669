"""What runs inside a worker process: it makes the runner, feeds it, and turns every exception into plain data."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from generator import errors
from generator.cluster.jobs import Runner
from generator.errors import GlintError

_LONGEST_REASON = 200
_QUOTED_PATH = re.compile(r"(['\"])[^'\"]*[/\\]([^'\"/\\]+)\1")
_PATH = re.compile(r"(?:[A-Za-z]:)?(?:[/\\][^/\\\s'\":,;()]+)+[/\\]([^/\\\s'\":,;()]+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one call to a worker: a result, the user's mistake, or a failure.

    `reason` is one line without paths; of a user's mistake it is the whole message. `error` is the name of the
    exception's class. `detail` is the traceback, for the log only.
    """

    kind: Literal["ok", "mistake", "failed"]
    result: Any = None
    reason: str = ""
    error: str = ""
    detail: str = ""

    def mistake(self) -> GlintError:
        """The user's mistake as the exception that it was."""
        kind = getattr(errors, self.error, GlintError)
        known = isinstance(kind, type) and issubclass(kind, GlintError)
        return kind(self.reason) if known else GlintError(self.reason)


class WorkerHost:
    """The actor. Exceptions do not cross the process border as objects: not all of them can be pickled."""

    def __init__(self) -> None:
        self._runner: Runner | None = None

    def start(self, factory: Callable[..., Runner], args: tuple[Any, ...]) -> Answer:
        """Make the runner; this is where heavy libraries load."""

        def make() -> None:
            self._runner = factory(*args)

        return _answer(make)

    def run(self, payload: Any) -> Answer:
        """Do one job."""
        if self._runner is None:
            raise RuntimeError("a worker was given a job before it was started")
        runner = self._runner
        return _answer(lambda: runner.run(payload))


def _answer(work: Callable[[], Any]) -> Answer:
    try:
        return Answer("ok", work())
    except GlintError as error:
        return Answer("mistake", reason=str(error), error=type(error).__name__)
    except Exception as error:
        return Answer("failed", reason=short_reason(error), detail=traceback.format_exc())


def short_reason(error: BaseException) -> str:
    """Type and first line of an exception, the same on every machine: paths are cut to their last name."""
    first = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    text = f"{type(error).__name__}: {first}" if first else type(error).__name__
    text = _PATH.sub(r"\1", _QUOTED_PATH.sub(r"\1\2\1", text))
    return text if len(text) <= _LONGEST_REASON else text[: _LONGEST_REASON - 3] + "..."
