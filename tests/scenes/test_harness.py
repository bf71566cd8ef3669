"""Harness boards: the drawing is under the harness, off-cuts and tools lie on the board, nothing cuts into anything."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from calm_scenes import CalmScenes

from generator.physics.settle import overlap_m
from scenes.harness_left import PAPER_M

pytestmark = pytest.mark.slow
OURS = CalmScenes("harness", {"event.spill": 0, "scene.distractors": 4, "scene.part_count": 14, "harness.loose": 0})


def heights_m(thing, mesh):
    pose = np.array(thing.world_from_object)
    return mesh.vertices_m.astype(float) @ pose[2, :3] + pose[2, 3]


def test_nothing_rigid_cuts_into_anything_rigid():
    for recipe, meshes in OURS.composed(3):
        rigid = [t for t in recipe.things if t.soft is None and t.mesh.name not in ("sheet", "tape_wrap", "cable_tie")]
        loose = tuple(dataclasses.replace(t, moves=True) if t.name.startswith("left_") else t for t in rigid)
        assert overlap_m(dataclasses.replace(recipe, things=loose), meshes) < 1e-4


def test_what_is_left_lies_on_the_board_and_is_never_labelled():
    found = set()
    for recipe, meshes in OURS.composed(3) + OURS.composed(3, seed=8):
        for thing in recipe.things:
            if thing.name.startswith("left_"):
                found.add(thing.mesh.name)
                assert thing.category is None
                assert abs(heights_m(thing, meshes[thing.name]).min()) < 1e-5
    assert {"harness_scraps", "tape_roll"} <= found


def test_the_drawing_is_under_the_printed_lines_and_within_the_board():
    seen = 0
    for recipe in OURS.arranged(8, seed=8):
        sheet = next((t for t in recipe.things if t.name == "drawing"), None)
        board = next(t for t in recipe.things if t.name == "bench_top")
        if sheet is None:
            continue
        seen += 1
        mesh = OURS.plans(1)[1].mesh(board.mesh)
        printed = mesh.vertices_m[np.unique(mesh.faces[mesh.face_slots == mesh.slots.index("print")])]
        lines = printed[:, 2] + board.world_from_object[2][3]
        assert lines.max() > PAPER_M + 2e-5
        assert float(sheet.mesh.params["width_m"]) < float(board.mesh.params["width_m"])
    assert 1 <= seen < 8
