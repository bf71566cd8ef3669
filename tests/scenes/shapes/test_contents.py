"""Liquid in vessels: where it lies, how much there is, and that the vessel itself stays as it was."""

from __future__ import annotations

import numpy as np
import pytest

from generator.catalogue import load_catalogue
from generator.mesh import Mesh
from scenes.shapes.contents import filled

PARTS = load_catalogue().parts


def liquid_ml(mesh: Mesh) -> float:
    """Volume between the wetted wall, which looks into the liquid, and the free surface, which looks out of it."""
    mine = mesh.face_slots == mesh.slots.index("liquid")
    corners = mesh.vertices_m[mesh.faces[mine]].astype(float)
    wetted = mesh.cavity[mesh.faces[mine]].mean(axis=1) > 0.5
    parts = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])) / 6
    return float(parts[~wetted].sum() - parts[wetted].sum()) * 1e6


def test_a_vial_holds_what_its_bore_and_level_give() -> None:
    vial = PARTS["vial_10ml"].load()
    half, more = filled(vial, 0.5), filled(vial, 0.8)
    bore_m, low_m, high_m = 0.01015, -0.02262, 0.0107
    expected = np.pi * bore_m**2 * 0.5 * (high_m - low_m) * 1e6
    assert liquid_ml(half) == pytest.approx(expected, rel=0.12)  # the round floor and the meniscus take some
    step = np.pi * bore_m**2 * 0.3 * (high_m - low_m) * 1e6
    assert liquid_ml(more) - liquid_ml(half) == pytest.approx(step, rel=0.02)
    assert (more.volume_m3 - vial.volume_m3) * 1e6 == pytest.approx(liquid_ml(more), rel=1e-4), "it has weight"


@pytest.mark.parametrize("name", ["vial_2ml", "bottle_250ml", "beaker_100ml", "test_tube_16x100"])
def test_the_glass_keeps_its_area_and_the_surface_ends_on_the_wall(name: str) -> None:
    vessel = PARTS[name].load()
    full = filled(vessel, 0.6)

    def area(mesh: Mesh, faces: np.ndarray) -> float:
        corners = mesh.vertices_m[mesh.faces[faces]].astype(float)
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        return float(np.linalg.norm(normals, axis=1).sum() / 2)

    wetted = full.cavity[full.faces].mean(axis=1) > 0.999
    liquid = full.face_slots == full.slots.index("liquid")
    glass = vessel.slots.index("glass")
    assert area(full, (liquid & wetted) | (full.face_slots == glass)) == pytest.approx(
        area(vessel, vessel.face_slots == glass), rel=1e-5
    )
    top = full.vertices_m[np.unique(full.faces[liquid & ~wetted])]
    wall = full.vertices_m[np.unique(full.faces[liquid & wetted])]
    assert top[:, 2].max() == pytest.approx(wall[:, 2].max(), abs=1e-6)
    assert np.hypot(top[:, 0], top[:, 1]).max() == pytest.approx(np.hypot(*wall[wall[:, 2].argmax(), :2]), abs=3e-4)
    assert top[:, 2].min() < top[:, 2].max() - 0.0005, "a meniscus"


def test_filling_twice_gives_the_same_mesh() -> None:
    vial = PARTS["vial_2ml"].load()
    assert filled(vial, 0.4).key == filled(vial, 0.4).key != filled(vial, 0.41).key


def test_what_cannot_be_filled_says_why() -> None:
    with pytest.raises(ValueError, match="no slot 'glass'"):
        filled(PARTS["hex_nut_m8"].load(), 0.5)
    with pytest.raises(ValueError, match=r"0\.02 to 0\.95"):
        filled(PARTS["vial_2ml"].load(), 1.4)
