"""One picture's recipe with some factors changed and everything else as it was: things, poses, camera, noise.

Factors of the capture and of the view act on the recipe alone. Factors of the scene (wear, lamps) are composed anew
from the recipe's own streams, which takes the stock that it was composed from; settled poses and cameras stay.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from generator.catalogue import load_catalogue
from generator.compose import afterwards, arrange
from generator.errors import SpecError
from generator.factors import Value
from generator.mesh import Mesh
from generator.plan import ScenePlan
from generator.recipe import ALL, Capture, SceneRecipe, Thing, View
from generator.stock import Stock
from scenes.framing import F_NUMBER, FOCUS
from scenes.lenses import lamp_distance
from scenes.light import CONTRAST, LEVEL, TEMPERATURE, gains, mix_of
from scenes.sight import Scenery

_ROOM = ("floor", "ceiling", "wall_", "frame_", "cabinet_", "shelf_")  # all that may turn with its windows
_MIX = frozenset(factor.name for factor in (LEVEL, CONTRAST, TEMPERATURE))
_WHITE = (1.0, 1.0, 1.0)


def only(recipe: SceneRecipe, image_id: int) -> SceneRecipe:
    """The recipe with a single view and in it a single capture, that of the image. Raises KeyError if it has none."""
    for view in recipe.views:
        for capture in view.captures:
            if capture.image_id == image_id:
                return _with_view(recipe, dataclasses.replace(view, captures=(capture,)))
    raise KeyError(image_id)


def lit_apart(recipe: SceneRecipe) -> SceneRecipe:
    """The recipe with light groups traced apart and mixed by each capture, so that captures may have other light."""
    views = []
    for view in recipe.views:
        mixed = [dataclasses.replace(c, gains=gains(mix_of(c.factors))) for c in view.captures]
        views.append(dataclasses.replace(view, light={}, captures=tuple(mixed)) if view.light else view)
    return dataclasses.replace(recipe, views=tuple(views))


def scene_changes(changes: Mapping[str, Value]) -> dict[str, Value]:
    """Those of the factors that are composed anew, which takes a stock: the scene's own."""
    factors = load_catalogue().factors
    return {name: value for name, value in changes.items() if factors[name].scope == "scene"}


def vary(recipe: SceneRecipe, changes: Mapping[str, Value], stock: Stock | None = None) -> SceneRecipe:
    """The recipe of one picture (`only`) with these factors changed. `scene_changes` take a `stock`.

    The same recipe without changes is the same recipe. Raises `SpecError` for a factor that moves things or cameras,
    and where the stock is not the one that the recipe was composed from.
    """
    factors = load_catalogue().factors
    for name in changes:
        if factors[name].moves_geometry:
            raise SpecError(f"{name}: moves things or the camera, so a finished recipe cannot change it")
    of_scene = scene_changes(changes)
    if of_scene:
        if stock is None:
            raise ValueError("factors of the scene take a stock")
        recipe = _vary_scene(recipe, of_scene, stock)
    (view,) = recipe.views
    (capture,) = view.captures
    before = dict(capture.factors)
    after = dict(sorted((before | dict(changes)).items()))
    view = dataclasses.replace(view, captures=(dataclasses.replace(capture, factors=after),))
    if _MIX & set(changes):
        view = _relit(view)
    return _with_view(recipe, _refocused(view, before, after))


def view_fault(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> str | None:
    """What stands in the way of a camera that stayed where it was while lamps or walls moved; None if nothing does."""
    scenery = Scenery.of(recipe, meshes)
    for view in recipe.views:
        eye, forwards = view.camera.pose[:3, 3], view.camera.pose[:3, 2]
        if scenery.is_inside(eye):
            return "the camera would stand in a wall or in furniture"
        distance = float(np.linalg.norm(scenery.centres_m.mean(axis=0) - eye))
        target = eye + distance * forwards
        if min((lamp_distance(lamp, target, -forwards) for lamp in recipe.lamps), default=math.inf) < distance:
            return "a lamp would hang before the camera"
    return None


def recipe_plan(recipe: SceneRecipe, changes: Mapping[str, Value]) -> ScenePlan:
    """The plan that the things of a recipe were arranged from, with factors of the scene changed; it has no views."""
    camera = recipe.views[0].camera
    return ScenePlan(
        spec=recipe.spec,
        seed=recipe.seed,
        scene=recipe.scene,
        split=recipe.split,
        family=recipe.family,
        resolution=(camera.width_px, camera.height_px),
        profile=recipe.profile,
        layers=recipe.layers,
        factors=dict(sorted((dict(recipe.factors) | dict(changes)).items())),
        views=(),
    )


def _vary_scene(recipe: SceneRecipe, changes: Mapping[str, Value], stock: Stock) -> SceneRecipe:
    """Arranged anew with the factors changed, and put where the recipe's things came to rest."""
    family = stock.catalogue.scenes[recipe.family]
    try:
        plan = recipe_plan(recipe, changes)
        arranged = arrange(plan, stock)
    except (KeyError, StopIteration) as error:
        raise SpecError(f"the recipe's scene cannot be composed from these parts (no {error})") from None
    rested = {thing.name: thing for thing in recipe.things if thing.moves or thing.soft is not None}
    things = []
    for thing in arranged.things:
        if not thing.moves and thing.soft is None:
            things.append(thing)
        elif thing.name in rested:  # else it was taken out when things settled
            there = rested[thing.name]
            things.append(dataclasses.replace(thing, world_from_object=there.world_from_object, mesh=there.mesh))
    made = afterwards(plan, stock, dataclasses.replace(arranged, things=tuple(things), views=recipe.views))
    things = list(made.things)
    if turned := _elsewhere(recipe.things, things):
        raise SpecError(f"{', '.join(sorted(changes))}: moves what the work lies on in this scene ({turned})")
    if family.judge is not None:
        made = family.judge(made, {thing.name: stock.mesh(thing.mesh) for thing in made.things})
    if [_identity(thing) for thing in made.labelled] != [_identity(thing) for thing in recipe.labelled]:
        raise SpecError(
            f"{', '.join(sorted(changes))}: the scene cannot be composed again from this spec; its things differ"
        )
    return made


def _elsewhere(before: Sequence[Thing], after: Sequence[Thing]) -> str | None:
    """The name of the first thing that stands elsewhere now and is not of the room, which may turn with its lamps."""
    stood = {thing.name: thing.world_from_object for thing in before}
    moved = (t.name for t in after if stood.get(t.name, t.world_from_object) != t.world_from_object)
    return next((name for name in moved if not name.startswith(_ROOM)), None)


def _identity(thing: Thing) -> tuple[Any, ...]:
    """What no factor of light or wear may change of a labelled thing."""
    parameters = [(material.name, _listed(material.params)) for material in thing.materials]
    return thing.name, thing.instance, thing.category, thing.mesh, thing.world_from_object, parameters


def _listed(value: Any) -> Any:
    """Plain data as JSON gives it back: tuples are lists."""
    if isinstance(value, Mapping):
        return {key: _listed(part) for key, part in value.items()}
    return [_listed(part) for part in value] if isinstance(value, (list, tuple)) else value


def _relit(view: View) -> View:
    """The view with the light that its capture's factors ask for, where the light is: in the view or in the capture."""
    (capture,) = view.captures
    light = gains(mix_of(capture.factors))
    if view.light:
        return dataclasses.replace(view, light=light, captures=(dataclasses.replace(capture, gains={ALL: _WHITE}),))
    return dataclasses.replace(view, captures=(dataclasses.replace(capture, gains=light),))


def _refocused(view: View, before: Mapping[str, Value], after: Mapping[str, Value]) -> View:
    """The view with aperture and focus as the factors say."""
    camera = view.camera
    if before.get(F_NUMBER.name) != after.get(F_NUMBER.name):
        camera = dataclasses.replace(camera, f_number=float(after[F_NUMBER.name]))
    if before.get(FOCUS.name) != after.get(FOCUS.name):
        distance_m = camera.focus_m / (1 + float(before[FOCUS.name]))
        camera = dataclasses.replace(camera, focus_m=distance_m * (1 + float(after[FOCUS.name])))
    return dataclasses.replace(view, camera=camera)


def _with_view(recipe: SceneRecipe, view: View) -> SceneRecipe:
    return dataclasses.replace(recipe, views=(view,))


def with_image(capture: Capture, image_id: int, file_name: str) -> Capture:
    """The capture as another image of the dataset: the same picture under another number."""
    return dataclasses.replace(capture, image_id=image_id, file_name=file_name)
