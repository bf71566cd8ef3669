"""What is missing on this machine, and the command that mends it: `glint doctor`.

`generator.machine` looks; `diagnose` judges, and is pure when it is handed what was seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.machine import Machine, look_around

Status = Literal["ok", "warn", "fail"]
_OPENCV = "opencv-contrib-python-headless"
_LEAST_FREE_GIB, _GOOD_FREE_GIB = 1.0, 5.0
_LEAST_MEMORY_GIB = 3.0
_LEAST_SHARED_MIB = 200

# Shared library -> the package that holds it in Debian and Ubuntu (apt) and in Fedora and RHEL (dnf).
_LIBRARY_PACKAGES = {
    "libX11": ("libx11-6", "libX11"),
    "libXext": ("libxext6", "libXext"),
    "libXfixes": ("libxfixes3", "libXfixes"),
    "libXi": ("libxi6", "libXi"),
    "libXrender": ("libxrender1", "libXrender"),
    "libXxf86vm": ("libxxf86vm1", "libXxf86vm"),
    "libxkbcommon": ("libxkbcommon0", "libxkbcommon"),
    "libSM": ("libsm6", "libSM"),
    "libICE": ("libice6", "libICE"),
    "libGL": ("libgl1", "libglvnd-glx"),
    "libEGL": ("libegl1", "libglvnd-egl"),
    "libOpenGL": ("libopengl0", "libglvnd-opengl"),
    "libgomp": ("libgomp1", "libgomp"),
    "libz": ("zlib1g", "zlib"),
    "libstdc++": ("libstdc++6", "libstdc++"),
    "libgcc_s": ("libgcc-s1", "libgcc"),
    "libuuid": ("libuuid1", "libuuid"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `mend` is the command (or the deed) that puts it right."""

    status: Status
    what: str
    mend: str = ""

    def __str__(self) -> str:
        text = f"{self.status:<4}  {self.what}"
        return f"{text}\n      -> {self.mend}" if self.mend else text


def diagnose(machine: Machine | None = None) -> list[Finding]:
    """Judge this machine, or the one that is given. Nothing is changed, and Blender is not loaded in this process."""
    seen = machine or look_around()
    return [
        _python(seen),
        *_packages(seen),
        _opencv(seen),
        *_libraries(seen),
        _blender(seen),
        _gpu(seen),
        *_room(seen),
    ]


def _python(seen: Machine) -> Finding:
    version = ".".join(map(str, seen.python))
    if seen.python[:2] != (3, 11):
        return Finding("fail", f"Python {version}; Blender's wheel needs 3.11", "make setup PYTHON=python3.11")
    return Finding("ok", f"Python {version}")


def _packages(seen: Machine) -> list[Finding]:
    if not seen.packages:
        return [Finding("fail", "Glint is not installed in this Python", "make setup")]
    missing = [p.name for p in seen.packages if p.version is None]
    wrong = [f"{p.name} {p.version} (needs {p.wanted})" for p in seen.packages if p.version and not p.fits]
    broken = [f"{name}: {why}" for name, why in sorted(seen.broken_imports.items())]
    found = [
        Finding("fail", f"{kind}: {', '.join(names)}", "make clean setup")
        for kind, names in (("not installed", missing), ("wrong version", wrong), ("cannot be imported", broken))
        if names
    ]
    return found or [Finding("ok", f"{len(seen.packages)} packages at the right versions")]


def _opencv(seen: Machine) -> Finding:
    extra = [name for name in seen.opencv_builds if name != _OPENCV]
    if extra or _OPENCV not in seen.opencv_builds:
        what = f"exactly one OpenCV may be installed, {_OPENCV}; found {', '.join(seen.opencv_builds) or 'none'}"
        pip = f"{seen.executable} -m pip"
        remove = f"{pip} uninstall -y {' '.join(extra)} && " if extra else ""
        return Finding("fail", what, f"{remove}{pip} install --force-reinstall --no-deps -c constraints.txt {_OPENCV}")
    return Finding("ok", "one OpenCV")


def _libraries(seen: Machine) -> list[Finding]:
    if not seen.missing_libraries:
        return []
    names = sorted(seen.missing_libraries)
    return [
        Finding("fail", f"shared libraries that Blender needs are missing: {', '.join(names)}", _install(names, seen))
    ]


def _install(libraries: list[str], seen: Machine) -> str:
    """The command that installs the packages of some libraries, for this machine's package manager."""
    column = {"apt": 0, "dnf": 1}.get(seen.package_manager or "")
    known = [_LIBRARY_PACKAGES.get(name.split(".so")[0]) for name in libraries]
    if column is None or None in known:
        return f"install the packages that hold {', '.join(libraries)}"
    packages = " ".join(sorted({pair[column] for pair in known if pair}))
    sudo = "" if seen.root else "sudo "
    if column == 0:
        return f"{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {packages}"
    return f"{sudo}dnf install -y {packages}"


def _blender(seen: Machine) -> Finding:
    if seen.blender_version:
        return Finding("ok", f"Blender {seen.blender_version} starts")
    mend = "install the libraries named above" if seen.missing_libraries else "make clean setup"
    return Finding("fail", f"Blender does not start: {seen.blender_error or 'it said nothing'}", mend)


def _gpu(seen: Machine) -> Finding:
    if seen.gpus:
        return Finding("ok", f"renders on {', '.join(seen.gpus)}")
    if seen.nvidia_device:
        what = "there is an NVIDIA GPU, but Blender cannot use it; rendering is on the CPU"
        return Finding("warn", what, "install NVIDIA driver 535 or newer (in a container: --gpus all); see nvidia-smi")
    return Finding("ok", "renders on the CPU: no GPU that Blender can use")


def _room(seen: Machine) -> list[Finding]:
    found = [Finding("ok", f"{seen.cores} cores, {seen.memory_gib:.1f} GiB of memory, {seen.free_gib:.0f} GiB free")]
    if seen.memory_gib < _LEAST_MEMORY_GIB:
        found[0] = Finding(
            "warn", f"{seen.memory_gib:.1f} GiB of memory; a worker needs about 2", "glint generate --workers 1"
        )
    if seen.free_gib < _GOOD_FREE_GIB:
        status: Status = "fail" if seen.free_gib < _LEAST_FREE_GIB else "warn"
        found.append(
            Finding(status, f"{seen.free_gib:.1f} GiB free where datasets go", "make room, or --out elsewhere")
        )
    if not seen.writable:
        what = f"datasets cannot be written to {seen.outputs}"
        found.append(Finding("fail", what, "glint generate --out a folder that you may write"))
    if seen.shared_mib is not None and seen.shared_mib < _LEAST_SHARED_MIB:
        what = f"/dev/shm has {seen.shared_mib} MiB, which is little for Ray"
        found.append(Finding("warn", what, "docker run --shm-size=1g ..."))
    return found
