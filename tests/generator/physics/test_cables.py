from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import trimesh
from scipy.optimize import brentq
from small_scene import at, bench_recipe, mesh_of, thing

from generator.mesh import Mesh
from generator.physics.cable_crossings import find_crossings
from generator.physics.cable_rods import make_rods
from generator.physics.cables import STEP_S, begin, depths_m, lay_cables
from generator.physics.cloth import cloth_depth_m, drape, make_grid
from generator.physics.soft import settle_soft
from generator.physics.soft_contacts import Obstacles, find_obstacles, find_pairs
from generator.points import bend_radius_m, points_in_world, with_points
from generator.recipe import MeshRef, SceneRecipe, Soft, Thing
from scenes.shapes.cables import cable
from scenes.shapes.cloth import cloth_mask

RADIUS_M = 0.004
LEAD = Soft("cable", RADIUS_M, 0.06, 1e-3, 0.024)
BLOCK_M = np.array([0.08, 0.06, 0.03])  # half sizes of what things fall on
FAR = np.full(3, 9.0)


def world() -> tuple[tuple[Thing, ...], dict[str, Mesh]]:
    """A floor whose top is at height 0, and a block on it."""
    solids = {"floor": (2.0, 2.0, 0.1), "block": tuple(2 * BLOCK_M)}
    meshes = {name: mesh_of(trimesh.creation.box(size)) for name, size in solids.items()}
    return (thing("floor", at(0, 0, -0.05)), thing("block", at(0, 0, BLOCK_M[2]))), meshes


def obstacles() -> Obstacles:
    things, meshes = world()
    return find_obstacles(_recipe(things), meshes, -FAR, FAR)


def _recipe(things: tuple[Thing, ...]) -> SceneRecipe:
    return dataclasses.replace(bench_recipe(), things=things)


def straight(height_m: float, turn: float, count: int = 70, long: float = 0.5) -> np.ndarray:
    t = np.linspace(-long / 2, long / 2, count)
    return np.column_stack([t * np.cos(turn), t * np.sin(turn), np.full(count, height_m)])


def outside_m(points_m: np.ndarray) -> np.ndarray:
    """Distance to the floor and the block, below 0 inside: worked out without the code under test."""
    off = np.abs(points_m - [0, 0, BLOCK_M[2]]) - BLOCK_M
    block = np.linalg.norm(np.maximum(off, 0), axis=1) + np.minimum(off.max(axis=1), 0)
    return np.minimum(block, points_m[:, 2])


@pytest.mark.slow
def test_cables_lie_on_what_is_there_and_on_one_another() -> None:
    lines = [straight(0.08, 0.2), straight(0.1, 1.4), straight(0.12, 2.3)]
    rested, depths = lay_cables(lines, [LEAD] * 3, obstacles())
    assert depths.max() < 5e-4
    for before, after in zip(lines, rested, strict=True):
        skin = with_points(Thing("lead", MeshRef("shape", "cable", {}), at(0, 0, 0), ()), after)
        mesh = cable(skin.mesh.params["points"], RADIUS_M)
        assert outside_m(mesh.vertices_m + np.array(skin.world_from_object)[:3, 3]).min() > -1e-3
        length = [np.linalg.norm(np.diff(line, axis=0), axis=1).sum() for line in (before, after)]
        assert length[1] == pytest.approx(length[0], rel=0.002), "cables do not stretch"
        assert bend_radius_m(after).min() > 0.6 * LEAD.least_radius_m
        assert after[:, 2].min() == pytest.approx(RADIUS_M, abs=5e-4), "the ends lie on the floor"
    middle = [line[len(line) // 2, 2] for line in rested]
    assert middle[0] > 2 * BLOCK_M[2], "over the block"
    assert middle[2] > middle[0] + 2 * RADIUS_M, "the last one lies on the others"
    again, _ = lay_cables(lines, [LEAD] * 3, obstacles())
    assert all((a == b).all() for a, b in zip(rested, again, strict=True))


@pytest.mark.slow
def test_a_cable_that_is_held_at_one_end_droops_as_a_beam_of_its_stiffness() -> None:
    long, count = 0.2, 81
    line = np.column_stack([np.full(count, 0.4), np.linspace(0, long, count), np.full(count, 0.3)])
    droop = []
    for bending in (1e-5, 2e-3, 2e-2):
        soft = Soft("cable", RADIUS_M, 0.06, bending, 0.0, (0, 1, 2))
        (rested,), _ = lay_cables([line], [soft], obstacles())
        assert (rested[:3] == line[:3]).all(), "pinned points stay"
        length = [np.linalg.norm(np.diff(points, axis=0), axis=1).sum() for points in (line, rested)]
        assert length[1] == pytest.approx(length[0], rel=0.001)
        droop.append(0.3 - rested[-1, 2])
    free_m = line[-1, 1] - line[2, 1]
    beam = [0.06 * 9.81 * free_m**4 / 8 / stiff for stiff in (2e-3, 2e-2)]  # Euler and Bernoulli: q L^4 / (8 E I)
    assert droop[2] == pytest.approx(beam[1], rel=0.06), "a chain of points is a beam that is half a link longer"
    assert 0.75 * beam[0] < droop[1] < beam[0], "a large droop is less than that of the linear beam"
    assert droop[0] == pytest.approx(free_m, rel=0.02), "what is limp hangs straight down"


@pytest.mark.slow
def test_a_slack_cable_between_two_pins_hangs_in_a_catenary() -> None:
    half_m, slack = 0.15, 1.05
    t = np.linspace(-half_m, half_m, 61)
    rise = np.sqrt(slack**2 - 1) * (half_m - np.abs(t))  # a roof of the cable's length
    line = np.column_stack([np.full(61, 0.4), t, 0.3 + rise])
    (rested,), _ = lay_cables([line], [Soft("cable", RADIUS_M, 0.06, 1e-6, 0.0, (0, 60))], obstacles())
    a = brentq(lambda a: a * np.sinh(half_m / a) - slack * half_m, 0.05, 5.0)
    assert 0.3 - rested[30, 2] == pytest.approx(a * (np.cosh(half_m / a) - 1), rel=0.03)
    assert np.linalg.norm(np.diff(rested, axis=0), axis=1).sum() == pytest.approx(2 * half_m * slack, rel=0.001)


@pytest.mark.slow
def test_a_cable_that_is_taut_between_two_pins_hardly_sags() -> None:
    line = straight(0.3, 0.7)
    (rested,), _ = lay_cables([line], [dataclasses.replace(LEAD, pinned=(0, 69))], obstacles())
    assert np.abs(rested - line).max() < 0.01 * 0.5
    assert np.linalg.norm(np.diff(rested, axis=0), axis=1).sum() == pytest.approx(0.5, rel=5e-4)


def test_links_of_two_cables_that_cross_are_found_and_neighbours_are_not() -> None:
    rods = make_rods([straight(0.01, 0.0), straight(0.015, np.pi / 2)], [LEAD, LEAD], STEP_S)
    found = find_crossings(rods, 0.0, np.zeros(0, int))
    assert len(found.ends)
    assert ((found.ends[:, 0] < 70) & (found.ends[:, 2] >= 70)).all()


def test_only_what_is_near_a_thing_is_a_pair_with_it() -> None:
    points = np.array([[0.0, 0.0, 0.062], [0.0, 0.0, 0.2], [0.3, 0.0, 0.002]])
    pairs = find_pairs(obstacles(), points, np.full(3, 0.004), 0.0)
    assert pairs.point.tolist() == [2, 0]
    assert pairs.piece.tolist() == [0, 1]


@pytest.mark.slow
def test_a_cable_that_starts_in_a_thing_is_lifted_over_it_and_one_that_is_pinned_in_one_is_left_out() -> None:
    things, meshes = world()
    loose = with_points(_lead("loose", LEAD), straight(0.012, 0.0))
    caught = Soft("cable", RADIUS_M, 0.06, 1e-3, 0.024, (30, 40))
    stuck = with_points(_lead("stuck", caught), straight(0.012, 1.2))
    rested = settle_soft(_recipe((*things, loose, stuck)), meshes)
    assert [t.name for t in rested.things] == ["floor", "block", "loose"]
    points = points_in_world(rested.things[2])
    assert outside_m(points).min() > RADIUS_M - 1e-3
    assert points[35, 2] > 2 * BLOCK_M[2]


def _lead(name: str, soft: Soft) -> Thing:
    return Thing(name, MeshRef("shape", "cable", {"radius_m": RADIUS_M}), at(0, 0, 0), (), soft=soft)


def test_cables_in_the_air_reach_into_nothing_and_one_in_the_floor_does() -> None:
    free = begin([straight(0.3, 0.0)], [LEAD], obstacles())
    sunk = begin([straight(0.001, 0.0)], [LEAD], obstacles())
    assert depths_m(free) == pytest.approx([0.0])
    assert depths_m(sunk)[0] == pytest.approx(RADIUS_M + BLOCK_M[1] - 0.0, abs=0.03)


@pytest.mark.slow
def test_cloth_hangs_over_a_block_without_stretching_or_reaching_into_it() -> None:
    mask = cloth_mask("sheet", 24, 24)
    grid = make_grid(mask)
    flat = np.column_stack([grid.place * 0.012, np.full(len(grid.place), 0.075)])
    flat[:, :2] -= flat[:, :2].mean(axis=0)
    soft = Soft("cloth", 0.0015, 0.25, 6e-5)
    rested, depth = drape(flat, mask, soft, obstacles())
    assert depth < 1e-3
    assert depth == cloth_depth_m(rested, mask, soft, obstacles())
    assert outside_m(rested).min() > 0.0
    links = np.concatenate(grid.links)
    stretch = np.linalg.norm(rested[links[:, 1]] - rested[links[:, 0]], axis=1) / 0.012
    assert np.quantile(stretch, [0.02, 0.98]) == pytest.approx([1.0, 1.0], abs=0.12)
    corner = rested[0]
    assert corner[2] < 0.03, "corners hang down to the floor's height"
    assert rested[:, 2].max() < 2 * BLOCK_M[2] + 0.012
    assert (drape(flat, mask, soft, obstacles())[0] == rested).all()
