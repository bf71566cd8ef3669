"""One picture of a dataset from its recipe: reading it, finding its meshes and what it was composed from, rendering."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.catalogue import load_catalogue
from generator.compose import make_stock
from generator.dataset import layout
from generator.dataset.find import FoundImage
from generator.errors import DatasetError, unknown_name
from generator.labels.cast import SceneCaster
from generator.mesh import Mesh, read_mesh, scaled
from generator.moving import moving_pixels
from generator.own_parts import read_own_parts
from generator.recipe import MeshRef, SceneRecipe, recipe_from_json
from generator.render import Renderer
from generator.sensor.develop import Picture, develop
from generator.spec import load_spec
from generator.stock import Stock
from generator.vary import only


def read_recipe(found: FoundImage) -> SceneRecipe:
    """The recipe of the image alone."""
    path = found.dataset / layout.recipe_file(int(found.image["scene"]))
    try:
        return only(recipe_from_json(path.read_text(encoding="utf-8")), int(found.image["id"]))
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read ({error.strerror}); without it nothing can be replayed") from None
    except ValueError as error:
        raise DatasetError(f"{path}: {error}") from None
    except KeyError:
        raise DatasetError(f"{path}: has no image {found.image['id']}") from None


def read_stock(found: FoundImage, recipe: SceneRecipe) -> Stock:
    """What the scene was composed from, by the dataset's spec."""
    path = found.dataset / layout.SPEC
    if not path.is_file():
        raise DatasetError(f"{path}: is missing; without it only factors of views and captures can be changed")
    own = read_own_parts(load_spec(path, load_catalogue()), found.dataset)
    return make_stock(own.spec, own.meshes, held_out=recipe.split.endswith("_ood"))


def recipe_meshes(recipe: SceneRecipe, dataset: Path) -> dict[str, Mesh]:
    """The mesh of every thing by its name: of the catalogue, made from numbers, or from the dataset's meshes/."""
    known: dict[str, Mesh] = {}
    meshes: dict[str, Mesh] = {}
    for thing in recipe.things:
        key = repr((thing.mesh.kind, thing.mesh.name, sorted(thing.mesh.params.items())))
        if key not in known:
            known[key] = _mesh(thing.mesh, dataset)
        meshes[thing.name] = known[key]
    return meshes


def render_picture(recipe: SceneRecipe, meshes: Mapping[str, Mesh], renderer: Renderer) -> Picture:
    """The picture of a recipe of one view and one capture, as the dataset's own pictures are made."""
    (view,) = recipe.views
    (capture,) = view.captures
    see_through = {material.name for material in load_catalogue().materials.values() if material.transparent}
    render = next(iter(renderer.render(recipe, meshes)))
    cast = SceneCaster(recipe.things, meshes, see_through).cast(view.camera)
    moving = moving_pixels(recipe, meshes, view.camera, cast.front, cast.depth_m)
    return develop(view, capture, render, recipe.lamps, cast.depth_m, moving)


def _mesh(ref: MeshRef, dataset: Path) -> Mesh:
    if ref.kind != "shape" and "scale" in ref.params:
        params = {key: value for key, value in ref.params.items() if key != "scale"}
        return scaled(_mesh(MeshRef(ref.kind, ref.name, params), dataset), float(ref.params["scale"]))
    catalogue = load_catalogue()
    if ref.kind == "cad":
        path = dataset / layout.mesh_file(str(ref.params["key"]))
        if not path.is_file():
            raise DatasetError(f"{path}: is missing; without it the part '{ref.name}' cannot be rendered again")
        return read_mesh(path)
    known: Mapping[str, Any] = catalogue.parts if ref.kind == "part" else catalogue.shapes
    if ref.name not in known:
        missing = unknown_name(ref.kind, ref.name, known)
        raise DatasetError(f"{dataset}: a recipe asks for what this Glint lacks. {missing}")
    if ref.kind == "part":
        return catalogue.parts[ref.name].load()
    return catalogue.shapes[ref.name].make(**ref.params)
