"""Machines that hold and grind work: each piece is joined to the rest, hulls hold the mesh, faces are where told."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh
from scipy.spatial import ConvexHull

from scenes.shapes.belt_sanders import SLOTS, belt_sander
from scenes.shapes.grinders import grinder_body
from scenes.shapes.machine_rooms import COVER_TO_WALL_M, headstock, way_cover
from scenes.shapes.workholding import PITCH_M, SLOT_M, stud_m, vice_base, vice_jaw

MADE = {
    "belt_sander": [belt_sander(0.075, 0.45), belt_sander(0.15, 0.5)],
    "grinder_body": [grinder_body(0.15, 0.16), grinder_body(0.2, 0.19)],
    "headstock": [headstock(0.3, 0.24, 0.28, 0.17, 0.085), headstock()],
    "vice_base": [vice_base(0.1, 0.002), vice_base(0.16, 0.12)],
    "vice_jaw": [vice_jaw(0.1), vice_jaw(0.16)],
    "way_cover": [way_cover(0.55, 0.15, 0.1, 4), way_cover(0.34, 0.3, 0.12, 6)],
}


def _of_slot(mesh, slot):
    return mesh.vertices_m[mesh.faces[mesh.face_slots == slot]].reshape(-1, 3)


@pytest.mark.parametrize("name", MADE)
def test_hulls_are_small_and_hold_the_mesh(name):
    for mesh in MADE[name]:
        assert max(len(hull) for hull in mesh.hulls) <= 64
        planes = [ConvexHull(hull).equations for hull in mesh.hulls]
        depth = [(mesh.vertices_m @ e[:, :3].T + e[:, 3]).max(axis=1) for e in planes]
        assert np.min(depth, axis=0).max() < 1e-5


@pytest.mark.parametrize("name", MADE)
def test_no_piece_floats(name):
    for mesh in MADE[name]:
        body = trimesh.Trimesh(mesh.vertices_m, mesh.faces, process=False)
        labels = trimesh.graph.connected_component_labels(body.face_adjacency, node_count=len(body.faces))
        boxes = []
        for label in range(labels.max() + 1):
            points = mesh.vertices_m[mesh.faces[labels == label]].reshape(-1, 3)
            boxes.append((points.min(axis=0) - 5e-5, points.max(axis=0) + 5e-5))
        joined, left = [boxes[0]], boxes[1:]
        while found := [b for b in left if any((b[0] <= j[1]).all() and (j[0] <= b[1]).all() for j in joined)]:
            joined += found
            left = [b for b in left if not any(b is f for f in found)]
        assert not left


def test_the_sanders_belt_runs_at_the_origin_and_its_table_ends_before_it():
    for mesh in MADE["belt_sander"]:
        belt, table = (_of_slot(mesh, SLOTS.index(slot)) for slot in ("belt", "table"))
        assert belt[:, 1].min() == pytest.approx(0.0, abs=1e-5)
        assert table[:, 2].max() == pytest.approx(0.17, abs=1e-5)
        assert table[:, 1].max() == pytest.approx(-0.002, abs=1e-5)
        assert mesh.bounds_m[0, 2] == pytest.approx(0.0, abs=1e-5)
        others = mesh.vertices_m[mesh.vertices_m[:, 2] > 0.1705]
        assert others[:, 1].min() > -1e-5  # nothing stands over the table


def test_the_belt_covers_its_upper_drum():
    for mesh, high in zip(MADE["belt_sander"], (0.45, 0.5), strict=True):
        belt = trimesh.Trimesh(mesh.vertices_m, mesh.faces[mesh.face_slots == SLOTS.index("belt")], process=False)
        steel = trimesh.Trimesh(mesh.vertices_m, mesh.faces[mesh.face_slots == SLOTS.index("steel")], process=False)
        angles = np.linspace(0.1, np.pi - 0.1, 41)
        way = -np.stack([0 * angles, np.cos(angles), np.sin(angles)], axis=1)
        start = np.array([0.0007, 0.035, high]) - 0.1 * way
        first = [np.full(len(way), np.inf) for _ in range(2)]
        for far, body in zip(first, (belt, steel), strict=True):
            at, ray, _ = body.ray.intersects_location(start, way)
            np.minimum.at(far, ray, np.linalg.norm(at - start[ray], axis=1))
        assert (first[0] < first[1]).all()


def test_vice_jaws_grip_with_their_plates_and_the_bed_is_level():
    for base, jaw in zip(MADE["vice_base"], MADE["vice_jaw"], strict=True):
        above = base.vertices_m[base.vertices_m[:, 2] > 1e-5]
        assert above[:, 1].min() == pytest.approx(0.0, abs=1e-5)
        assert jaw.vertices_m[:, 1].max() == pytest.approx(0.0, abs=1e-5)
        assert jaw.vertices_m[jaw.vertices_m[:, 2] > 1e-5][:, 2].max() > 0.03


@pytest.mark.parametrize("width_m", [0.1, 0.125, 0.16])
def test_a_vices_studs_clear_its_body_and_both_meet_slots(width_m):
    assert 0.4 * width_m + 0.0125 < stud_m(width_m) < 0.7 * width_m
    assert 2 * stud_m(width_m) / PITCH_M == pytest.approx(round(2 * stud_m(width_m) / PITCH_M))
    mesh = vice_base(width_m, 0.05)
    below = mesh.vertices_m[mesh.vertices_m[:, 2] < -0.0551]
    assert np.ptp(below[below[:, 0] > 0][:, 1]) < SLOT_M


def test_a_way_cover_reaches_the_wall_and_shows_flat_sides():
    for mesh, length, high in zip(MADE["way_cover"], (0.15, 0.3), (0.1, 0.12), strict=True):
        wall = length / 2 + COVER_TO_WALL_M
        assert wall - 0.002 < mesh.bounds_m[1, 1] < wall
        front = mesh.vertices_m[mesh.vertices_m[:, 1] < -length / 2 + 0.001]
        edge = front[np.abs(front[:, 0]) > 0.999 * np.abs(front[:, 0]).max()]
        assert np.ptp(edge[:, 2]) > 0.6 * high
