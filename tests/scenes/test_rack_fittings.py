"""What belongs to a row of racks is fixed to it and cuts into nothing; the mirror comes as asked and moves nothing."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from loaded_scenes import arranged, opaque_as_loose

from generator.mesh import Mesh
from generator.physics.settle import overlap_m
from generator.recipe import SceneRecipe, Thing
from scenes.aisle_mirror import MIRROR

pytestmark = pytest.mark.slow
_SHARES = ("shelf_guards", "shelf_load", "shelf_aisle", "shelf_barrier", "shelf_mirror")
Rows = tuple[str, list[tuple[SceneRecipe, dict[str, Mesh]]]]


@pytest.fixture(scope="module", params=["none", "round", "dome"])
def rows(request: pytest.FixtureRequest) -> Rows:
    more = {MIRROR.name: request.param, "pallet.lean": 1.0, "pallet.fill": 1.5}
    return request.param, list(arranged("rack", 3, **more))


def named(recipe: SceneRecipe, *starts: str) -> list[Thing]:
    return [thing for thing in recipe.things if thing.name.startswith(starts)]


def in_row(recipe: SceneRecipe, meshes: dict[str, Mesh], thing: Thing) -> np.ndarray:
    """(N, 3) the thing's corners in the frame of the rack."""
    rack = np.array(named(recipe, "shelf_rack")[0].world_from_object)
    pose = np.linalg.inv(rack) @ np.array(thing.world_from_object)
    return meshes[thing.name].vertices_m @ pose[:3, :3].T + pose[:3, 3]


def test_a_mirror_hangs_where_one_is_asked_for(rows: Rows) -> None:
    kind, scenes = rows
    shapes = {"none": [], "round": ["round_mirror"], "dome": ["half_dome"]}
    for recipe, _ in scenes:
        assert [thing.mesh.name for thing in named(recipe, "shelf_mirror")] == shapes[kind]


def test_fittings_cut_into_nothing_nor_do_goods_into_them(rows: Rows) -> None:
    for recipe, meshes in rows[1]:
        assert overlap_m(opaque_as_loose(recipe), meshes) < 5e-5
        mine = named(recipe, "shelf_rack", *_SHARES)
        loose = tuple(dataclasses.replace(t, moves=t.name != "shelf_rack", mass_kg=1.0) for t in mine)
        assert overlap_m(dataclasses.replace(recipe, things=loose), meshes) < 1e-4


def test_mirrors_hang_over_heads_at_an_end_and_look_into_the_aisle(rows: Rows) -> None:
    for recipe, meshes in rows[1]:
        rack = named(recipe, "shelf_rack")[0].mesh.params
        for thing in named(recipe, "shelf_mirror"):
            points = in_row(recipe, meshes, thing)
            assert points[:, 2].min() > 1.7
            assert np.abs(points[:, 0].mean()) == pytest.approx(rack["bays"] * 1.4, abs=0.1)
            mesh = meshes[thing.name]
            corners = in_row(recipe, meshes, thing)[mesh.faces[mesh.face_slots == 0]]
            looks = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]) / 2
            front = points[np.unique(mesh.faces[mesh.face_slots == 0])].mean(axis=0)
            assert abs(front[1]) > rack["depth_m"] / 2
            shown = looks[looks[:, 1] * front[1] > 0].sum(axis=0)
            assert shown[2] < 0, "down"
            if thing.mesh.name == "round_mirror":
                assert shown[0] * front[0] < 0, "along the aisle"


def test_the_mirror_changes_nothing_but_itself() -> None:
    for (bare, _), (with_one, _) in zip(
        *(arranged("rack", 2, **{MIRROR.name: k}) for k in ("none", "round")), strict=True
    ):
        kept = [t for t in with_one.things if not t.name.startswith(("shelf_mirror", "shelf_load", "shelf_aisle"))]
        assert kept == [t for t in bare.things if not t.name.startswith(("shelf_load", "shelf_aisle"))]


def test_labels_number_each_level_of_each_side(rows: Rows) -> None:
    for recipe, _ in rows[1]:
        rack = named(recipe, "shelf_rack")[0].mesh.params
        sides = named(recipe, "shelf_labels")
        assert len(sides) == 2
        cells = [tuple(m.params["cell"]) for thing in sides for m in thing.materials]
        assert len(set(cells)) == len(cells) == 2 * rack["levels"]
