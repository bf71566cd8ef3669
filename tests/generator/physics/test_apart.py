"""What overlaps is pushed apart by what it overlaps, the lighter one more, and nothing else moves."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from generator.cad.prepare import prepare_mesh
from generator.physics.apart import OVERLAP_M, push_apart
from generator.physics.stage import Pour, begin
from generator.physics.world import make_world
from generator.recipe import MeshRef, SceneRecipe, Surroundings, Thing

SIZE_M = 0.02


def pushed(places_m: list[tuple[float, float, float]], masses_kg: list[float]) -> tuple[Pour, np.ndarray]:
    """Cubes at these places, pushed apart; and how far each has moved, (N, 3)."""
    solid = trimesh.creation.box((SIZE_M,) * 3)
    cube = prepare_mesh(np.asarray(solid.vertices, np.float32), np.asarray(solid.faces, np.int32))
    things = []
    for index, ((x, y, z), mass) in enumerate(zip(places_m, masses_kg, strict=True)):
        rows = ((1.0, 0.0, 0.0, x), (0.0, 1.0, 0.0, y), (0.0, 0.0, 1.0, z), (0.0, 0.0, 0.0, 1.0))
        things.append(Thing(f"cube_{index}", MeshRef("shape", "cube", {}), rows, (), mass_kg=mass, moves=True))
    light = Surroundings(None, 0.0, 1.0)
    recipe = SceneRecipe(1, "test", 0, 0, "train", "bin", "draft", (), {}, tuple(things), (), light, ())
    run = begin(make_world(recipe, dict.fromkeys((t.name for t in things), cube)))
    run.world.model.geom_contype[:] = run.world.model.geom_conaffinity[:] = 1
    run.released[:] = True
    run.data.qpos[:] = run.starts.reshape(-1)
    before = run.starts[:, :3].copy()
    push_apart(run)
    return run, run.data.qpos.reshape(-1, 7)[:, :3] - before


def test_two_cubes_part_by_what_they_overlap():
    run, moved = pushed([(0, 0, 0), (SIZE_M - 2e-4, 0, 0)], [0.1, 0.1])
    assert -run.data.contact.dist.min() < OVERLAP_M
    assert moved[1, 0] - moved[0, 0] == pytest.approx(2e-4, abs=OVERLAP_M)
    assert moved[0, 0] == pytest.approx(-moved[1, 0], rel=0.05)
    assert np.abs(moved[:, 1:]).max() < 2e-5


def test_the_heavier_one_moves_less():
    _, moved = pushed([(0, 0, 0), (SIZE_M - 2e-4, 0, 0)], [0.4, 0.1])
    assert abs(moved[0, 0]) == pytest.approx(abs(moved[1, 0]) / 4, rel=0.1)


def test_a_row_of_cubes_comes_apart_and_what_stands_free_stays():
    places = [(i * (SIZE_M - 1e-4), 0.0, 0.0) for i in range(5)] + [(0.0, 0.1, 0.0)]
    run, moved = pushed(places, [0.1] * 6)
    assert -run.data.contact.dist.min(initial=0.0) < OVERLAP_M
    assert not moved[5].any()
