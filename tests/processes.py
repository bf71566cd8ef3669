"""Processes that tests start, found again by the process session that each of them leads."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

GLINT = str(Path(sys.executable).with_name("glint"))


def clean_environment() -> dict[str, str]:
    """The environment without what a Ray session of these tests has put there."""
    return {name: value for name, value in os.environ.items() if not name.startswith("RAY_")}


def start(command: list[str], cwd: Path | None = None, **environment: str) -> subprocess.Popen[str]:
    """Start a process that leads a process session of its own."""
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env=clean_environment() | environment,
        start_new_session=True,
    )


def members(process_session: int) -> set[int]:
    """Living processes of a process session."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, _, sid = stat.read_text().rpartition(")")[2].split()[:4]
            if int(sid) == process_session and state != "Z":
                found.add(int(stat.parent.name))
    return found


def command_line(pid: int) -> list[str]:
    """The words of its command line; none if it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    except OSError:
        return []


def gone(pids: set[int], within_s: float = 30.0) -> bool:
    """Wait for processes to end; whether they did."""
    end = time.monotonic() + within_s
    while any(command_line(pid) for pid in pids) and time.monotonic() < end:
        time.sleep(0.1)
    return not any(command_line(pid) for pid in pids)


def descendants(root: int) -> set[int]:
    """Children of a process, their children, and so on."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found = {root}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {root}


def glint(desk: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a user in that folder would."""
    command = [GLINT, *arguments]
    return subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=desk, timeout=600, env=clean_environment()
    )


def all_bytes(folder: Path) -> dict[str, bytes]:
    """Every file of a dataset; what the store keeps for itself (`.glint`) is no part of it."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".glint" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def differing(one: Path, other: Path) -> list[str]:
    """Names of files that only one has, or that are not the same bytes in both."""
    first, second = all_bytes(one), all_bytes(other)
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
