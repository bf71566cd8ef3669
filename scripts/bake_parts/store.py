"""Second stage of the catalogue: raw surfaces to the meshes that are shipped. Runs in the project's environment.

    python scripts/bake_parts/store.py RAW_DIR [NAME_PATTERN ...]

The same raw surfaces give the same bytes.
"""  # fmt: skip

from __future__ import annotations

import fnmatch
import logging
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from generator.cad.prepare import prepare_mesh  # noqa: E402
from generator.mesh import mesh_to_bytes  # noqa: E402

_MM = 1e-3


def store(raw: Path, stored: Path) -> None:
    """Weigh, centre and compress one part."""
    with np.load(raw, allow_pickle=False) as part:
        hulls = (
            np.split(part["hull_points"] * _MM, np.cumsum(part["hull_sizes"])[:-1]) if len(part["hull_sizes"]) else None
        )
        mesh = prepare_mesh(
            part["vertices_mm"] * _MM,
            part["faces"],
            corner_normals=part["normals"],
            face_slots=part["face_slots"],
            slots=tuple(str(s) for s in part["slots"]),
            axis=part["axis"],
            hulls=hulls,
        )
    stored.write_bytes(mesh_to_bytes(mesh))
    logging.info(
        "%s: %d triangles, %d pieces, %d bytes", raw.stem, len(mesh.faces), len(mesh.hulls), stored.stat().st_size
    )


def main(folder: Path, patterns: list[str]) -> None:
    """Store every raw part, or those that match a pattern."""
    meshes = ROOT / "scenes" / "parts" / "meshes"
    meshes.mkdir(parents=True, exist_ok=True)
    for raw in sorted(folder.glob("*.npz")):
        if not patterns or any(fnmatch.fnmatch(raw.stem, p) for p in patterns):
            store(raw, meshes / raw.name)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main(Path(sys.argv[1]), sys.argv[2:])
