# /// script
# requires-python = ">=3.11,<3.12"
# dependencies = [
#   "bd_warehouse==0.4.0",
#   "build123d==0.13.0",
#   "cadquery-ocp-novtk==8.0.1.1.0",
#   "numpy==2.4.6",
#   "scipy==1.17.1",
# ]
# ///
"""First stage of the catalogue: CAD solids to raw surfaces, in an environment of their own.

    uv run scripts/bake_parts/solids.py RAW_DIR [NAME_PATTERN ...]

The second stage, `store.py`, makes the package data of them.
"""  # fmt: skip

from __future__ import annotations

import fnmatch
import importlib
import logging
import sys
from pathlib import Path

from raw import write_raw

FAMILIES = (
    "screws", "nuts_washers", "bearings", "gears", "pins", "springs", "pipes", "flanges", "brackets", "housings",
    "spanners", "hex_keys", "glassware",
)  # fmt: skip


def main(folder: Path, patterns: list[str]) -> None:
    """Write every part, or those that match a pattern."""
    folder.mkdir(parents=True, exist_ok=True)
    for family in FAMILIES:
        for name, make in importlib.import_module(family).PARTS.items():
            if not patterns or any(fnmatch.fnmatch(name, p) for p in patterns):
                part = make()
                logging.info("%s: %d triangles", name, sum(len(s.faces) for s in part.surfaces))
                write_raw(part, folder / f"{name}.npz")


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("build123d").setLevel(logging.WARNING)
    main(Path(sys.argv[1]), sys.argv[2:])
