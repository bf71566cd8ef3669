"""The belt: parts lie on it by layout, ride with its speed, and what does not ride says so."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from small_stock import PARTS, make_stock, plans

from generator.compose import compose_scene
from generator.physics.settle import overlap_m
from scenes.conveyor import LAYOUT, SPEED, judge
from scenes.layouts import LAYOUTS

STOCK = make_stock()
QUIET = {"scene.distractors": 0, "conveyor.speed_m_s": 0.4}


def arranged(plan, stock):
    """As let go, without cameras, and the meshes."""
    recipe = stock.catalogue.scenes[plan.family].arrange(plan, stock)
    return recipe, {thing.name: stock.mesh(thing.mesh) for thing in recipe.things}


def belt_of(recipe):
    return next(thing for thing in recipe.things if thing.name == "belt")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_lies_on_the_belt_between_its_guides(layout):
    for plan in plans("conveyor", 2, factors=QUIET | {LAYOUT.name: layout, "scene.part_count": 16}):
        recipe, meshes = arranged(plan, STOCK)
        belt_from_world = np.linalg.inv(np.array(belt_of(recipe).world_from_object))
        half = meshes["belt"].extent_m[:2] / 2
        assert recipe.labelled
        for thing in recipe.labelled:
            place = belt_from_world @ np.array(thing.world_from_object)[:, 3]
            assert np.all(np.abs(place[:2]) < half)
            assert (thing.context == "jammed") <= (layout == "jam")


def test_a_lane_turns_its_parts_the_same_way_and_a_jam_dams_most_of_them():
    fixed = QUIET | {"scene.part_count": 14, "scene.part_kinds": 1}
    lane, _ = arranged(plans("conveyor", factors=fixed | {LAYOUT.name: "lane"})[0], make_stock(PARTS[1:2]))
    turns = [np.arctan2(*np.array(t.world_from_object)[1::-1, 0]) for t in lane.labelled]
    assert np.abs(np.exp(1j * np.array(turns)).mean()) > 0.97
    jam, _ = arranged(plans("conveyor", factors=fixed | {LAYOUT.name: "jam"})[0], make_stock(PARTS[1:2]))
    assert sum(t.context == "jammed" for t in jam.labelled) >= 0.4 * len(jam.labelled)
    assert any(t.name == "deflector" for t in jam.things)


def test_what_rides_has_the_belts_velocity_and_what_is_jammed_or_beside_stands():
    plan = plans("conveyor", factors=QUIET | {LAYOUT.name: "jam", "scene.part_count": 16})[0]
    recipe, meshes = arranged(plan, STOCK)
    first = recipe.labelled[0]
    fallen = np.array(first.world_from_object)
    fallen[2, 3] = -0.5
    dropped = dataclasses.replace(first, world_from_object=tuple(map(tuple, fallen.tolist())))
    recipe = dataclasses.replace(recipe, things=tuple(dropped if t is first else t for t in recipe.things))
    judged = judge(recipe, meshes)
    along = np.array(belt_of(recipe).world_from_object)[:3, 0]
    for thing in judged.labelled:
        speed = 0.4 if thing.context in ("on_belt", "hazard") else 0.0
        assert thing.velocity_m_s == pytest.approx(speed * along, abs=1e-9)
    assert {t.context for t in judged.labelled} >= {"on_belt", "jammed", "beside_belt"}


def test_parts_come_to_rest_on_the_belt_without_cutting_into_anything():
    plan = plans("conveyor", factors=QUIET | {LAYOUT.name: "scattered", "scene.part_count": 6})[0]
    recipe, meshes = compose_scene(plan, make_stock())
    assert len(recipe.labelled) >= 5
    assert overlap_m(recipe, meshes) < 5e-5
    for thing in recipe.labelled:
        assert np.linalg.norm(thing.velocity_m_s) == pytest.approx(0.4)
        pose = np.array(thing.world_from_object)
        low = float((meshes[thing.name].vertices_m @ pose[2, :3]).min() + pose[2, 3])
        assert -1e-4 < low < 0.02, "on the belt, or on another part"


def test_only_conveyors_have_a_belt_speed():
    assert SPEED.name in plans("conveyor")[0].factors
    assert SPEED.name not in plans("bin")[0].factors


def test_a_tool_on_the_belt_is_a_hazard():
    contexts = set()
    for plan in plans("conveyor", 14, views=1, factors=QUIET | {"scene.part_count": 5}):
        recipe, _ = arranged(plan, STOCK)
        contexts |= {t.context for t in recipe.labelled if t.part == "spanner"}
    assert contexts == {"hazard"}
