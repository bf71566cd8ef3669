"""Joined edges and convex pieces of parts that code makes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial import ConvexHull

from generator.mesh import Mesh
from scenes.parts._made import joined, made
from scenes.parts._pieces import CORNERS, below, bodies, middle, ring, sectors, slices, thinned
from scenes.shapes._mesh import make_mesh, slab, turned_body
from scenes.shapes._plates import drilled


def outside_m(hull: np.ndarray, points: np.ndarray) -> np.ndarray:
    """(N,) how far points lie outside a convex piece; negative inside."""
    planes = ConvexHull(hull.reshape(-1, 3).astype(float)).equations
    return np.asarray((points @ planes[:, :3].T + planes[:, 3]).max(axis=1))


def tube() -> Mesh:
    """A ring of radius 10 to 20 mm, 5 mm high."""
    return make_mesh(
        [turned_body([(0.02, 0), (0.02, 0.005), (0.01, 0.005), (0.01, 0)], sides=48, ring=True)], ("body",)
    )


def area_m2(triangles: np.ndarray) -> float:
    a, b, c = np.moveaxis(triangles, 1, 0)
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


def test_open_pieces_that_share_their_borders_become_one_closed_body() -> None:
    mesh = make_mesh(drilled(0.06, 0.04, 0.02, (3, 2), {(0, 0): (0.004, 0.01)}), ("body",))
    whole = joined(mesh)
    assert len(bodies(mesh)) > 1
    assert len(bodies(whole)) == 1
    assert whole.watertight
    assert len(whole.faces) == len(mesh.faces)


def test_closed_bodies_that_touch_stay_apart() -> None:
    box = slab(0.02, 0.02, 0.02, 0.002, 0.001)
    mesh = make_mesh([box, box.moved(0.02)], ("body",))
    assert joined(mesh) is mesh
    assert len(bodies(mesh)) == 2


def test_what_is_open_is_called_open() -> None:
    box = slab(0.02, 0.02, 0.02, 0.002, 0.001)
    mesh = make_mesh([box], ("body",))
    less = replace(mesh, faces=mesh.faces[3:], corner_normals=mesh.corner_normals[3:], face_slots=mesh.face_slots[3:])
    assert not joined(less).watertight


def test_hulls_that_are_small_enough_stay_as_they_are() -> None:
    mesh = make_mesh([slab(0.02, 0.02, 0.02, 0.002, 0.001, steps=1)], ("body",))
    assert made(lambda: mesh)().key == mesh.key


@pytest.mark.parametrize("seed", range(4))
def test_thinned_pieces_hold_every_point_and_reach_no_further(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(400, 3))
    points *= rng.uniform(0.001, 0.05, 3) / np.linalg.norm(points, axis=1, keepdims=True)  # a ball, pressed
    hull = thinned(points)
    assert len(hull) <= CORNERS
    assert outside_m(hull, points).max() < 1e-7
    assert hull.min(axis=0) == pytest.approx(points.min(axis=0), abs=1e-7)
    assert hull.max(axis=0) == pytest.approx(points.max(axis=0), abs=1e-7)
    assert ConvexHull(hull).volume < 1.25 * ConvexHull(points).volume


def test_cuts_share_out_the_surface() -> None:
    surface = bodies(tube())[0]
    whole = area_m2(surface)
    way = np.array([0.6, 0.0, 0.8])
    assert area_m2(below(surface, way, 0.003)) + area_m2(below(surface, -way, -0.003)) == pytest.approx(whole)
    assert sum(map(area_m2, slices(surface, 0, [-0.01, 0.004]))) == pytest.approx(whole)
    assert sum(map(area_m2, sectors(surface, 2, middle(surface), count=7))) == pytest.approx(whole)
    assert sum(map(area_m2, sectors(surface, 2, middle(surface), 0.015))) == pytest.approx(whole)


def test_a_ring_stays_a_ring() -> None:
    mesh = tube()
    turns = np.linspace(0, 2 * np.pi, 90)
    inside = np.stack([0.0096 * np.cos(turns), 0.0096 * np.sin(turns), 0 * turns], axis=1)
    solid = inside * 1.2
    hulls = ring(mesh)
    assert len(hulls) == 12
    assert np.min([outside_m(hull, inside) for hull in hulls], axis=0).min() > 0
    assert np.min([outside_m(hull, solid) for hull in hulls], axis=0).max() < 1e-7
