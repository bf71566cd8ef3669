"""One scene from plan to files: compose, render, develop, label. The work of a worker, and of `preview` in-process."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from PIL import Image

from generator.catalogue import load_catalogue
from generator.compose import categories, compose_scene, make_stock
from generator.dataset import layout
from generator.dataset.check_picture import picture_fault
from generator.dataset.panoptic import SEGMENTS
from generator.dataset.store import SceneFiles
from generator.labels.agreement import Agreement, compare_ids
from generator.labels.air import air_layer
from generator.labels.bvh import BvhCache
from generator.labels.cast import SceneCaster, ViewCast
from generator.labels.coco import Record, ViewLabels, label_view
from generator.labels.layers import layers_to_bytes, view_layers
from generator.labels.panoptic import panoptic_ids, panoptic_png, segments, stuff_number
from generator.labels.rolling import rolled
from generator.mesh import Mesh
from generator.moving import moving_pixels
from generator.plan import ScenePlan, plan_again
from generator.recipe import SceneRecipe, View, recipe_to_json
from generator.render import Renderer, ViewRender
from generator.seeds import stream
from generator.sensor.develop import Picture, develop
from generator.sensor.shutter import READOUT
from generator.sensor.stereo import stereo_depth
from generator.spec import DatasetSpec
from generator.stock import Stock
from generator.stopwatch import Stopwatch

_log = logging.getLogger(__name__)
LEAST_AGREEMENT = 0.99  # of the labels with the renderer's own ids
TAKES = 3  # at a scene whose pictures turn out useless


class UselessPictureError(Exception):
    """A picture is black, blown out, or shows nothing that is labelled."""


@dataclass(frozen=True, slots=True)
class SceneResult:
    """What one scene gives: its files and records, and the CPU seconds of each stage."""

    files: SceneFiles
    cpu_s: dict[str, float]


@dataclass(frozen=True, slots=True)
class LabelledPicture:
    """One capture, developed and labelled."""

    picture: Picture
    image: Record
    annotations: list[Record]
    layers: Mapping[str, np.ndarray]  # what the recipe asks for, but for the air
    packed_layers: Callable[
        [], bytes
    ]  # the same as a file: packed when first asked for, once for all captures of a view
    panoptic: bytes | None = None  # the panoptic picture, if the recipe asks for it

    @property
    def fault(self) -> str | None:
        """What makes it useless: nothing is learnt from it, and `glint check` would refuse it."""
        return picture_fault(self.picture.image) or (None if self.annotations else "shows nothing that is labelled")


class SceneMaker:
    """Makes scenes of one spec, one after the other; the renderer and all meshes stay loaded between them."""

    def __init__(self, spec: DatasetSpec, own_meshes: Mapping[str, bytes], renderer: Renderer) -> None:
        self._spec = spec
        self._renderer = renderer
        self._stocks = {held: make_stock(spec, own_meshes, held_out=held) for held in (False, True)}
        self._see_through = {m.name for m in load_catalogue().materials.values() if m.transparent}
        self._trees = BvhCache()
        self._category_ids = {name: i for i, name in enumerate(categories(spec, own_meshes), start=1)}

    def stock(self, held_out: bool) -> Stock:
        """What its scenes are composed from."""
        return self._stocks[held_out]

    def run(self, plan: ScenePlan) -> SceneResult:
        """All files and records of one planned scene; a take with a useless picture is drawn anew.

        Raises RuntimeError if labels and render disagree, `UselessPictureError` if no take is of use.
        """
        watch = Stopwatch()
        for take in range(1, TAKES):
            try:
                return self._take(plan, watch)
            except UselessPictureError as error:
                _log.info("scene %d, take %d: %s", plan.scene, take, error)
                plan = plan_again(plan, self._spec, load_catalogue(), take)
        return self._take(plan, watch)

    def _take(self, plan: ScenePlan, watch: Stopwatch) -> SceneResult:
        with watch.stage("compose"):
            recipe, meshes = compose_scene(plan, self.stock(plan.held_out))
        return SceneResult(self.scene_files(recipe, meshes, watch), dict(watch.cpu_s))

    def scene_files(self, recipe: SceneRecipe, meshes: Mapping[str, Mesh], watch: Stopwatch) -> SceneFiles:
        """All files and records of a finished recipe. Raises as `run` does, for the first useless picture."""
        files: dict[str, bytes] = {layout.recipe_file(recipe.scene): recipe_to_json(recipe).encode()}
        images: list[Record] = []
        annotations: list[Record] = []
        for made in self.labelled_pictures(recipe, meshes, watch):
            _refuse_useless(made)
            files |= self.picture_files(recipe, made, watch)
            images.append(made.image)
            annotations.extend(made.annotations)
        return SceneFiles(recipe.scene, recipe.split, files, images, annotations)

    def picture_files(self, recipe: SceneRecipe, made: LabelledPicture, watch: Stopwatch) -> dict[str, bytes]:
        """The files of one picture: itself, and its layers if the recipe asks for any."""
        name = str(made.image["file_name"])
        with watch.stage("write"):
            files = {layout.picture_file(recipe.split, name): image_bytes(Image.fromarray(made.picture.image))}
            if air := air_layer(recipe.layers, made.picture.air):  # of this capture alone
                files[layout.layers_file(recipe.split, name)] = layers_to_bytes({**made.layers, **air})
            elif made.layers:
                files[layout.layers_file(recipe.split, name)] = made.packed_layers()
            if made.panoptic is not None:
                files[layout.panoptic_file(recipe.split, name)] = made.panoptic
        return files

    def pictures(self, plan: ScenePlan) -> Iterator[LabelledPicture]:
        """The pictures of one planned scene as they are made, without files."""
        recipe, meshes = compose_scene(plan, self.stock(plan.held_out))
        for made in self.labelled_pictures(recipe, meshes, Stopwatch()):
            _refuse_useless(made)
            yield made

    def labelled_pictures(
        self, recipe: SceneRecipe, meshes: Mapping[str, Mesh], watch: Stopwatch
    ) -> Iterator[LabelledPicture]:
        """Every capture of every view of a finished recipe, useful or not. Raises RuntimeError as `run` does."""
        for view, cast, render in self._traced(recipe, meshes, watch):
            yield from self._captures(recipe, meshes, view, cast, render, watch)

    def same_masks(
        self, one: SceneRecipe, other: SceneRecipe, one_meshes: Mapping[str, Mesh], other_meshes: Mapping[str, Mesh]
    ) -> bool:
        """Whether the same is seen of every labelled thing in the first views of two recipes."""
        casts = [
            self._caster(recipe, meshes).cast(recipe.views[0].camera).things
            for recipe, meshes in ((one, one_meshes), (other, other_meshes))
        ]
        return len(casts[0]) == len(casts[1]) and all(
            a.instance == b.instance and a.window == b.window and np.array_equal(a.seen, b.seen)
            for a, b in zip(*casts, strict=True)
        )

    def _caster(self, recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> SceneCaster:
        shapes = load_catalogue().shapes
        return SceneCaster(
            recipe.things, meshes, self._see_through, self._trees, lambda thing: stuff_number(thing, shapes)
        )

    def _traced(
        self, recipe: SceneRecipe, meshes: Mapping[str, Mesh], watch: Stopwatch
    ) -> Iterator[tuple[View, ViewCast, ViewRender]]:
        """Each view with what the rays found and what the light did."""
        caster = self._caster(recipe, meshes)
        renders = self._renderer.render(recipe, meshes)
        for view in recipe.views:
            with watch.stage("render"):
                render = next(renders)
            with watch.stage("label"):
                cast = caster.cast(view.camera)
            if "stereo" in recipe.layers:
                with watch.stage("camera"):
                    render = _with_depth(render, view, recipe.seed)
            yield view, cast, render

    def _captures(
        self,
        recipe: SceneRecipe,
        meshes: Mapping[str, Mesh],
        view: View,
        cast: ViewCast,
        render: ViewRender,
        watch: Stopwatch,
    ) -> Iterator[LabelledPicture]:
        with watch.stage("label"):
            agreement = compare_ids(cast.front, render.ids, cast.lookup)
            _agree(view, agreement)
        with watch.stage("camera"):
            moving = moving_pixels(recipe, meshes, view.camera, cast.front, cast.depth_m)
        known: dict[float, _ViewTruth] = {}
        for index, capture in enumerate(view.captures):
            readout_s = 0.0 if moving is None else float(capture.factors.get(READOUT.name, 0.0)) * 1e-3
            with watch.stage("label"):
                if readout_s not in known:
                    seen = rolled(cast, moving, readout_s)
                    labels = label_view(
                        recipe, view, seen, render, meshes, self._category_ids, self._spec.segmentation, readout_s
                    )
                    known[readout_s] = _truth(replace(labels, agreement=agreement), seen, render)
                truth = known[readout_s]
            with watch.stage("camera"):
                picture = develop(view, capture, render, recipe.lamps, cast.depth_m, moving)
            with watch.stage("label"):
                image, annotations = truth.labels.capture(index, picture.saturated)
            yield LabelledPicture(
                picture, image | truth.shared, annotations, truth.layers, truth.packed_layers, truth.panoptic
            )


@dataclass(frozen=True, slots=True, eq=False)
class _ViewTruth:
    """What all captures of a view share that are read by one shutter."""

    labels: ViewLabels
    layers: Mapping[str, np.ndarray]
    packed_layers: Callable[[], bytes]
    shared: dict[str, Any]  # of their image records
    panoptic: bytes | None


def _truth(labels: ViewLabels, cast: ViewCast, render: ViewRender) -> _ViewTruth:
    wanted = labels.recipe.layers
    layers = view_layers(wanted, cast, render)
    packed_layers = cache(lambda: layers_to_bytes(layers))
    if "panoptic" not in wanted:
        return _ViewTruth(labels, layers, packed_layers, {}, None)
    ids = panoptic_ids(cast)
    return _ViewTruth(labels, layers, packed_layers, {SEGMENTS: segments(ids)}, panoptic_png(ids))


def _with_depth(render: ViewRender, view: View, seed: int) -> ViewRender:
    """The render with what a depth camera makes of its infrared pair."""
    left, right = render.layers["stereo_left"], render.layers["stereo_right"]
    noise = stream(view.sample_seed, seed, "stereo")
    depth = stereo_depth(left, right, view.camera.pinhole().focal_px, view.camera.focus_m, noise)
    return replace(render, layers={**render.layers, "stereo_depth_m": depth})


def _agree(view: View, agreement: Agreement) -> None:
    """Refuse labels that the renderer's own ids contradict: a mesh or a pose went wrong on one of the two ways."""
    if agreement.gate < LEAST_AGREEMENT:
        raise RuntimeError(
            f"view {view.index}: labels agree with the render on {agreement.gate:.2%} of the pixels only"
        )


def _refuse_useless(made: LabelledPicture) -> None:
    if made.fault:
        raise UselessPictureError(f"{made.image['file_name']} {made.fault}")


def image_bytes(image: Image.Image) -> bytes:
    """A picture as PNG; the same bytes for the same picture."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()
