"""Puddles thin out at their rims, at the angle at which liquids meet floors, and drops lie clear of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
import trimesh

from generator.catalogue import load_catalogue
from generator.shading import Graph, finish
from scenes.shapes.spills import puddle

PATTERNS = (1, 7, 11)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_puddle_is_closed_level_in_its_middle_and_no_deeper_than_asked_for(pattern: int):
    mesh = puddle(0.25, 0.0016, pattern)
    body = trimesh.Trimesh(mesh.vertices_m, mesh.faces, process=False)
    assert body.is_watertight
    assert body.is_winding_consistent
    low, high = mesh.bounds_m[:, 2]
    assert 0.0014 < high - low <= 0.0017


@pytest.mark.parametrize("pattern", PATTERNS)
def test_its_rim_rises_at_the_contact_angle(pattern: int):
    """Faces that begin at the contact line lean as oil and water on floors do, 5 to 40 degrees, and no wall stands."""
    mesh = puddle(0.25, 0.0016, pattern, drops=0)
    body = trimesh.Trimesh(mesh.vertices_m, mesh.faces, process=False)
    touches = (np.abs(mesh.cavity[mesh.faces] - 0.5) < 1e-6).any(axis=1) & (mesh.cavity[mesh.faces].max(axis=1) < 0.51)
    lean = np.degrees(np.arccos(np.clip(body.face_normals[touches, 2], -1, 1)))
    assert touches.sum() > 100
    assert 5 < np.median(lean) < 40
    assert lean.max() < 60


@pytest.mark.parametrize("pattern", PATTERNS)
def test_cavity_says_how_deep_it_is(pattern: int):
    mesh = puddle(0.2, 0.0016, pattern, drops=0)
    height = mesh.vertices_m[:, 2] - mesh.bounds_m[0, 2]
    within = mesh.cavity < 0.5
    assert height[within] == pytest.approx(0.0016 * (1 - 2 * mesh.cavity[within]), abs=4e-5)
    assert (height[mesh.cavity > 0.5] < 3e-5).all()  # the damp floor beside it has no thickness
    assert mesh.cavity.max() == 1.0


def test_drops_lie_clear_of_the_puddle_and_are_small():
    mesh = puddle(0.2, 0.0016, 3, drops=8)
    parts = trimesh.Trimesh(mesh.vertices_m, mesh.faces, process=False).split(only_watertight=False)
    parts = sorted(parts, key=lambda p: -float(np.ptp(p.vertices[:, 0])))
    assert len(parts) == 1 + 3 * 8
    pool = parts[0]
    for drop in parts[1:]:
        assert np.hypot(*np.ptp(drop.vertices[:, :2], axis=0)) < 0.08
        angle = math.atan2(*(drop.centroid[1::-1] - pool.centroid[1::-1]))
        away = np.arctan2(*(pool.vertices[:, 1::-1] - pool.centroid[1::-1]).T)
        beside = np.abs((away - angle + np.pi) % (2 * np.pi) - np.pi) < 0.05
        reach = np.hypot(*(pool.vertices[beside, :2] - pool.centroid[:2]).T).max()
        assert np.hypot(*(drop.centroid[:2] - pool.centroid[:2])) > 0.9 * reach


@pytest.mark.parametrize("name", ["spilt_oil", "spilt_coolant", "spilt_paint"])
def test_the_floor_is_seen_through_thin_liquid(name: str):
    material, graph = load_catalogue().materials[name], Graph()
    built = finish(graph, material.build(material.sample(np.random.default_rng(2)), graph))
    types = [node.type for node in built.nodes]
    assert "ShaderNodeBsdfTransparent" in types
    assert ("ShaderNodeBsdfDiffuse" in types) == (name != "spilt_oil")  # oil swallows light, the others scatter it
