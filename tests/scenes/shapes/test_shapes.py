"""Every shape is a closed body with its mass at the origin, inside its hulls, with normals that point outwards."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh
from scipy.spatial import ConvexHull

from generator.mesh import Mesh, mesh_from_bytes, mesh_to_bytes
from generator.plugins import Shape
from scenes.shapes import benches, cartons, clutter, containers, conveyors, packages, pallets, rooms, wraps
from scenes.shapes._mesh import make_mesh, rounded_rect, slab

pytestmark = pytest.mark.slow  # every shape by itself

SIZES = {
    "bench_frame": (1.5, 0.75, 0.8),
    "bench_top": (1.5, 0.75, 0.03),
    "block": (0.1, 0.05, 0.03),
    "cabinet": (0.9, 0.5, 1.9),
    "conveyor_belt": (1.5, 0.4, 0.03, 0.003, 0.1, 0.25),
    "conveyor_frame": (1.5, 0.4, 0.8, 0.03),
    "deflector": (0.4, 0.04),
    "open_bin": (0.3, 0.2, 0.147),
    "sheet": (0.4, 0.3, 0.003),
    "shelf": (1.0, 0.5, 1.9),
    "shipping_carton": (0.4, 0.3, 0.2, 0.004, 0.03),
    "side_guides": (1.4, 0.38, 0.04),
    "strap_loop": (0.8, 1.1),
    "window_frame": (1.2, 1.5),
    "wooden_pallet": ("eur", 3, 1, 0.4, 0.3, 2),
}
SHAPES = tuple(
    shape
    for module in (benches, cartons, clutter, containers, conveyors, packages, pallets, rooms, wraps)
    for shape in module.SHAPES
)


def _closed(mesh: Mesh) -> trimesh.Trimesh:
    return trimesh.Trimesh(mesh.vertices_m, mesh.faces, process=False)


def outside_m(mesh: Mesh, points: np.ndarray) -> float:
    """How far the farthest of the points lies outside the union of the hulls."""
    planes = [ConvexHull(hull).equations for hull in mesh.hulls]
    return float(np.min([(points @ e[:, :3].T + e[:, 3]).max(axis=1) for e in planes], axis=0).max())


@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: s.name)
def test_shapes_are_sound(shape: Shape):
    mesh = shape.make(*SIZES.get(shape.name, ()))
    body = _closed(mesh)
    assert body.is_watertight
    assert body.is_winding_consistent
    assert mesh.volume_m3 == pytest.approx(body.volume, rel=1e-4)
    assert np.abs(body.center_mass).max() < 1e-5 * mesh.radius_m + 1e-7
    assert set(mesh.face_slots.tolist()) == set(range(len(mesh.slots)))
    assert np.linalg.norm(mesh.corner_normals, axis=2) == pytest.approx(1, abs=5e-5)  # stored ones are rounded
    facing = np.einsum("fck,fk->fc", mesh.corner_normals, body.face_normals)
    assert facing.min() > 0.5
    assert mesh_from_bytes(mesh_to_bytes(mesh)).key == mesh.key


@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: s.name)
def test_hulls_contain_the_shape(shape: Shape):
    mesh = shape.make(*SIZES.get(shape.name, ()))
    points = np.concatenate([mesh.vertices_m, trimesh.sample.sample_surface(_closed(mesh), 1500, seed=1)[0]])
    assert outside_m(mesh, points) < 1e-5


@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: s.name)
def test_shapes_are_pure(shape: Shape):
    arguments = SIZES.get(shape.name, ())
    assert shape.make(*arguments).key == shape.make(*arguments).key


@pytest.mark.parametrize(("size", "ribs"), [((0.3, 0.2, 0.147), 4), ((0.6, 0.4, 0.28), 0), ((0.2, 0.15, 0.03), 2)])
def test_a_bin_is_hollow_with_a_wall_of_its_thickness(size, ribs):
    wall = 0.003
    mesh = containers.open_bin(*size, wall_m=wall, taper_m=0.01, ribs=ribs)
    body = _closed(mesh)
    floor = mesh.bounds_m[0, 2]
    middle = floor + 0.4 * size[2]
    hits = body.ray.intersects_location([[0, 0.013, middle]], [[1, 0, 0]])[0][:, 0]
    assert len(hits) >= 2
    assert np.sort(hits)[1] - np.sort(hits)[0] == pytest.approx(wall, rel=0.4)
    down = body.ray.intersects_location([[0.01, 0.005, 1]], [[0, 0, -1]])[0][:, 2]
    assert np.sort(down) == pytest.approx([floor, floor + wall], abs=2e-5)


def test_parts_can_lie_against_a_bins_inner_faces():
    """The hulls keep the hollow free: no hull covers more than the fillet's sagitta of the inside."""
    mesh = containers.open_bin(0.3, 0.2, 0.147, wall_m=0.003, taper_m=0.006, ribs=4)
    floor = mesh.bounds_m[0, 2]
    inside = np.array([[x, y, floor + z] for x in (-0.13, 0, 0.13) for y in (-0.085, 0, 0.085) for z in (0.012, 0.1)])
    planes = [ConvexHull(hull).equations for hull in mesh.hulls]
    depth = np.min([(inside @ e[:, :3].T + e[:, 3]).max(axis=1) for e in planes], axis=0)
    assert depth.min() > 0.002


def test_a_roll_of_tape_keeps_its_hole():
    mesh = clutter.tape_roll()
    assert outside_m(mesh, np.zeros((1, 3))) > 0.03


def test_no_edge_of_a_block_is_sharp():
    """Faces that meet do so at 46 degrees at most: bevels everywhere."""
    mesh = make_mesh([slab(0.1, 0.06, 0.03, 0.004, 0.002)], ("body",))
    assert np.degrees(_closed(mesh).face_adjacency_angles).max() < 46.5


def test_an_outline_goes_round_once():
    outline = rounded_rect(0.2, 0.1, 0.02)
    x, y = outline.T
    area = 0.5 * np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))
    assert 0 < 0.02 - area < 0.0005
    assert np.ptp(outline, axis=0) == pytest.approx([0.2, 0.1])
