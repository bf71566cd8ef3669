"""Meshes are mended, shaded, weighed and centred as the real part is."""

import numpy as np
import pytest
import trimesh

from generator.cad.prepare import prepare_mesh
from generator.errors import PartError
from generator.mesh import Mesh, mesh_from_bytes, mesh_to_bytes

MM = 1e-3


def prepared(shape: trimesh.Trimesh, **options: object) -> Mesh:
    return prepare_mesh(shape.vertices * MM, shape.faces, **options)


def soup_of(shape: trimesh.Trimesh) -> tuple[np.ndarray, np.ndarray]:
    """As in an STL file: three corners of its own for each triangle."""
    corners = shape.vertices[shape.faces].reshape(-1, 3) * MM
    return corners, np.arange(len(corners)).reshape(-1, 3)


def facing_out(mesh: Mesh) -> np.ndarray:
    a, b, c = np.moveaxis(mesh.vertices_m[mesh.faces].astype(float), 1, 0)
    return np.einsum("fi,fi->f", np.cross(b - a, c - a), (a + b + c) / 3)


def test_a_box_keeps_its_volume_and_gets_its_centre() -> None:
    shape = trimesh.creation.box((10, 20, 30))
    shape.apply_translation((100, 0, 0))
    mesh = prepared(shape)
    assert mesh.watertight
    assert mesh.volume_m3 == pytest.approx(6e-6)
    assert mesh.bounds_m == pytest.approx(np.array([[-5, -10, -15], [5, 10, 15]]) * MM, abs=1e-8)
    assert len(mesh.hulls) == 1


def test_the_centre_of_mass_is_the_origin() -> None:
    cone = trimesh.creation.cone(radius=10, height=40, sections=64)
    mesh = prepared(cone)
    assert mesh.vertices_m[:, 2].min() == pytest.approx(-10 * MM, rel=1e-3)  # a quarter of the height


def test_flipped_and_mixed_windings_face_outwards() -> None:
    rng = np.random.default_rng(1)
    for wrong in (np.ones(320, bool), rng.random(320) < 0.4):
        shape = trimesh.creation.icosphere(2, 10)
        faces = shape.faces.copy()
        faces[wrong] = faces[wrong][:, ::-1]
        mesh = prepare_mesh(shape.vertices * MM, faces)
        assert (facing_out(mesh) > 0).all()
        assert mesh.volume_m3 > 0


def test_a_hollow_stays_a_hollow() -> None:
    outer, inner = trimesh.creation.box((20, 20, 20)), trimesh.creation.box((10, 10, 10))
    inner.invert()
    both = trimesh.util.concatenate([outer, inner])
    assert prepared(both).volume_m3 == pytest.approx(7e-6)
    both.invert()  # the whole file inside out
    assert prepared(both).volume_m3 == pytest.approx(7e-6)


def test_corners_weld_and_doubled_faces_go() -> None:
    corners, faces = soup_of(trimesh.creation.icosphere(2, 10))
    corners += np.random.default_rng(0).normal(0, 1e-10, corners.shape)
    mesh = prepare_mesh(corners, np.concatenate([faces, faces[:7]]))
    assert mesh.watertight
    assert len(mesh.vertices_m) == 162
    assert len(mesh.faces) == 320


def test_small_holes_are_closed() -> None:
    shape = trimesh.creation.icosphere(3, 10)
    mesh = prepare_mesh(shape.vertices * MM, np.delete(shape.faces, [5, 100, 101, 300], axis=0))
    assert mesh.watertight
    assert mesh.volume_m3 == pytest.approx(shape.volume * 1e-9, rel=0.01)
    box = trimesh.creation.box((10, 10, 10))
    lidless = prepare_mesh(box.vertices * MM, box.faces[2:])
    assert lidless.watertight


def test_corners_along_an_edge_are_stitched() -> None:
    """One long triangle on one side of an edge, two on the other: nothing is missing, but no edge matches."""
    v = np.array([[0, 0, 0], [2, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]], float) * 0.01
    faces = np.array([[0, 2, 1], [0, 3, 2], [1, 2, 3], [0, 4, 3], [4, 1, 3]])
    mesh = prepare_mesh(v, faces)
    assert mesh.watertight
    assert mesh.volume_m3 == pytest.approx(2 / 6 * 1e-6)


def test_an_open_sheet_is_not_closed_and_weighs_something() -> None:
    grid = np.stack(np.meshgrid(np.arange(6.0), np.arange(6.0)), -1).reshape(-1, 2)
    points = np.column_stack([grid, np.sin(grid[:, 0])]) * MM
    quads = np.array([[i, i + 1, i + 7, i + 6] for i in range(29) if i % 6 != 5])
    mesh = prepare_mesh(points, np.concatenate([quads[:, :3], quads[:, [0, 2, 3]]]))
    assert not mesh.watertight
    assert mesh.volume_m3 > 0
    assert np.isfinite(mesh.vertices_m).all()


def test_normals_are_smooth_on_the_round_and_split_at_edges() -> None:
    mesh = prepared(trimesh.creation.cylinder(radius=10, height=20, sections=48))
    corners, normals = mesh.vertices_m[mesh.faces], mesh.corner_normals
    on_side = np.abs(normals[..., 2]) < 0.5
    radial = corners[on_side] * [1, 1, 0] / 0.01
    assert np.einsum("ni,ni->n", normals[on_side], radial).min() > 0.995
    assert np.abs(normals[~on_side][:, 2]).min() > 0.9999
    assert np.abs(np.linalg.norm(normals, axis=2) - 1).max() < 1e-5


def test_given_normals_follow_their_faces() -> None:
    shape = trimesh.creation.box((10, 10, 10))
    normals = np.repeat(shape.face_normals[:, None], 3, axis=1)
    mesh = prepare_mesh(shape.vertices * MM, shape.faces[:, ::-1], corner_normals=-normals)
    a, b, c = np.moveaxis(mesh.vertices_m[mesh.faces].astype(float), 1, 0)
    flat = np.cross(b - a, c - a)
    assert (np.einsum("fki,fi->fk", mesh.corner_normals, flat) > 0).all()


def test_cavities_are_blocked_and_convex_bodies_are_not() -> None:
    cup = trimesh.boolean.difference(
        [trimesh.creation.cylinder(10, 30, sections=32), trimesh.creation.cylinder(8, 30).apply_translation((0, 0, 4))],
        engine="manifold",
    )
    mesh = prepared(cup)
    radius = np.linalg.norm(mesh.vertices_m[:, :2], axis=1)
    inside = (radius > 7.9 * MM) & (radius < 8.1 * MM)
    corner = inside & (mesh.vertices_m[:, 2] < mesh.vertices_m[inside, 2].min() + 0.1 * MM)
    assert mesh.cavity[corner].min() > 0.25
    assert mesh.cavity[radius > 9.9 * MM].max() < 0.1
    assert prepared(trimesh.creation.icosphere(2, 10)).cavity.max() == 0


@pytest.mark.parametrize(
    ("shape", "axis"),
    [
        (trimesh.creation.cylinder(5, 40), (0, 0, 1)),
        (
            trimesh.creation.cylinder(20, 3).apply_transform(
                trimesh.transformations.rotation_matrix(1.5708, (0, 1, 0))
            ),
            (1, 0, 0),
        ),
        (trimesh.creation.cylinder(7, 6, sections=6), (0, 0, 1)),  # a nut blank
        (trimesh.creation.box((10, 60, 20)), (0, 1, 0)),
        (trimesh.creation.annulus(5, 10, 2), (0, 0, 1)),
    ],
)
def test_the_axis_is_the_turning_or_the_long_one(shape: trimesh.Trimesh, axis: tuple[int, ...]) -> None:
    assert np.abs(prepared(shape).axis @ axis) == pytest.approx(1, abs=1e-3)


def test_slots_stay_with_their_faces() -> None:
    shape = trimesh.creation.box((10, 10, 10))
    top = (shape.face_normals[:, 2] > 0.5).astype(np.uint8)
    mesh = prepare_mesh(shape.vertices * MM, shape.faces, face_slots=top, slots=("body", "cap"))
    assert mesh.slots == ("body", "cap")
    assert (mesh.vertices_m[mesh.faces[mesh.face_slots == 1]][..., 2] > 0).all()


def test_the_same_input_gives_the_same_bytes() -> None:
    shape = trimesh.creation.annulus(4, 9, 5, sections=40)
    first, second = prepared(shape), prepared(shape)
    assert mesh_to_bytes(first) == mesh_to_bytes(second)
    assert mesh_from_bytes(mesh_to_bytes(first)).key == second.key


@pytest.mark.parametrize(
    ("vertices", "faces", "says"),
    [
        (np.zeros((0, 3)), np.zeros((0, 3), int), "no triangles"),
        (np.zeros((3, 3)), [[0, 1, 2]], "degenerate"),
        (np.array([[0, 0, 0], [1, 0, 0], [0, np.nan, 0]]), [[0, 1, 2]], "finite"),
        (np.eye(3), [[0, 1, 5]], "do not exist"),
    ],
)
def test_what_is_no_surface_is_refused(vertices: np.ndarray, faces: object, says: str) -> None:
    with pytest.raises(PartError, match=says):
        prepare_mesh(vertices, np.array(faces, int))
