"""Racks, mirrors and hall furniture are closed, in their hulls, and to the dimensions that they claim."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh
from scipy.spatial import ConvexHull

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes import aisle_mirrors, hall_goods, hall_walls, rack_fittings, racks
from scenes.shapes.aisle_mirrors import round_mirror
from scenes.shapes.rack_fittings import rack_labels
from scenes.shapes.rack_uprights import HOLE_PITCH_M, POST_M, upright
from scenes.shapes.racks import pallet_rack, upright_guards

SIZES = {"tote_shelf": (2.7, 1.1, 3.5)}
SHAPES = tuple(s for m in (aisle_mirrors, hall_goods, hall_walls, rack_fittings, racks) for s in m.SHAPES)
_FLUSH_M = 0.012  # hooks, pins and studs of a rack stand so far out of its hulls at most


def closed(mesh: Mesh) -> trimesh.Trimesh:
    return trimesh.Trimesh(mesh.vertices_m, mesh.faces, process=False)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: s.name)
def test_shapes_are_closed_and_face_outwards(shape: Shape) -> None:
    mesh = shape.make(*SIZES.get(shape.name, ()))
    body = closed(mesh)
    assert body.is_watertight
    assert body.is_winding_consistent
    assert mesh.volume_m3 == pytest.approx(body.volume, rel=1e-4)
    assert set(mesh.face_slots.tolist()) == set(range(len(mesh.slots)))
    assert np.einsum("fck,fk->fc", mesh.corner_normals, body.face_normals).min() > 0.5


@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: s.name)
def test_hulls_hold_the_shape(shape: Shape) -> None:
    mesh = shape.make(*SIZES.get(shape.name, ()))
    planes = [ConvexHull(hull).equations for hull in mesh.hulls]
    points = mesh.vertices_m[:: max(1, len(mesh.vertices_m) // 2500)].astype(float)
    away = np.min([(points @ e[:, :3].T + e[:, 3]).max(axis=1) for e in planes], axis=0)
    assert away.max() < (_FLUSH_M if shape.name == "pallet_rack" else 1e-5)


def test_the_holes_of_an_upright_go_in_on_its_face_at_a_pitch() -> None:
    high = 2.4
    piece = upright(high)
    body = trimesh.Trimesh(piece.points_m, piece.faces, process=False)
    rows = np.arange(1, int(high / HOLE_PITCH_M) - 1)
    middle = (high - (len(rows) + 1) * HOLE_PITCH_M) / 2 + (rows - 0.5) * HOLE_PITCH_M
    starts = np.column_stack([np.full(len(rows), 0.023), np.full(len(rows), -1.0), middle])
    found, which, _ = body.ray.intersects_location(starts, np.tile([0.0, 1.0, 0.0], (len(rows), 1)), False)
    assert len(which) == len(rows)
    assert found[:, 1] == pytest.approx(-POST_M[1] / 2 + 0.03, abs=1e-6)
    beside = body.ray.intersects_location([[0.0, -1.0, 1.2]], [[0.0, 1.0, 0.0]], False)[0]
    assert beside[0, 1] == pytest.approx(-POST_M[1] / 2)


def test_beams_end_at_the_uprights_and_their_tops_are_the_levels() -> None:
    mesh = pallet_rack(1, 3, 2.7, 1.5, 1.1)
    beams = mesh.vertices_m[np.unique(mesh.faces[mesh.face_slots == 1])]
    assert np.abs(beams[np.abs(beams[:, 1]) < 0.53, 0]).max() <= 1.35 + 1e-6
    above = beams[(beams[:, 2] > 2.9) & (np.abs(beams[:, 0]) < 1.2), 2]
    assert above.max() == pytest.approx(3.0, abs=1e-6)
    assert mesh.bounds_m[0, 2] == pytest.approx(0.0, abs=1e-6)


def test_some_guards_are_bent_and_which_depends_on_the_pattern() -> None:
    meshes = [upright_guards(2, pattern=p) for p in range(8)]
    assert len({m.key for m in meshes}) > 1
    fronts = [m.vertices_m[np.abs(m.vertices_m[:, 1]) > 0.62].shape[0] for m in meshes]
    assert max(fronts) > min(fronts), "a dent moves the face of a guard inwards"


@pytest.mark.parametrize(("diameter", "curvature"), [(0.6, 1.5), (0.8, 2.2)])
def test_a_mirror_is_a_cap_of_a_sphere_of_its_radius_turned_into_the_aisle(diameter: float, curvature: float) -> None:
    mesh = round_mirror(diameter, curvature, turn_deg=45.0, tilt_deg=15.0)
    c = np.cos(np.radians(15.0)) * np.sqrt(0.5)
    looks = np.array([c, -c, -np.sin(np.radians(15.0))])
    ahead = (mesh.face_slots == 0) & (closed(mesh).face_normals @ looks > 0.5)
    front = mesh.vertices_m[np.unique(mesh.faces[ahead])].astype(float)
    front = front[front @ looks > np.sort(front @ looks)[56 + 2]]  # without the edge of the sheet
    solved = np.linalg.lstsq(np.column_stack([2 * front, np.ones(len(front))]), (front**2).sum(axis=1), rcond=None)[0]
    assert np.sqrt(solved[3] + solved[:3] @ solved[:3]) == pytest.approx(curvature, rel=0.01)
    out = front[np.argmax(front @ looks)] - solved[:3]
    assert out / np.linalg.norm(out) == pytest.approx(looks, abs=0.01)


def test_labels_lie_on_the_beams_one_for_each_place() -> None:
    mesh = rack_labels(2, 3, 2.7, 1.7, 1.1, pattern=1)
    assert mesh.slots == ("level_0", "level_1", "level_2")
    assert mesh.bounds_m[:, 1] == pytest.approx([-0.5505, -0.5499], abs=2e-4)
    low, high = mesh.bounds_m[:, 2]
    assert low > 1.7 - 0.11
    assert high < 2 * 1.7
