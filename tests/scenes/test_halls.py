"""Halls of pallets and racks: what they are fitted with hangs on its wall, stands clear, and is of no labelled kind."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator

import numpy as np
import pytest
from loaded_scenes import CATALOGUE, STOCK, arranged, spec_of

from generator.camera import look_at
from generator.labels.cast import SceneCaster
from generator.labels.panoptic import stuff_number
from generator.mesh import Mesh
from generator.physics.settle import overlap_m
from generator.plan import plan_scenes
from generator.plugins import STUFF
from generator.recipe import SceneRecipe, Thing
from scenes.aisle_mirror import MIRROR
from scenes.pallet import aim

pytestmark = pytest.mark.slow
_ON_WALLS = ("wall_gate", "wall_dock", "wall_door", "wall_exit", "wall_duty", "wall_fire", "wall_tray", "wall_pipes",
             "wall_switch", "wall_voltage", "wall_first_aid", "wall_clock")  # fmt: skip
_FITTED = (*_ON_WALLS, "wall_guard", "wall_lintel", "wall_pier", "cabinet_", "ceiling_beam")
Scene = tuple[SceneRecipe, dict[str, Mesh]]


@pytest.fixture(scope="module")
def halls() -> list[Scene]:
    few = {MIRROR.name: "round", "scene.part_count": 14}
    return [scene for family in ("pallet", "rack") for scene in arranged(family, 5, **few)]


def fittings(recipe: SceneRecipe) -> list[Thing]:
    return [thing for thing in recipe.things if thing.name.startswith(_FITTED)]


def corners(thing: Thing, meshes: dict[str, Mesh]) -> np.ndarray:
    pose = np.array(thing.world_from_object)
    return meshes[thing.name].vertices_m @ pose[:3, :3].T + pose[:3, 3]


def test_halls_hold_many_things_of_many_kinds(halls: list[Scene]) -> None:
    kinds = [{thing.mesh.name for thing in fittings(recipe)} for recipe, _ in halls]
    assert min(len(found) for found in kinds) >= 3
    assert len(set.union(*kinds)) > 10


def test_what_hangs_on_a_wall_touches_its_inner_face(halls: list[Scene]) -> None:
    for recipe, meshes in halls:
        walls = [t for t in recipe.things if t.name in {f"wall_{side}" for side in range(4)}]
        for thing in (t for t in fittings(recipe) if t.name.startswith(_ON_WALLS)):
            out = np.array(thing.world_from_object)[:2, 1]
            reach = float((corners(thing, meshes)[:, :2] @ out).max())
            faces = [float((corners(w, meshes)[:, :2] @ out).min()) for w in walls]
            assert min(abs(reach - face) for face in faces) < 1e-4, thing.name


def test_fittings_cut_into_nothing(halls: list[Scene]) -> None:
    for recipe, meshes in halls:
        loose = [
            dataclasses.replace(t, moves=t.name.startswith(_FITTED), mass_kg=1.0)
            for t in recipe.things
            if not (t.transparent or t.name.startswith("strap_"))
        ]
        assert overlap_m(dataclasses.replace(recipe, things=tuple(loose)), meshes) < 1e-4


def test_nothing_stands_in_the_way_of_the_work_or_under_the_floor(halls: list[Scene]) -> None:
    for recipe, meshes in halls:
        for thing in fittings(recipe):
            points = corners(thing, meshes)
            assert points[:, 2].min() > -1e-4, thing.name
            if not thing.name.startswith("ceiling_"):
                assert np.linalg.norm(points[:, :2], axis=1).min() > 4.0, thing.name


def test_no_labelled_kind_is_about_without_a_label(halls: list[Scene]) -> None:
    """Neither cartons nor pallets nor drums, and nothing of cardboard."""
    labelled = {thing.mesh.name for recipe, _ in halls for thing in recipe.labelled}
    assert {"shipping_carton", "wooden_pallet"} & labelled
    for recipe, _ in halls:
        room = [t for t in recipe.things if t.name.startswith((*_FITTED, "shelf_", "wall_"))]
        assert not {t.mesh.name for t in room} & labelled
        assert not [m.name for t in room for m in t.materials if m.name.startswith("cardboard")]


def cast_at_mirror() -> Iterator[tuple[SceneCaster, SceneRecipe, Thing]]:
    spec = spec_of("rack", 2, factors={MIRROR.name: "round", "scene.part_count": 20, "scene.people": 0})
    for plan in plan_scenes(spec, CATALOGUE):
        recipe = CATALOGUE.scenes["rack"].arrange(plan, STOCK)
        meshes = {thing.name: STOCK.mesh(thing.mesh) for thing in recipe.things}
        recipe = dataclasses.replace(recipe, views=aim(plan, recipe, meshes))
        caster = SceneCaster(recipe.things, meshes, stuff_of=lambda thing: stuff_number(thing, CATALOGUE.shapes))
        yield caster, recipe, next(t for t in recipe.things if t.name == "shelf_mirror")


def test_a_mirror_is_rack_and_what_it_shows_is_in_no_mask() -> None:
    """Cameras a metre before mirrors, which fill the middle of the picture."""
    for caster, recipe, thing in cast_at_mirror():
        pose = np.array(thing.world_from_object)
        params = thing.mesh.params
        turn, tilt = (math.radians(params[key]) for key in ("turn_deg", "tilt_deg"))
        looks = pose[:3, :3] @ [math.sin(turn) * math.cos(tilt), -math.cos(turn) * math.cos(tilt), -math.sin(tilt)]
        middle = pose[:3, 3] - params["reach_m"] * pose[:3, 1]
        eye = middle + 1.0 * looks
        camera = recipe.views[0].camera
        found = look_at(eye, middle, 0.0)
        near = dataclasses.replace(
            camera,
            width_px=64,
            height_px=48,
            focal_px=80.0,
            centre_px=(32.0, 24.0),
            distortion=(0.0,) * 5,
            world_from_camera=tuple(tuple(float(v) for v in row) for row in found),
        )
        seen = caster.cast(near)
        patch = np.s_[18:30, 26:38]
        assert np.all(seen.stuff[patch] == STUFF.index("rack") + 1)
        assert not seen.front[patch].any()
