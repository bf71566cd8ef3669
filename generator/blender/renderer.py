"""The renderer: views of a recipe as light groups, instance numbers and wear layers, traced by Cycles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from generator.blender.session import Device, Session, start
from generator.errors import SpecError, unknown_name
from generator.mesh import Mesh
from generator.plugins import Catalogue
from generator.profiles import PROFILES, Profile
from generator.recipe import SceneRecipe
from generator.render import ViewRender
from generator.stopwatch import Stopwatch

if TYPE_CHECKING:
    from generator.blender.nodes import LoadTexture


class BlenderRenderer:
    """Implements `generator.render.Renderer`. Use it from the main thread of a process without other Blender work.

    Blender starts at the first `render` and stays. The same recipe gives the same bytes on the same kind of device,
    whatever was rendered before it and on any number of threads. `watch` adds up CPU seconds: "start", "build",
    "trace" (denoiser included), "ids", "read".
    """

    def __init__(
        self,
        catalogue: Catalogue,
        *,
        device: Device = "auto",
        threads: int = 0,
        load_texture: LoadTexture | None = None,
        profile: Profile | None = None,
    ) -> None:
        """`threads` 0 takes one for each core; `profile` stands in for the recipe's own."""
        self._catalogue = catalogue
        self._device: Device = device
        self._threads = threads
        self._load_texture = load_texture
        self._profile = profile
        self._session: Session | None = None
        self.watch = Stopwatch()

    def start(self) -> Session:
        """Start Blender if it is not running (6 s), or else empty its scene."""
        with self.watch.stage("start" if self._session is None else "build"):
            if self._session is None:
                self._session = start(self._device, self._threads)
            else:
                self._session.reset()
        return self._session

    def render(self, recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> Iterator[ViewRender]:
        """Views in order. `meshes` maps the name of each thing to its mesh.

        Raises SpecError for names that the catalogue lacks, MachineError as `session.start` does, and
        KeyboardInterrupt after the tracing during which it came.
        """
        profile = self._profile or named_profile(recipe.profile)
        self.start()
        from generator.blender import tracing  # needs a started Blender

        with self.watch.stage("build"):
            traced = tracing.TracedScene(recipe, meshes, self._catalogue, profile, self.watch, self._load_texture)
        yield from traced.views(recipe.views)


def named_profile(name: str) -> Profile:
    """The profile of that name. Raises SpecError with the nearest one."""
    if name not in PROFILES:
        raise SpecError(unknown_name("profile", name, PROFILES))
    return PROFILES[name]
