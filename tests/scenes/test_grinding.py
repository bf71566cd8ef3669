"""Grinding: the part on the rest is at the wheel and cuts into nothing, dust thins out with the distance."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from calm_scenes import CATALOGUE, CalmScenes

from generator.compose import compose_scene
from generator.physics.settle import overlap_m
from generator.recipe import MeshRef
from generator.stock import Stock, StockPart
from scenes.shapes._mesh import make_mesh, slab

pytestmark = pytest.mark.slow
CALM = {"event.spill": 0, "scene.lookalikes": 0, "scene.part_count": 8, "surface.grinding_dust": 0}
STATIONS = ("bench_grinder", "belt_sander", "vice")
OURS = CalmScenes("grinding", CALM)


def points_of(recipe, meshes, thing):
    pose = np.array(thing.world_from_object)
    return meshes[thing.name].vertices_m.astype(float) @ pose[:3, :3].T + pose[:3, 3]


@pytest.mark.parametrize("station", STATIONS)
@pytest.mark.parametrize("running", [0, 1])
def test_nothing_cuts_into_anything(station, running):
    for recipe, meshes in OURS.composed(2, **{"grinding.station": station, "grinding.running": running}):
        things = tuple(dataclasses.replace(t, moves=t.category is not None) for t in recipe.things)
        assert overlap_m(dataclasses.replace(recipe, things=things), meshes) < 1e-4


@pytest.mark.parametrize(("station", "machine"), [("bench_grinder", "wheel_"), ("belt_sander", "sander")])
def test_a_running_wheel_touches_the_part_on_its_rest_and_a_still_one_does_not(station, machine):
    gaps = {}
    for running in (0, 1):
        for recipe, meshes in OURS.composed(2, **{"grinding.station": station, "grinding.running": running}):
            (part,) = (t for t in recipe.labelled if t.context == "on_rest")
            bench = next(t for t in recipe.things if t.name.startswith(("grinder", "sander")))
            back = np.array(bench.world_from_object)[:3, 1]
            reach = (points_of(recipe, meshes, part) @ back).max()
            fronts = []
            for thing in (t for t in recipe.things if t.name.startswith(machine)):
                points = points_of(recipe, meshes, thing)
                level = np.array(part.world_from_object)[2, 3]
                belt = points[meshes[thing.name].faces[meshes[thing.name].face_slots == 1]].reshape(-1, 3)
                fronts.append((points if machine == "wheel_" else belt[np.abs(belt[:, 2] - level) < 0.2]) @ back)
            gap = min(abs(front.min() - reach) for front in fronts)
            gaps.setdefault(running, []).append(gap)
    assert max(gaps[1]) < 2.5e-4
    assert min(gaps[0]) > 0.002


def test_sparks_come_from_where_the_part_touches_what_runs_and_from_nowhere_else():
    for station in ("bench_grinder", "belt_sander"):
        for recipe, meshes in OURS.composed(2, **{"grinding.station": station, "grinding.running": 1}):
            (part,) = (t for t in recipe.labelled if t.context == "on_rest")
            (jet,) = recipe.views[0].jets
            away = np.linalg.norm(points_of(recipe, meshes, part) - np.array(jet.at_m), axis=1).min()
            assert away < 0.06
            assert jet.along[2] < -0.9  # the wheel's rim runs down in front
            top = next(t for t in recipe.things if t.name == "bench_top")
            assert jet.ground_m[0][2] == pytest.approx(points_of(recipe, meshes, top)[:, 2].max(), abs=1e-4)
            assert recipe.views[0].captures[0].factors["air.sparks"] > 0
    for idle in ({"grinding.station": "bench_grinder", "grinding.running": 0}, {"grinding.station": "vice"}):
        for recipe, _ in OURS.composed(2, **idle):
            assert not recipe.views[0].jets
            assert recipe.views[0].captures[0].factors["air.sparks"] == 0


def test_parts_lie_against_one_another_and_the_heap_of_grit_stays_on_the_bench():
    touching, loose = 0, 0
    for recipe, meshes in OURS.composed(4, **{"scene.part_count": 16}):
        piled = {"on_bench", "in_tray", "in_bin", "tool"}
        lying = [t for t in recipe.labelled if t.context in piled]
        spheres = [(np.array(t.world_from_object)[:3, 3], meshes[t.name].radius_m) for t in lying]
        loose += len(lying)
        for i, (at, radius) in enumerate(spheres):
            touching += any(
                np.linalg.norm(at - other) < 0.8 * (radius + far) for j, (other, far) in enumerate(spheres) if j != i
            )
        top = next(t for t in recipe.things if t.name == "bench_top")
        for grit in (t for t in recipe.things if t.name == "grit"):
            inside = (points_of(recipe, meshes, grit) - np.array(top.world_from_object)[:3, 3]) @ np.array(
                top.world_from_object
            )[:3, :2]
            assert (np.abs(inside) < meshes["bench_top"].extent_m[:2] / 2 + 1e-3).all()
    assert touching > 0.6 * loose


def test_the_vice_holds_a_part():
    for recipe, meshes in OURS.composed(2, **{"grinding.station": "vice"}):
        (part,) = (t for t in recipe.labelled if t.context == "clamped")
        for name, side in (("vice", -1), ("vice_jaw", 1)):
            thing = next(t for t in recipe.things if t.name == name)
            pose = np.array(thing.world_from_object)
            gap = side * (points_of(recipe, meshes, part) - pose[:3, 3]) @ pose[:3, 1]
            assert 0 < gap.min() < 5e-5


def test_dust_is_thickest_near_the_wheel_and_absent_where_it_is_not_asked_for():
    def severities(level):
        (recipe, _), *_ = OURS.composed(1, **{"grinding.dust": level, "grinding.station": "bench_grinder"})
        return {t.name: w.severity for t in recipe.things for w in t.wear if w.kind == "grinding_dust"}

    assert not severities(0.0)
    dusty = severities(0.8)
    assert max(dusty["rest_1"], dusty["rest_-1"]) > 0.3
    assert dusty["bench_top"] > 0.05
    assert not any(name.startswith(("wall", "floor", "ceiling")) for name in dusty)


def test_contexts_and_own_parts():
    mesh = make_mesh([slab(0.05, 0.04, 0.02, 0.002, 0.001)], ("body",))
    part = StockPart("bracket", "bracket", "bracket", MeshRef("cad", "bracket", {"key": mesh.key}), lambda: mesh,
                     {"body": ("steel_milled",)})  # fmt: skip
    drawn, _ = OURS.plans(2, **{"grinding.station": "bench_grinder"})
    for plan in drawn:
        recipe, _ = compose_scene(plan, Stock((part,), CATALOGUE))
        assert {t.part for t in recipe.labelled} == {"bracket"}
        assert "on_rest" in {t.context for t in recipe.labelled}
    seen = {t.context for recipe, _ in OURS.composed(5, seed=9) for t in recipe.labelled}
    assert {"on_bench", "tool"} <= seen
    assert seen <= {"on_bench", "in_tray", "in_bin", "tool", "on_rest", "clamped", "debris", "hazard"}


def test_dust_on_the_bench_lies_about_the_wheel():
    (recipe, _), *_ = OURS.composed(1, **{"grinding.dust": 0.8, "grinding.station": "bench_grinder"})
    top = next(thing for thing in recipe.things if thing.name == "bench_top")
    (dust,) = [wear for wear in top.wear if wear.kind == "grinding_dust"]
    x, y, _, reach_m = dust.params["source"]
    place = np.array(top.world_from_object) @ [x, y, 0.0, 1.0]
    wheel = next(thing for thing in recipe.things if thing.name.startswith("rest_"))
    assert np.linalg.norm(place[:2] - np.array(wheel.world_from_object)[:2, 3]) < 0.5
    assert 0.1 < reach_m < 1.0
