"""Friction, mass, stacks, rolling and piles: rest is where physics puts it."""

import math

import mujoco
import numpy as np
import pytest
import trimesh

from generator.cad.prepare import prepare_mesh
from generator.mesh import Mesh
from generator.physics.inertia import unit_inertia_m2
from generator.physics.measure import gaps_m, unsupported, worst_penetration_m
from generator.physics.pour import layers
from generator.physics.settle import overlap_m, settle
from generator.physics.stage import begin
from generator.physics.world import make_world
from generator.recipe import MeshRef, SceneRecipe, Surroundings, Thing

MM = 1e-3


def made(solid: trimesh.Trimesh) -> Mesh:
    return prepare_mesh(np.asarray(solid.vertices) * MM, np.asarray(solid.faces))


def rows(pose: np.ndarray) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(v) for v in row) for row in pose)


def thing(name: str, at_mm: tuple[float, ...], *, moves: bool = True, tilt_deg: float = 0.0, **values: float) -> Thing:
    pose = trimesh.transformations.rotation_matrix(math.radians(tilt_deg), (0, 1, 0))
    pose[:3, 3] = np.array(at_mm) * MM
    options = {"mass_kg": 0.02, "friction": 0.4} | values
    return Thing(name, MeshRef("shape", name, {}), rows(pose), (), moves=moves, **options)


def scene(*things: Thing) -> SceneRecipe:
    light = Surroundings(None, 0.0, 1.0)
    return SceneRecipe(1, "test", 0, 0, "train", "bin", "draft", (), {}, things, (), light, ())


FLOOR = made(trimesh.creation.box((600, 600, 50)))
GROUND = thing("floor", (0, 0, -25), moves=False)
BLOCK = made(trimesh.creation.box((20, 20, 10)))


def slid_m(friction: float) -> float:
    """How far a block moves on a ramp of 20 degrees (tan 0.364) that has the same friction."""
    ramp = thing("floor", (0, 0, 0), moves=False, tilt_deg=20, friction=friction)
    up = np.array([math.sin(math.radians(20)), 0, math.cos(math.radians(20))]) * (25 + 5 + 0.5)
    block = thing("block", tuple(up), tilt_deg=20, friction=friction)
    rested = settle(scene(ramp, block), {"floor": FLOOR, "block": BLOCK})
    if len(rested.things) == 1:
        return math.inf  # over the edge
    return float(np.linalg.norm(np.array(rested.things[1].world_from_object)[:3, 3] - up * MM))


def test_a_block_slides_on_a_ramp_that_is_slippery_and_stays_on_a_rough_one() -> None:
    assert slid_m(0.6) < 2 * MM
    assert slid_m(0.1) > 50 * MM


def test_a_stack_of_blocks_rests_as_stacked() -> None:
    blocks = [thing(f"block_{i}", (0, 0, 5.2 + 10.3 * i)) for i in range(5)]
    meshes = {"floor": FLOOR} | {block.name: BLOCK for block in blocks}
    rested = settle(scene(GROUND, *blocks), meshes)
    heights = [t.world_from_object[2][3] / MM for t in rested.things[1:]]
    assert heights == pytest.approx([5, 15, 25, 35, 45], abs=0.4)
    assert unsupported(rested, meshes) == ()


def test_a_pin_drops_through_a_ring() -> None:
    ring, pin = made(trimesh.creation.annulus(6, 12, 4)), made(trimesh.creation.cylinder(3, 30))
    meshes = {"floor": FLOOR, "ring": ring, "pin": pin}
    rested = settle(scene(GROUND, thing("ring", (0, 0, 2), moves=False), thing("pin", (0.5, 0, 40))), meshes)
    pose = np.array(rested.things[2].world_from_object)
    lowest = (pin.vertices_m @ pose[2, :3]).min() + pose[2, 3]
    assert lowest < 0.3 * MM, "it stands on the floor inside the ring, or fell over beside it, but not on the hole"
    assert worst_penetration_m(rested, meshes) < 0.1 * MM


def test_what_rolls_comes_to_rest() -> None:
    meshes = {
        "floor": FLOOR,
        "ball": made(trimesh.creation.icosphere(3, 5)),
        "pin": made(trimesh.creation.cylinder(3, 20)),
    }
    ball, pin = thing("ball", (-30, 0, 20)), thing("pin", (30, 0, 20), tilt_deg=80)
    rested = settle(scene(GROUND, ball, pin), meshes)
    assert len(rested.things) == 3
    again = settle(rested, meshes)
    for before, after in zip(rested.things, again.things, strict=True):
        moved = np.array(after.world_from_object)[:3, 3] - np.array(before.world_from_object)[:3, 3]
        assert np.linalg.norm(moved) < 2 * MM


def test_a_pile_rests_without_overlap_and_nothing_floats() -> None:
    shapes = [BLOCK, made(trimesh.creation.annulus(4, 9, 3)), made(trimesh.creation.cylinder(3, 24))]
    spots = [(x, y) for x in (-13, 13) for y in (-13, 13)]
    loose = [thing(f"part_{i}", (*spots[i % 4], 20 + 28 * (i // 4)), tilt_deg=35 * i) for i in range(8)]
    meshes = {"floor": FLOOR} | {t.name: shapes[i % 3] for i, t in enumerate(loose)}
    rested = settle(scene(GROUND, *loose), meshes)
    assert len(rested.things) == 9
    assert worst_penetration_m(rested, meshes) < 0.1 * MM
    assert overlap_m(rested, meshes) < 0.05 * MM
    assert max(gaps_m(rested, meshes).values()) < 0.3 * MM


def test_equal_parts_share_a_mesh_and_order_does_not_matter_to_names() -> None:
    first = settle(
        scene(GROUND, thing("a", (-40, 0, 20)), thing("b", (40, 0, 20))), {"floor": FLOOR, "a": BLOCK, "b": BLOCK}
    )
    assert [t.name for t in first.things] == ["floor", "a", "b"]
    assert first.things[1].world_from_object[0][3] < 0 < first.things[2].world_from_object[0][3]


def test_layers_hold_nothing_above_one_another() -> None:
    positions = np.array([[0, 0, 0], [1, 0, 0], [0, 0, 1], [0.05, 0, 2], [1, 0, 1.0]])
    assert [group.tolist() for group in layers(positions, np.full(5, 0.2))] == [[0, 1], [2, 4], [3]]


def test_inertia_is_that_of_the_solid() -> None:
    expected = np.array([20**2 + 10**2, 20**2 + 10**2, 20**2 + 20**2]) / 12 * 1e-6
    assert np.diag(unit_inertia_m2(BLOCK)) == pytest.approx(expected, rel=1e-5)
    rod = made(trimesh.creation.cylinder(5, 40, sections=128))
    sides = (3 * 5**2 + 40**2) / 12 * 1e-6
    assert np.diag(unit_inertia_m2(rod)) == pytest.approx([sides, sides, 12.5e-6], rel=2e-3)


def test_what_floats_is_named() -> None:
    meshes = {"floor": FLOOR, "low": BLOCK, "high": BLOCK}
    recipe = scene(GROUND, thing("low", (0, 0, 5.1)), thing("high", (80, 0, 6.5)))
    assert unsupported(recipe, meshes) == ("high",)
    assert gaps_m(recipe, meshes)["low"] == pytest.approx(0.1 * MM, rel=0.05)


def test_a_simulation_that_goes_wrong_leaves_no_file(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = begin(make_world(scene(GROUND, thing("block", (0, 0, 30))), {"floor": FLOOR, "block": BLOCK}))
    run.data.qpos[:] = np.nan
    mujoco.mj_step(run.world.model, run.data)
    assert sum(warning.number for warning in run.data.warning) > 0
    assert list(tmp_path.iterdir()) == []
