"""A recipe becomes a Blender scene: things with their worn materials, lamps, surroundings."""

from __future__ import annotations

from collections.abc import Mapping

import blenderproc as bproc
import numpy as np

from generator.blender.appearance import traced_graph
from generator.blender.geometry import blender_mesh
from generator.blender.lamps import add_lamp, tint_lamp
from generator.blender.nodes import LoadTexture, build_material
from generator.blender.world import set_world, tint_world
from generator.mesh import Mesh
from generator.plugins import Catalogue
from generator.recipe import ALL, SceneRecipe, Thing, View


def build_scene(
    recipe: SceneRecipe, meshes: Mapping[str, Mesh], catalogue: Catalogue, load_texture: LoadTexture | None = None
) -> None:
    """Fill the empty scene that `Session.reset` left. `meshes` maps the name of each thing to its mesh.

    Raises SpecError if the catalogue lacks a material or a kind of wear, ValueError if a thing has fewer or more
    materials than its mesh has slots.
    """
    for thing in recipe.things:
        _add_thing(thing, meshes[thing.name], catalogue, load_texture)
    for lamp in recipe.lamps:
        add_lamp(lamp, _traced_group(recipe, lamp.group))
    set_world(recipe.surroundings, _traced_group(recipe, recipe.surroundings.group))


def light_view(recipe: SceneRecipe, view: View) -> None:
    """Give the lamps the light that they have in this view."""
    if not view.light:
        return
    for lamp in recipe.lamps:
        tint_lamp(lamp, view.light[lamp.group])
    tint_world(recipe.surroundings, view.light[recipe.surroundings.group])


def _traced_group(recipe: SceneRecipe, group: str) -> str:
    return group if group in recipe.light_groups else ALL


def _add_thing(thing: Thing, mesh: Mesh, catalogue: Catalogue, load_texture: LoadTexture | None) -> None:
    if len(thing.materials) != len(mesh.slots):
        raise ValueError(f"{thing.name}: {len(thing.materials)} materials for the slots {', '.join(mesh.slots)}")
    materials = tuple(
        build_material(one.name, traced_graph(one, thing.wear, catalogue, load_texture), load_texture)
        for one in thing.materials
    )
    placed = bproc.object.create_from_blender_mesh(blender_mesh(mesh, materials), thing.name)
    placed.set_local2world_mat(np.array(thing.world_from_object))
    placed.blender_obj.pass_index = thing.instance
