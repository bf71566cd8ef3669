"""Progress of long work: a bar with images, rate and time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Display(Protocol):
    """What a run tells the person who waits for it."""

    def say(self, line: str) -> None:
        """One line of news: reading CAD, starting workers, a retry."""
        ...

    def begin(self, total: int, done: int) -> None:
        """How many images there are, and how many are there already."""
        ...

    def advance(self, images: int) -> None:
        """So many more images are committed."""
        ...

    def fail(self, scene: int, reason: str) -> None:
        """A scene was given up."""
        ...

    def step(self, what: str, done: int, of: int) -> None:
        """So far in a task of another kind than making images."""
        ...


@dataclass(slots=True)
class Tally:
    """Images done, failures, and the rate since this run began."""

    total: int = 0
    done: int = 0
    failed: int = 0
    _first: int = 0
    _start: float = field(default_factory=time.monotonic)

    def begin(self, total: int, done: int) -> None:
        """Start counting; what was done before does not count for the rate."""
        self.total, self.done, self._first, self._start = total, done, done, time.monotonic()

    @property
    def text(self) -> str:
        """``14.2 images/min, 0:03:10 left, 1 failed``."""
        made, passed = self.done - self._first, time.monotonic() - self._start
        words = []
        if made and passed > 0:
            left_s = round((self.total - self.done) * passed / made)
            words = [f"{60 * made / passed:.1f} images/min", f"{_clock(left_s)} left"]
        return ", ".join([*words, *([f"{self.failed} failed scenes"] if self.failed else [])])


class PlainLines:
    """For pipes, logs and cluster jobs: a line when something happened, at most every few seconds."""

    def __init__(self, console: Console, every_s: float = 5.0) -> None:
        self._console, self._every_s = console, every_s
        self._tally, self._last = Tally(), 0.0

    def say(self, line: str) -> None:
        """Print the line."""
        self._console.print(line, highlight=False, markup=False, soft_wrap=True)

    def begin(self, total: int, done: int) -> None:
        """Print where the run starts."""
        self._tally.begin(total, done)
        if done:
            self.say(f"{done} of {total} images are there already")

    def advance(self, images: int) -> None:
        """Print a line, unless one was printed just now."""
        self._tally.done += images
        now = time.monotonic()
        if self._tally.done >= self._tally.total or now - self._last >= self._every_s:
            self._last = now
            self.say(f"{self._tally.done}/{self._tally.total} images  {self._tally.text}")

    def fail(self, scene: int, reason: str) -> None:
        """Print what failed."""
        self._tally.failed += 1
        self.say(f"scene {scene} given up: {reason}")

    def step(self, what: str, done: int, of: int) -> None:
        """Print the end of each task."""
        if done == of:
            self.say(f"{what}: {of} checked")


class Bar:
    """For terminals."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._tally = progress, Tally()
        self._task = progress.add_task("starting", total=None, news="")

    def say(self, line: str) -> None:
        """Above the bar."""
        self._progress.console.print(line, highlight=False, markup=False)

    def begin(self, total: int, done: int) -> None:
        """Show the bar."""
        self._tally.begin(total, done)
        self._progress.update(self._task, total=total, completed=done, description="images")

    def advance(self, images: int) -> None:
        """Move the bar."""
        self._tally.done += images
        self._progress.update(self._task, completed=self._tally.done, news=self._tally.text)

    def fail(self, scene: int, reason: str) -> None:
        """Count it and say so above the bar."""
        self._tally.failed += 1
        self._progress.update(self._task, news=self._tally.text)
        self.say(f"scene {scene} given up: {reason}")

    def step(self, what: str, done: int, of: int) -> None:
        """Show that task instead."""
        self._progress.update(self._task, description=what, total=of, completed=done)


@contextmanager
def progress_display() -> Iterator[Display]:
    """The display that fits where standard error goes."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield PlainLines(console)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[news]}"),
    )
    with Progress(*columns, console=console, transient=False) as progress:
        yield Bar(progress)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
