"""The session on this machine is private and leaves nothing behind; a cluster may lose a node."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import clean_environment, command_line, descendants, gone, members, start

from generator.cluster.folder import private_folder
from generator.cluster.jobs import Cluster, WorkerSpec
from generator.cluster.session import Session, open_session
from generator.errors import MachineError

LISTENING = "0A"

DRIVER = """
import os, sys, time
from generator.cluster.driver import run_jobs
from generator.cluster.jobs import Cluster, Job, Policy, WorkerSpec

class Sleeper:
    def run(self, payload):
        import ray
        time.sleep(0.2)
        return ray.get_runtime_context().get_node_id()

count, address = int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None
before = dict(os.environ)
outcome = run_jobs(
    (Job(n, n) for n in range(count)), WorkerSpec(Sleeper), workers=2,
    commit=lambda job, node: print("done", job.id, node, flush=True), committed=lambda job: False,
    policy=Policy(), on_event=lambda event: None, cluster=Cluster(address),
)
print("outcome", outcome.done, len(outcome.quarantined), outcome.interrupted, os.environ == before, flush=True)
sys.exit(130 if outcome.interrupted else 0)
"""


def listening_addresses(pids: set[int]) -> set[str]:
    """Hexadecimal local addresses, as /proc/net/tcp writes them, on which the processes listen."""
    sockets = set()
    for pid in pids:
        for link in Path(f"/proc/{pid}/fd").glob("*"):
            with contextlib.suppress(OSError):
                sockets.add(os.readlink(link).removeprefix("socket:[").rstrip("]"))
    rows = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    return {row[1].split(":")[0] for row in rows if row[3] == LISTENING and row[9] in sockets}


@pytest.mark.cluster
def test_local_session_listens_on_the_loopback_interface_only(session: Session) -> None:
    loopback = {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}
    addresses = listening_addresses(descendants(os.getpid()))
    assert addresses
    assert addresses <= loopback


@pytest.mark.cluster
def test_local_session_lets_no_other_user_in(session: Session) -> None:
    token = Path(os.environ["RAY_AUTH_TOKEN_PATH"])
    assert token.stat().st_mode & 0o777 == 0o600
    assert token.parent.stat().st_mode & 0o777 == 0o700
    assert session.local
    assert session.resources["CPU"] == 2


@pytest.mark.cluster
def test_interrupted_run_leaves_nothing_behind() -> None:
    with start([sys.executable, "-c", DRIVER, "1000000"]) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        lines = [run.stdout.readline()]
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to all of them
        lines += run.stdout.readlines()
        errors = run.stderr.read()
    assert gone(members(run.pid))
    assert {line.split()[0] for line in lines[:-1]} == {"done"}
    assert lines[-1] == f"outcome {len(lines) - 1} 0 True True\n"
    assert run.returncode == 130
    assert errors == ""


@pytest.mark.cluster
def test_killed_run_leaves_no_worker_and_a_folder_that_the_next_run_sweeps() -> None:
    with start([sys.executable, "-c", DRIVER, "1000000"]) as run:
        assert run.stdout is not None
        assert run.stdout.readline().startswith("done")
        lines = {pid: command_line(pid) for pid in members(run.pid)}
        workers = {pid for pid, words in lines.items() if words[0].startswith("ray::WorkerHost")}
        options = [word for words in lines.values() for word in words if word.startswith("--temp-dir=")]
        folder = Path(options[0].removeprefix("--temp-dir=")).parent
        run.kill()
    assert workers
    assert gone(workers)
    assert folder.exists()
    with private_folder():
        assert not folder.exists()


@contextlib.contextmanager
def ray_node(*arguments: str, **environment: str) -> Iterator[int]:
    """A node of a cluster, by the id of its process session; killed at the end."""
    ray = str(Path(sys.executable).with_name("ray"))
    command = [ray, "start", "--block", "--num-cpus=1", "--object-store-memory=80000000", *arguments]
    log = subprocess.DEVNULL
    variables = clean_environment() | environment
    node = subprocess.Popen(command, stdout=log, stderr=log, env=variables, start_new_session=True)
    try:
        yield node.pid
    finally:
        for pid in members(node.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        node.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.2)
    raise TimeoutError("the head node does not answer")


@pytest.mark.cluster
def test_cluster_that_loses_a_node_loses_no_job() -> None:
    port = free_port()
    head = [
        "--head",
        "--node-ip-address=127.0.0.1",
        f"--port={port}",
        f"--ray-client-server-port={free_port()}",
        "--include-dashboard=false",
        "--disable-usage-stats",
    ]
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="t-", dir="/tmp", ignore_cleanup_errors=True))
        token = Path(folder, "token")
        token.write_text("0123456789abcdef" * 4)
        private = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN_PATH": str(token)}
        stack.enter_context(ray_node(*head, f"--temp-dir={folder}/r", **private))
        wait_for_port(port)
        second = stack.enter_context(ray_node(f"--address=127.0.0.1:{port}", **private))
        run = stack.enter_context(start([sys.executable, "-c", DRIVER, "60", f"127.0.0.1:{port}"], **private))
        assert run.stdout is not None
        lines: list[str] = []
        while len({line.split()[2] for line in lines}) < 2:  # until both nodes have worked
            lines.append(run.stdout.readline())
        for pid in members(second):
            os.kill(pid, signal.SIGKILL)
        lines += run.stdout.readlines()
    assert lines[-1] == "outcome 60 0 False True\n"
    assert sorted(int(line.split()[1]) for line in lines[:-1]) == list(range(60))


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("head", "'head' is no address of a Ray cluster; write host:6379, ray://host:10001 or auto"),
        ("ray://head", "is no address"),
        ("127.0.0.1:1", "at '127.0.0.1:1' (Connection refused). Start one with 'ray start --head'"),
        ("ray://127.0.0.1:1", "at 'ray://127.0.0.1:1' (Connection refused)"),
        ("127.0.0.1:99999", "99999"),
        ("nowhere.invalid:6379", "nowhere.invalid"),
    ],
)
def test_address_that_cannot_be_right_is_told_at_once(address: str, says: str) -> None:
    with pytest.raises(MachineError) as caught, open_session(Cluster(address), 1):
        pass
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("cpus", "gpus", "places"),
    [(2, 0, 5), (0.5, 0, 20), (1, 1, 4), (1, 0.25, 10), (64, 0, 1), (0, 0, 1)],
)
def test_places_are_what_fits(cpus: float, gpus: float, places: int) -> None:
    session = Session(local=False, resources={"CPU": 10.0, "GPU": 4.0})
    assert session.places_for(WorkerSpec(list, (), cpus, gpus)) == places
