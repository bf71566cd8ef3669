"""Reading a user's CAD file: one clear error or a mesh that works, and never a hang."""

from __future__ import annotations

import functools
import hashlib
import json
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

from generator.cad.child import CARRY_UNITS
from generator.errors import PartError, nearest_name
from generator.mesh import Mesh, mesh_from_bytes

SUFFIXES = ("step", "stp", "iges", "igs", "stl", "obj", "ply", "glb", "gltf", "3mf")
DEADLINE_S = 60.0
MEMORY_BYTES = 4 * 2**30
FILE_BYTES = 2**30
_PATIENCE = 3  # times the deadline, which counts CPU seconds: a busy machine may take so long

_log = logging.getLogger(__name__)


def read_cad(path: Path, units: str | None = None, *, deadline_s: float = DEADLINE_S) -> Mesh:
    """The part in a CAD or mesh file, in metres, its bodies merged, mended and ready to render and to collide.

    STEP, IGES, 3MF and GLB carry their units; STL, OBJ and PLY are in `units` ("m", "cm", "mm", "in", "ft"), which is
    millimetres if None. The file is opened in a child process with a deadline and a memory limit; nothing that it names
    is opened,
    nothing in it is run. What has over 40,000 triangles is simplified, with a note in the log.

    Raises `PartError`, with the file's base name and what to do, for a file that is missing, empty, broken, too large,
    of an unknown kind, outside 0.5 mm .. 5 m, or not read by the deadline (CPU seconds).
    """
    name = _printable(path.name)
    kind = path.suffix.lower().removeprefix(".")
    if kind not in SUFFIXES:
        near = nearest_name(kind, SUFFIXES)
        hint = f" Did you mean .{near}?" if near else ""
        raise PartError(f"{name}: .{kind} files cannot be read; there are: {', '.join(SUFFIXES)}.{hint}")
    if units is not None and kind in CARRY_UNITS:
        raise PartError(f"{name}: is a {CARRY_UNITS[kind]} file, which carries its own units; leave `units:` out")
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise PartError(f"{name}: is not a file")
        if size == 0:
            raise PartError(f"{name}: is empty")
        if size > FILE_BYTES:
            raise PartError(f"{name}: has {size / 2**30:.1f} GB, at most 1 GB is read; export it with fewer triangles")
        digest = _digest(path)
    except OSError as error:
        raise PartError(f"{name}: cannot be opened ({error.strerror})") from None
    return _read_once(str(path.resolve()), digest, kind, units, deadline_s)


@functools.lru_cache(maxsize=32)
def _read_once(path: str, digest: str, kind: str, units: str | None, deadline_s: float) -> Mesh:
    """Read a file whose content has this digest; the same content is read once by a process."""
    name = _printable(Path(path).name)
    request = {"path": path, "kind": kind, "units": units, "memory_bytes": MEMORY_BYTES, "deadline_s": deadline_s}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "generator.cad.child"],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=_PATIENCE * deadline_s,
            start_new_session=True,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PartError(_too_slow(name, deadline_s)) from None
    line, _, payload = done.stdout.partition(b"\n")
    if not line and done.returncode == -signal.SIGXCPU:
        raise PartError(_too_slow(name, deadline_s))
    if not line:
        _log.debug("reading %s ended with %d: %s", name, done.returncode, done.stderr[-2000:].decode(errors="replace"))
        raise PartError(f"{name}: is damaged, the reader broke down on it; export it again, perhaps in another format")
    header = json.loads(line)
    if not header["ok"]:
        raise PartError(f"{name}: {header['error']}")
    for note in header["notes"]:
        _log.warning("%s: %s", name, note)
    return mesh_from_bytes(payload)


def _too_slow(name: str, deadline_s: float) -> str:
    return f"{name}: was not read within {deadline_s:g} s; export it with fewer details, or as STL"


def _environment() -> dict[str, str]:
    """The child finds this very package, and its libraries start no threads that would count as memory."""
    root = str(Path(__file__).resolve().parents[2])
    found = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {"PYTHONPATH": os.pathsep.join(found), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _printable(name: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in name)
