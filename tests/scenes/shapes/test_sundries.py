"""Sundries are closed, of real size, held by their hulls, and what is drawn by a pattern differs with it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial import ConvexHull

from generator.mesh import Mesh
from scenes.shapes import harness_sundries, machine_sundries
from scenes.shapes.lab_sundries import crumpled_tissue, drip_ring
from scenes.shapes.labware import LABELS, VESSELS, lab_vessel
from scenes.shapes.labware_racks import BOX_M, LID_M, tip_box
from scenes.shapes.machine_sundries import COIL_M, HANGS_M, air_gun, chip_brush


def outside_m(mesh: Mesh) -> np.ndarray:
    """(N,) how far the corners lie outside the union of the hulls; negative inside."""
    points = mesh.vertices_m[:: max(1, len(mesh.vertices_m) // 3000)].astype(float)
    planes = [ConvexHull(hull.astype(float)).equations for hull in mesh.hulls]
    return np.min([(points @ p[:, :3].T + p[:, 3]).max(axis=1) for p in planes], axis=0)


@pytest.mark.parametrize("shape", [*harness_sundries.SHAPES, *machine_sundries.SHAPES], ids=lambda shape: shape.name)
def test_each_is_closed_and_held_by_its_hulls(shape) -> None:
    mesh = shape.make()
    edges = np.concatenate([mesh.faces[:, [0, 1]], mesh.faces[:, [1, 2]], mesh.faces[:, [2, 0]]]).astype(np.int64)
    size = len(mesh.vertices_m)
    forth, back = (np.sort(edges[:, i] * size + edges[:, 1 - i]) for i in (0, 1))
    assert np.array_equal(forth, back)
    assert mesh.volume_m3 > 0
    assert outside_m(mesh).max() < 1e-3


def test_an_air_gun_stays_before_its_wall_and_hangs_as_far_as_it_says() -> None:
    gun = air_gun()
    assert gun.bounds_m[1, 1] <= 1e-6
    assert -gun.bounds_m[0, 2] == pytest.approx(HANGS_M + COIL_M, abs=0.012)


def test_a_brush_lies_flat_and_its_bristles_are_its_own() -> None:
    one, other = chip_brush(pattern=1), chip_brush(pattern=2)
    assert one.extent_m[2] < 0.016
    assert len(one.faces) == len(other.faces)
    assert not np.allclose(one.vertices_m, other.vertices_m)


@pytest.mark.parametrize("kind", LABELS)
def test_a_strip_of_tape_lies_on_the_glass_with_its_writing_on_it(kind: str) -> None:
    bare, written = lab_vessel(kind), lab_vessel(kind, 0.0, 4)
    assert written.slots == (*bare.slots, "tape", "ink")
    known = np.array(VESSELS[kind].outer)
    order = np.argsort(known[:, 1], kind="stable")
    low = float((written.vertices_m[:, 2]).min())
    for slot in ("tape", "ink"):
        points = written.vertices_m[np.unique(written.faces[written.face_slots == written.slots.index(slot)])]
        z = points[:, 2].astype(float) - low
        off = np.hypot(points[:, 0], points[:, 1]) - np.interp(z, known[order, 1], known[order, 0])
        assert off.min() > -3e-5  # the strip's own weight moves the origin by that
        assert off.max() < 1.2e-4
        assert LABELS[kind][0] - 0.004 < z.min() < z.max() < LABELS[kind][1] + 0.004
    assert not np.array_equal(written.vertices_m[-50:], lab_vessel(kind, 0.0, 5).vertices_m[-50:])


def test_a_lid_closes_a_tip_box_over_its_tips_and_boxes_can_stand_on_it() -> None:
    open_box, shut = tip_box(), tip_box(lid=1)
    assert shut.extent_m[2] == pytest.approx(BOX_M + LID_M, abs=1e-4)
    lid = shut.vertices_m[np.unique(shut.faces[shut.face_slots == shut.slots.index("lid")])]
    tips = shut.vertices_m[np.unique(shut.faces[shut.face_slots == shut.slots.index("tip")])]
    inner = lid[np.abs(lid[:, 2] - (lid[:, 2].max() - 0.0018)) < 1e-5]
    assert len(inner)
    assert tips[:, 2].max() < inner[:, 2].min() - 0.004
    assert open_box.slots == ("box", "deck", "tip")


def test_tissues_and_rings_differ_by_their_pattern_and_lie_flat() -> None:
    for make, thin in ((crumpled_tissue, 0.07), (drip_ring, 0.003)):
        one, other = make(pattern=1), make(pattern=2)
        assert one.extent_m[2] < thin
        assert one.bounds_m[0, 2] == pytest.approx(other.bounds_m[0, 2], abs=0.02)
        assert not np.allclose(one.extent_m, other.extent_m, atol=1e-6)
