"""Marks lie on the face that they belong to, within it, clear of holes, and differ from part to part."""

from __future__ import annotations

import json
import tracemalloc
from functools import cache
from typing import Any

import numpy as np
import pytest

from generator.catalogue import load_catalogue
from generator.mesh import Mesh
from generator.shading import Graph, Surface, finish
from materials import textures
from materials.closures import Reflector
from materials.mark_places import head_face, roomy_place
from materials.marks import _euler, marked, sample_mark
from materials.textures.marked import COLUMNS, ROWS
from scenes.shapes._mesh import make_mesh, slab, turned_body

PARTS = load_catalogue().parts
PROFILE_MM = [(0.01, -22), (4, -22), (4, 8), (6.5, 8), (6.5, 13), (6.0, 13.5), (0.01, 13.5)]
BARE = Surface(Reflector((1.0, 1.0, 1.0)), "metal", 0.3, (0.5, 0.5, 0.5))


@cache
def plain_bolt() -> Mesh:
    """A round bolt without letters on its head."""
    return make_mesh([turned_body([(r / 1e3, z / 1e3) for r, z in PROFILE_MM], sides=48)], ("body",), axis=(0, 0, 1))


def drawn(kind: str, part: str, seed: int) -> dict[str, Any] | None:
    mesh = plain_bolt() if part == "plain_bolt" else PARTS[part].load()
    return sample_mark((kind,), mesh, np.random.default_rng(seed))


def first(kind: str, part: str) -> dict[str, Any]:
    return next(mark for seed in range(20) if (mark := drawn(kind, part, seed)))


def cell_middle_m(mark: dict[str, Any]) -> np.ndarray:
    u, v = np.array(mark["u"]), np.array(mark["v"])
    (column, row), size_m = mark["cell"], mark["size_m"]
    return np.array(mark["origin_m"]) + size_m * ((column + 0.5) * u + (row + 0.5) * v)


@pytest.mark.parametrize(
    ("part", "across_mm"), [("hex_bolt_m6x20", 10), ("hex_bolt_m8x30", 13), ("hex_bolt_m12x70", 18)]
)
def test_a_grade_sits_on_the_head_of_a_bolt(part, across_mm):
    mesh = PARTS[part].load()
    face = head_face(mesh)
    assert face is not None
    assert face.normal @ mesh.axis == pytest.approx(1.0, abs=1e-3)
    assert face.middle_m @ mesh.axis == pytest.approx(mesh.bounds_m[1][2], abs=2e-4)  # letters stand on some heads
    assert face.size_m * 1e3 == pytest.approx(across_mm, abs=0.12 * across_mm)


def test_letters_of_a_bolt_have_their_true_size():
    mark = first("head", "plain_bolt")
    letters_mm = 0.19 * mark["size_m"] * 1e3
    assert 1.8 < letters_mm < 2.8
    assert 0.05e-3 < abs(mark["depth_m"]) < 0.35e-3
    assert cell_middle_m(mark)[2] == pytest.approx(plain_bolt().bounds_m[1][2], abs=1e-5)
    assert np.linalg.norm(cell_middle_m(mark)[:2]) < 2e-3


@pytest.mark.parametrize("part", ["hex_bolt_m8x30", "socket_screw_m8x25"])
def test_a_head_that_has_letters_in_its_mesh_is_left_alone(part):
    assert all(drawn(kind, part, seed) is None for kind in ("head", "ring") for seed in range(4))


@pytest.mark.parametrize("part", ["flat_bracket_80", "machined_housing_80", "flange_dn25", "angle_bracket_60"])
def test_an_etched_code_finds_room_clear_of_holes(part):
    mesh = PARTS[part].load()
    corners = mesh.vertices_m[mesh.faces].astype(float)
    for seed in range(6):
        face = roomy_place(mesh, 0.012, 0.5, np.random.default_rng(seed))
        assert face is not None
        across = np.cross(face.normal, face.along)
        # A ray down onto each corner of the mark's rectangle meets the face itself, not a hole in it.
        for a, b in ((-0.5, -0.25), (0.5, -0.25), (0.5, 0.25), (-0.5, 0.25), (0.0, 0.0)):
            place = face.middle_m + 0.012 * (a * face.along + b * across)
            assert covered(corners, place, face.normal)


def test_a_face_of_metres_is_searched_in_places_all_over_it_without_the_memory_of_its_whole_area():
    plate = make_mesh([slab(4.0, 3.0, 0.02, 0.05, 0.002)], ("body",))
    tracemalloc.start()
    found = [roomy_place(plate, 0.012, 0.5, np.random.default_rng(seed)) for seed in range(12)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20e6, "48 million places 0.5 mm apart"
    middles = np.array([face.middle_m for face in found if face is not None])
    assert len(middles) == len(found)
    assert (np.abs(middles) <= plate.extent_m / 2 + 1e-6).all()
    assert np.ptp(middles, axis=0)[:2].min() > 1.0


def covered(corners: np.ndarray, place: np.ndarray, normal: np.ndarray) -> bool:
    """Whether a triangle of the plane holds the place (signed areas all of one sign)."""
    near = np.abs((corners - place) @ normal).max(axis=1) < 1e-4
    a, b, c = (corners[near, i] - place for i in range(3))
    sides = np.stack([np.cross(p, q) @ normal for p, q in ((a, b), (b, c), (c, a))], axis=1)
    return bool((sides >= -1e-10).all(axis=1).any())


def test_a_mark_survives_a_recipe_and_differs_from_part_to_part():
    marks = [drawn("head", "plain_bolt", seed) for seed in range(12)]
    assert marks == [drawn("head", "plain_bolt", seed) for seed in range(12)]
    stamped = [mark for mark in marks if mark]
    assert len(stamped) >= 8
    assert len({json.dumps(mark, allow_nan=False) for mark in stamped}) == len(stamped)
    assert len({tuple(mark["cell"]) for mark in stamped}) >= 4
    graphs = [
        finish(g := Graph(), marked(g, BARE, mark)).key for mark in (stamped[0], json.loads(json.dumps(stamped[0])))
    ]
    assert graphs[0] == graphs[1]


def test_the_frame_of_a_mark_is_read_by_blender_as_it_was_laid():
    """Turned by its angles, x, y and z are the mark's u, v and normal; the middle of its cell is where it should be."""
    for kind, part in (("head", "plain_bolt"), ("etched", "flat_bracket_80"), ("etched", "angle_bracket_60")):
        mark = first(kind, part)
        x, y, z = mark["turn_rad"]
        turn = about(2, z) @ about(1, y) @ about(0, x)
        np.testing.assert_allclose(turn[:, 0], mark["u"], atol=1e-5)
        np.testing.assert_allclose(turn[:, 1], mark["v"], atol=1e-5)
        local = turn.T @ (cell_middle_m(mark) - np.array(mark["origin_m"])) / mark["size_m"]
        np.testing.assert_allclose(local[:2] % 1.0, 0.5, atol=1e-4)
        assert 0 <= mark["cell"][0] < COLUMNS
        assert 0 <= mark["cell"][1] < ROWS


def about(axis: int, angle: float) -> np.ndarray:
    i, j = (axis + 1) % 3, (axis + 2) % 3
    turn = np.eye(3)
    turn[i, i] = turn[j, j] = np.cos(angle)
    turn[j, i], turn[i, j] = np.sin(angle), -np.sin(angle)
    return turn


@pytest.mark.parametrize("upright", [-1.0, 1.0])
def test_angles_are_found_also_where_two_of_them_turn_about_one_line(upright):
    turn = about(2, 0.0) @ about(1, upright * np.pi / 2) @ about(0, 0.7)
    x, y, z = _euler(turn)
    np.testing.assert_allclose(about(2, z) @ about(1, y) @ about(0, x), turn, atol=1e-9)


def test_an_unknown_mark_is_refused():
    with pytest.raises(ValueError, match="engraved"):
        drawn("engraved", "hex_bolt_m8x30", 0)


def test_a_part_without_a_flat_face_goes_unmarked():
    assert all(drawn("etched", "compression_spring_1x10x30", seed) is None for seed in range(4))


def test_the_atlas_is_blank_between_marks():
    """Looked up beyond its border, a mark must leave the face as it is."""
    atlas = textures.load("marks")
    height, width = atlas.shape[0] // ROWS, atlas.shape[1] // COLUMNS
    for edge in (atlas[::height], atlas[height - 1 :: height], atlas[:, ::width], atlas[:, width - 1 :: width]):
        assert np.abs(edge[..., 1]).max() < 0.02
        assert np.abs(edge[..., 2:]).max() < 2.0
