"""Sacks as a simulation leaves them: filled and pressed by the layer above, or run empty.

    python scripts/bake_parts/sacks.py

Writes scenes/parts/meshes/sack_*.npz in the project's environment. The same code gives the same bytes.
"""  # fmt: skip

from __future__ import annotations

import logging
import math
import sys
from pathlib import Path

import numpy as np
from scipy.spatial import HalfspaceIntersection

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from generator.mesh import mesh_to_bytes  # noqa: E402
from generator.physics.bag import Bag, BagShape, lay_bag  # noqa: E402
from scenes.shapes._mesh import Piece, make_mesh  # noqa: E402
from scenes.shapes._skins import halved, two_sided  # noqa: E402
from scenes.shapes.packages import EMPTY_SACKS, FULL_SACKS, SACK_HEIGHT_M  # noqa: E402

_FLAT_M = (0.575, 0.415)
_FULL_M3 = (0.0160, 0.0172)  # 25 kg of sand or cement
_EMPTY_M3 = (0.0007, 0.0016)
_DENSITY_KG_M3 = 1500.0
_SEAM_M, _SEAM_THICK_M = 0.02, 0.0024
_HULL_TILTS_DEG = (-40.0, 40.0)
_HULL_SIDES = 12


def bake(number: int, *, full: bool) -> bytes:
    """One sack. Sacks of one kind are alike in size."""
    rng = np.random.default_rng([number, int(full)])
    volume = float(rng.uniform(*(_FULL_M3 if full else _EMPTY_M3)))
    pressed = SACK_HEIGHT_M if full else math.inf
    shape = lay_bag(Bag(*_FLAT_M, volume, _DENSITY_KG_M3, pressed), rng)
    points = shape.points_m.copy()
    if full:  # the next layer lies level
        points[:, 2] = (points[:, 2] - points[:, 2].min()) * SACK_HEIGHT_M / np.ptp(points[:, 2])
    pieces = [Piece(points, shape.faces), *_seams(points, shape, rng)]
    hull = _around(np.concatenate([piece.points_m for piece in pieces]))
    return mesh_to_bytes(make_mesh(pieces, ("sack",), [hull]))


def _seams(points_m: np.ndarray, shape: BagShape, rng: np.random.Generator) -> list[Piece]:
    """What is sewn shut beyond both ends: a strip that goes on as the rim runs, a little wavy."""
    pieces = []
    for end, inner, way in ((0, 1, -1.0), (-1, -2, 1.0)):
        rim = points_m[shape.upper[end]]
        on = rim - 0.5 * (points_m[shape.upper[inner]] + points_m[shape.lower[inner]])
        on[:, 1], on[:, 2] = 0.0, 0.4 * on[:, 2]
        on *= (1 / np.linalg.norm(on, axis=1))[:, None]
        wave = np.cumsum(rng.normal(0, 0.0012, len(rim)))
        wave -= np.linspace(wave[0], wave[-1], len(rim))
        rows = [
            rim + step * on + [0, 0, 1] * (wave * max(step, 0) / _SEAM_M)[:, None] for step in (-0.003, 0.008, _SEAM_M)
        ]
        for row in rows:
            row[:, 2] = np.clip(row[:, 2], _SEAM_THICK_M, None)
        count = len(rim)
        number = np.arange(3 * count).reshape(3, count)
        cells = np.stack([number[:-1, :-1], number[1:, :-1], number[1:, 1:], number[:-1, 1:]], axis=2).reshape(-1, 4)
        cells = cells if way > 0 else cells[:, ::-1]
        pieces.append(Piece(*two_sided(np.concatenate(rows), halved(cells), _SEAM_THICK_M)))
    return pieces


def _around(points_m: np.ndarray) -> np.ndarray:
    """(N, 3) corners of a convex piece of few faces that holds all points."""
    angles = np.arange(_HULL_SIDES) / _HULL_SIDES * 2 * math.pi
    normals = [tuple(row) for row in np.concatenate([np.eye(3), -np.eye(3)])]
    for tilt in np.radians(_HULL_TILTS_DEG):
        normals += [(math.cos(tilt) * math.cos(a), math.cos(tilt) * math.sin(a), math.sin(tilt)) for a in angles]
    out = np.array(normals)
    offsets = (points_m @ out.T).max(axis=0) + 1e-5
    corners = HalfspaceIntersection(np.column_stack([out, -offsets]), points_m.mean(axis=0)).intersections
    return np.unique(np.round(corners, 6), axis=0)


def main() -> None:
    """Bake all of them."""
    folder = ROOT / "scenes" / "parts" / "meshes"
    for full, names in ((True, FULL_SACKS), (False, EMPTY_SACKS)):
        for number, name in enumerate(names):
            path = folder / f"{name}.npz"
            path.write_bytes(bake(number, full=full))
            logging.info("%s: %d bytes", name, path.stat().st_size)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main()
