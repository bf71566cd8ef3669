"""Cartons: same size however they are taped and knocked, rounded where folded, tape and label on the board."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from generator.edges import FAR_M, edge_distances_m
from generator.mesh import Mesh
from scenes.shapes.cartons import TAPES, shipping_carton

SIZE = (0.4, 0.3, 0.2)


def slot_points(mesh: Mesh, slot: str) -> np.ndarray:
    return mesh.vertices_m[np.unique(mesh.faces[mesh.face_slots == mesh.slots.index(slot)])]


@pytest.mark.parametrize("tape", TAPES)
@pytest.mark.parametrize("crush_m", [0.0, 0.03])
def test_a_carton_is_closed_and_of_its_size_however_it_is_taped(tape: str, crush_m: float):
    for pattern in range(4):
        mesh = shipping_carton(*SIZE, 0.003, crush_m, pattern=pattern, tape=tape)
        body = trimesh.Trimesh(mesh.vertices_m, mesh.faces, process=False)
        assert body.is_watertight
        width, height, depth = mesh.extent_m
        assert height == pytest.approx(SIZE[2], abs=2e-5)  # others stand on it
        assert 0.0 <= SIZE[0] - width < 0.003
        assert 0.0 <= SIZE[1] - depth < 0.003


def test_two_of_a_batch_differ():
    assert shipping_carton(*SIZE, pattern=1).key != shipping_carton(*SIZE, pattern=2).key


def test_tape_and_label_lie_on_the_board():
    mesh = shipping_carton(*SIZE, pattern=5)
    board = mesh.faces[mesh.face_slots == 0]
    surface = trimesh.Trimesh(mesh.vertices_m, board, process=False)
    for slot, most in (("tape", 0.0035), ("label", 0.0006)):  # tape bridges the step from wall to flap
        _, away, _ = trimesh.proximity.closest_point(surface, slot_points(mesh, slot))
        assert away.max() < most, slot


def test_folds_are_round_and_wear_as_edges_do():
    """Across a fold no two faces of the walls meet at more than 35 degrees, and wear finds an edge there."""
    mesh = shipping_carton(*SIZE, 0.0, pattern=0)
    corners = mesh.vertices_m[mesh.faces[mesh.face_slots == 0]]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal = cross / np.maximum(np.linalg.norm(cross, axis=1, keepdims=True), 1e-20)
    middle = corners.mean(axis=1)
    fold = (np.abs(middle[:, 1]) < 0.05) & (np.abs(normal[:, 0]) > 0.2) & (np.abs(normal[:, 2]) > 0.2)
    assert fold.sum() > 20, "an upright edge has faces that look between its walls"
    steep = np.degrees(np.arctan2(np.abs(normal[fold, 0]), np.abs(normal[fold, 2])))
    assert steep.min() > 20
    assert steep.max() < 70
    worn = edge_distances_m(mesh)[mesh.face_slots == 0].min(axis=(1, 2))
    assert (worn[fold] < 0.004).all()
    walls = np.abs(normal[:, 2]) > 0.99
    assert (worn[walls & (np.abs(middle[:, 0]) < 0.1) & (np.abs(middle[:, 1]) < 0.05)] == FAR_M).all()


def test_an_unknown_way_of_taping_is_refused():
    with pytest.raises(ValueError, match="seam, double, edges"):
        shipping_carton(*SIZE, tape="glue")


@pytest.mark.parametrize("extra", ["second", "remainder"])
def test_what_else_sticks_on_a_wall_lies_beside_the_label_and_on_the_wall(extra):
    found = 0
    for pattern in range(12):
        mesh = shipping_carton(0.6, 0.4, 0.3, label_turn_deg=6.0, extra=extra, pattern=pattern)
        paper = np.unique(mesh.faces[mesh.face_slots == mesh.slots.index("label")])
        first, other = mesh.vertices_m[paper[:86]], mesh.vertices_m[paper[86:]]
        if not len(other):
            continue
        found += 1
        gap = np.maximum(first.min(axis=0) - other.max(axis=0), other.min(axis=0) - first.max(axis=0))
        assert gap[:2].max() > 0.002
        assert np.abs(mesh.vertices_m[paper, 0]).max() < 0.3
        assert np.ptp(mesh.extent_m - shipping_carton(0.6, 0.4, 0.3, pattern=pattern).extent_m) < 1e-4
    assert found > 8


def test_a_label_is_turned_about_its_middle():
    straight, turned = (shipping_carton(0.6, 0.4, 0.3, label_turn_deg=turn) for turn in (0.0, 6.0))
    ends = []
    for mesh in (straight, turned):
        points = mesh.vertices_m[np.unique(mesh.faces[mesh.face_slots == mesh.slots.index("label")])]
        lower = points[np.argsort(points[:, 1] - 10 * points[:, 0])[-4:], :2].mean(axis=0)
        middle = points[:, :2].mean(axis=0)
        ends.append(lower - middle)
    assert np.degrees(np.arctan2(*ends[1][::-1]) - np.arctan2(*ends[0][::-1])) == pytest.approx(6.0, abs=2.0)
