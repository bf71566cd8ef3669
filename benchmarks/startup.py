"""How long a person waits: `glint --help`, and the first picture of `glint preview`.

python benchmarks/startup.py
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GLINT = Path(sys.executable).with_name("glint")


def cpu_and_wall_s(*arguments: str) -> tuple[float, float, str]:
    """CPU and wall seconds of one `glint` command, and what it said."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([GLINT, *arguments], check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.monotonic() - start, done.stdout + done.stderr


def main() -> None:
    runs = sorted(cpu_and_wall_s("--help")[:2] for _ in range(5))
    print(f"glint --help: {runs[2][0]:.2f} CPU s, {runs[2][1]:.2f} s (median of 5)")
    with tempfile.TemporaryDirectory() as folder:
        cpu, _, said = cpu_and_wall_s("preview", "--frames", "1", "--out", str(Path(folder) / "sheet.png"))
    first = re.search(r"first picture after (\d+) s", said)
    print(f"glint preview: first picture after {first[1] if first else '?'} s, {cpu:.0f} CPU s")


if __name__ == "__main__":
    main()
