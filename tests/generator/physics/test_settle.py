"""Things come to rest where gravity leaves them, without cutting into each other."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from generator.cad.prepare import prepare_mesh
from generator.mesh import Mesh
from generator.physics.measure import worst_penetration_m
from generator.physics.settle import settle
from generator.recipe import MeshRef, SceneRecipe, Surroundings, Thing


def made(solid: trimesh.Trimesh) -> Mesh:
    return prepare_mesh(np.asarray(solid.vertices, np.float32), np.asarray(solid.faces, np.int32))


def thing(name: str, position_m: tuple[float, float, float], *, moves: bool = True) -> Thing:
    pose = np.eye(4)
    pose[:3, 3] = position_m
    rows = tuple(tuple(float(v) for v in row) for row in pose)
    return Thing(name, MeshRef("shape", name, {}), rows, (), mass_kg=0.02, friction=0.4, moves=moves)


def scene(things: list[Thing]) -> SceneRecipe:
    light = Surroundings(None, 0.0, 1.0)
    return SceneRecipe(1, "test", 0, 0, "train", "bin", "draft", (), {}, tuple(things), (), light, ())


@pytest.fixture(scope="module")
def meshes() -> dict[str, Mesh]:
    block, ring = made(trimesh.creation.box((0.03, 0.02, 0.01))), made(trimesh.creation.annulus(0.006, 0.012, 0.004))
    floor = made(trimesh.creation.box((0.6, 0.6, 0.05)))
    return {"floor": floor, "peg": made(trimesh.creation.box((0.006, 0.006, 0.06)))} | {
        f"{name}_{i}": mesh for name, mesh in (("block", block), ("ring", ring)) for i in range(4)
    }


FLOOR = thing("floor", (0, 0, -0.025), moves=False)


def test_a_block_comes_to_rest_on_the_floor(meshes: dict[str, Mesh]) -> None:
    rested = settle(scene([FLOOR, thing("block_0", (0, 0, 0.03))]), meshes)
    height = rested.things[1].world_from_object[2][3]
    assert height == pytest.approx(0.005, abs=2e-4)


def test_a_pile_does_not_interpenetrate_and_comes_out_the_same_twice(meshes: dict[str, Mesh]) -> None:
    pile = [thing(name, (0.002 * i, 0.001 * i, 0.03 + 0.03 * i)) for i, name in enumerate(sorted(meshes)[:4])]
    recipe = scene([FLOOR, *(t for t in pile if t.name not in ("floor", "peg"))])
    rested = settle(recipe, meshes)
    assert len(rested.things) == len(recipe.things)
    assert worst_penetration_m(rested, meshes) < 1e-4
    assert settle(recipe, meshes) == rested


def test_a_ring_falls_over_a_peg(meshes: dict[str, Mesh]) -> None:
    peg = thing("peg", (0, 0, 0.03), moves=False)
    rested = settle(scene([FLOOR, peg, thing("ring_0", (0.001, 0, 0.08))]), meshes)
    ring = rested.things[2].world_from_object
    assert ring[2][3] < 0.012, "the ring hangs on the peg's top: its hole is closed"
    assert np.hypot(ring[0][3], ring[1][3]) < 0.012


def test_what_falls_off_is_left_out(meshes: dict[str, Mesh]) -> None:
    rested = settle(scene([FLOOR, thing("block_0", (0.5, 0, 0.03)), thing("block_1", (0, 0, 0.03))]), meshes)
    assert [t.name for t in rested.things] == ["floor", "block_1"]


def test_a_scene_without_loose_things_stays_as_it_is(meshes: dict[str, Mesh]) -> None:
    recipe = scene([FLOOR])
    assert settle(recipe, meshes) == recipe


def test_the_measure_sees_what_cuts_into_another(meshes: dict[str, Mesh]) -> None:
    blocks = [thing("block_0", (0, 0, 0.004)), FLOOR]
    assert worst_penetration_m(scene(blocks), meshes) == pytest.approx(0.001, abs=3e-4)


def test_what_is_put_down_on_a_bench_stays_there_whatever_lies_lower(meshes: dict[str, Mesh]) -> None:
    lower = thing("lower", (0, 0, -0.2), moves=False)
    block = thing("block_0", (0, 0, 0.0065))  # flat, 1.5 mm above the bench; its bounding sphere reaches into it
    rested = settle(scene([FLOOR, lower, block]), meshes | {"lower": meshes["floor"]})
    assert [t.name for t in rested.things] == ["floor", "lower", "block_0"]
    assert np.allclose(np.array(rested.things[2].world_from_object)[:2, 3], 0, atol=1e-3)
    assert rested.things[2].world_from_object[2][3] == pytest.approx(0.005, abs=2e-4)
