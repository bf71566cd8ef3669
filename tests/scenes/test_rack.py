"""The rack: pallets rest on its levels, loads fit between them, and as many places are taken as asked."""

from __future__ import annotations

import numpy as np
import pytest
from loaded_scenes import CATALOGUE, arranged, lowest_m, opaque_as_loose, spec_of

from generator.physics.settle import overlap_m
from generator.plan import plan_scenes
from scenes.rack import OCCUPANCY, aim

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("lean", [0.0, 1.0])
def test_loads_fit_between_the_levels_and_cut_into_nothing(lean):
    for recipe, meshes in arranged("rack", 2, **{"pallet.lean": lean, "pallet.fill": 1.5, "pallet.damage": 0.5}):
        assert overlap_m(opaque_as_loose(recipe), meshes) < 5e-5


def test_pallets_rest_on_the_floor_or_on_beams():
    levels = set()
    for recipe, meshes in arranged("rack", 4, **{"pallet.damage": 0.0}):
        pitch = next(t for t in recipe.things if t.name == "shelf_rack").mesh.params["level_m"]
        for thing in (t for t in recipe.labelled if t.context == "stored"):
            level, above = divmod(lowest_m(recipe, meshes, thing.name) + 1e-6, pitch)
            assert above < 2e-4
            levels.add(level)
    assert levels >= {0.0, 1.0}


def test_a_fuller_rack_has_more_pallets():
    stored = []
    for share in (0.1, 0.9):
        scenes = arranged("rack", 4, **{OCCUPANCY.name: share, "scene.part_count": 90})
        stored.append(sum(t.context == "stored" for recipe, _ in scenes for t in recipe.labelled))
    assert stored[1] > 1.8 * stored[0]


def test_pallets_in_a_rack_stand_with_their_short_side_to_the_aisle():
    recipe, _ = next(arranged("rack", 1))
    rack = next(t for t in recipe.things if t.name == "shelf_rack")
    along = np.array(rack.world_from_object)[:3, 0]
    for thing in (t for t in recipe.labelled if t.context == "stored"):
        assert abs(np.array(thing.world_from_object)[:3, 0] @ along) < 0.05


def test_pallets_on_a_rack_reach_from_beam_to_beam() -> None:
    for recipe, meshes in arranged("rack", 6):
        depth = next(t for t in recipe.things if t.name == "shelf_rack").mesh.params["depth_m"]
        carriers = [meshes[t.name].extent_m for t in recipe.labelled if t.context == "stored"]
        assert all(max(extent[:2]) >= depth for extent in carriers)


def test_cameras_hang_no_higher_than_a_mast_or_a_lamp() -> None:
    for recipe, meshes in arranged("rack", 4):
        top = max(float(np.array(t.world_from_object)[2, 3]) + meshes[t.name].radius_m for t in recipe.labelled)
        plan = next(p for p in plan_scenes(spec_of("rack", 4), CATALOGUE) if p.scene == recipe.scene)
        lamps = [t.world_from_object[2][3] for t in recipe.things if t.name == "ceiling"]
        for view in aim(plan, recipe, meshes):
            assert 0.0 < view.camera.world_from_camera[2][3] < max(top + 1.2, lamps[0])
