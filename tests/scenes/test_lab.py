"""The laboratory: ware stands where it says, nothing cuts or floats, factors do what they say, labels go through."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from calm_scenes import CATALOGUE, CalmScenes

from generator.compose import compose_scene
from generator.labels.cast import SceneCaster
from generator.physics.settle import overlap_m
from generator.recipe import MeshRef
from generator.stock import Stock, StockPart
from scenes.shapes._mesh import make_mesh, slab

pytestmark = pytest.mark.slow
CALM = {"scene.distractors": 1, "event.spill": 0, "event.dropped_load": 0, "event.burst_bag": 0}
OURS = CalmScenes("lab", CALM)


def all_loose(recipe):
    things = tuple(dataclasses.replace(t, moves=True) if t.category else t for t in recipe.things)
    return dataclasses.replace(recipe, things=things)


SCENES = {"scene.part_count": 22, "lab.fallen": 0.1}


def test_nothing_cuts_into_anything_and_nothing_floats():
    for recipe, meshes in OURS.composed(6, **SCENES):
        assert overlap_m(all_loose(recipe), meshes) < 1e-4
        for thing in recipe.labelled:
            pose = np.array(thing.world_from_object)
            low = float((meshes[thing.name].vertices_m @ pose[2, :3]).min() + pose[2, 3])
            if thing.context in ("on_bench", "fallen"):
                assert -5e-5 < low < (0.1 if thing.moves else 1e-3), thing.part


def test_nearly_all_that_was_asked_for_is_there_and_of_many_kinds():
    scenes = OURS.composed(6, **SCENES)
    there = [len(recipe.labelled) for recipe, _ in scenes]
    assert 0.88 * 22 * len(scenes) <= sum(there) <= 22 * len(scenes)
    assert len({t.part for recipe, _ in scenes for t in recipe.labelled}) > 12


def test_contexts_are_where_things_are():
    for recipe, meshes in OURS.composed(6, **SCENES):
        tops = {t.instance: np.array(t.world_from_object)[:3, 3] for t in recipe.labelled}
        racks = [t for t in recipe.labelled if t.part.startswith("tube_rack")]
        for thing in recipe.labelled:
            if thing.context == "in_rack":
                near = [np.linalg.norm(tops[r.instance][:2] - tops[thing.instance][:2]) for r in racks]
                assert min(near) < max(meshes[r.name].radius_m for r in racks)
            if thing.context == "fallen":
                axis = np.array(thing.world_from_object)[:3, :3] @ meshes[thing.name].axis
                assert abs(axis[2]) < 0.6


def test_fill_says_how_full_vessels_are():
    def mean_fill(share: float) -> float:
        fills = [t.mesh.params.get("fill", 0.0) for r in OURS.arranged(3, **{"lab.fill": share}) for t in r.labelled
                 if t.mesh.kind == "shape" and t.mesh.name == "lab_vessel"]  # fmt: skip
        return float(np.mean(fills)) if fills else 0.0

    assert mean_fill(0.0) == 0.0
    assert 0.05 < mean_fill(0.25) < 0.45 < mean_fill(0.8)


def test_layout_moves_vessels_into_holders():
    held = {}
    for layout in ("free", "holders"):
        recipes = OURS.arranged(4, **{"lab.layout": layout, "scene.part_count": 30})
        inside = [
            t.context in ("in_rack", "in_tray", "in_tub", "stacked", "on_dish") for r in recipes for t in r.labelled
        ]
        held[layout] = np.mean(inside)
    assert held["holders"] > held["free"] + 0.2


def test_crowding_draws_things_together():
    spread = []
    for crowding in (0.0, 1.0):
        recipes = OURS.arranged(4, **{"lab.crowding": crowding, "lab.place": "bench", "scene.part_count": 20})
        spread.append(
            np.mean([np.std([t.world_from_object[i][3] for t in r.labelled]) for r in recipes for i in (0, 1)])
        )
    assert spread[1] < 0.8 * spread[0]


def test_a_closed_sash_is_before_everything_and_labels_go_through_it():
    (recipe, meshes), *_ = OURS.composed(1, seed=11, **{"lab.place": "hood", "lab.sash": 1.0, "scene.part_count": 14})
    see_through = {material.name for material in CATALOGUE.materials.values() if material.transparent}
    cast = SceneCaster(recipe.things, meshes, see_through).cast(recipe.views[0].camera)
    seen = sum(int(masks.seen.sum()) for masks in cast.things)
    front = sum(int((masks.seen & masks.front).sum()) for masks in cast.things)
    assert seen > 200
    assert front == 0


def test_a_raised_sash_is_out_of_the_way():
    lows = []
    for share in (0.0, 1.0):
        (recipe,) = OURS.arranged(1, **{"lab.place": "hood", "lab.sash": share})
        sash = next(t for t in recipe.things if t.name == "sash")
        lows.append(sash.world_from_object[2][3])
        assert sash.transparent
        assert sash.category is None
    assert lows[0] == pytest.approx(lows[1] + 0.68, abs=1e-6)


def test_cameras_stand_before_a_hood_whatever_side_is_drawn():
    for recipe, _ in OURS.composed(4, seed=8, **{"lab.place": "hood", "scene.part_count": 10}):
        hood = np.array(next(t for t in recipe.things if t.name == "hood").world_from_object)
        for view in recipe.views:
            local = np.linalg.inv(hood) @ np.append(view.camera.pose[:3, 3], 1.0)
            assert local[1] < -0.3


def test_batches_stand_in_contact_and_tip_boxes_are_stacked_on_their_lids():
    close = 0
    for recipe, meshes in OURS.composed(6, **SCENES):
        free = [t for t in recipe.labelled if t.context == "on_bench" and not t.moves]
        at = np.array([np.array(t.world_from_object)[:2, 3] for t in free])
        radius = np.array([np.linalg.norm(meshes[t.name].vertices_m[:, :2], axis=1).max() for t in free])
        for i, j in zip(*np.triu_indices(len(free), 1), strict=True):
            gap = float(np.linalg.norm(at[i] - at[j])) - radius[i] - radius[j]
            close += free[i].part == free[j].part and 0.0 < gap < 0.003
        upper = [t for t in recipe.labelled if t.part == "tip_box_96" and t.context == "stacked"]
        for box in upper:
            low = box.world_from_object[2][3] + float(meshes[box.name].bounds_m[0, 2])
            tops = [t.world_from_object[2][3] + float(meshes[t.name].bounds_m[1, 2]) for t in recipe.labelled
                    if t.part == "tip_box_96" and t is not box]  # fmt: skip
            assert any(0.0 < low - top < 2e-4 for top in tops)
    assert close >= 3


def test_clutter_of_laboratories_lies_on_the_bench_and_is_never_labelled():
    found = []
    for recipe in OURS.arranged(6, **SCENES | {"scene.distractors": 4}):
        for thing in recipe.things:
            if thing.name.startswith(("left_", "wet_", "liner")):
                found.append(thing.mesh.name)
                assert thing.category is None
    assert {"crumpled_tissue", "drip_ring"} <= set(found)
    (tidy,) = OURS.arranged(1, **SCENES | {"scene.distractors": 0})
    assert not any(thing.name.startswith(("left_", "wet_")) for thing in tidy.things)


def test_own_parts_come_among_unlabelled_ware():
    def cube():
        return make_mesh([slab(0.03, 0.02, 0.012, 0.002, 0.001)], ("body",))

    part = StockPart("cube", "cube", "cube", MeshRef("part", "cube", {}), cube, {"body": ("steel_milled",)})
    (plan,), _ = OURS.plans(1, **{"scene.part_count": 12})
    recipe, meshes = compose_scene(plan, Stock((part,), CATALOGUE))
    assert {t.part for t in recipe.labelled} == {"cube"}
    assert len(recipe.labelled) >= 10
    assert sum(t.name.startswith("ware_") for t in recipe.things) >= 3
    assert overlap_m(recipe, meshes) < 1e-4
