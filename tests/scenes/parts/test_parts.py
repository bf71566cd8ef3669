"""The catalogue of parts against the norms they are made to, and their meshes and hulls against one another."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial import ConvexHull, cKDTree

from generator.catalogue import load_catalogue
from generator.mesh import Mesh

pytestmark = pytest.mark.slow  # every part of the catalogue by itself

PARTS = load_catalogue().parts
SOLID = [name for name, part in PARTS.items() if "person" not in part.roles]  # clothes are open sheets: test_bodies.py
# A cable bends: physics lays it out as a chain of rods and never asks for its hulls (generator/physics/soft.py).
STIFF = [name for name, part in PARTS.items() if "cable" not in part.roles]
DOCS = Path(__file__).resolve().parents[3] / "docs" / "parts.md"
_FIT_M = 2e-5  # what may stick out of the hulls
ROLES = {
    "part",
    "tool",
    "glass",
    "labware",
    "washware",
    "pallet",
    "carton",
    "sack",
    "drum",
    "film",
    "person",
    "vehicle",
    "connector",
    "clip",
    "cable",
    "workpiece",
    "cutter",
    "abrasive",
}

# Largest, middle and smallest extent in mm, from the norms' tables (stamps stand up to 0.15 mm higher).
_EXTENTS_MM = {
    "hex_bolt_m6x20": (24.0, 11.3, 10.0),  # ISO 4017: l + k, e (between its least and that of sharp corners), s
    "hex_bolt_m8x30": (35.3, 14.7, 13.0),
    "hex_bolt_m8x50": (55.3, 14.7, 13.0),
    "hex_bolt_m10x40": (46.4, 18.1, 16.0),
    "hex_bolt_m12x70": (77.5, 20.4, 18.0),
    "socket_screw_m6x20": (26.0, 10.2, 10.2),  # ISO 4762: l + k, dk knurled
    "socket_screw_m8x45": (53.0, 13.2, 13.2),
    "countersunk_screw_m5x16": (16.0, 9.43, 9.43),  # ISO 10642: l, dk min .. 9.43
    "hex_nut_m6": (11.3, 10.0, 5.2),  # ISO 4032: e, s, m
    "hex_nut_m8": (14.7, 13.0, 6.8),
    "hex_nut_m10": (18.1, 16.0, 8.4),
    "hex_nut_m12": (20.4, 18.0, 10.8),
    "lock_nut_m8": (14.7, 13.0, 8.0),  # DIN 985
    "washer_m6": (12.0, 12.0, 1.6),  # ISO 7089: d2, h
    "washer_m8": (16.0, 16.0, 1.6),
    "washer_m10": (20.0, 20.0, 2.0),
    "fender_washer_m6": (18.0, 18.0, 1.6),  # ISO 7093-1
    "ball_bearing_608": (22.0, 22.0, 7.0),  # ISO 15
    "ball_bearing_6002": (32.0, 32.0, 9.0),
    "ball_bearing_6202": (35.0, 35.0, 11.0),
    "spur_gear_m1_z24": (26.0, 26.0, 15.0),  # m (z + 2), face and hub
    "spur_gear_m1_z40": (42.0, 42.0, 16.0),
    "spur_gear_m2_z18": (40.0, 40.0, 22.0),
    "dowel_pin_6x30": (30.0, 6.0, 6.0),  # ISO 8734
    "clevis_pin_8x36": (39.0, 14.0, 14.0),  # ISO 2341: l + k, dk
    "spring_pin_6x30": (30.0, 6.3, 6.25),  # ISO 8752, before driving
    "compression_spring_2x20x50": (50.0, 20.0, 20.0),
    "flange_dn15": (95.0, 95.0, 38.0),  # EN 1092-1
    "flange_dn25": (115.0, 115.0, 40.0),
    "hex_key_5": (80.0, 28.0, 5.7),  # ISO 2936: l1, l2, e
    "bottle_100ml": (101.0, 56.0, 56.0),  # ISO 4796-1 with its cap
    "test_tube_16x100": (100.0, 17.0, 17.0),  # ISO 4142: rim
    "pallet_eur": (1200.0, 800.0, 144.0),  # EN 13698-1
    "pallet_industrial": (1200.0, 1000.0, 144.0),  # EN 13698-2
    "carton_400x300x200": (400.0, 300.0, 200.0),
    "drum_steel_200l": (880.0, 585.0, 585.0),  # ISO 15750-2
}
# Mass in g from manufacturers' tables, for steel of 7.85 g/cm3.
_MASS_G = {"hex_nut_m8": 5.2, "washer_m8": 1.83, "dowel_pin_6x30": 6.6, "ball_bearing_6002": 30.0, "flange_dn15": 740.0}
# Diameter in mm that must be free along the axis through the part.
_BORES_MM = {
    "hex_nut_m6": 4.9, "hex_nut_m8": 6.6, "hex_nut_m10": 8.3, "hex_nut_m12": 10.0, "lock_nut_m8": 6.5,
    "washer_m6": 6.4, "washer_m8": 8.4, "washer_m10": 10.5, "fender_washer_m6": 6.4, "spring_washer_m8": 8.1,
    "ball_bearing_608": 8, "ball_bearing_6002": 15, "ball_bearing_6202": 15, "spur_gear_m1_z24": 8,
    "spur_gear_m1_z40": 8, "spur_gear_m2_z18": 12, "flange_dn15": 17.3, "flange_dn25": 28.5, "pipe_socket_g12": 17.2,
    "pipe_nipple_g12": 15, "shaft_collar_20": 20, "bearing_housing_6202": 28, "compression_spring_1x10x30": 8,
    "compression_spring_2x20x50": 16, "spring_pin_6x30": 3.9, "grinding_wheel_150x20": 32, "cutting_disc_125": 22.2,
    "grinding_disc_125": 22.2, "flap_disc_125": 22.2, "cutting_insert_cnmg12": 5.1,
}  # fmt: skip


@cache
def planes(name: str) -> tuple[np.ndarray, ...]:
    """Outward half-spaces (K, 4) of each hull of a part."""
    return tuple(ConvexHull(hull.astype(float)).equations for hull in PARTS[name].load().hulls)


def outside_m(name: str, points: np.ndarray) -> np.ndarray:
    """(N,) how far points lie outside the union of a part's hulls; negative inside."""
    return np.min([(points @ p[:, :3].T + p[:, 3]).max(axis=1) for p in planes(name)], axis=0)


def face_vectors(mesh: Mesh) -> np.ndarray:
    """(F, 3) cross products: direction out of each face, twice its area long."""
    a, b, c = np.moveaxis(mesh.vertices_m[mesh.faces].astype(float), 1, 0)
    return np.cross(b - a, c - a)


def crossed(mesh: Mesh, origin: np.ndarray, direction: np.ndarray) -> bool:
    """Whether an endless line meets the mesh (Moller and Trumbore 1997)."""
    a, b, c = np.moveaxis(mesh.vertices_m[mesh.faces].astype(float), 1, 0)
    ab, ac = b - a, c - a
    p = np.cross(direction, ac)
    det = (ab * p).sum(axis=1)
    det = np.where(np.abs(det) < 1e-18, np.inf, det)
    u = ((origin - a) * p).sum(axis=1) / det
    v = (np.cross(origin - a, ab) @ direction) / det
    return bool(((u > 0) & (v > 0) & (u + v < 1)).any())


def test_there_are_parts_of_every_family_the_catalogue_promises() -> None:
    families = {part.family for part in PARTS.values()}
    promised = {
        "hex_bolt", "socket_screw", "countersunk_screw", "hex_nut", "washer", "ball_bearing", "spur_gear", "dowel_pin",
        "compression_spring", "pipe_elbow", "pipe_tee", "flange", "angle_bracket", "bearing_housing", "open_spanner",
        "ring_spanner", "hex_key", "vial", "bottle", "beaker",
    }  # fmt: skip
    assert len(PARTS) >= 36
    assert promised <= families


def test_parts_are_named_for_their_family_documented_and_have_known_roles() -> None:
    docs = DOCS.read_text(encoding="utf-8")
    assert not [name for name, part in PARTS.items() if not name.startswith(f"{part.family}_")]
    assert not [name for name, part in PARTS.items() if not set(part.roles) <= ROLES]
    assert not [name for name in PARTS if name not in docs]


@pytest.mark.parametrize("name", SOLID)
def test_bodies_are_closed_and_turned_outwards(name: str) -> None:
    mesh = PARTS[name].load()
    if "liquid" in mesh.slots:
        pytest.skip("its free surface ends on the wall; tests/scenes/shapes/test_contents.py looks at these")
    edges = np.concatenate([mesh.faces[:, [0, 1]], mesh.faces[:, [1, 2]], mesh.faces[:, [2, 0]]]).astype(np.int64)
    size = len(mesh.vertices_m)
    forth, back = np.sort(edges[:, 0] * size + edges[:, 1]), np.sort(edges[:, 1] * size + edges[:, 0])
    assert mesh.watertight
    assert (np.diff(forth) > 0).all(), "an edge is used twice in the same direction"
    assert np.array_equal(forth, back), "an edge has no partner"
    volume = np.einsum("fi,fi->", mesh.vertices_m[mesh.faces[:, 0]].astype(float), face_vectors(mesh)) / 6
    assert volume == pytest.approx(mesh.volume_m3, rel=1e-3)
    assert 0 < volume < np.prod(mesh.extent_m)


@pytest.mark.parametrize("name", PARTS)
def test_normals_are_unit_and_agree_with_the_faces(name: str) -> None:
    mesh = PARTS[name].load()
    vectors = face_vectors(mesh)
    area = np.linalg.norm(vectors, axis=1)
    cosine = (mesh.corner_normals * (vectors / np.maximum(area, 1e-30)[:, None])[:, None]).sum(axis=2).min(axis=1)
    assert np.allclose(np.linalg.norm(mesh.corner_normals, axis=2), 1, atol=1e-3)
    assert area[cosine < 0.45].sum() < 1e-3 * area.sum()
    assert area[cosine < 0].sum() < 1e-6 * area.sum()


@pytest.mark.parametrize("name", PARTS)
def test_hulls_have_few_corners(name: str) -> None:
    assert all(len(hull) <= 64 for hull in PARTS[name].load().hulls)


@pytest.mark.parametrize("name", STIFF)
def test_hulls_contain_the_mesh(name: str) -> None:
    mesh = PARTS[name].load()
    corners = mesh.vertices_m.astype(float)[mesh.faces]
    points = np.concatenate([mesh.vertices_m.astype(float), corners.mean(axis=1)])
    for p in planes(name):  # what one hull holds need not be asked of the others
        points = points[(points @ p[:, :3].T + p[:, 3]).max(axis=1) > _FIT_M]
    assert not len(points)


@pytest.mark.parametrize("name", SOLID)
def test_hulls_reach_no_further_than_the_mesh(name: str) -> None:
    mesh = PARTS[name].load()
    corners = np.concatenate(mesh.hulls).astype(float)
    beyond = np.maximum(corners - mesh.bounds_m[1], mesh.bounds_m[0] - corners).max()
    assert beyond <= 5e-4 + 0.012 * mesh.extent_m.max()
    lowest = cKDTree(mesh.vertices_m).query(corners[np.argmin(corners[:, 2])])[0]
    assert lowest < 0.2 * mesh.extent_m.max()


@pytest.mark.parametrize("name", _EXTENTS_MM)
def test_extents_follow_the_norm(name: str) -> None:
    extents = np.sort(PARTS[name].load().extent_m)[::-1] * 1e3
    assert extents == pytest.approx(_EXTENTS_MM[name], rel=0.02)


@pytest.mark.parametrize("name", _MASS_G)
def test_masses_are_those_of_the_tables(name: str) -> None:
    assert PARTS[name].load().volume_m3 * 7.85e6 == pytest.approx(_MASS_G[name], rel=0.08)


@pytest.mark.parametrize("name", _BORES_MM)
def test_bores_are_open_in_mesh_and_hulls(name: str) -> None:
    mesh = PARTS[name].load()
    axis = mesh.axis.astype(float)
    side = np.cross(axis, [0.3, 0.5, 0.8])
    side /= np.linalg.norm(side)
    other = np.cross(axis, side)
    reach = 0.42 * _BORES_MM[name] * 1e-3
    half = np.abs(mesh.vertices_m @ mesh.axis).max()
    middle = mesh.bounds_m.mean(axis=0)  # not the origin, where keyways and slits pull the centre of mass
    for angle in np.linspace(0, 2 * np.pi, 8, endpoint=False):
        start = middle + reach * (np.cos(angle) * side + np.sin(angle) * other)
        assert not crossed(mesh, start, axis)
        line = start + np.linspace(-half, half, 24)[:, None] * axis
        assert outside_m(name, line).min() > 0


# Where a blind bore opens, in the box around the part (0 .. 1 along each axis), its direction, radius and depth.
_BLIND_MM = {
    "milled_block_60x60x40": ((0.5, 0.5, 1.0), (0, 0, -1), 8.4, 31.9),
    "taper_holder_bt40": ((1.0, 0.5, 0.5), (-1, 0, 0), 10.0, 17.4),
}


@pytest.mark.parametrize("name", _BLIND_MM)
def test_things_fit_into_blind_bores(name: str) -> None:
    mesh = PARTS[name].load()
    share, way, radius_mm, deep_mm = _BLIND_MM[name]
    line = mesh.bounds_m[0] + share * mesh.extent_m + np.linspace(0, deep_mm * 1e-3, 12)[:, None] * np.array(way)
    side = np.roll(way, 1)
    around = [
        line + 0.95e-3 * radius_mm * (np.cos(a) * side + np.sin(a) * np.cross(way, side)) for a in np.arange(12) * 0.524
    ]
    assert outside_m(name, np.concatenate(around)).min() > 0
    assert outside_m(name, line[-1:] + 2e-3 * np.array(way))[0] < 1e-3  # and are stopped by its floor


@pytest.mark.parametrize("name", [n for n in PARTS if n.startswith(("beaker", "test_tube")) and "filled" not in n])
def test_open_vessels_hold_things_in_their_hulls(name: str) -> None:
    mesh = PARTS[name].load()
    height = mesh.extent_m[2]
    inside = np.array([[0, 0, mesh.bounds_m[1][2] - share * height] for share in (0.02, 0.3, 0.6, 0.8)])
    assert outside_m(name, inside).min() > 0
    assert outside_m(name, np.array([[0, 0, mesh.bounds_m[0][2] + 0.012 * height]]))[0] < 0


@pytest.mark.parametrize(
    "name", [n for n in PARTS if PARTS[n].family in ("hex_bolt", "socket_screw", "countersunk_screw")]
)
def test_screws_have_threads_of_the_right_depth(name: str) -> None:
    mesh = PARTS[name].load()
    size = float(re.search(r"_m(\d+)x", name).group(1))
    pitch = {4: 0.7, 5: 0.8, 6: 1.0, 8: 1.25, 10: 1.5, 12: 1.75}[int(size)]
    low = mesh.bounds_m[0][2] * 1e3
    points = mesh.vertices_m.astype(float) * 1e3
    turn = points[(points[:, 2] > low + 2 * pitch) & (points[:, 2] < low + 4 * pitch)]
    radius = np.hypot(turn[:, 0], turn[:, 1])
    assert radius.max() == pytest.approx(size / 2, rel=0.01)
    assert radius.min() == pytest.approx(size / 2 - 0.6134 * pitch, rel=0.02)  # ISO 68-1: h3
