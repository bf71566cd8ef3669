"""Pallets: loads rest on one another without cutting in, are bound as asked, and fit what film goes around them."""

from __future__ import annotations

import mujoco
import numpy as np
import pytest
from loaded_scenes import CATALOGUE, STOCK, arranged, lowest_m, opaque_as_loose, spec_of
from scipy.spatial import ConvexHull

from generator.compose import categories, compose_scene, make_stock
from generator.errors import SpecError
from generator.physics.settle import overlap_m
from generator.physics.world import make_world
from generator.plan import plan_scenes
from generator.points import points_in_world
from generator.spec import DatasetSpec, PartSpec
from scenes.palletising import LOADS
from scenes.shapes.films import film_sheet
from scenes.shapes.pallets import HEIGHT_M
from scenes.winding import CLEAR_M

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("load", LOADS)
@pytest.mark.parametrize("lean", [0.0, 1.0])
def test_loads_do_not_cut_into_one_another_and_each_thing_touches_another(load, lean):
    for recipe, meshes in arranged("pallet", 1, **{"pallet.load": load, "pallet.lean": lean, "pallet.fill": 1.3}):
        loose = opaque_as_loose(recipe)
        assert overlap_m(loose, meshes) < 5e-5
        world = make_world(loose, meshes)
        world.model.geom_margin[:] = 1.5e-4
        data = mujoco.MjData(world.model)
        mujoco.mj_forward(world.model, data)
        touching = set(world.model.geom_bodyid[data.contact.geom[: data.ncon]].ravel().tolist())
        standing = [i for i, thing in enumerate(world.loose, start=1) if thing.context != "debris"]
        assert set(standing) <= touching


def test_what_is_asked_for_is_an_upper_bound_and_every_role_is_labelled():
    families = set()
    for recipe, _ in arranged("pallet", 10, **{"scene.part_count": 30}):
        assert 2 <= len(recipe.labelled) <= 30
        assert [t.instance for t in recipe.labelled] == list(range(1, len(recipe.labelled) + 1))
        families |= {t.part.split("_")[0] for t in recipe.labelled}
    assert families >= {"pallet", "carton", "drum", "sack", "stretch"}


def test_film_is_labelled_bends_and_is_laid_out_around_all_of_its_load():
    wrapped = 0
    for recipe, meshes in arranged(
        "pallet", 4, **{"pallet.load": "cartons", "pallet.wrap": "film", "pallet.lean": 0.3, "pallet.torn": 0.0}
    ):
        for film in (t for t in recipe.labelled if t.context == "wrap"):
            assert film.transparent
            assert film.soft is not None
            assert film.soft.pull > 0
            sheet = film_sheet(*(film.mesh.params[key] for key in ("rows", "columns", "torn", "tail")))
            skin = points_in_world(film)[sheet.around]
            assert np.ptp(skin[:, :, 2].mean(axis=1)) > 0.1
            ring = ConvexHull(skin[len(skin) // 2, :, :2]).equations
            for thing in (t for t in recipe.labelled if t.context == "load"):
                pose = np.array(thing.world_from_object)
                points = meshes[thing.name].vertices_m @ pose[:3, :3].T + pose[:3, 3]
                level = skin[len(skin) // 2, 0, 2]
                beside = points[:, 2].min() < level < points[:, 2].max() and np.all(ring @ [*pose[:2, 3], 1] < 0)
                wrapped += beside
                assert not beside or (points[:, :2] @ ring[:, :2].T + ring[:, 2]).max() < -0.5 * CLEAR_M
    assert wrapped > 4


def test_torn_film_has_a_hole_and_physics_keeps_it_out_of_its_load():
    seen = 0
    factors = {
        "pallet.load": "cartons",
        "pallet.wrap": "film",
        "pallet.torn": 1.0,
        "scene.part_count": 20,
        "scene.people": 0,
        "scene.forklifts": 0,
    }
    for plan in plan_scenes(spec_of("pallet", 3, factors=factors), CATALOGUE):
        recipe, meshes = compose_scene(plan, STOCK)
        for film in (t for t in recipe.labelled if t.context == "wrap"):
            seen += 1
            params = film.mesh.params
            sheet = film_sheet(params["rows"], params["columns"], params["torn"], params["tail"])
            assert (sheet.around < 0).any()
            skin = meshes[film.name].vertices_m + np.array(film.world_from_object)[:3, 3]
            for thing in (t for t in recipe.labelled if t.context == "load"):
                pose = np.array(thing.world_from_object)
                hull = np.concatenate(meshes[thing.name].hulls) @ pose[:3, :3].T + pose[:3, 3]
                planes = ConvexHull(hull).equations
                assert (skin @ planes[:, :3].T + planes[:, 3]).max(axis=1).min() > -1.5e-3
    assert seen >= 1


def test_straps_run_over_the_load_and_under_the_deck():
    found = 0
    for recipe, meshes in arranged(
        "pallet", 6, **{"pallet.load": "cartons", "pallet.wrap": "straps", "pallet.lean": 0.0}
    ):
        for strap in (t for t in recipe.things if t.name.startswith("strap_")):
            found += 1
            assert HEIGHT_M - 0.04 < lowest_m(recipe, meshes, strap.name) < HEIGHT_M - 0.02
    assert found >= 2


def test_damage_breaks_wooden_pallets_and_none_leaves_them_whole():
    for damage, least in ((0.0, 0), (1.0, 3)):
        broken = 0
        for recipe, _ in arranged("pallet", 4, **{"pallet.damage": damage}):
            pallets = [t.mesh.params for t in recipe.labelled if t.mesh.name == "wooden_pallet"]
            broken += sum("broken_board" in params or "missing_block" in params for params in pallets)
        assert (broken == 0) if least == 0 else (broken >= least)


def test_half_a_load_is_lower_than_a_whole_one():
    tops = []
    for fill in (0.4, 1.0, 1.5):
        recipe, _ = next(
            arranged("pallet", 1, **{"pallet.load": "cartons", "pallet.fill": fill, "scene.part_count": 200})
        )
        tops.append(max(t.world_from_object[2][3] for t in recipe.labelled if t.context == "load"))
    assert tops[0] < tops[1] < tops[2]


def test_what_falls_lies_on_the_floor_as_debris():
    seen = 0
    for plan in plan_scenes(
        spec_of("pallet", 5, factors={"scene.part_count": 25, "pallet.load": "cartons"}), CATALOGUE
    ):
        recipe, meshes = compose_scene(plan, STOCK)
        for thing in recipe.things:
            if thing.moves:
                seen += 1
                low = lowest_m(recipe, meshes, thing.name)
                assert low > -1e-4
                assert thing.context == ("load" if low > 0.9 * HEIGHT_M else "debris")
                assert low < 0.03 or thing.context == "load"
    assert seen >= 2


def test_a_spec_of_bolts_alone_is_told_what_a_pallet_needs():
    spec = spec_of("pallet", parts=(PartSpec(part="hex_bolt_*"),))
    with pytest.raises(SpecError, match=r"scenes\.pallet: none of the spec's parts is a carton.*part: carton_\*"):
        make_stock(spec, {}, held_out=False)


def test_a_dataset_of_bins_has_no_category_of_a_pallet_and_the_other_way_round():
    bins = DatasetSpec(name="t", images={"train": 1}, scenes={"bin": 1.0})
    assert not any(name.startswith(("pallet", "carton", "drum")) for name in categories(bins, {}))
    loads = categories(spec_of("pallet"), {})
    assert {"pallet_eur", "carton_400x300x200", "stretch_film_wrap"} <= set(loads)
    assert not any(name.startswith("hex") for name in loads)


@pytest.mark.parametrize("room", CATALOGUE.factors["light.room"].choices)
def test_lamps_hang_over_loads_and_cameras(room):
    fixed = {"light.room": room, "camera.elevation_deg": 88, "scene.part_count": 12}
    for plan in plan_scenes(spec_of("pallet", 2, factors=fixed), CATALOGUE):
        recipe, _ = compose_scene(plan, STOCK)
        eye = recipe.views[0].camera.pose[:3, 3]
        for lamp in recipe.lamps:
            x, y, z = (row[3] for row in lamp.world_from_object[:3])
            assert np.hypot(x, y) > 5 or z > max(2.5, eye[2])


def test_cartons_of_a_spec_without_pallets_still_stand_on_one():
    spec = spec_of("pallet", 3, parts=(PartSpec(part="carton_*"),), factors={"scene.part_count": 9})
    stock = make_stock(spec, {}, held_out=False)
    for plan in plan_scenes(spec, CATALOGUE):
        recipe = CATALOGUE.scenes["pallet"].arrange(plan, stock)
        assert {t.part.split("_")[0] for t in recipe.labelled} == {"carton"}
        assert any(t.name.startswith("pallet_") and t.category is None for t in recipe.things)
