"""Run jobs on Ray workers so that nothing that dies, hangs or raises loses anything but its own job.

Ray's own retries are off: it would start a poisonous job again for ever. Workers are plain actors with one job in
flight each, every answer is waited for with a deadline of ours, and only this process commits results.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

from generator.cluster.crew import Crew
from generator.cluster.host import Answer
from generator.cluster.jobs import Cluster, Event, Job, Outcome, Policy, WorkerSpec
from generator.cluster.schedule import Schedule
from generator.cluster.session import Session, open_session

_log = logging.getLogger(__name__)
_TICK_S = 1.0  # how soon a deadline or an interrupt is noticed


def run_jobs(
    jobs: Iterable[Job],
    worker: WorkerSpec,
    *,
    workers: int | None,
    commit: Callable[[Job, Any], None],
    committed: Callable[[Job], bool],
    policy: Policy,
    on_event: Callable[[Event], None],
    cluster: Cluster | Session,
) -> Outcome:
    """Do all jobs, `workers` at a time (None: as many as fit the cluster), and commit each result as it comes.

    Jobs are taken from the iterator one for each idle worker, so it may be endless. `commit` must write whole or not at
    all; it is called in this process, in the order in which results come. `committed` is asked before a failed job is
    tried again. `cluster` is opened for this run, or is a session that is open already.

    Ctrl-C (or SIGTERM) stops the workers and returns what is done; a second one raises KeyboardInterrupt.
    Raises the `GlintError` that a job, the jobs' iterator or `commit` raised, and `MachineError` when no worker can
    start; whatever is raised, the workers are dead by then and what was committed stays.
    """
    opened: contextlib.AbstractContextManager[Session] = (
        contextlib.nullcontext(cluster)
        if isinstance(cluster, Session)
        else open_session(cluster, (workers or 1) * worker.num_cpus)
    )
    with opened as session, _stop_signals() as stop, Crew(worker, session) as crew:
        schedule = Schedule(jobs, workers or session.places_for(worker), policy, committed, on_event)
        while True:
            for order in schedule.orders(time.monotonic()):
                crew.obey(order)
            if stop.asked or not schedule.active:
                break
            for place, answer in crew.answers(_TICK_S):
                _take(schedule, place, answer, commit)
            for place, reason in schedule.overdue(time.monotonic()):
                late = crew.answer_of(place)  # it may have come while another result was being committed
                _take(schedule, place, late or Answer("failed", reason=reason), commit)
    return Outcome(schedule.done, tuple(schedule.quarantined), stop.asked)


def _take(schedule: Schedule, place: int, answer: Answer, commit: Callable[[Job, Any], None]) -> None:
    """Act on one answer. Raises the user's mistake, if it is one."""
    if answer.kind == "mistake":
        raise answer.mistake()
    if answer.kind == "failed":
        _log.info("worker %d failed: %s", place, answer.reason)
        if answer.detail:
            _log.debug("worker %d:\n%s", place, answer.detail)
        schedule.failed(place, answer.reason)
        return
    job = schedule.job_of(place)
    if job is None:
        schedule.started(place)
        return
    commit(job, answer.result)
    schedule.finished(place, time.monotonic())


@dataclass(slots=True)
class _Stop:
    """Whether the user asked to stop."""

    asked: bool = False


@contextlib.contextmanager
def _stop_signals() -> Iterator[_Stop]:
    """Note the first Ctrl-C or SIGTERM, so that no commit is cut in two; the second one raises KeyboardInterrupt."""
    stop = _Stop()

    def note(_number: int, _frame: FrameType | None) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.asked = True

    if threading.current_thread() is not threading.main_thread():
        yield stop  # signals are the main thread's
        return
    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
