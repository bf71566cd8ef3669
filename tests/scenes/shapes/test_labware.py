"""Vessels hold what their norms say, whatever their fill; holders are open where things stand in them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial import ConvexHull

from generator.mesh import Mesh
from scenes.shapes import hoods, lab_sundries, labware_racks, labware_tools, stainless, stainless_pipes, washware
from scenes.shapes.labware import VESSELS, lab_vessel
from scenes.shapes.labware_racks import BASE_M, clear_tub, tube_rack

pytestmark = pytest.mark.slow  # every shape by itself

# Millilitres to the brim of the working height; norms leave a few percent of head room.
_NOMINAL_ML = {"beaker_250ml": 250, "beaker_600ml": 600, "erlenmeyer_250ml": 250, "measuring_cylinder_100ml": 100,
               "volumetric_flask_100ml": 100, "serum_vial_10r": 11.5, "centrifuge_tube_50ml": 50,
               "preserve_jar_370ml": 345, "clear_bottle_1l": 1000}  # fmt: skip
BUILT = [
    shape
    for module in (hoods, lab_sundries, labware_racks, labware_tools, stainless, stainless_pipes, washware)
    for shape in module.SHAPES
]


def liquid_ml(mesh: Mesh) -> float:
    """Between the wetted wall, which looks into the liquid, and the free surface, which looks out of it."""
    mine = mesh.face_slots == mesh.slots.index("liquid")
    corners = mesh.vertices_m[mesh.faces[mine]].astype(float)
    wetted = mesh.cavity[mesh.faces[mine]].mean(axis=1) > 0.5
    parts = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])) / 6
    return float(parts[~wetted].sum() - parts[wetted].sum()) * 1e6


def outside_m(mesh: Mesh, points_m: np.ndarray) -> np.ndarray:
    """(N,) how far points lie outside the union of the hulls; negative inside."""
    planes = [ConvexHull(hull.astype(float)).equations for hull in mesh.hulls]
    return np.min([(points_m @ p[:, :3].T + p[:, 3]).max(axis=1) for p in planes], axis=0)


@pytest.mark.parametrize("kind", _NOMINAL_ML)
def test_a_full_vessel_holds_what_it_is_sold_for(kind: str) -> None:
    assert liquid_ml(lab_vessel(kind, 1.0)) == pytest.approx(_NOMINAL_ML[kind], rel=0.22)


@pytest.mark.parametrize("kind", VESSELS)
def test_more_fill_is_more_liquid_with_a_meniscus_and_a_weight(kind: str) -> None:
    empty, half, full = (lab_vessel(kind, share) for share in (0.0, 0.5, 1.0))
    assert "liquid" not in empty.slots
    assert 0 < liquid_ml(half) < liquid_ml(full)
    assert (half.volume_m3 - empty.volume_m3) * 1e6 == pytest.approx(liquid_ml(half), rel=1e-3)
    free = (half.face_slots == half.slots.index("liquid")) & (half.cavity[half.faces].mean(axis=1) < 0.5)
    top = half.vertices_m[np.unique(half.faces[free])]
    across = np.hypot(top[:, 0], top[:, 1])
    assert top[across.argmax(), 2] == pytest.approx(top[:, 2].max(), abs=1e-6), "it climbs the wall"
    assert np.ptp(top[:, 2]) > min(1e-4, 0.03 * across.max())
    assert half.extent_m == pytest.approx(empty.extent_m, abs=1e-6)


def test_a_vessel_that_is_not_known_or_overfull_is_refused() -> None:
    with pytest.raises(ValueError, match="no vessel is called 'bucket'"):
        lab_vessel("bucket")
    with pytest.raises(ValueError, match="0 to 1, not"):
        lab_vessel("beaker_250ml", 1.2)


@pytest.mark.parametrize("shape", BUILT, ids=lambda s: s.name)
def test_built_things_are_closed_turned_outwards_and_within_their_hulls(shape) -> None:
    mesh = shape.make()
    edges = np.concatenate([mesh.faces[:, [0, 1]], mesh.faces[:, [1, 2]], mesh.faces[:, [2, 0]]]).astype(np.int64)
    size = len(mesh.vertices_m)
    forth, back = (np.sort(edges[:, i] * size + edges[:, 1 - i]) for i in (0, 1))
    assert np.array_equal(forth, back), "an edge has no partner"
    assert mesh.volume_m3 > 0
    corners = mesh.vertices_m.astype(float)[mesh.faces]
    unit = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    assert np.einsum("fck,fk->fc", mesh.corner_normals, unit).min() > 0.4
    points = np.concatenate([mesh.vertices_m.astype(float), corners.mean(axis=1)])
    assert outside_m(mesh, points[:: max(1, len(points) // 3000)]).max() < 2e-5


def test_tubes_go_through_a_racks_lattice_and_stand_on_its_bottom() -> None:
    rack = tube_rack(10, 4, 0.0235, 0.07)
    z = np.linspace(BASE_M + 1e-4, 0.069, 12) + rack.bounds_m[0, 2]
    for column in (0, 4, 9):
        x, y = (column - 4.5) * 0.0235, 1.5 * 0.0235
        ring = np.array([(x + 0.0085 * np.cos(a), y + 0.0085 * np.sin(a)) for a in np.linspace(0, 6.28, 12)])
        points = np.array([(*at, height) for at in ring for height in z])
        assert outside_m(rack, points).min() > 0
    below = np.array([[0.5 * 0.0235, 0.5 * 0.0235, rack.bounds_m[0, 2] + BASE_M - 1e-3]])
    assert outside_m(rack, below)[0] < 0


def test_a_tub_is_hollow_down_to_its_floor() -> None:
    tub = clear_tub()
    low = tub.bounds_m[0, 2]
    inside = np.array([(x, y, low + z) for x in (-0.049, 0, 0.049) for y in (-0.03, 0, 0.03) for z in (0.0016, 0.05)])
    assert outside_m(tub, inside).min() > 0
    assert outside_m(tub, np.array([[0.0, 0.0, low + 0.0007]]))[0] < 0
