from __future__ import annotations

import itertools
from collections.abc import Iterable

import pytest

from generator.cluster.jobs import Event, Job, Policy, Quarantined
from generator.cluster.schedule import Order, Schedule
from generator.errors import MachineError


class Run:
    """A schedule with everything around it: what was taken, committed and told."""

    def __init__(self, jobs: Iterable[int], places: int = 1, policy: Policy | None = None) -> None:
        self.taken: list[int] = []
        self.asked: list[int] = []
        self.on_disk: set[int] = set()
        self.events: list[Event] = []
        self.schedule = Schedule(
            self._jobs(jobs), places, policy or Policy(attempts=3), self._committed, self.events.append
        )

    def _jobs(self, ids: Iterable[int]) -> Iterable[Job]:
        for number in ids:
            self.taken.append(number)
            yield Job(number, f"payload {number}")

    def _committed(self, job: Job) -> bool:
        self.asked.append(job.id)
        return job.id in self.on_disk

    def kinds(self) -> list[str]:
        return [event.kind for event in self.events]

    def start_all(self) -> list[Order]:
        """Obey all orders until every place with a job is busy; returns the submissions."""
        submitted = []
        for _ in range(3):
            for order in self.schedule.orders(0.0):
                if order.kind == "start":
                    self.schedule.started(order.place)
                elif order.kind == "submit":
                    submitted.append(order)
        return submitted


def ids(orders: Iterable[Order]) -> list[int]:
    return [order.job.id for order in orders if order.job is not None]


def test_job_goes_from_the_iterator_through_a_fresh_worker_to_done() -> None:
    run = Run([7])
    assert run.schedule.orders(0.0) == [Order("start", 0)]
    assert run.schedule.active
    assert run.schedule.job_of(0) is None
    run.schedule.started(0)
    assert run.schedule.orders(1.0) == [Order("submit", 0, Job(7, "payload 7"))]
    assert run.schedule.job_of(0) == Job(7, "payload 7")
    run.schedule.finished(0, 5.0)
    assert run.schedule.orders(6.0) == [Order("stop", 0)]
    assert not run.schedule.active
    assert run.schedule.done == 1
    assert run.events[-1] == Event("finished", 0, 7, attempt=1, seconds=4.0)


def test_no_worker_is_started_for_a_place_without_a_job() -> None:
    run = Run([1, 2], places=5)
    assert [o.kind for o in run.schedule.orders(0.0)] == ["start", "start"]


def test_endless_jobs_are_taken_one_for_each_place_only() -> None:
    run = Run(itertools.count(), places=3)
    run.start_all()
    assert run.taken == [0, 1, 2]
    run.schedule.finished(1, 1.0)
    assert ids(run.schedule.orders(1.0)) == [3]
    assert run.schedule.orders(1.0) == []
    assert run.taken == [0, 1, 2, 3]


def test_failed_job_is_tried_again_at_its_place_by_a_fresh_worker() -> None:
    run = Run([1, 2], places=1)
    run.start_all()
    run.schedule.failed(0, "it broke")
    assert run.schedule.orders(0.0) == [Order("stop", 0), Order("start", 0)]
    run.schedule.started(0)
    assert ids(run.schedule.orders(0.0)) == [1]
    run.schedule.finished(0, 1.0)
    assert ids(run.schedule.orders(0.0)) == [2]
    assert [e.attempt for e in run.events if e.job == 1] == [1, 1, 2, 2]
    assert not run.schedule.quarantined


def test_poisonous_job_is_quarantined_after_the_cap_and_the_run_goes_on() -> None:
    run = Run([1, 2], policy=Policy(attempts=2))
    for reason in ("first", "second"):
        assert ids(run.start_all()) == [1]
        run.schedule.failed(0, reason)
    assert run.schedule.quarantined == [Quarantined(1, 2, "second")]
    assert ids(run.start_all()) == [2]
    run.schedule.finished(0, 1.0)
    assert run.schedule.done == 1
    assert run.kinds().count("retried") == 1
    assert run.kinds().count("quarantined") == 1


def test_attempts_are_counted_for_each_job_alone() -> None:
    run = Run([1, 2], policy=Policy(attempts=2))
    for expected in (1, 1, 2):
        assert ids(run.start_all()) == [expected]
        run.schedule.failed(0, "no")
    assert [q.job_id for q in run.schedule.quarantined] == [1]
    assert ids(run.start_all()) == [2]


def test_committed_is_asked_before_a_retry_and_counts_as_done() -> None:
    run = Run([1])
    run.start_all()
    assert run.asked == []
    run.on_disk.add(1)
    run.schedule.failed(0, "the worker process died")
    assert run.asked == [1]
    assert run.schedule.orders(0.0) == [Order("stop", 0)]
    assert (run.schedule.done, run.schedule.quarantined) == (1, [])
    assert run.kinds()[-1] == "finished"


def test_worker_is_recycled_after_its_number_of_jobs_but_not_when_none_is_left() -> None:
    run = Run([1, 2, 3], policy=Policy(jobs_per_worker=1))
    kinds = []
    for _ in range(3):
        for order in (*run.schedule.orders(0.0), *run.schedule.orders(0.0)):
            kinds.append(order.kind)
            if order.kind == "start":
                run.schedule.started(0)
        kinds += [order.kind for order in run.schedule.orders(0.0)]
        run.schedule.finished(0, 0.0)
    assert [order.kind for order in run.schedule.orders(0.0)] == ["stop"]
    assert run.kinds().count("worker_replaced") == 2
    assert kinds == ["start", "submit", "stop", "start", "submit", "stop", "start", "submit"]


def test_workers_that_never_start_end_the_run_with_the_first_reason() -> None:
    run = Run([1, 2, 3], places=2, policy=Policy(start_attempts=3))
    run.schedule.orders(0.0)
    run.schedule.failed(0, "ImportError: no bpy")
    run.schedule.failed(1, "another")
    run.schedule.orders(0.0)
    with pytest.raises(MachineError, match="ImportError: no bpy"):
        run.schedule.failed(0, "a third")
    assert run.asked == []


def test_start_failures_do_not_count_as_attempts_at_the_job() -> None:
    run = Run([1], policy=Policy(attempts=1, start_attempts=3))
    for _ in range(2):
        run.schedule.orders(0.0)
        run.schedule.failed(0, "no memory just now")
    assert ids(run.start_all()) == [1]
    run.schedule.finished(0, 0.0)
    assert (run.schedule.done, run.schedule.quarantined) == (1, [])


def test_place_that_cannot_start_is_closed_and_hands_its_job_to_the_others() -> None:
    run = Run([1, 2], places=2, policy=Policy(start_attempts=2))
    run.schedule.orders(0.0)
    run.schedule.started(1)
    assert ids(run.schedule.orders(0.0)) == [2]
    run.schedule.failed(0, "bad node")
    run.schedule.orders(0.0)
    run.schedule.failed(0, "bad node")
    assert [o.kind for o in run.schedule.orders(0.0)] == ["stop"]
    run.schedule.finished(1, 0.0)
    assert ids(run.schedule.orders(0.0)) == [1]
    run.schedule.finished(1, 0.0)
    assert (run.schedule.done, run.schedule.active) == (2, False)


def test_run_ends_when_the_last_place_cannot_start_any_more() -> None:
    run = Run([1, 2], policy=Policy(start_attempts=2))
    run.start_all()
    run.schedule.failed(0, "died")
    run.schedule.orders(0.0)
    run.schedule.failed(0, "disk full")
    run.schedule.orders(0.0)
    with pytest.raises(MachineError, match=r"disk full.*run again to resume"):
        run.schedule.failed(0, "disk full")


def test_job_is_overdue_past_its_deadline() -> None:
    run = Run([1], policy=Policy(deadline_s=10))
    run.start_all()
    assert run.schedule.overdue(10.0) == []
    assert run.schedule.overdue(10.5) == [(0, "took longer than 10 s")]
    run.schedule.finished(0, 10.6)
    assert run.schedule.overdue(99.0) == []


def test_start_is_overdue_only_while_no_other_worker_lives() -> None:
    run = Run([1, 2], places=2, policy=Policy(start_deadline_s=50))
    run.schedule.orders(0.0)
    assert run.schedule.overdue(51.0) == [
        (0, "starting took longer than 50 s"),
        (1, "starting took longer than 50 s"),
    ]
    run.schedule.started(0)
    run.schedule.orders(51.0)
    assert run.schedule.overdue(1000.0) == []
    run.schedule.finished(0, 1000.0)
    run.schedule.orders(1000.0)
    assert run.schedule.overdue(1049.0) == []
    assert run.schedule.overdue(1051.0) == [(1, "starting took longer than 50 s")]


def test_worker_without_a_job_makes_room_for_one_that_waits() -> None:
    run = Run([1, 2], places=2)
    run.schedule.orders(0.0)
    run.schedule.started(0)
    run.schedule.orders(0.0)
    run.schedule.finished(0, 1.0)
    assert run.schedule.orders(1.0) == [Order("stop", 0)]
    assert run.schedule.active
    run.schedule.started(1)
    assert ids(run.schedule.orders(2.0)) == [2]
