"""What the driver is told and what it tells: jobs, workers, the policy for trouble, events, the outcome. Plain data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

EventKind = Literal["worker_started", "worker_replaced", "started", "finished", "retried", "quarantined"]


class Runner(Protocol):
    """What a worker holds for its whole life: it does one job after the other."""

    def run(self, payload: Any) -> Any:
        """The result of one job, picklable. A `GlintError` ends the whole run; any other exception is one attempt."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work. Jobs come from an iterator and are never held all at once."""

    id: int
    payload: Any  # picklable


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """How a worker process is made: `factory(*args)` is called in it once and gives its runner.

    `args` are stored once for all workers, so they may be large. The factory is a module-level callable of a package
    that is installed wherever workers run.
    """

    factory: Callable[..., Runner]
    args: tuple[Any, ...] = ()
    num_cpus: float = 1.0
    num_gpus: float = 0.0  # a share of one is allowed


@dataclass(frozen=True, slots=True)
class Policy:
    """How much patience there is."""

    deadline_s: float = 3600.0  # for one attempt at one job; then its worker is killed
    attempts: int = 3  # at one job; then it is quarantined
    jobs_per_worker: int = 50  # then the process is replaced by a fresh one, which bounds what it leaks
    start_attempts: int = 3  # at starting a worker, in a row; counted apart from the jobs'
    start_deadline_s: float = 300.0  # for a worker to get ready, and on a cluster to find a place


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where the workers run: on this machine (no address), or on a Ray cluster."""

    address: str | None = None  # "host:6379", "ray://host:10001" or "auto"
    gpus: int | None = None  # of this machine; None lets Ray count them


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a progress display may show.

    `worker` is the place in the crew (0..workers - 1), `job` the job's id, `attempt` counts from 1, `seconds` is the
    wall time of a finished attempt, `reason` says why something was replaced, retried or quarantined.
    """

    kind: EventKind
    worker: int
    job: int | None = None
    attempt: int = 0
    seconds: float = 0.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A job that failed at every attempt. The reason is of the last one, without paths and times."""

    job_id: int
    attempts: int
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: how many jobs are committed, which ones were given up, and whether it was stopped early."""

    done: int
    quarantined: tuple[Quarantined, ...]
    interrupted: bool
