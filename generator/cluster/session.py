"""A Ray session: a quiet and private one on this machine, or a connection to a cluster that is already there.

The local one listens on the loopback interface only, asks for a token, sends no usage statistics, shows no
dashboard, and keeps its sockets and logs in a folder that only this user can enter and that goes when it ends.
Ray is imported here and after its environment is set, because it reads its settings then.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.cluster.folder import private_folder
from generator.cluster.host import short_reason
from generator.cluster.jobs import Cluster, WorkerSpec
from generator.errors import MachineError

_log = logging.getLogger(__name__)
_OBJECT_STORE_BYTES = 80 * 2**20  # results are taken out as they come; what is over goes to the private folder
_PROBE_S = 10.0
_STARTS = 3  # Ray gives up after 30 s of its own, which a busy machine can exceed more than once

_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".*",
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",  # otherwise `uv run` makes Ray copy the working folder
}
_CLUSTER_SWITCH = "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"  # at 0 Ray binds the loopback interface only, on any system
_SET_BY_RAY = ("PYTHONBREAKPOINT", "RAY_CLIENT_MODE")


@dataclass(frozen=True, slots=True)
class Session:
    """A running session. `local` is false for a cluster with an address."""

    local: bool
    resources: Mapping[str, float]  # "CPU", "GPU", ... of all nodes when the session began

    def places_for(self, worker: WorkerSpec) -> int:
        """How many such workers fit at once; at least one."""
        fits = [self.resources.get("CPU", 0.0) / worker.num_cpus] if worker.num_cpus else []
        fits += [self.resources.get("GPU", 0.0) / worker.num_gpus] if worker.num_gpus else []
        return max(1, int(min(fits, default=1.0) + 1e-6))


@contextlib.contextmanager
def open_session(cluster: Cluster, num_cpus: float) -> Iterator[Session]:
    """Start Ray with `num_cpus` on this machine, or connect to the cluster. Takes 3 to 12 seconds.

    `num_cpus` is what workers may claim in all; it is ignored for a cluster. Raises `MachineError` if Ray cannot start
    or the cluster does not answer. On leaving, all that was started is stopped, and the environment is as before.
    """
    opened = _connected(cluster.address) if cluster.address else _local(num_cpus, cluster.gpus)
    with opened as session:
        yield session


@contextlib.contextmanager
def _local(num_cpus: float, num_gpus: int | None) -> Iterator[Session]:
    with private_folder() as folder, _environment(_private_settings(folder)):
        try:
            _start_local(folder, num_cpus, num_gpus)
            yield _session(local=True)
        finally:
            _stop()


def _start_local(folder: Path, num_cpus: float, num_gpus: int | None) -> None:
    import ray

    for attempt in range(1, _STARTS + 1):
        try:
            ray.init(
                address="local",
                include_dashboard=False,
                num_cpus=max(1, int(-(-num_cpus // 1))),
                num_gpus=num_gpus,
                object_store_memory=_OBJECT_STORE_BYTES,
                logging_level=logging.CRITICAL,
                log_to_driver=False,
                _temp_dir=str(folder / f"r{attempt}"),  # Ray opens this one to all users; its parent stays shut
            )
            return
        except Exception as error:
            _stop()
            reason = short_reason(error)
            _log.info("Ray did not start (attempt %d): %s", attempt, reason)
    raise MachineError(
        f"Ray cannot start on this machine ({reason}). Is memory or disk full, or are there too many processes? "
        "'glint doctor' looks for the cause; 'glint preview' renders without Ray."
    )


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Session]:
    if address != "auto":
        _probe(address)
    with _environment(_QUIET):
        import ray

        found = _found_here() if address == "auto" else address
        try:
            ray.init(address=found, logging_level=logging.CRITICAL, log_to_driver=False)
        except Exception as error:
            raise _no_cluster(address, short_reason(error)) from None
        try:
            yield _session(local=False)
        finally:
            _stop()


def _probe(address: str) -> None:
    """Raise `MachineError` if nothing listens at the address: Ray itself would try for minutes, noisily."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host or not port.isdigit():
        raise MachineError(f"'{address}' is no address of a Ray cluster; write host:6379, ray://host:10001 or auto")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_PROBE_S).close()
    except OSError as error:
        raise _no_cluster(address, error.strerror or short_reason(error)) from None
    except OverflowError:
        raise _no_cluster(address, f"there is no port {port}") from None


def _found_here() -> str:
    """The address of the cluster that this machine belongs to. Ray may remember one that is gone."""
    from ray._private import services

    try:
        address = services.canonicalize_bootstrap_address_or_die("auto")
    except Exception as error:
        raise _no_cluster("auto", short_reason(error)) from None
    _probe(address)
    return address


def _no_cluster(address: str, reason: str) -> MachineError:
    return MachineError(
        f"No Ray cluster can be used at '{address}' ({reason}). Start one with 'ray start --head', with the same "
        "versions of Python and Ray on all nodes; see docs/running.md."
    )


def _session(*, local: bool) -> Session:
    import ray

    count: Any = ray.cluster_resources
    return Session(local, dict(count()))


def _stop() -> None:
    import ray

    ray.shutdown()


def _reread_environment() -> None:
    """Make Ray see the environment as it is now: it reads its settings when it is imported, and keeps the token.

    Raises AttributeError if Ray has moved what this reaches into; its version is pinned.
    """
    from ray import _raylet
    from ray._private import ray_constants

    inside: Any = _raylet  # its type stubs do not know these
    inside.Config.initialize("")
    inside.AuthenticationTokenLoader.instance().reset_cache()
    ray_constants.ENABLE_RAY_CLUSTER = os.environ.get(_CLUSTER_SWITCH, "1") != "0"


def _private_settings(folder: Path) -> dict[str, str | None]:
    token = folder / "token"
    token.touch(mode=0o600)
    token.write_text(secrets.token_hex(32))
    return _QUIET | {
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": None,
        "RAY_AUTH_TOKEN_PATH": str(token),
        _CLUSTER_SWITCH: "0",
        "RAY_ADDRESS": None,
        "RAY_TMPDIR": None,
    }


@contextlib.contextmanager
def _environment(settings: Mapping[str, Any]) -> Iterator[None]:
    """Set environment variables (None removes one); put them and those that Ray sets back afterwards."""
    before = {name: os.environ.get(name) for name in (*settings, *_SET_BY_RAY)}
    _apply(settings)
    _reread_environment()
    try:
        yield
    finally:
        _apply(before)
        _reread_environment()


def _apply(settings: Mapping[str, Any]) -> None:
    for name, value in settings.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
