"""One scene in Blender, traced view by view. Import it only after `session.start`."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator, Mapping
from typing import Any

import bpy

from generator.blender import lens, passes, settings
from generator.blender.nodes import LoadTexture
from generator.blender.scene import build_scene, wear_layers
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
        self._groups, self._layers = recipe.light_groups, wear_layers(recipe)
        self._watch = watch
        self._beauty = bpy.context.scene
        build_scene(recipe, meshes, catalogue, load_texture)
        settings.set_path_tracer(profile)
        self._ids = settings.make_id_scene(self._beauty)
        passes.request_groups(self._beauty, self._groups, self._layers)
        self._target = passes.wire_denoisers(self._beauty, self._groups, self._layers, profile)

    def view(self, view: View) -> ViewRender:
        """Trace one view: the picture, and with a sharp lens the instance numbers."""
        lens.aim_camera(view.camera)
        self._beauty.cycles.seed = view.sample_seed % _SEEDS
        with private_folder() as folder:
            self._target.base_path = str(folder / "beauty")
            with self._watch.stage("trace"):
                _trace(self._beauty)
            self._ids.render.filepath = str(folder / "ids")
            with self._watch.stage("ids"), lens.sharp(self._ids):
                _trace(self._ids, write_still=True)
            with self._watch.stage("read"):
                beauty_file = folder / f"beauty{self._beauty.frame_current:04d}.exr"
                radiance, layers = passes.read_beauty(beauty_file, self._groups, self._layers)
                return ViewRender(view.index, radiance, passes.read_ids(folder / "ids.exr"), layers)


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
