"""Small stress sets without Blender and Ray: real plans and scenes, the fake renderer's light."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fake_renderer import FakeRenderer

from generator.catalogue import load_catalogue
from generator.compose import categories
from generator.dataset import layout
from generator.dataset.merge import merge
from generator.dataset.store import SceneFiles, open_dataset
from generator.render import Renderer
from generator.spec import DatasetSpec, StressSpec
from generator.stress import plan_bases, plan_variants, resolve_stress
from generator.stress_maker import StressMaker, VariantJob


def stress_spec(
    *factors: str, pairs: tuple[str, ...] = (), scenes: int = 1, levels: int = 2, **more: Any
) -> DatasetSpec:
    """A resolved stress set of few parts in small pictures; `more` goes into the spec that it is made of."""
    written = {"scene.part_count": 4, "scene.distractors": 0, "air.sparks": 0} | more.pop("factors", {})
    plain = DatasetSpec(
        name="tiny", images={"train": 1}, **({"seed": 3, "resolution": (96, 72), "factors": written} | more)
    )
    stress = StressSpec(scenes=scenes, levels=levels, factors=factors, pairs=pairs)
    return resolve_stress(plain, stress, load_catalogue())


def stress_scenes(spec: DatasetSpec, renderer: Renderer | None = None) -> list[SceneFiles]:
    """Every scene of a stress set: the bases, then their variants."""
    maker = StressMaker(spec, {}, renderer or FakeRenderer())
    made = [maker.run(base).files for base in plan_bases(spec, load_catalogue())]
    for variant in plan_variants(spec, load_catalogue()):
        recipe = made[variant.base].files[layout.recipe_file(variant.base)].decode()
        made.append(maker.run(VariantJob(variant, recipe)).files)
    return made


def stress_dataset(folder: Path, spec: DatasetSpec) -> Path:
    """The whole dataset of a stress set."""
    with open_dataset(folder, spec) as store:
        for scene in stress_scenes(spec):
            store.commit(scene)
        merge(store, spec, load_catalogue(), categories(spec, {}))
    return folder
