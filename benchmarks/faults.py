"""What a run survives: workers that are killed, crash, raise, exit or hang, and a job that does so every time.

    python benchmarks/faults.py [--jobs 40] [--workers 2]

Runs the same jobs twice on local Ray, undisturbed and with faults, and compares what was committed. Exits with 1 if
anything but the poisoned jobs is missing or differs.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from generator.cluster.driver import run_jobs
from generator.cluster.jobs import Cluster, Event, Job, Outcome, Policy, WorkerSpec
from generator.cluster.session import Session, open_session

DEADLINE_S = 4.0
FAULTS = ("SIGKILL", "segfault", "exception", "hang", "exit")


class Bench:
    """Stands for a scene: a quarter of a second of work with a result that depends on the job alone."""

    def __init__(self, marks: str) -> None:
        self.marks = Path(marks)

    def run(self, payload: tuple[int, str, bool]) -> bytes:
        number, fault, always = payload
        mark = self.marks / str(number)
        if fault and (always or not mark.exists()):
            mark.touch()
            strike(fault)
        end, digest = time.monotonic() + 0.25, hashlib.sha256(str(number).encode()).digest()
        while time.monotonic() < end:
            time.sleep(0.01)
        return digest


def strike(fault: str) -> None:
    if fault == "SIGKILL":
        os.kill(os.getpid(), signal.SIGKILL)
    elif fault == "segfault":
        ctypes.string_at(0)
    elif fault == "exception":
        raise ValueError("a mesh without faces")
    elif fault == "hang":
        time.sleep(3600)
    else:
        os._exit(1)


def jobs(count: int, *, faulty: bool) -> Iterator[Job]:
    """Every fourth job fails once; the last ones, one of each kind, fail every time."""
    for number in range(count):
        always = number >= count - len(FAULTS)
        fault = FAULTS[number // 4 % len(FAULTS)] if number % 4 == 1 else ""
        if always:
            fault = FAULTS[count - 1 - number]
        yield Job(number, (number, fault if faulty else "", always))


def run(count: int, workers: int, session: Session, *, faulty: bool) -> tuple[dict[int, bytes], Counter[str], Outcome]:
    committed: dict[int, bytes] = {}
    told: Counter[str] = Counter()

    def show(event: Event) -> None:
        told[event.kind] += 1
        if event.kind in ("retried", "quarantined"):
            print(f"  job {event.job:3d} {event.kind} after attempt {event.attempt}: {event.reason}")

    def commit(job: Job, result: bytes) -> None:
        committed[job.id] = result

    with tempfile.TemporaryDirectory() as marks:
        outcome = run_jobs(
            jobs(count, faulty=faulty),
            WorkerSpec(Bench, (marks,)),
            workers=workers,
            commit=commit,
            committed=lambda job: job.id in committed,
            policy=Policy(deadline_s=DEADLINE_S, attempts=3, jobs_per_worker=20),
            on_event=show,
            cluster=session,
        )
    return committed, told, outcome


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=40)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    with open_session(Cluster(), arguments.workers) as session:
        print("undisturbed")
        start = time.monotonic()
        good, _, _ = run(arguments.jobs, arguments.workers, session, faulty=False)
        print(f"  {len(good)} of {arguments.jobs} committed in {time.monotonic() - start:.1f} s\nwith faults")
        start = time.monotonic()
        survived, told, outcome = run(arguments.jobs, arguments.workers, session, faulty=True)
    poisoned = {quarantined.job_id for quarantined in outcome.quarantined}
    lost = set(good) - set(survived) - poisoned
    differing = [number for number in survived if survived[number] != good[number]]
    print(f"  {len(survived)} of {arguments.jobs} committed in {time.monotonic() - start:.1f} s")
    print(f"  {told['retried']} retries, {told['worker_replaced']} workers replaced, {len(poisoned)} quarantined")
    print(f"  lost: {len(lost)}, differing: {len(differing)}")
    return 1 if lost or differing or poisoned != set(range(arguments.jobs - len(FAULTS), arguments.jobs)) else 0


if __name__ == "__main__":
    sys.exit(main())
