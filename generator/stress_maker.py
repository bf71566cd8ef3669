"""The pictures of a stress set, in a worker: a base scene with all that shares its things, or one variant of it."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.catalogue import load_catalogue
from generator.compose import compose_scene
from generator.dataset import layout
from generator.dataset.store import SceneFiles
from generator.errors import SpecError
from generator.labels.coco import Record
from generator.mesh import Mesh
from generator.pipeline import TAKES, LabelledPicture, SceneMaker, SceneResult, UselessPictureError
from generator.plan import ScenePlan, plan_again
from generator.recipe import SceneRecipe, View, recipe_from_json, recipe_to_json
from generator.render import Renderer
from generator.spec import DatasetSpec
from generator.stopwatch import Stopwatch
from generator.stress import Base, Rung, Variant
from generator.vary import lit_apart, only, scene_changes, vary, view_fault, with_image

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class VariantJob:
    """A variant with the recipe of its base, which is settled: only what the factor changes is made anew."""

    variant: Variant
    base_recipe: str  # JSON


class StressMaker:
    """Makes base scenes and their variants of one stress set, one after the other."""

    def __init__(self, spec: DatasetSpec, own_meshes: Mapping[str, bytes], renderer: Renderer) -> None:
        self._spec = spec
        self._maker = SceneMaker(spec, own_meshes, renderer)

    def run(self, job: Base | VariantJob) -> SceneResult:
        """All files and records of one job. A rung that shows nothing is left out, an unchanged base never.

        Raises as `SceneMaker.run` does: `UselessPictureError` if no take of the base is of use.
        """
        watch = Stopwatch()
        files = self._variant(job, watch) if isinstance(job, VariantJob) else self._base(job, watch)
        return SceneResult(files, dict(watch.cpu_s))

    def _base(self, base: Base, watch: Stopwatch) -> SceneFiles:
        plan = base.plan
        for take in range(1, TAKES):
            try:
                return self._take(plan, base, watch)
            except UselessPictureError as error:
                _log.info("base %d, take %d: %s", plan.scene, take, error)
                plan = plan_again(plan, self._spec, load_catalogue(), take)
        return self._take(plan, base, watch)

    def _take(self, plan: ScenePlan, base: Base, watch: Stopwatch) -> SceneFiles:
        with watch.stage("compose"):
            settled, meshes = compose_scene(plan, self._maker.stock(plan.held_out))
            rungs = (*base.rungs, *(rung for rung in base.elsewhere if _as_it_is(rung, settled)))
            recipe = with_rungs(lit_apart(settled), rungs)
        return self._files(recipe, meshes, plan.scene, plan.scene, rungs, watch)

    def _variant(self, job: VariantJob, watch: Stopwatch) -> SceneFiles:
        variant = job.variant
        settled = recipe_from_json(job.base_recipe)
        unchanged = only(settled, settled.views[0].captures[0].image_id)
        if _as_it_is(variant.rungs[0], unchanged):  # its pictures were made with the base
            return SceneFiles(variant.scene, settled.split, {}, (), ())
        stock = self._maker.stock(settled.split.endswith("_ood"))
        with watch.stage("compose"):
            of_scene = scene_changes(dict(variant.rungs[0].changes))
            try:
                recipe = with_rungs(vary(unchanged, of_scene, stock), variant.rungs)
            except SpecError as error:  # in this scene the factor moves more than light
                return _left_out(variant, settled.split, str(error))
            meshes = {thing.name: stock.mesh(thing.mesh) for thing in recipe.things}
        if recipe.lamps != unchanged.lamps:
            if fault := view_fault(recipe, meshes):
                return _left_out(variant, settled.split, fault)
            before = {thing.name: stock.mesh(thing.mesh) for thing in unchanged.things}
            if not self._maker.same_masks(unchanged, recipe, before, meshes):
                return _left_out(variant, settled.split, "something of the room would hide other parts of things")
        return self._files(recipe, meshes, variant.scene, variant.base, variant.rungs, watch)

    def _files(
        self,
        recipe: SceneRecipe,
        meshes: Mapping[str, Mesh],
        scene: int,
        base: int,
        rungs: Sequence[Rung],
        watch: Stopwatch,
    ) -> SceneFiles:
        """Files and records of all useful pictures of a recipe."""
        by_image = {rung.image_id: rung for rung in rungs}
        files: dict[str, bytes] = {}
        images: list[Record] = []
        annotations: list[Record] = []
        for made in self._maker.labelled_pictures(recipe, meshes, watch):
            rung = by_image[made.image["id"]]
            if made.fault:
                if rung.level == 0:
                    raise UselessPictureError(f"{rung.file_name} {made.fault}")
                _log.info("%s at level %d of base %d left out: it %s", rung.factor, rung.level, base, made.fault)
                continue
            files |= self._maker.picture_files(recipe, made, watch)
            images.append(_stress_image(made, scene, base, rung))
            annotations.extend(made.annotations)
        if images:  # a recipe that no image names is no part of a dataset
            files[layout.recipe_file(scene)] = recipe_to_json(recipe).encode()
        return SceneFiles(scene, recipe.split, files, images, annotations)


def _as_it_is(rung: Rung, recipe: SceneRecipe) -> bool:
    """Whether a rung asks for a scene as it is already, so that the light that was traced serves it.

    It is asked of the recipe, as a base that shows nothing is drawn anew, with other values.
    """
    known = recipe.views[0].captures[0].factors
    return all(known[name] == value for name, value in scene_changes(dict(rung.changes)).items())


def _left_out(variant: Variant, split: str, why: str) -> SceneFiles:
    """A variant without a picture: it is committed, so that it is not tried again."""
    _log.info("scene %d, a variant of base %d, is left out: %s", variant.scene, variant.base, why)
    return SceneFiles(variant.scene, split, {}, (), ())


def with_rungs(recipe: SceneRecipe, rungs: Sequence[Rung]) -> SceneRecipe:
    """A recipe of one picture as the rungs that share its things: captures of one view where its light serves them,
    views of their own where it must be traced again."""
    views: list[View] = []
    for rung in rungs:
        changes = {name: value for name, value in rung.changes if name not in scene_changes(dict(rung.changes))}
        (varied,) = _renamed(vary(recipe, changes), rung).views
        alike = next((index for index, view in enumerate(views) if _traced_alike(view, varied)), None)
        if alike is None:
            views.append(dataclasses.replace(varied, index=len(views)))
        else:
            views[alike] = dataclasses.replace(views[alike], captures=(*views[alike].captures, *varied.captures))
    return dataclasses.replace(recipe, views=tuple(views))


def _traced_alike(one: View, other: View) -> bool:
    return dataclasses.replace(one, index=0, captures=()) == dataclasses.replace(other, index=0, captures=())


def _renamed(recipe: SceneRecipe, rung: Rung) -> SceneRecipe:
    (view,) = recipe.views
    (capture,) = view.captures
    named = with_image(capture, rung.image_id, rung.file_name)
    return dataclasses.replace(recipe, views=(dataclasses.replace(view, captures=(named,)),))


def _stress_image(made: LabelledPicture, scene: int, base: int, rung: Rung) -> Record:
    """The image record. All pictures of a base are its view 0 and capture 0, so that they can be paired by these."""
    return {**made.image, "scene": scene, "view": 0, "capture": 0, "stress": rung.record(base)}
