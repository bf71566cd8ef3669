"""Who does what next, and what follows from a failure: the driver's decisions, without Ray.

A crew has a fixed number of places. A place holds at most one worker process and at most one job:

    empty --job taken--> starting --ready--> idle --submitted--> busy --done--> idle
      ^                      |                                     |
      +---- start failed ----+------- job failed or overdue -------+

A failed job stays at its place and is tried again by the fresh worker that replaces the old one. A job is taken from
the iterator only by a place that has none, so at most as many are held as there are places.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from generator.cluster.jobs import Event, EventKind, Job, Policy, Quarantined
from generator.errors import MachineError


@dataclass(frozen=True, slots=True)
class Order:
    """What the driver must do now: start a worker at a place, stop the one there, or submit a job to it."""

    kind: Literal["start", "stop", "submit"]
    place: int
    job: Job | None = None


@dataclass(slots=True)
class _Place:
    state: Literal["empty", "starting", "idle", "busy", "closed"] = "empty"
    job: Job | None = None
    attempt: int = 1
    jobs_run: int = 0  # by the worker that is here now
    start_failures: int = 0  # in a row
    since_s: float = 0.0  # when it got busy, or began to start


class Schedule:
    """The state of one run. Times are seconds of any one clock that does not go back."""

    def __init__(
        self,
        jobs: Iterable[Job],
        places: int,
        policy: Policy,
        committed: Callable[[Job], bool],
        on_event: Callable[[Event], None],
    ) -> None:
        self._jobs = iter(jobs)
        self._returned: deque[tuple[Job, int]] = deque()  # of places that were closed, with the attempt that is due
        self._places = [_Place() for _ in range(places)]
        self._policy, self._committed, self._on_event = policy, committed, on_event
        self._stops: list[Order] = []
        self._ever_started = False
        self._start_reasons: list[str] = []
        self.done = 0
        self.quarantined: list[Quarantined] = []

    @property
    def active(self) -> bool:
        """Whether an answer is still to come."""
        return any(place.state in ("starting", "busy") for place in self._places)

    def orders(self, now_s: float) -> list[Order]:
        """What to do now, stops before starts. Takes jobs from the iterator for places without one."""
        orders: list[Order] = []
        for number, place in enumerate(self._places):
            if place.state not in ("empty", "idle"):
                continue
            if not self._has_job(place):
                if place.state == "idle":  # another place may be waiting for what its worker holds
                    place.state = "empty"
                    self._stops.append(Order("stop", number))
                continue
            if place.state == "idle" and place.jobs_run >= self._policy.jobs_per_worker:
                self._replace(number, f"recycled after {place.jobs_run} jobs")
            if place.state == "empty":
                place.state, place.since_s, place.jobs_run = "starting", now_s, 0
                orders.append(Order("start", number))
            else:
                place.state, place.since_s = "busy", now_s
                orders.append(Order("submit", number, place.job))
                self._tell("started", number)
        stops, self._stops = self._stops, []
        return [*stops, *orders]

    def job_of(self, number: int) -> Job | None:
        """The job that the worker at this place is doing; None while it starts."""
        place = self._places[number]
        return place.job if place.state == "busy" else None

    def started(self, number: int) -> None:
        """The worker at this place is ready."""
        place = self._places[number]
        place.state, place.start_failures = "idle", 0
        self._ever_started = True
        self._on_event(Event("worker_started", number))

    def finished(self, number: int, now_s: float) -> None:
        """The job at this place is done and committed."""
        place = self._places[number]
        self._tell("finished", number, seconds=now_s - place.since_s)
        place.state, place.job, place.attempt = "idle", None, 1
        place.jobs_run += 1
        self.done += 1

    def failed(self, number: int, reason: str) -> None:
        """The worker at this place failed its job, or failed to start. Raises `MachineError` if none can start."""
        place = self._places[number]
        if place.state == "starting":
            self._start_failed(number, reason)
            return
        self._replace(number, reason)
        job = self._job_at(place)
        if self._committed(job):
            self._tell("finished", number)
            self.done += 1
        elif place.attempt < self._policy.attempts:
            self._tell("retried", number, reason=reason)
            place.attempt += 1
            return
        else:
            self._tell("quarantined", number, reason=reason)
            self.quarantined.append(Quarantined(job.id, place.attempt, reason))
        place.job, place.attempt = None, 1

    def overdue(self, now_s: float) -> list[tuple[int, str]]:
        """Places whose worker has taken too long, each with the reason to give to `failed`.

        The clock of a start stands still while another worker lives: on a full cluster it is waiting for room.
        """
        late = []
        crowded = any(place.state in ("idle", "busy") for place in self._places)
        for number, place in enumerate(self._places):
            if crowded and place.state == "starting":
                place.since_s = now_s
            limit_s = {"busy": self._policy.deadline_s, "starting": self._policy.start_deadline_s}.get(place.state)
            if limit_s is not None and now_s - place.since_s > limit_s:
                what = "took" if place.state == "busy" else "starting took"
                late.append((number, f"{what} longer than {limit_s:g} s"))
        return late

    def _has_job(self, place: _Place) -> bool:
        """Whether the place has a job, after taking one for it if there is any left."""
        if place.job is None and self._returned:
            place.job, place.attempt = self._returned.popleft()
        elif place.job is None:
            place.job = next(self._jobs, None)
        return place.job is not None

    def _replace(self, number: int, reason: str) -> None:
        self._places[number].state = "empty"
        self._stops.append(Order("stop", number))
        self._on_event(Event("worker_replaced", number, reason=reason))

    def _start_failed(self, number: int, reason: str) -> None:
        place = self._places[number]
        place.start_failures += 1
        self._start_reasons.append(reason)
        self._replace(number, reason)
        if not self._ever_started and len(self._start_reasons) >= self._policy.start_attempts:
            raise MachineError(f"No worker can start: {self._start_reasons[0]}")
        if place.start_failures < self._policy.start_attempts:
            return
        place.state = "closed"
        self._returned.append((self._job_at(place), place.attempt))
        place.job = None
        if all(other.state == "closed" for other in self._places):
            raise MachineError(f"No worker can start any more: {reason}. What is done is kept; run again to resume.")

    def _job_at(self, place: _Place) -> Job:
        if place.job is None:
            raise RuntimeError("a place without a job has been told that its job failed")
        return place.job

    def _tell(self, kind: EventKind, number: int, *, seconds: float = 0.0, reason: str = "") -> None:
        place = self._places[number]
        self._on_event(Event(kind, number, self._job_at(place).id, place.attempt, seconds, reason))
