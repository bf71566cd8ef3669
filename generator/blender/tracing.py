"""One scene in Blender, traced view by view. Import it only after `session.start`."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import bpy
import numpy as np

from generator.blender import lens, passes, settings
from generator.blender.appearance import wear_layers
from generator.blender.nodes import LoadTexture
from generator.blender.scene import build_scene, light_view
from generator.blender.session import private_folder, quiet
from generator.mesh import Mesh
from generator.plugins import Catalogue
from generator.profiles import Profile
from generator.recipe import SceneRecipe, View
from generator.render import ViewRender
from generator.stopwatch import Stopwatch

_SEEDS = 2**31 - 1  # Cycles' seeds are int32


class TracedScene:
    """A recipe built into the empty scene, ready to be seen from its views; Cycles keeps its data between them."""

    def __init__(
        self,
        recipe: SceneRecipe,
        meshes: Mapping[str, Mesh],
        catalogue: Catalogue,
        profile: Profile,
        watch: Stopwatch,
        load_texture: LoadTexture | None = None,
    ) -> None:
        self._recipe = recipe
        self._groups, self._layers = recipe.light_groups, wear_layers(recipe)
        self._watch = watch
        self._beauty = bpy.context.scene
        build_scene(recipe, meshes, catalogue, load_texture)
        settings.set_path_tracer(profile)
        self._ids = settings.make_id_scene(self._beauty)
        passes.request_groups(self._beauty, self._groups, self._layers)
        self._target = passes.wire_denoisers(self._beauty, self._groups, self._layers, profile)

    def views(self, views: Sequence[View]) -> Iterator[ViewRender]:
        """Trace the views one after the other, each when it is asked for.

        The instance numbers of all views are drawn first: Cycles keeps its data from view to view of one Blender scene,
        but loads every mesh anew (0.4 s for 40 parts of 20,000 triangles) when it goes from one scene to the other.
        """
        with self._watch.stage("ids"), private_folder() as folder:
            ids = [self._draw_ids(view, folder / f"{view.index}.exr") for view in views]
        for view, numbers in zip(views, ids, strict=True):
            yield self._trace_view(view, numbers)

    def _draw_ids(self, view: View, file: Path) -> np.ndarray:
        lens.aim_camera(view.camera)
        self._ids.render.filepath = str(file)
        with lens.sharp(self._ids):
            _trace(self._ids, write_still=True)
        return passes.read_ids(file)

    def _trace_view(self, view: View, ids: np.ndarray) -> ViewRender:
        lens.aim_camera(view.camera)
        light_view(self._recipe, view)
        self._beauty.cycles.seed = view.sample_seed % _SEEDS
        with private_folder() as folder:
            self._target.base_path = str(folder / "beauty")
            with self._watch.stage("trace"):
                _trace(self._beauty)
            with self._watch.stage("read"):
                file = folder / f"beauty{self._beauty.frame_current:04d}.exr"
                radiance, layers = passes.read_beauty(file, self._groups, self._layers)
        return ViewRender(view.index, radiance, ids, layers)


def _trace(scene: bpy.types.Scene, **options: Any) -> None:
    with quiet(), _held_interrupt():
        bpy.ops.render.render(scene=scene.name, **options)


@contextlib.contextmanager
def _held_interrupt() -> Iterator[None]:
    """Keep Ctrl-C until Blender is done: raised inside its callbacks it would be printed and swallowed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt
