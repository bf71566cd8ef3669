"""Every event happens where it says it can, breaks no rule of the scene, and stays away where it is not asked for."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from generator.catalogue import load_catalogue
from generator.compose import compose_scene, make_stock
from generator.mesh import Mesh
from generator.physics.settle import overlap_m
from generator.plan import plan_scenes
from generator.recipe import SceneRecipe, Thing
from generator.spec import DatasetSpec
from scenes.light import REFERENCE_W_M2, irradiance

Scene = tuple[SceneRecipe, dict[str, Mesh]]
WHERE = [("power_cut", "bin"), ("spill", "workbench"), ("spill", "pallet"), ("dropped_load", "pallet")]
WHERE += [("dropped_load", "rack"), ("burst_bag", "pallet"), ("pallet_break", "pallet")]
WHERE += [("forklift_crossing", "rack"), ("person_intrusion", "conveyor")]


@cache
def scene(family: str, *events: str) -> Scene:
    """With these events and no others."""
    factors = {name: 0 for name in load_catalogue().factors if name.startswith("event.")}
    factors |= {f"event.{event}": 1 for event in events}
    if "burst_bag" in events:
        factors["pallet.load"] = "sacks"
    spec = DatasetSpec(
        name="events", seed=3, images={"train": 1}, scenes={family: 1.0}, views_per_scene=1, factors=factors
    )
    return compose_scene(next(plan_scenes(spec, load_catalogue())), make_stock(spec, {}, held_out=False))


def lowest_m(thing: Thing, meshes: dict[str, Mesh]) -> float:
    pose = np.array(thing.world_from_object)
    return float((meshes[thing.name].vertices_m @ pose[2, :3]).min() + pose[2, 3])


@pytest.mark.slow
@pytest.mark.parametrize(("event", "family"), WHERE)
def test_an_event_happens_and_nothing_overlaps_or_is_under_the_floor(event: str, family: str) -> None:
    recipe, meshes = scene(family, event)
    assert recipe.events == (event,)
    assert overlap_m(recipe, meshes) < 1e-4
    floor = next(thing for thing in recipe.things if thing.name == "floor")
    ground = lowest_m(floor, meshes) + meshes["floor"].extent_m[2]
    assert all(lowest_m(thing, meshes) > ground - 1e-3 for thing in recipe.labelled)


@pytest.mark.slow
def test_without_events_nothing_happens() -> None:
    assert scene("pallet")[0].events == ()


@pytest.mark.slow
def test_in_a_power_cut_the_lamps_are_there_and_dark_and_fifteen_lux_are_left() -> None:
    before, after = scene("bin")[0], scene("bin", "power_cut")[0]
    assert {lamp.name for lamp in before.lamps} < {lamp.name for lamp in after.lamps}
    assert sum(irradiance(lamp) for lamp in after.lamps) == pytest.approx(REFERENCE_W_M2 * 15 / 600, rel=0.01)
    assert [thing.world_from_object for thing in before.labelled] == [t.world_from_object for t in after.labelled]


@pytest.mark.slow
def test_a_spill_lies_on_what_the_work_stands_on_and_moves_nothing() -> None:
    before, (after, meshes) = scene("workbench")[0], scene("workbench", "spill")
    assert before.labelled == after.labelled
    board = next(thing for thing in after.things if thing.name == "bench_top")
    top = lowest_m(board, meshes) + meshes["bench_top"].extent_m[2]
    liquid = next(thing for thing in after.things if thing.context == "spill")
    assert 0 < lowest_m(liquid, meshes) - top < 1e-4
    pose = np.linalg.inv(np.array(board.world_from_object)) @ np.array(liquid.world_from_object)
    pool = meshes[liquid.name].vertices_m @ pose[:3, :3].T + pose[:3, 3]
    assert (np.abs(pool[:, :2]) < meshes["bench_top"].extent_m[:2] / 2).all()


@pytest.mark.slow
def test_a_dropped_load_has_left_its_pallet_with_what_held_it() -> None:
    before, after = scene("pallet")[0], scene("pallet", "dropped_load")[0]
    on = [sum(thing.context == "load" for thing in recipe.labelled) for recipe in (before, after)]
    fallen = [sum(thing.context == "debris" for thing in recipe.labelled) for recipe in (before, after)]
    assert on[1] < on[0]
    assert fallen[1] > fallen[0]
    assert not [thing for thing in after.things if thing.name.startswith("strap")]


@pytest.mark.slow
def test_a_breaking_pallet_hangs_on_the_forks_without_passing_through_them() -> None:
    recipe, meshes = scene("pallet", "pallet_break")
    truck = next(thing for thing in recipe.things if thing.name == "event_truck")
    ours = [thing for thing in recipe.things if thing.mesh.params.get("missing_block", -1) >= 0]
    pallet = max(ours, key=lambda thing: lowest_m(thing, meshes))
    assert truck.mesh.params["lift_m"] - 0.07 < lowest_m(pallet, meshes) < truck.mesh.params["lift_m"]
    both = replace(recipe, things=(truck, replace(pallet, moves=True)))
    assert overlap_m(both, meshes) < 1e-4
    near = replace(pallet, moves=True, world_from_object=lowered(pallet, 0.001))
    assert overlap_m(replace(recipe, things=(truck, near)), meshes) > 5e-4  # it rests on them


def lowered(thing: Thing, by_m: float) -> tuple[tuple[float, ...], ...]:
    pose = np.array(thing.world_from_object)
    pose[2, 3] -= by_m
    return tuple(tuple(float(v) for v in row) for row in pose)


@pytest.mark.slow
def test_who_crosses_is_under_way_and_who_intrudes_does_not_work_there() -> None:
    truck = next(t for t in scene("rack", "forklift_crossing")[0].things if t.name == "event_forklift")
    assert truck.velocity_m_s is not None
    assert 1.5 <= float(np.linalg.norm(truck.velocity_m_s)) <= 3.5
    person = next(t for t in scene("conveyor", "person_intrusion")[0].things if t.name == "event_person_0")
    assert person.intent in ("approaching", "distracted")
