"""Real CAD files: units, bodies, turned faces. What cannot be read is refused in test_bad_files.py."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import trimesh

from generator.cad.prepare import prepare_mesh
from generator.cad.read import read_cad

DATA = Path(__file__).parents[2] / "data" / "cad"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "units", "longest_mm"),
    [("featuretype.STEP", None, 127.0), ("angle_block.STL", "in", 34.34), ("plate_holes.STL", "mm", 304.8)],
)
def test_sizes_are_true(file: str, units: str | None, longest_mm: float) -> None:
    mesh = read_cad(DATA / file, units=units)
    assert float(mesh.extent_m.max()) * 1000 == pytest.approx(longest_mm, abs=0.02)
    assert mesh.watertight
    assert mesh.hulls
    assert read_cad(DATA / file, units=units) is mesh, "the same content is read once"


def test_faces_turned_inside_out_are_turned_back() -> None:
    box = trimesh.creation.box((0.02, 0.03, 0.04))
    turned = np.asarray(box.faces, np.int32)[:, ::-1].copy()
    mesh = prepare_mesh(np.asarray(box.vertices, np.float32), turned)
    assert mesh.volume_m3 == pytest.approx(0.02 * 0.03 * 0.04, rel=1e-3)
    outwards = (mesh.corner_normals.mean(axis=1) * mesh.vertices_m[mesh.faces].mean(axis=1)).sum(axis=1)
    assert (outwards > 0).all()


def test_the_pieces_of_a_ring_leave_its_hole_open() -> None:
    ring = trimesh.creation.annulus(0.006, 0.012, 0.004)
    mesh = prepare_mesh(np.asarray(ring.vertices, np.float32), np.asarray(ring.faces, np.int32))
    pieces = [trimesh.convex.convex_hull(piece) for piece in mesh.hulls]
    assert not any(piece.contains([[0.0, 0.0, 0.0], [0.003, 0.003, 0.0]]).any() for piece in pieces)
