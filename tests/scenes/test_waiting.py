"""What waits around the work: labelled within the count, on the floor, in nothing, and not what cameras aim at."""

from __future__ import annotations

import numpy as np
import pytest
from loaded_scenes import arranged, lowest_m, opaque_as_loose

from generator.physics.settle import overlap_m
from scenes.shapes.pallets import HEIGHT_M
from scenes.shapes.wraps import wrapped_load
from scenes.waiting import WAITING

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("family", ["pallet", "rack"])
def test_goods_wait_on_the_floor_clear_of_all_else(family):
    found = 0
    for recipe, meshes in arranged(family, 3, **{"scene.part_count": 40, "scene.people": 0}):
        waiting = [t for t in recipe.labelled if t.context == WAITING]
        assert len(recipe.labelled) <= 40
        found += len(waiting)
        if waiting:
            heights = sorted(lowest_m(recipe, meshes, t.name) for t in waiting)
            assert heights[0] == pytest.approx(0.0, abs=1e-4)
            assert all(z < 1e-4 or z > HEIGHT_M - 1e-4 for z in heights)
            assert overlap_m(opaque_as_loose(recipe), meshes) < 5e-5
            assert min(np.hypot(*np.array(t.world_from_object)[:2, 3]) for t in waiting) > 2.0
    assert found > 0


def test_a_few_goods_leave_none_to_wait():
    for recipe, _ in arranged("pallet", 2, **{"scene.part_count": 12}):
        assert all(t.context != WAITING for t in recipe.labelled)


@pytest.mark.parametrize("pattern", range(3))
def test_a_wrapped_load_is_no_larger_than_asked_and_closed(pattern):
    mesh = wrapped_load(1.17, 0.77, 0.95, pattern)
    assert np.all(mesh.extent_m[:2] <= np.array([1.17, 0.77]) + 0.009)
    assert mesh.extent_m[2] == pytest.approx(0.951, abs=1e-3)
    assert mesh.watertight
