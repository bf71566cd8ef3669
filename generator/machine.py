"""Looking at this machine: versions, libraries, devices, room. Facts only; `generator.doctor` judges them."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

_PROBE_S = 180
_OPENCV_BUILDS = (
    "opencv-python",
    "opencv-python-headless",
    "opencv-contrib-python",
    "opencv-contrib-python-headless",
)
_GIB = 2**30


@dataclass(frozen=True, slots=True)
class Package:
    """A package that Glint needs, and what there is of it."""

    name: str
    wanted: str  # version specifier, may be empty
    version: str | None
    fits: bool


@dataclass(frozen=True, slots=True)
class Machine:
    """What was seen. Tests make their own."""

    python: tuple[int, int, int]
    executable: str
    packages: tuple[Package, ...]  # empty if Glint itself is not installed
    broken_imports: Mapping[str, str]  # package -> why
    opencv_builds: tuple[str, ...]
    missing_libraries: tuple[str, ...]  # names of shared objects that Blender's asks for
    blender_version: str  # empty if it does not start
    blender_error: str
    gpus: tuple[str, ...]  # "OPTIX NVIDIA H100"
    nvidia_device: bool
    package_manager: str | None  # "apt", "dnf"
    root: bool
    cores: int
    memory_gib: float
    free_gib: float
    outputs: Path
    writable: bool
    shared_mib: int | None  # of /dev/shm; None where there is none


@dataclass(frozen=True, slots=True)
class Probe:
    """What a process of its own found out by importing everything, Blender last."""

    broken: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    error: str = ""
    gpus: tuple[str, ...] = ()


def look_around(outputs: Path = Path("outputs")) -> Machine:
    """Look at this machine; takes some seconds, most of them for importing Blender in a process of its own."""
    packages = wanted_packages()
    missing = missing_libraries()
    probe = run_probe([p.name for p in packages if p.version])
    home = existing_parent(outputs.absolute())
    shared = Path("/dev/shm")
    return Machine(
        python=sys.version_info[:3],
        executable=sys.executable,
        packages=packages,
        broken_imports=probe.broken,
        opencv_builds=tuple(name for name in _OPENCV_BUILDS if _version(name)),
        missing_libraries=missing,
        blender_version=probe.version,
        blender_error=probe.error,
        gpus=probe.gpus,
        nvidia_device=Path("/dev/nvidiactl").exists(),
        package_manager=next((m for m in ("apt", "dnf") if shutil.which(f"{m}-get") or shutil.which(m)), None),
        root=hasattr(os, "geteuid") and os.geteuid() == 0,
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        memory_gib=memory_bytes() / _GIB,
        free_gib=shutil.disk_usage(home).free / _GIB,
        outputs=outputs,
        writable=can_write(home),
        shared_mib=shutil.disk_usage(shared).total // 2**20 if shared.is_dir() else None,
    )


def wanted_packages() -> tuple[Package, ...]:
    """What Glint's own metadata asks for, with what is installed. Empty if Glint is not installed."""
    try:
        requires = metadata.requires("glint") or []
    except metadata.PackageNotFoundError:
        return ()
    found = []
    for requirement in map(Requirement, requires):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            version = _version(requirement.name)
            fits = version is not None and requirement.specifier.contains(version, prereleases=True)
            found.append(Package(requirement.name, str(requirement.specifier), version, fits))
    return tuple(found)


def missing_libraries() -> tuple[str, ...]:
    """Names of the shared libraries that Blender's extension module asks for and the loader does not find.

    Asks `ldd`; without it (not Linux), nothing is known to be missing and the probe has to tell.
    """
    spec = importlib.util.find_spec("bpy")
    ldd = shutil.which("ldd")
    if spec is None or spec.origin is None or ldd is None:
        return ()
    listed = subprocess.run([ldd, spec.origin], capture_output=True, text=True, timeout=60, check=False).stdout
    return libraries_not_found(listed)


def libraries_not_found(listed: str) -> tuple[str, ...]:
    """The names that a listing of `ldd` marks as not found, each once."""
    lines = (line.split("=>") for line in listed.splitlines() if "not found" in line and "=>" in line)
    return tuple(dict.fromkeys(parts[0].strip() for parts in lines))


def run_probe(packages: list[str]) -> Probe:
    """Import packages and Blender in another process, so that a crash in one of them is only news."""
    command = [sys.executable, "-m", "generator.blender.probe", *packages]
    home = Path(__file__).parents[1]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PROBE_S, check=False, cwd=home)
    except subprocess.TimeoutExpired:
        return Probe(error=f"nothing within {_PROBE_S} s")
    last = next((line for line in reversed(done.stdout.splitlines()) if line.startswith("{")), None)
    if last is None:
        said = done.stderr.strip().splitlines()
        return Probe(error=said[-1] if said else f"it ended with code {done.returncode}")
    found = json.loads(last)
    return Probe(found["broken"], found["version"], found["error"], tuple(found["gpus"]))


def memory_bytes() -> int:
    """Memory that this process may use: the machine's, or its container's where that is less."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for limit in (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes")):
        text = limit.read_text().strip() if limit.is_file() else ""
        if text.isdigit():
            total = min(total, int(text))
    return total


def existing_parent(path: Path) -> Path:
    """The folder itself, or the nearest one above it that exists."""
    return next(p for p in (path, *path.parents) if p.exists())


def can_write(folder: Path) -> bool:
    """Whether a file can be made in a folder; tried, since modes do not tell all."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
