"""What one worker process holds: Blender, and a maker of scenes that stays alive between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from generator.pipeline import SceneMaker, SceneResult
from generator.plan import ScenePlan
from generator.spec import DatasetSpec
from generator.stress import Base
from generator.stress_maker import StressMaker, VariantJob

if TYPE_CHECKING:
    from generator.blender.renderer import BlenderRenderer
    from generator.blender.session import Device


class SceneWorker:
    """Runs planned scenes. Made once in its process, which is where Blender loads."""

    def __init__(self, spec: DatasetSpec, own_meshes: Mapping[str, bytes], device: Device, threads: int) -> None:
        self._maker = SceneMaker(spec, own_meshes, _renderer(device, threads))

    def run(self, plan: ScenePlan) -> SceneResult:
        """All files and records of one scene."""
        return self._maker.run(plan)


class StressWorker:
    """Runs base scenes of a stress set and variants of them."""

    def __init__(self, spec: DatasetSpec, own_meshes: Mapping[str, bytes], device: Device, threads: int) -> None:
        self._maker = StressMaker(spec, own_meshes, _renderer(device, threads))

    def run(self, job: Base | VariantJob) -> SceneResult:
        """All files and records of one job."""
        return self._maker.run(job)


def _renderer(device: Device, threads: int) -> BlenderRenderer:
    from generator.blender.renderer import BlenderRenderer
    from generator.catalogue import load_catalogue

    return BlenderRenderer(load_catalogue(), device=device, threads=threads)
