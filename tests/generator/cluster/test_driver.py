"""Small work that dies in every way there is, on real Ray workers."""

from __future__ import annotations

import itertools
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from generator.cluster.driver import run_jobs
from generator.cluster.jobs import Event, Job, Outcome, Policy, WorkerSpec
from generator.cluster.session import Session
from generator.errors import DatasetError, MachineError, PartError

SHARED_BYTES = 2_000_000
pytestmark = pytest.mark.cluster


class Mischief:
    """Does what a job says; `once` does it at the first attempt only, which a file in `folder` remembers."""

    def __init__(self, folder: str, shared: bytes = b"") -> None:
        self.folder, self.shared = Path(folder), shared

    def run(self, payload: tuple[str, int]) -> Any:
        what, number = payload
        if what.startswith("once-"):
            mark = self.folder / f"tried-{number}"
            if mark.exists():
                return os.getpid(), number * number, len(self.shared)
            mark.touch()
        trouble = {
            "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
            "segfault": lambda: __import__("faulthandler")._sigsegv(),
            "exit": lambda: os._exit(0),
            "raise": lambda: (_ for _ in ()).throw(ValueError(f"bad mesh in {self.folder}/part.stl")),
            "hang": lambda: time.sleep(3600),
            "hang-in-c": lambda: sum(range(10**13)),  # keeps the interpreter lock, as a render does not
            "mistake": lambda: (_ for _ in ()).throw(PartError("clip.stl: has no faces")),
            "slow": lambda: time.sleep(0.3),
        }.get(what.removeprefix("once-"))
        if trouble is not None:
            trouble()
        return os.getpid(), number * number, len(self.shared)


class Desk:
    """The driver's side: what was committed and told."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session, self.folder = session, folder
        self.results: dict[int, int] = {}
        self.pids: dict[int, int] = {}
        self.events: list[Event] = []
        self.taken = 0
        self.most_ahead = 0

    def jobs(self, whats: Iterable[str]) -> Iterable[Job]:
        for number, what in enumerate(whats):
            self.taken += 1
            self.most_ahead = max(self.most_ahead, self.taken - len(self.results))
            yield Job(number, (what, number))

    def commit(self, job: Job, result: tuple[int, int, int]) -> None:
        assert job.id not in self.results
        self.pids[job.id], self.results[job.id], shared_bytes = result
        assert shared_bytes == SHARED_BYTES

    def run(self, whats: Iterable[str], workers: int = 2, **changes: Any) -> Outcome:
        settings: dict[str, Any] = {"commit": self.commit, "committed": lambda job: job.id in self.results}
        settings["policy"] = Policy(deadline_s=60, attempts=2, start_deadline_s=120)
        settings["worker"] = WorkerSpec(Mischief, (str(self.folder), bytes(SHARED_BYTES)))
        settings |= changes
        return run_jobs(
            self.jobs(whats), workers=workers, on_event=self.events.append, cluster=self.session, **settings
        )

    def reasons(self, kind: str) -> dict[int | None, str]:
        return {event.job: event.reason for event in self.events if event.kind == kind}


@pytest.fixture(scope="module", autouse=True)
def _work_travels_by_value() -> Iterable[None]:
    """Workers cannot import a test module, so it travels with the work."""
    from ray import cloudpickle

    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    yield
    cloudpickle.unregister_pickle_by_value(sys.modules[__name__])


@pytest.fixture
def desk(session: Session, tmp_path: Path) -> Desk:
    return Desk(session, tmp_path)


def gone(pid: int, within_s: float = 20.0) -> bool:
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_one_worker_and_two_give_the_same_results(desk: Desk, session: Session, tmp_path: Path) -> None:
    whats = ["fine"] * 12
    other = Desk(session, tmp_path)
    assert desk.run(whats, workers=1) == other.run(whats, workers=2) == Outcome(12, (), False)
    assert desk.results == other.results == {n: n * n for n in range(12)}
    assert len(set(desk.pids.values())) == 1
    assert len({event.worker for event in other.events}) == 2


def test_what_dies_once_loses_nothing_and_what_always_dies_is_quarantined(desk: Desk) -> None:
    whats = ["fine", "once-kill", "raise", "once-segfault", "fine", "kill", "once-raise", "once-exit", "hang", "fine"]
    outcome = desk.run(whats, policy=Policy(deadline_s=2, attempts=2, start_deadline_s=120))
    assert desk.results == {n: n * n for n in (0, 1, 3, 4, 6, 7, 9)}
    assert outcome.done == 7
    assert {q.job_id: (q.attempts, q.reason) for q in outcome.quarantined} == {
        2: (2, "ValueError: bad mesh in part.stl"),
        5: (2, "the worker process died"),
        8: (2, "took longer than 2 s"),
    }
    assert set(desk.reasons("retried")) == {1, 2, 3, 5, 6, 7, 8}
    assert desk.reasons("quarantined") == {q.job_id: q.reason for q in outcome.quarantined}


def test_retry_runs_in_another_process(desk: Desk) -> None:
    desk.run(["fine", "once-raise"], workers=1)
    assert desk.pids[0] != desk.pids[1]


def test_hang_that_keeps_the_interpreter_lock_ends_at_the_deadline(desk: Desk, tmp_path: Path) -> None:
    outcome = desk.run(["hang-in-c", "fine"], workers=1, policy=Policy(deadline_s=1, attempts=1))
    assert [q.reason for q in outcome.quarantined] == ["took longer than 1 s"]
    assert desk.results == {1: 1}


def test_worker_is_replaced_after_its_number_of_jobs(desk: Desk) -> None:
    desk.run(["fine"] * 5, workers=1, policy=Policy(jobs_per_worker=2))
    pids = [desk.pids[n] for n in range(5)]
    assert pids[0] == pids[1] != pids[2] == pids[3] != pids[4] != pids[0]
    assert gone(pids[0])


def test_committed_job_is_not_done_again(desk: Desk) -> None:
    outcome = desk.run(["once-kill"], committed=lambda job: True)
    assert outcome == Outcome(1, (), False)
    assert desk.results == {}


def test_full_disk_stops_an_endless_run_with_its_message(desk: Desk) -> None:
    def commit(job: Job, result: Any) -> None:
        if len(desk.results) == 4:
            raise DatasetError("outputs/demo: no space left on the disk")
        desk.commit(job, result)

    with pytest.raises(DatasetError, match="no space left"):
        desk.run(itertools.repeat("fine"), commit=commit)
    assert len(desk.results) == 4
    assert desk.most_ahead <= 2 + 1  # one for each place, and the one that was being committed
    assert all(gone(pid) for pid in desk.pids.values())


def test_mistake_of_the_user_in_a_job_ends_the_run(desk: Desk) -> None:
    with pytest.raises(PartError, match=r"^clip.stl: has no faces$"):
        desk.run(["fine", "mistake", "fine"], workers=1)
    assert desk.results == {0: 0}


def test_error_of_the_jobs_iterator_comes_through(desk: Desk) -> None:
    def whats() -> Iterable[str]:
        yield "fine"
        raise DatasetError("the plan broke")

    with pytest.raises(DatasetError, match="the plan broke"):
        desk.run(whats(), workers=1)


def broken_factory(folder: str, shared: bytes) -> Mischief:
    raise OSError("libGL.so.1 is missing")


def dying_factory(folder: str, shared: bytes) -> Mischief:
    mark = Path(folder, "died")
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return Mischief(folder, shared)


def wrong_machine_factory(folder: str, shared: bytes) -> Mischief:
    raise MachineError("no GPU here; use --device cpu")


@pytest.mark.parametrize(
    ("factory", "message"),
    [
        (broken_factory, "No worker can start: OSError: libGL.so.1 is missing"),
        (wrong_machine_factory, "^no GPU here; use --device cpu$"),
    ],
)
def test_workers_that_cannot_start_end_the_run(desk: Desk, factory: Any, message: str) -> None:
    with pytest.raises(MachineError, match=message):
        desk.run(["fine"] * 3, worker=WorkerSpec(factory, (str(desk.folder), bytes(SHARED_BYTES))))


def test_worker_that_dies_while_starting_is_replaced_without_blame_on_the_job(desk: Desk) -> None:
    outcome = desk.run(
        ["fine"],
        workers=1,
        worker=WorkerSpec(dying_factory, (str(desk.folder), bytes(SHARED_BYTES))),
        policy=Policy(attempts=1),
    )
    assert outcome == Outcome(1, (), False)
    assert [event.kind for event in desk.events] == ["worker_replaced", "worker_started", "started", "finished"]


def test_local_machine_without_a_gpu_says_so(desk: Desk) -> None:
    with pytest.raises(MachineError, match="--device cpu"):
        desk.run(["fine"], worker=WorkerSpec(Mischief, (str(desk.folder), bytes(SHARED_BYTES)), num_gpus=64))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupt_keeps_what_is_done_and_kills_the_workers(desk: Desk, number: signal.Signals) -> None:
    before = signal.getsignal(number)

    def commit(job: Job, result: Any) -> None:
        desk.commit(job, result)
        if job.id == 3:
            os.kill(os.getpid(), number)
            time.sleep(0.1)  # a commit is not cut in two
            desk.results[1000] = 0

    outcome = desk.run(itertools.repeat("slow"), commit=commit)
    assert outcome.interrupted
    assert 1000 in desk.results
    assert outcome.done == len(desk.results) - 1
    assert all(gone(pid) for pid in desk.pids.values())
    assert signal.getsignal(number) == before


def test_driver_works_outside_the_main_thread(desk: Desk) -> None:
    outcomes: list[Outcome] = []
    thread = threading.Thread(target=lambda: outcomes.append(desk.run(["fine"])))
    thread.start()
    thread.join(120)
    assert outcomes == [Outcome(1, (), False)]


def test_as_many_workers_as_fit_when_none_are_asked_for(desk: Desk) -> None:
    desk.run(["fine"] * 6, workers=None)
    assert {event.worker for event in desk.events} == {0, 1}
