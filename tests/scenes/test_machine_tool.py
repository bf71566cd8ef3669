"""Machines: work is held by what touches it and cut by nothing, chips lie on something, factors do what they say."""

from __future__ import annotations

import dataclasses

import mujoco
import numpy as np
import pytest
from calm_scenes import CATALOGUE, CalmScenes

from generator.compose import compose_scene
from generator.labels.cast import SceneCaster
from generator.physics.settle import overlap_m
from generator.physics.world import make_world
from generator.recipe import MeshRef
from generator.stock import Stock, StockPart
from scenes.machine_tool_setups import can_hold
from scenes.shapes._mesh import make_mesh, slab, turned_body

pytestmark = pytest.mark.slow
CALM = {"event.spill": 0, "scene.lookalikes": 0, "scene.part_count": 7}
SETUPS = ("chuck", "vice", "fixture")
OURS = CalmScenes("machine_tool", CALM)


def scenes_of(setup):
    return OURS.composed(2, **{"machine_tool.setup": setup, "machine_tool.chips": 0.2})


def held_of(recipe):
    return [thing for thing in recipe.labelled if thing.context == "clamped"]


def points_of(recipe, meshes, name):
    pose = np.array(next(t for t in recipe.things if t.name == name).world_from_object)
    return meshes[name].vertices_m.astype(float) @ pose[:3, :3].T + pose[:3, 3]


def all_loose(recipe):
    things = [t for t in recipe.things if t.name != "swarf"]
    things = [dataclasses.replace(t, moves=t.category is not None) for t in things]
    return dataclasses.replace(recipe, things=tuple(things))


@pytest.mark.parametrize("setup", SETUPS)
def test_nothing_cuts_into_anything_and_everything_labelled_touches_something(setup):
    for recipe, meshes in scenes_of(setup):
        loose = all_loose(recipe)
        assert overlap_m(loose, meshes) < 1e-4
        world = make_world(loose, meshes)
        world.model.geom_margin[:] = 2e-4
        data = mujoco.MjData(world.model)
        mujoco.mj_forward(world.model, data)
        touching = set(world.model.geom_bodyid[data.contact.geom[: data.ncon]].ravel().tolist())
        assert set(range(1, len(world.loose) + 1)) <= touching


def test_three_jaws_close_on_the_work_without_a_gap_or_a_cut():
    found = 0
    for recipe, meshes in scenes_of("chuck"):
        for work in held_of(recipe):
            found += 1
            shaft = points_of(recipe, meshes, work.name)
            for jaw in (t for t in recipe.things if t.name.startswith("chuck_jaw")):
                local = np.linalg.inv(np.array(jaw.world_from_object))
                near = shaft @ local[:3, :3].T + local[:3, 3]
                near = near[(near[:, 2] > 0) & (near[:, 2] < meshes[jaw.name].extent_m[2])]
                assert -2e-4 < near[:, 0].max() < 0  # the gripping face is at 0, the jaw beyond it
    assert found >= 2


def test_vice_jaws_touch_both_sides_of_the_work():
    found = 0
    for recipe, meshes in scenes_of("vice"):
        for work in held_of(recipe):
            found += 1
            block = points_of(recipe, meshes, work.name)
            for name, side in (("vice", -1), ("vice_jaw", 1)):
                pose = np.array(next(t for t in recipe.things if t.name == name).world_from_object)
                gap = side * (block - pose[:3, 3]) @ pose[:3, 1]
                assert 0 < gap.min() < 5e-5
    assert found >= 2


def test_each_part_on_a_fixture_is_under_a_clamp_that_rests_on_it():
    found = 0
    for recipe, meshes in scenes_of("fixture"):
        clamps = [
            points_of(recipe, meshes, t.name)
            for t in recipe.things
            if t.name.startswith("clamp_") and "stud" not in t.name
        ]
        assert len(clamps) == len(held_of(recipe))
        for work in held_of(recipe):
            found += 1
            block = points_of(recipe, meshes, work.name)
            gaps = [clamp[:, 2].min() - block[:, 2].max() for clamp in clamps]
            assert min(abs(gap) for gap in gaps) < 0.05
    assert found >= 4


def test_a_part_with_parallel_faces_fits_the_vice_and_a_ball_fits_nothing():
    cube = make_mesh([slab(0.06, 0.04, 0.03, 0.001, 0.0005)], ("body",))
    assert can_hold("vice", cube)
    assert can_hold("fixture", cube)
    turns = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ball = [(0.02 * np.cos(a), 0.02 * np.sin(a)) for a in np.linspace(-1.55, 1.55, 24)]
    sphere = make_mesh([turned_body(ball, sides=len(turns))], ("body",))
    assert not any(can_hold(setup, sphere) for setup in ("vice", "fixture"))


def test_chips_lie_on_what_is_below_them_and_more_are_asked_for_by_the_factor():
    counts = []
    for amount in (0.0, 0.3, 1.0):
        (recipe, meshes), *_ = OURS.composed(1, **{"machine_tool.setup": "vice", "machine_tool.chips": amount})
        chips = [t for t in recipe.things if t.name == "swarf"]
        counts.append(len(chips[0].mesh.params["chips"].split()) // 9 if chips else 0)
        if chips:
            low = points_of(recipe, meshes, "swarf")[:, 2].min()
            assert low > points_of(recipe, meshes, "machine_room")[:, 2].min() - 1e-4
            assert chips[0].materials[0].name == (held_of(recipe) or recipe.labelled)[0].materials[0].name
    assert counts[0] == 0
    assert counts[1] > 30
    assert counts[2] > 2 * counts[1]


def test_what_machinists_leave_lies_on_the_table_beside_the_work_and_is_never_labelled():
    found = set()
    for recipe in OURS.arranged(8, seed=6, **{"scene.distractors": 2, "machine_tool.setup": "vice"}):
        table = next(t for t in recipe.things if t.name == "table")
        local = np.linalg.inv(np.array(table.world_from_object))
        stock = OURS.plans(1)[1]
        wide, deep = stock.mesh(table.mesh).extent_m[:2] / 2
        for thing in recipe.things:
            if thing.name.startswith("left_"):
                found.add(thing.mesh.name)
                assert thing.category is None
                pose = local @ np.array(thing.world_from_object)
                points = stock.mesh(thing.mesh).vertices_m @ pose[:3, :3].T + pose[:3, 3]
                assert np.abs(points[:, 0]).max() < wide
                assert np.abs(points[:, 1]).max() < deep
                assert 0 <= points[:, 2].min() < 1e-4
            elif thing.name == "air_gun":
                found.add("air_gun")
                room = next(t for t in recipe.things if t.name == "machine_room")
                pose = np.linalg.inv(np.array(room.world_from_object)) @ np.array(thing.world_from_object)
                points = stock.mesh(thing.mesh).vertices_m @ pose[:3, :3].T + pose[:3, 3]
                wall = float(room.mesh.params["width_m"]) / 2 - 0.0015
                assert 0 < wall - np.abs(points[:, 0]).max() < 1e-4
                assert points[:, 2].min() > 0.1
    assert {"air_gun", "chip_brush"} <= found


def test_labels_go_through_the_closed_window_and_are_in_front_of_an_open_one():
    shares = []
    for closed in (0.0, 1.0):
        (recipe, meshes), *_ = OURS.composed(
            1, seed=5, **{"machine_tool.window": closed, "machine_tool.setup": "vice", "machine_tool.chips": 0.2}
        )
        cast = SceneCaster(recipe.things, meshes, {"glass_safety"}).cast(recipe.views[0].camera)
        seen = sum(int(masks.seen.sum()) for masks in cast.things)
        front = sum(int((masks.seen & masks.front).sum()) for masks in cast.things)
        assert seen > 100
        shares.append(front / seen)
    assert shares[0] > 0.99
    assert shares[1] == 0


def test_cameras_stand_before_the_door():
    for recipe, meshes in OURS.composed(2, **{"machine_tool.setup": "chuck", "machine_tool.chips": 0.2}):
        room = next(t for t in recipe.things if t.name == "machine_room")
        out = -np.array(room.world_from_object)[:3, 1]
        for view in recipe.views:
            assert float(view.camera.pose[:3, 3] @ out) > meshes["machine_room"].extent_m[1] / 2 + 0.1


def test_a_user_s_own_cad_is_clamped():
    mesh = make_mesh([slab(0.07, 0.045, 0.03, 0.002, 0.001)], ("body",))
    part = StockPart("bracket", "bracket", "bracket", MeshRef("cad", "bracket", {"key": mesh.key}), lambda: mesh,
                     {"body": ("steel_milled",)})  # fmt: skip
    drawn, _ = OURS.plans(2, **{"machine_tool.setup": "vice"})
    contexts = set()
    for plan in drawn:
        recipe, _ = compose_scene(plan, Stock((part,), CATALOGUE))
        contexts |= {thing.context for thing in recipe.labelled}
        assert {thing.part for thing in recipe.labelled} == {"bracket"}
    assert {"clamped", "on_table"} <= contexts
