"""Meshes: checked when made, stored compactly, the same bytes again."""

from __future__ import annotations

import dataclasses
import io

import numpy as np
import pytest

from generator.mesh import Mesh, mesh_from_bytes, mesh_to_bytes, read_mesh


def tetrahedron(**changes: object) -> Mesh:
    corners = np.array([[0, 0, 0], [0.1, 0, 0], [0, 0.2, 0], [0, 0, 0.3]], np.float32)
    faces = np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]], np.int32)
    sides = corners[faces]
    flat = np.cross(sides[:, 1] - sides[:, 0], sides[:, 2] - sides[:, 0])
    flat /= np.linalg.norm(flat, axis=1, keepdims=True)
    fields = {
        "vertices_m": corners,
        "faces": faces,
        "corner_normals": np.repeat(flat[:, None], 3, axis=1).astype(np.float32),
        "face_slots": np.array([0, 0, 1, 1], np.uint8),
        "slots": ("body", "cap"),
        "hulls": (corners, corners + np.float32(0.01)),
        "cavity": np.array([0, 0.25, 0.5, 1], np.float32),
        "axis": np.array([0, 0, 1], np.float32),
        "volume_m3": 0.001,
    }
    return Mesh(**(fields | changes))


def bumpy(seed: int = 0) -> Mesh:
    """Normals in all directions, for what storing does to them."""
    normals = np.random.default_rng(seed).normal(size=(4, 3, 3))
    normals /= np.linalg.norm(normals, axis=2, keepdims=True)
    return tetrahedron(corner_normals=normals.astype(np.float32))


def test_storing_keeps_what_the_docstring_says() -> None:
    mesh = bumpy()
    again = mesh_from_bytes(mesh_to_bytes(mesh))
    for name in ("vertices_m", "faces", "face_slots", "axis"):
        np.testing.assert_array_equal(getattr(again, name), getattr(mesh, name))
        assert getattr(again, name).dtype == getattr(mesh, name).dtype
    np.testing.assert_allclose(again.corner_normals, mesh.corner_normals, atol=3e-5)
    np.testing.assert_allclose(again.cavity, mesh.cavity, atol=1 / 255)
    assert [h.tolist() for h in again.hulls] == [h.tolist() for h in mesh.hulls]
    assert (again.slots, again.volume_m3, again.watertight) == (mesh.slots, mesh.volume_m3, mesh.watertight)
    assert again.key == mesh.key


@pytest.mark.parametrize("seed", range(5))
def test_storing_again_gives_the_same_bytes(seed: int) -> None:
    """Otherwise a dataset made from stored meshes would differ from the one made from the CAD files."""
    data = mesh_to_bytes(bumpy(seed))
    assert mesh_to_bytes(mesh_from_bytes(data)) == data
    assert mesh_to_bytes(bumpy(seed)) == data


def test_a_mesh_without_pieces_or_with_many_vertices_is_stored_too(tmp_path) -> None:
    count = 70_000
    grid = np.column_stack([np.arange(count), np.arange(count) % 7, np.arange(count) % 3]).astype(np.float32)
    faces = np.array([[0, 1, 2], [count - 3, count - 2, count - 1]], np.int32)
    mesh = tetrahedron(
        vertices_m=grid,
        faces=faces,
        corner_normals=np.tile(np.float32([0, 0, 1]), (2, 3, 1)),
        face_slots=np.zeros(2, np.uint8),
        cavity=np.zeros(count, np.float32),
        hulls=(),
    )
    path = tmp_path / "mesh.npz"
    path.write_bytes(mesh_to_bytes(mesh))
    again = read_mesh(path)
    np.testing.assert_array_equal(again.faces, faces)
    assert again.hulls == ()


def test_the_key_stands_for_the_shape_and_its_slots() -> None:
    mesh = tetrahedron()
    assert mesh.key == tetrahedron().key
    assert len(mesh.key) == 16
    moved = mesh.vertices_m.copy()
    moved[0, 0] += 1e-6
    others = [
        dataclasses.replace(mesh, vertices_m=moved),
        dataclasses.replace(mesh, slots=("body", "lid")),
        dataclasses.replace(mesh, face_slots=np.array([0, 1, 1, 1], np.uint8)),
        dataclasses.replace(mesh, hulls=mesh.hulls[:1]),
    ]
    assert len({m.key for m in others} | {mesh.key}) == 5


@pytest.mark.parametrize(
    "changes",
    [
        {"vertices_m": np.zeros((4, 3))},
        {"vertices_m": np.zeros((4, 2), np.float32)},
        {"faces": np.zeros((4, 3), np.int64)},
        {"corner_normals": np.zeros((3, 3, 3), np.float32)},
        {"face_slots": np.zeros(3, np.uint8)},
        {"face_slots": np.full(4, 2, np.uint8)},
        {"slots": ()},
        {"cavity": np.zeros(5, np.float32)},
        {"axis": np.zeros(2, np.float32)},
        {"faces": np.full((4, 3), 4, np.int32)},
        {"faces": np.full((4, 3), -1, np.int32)},
        {"vertices_m": np.full((4, 3), np.nan, np.float32)},
    ],
)
def test_arrays_that_do_not_fit_are_refused_when_the_mesh_is_made(changes: dict) -> None:
    with pytest.raises(ValueError, match=r"mesh|Mesh|slot"):
        tetrahedron(**changes)


def test_sizes() -> None:
    mesh = tetrahedron()
    np.testing.assert_allclose(mesh.extent_m, [0.1, 0.2, 0.3], rtol=1e-6)
    np.testing.assert_allclose(mesh.bounds_m, [[0, 0, 0], [0.1, 0.2, 0.3]], rtol=1e-6)
    assert mesh.radius_m == pytest.approx(0.3)


def test_files_that_could_run_code_or_are_of_another_format_are_refused() -> None:
    buffer = io.BytesIO()
    np.savez(buffer, format=np.int32(1), vertices_m=np.array([{"a": 1}], dtype=object))
    with pytest.raises((ValueError, KeyError)):
        mesh_from_bytes(buffer.getvalue())
    buffer = io.BytesIO()
    np.savez(buffer, format=np.int32(99))
    with pytest.raises(ValueError, match="format 99"):
        mesh_from_bytes(buffer.getvalue())
