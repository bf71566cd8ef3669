"""Scenes of pallets and racks from the whole catalogue, before anything has fallen, for tests without Blender."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np

from generator.catalogue import load_catalogue
from generator.compose import make_stock
from generator.mesh import Mesh
from generator.plan import plan_scenes
from generator.recipe import SceneRecipe
from generator.spec import DatasetSpec

CATALOGUE = load_catalogue()


def spec_of(family: str, scenes: int = 1, seed: int = 2, **more: Any) -> DatasetSpec:
    return DatasetSpec(name="t", seed=seed, images={"train": scenes}, scenes={family: 1.0}, views_per_scene=1, **more)


STOCK = make_stock(spec_of("pallet"), {}, held_out=False)


def arranged(family: str, scenes: int = 1, **factors: Any) -> Iterator[tuple[SceneRecipe, dict[str, Mesh]]]:
    """Scenes as let go, with their meshes by thing name."""
    quiet = {"scene.part_count": 40, "scene.people": 0, "scene.forklifts": 0}  # these have tests of their own
    for plan in plan_scenes(spec_of(family, scenes, factors=quiet | factors), CATALOGUE):
        recipe = CATALOGUE.scenes[family].arrange(plan, STOCK)
        yield recipe, {thing.name: STOCK.mesh(thing.mesh) for thing in recipe.things}


def opaque_as_loose(recipe: SceneRecipe) -> SceneRecipe:
    """All labelled things but film as if physics could move them, so that overlaps among them are found."""
    things = [t for t in recipe.things if not t.transparent and not t.name.startswith("strap_")]
    return dataclasses.replace(
        recipe, things=tuple(dataclasses.replace(t, moves=t.category is not None) for t in things)
    )


def lowest_m(recipe: SceneRecipe, meshes: dict[str, Mesh], name: str) -> float:
    """Height of the lowest point of a thing."""
    pose = np.array(next(t for t in recipe.things if t.name == name).world_from_object)
    return float((meshes[name].vertices_m @ pose[2, :3]).min() + pose[2, 3])
