from __future__ import annotations

import numpy as np
import pytest
from tiny_scenes import box, sphere

from generator.edges import FAR_M, edge_distances_m
from scenes.shapes._mesh import make_mesh, slab
from scenes.shapes.containers import open_bin


def at(mesh, places: np.ndarray) -> np.ndarray:
    """Least distance to an edge on random places: (F, N)."""
    return np.einsum("nk,fkd->fnd", places, edge_distances_m(mesh)).min(axis=2)


@pytest.fixture
def places() -> np.ndarray:
    return np.random.default_rng(0).dirichlet((1, 1, 1), 60)


def test_distance_on_a_box_is_that_to_its_nearest_edge_of_the_triangle(places):
    mesh = box(0.2, 0.1, 0.06)
    found = at(mesh, places)
    where = np.einsum("nk,fkx->fnx", places, mesh.vertices_m[mesh.faces].astype(float))
    to_faces = np.sort(np.array([0.1, 0.05, 0.03]) - np.abs(where), axis=2)
    truth = to_faces[..., 1]  # the least is 0: on a face; the next is to the nearest of its edges
    assert (found >= truth - 1e-6).all()
    near = truth < 0.01
    assert np.isclose(found[near], truth[near], atol=1e-6).mean() > 0.85


def test_a_large_ball_has_no_edges_and_a_small_one_is_all_edge(places):
    assert at(sphere(0.05), places).min() == pytest.approx(FAR_M, rel=1e-5)
    assert at(sphere(0.001), places).max() == 0.0


def test_bevels_are_edges_and_the_faces_beside_them_measure_from_there(places):
    mesh = make_mesh([slab(0.06, 0.04, 0.02, 0.003, 0.001)], ("body",))
    corners = mesh.vertices_m[mesh.faces].astype(float)
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    near = ((at(mesh, places) < 0.5e-3).mean(axis=1) * area).sum() / area.sum()
    # Twelve roundings, a millimetre wide each, and half a millimetre on both sides of them.
    assert 0.03 < near < 0.25
    assert np.median(at(mesh, places)[np.argsort(area)[-4:]]) > 0.002


def test_inner_corners_are_no_edges():
    mesh = open_bin(0.3, 0.2, 0.07)
    least = edge_distances_m(mesh).min(axis=(1, 2))
    middles = mesh.vertices_m[mesh.faces].mean(axis=1)
    low = middles[:, 2] < mesh.bounds_m[0, 2] + 0.5 * mesh.extent_m[2]
    inside = (np.abs(middles[:, :2]) < 0.35 * mesh.extent_m[:2]).all(axis=1) & low
    assert inside.any()
    assert np.median(least[inside]) > 0.002 or np.isclose(least[inside], FAR_M).any()
