"""What one worker process holds: Blender, and a maker of scenes that stays alive between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from generator.pipeline import SceneMaker, SceneResult
from generator.plan import ScenePlan
from generator.spec import DatasetSpec

if TYPE_CHECKING:
    from generator.blender.session import Device


class SceneWorker:
    """Runs planned scenes. Made once in its process, which is where Blender loads."""

    def __init__(self, spec: DatasetSpec, own_meshes: Mapping[str, bytes], device: Device, threads: int) -> None:
        from generator.blender.renderer import BlenderRenderer
        from generator.catalogue import load_catalogue

        renderer = BlenderRenderer(load_catalogue(), device=device, threads=threads)
        self._maker = SceneMaker(spec, own_meshes, renderer)

    def run(self, plan: ScenePlan) -> SceneResult:
        """All files and records of one scene."""
        return self._maker.run(plan)
