"""Files that are broken, hostile or absurd: one clear error, nothing opened, never a hang."""

import json
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
import trimesh

from generator.cad.bodies import merge
from generator.cad.child import check_size
from generator.cad.formats import Body, open_bodies
from generator.cad.gltf import self_contained
from generator.cad.read import read_cad
from generator.cad.reduce import simplify, thin
from generator.cad.soup import Soup
from generator.errors import PartError

BOX = trimesh.creation.box((20, 20, 10))
DATA = Path(__file__).parents[2] / "data" / "cad"


def refused(path: Path, says: str, **options: object) -> None:
    with pytest.raises(PartError, match=says) as caught:
        read_cad(path, **options)
    assert str(caught.value).startswith(path.name)
    assert str(path.parent) not in str(caught.value)


def test_what_no_reader_needs_to_open_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "empty.stl").write_bytes(b"")
    refused(tmp_path / "empty.stl", "is empty")
    refused(tmp_path / "missing.stl", "cannot be opened")
    (tmp_path / "part.stpl").write_bytes(b"x")
    refused(tmp_path / "part.stpl", r"Did you mean \.stp")


def test_a_file_over_a_gigabyte_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "huge.stl").open("wb") as file:
        file.truncate(2**30 + 1)
    refused(tmp_path / "huge.stl", "at most 1 GB")


@pytest.mark.parametrize("name", ["a.stl", "a.ply", "a.glb", "a.gltf", "a.3mf", "a.step"])
def test_text_is_no_mesh(name: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 (each parser has its own; the child makes one of them)
        merge(open_bodies(b"these are notes, not a mesh\n" * 20, name.split(".")[1], 40_000))
    assert not isinstance(caught.value, (MemoryError, SystemExit))


def test_a_damaged_step_file_is_one_clear_error() -> None:
    with pytest.raises(PartError, match="CAD kernel"):
        open_bodies((DATA / "featuretype.STEP").read_bytes()[:2000], "step", 40_000)


def test_a_file_that_takes_too_long_meets_the_deadline(tmp_path: Path) -> None:
    """The reader has not even loaded by then."""
    BOX.export(tmp_path / "slow.ply")
    refused(tmp_path / "slow.ply", "was not read within", deadline_s=0.05)


def test_corners_that_are_no_numbers_are_refused() -> None:
    box = BOX.copy()
    data = bytearray(box.export(file_type="stl"))
    data[84 + 12 : 84 + 16] = struct.pack("<f", float("nan"))
    with pytest.raises(PartError, match="finite"):
        open_bodies(bytes(data), "stl", 40_000)


@pytest.mark.parametrize(
    ("extent", "unit", "says"),
    [
        (0.02, "mm", r"is 0.02 mm across .*`units: m` \(20 mm\)"),
        (300, "m", r"is 300 m across .*`units: mm` \(300 mm\)"),
        (1e9, "mm", "real size"),
    ],
)
def test_absurd_sizes_name_better_units(extent: float, unit: str, says: str) -> None:
    with pytest.raises(PartError, match=says):
        check_size(extent, unit, "stl", named=False, notes=[])


def test_a_small_part_that_may_be_in_inches_gets_a_note() -> None:
    notes: list[str] = []
    check_size(1.34, "mm", "stl", named=False, notes=notes)
    assert "`units: in` (34 mm)" in notes[0]
    check_size(1.34, "in", "stl", named=True, notes=(quiet := []))
    assert not quiet


def test_units_of_a_file_that_carries_its_own_are_refused() -> None:
    refused(DATA / "featuretype.STEP", "leave `units:` out", units="mm")


def test_a_package_that_is_none_is_one_clear_error() -> None:
    with pytest.raises(PartError, match="no 3MF package"):
        open_bodies(b"PK\x03\x04 broken", "3mf", 40_000)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.cad.formats.UNPACKED_BYTES", 2**20)
    with zipfile.ZipFile(tmp_path / "bomb.3mf", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("3D/3dmodel.model", b" " * 2**21)
    with pytest.raises(PartError, match="over 1 GB"):
        open_bodies((tmp_path / "bomb.3mf").read_bytes(), "3mf", 40_000)


def test_xml_that_defines_entities_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "evil.3mf", "w") as package:
        package.writestr("3D/3dmodel.model", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><model>&a;</model>')
    with pytest.raises(PartError, match="document type"):
        open_bodies((tmp_path / "evil.3mf").read_bytes(), "3mf", 40_000)


def test_gltf_opens_no_other_file_and_no_picture() -> None:
    tree = {"asset": {"version": "2.0"}, "buffers": [{"uri": "../../secret.bin", "byteLength": 4}]}
    with pytest.raises(PartError, match="another file"):
        self_contained(json.dumps(tree).encode(), "gltf")
    tree = {"asset": {"version": "2.0"}, "images": [{"uri": "/etc/passwd"}], "textures": [{"source": 0}]}
    assert b"passwd" not in self_contained(json.dumps(tree).encode(), "gltf")


def test_obj_opens_no_material_library() -> None:
    """A reader that opened this one would never come back."""
    text = "mtllib /dev/zero\n" + BOX.export(file_type="obj")
    assert sum(len(body.faces) for body in open_bodies(text.encode(), "obj", 40_000)) == 12


def test_materials_become_slots() -> None:
    scene = trimesh.Scene()
    for name, colour, z in (("housing", [200, 20, 20, 255], 0), ("seal", [20, 20, 20, 255], 0.02)):
        body = trimesh.creation.box((0.02, 0.02, 0.01)).apply_translation((0, 0, z))
        material = trimesh.visual.material.PBRMaterial(name=name, baseColorFactor=colour)
        body.visual = trimesh.visual.TextureVisuals(material=material)
        scene.add_geometry(body, geom_name=name)
    soup, slots = merge(open_bodies(scene.export(file_type="glb"), "glb", 40_000))
    assert sorted(slots) == ["housing", "seal"]
    for name, z_m in (("housing", 0), ("seal", 0.02)):
        corners = soup.vertices[soup.faces[soup.slots == slots.index(name)]]
        assert corners.reshape(-1, 3).mean(axis=0) == pytest.approx([0, 0, z_m], abs=1e-3)


def test_more_materials_than_slots_share_the_last() -> None:
    bodies = [
        Body(np.asarray(BOX.vertices), np.tile(np.asarray(BOX.faces), (1 + i, 1)), None, "", f"paint {i}")
        for i in range(11)
    ]
    soup, slots = merge(bodies)
    assert len(slots) == 8
    assert slots[-1] == "other"
    assert (soup.slots == 7).sum() == 12 * (1 + 2 + 3 + 4)


def test_millions_of_triangles_are_thinned_without_changing_the_shape() -> None:
    ball = trimesh.creation.icosphere(4, 10)
    corners = ball.vertices[ball.faces].reshape(-1, 3)
    soup = Soup(corners, np.arange(len(corners)).reshape(-1, 3), None, np.zeros(len(ball.faces), np.uint8))
    fewer = simplify(soup, 1000)
    assert 900 <= len(fewer.faces) <= 1010
    assert np.linalg.norm(fewer.vertices, axis=1) == pytest.approx(10, abs=0.15)
    vertices, faces = thin(corners, soup.faces)
    assert vertices is corners, "what is not over half a million triangles stays as it is"
    assert faces is soup.faces
