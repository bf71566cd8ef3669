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
from generator.dataset.find import FoundImage, find_image, made_by_this_version
from generator.dataset.sheet import SheetPicture, contact_sheet
from generator.dataset.store import write_whole
from generator.errors import DatasetError, SpecError, unknown_name
from generator.factors import Factor, Value
from generator.one_picture import read_recipe, read_stock, recipe_meshes, render_picture
from generator.pipeline import image_bytes
from generator.plugins import PRESET_FACTOR
from generator.render import Renderer
from generator.sensor.develop import Picture
from generator.vary import scene_changes, vary, view_fault

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
    recipe = read_recipe(found)
    (capture,) = recipe.views[0].captures
    changes = dict(_parse(text, capture.factors) for text in request.changes)
    if request.profile:
        recipe = dataclasses.replace(recipe, profile=request.profile)
    stock = read_stock(found, recipe) if scene_changes(changes) else None
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
    if request.profile and request.profile != read_recipe(found).profile:
        return f": it was made at profile {read_recipe(found).profile}"
    if not made_by_this_version(found):
        return f": it was made by Glint {found.version}"
    return ": it was made on another kind of device"
