"""`glint replay`: one picture of a dataset rendered again from its recipe, with factors changed, beside the original.

The recipe and the meshes are enough, but for factors of the scene (wear, lamps): these are composed anew from the
dataset's own spec.yaml, which says which parts and materials there were to choose from.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from generator.blender.renderer import BlenderRenderer
from generator.blender.session import Device
from generator.catalogue import load_catalogue
from generator.compose import make_stock
from generator.dataset import layout
from generator.dataset.find import FoundImage, find_image, made_by_this_version
from generator.dataset.sheet import SheetPicture, contact_sheet
from generator.dataset.store import write_whole
from generator.errors import DatasetError, SpecError, unknown_name
from generator.factors import Factor, Value
from generator.labels.cast import SceneCaster
from generator.mesh import Mesh, read_mesh
from generator.own_parts import read_own_parts
from generator.pipeline import image_bytes
from generator.plugins import PRESET_FACTOR
from generator.recipe import MeshRef, SceneRecipe, recipe_from_json
from generator.render import Renderer
from generator.sensor.develop import Picture, develop
from generator.spec import load_spec
from generator.stock import Stock
from generator.vary import only, scene_changes, vary, view_fault

_UNITS = ("EV", "K", "deg", "m", "mm", "px", "ms", "e-", "mired", "bit")  # that are worth saying
_NARROWEST_PX, _WIDEST_PX = 480, 960  # of a picture on the sheet


@dataclass(frozen=True, slots=True)
class ReplayRequest:
    """What `glint replay` was asked for. `changes` are as on the command line: ``surface.dust=0.8``."""

    dataset: Path
    image_id: int
    out: Path
    changes: tuple[str, ...] = ()
    alone: bool = False
    profile: str | None = None
    device: Device = "auto"


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of it. `same` says whether an unchanged picture has the bytes that are in the dataset."""

    out: Path
    changes: tuple[str, ...]  # "surface.dust 0.2 to 0.8"
    same: bool
    hint: str = ""  # why the bytes may differ

    @property
    def sentence(self) -> str:
        """For the last line on the screen."""
        if self.changes:
            return f"{'; '.join(self.changes)}. Look at {self.out}."
        if self.same:
            return f"The same bytes as in the dataset. Look at {self.out}."
        return f"Not the bytes of the dataset{self.hint}. Look at {self.out}."


def replay(request: ReplayRequest, say: Callable[[str], None], renderer: Renderer | None = None) -> Replayed:
    """Render one picture again and write it, alone or beside the original with boxes.

    Raises `GlintError` for an unknown image or factor, a value out of range, a damaged dataset, and for factors that
    cannot be changed any more.
    """
    found = find_image(request.dataset, request.image_id)
    recipe = _read_recipe(found)
    (capture,) = recipe.views[0].captures
    changes = dict(_parse(text, capture.factors) for text in request.changes)
    if request.profile:
        recipe = dataclasses.replace(recipe, profile=request.profile)
    stock = _read_stock(found, recipe) if scene_changes(changes) else None
    changed = vary(recipe, changes, stock)
    meshes = recipe_meshes(changed, request.dataset)
    if changed.lamps != recipe.lamps and (fault := view_fault(changed, meshes)):
        raise SpecError(f"--set {' '.join(request.changes)}: {fault}; try another value")
    say(f"rendering image {request.image_id} at profile {changed.profile}")
    try:
        picture = render_picture(changed, meshes, renderer or BlenderRenderer(load_catalogue(), device=request.device))
    except (KeyError, TypeError, ValueError) as error:
        if made_by_this_version(found):
            raise
        raise DatasetError(
            f"{request.dataset}: was made with Glint {found.version}, whose recipes this one cannot render ({error!r})"
        ) from None
    made = image_bytes(Image.fromarray(picture.image))
    words = tuple(_change_in_words(name, capture.factors[name], value) for name, value in changes.items())
    original = found.picture_bytes()
    if changes and not request.alone:
        write_whole(request.out, _sheet(found, picture, words))
    else:
        write_whole(request.out, made)
    return Replayed(request.out, words, made == original, _hint(request, found))


def render_picture(recipe: SceneRecipe, meshes: Mapping[str, Mesh], renderer: Renderer) -> Picture:
    """The picture of a recipe of one view and one capture, as the dataset's own pictures are made."""
    (view,) = recipe.views
    (capture,) = view.captures
    see_through = {material.name for material in load_catalogue().materials.values() if material.transparent}
    render = next(iter(renderer.render(recipe, meshes)))
    cast = SceneCaster(recipe.things, meshes, see_through).cast(view.camera)
    return develop(view, capture, render, recipe.lamps, cast.depth_m)


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


def _mesh(ref: MeshRef, dataset: Path) -> Mesh:
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


def _read_recipe(found: FoundImage) -> SceneRecipe:
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


def _read_stock(found: FoundImage, recipe: SceneRecipe) -> Stock:
    """What the scene was composed from, by the dataset's spec."""
    path = found.dataset / layout.SPEC
    if not path.is_file():
        raise DatasetError(f"{path}: is missing; without it only factors of views and captures can be changed")
    own = read_own_parts(load_spec(path, load_catalogue()), found.dataset)
    return make_stock(own.spec, own.meshes, held_out=recipe.split.endswith("_ood"))


def _parse(text: str, factors: Mapping[str, Value]) -> tuple[str, Value]:
    """One ``FACTOR=VALUE``, checked. Raises `SpecError` that says what to write."""
    name, equals, written = text.partition("=")
    name = name.strip()
    if not equals:
        raise SpecError(f"--set {text}: write FACTOR=VALUE, such as surface.dust=0.8")
    if name not in factors or name not in load_catalogue().factors:
        raise SpecError(f"--set {text}: {unknown_name('factor', name, set(factors) & set(load_catalogue().factors))}")
    factor = load_catalogue().factors[name]
    if name == PRESET_FACTOR:
        raise SpecError(f"--set {text}: {name} says how other factors are drawn; set those")
    if factor.moves_geometry:
        raise SpecError(f"--set {text}: {name} moves things or the camera, and this scene is composed; it stays")
    return name, factor.check(_value(written.strip(), factor), f"--set {name}")


def _value(written: str, factor: Factor) -> Any:
    if factor.kind == "category":
        return written
    try:
        return float(written)
    except ValueError:
        return written  # the factor's check says what is wrong with it


def _change_in_words(name: str, before: Value, after: Value) -> str:
    unit = load_catalogue().factors[name].unit
    shown = [f"{value:.4g}" if isinstance(value, (int, float)) else value for value in (before, after)]
    return f"{name} {shown[0]} to {shown[1]}" + (f" {unit}" if unit in _UNITS else "")


def _sheet(found: FoundImage, picture: Picture, words: Sequence[str]) -> bytes:
    """The original and the changed picture side by side, with the same boxes: nothing has moved."""
    original = np.asarray(Image.open(found.picture).convert("RGB"))
    width = min(max(int(found.image["width"]), _NARROWEST_PX), _WIDEST_PX)
    pictures = [
        SheetPicture(original, found.image, found.annotations, "as it is"),
        SheetPicture(picture.image, found.image, found.annotations, "changed"),
    ]
    return image_bytes(contact_sheet(pictures, found.categories, title="; ".join(words), tile_px=width, masks=False))


def _hint(request: ReplayRequest, found: FoundImage) -> str:
    """Why an unchanged picture may not be the dataset's, as the end of a sentence."""
    if request.profile and request.profile != _read_recipe(found).profile:
        return f": it was made at profile {_read_recipe(found).profile}"
    if not made_by_this_version(found):
        return f": it was made by Glint {found.version}"
    return ": it was made on another kind of device"
