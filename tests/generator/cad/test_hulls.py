"""Convex pieces hold their mesh, are few and small, and leave rings open."""

import numpy as np
import pytest
import trimesh
from scipy.spatial import ConvexHull

from generator.cad.prepare import prepare_mesh
from generator.mesh import Mesh

MM = 1e-3
DATA = "tests/data/cad"


def beaker() -> trimesh.Trimesh:
    return trimesh.boolean.difference(
        [trimesh.creation.cylinder(20, 50), trimesh.creation.cylinder(18, 50).apply_translation((0, 0, 2))],
        engine="manifold",
    )


def frame() -> trimesh.Trimesh:
    return trimesh.boolean.difference(
        [trimesh.creation.box((60, 40, 5)), trimesh.creation.box((40, 24, 9))], engine="manifold"
    )


def bolt() -> trimesh.Trimesh:
    head = trimesh.creation.cylinder(7.5, 5, sections=6).apply_translation((0, 0, 2.5))
    shank = trimesh.creation.cylinder(4, 30).apply_translation((0, 0, -14.9))
    return trimesh.boolean.union([head, shank], engine="manifold")


SHAPES = {
    "washer": trimesh.creation.annulus(4.2, 8, 1.6, sections=48),
    "beaker": beaker(),
    "frame": frame(),
    "bolt": bolt(),
    "ball": trimesh.creation.icosphere(3, 5),
}


@pytest.fixture(scope="module", params=SHAPES)
def shape(request: pytest.FixtureRequest) -> Mesh:
    solid = SHAPES[request.param]
    return prepare_mesh(solid.vertices * MM, solid.faces)


def outside_m(mesh: Mesh, points: np.ndarray) -> np.ndarray:
    """Distance by which points stick out of the union of the pieces (negative: inside)."""
    depths = []
    for hull in mesh.hulls:
        planes = ConvexHull(hull.astype(float)).equations
        depths.append((points @ planes[:, :3].T + planes[:, 3]).max(axis=1))
    return np.min(depths, axis=0)


def test_the_pieces_hold_the_mesh(shape: Mesh) -> None:
    surface = trimesh.Trimesh(shape.vertices_m, shape.faces, process=False)
    samples = trimesh.sample.sample_surface(surface, 4000, seed=1)[0]
    assert outside_m(shape, np.concatenate([shape.vertices_m, samples])).max() < 2e-5


def test_pieces_are_few_and_small(shape: Mesh) -> None:
    assert len(shape.hulls) <= 20
    assert max(len(hull) for hull in shape.hulls) <= 64


def test_pieces_hold_little_more_than_the_mesh(shape: Mesh) -> None:
    pieces = sum(ConvexHull(hull.astype(float)).volume for hull in shape.hulls)
    assert pieces < 1.25 * shape.volume_m3


def made(name: str) -> Mesh:
    return prepare_mesh(SHAPES[name].vertices * MM, SHAPES[name].faces)


def test_a_ring_stays_a_ring() -> None:
    washer = made("washer")
    angles = np.linspace(0, 2 * np.pi, 90)
    hole = 0.95 * 4.2 * MM * np.stack([np.cos(angles), np.sin(angles), 0 * angles], axis=1)
    assert outside_m(washer, np.vstack([hole, [[0, 0, 0]]])).min() > 0


def test_a_window_and_a_cup_stay_open() -> None:
    inside = np.array([[x, y, 0.0] for x in (-18, 0, 18) for y in (-10, 0, 10)]) * MM
    assert outside_m(made("frame"), inside).min() > 0
    axis = np.column_stack([np.zeros((9, 2)), np.linspace(-15, 24, 9)]) * MM
    assert outside_m(made("beaker"), axis).min() > 0


def test_an_open_mesh_is_wrapped_all_the_same() -> None:
    shell = trimesh.creation.annulus(10, 20, 8)
    rng = np.random.default_rng(0)
    holes = prepare_mesh(shell.vertices * MM, np.delete(shell.faces, rng.choice(len(shell.faces), 6), axis=0))
    assert outside_m(holes, holes.vertices_m.astype(float)).max() < 2e-5


def test_given_pieces_are_kept() -> None:
    box = trimesh.creation.box((10, 10, 10))
    hull = np.array(box.vertices) * MM
    mesh = prepare_mesh(box.vertices * MM + 0.5, box.faces, hulls=[hull + 0.5])
    assert len(mesh.hulls) == 1
    assert np.abs(mesh.hulls[0]).max() == pytest.approx(5 * MM, rel=1e-4)
