"""Two programs that share no code: Embree through the bent lens, and Cycles' own ids, must say the same."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from small_scene import bench_meshes, bench_recipe

from generator.catalogue import load_catalogue
from generator.labels.agreement import compare_ids
from generator.labels.cast import SceneCaster
from generator.profiles import Profile
from generator.recipe import MaterialRecipe, SceneRecipe

ONE_SAMPLE = Profile("ids", 1, 0.0, "FAST", "FAST", denoise=False)


def with_real_materials(recipe: SceneRecipe) -> SceneRecipe:
    materials = load_catalogue().materials
    things = []
    for thing in recipe.things:
        name = "glass_clear" if thing.transparent else "steel_brushed"
        drawn = MaterialRecipe(name, materials[name].sample(np.random.default_rng(1)))
        things.append(dataclasses.replace(thing, materials=(drawn,), wear=()))
    return dataclasses.replace(recipe, things=tuple(things))


@pytest.mark.blender
@pytest.mark.parametrize("lens", [(0.0,) * 5, (-0.28, 0.09, 0.001, -0.002, 0.0)])
def test_cycles_sees_the_same_things_at_the_same_pixels(lens: tuple[float, ...]) -> None:
    from generator.blender.renderer import BlenderRenderer

    recipe, meshes = with_real_materials(bench_recipe(lens=lens, size_px=(320, 240))), bench_meshes()
    renderer = BlenderRenderer(load_catalogue(), device="cpu", profile=ONE_SAMPLE)
    caster = SceneCaster(recipe.things, meshes)
    for view, render in zip(recipe.views, renderer.render(recipe, meshes), strict=True):
        agreement = compare_ids((cast := caster.cast(view.camera)).front, render.ids, cast.lookup)
        assert agreement.inner > 0.9999
        assert agreement.things > 0.9999
        assert agreement.exact > (0.995 if any(lens) else 0.9995)
