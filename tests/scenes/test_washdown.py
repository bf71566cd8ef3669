"""The wash-down room: wet as asked, nothing cuts or floats, hazards lie on the floor, drops where they are asked."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
from calm_scenes import CATALOGUE, CalmScenes

from generator.compose import compose_scene
from generator.physics.settle import overlap_m
from generator.recipe import MeshRef
from generator.stock import Stock, StockPart
from scenes.shapes._mesh import make_mesh, slab

pytestmark = pytest.mark.slow
CALM = {"scene.distractors": 1, "event.spill": 0, "event.dropped_load": 0, "event.burst_bag": 0}
OURS = CalmScenes("washdown", CALM)


def low_m(thing, mesh) -> float:
    pose = np.array(thing.world_from_object)
    return float((mesh.vertices_m @ pose[2, :3]).min() + pose[2, 3])


SCENES = {"scene.part_count": 18, "washdown.on_floor": 0.4}


def test_nothing_cuts_into_anything_and_all_rests_on_table_or_floor():
    for recipe, meshes in OURS.composed(4, **SCENES):
        loose = tuple(dataclasses.replace(t, moves=True) if t.category else t for t in recipe.things)
        assert overlap_m(dataclasses.replace(recipe, things=loose), meshes) < 1e-4
        floor = low_m(next(t for t in recipe.things if t.name == "bench_top"), meshes["bench_top"])
        for thing in recipe.labelled:
            low = low_m(thing, meshes[thing.name])
            assert low > floor - 1e-4
            assert min(abs(low), abs(low - floor)) < 0.3, "on the table, on the floor, or on another thing there"


def test_fittings_lie_in_pans_and_crates_and_against_one_another():
    stored, boxes, touching, loose = 0, 0, 0, 0
    for recipe, meshes in OURS.composed(4, **SCENES):
        boxes += sum(t.context == "container" for t in recipe.things)
        stored += sum(t.context == "in_crate" for t in recipe.labelled)
        lying = [(np.array(t.world_from_object)[:3, 3], meshes[t.name].radius_m) for t in recipe.labelled if t.moves]
        loose += len(lying)
        for i, (at, radius) in enumerate(lying):
            near = (np.linalg.norm(at - other) < 0.8 * (radius + far) for j, (other, far) in enumerate(lying) if i != j)
            touching += any(near)
    assert boxes >= 2
    assert stored >= 6
    assert touching > 0.35 * loose


def test_crates_in_one_another_touch_and_do_not_cut():
    gaps = []
    for recipe, meshes in OURS.composed(4, **SCENES):
        stack = [t for t in recipe.things if t.name.startswith("crate_")]
        for lower, upper in itertools.pairwise(stack):
            size = lower.mesh.params
            slope = size["taper_m"] / size["height_m"]
            points = np.linalg.inv(np.array(lower.world_from_object)) @ np.array(upper.world_from_object)
            local = meshes[upper.name].vertices_m.astype(float) @ points[:3, :3].T + points[:3, 3]
            height = local[:, 2] - float(meshes[lower.name].bounds_m[0, 2])
            inside = height < size["height_m"]  # below the lower one's rim
            wall = size["wall_m"] + slope * (size["height_m"] - height)
            half = np.array([size["width_m"], size["depth_m"]]) / 2
            gaps.append((half - wall[inside, None] - np.abs(local[inside, :2])).min())
    assert gaps
    assert -1e-5 < min(gaps) <= max(gaps) < 1e-4


def test_what_lies_on_the_floor_is_a_hazard_and_what_is_on_the_table_is_not():
    contexts = {"table": set(), "floor": set()}
    for recipe, meshes in OURS.composed(4, **SCENES):
        for thing in recipe.labelled:
            contexts["table" if low_m(thing, meshes[thing.name]) > -0.3 else "floor"].add(thing.context)
    assert contexts["table"] <= {"on_table", "fallen", "in_crate"}
    assert "hazard" in contexts["floor"] <= {"on_floor", "hazard", "in_crate"}


def test_the_share_on_the_floor_is_the_one_asked_for():
    shares = []
    for wanted in (0.0, 0.4, 1.0):
        recipes = OURS.arranged(2, **{"scene.part_count": 20, "washdown.on_floor": wanted})
        below = [t.world_from_object[2][3] < -0.3 for r in recipes for t in r.labelled]
        shares.append(float(np.mean(below)))
    assert shares == pytest.approx([0.0, 0.4, 1.0], abs=0.12)


def test_wetness_is_that_of_the_floor_and_changes_nothing_else():
    (dry,), (wet,) = (OURS.arranged(1, **{"washdown.wetness": share}) for share in (0.2, 0.8))
    floors = [
        next(t for t in recipe.things if t.name == "floor").materials[0].params["wetness"] for recipe in (dry, wet)
    ]
    assert floors == [0.2, 0.8]
    assert [t for t in dry.things if t.name != "floor"] == [t for t in wet.things if t.name != "floor"]


def test_droplets_stand_on_equipment_and_things_when_asked_for():
    def severities(share: float) -> list[float]:
        (recipe,) = OURS.arranged(1, **{"washdown.droplets": share, "surface.coolant": 0})
        return [w.severity for t in recipe.things for w in t.wear if w.kind == "coolant"]

    assert not severities(0.0)
    few, many = severities(0.2), severities(0.9)
    assert len(many) >= 10
    assert np.mean(many) > 2 * np.mean(few)


def test_equipment_stands_on_the_floor_apart_from_the_table():
    for recipe, meshes in OURS.composed(4, **SCENES):
        floor = low_m(next(t for t in recipe.things if t.name == "bench_top"), meshes["bench_top"])
        built = [t for t in recipe.things if t.name.startswith(("kettle", "pipe_stand", "pump_skid"))]
        assert built
        for thing in built:
            assert low_m(thing, meshes[thing.name]) == pytest.approx(floor, abs=1e-6)
        loose = tuple(dataclasses.replace(t, moves=t in built) for t in recipe.things)
        assert overlap_m(dataclasses.replace(recipe, things=loose), meshes) < 1e-4


def test_a_hose_lies_on_the_floor():
    hoses = [(t, r, m) for r, m in OURS.composed(4, **SCENES) for t in r.things if t.name == "hose"]
    assert hoses
    for thing, recipe, meshes in hoses:
        floor = low_m(next(t for t in recipe.things if t.name == "bench_top"), meshes["bench_top"])
        assert floor - 1e-3 < low_m(thing, meshes["hose"]) < floor + 0.01


def test_steam_rises_from_one_source_of_the_scene():
    """A drain, the hose's end, a pail or the wet table: the same for all views, on something and never in the air."""
    for recipe, meshes in OURS.composed(4, **SCENES):
        (jet,) = {jet for view in recipe.views for jet in view.jets}
        assert jet.kind == "steam"
        sources = [t for t in recipe.things if t.name in ("floor_drain", "hose", "bench_top") or "bucket" in t.name]
        sources += [t for t in recipe.labelled if "bucket" in str(t.mesh.params)]
        boxes = []
        for thing in sources:
            points = meshes[thing.name].vertices_m @ np.array(thing.world_from_object)[:3, :3].T
            points = points + np.array(thing.world_from_object)[:3, 3]
            boxes.append((points.min(axis=0) - 0.02, points.max(axis=0) + 0.02))
        assert any((low <= jet.at_m).all() and (jet.at_m <= high).all() for low, high in boxes)


def test_own_parts_come_among_unlabelled_ware():
    def cube():
        return make_mesh([slab(0.03, 0.02, 0.012, 0.002, 0.001)], ("body",))

    part = StockPart("cube", "cube", "cube", MeshRef("part", "cube", {}), cube, {"body": ("steel_milled",)})
    (plan,), _ = OURS.plans(1, **{"scene.part_count": 10})
    recipe, _ = compose_scene(plan, Stock((part,), CATALOGUE))
    assert {t.part for t in recipe.labelled} == {"cube"}
    assert len(recipe.labelled) >= 8
    assert sum(t.name.startswith("ware_") for t in recipe.things) >= 3
