"""Stretch film as a mesh: a closed skin around a load, with a hole where it is torn."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from generator.points import points_to_text
from scenes.shapes.films import THICK_M, film_sheet, stretch_film


@pytest.mark.parametrize("torn", ["", "3 4 3 5 4 5"])
def test_film_is_a_closed_skin_of_its_thickness(torn):
    mesh = stretch_film(rows=9, columns=40, torn=torn)
    body = trimesh.Trimesh(mesh.vertices_m, mesh.faces, process=False)
    assert body.is_watertight
    assert body.is_winding_consistent
    assert mesh.volume_m3 == pytest.approx(0.5 * body.area * THICK_M, rel=0.05)
    assert body.euler_number == (0 if not torn else -2)  # a ring; with a hole in it
    assert len(film_sheet(9, 40, torn).around[film_sheet(9, 40, torn).around >= 0]) == len(mesh.vertices_m) / 2


def test_points_move_the_skin_and_a_loose_end_is_part_of_it():
    sheet = film_sheet(6, 24, "", "1 3 5 4")
    ring = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    around = np.concatenate([np.column_stack([np.cos(ring), np.sin(ring), np.full(24, 0.2 * k)]) for k in range(6)])
    tail = np.stack(np.meshgrid(1.2 + 0.05 * np.arange(5), 0.2 * np.arange(4), indexing="ij"), axis=2).reshape(-1, 2)
    points = np.concatenate([around, np.column_stack([tail[:, 0], np.full(20, 0.3), tail[:, 1]])])
    assert sheet.count == len(points)
    mesh = stretch_film(points_to_text(points), 6, 24, "", "1 3 5 4")
    assert trimesh.Trimesh(mesh.vertices_m, mesh.faces, process=False).is_watertight
    assert np.abs(mesh.vertices_m[: len(points)] - points).max() < 2 * THICK_M  # in the frame of its points
    assert mesh.bounds_m[1][0] == pytest.approx(1.4, abs=THICK_M)
