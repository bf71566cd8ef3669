"""Families that take any part compose by the plan: purely, without overlap, diverse, at any size."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from small_stock import PARTS, STEELS, catalogue, composed, make_stock, plans, stock_part

from generator.mesh import Mesh
from generator.recipe import recipe_from_json, recipe_to_json
from scenes.shapes._mesh import make_mesh, slab

pytestmark = pytest.mark.slow

FAMILIES = ("bin", "conveyor", "workbench")


@pytest.fixture(scope="module")
def stock():
    return make_stock()


@pytest.fixture(scope="module")
def many(stock):
    return {family: [(plan, *composed(plan, stock)) for plan in plans(family, 8)] for family in FAMILIES}


@pytest.mark.parametrize("family", FAMILIES)
def test_composing_is_pure_and_survives_json(family):
    plan = plans(family)[0]
    first, _ = composed(plan, make_stock())
    second, _ = composed(plan, make_stock())
    assert recipe_to_json(first) == recipe_to_json(second)
    assert recipe_from_json(recipe_to_json(first)) == first


@pytest.mark.parametrize("family", FAMILIES)
def test_names_and_instances_are_unique_and_contiguous(family, many):
    for _, recipe, _ in many[family]:
        names = [thing.name for thing in recipe.things]
        assert len(set(names)) == len(names)
        assert [thing.instance for thing in recipe.labelled] == list(range(1, len(recipe.labelled) + 1))
        assert all(thing.instance == 0 for thing in recipe.things if thing.category is None)


@pytest.mark.parametrize("family", FAMILIES)
def test_nearly_all_the_parts_asked_for_are_there(family, many):
    asked = sum(plan.factors["scene.part_count"] for plan, _, _ in many[family])
    there = sum(len(recipe.labelled) for _, recipe, _ in many[family])
    assert 0.9 * asked <= there <= asked


@pytest.mark.parametrize("family", FAMILIES)
def test_loose_things_start_clear_of_one_another(family, many):
    for _, recipe, meshes in many[family]:
        poured = [t for t in recipe.things if t.context in ("in_bin", "in_tray") or (t.context or "").startswith("bes")]
        centres = np.array([np.array(t.world_from_object)[:3, 3] for t in poured]).reshape(-1, 3)
        radii = np.array([meshes[t.name].radius_m for t in poured])
        gap = np.linalg.norm(centres[:, None] - centres, axis=2) - radii[:, None] - radii + 10 * np.eye(len(poured))
        assert len(poured) == 0 or gap.min() > 0


@pytest.mark.parametrize("family", FAMILIES)
def test_nothing_starts_below_what_it_will_lie_on(family, many):
    for _, recipe, meshes in many[family]:
        for thing in recipe.labelled:
            pose = np.array(thing.world_from_object)
            points = np.concatenate([meshes[thing.name].vertices_m, *meshes[thing.name].hulls])
            assert (points @ pose[2, :3] + pose[2, 3]).min() > 0, thing.name


def test_things_that_are_laid_down_do_not_overlap_seen_from_above(many):
    for _, recipe, meshes in many["workbench"]:
        tools = [t for t in recipe.labelled if t.context == "tool"]
        outlines = []
        for tool in tools:
            pose = np.array(tool.world_from_object)
            outlines.append((meshes[tool.name].vertices_m @ pose[:3, :3].T + pose[:3, 3])[:, :2])
        centres = [np.array(t.world_from_object)[:2, 3] for t in tools]
        reach = [np.linalg.norm(o - c, axis=1).max() for o, c in zip(outlines, centres, strict=True)]
        for i in range(len(tools)):
            for j in range(i):
                assert np.linalg.norm(centres[i] - centres[j]) > reach[i] + reach[j]


def test_parts_are_poured_within_the_walls(many):
    for _, recipe, meshes in many["bin"]:
        crate = next(t for t in recipe.things if t.context == "container")
        object_from_world = np.linalg.inv(np.array(crate.world_from_object))
        half = meshes[crate.name].extent_m[:2] / 2
        for thing in recipe.things:
            if thing.context in ("in_bin", "in_tray"):
                centre = object_from_world @ np.array(thing.world_from_object)[:, 3]
                assert np.all(np.abs(centre[:2]) + meshes[thing.name].radius_m < half)


@pytest.mark.parametrize("family", FAMILIES)
def test_masses_follow_volume_and_density(family, many, stock):
    for _, recipe, meshes in many[family][:4]:
        for thing in recipe.labelled:
            density = stock.material(thing.materials[0].name).density_kg_m3
            assert thing.mass_kg == pytest.approx(meshes[thing.name].volume_m3 * density, rel=1e-6)
            assert len(thing.materials) == len(meshes[thing.name].slots)
            assert thing.transparent == ("glass" in thing.materials[0].name)


@pytest.mark.parametrize("family", FAMILIES)
def test_clean_scenes_have_no_wear_and_worn_ones_vary(family):
    clean, _ = composed(plans(family, factors={"surface.dust": 0, "surface.scratches": 0})[0], make_stock())
    assert not any(thing.wear for thing in clean.things)
    worn, _ = composed(plans(family, factors={"surface.dust": 0.5, "scene.part_count": 30})[0], make_stock())
    dust = [w.severity for t in worn.labelled for w in t.wear if w.kind == "dust"]
    assert len(dust) == len(worn.labelled)
    assert np.mean(dust) == pytest.approx(0.5, abs=0.12)
    assert np.std(dust) > 0.05


@pytest.mark.parametrize("family", FAMILIES)
def test_wear_comes_in_the_order_in_which_it_comes_about(family):
    recipe, _ = composed(plans(family, factors={"surface.dust": 0.6, "surface.scratches": 0.6})[0], make_stock())
    kinds = [[w.kind for w in thing.wear] for thing in recipe.labelled]
    assert ["dust", "scratches"] in kinds
    assert ["scratches", "dust"] not in kinds


@pytest.mark.parametrize("family", FAMILIES)
def test_a_factor_that_changes_only_light_leaves_everything_else(family):
    warm, _ = composed(plans(family, factors={"light.temperature_k": 3000})[0], make_stock())
    cold, _ = composed(plans(family, factors={"light.temperature_k": 6500})[0], make_stock())
    assert warm.things == cold.things
    assert [v.camera for v in warm.views] == [v.camera for v in cold.views]


@pytest.mark.parametrize("family", FAMILIES)
def test_recipes_are_diverse(family, many):
    recipes = [recipe for _, recipe, _ in many[family]]
    assert len({len(recipe.labelled) for recipe in recipes}) > 5
    assert len({recipe.surroundings.hdri for recipe in recipes}) > 1
    assert len({len(recipe.lamps) for recipe in recipes}) > 3
    heights = [view.camera.pose[2, 3] for recipe in recipes for view in recipe.views]
    assert max(heights) > 2 * min(heights)
    materials = {t.materials[0].name for recipe in recipes for t in recipe.labelled}
    assert len(materials) >= 4


@pytest.mark.parametrize("family", FAMILIES)
def test_held_out_scenes_take_from_other_pools(family):
    spec = {"images": {"train": 4, "test_ood": 3}}
    both = plans(family, views=1, factors={"scene.part_count": 12}, **spec)
    stocks = {False: make_stock(), True: make_stock(held_out=True)}
    seen: dict[bool, set[str]] = {False: set(), True: set()}
    for plan in both:
        stock = stocks[plan.held_out]
        recipe = stock.catalogue.scenes[family].arrange(plan, stock)
        seen[plan.held_out] |= {f"metal {t.materials[0].name}" for t in recipe.labelled if not t.transparent}
        seen[plan.held_out].add(f"sky {recipe.surroundings.hdri}")
    assert seen[False]
    assert seen[True]
    assert not seen[False] & seen[True]


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("size_m", [0.0005, 0.4, 5.0])
def test_parts_of_any_size_get_a_world_to_their_scale(family, size_m):
    def cube() -> Mesh:
        return make_mesh([slab(size_m, 0.6 * size_m, 0.4 * size_m, 0.05 * size_m, 0.03 * size_m)], ("body",))

    parts = (stock_part(f"cube_{size_m}", cube, STEELS),)
    (plan,) = plans(family, factors={"scene.part_count": 12})
    recipe, meshes = composed(plan, make_stock(parts))
    assert len(recipe.labelled) >= 8
    for view in recipe.views:
        centres = np.array([np.array(t.world_from_object)[:3, 3] for t in recipe.labelled])
        pixels, depth = view.camera.project(centres)
        inside = (depth > 0) & np.all((pixels > 0) & (pixels < [160, 120]), axis=1)
        assert inside.sum() >= 1
        wide_px = 2 * meshes[recipe.labelled[0].name].radius_m * view.camera.focal_px / np.median(depth)
        assert 3 < wide_px < 320


def test_a_stock_without_tools_and_glass_still_makes_a_bench():
    only_parts = tuple(part for part in PARTS if part.roles == ("part",))
    recipe, _ = composed(plans("workbench")[0], make_stock(only_parts))
    assert recipe.labelled


def test_a_stock_of_tools_alone_still_fills_a_bin():
    tools = tuple(part for part in PARTS if part.roles == ("tool",))
    recipe, _ = composed(plans("bin")[0], make_stock(tools))
    assert recipe.labelled


def test_slots_without_materials_take_a_part_material():
    bare = dataclasses.replace(PARTS[0], materials={})
    recipe, _ = composed(plans("bin")[0], make_stock((bare,)))
    known = {m.name for m in catalogue().materials.values() if "part" in m.use}
    assert {t.materials[0].name for t in recipe.labelled} <= known
