"""The process that opens a CAD file: bounded in memory and time, so that a bad file costs an error and no more.

    python -m generator.cad.child < request.json > answer

The request names the file; the answer is one line of JSON ({"ok": ..., "notes" or "error": ...}) and the mesh.
"""

from __future__ import annotations

import json
import math
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any, BinaryIO

METRES = {"m": 1.0, "cm": 0.01, "mm": 0.001, "in": 0.0254, "ft": 0.3048}
SMALLEST_M, LARGEST_M = 0.0005, 5.0
_PLAUSIBLE_M = (0.005, 1.0)
CARRY_UNITS = {"step": "STEP", "stp": "STEP", "iges": "IGES", "igs": "IGES", "3mf": "3MF"}


def main() -> None:
    """Read the request from standard input, answer on standard output."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the CAD kernel prints does not belong into the answer
    request = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (request["memory_bytes"],) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    seconds = max(1, math.ceil(request["deadline_s"]))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    signal.alarm(4 * seconds)  # should the parent be gone
    try:
        _answer(answer, request)
    except MemoryError:
        _say(answer, {"ok": False, "error": "needs more memory than a part is worth; export it with fewer triangles"})


def _answer(answer: BinaryIO, request: dict[str, Any]) -> None:
    from generator.errors import PartError
    from generator.mesh import mesh_to_bytes

    notes: list[str] = []
    try:
        mesh = _read(Path(request["path"]), request["kind"], request["units"], notes)
    except PartError as error:
        _say(answer, {"ok": False, "error": str(error)})
        return
    except MemoryError:
        raise
    except Exception as error:  # whatever a parser makes of a broken file
        reason = " ".join(str(error).split())[:160] or type(error).__name__
        _say(answer, {"ok": False, "error": f"cannot be read as {request['kind'].upper()} ({reason})"})
        return
    _say(answer, {"ok": True, "notes": notes}, mesh_to_bytes(mesh))


def _say(answer: BinaryIO, header: dict[str, Any], payload: bytes = b"") -> None:
    answer.write(json.dumps(header).encode() + b"\n" + payload)
    answer.close()


def _read(path: Path, kind: str, units: str | None, notes: list[str]) -> Any:
    from generator.cad.bodies import merge
    from generator.cad.formats import UNITLESS, open_bodies
    from generator.cad.prepare import prepare_mesh
    from generator.cad.reduce import MAX_FACES, simplify

    soup, slots = merge(open_bodies(path.read_bytes(), kind, MAX_FACES))
    extent = float((soup.vertices[soup.faces].max(axis=(0, 1)) - soup.vertices[soup.faces].min(axis=(0, 1))).max())
    unit = units or ("mm" if kind in UNITLESS else "m")
    check_size(extent, unit, kind, named=units is not None or kind not in UNITLESS, notes=notes)
    count = len(soup.faces)
    if count > MAX_FACES:
        soup = simplify(soup)
        notes.append(f"{count} triangles are simplified to {len(soup.faces)}")
    mesh = prepare_mesh(
        soup.vertices * METRES[unit], soup.faces, corner_normals=soup.normals, face_slots=soup.slots, slots=slots
    )
    if not mesh.watertight:
        notes.append("the surface does not close; its mass is an estimate")
    return mesh


def check_size(extent: float, unit: str, kind: str, *, named: bool, notes: list[str]) -> None:
    """Refuse what is outside 0.5 mm .. 5 m, and say which `units:` would make it plausible."""
    from generator.errors import PartError

    size_m = extent * METRES[unit]
    better = [name for name, m in METRES.items() if name != unit and _PLAUSIBLE_M[0] <= extent * m <= _PLAUSIBLE_M[1]]
    hints = " or ".join(f"`units: {name}` ({_length(extent * METRES[name])})" for name in better)
    found = f"is {_length(size_m)} across" + ("" if kind in CARRY_UNITS else f" when its numbers are in {unit}")
    if not SMALLEST_M <= size_m <= LARGEST_M:
        advice = "export it in its real size" if kind in CARRY_UNITS or not hints else f"give {hints}"
        raise PartError(f"{found}; parts are between 0.5 mm and 5 m: {advice}")
    if size_m < _PLAUSIBLE_M[0] and hints and not named:
        notes.append(f"{found}; if that is not so, give {hints}")


def _length(metres: float) -> str:
    return f"{metres * 1000:.3g} mm" if metres < 1 else f"{metres:.4g} m"


if __name__ == "__main__":
    main()
