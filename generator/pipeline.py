"""One scene from plan to files: compose, render, develop, label. What a worker does, and what `preview` does in-process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from generator.compose import categories, compose_scene, make_stock
from generator.dataset.store import SceneFiles
from generator.mesh import Mesh
from generator.plan import ScenePlan
from generator.recipe import SceneRecipe, View, recipe_to_json
from generator.render import Renderer, ViewRender
from generator.sensor.develop import Picture, develop
from generator.spec import DatasetSpec
from generator.stopwatch import Stopwatch


@dataclass(frozen=True, slots=True)
class SceneResult:
    """What one scene gives: its files and records, and the CPU seconds of each stage."""

    files: SceneFiles
    cpu_s: dict[str, float]


class SceneMaker:
    """Makes scenes of one spec, one after the other; the renderer and all meshes stay loaded between them."""

    def __init__(self, spec: DatasetSpec, own_meshes: Mapping[str, bytes], renderer: Renderer) -> None:
        self._spec = spec
        self._renderer = renderer
        self._stocks = {held: make_stock(spec, own_meshes, held_out=held) for held in (False, True)}
        self._category_ids = {name: i for i, name in enumerate(categories(spec, own_meshes), start=1)}

    def run(self, plan: ScenePlan) -> SceneResult:
        """All files and records of one planned scene."""
        watch = Stopwatch()
        with watch.stage("compose"):
            recipe, meshes = compose_scene(plan, self._stocks[plan.held_out])
        return self.render(recipe, meshes, watch)
