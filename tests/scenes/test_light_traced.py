"""Traced by Blender: light built into the lamps and light mixed from groups are one picture, up to noise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from small_stock import catalogue, composed, make_stock, plans

from generator.profiles import Profile
from generator.recipe import SceneRecipe

_WANTED = {"light.level_ev": -0.7, "light.contrast": 1.9, "light.temperature_k": 3300.0}
_FIXED = {"scene.part_count": 3, "scene.distractors": 0, "camera.f_number": 16, "camera.distortion_k1": 0}


@pytest.mark.blender
def test_mixing_groups_gives_the_picture_that_lamps_of_that_mix_give():
    from generator.blender.renderer import BlenderRenderer

    varied = _WANTED | _FIXED | {"light.level_ev": {"choice": [-0.7, 1.5]}}
    mixed_plan = next(
        plan
        for plan in plans("bin", 12, views=1, captures=2, factors=varied)
        if len({capture.factors["light.level_ev"] for capture in plan.views[0].captures}) == 2
    )
    baked_plan = plans("bin", 12, views=1, factors=_WANTED | _FIXED)[mixed_plan.scene]
    profile = Profile("noisy", 256, 0.0, "FAST", "FAST", denoise=False)
    renderer = BlenderRenderer(catalogue(), device="cpu", profile=profile)

    def picture(recipe: SceneRecipe, capture: int, meshes) -> np.ndarray:
        (traced,) = renderer.render(recipe, meshes)
        gains = recipe.views[0].captures[capture].gains
        light = sum(traced.radiance[group] * np.array(gains[group]) for group in recipe.light_groups)
        return light.reshape(3, 8, 4, 8, 3).mean(axis=(1, 3))  # blocks of 8 x 8 pixels

    pictures = []
    for plan in (replace(baked_plan, resolution=(32, 24)), replace(mixed_plan, resolution=(32, 24))):
        recipe, meshes = composed(plan, make_stock())
        captures = plan.views[0].captures
        index = next(i for i, c in enumerate(captures) if c.factors["light.level_ev"] == -0.7)
        pictures.append(picture(recipe, index, meshes))
    assert pictures[0].mean() > 0.01
    assert pictures[1] == pytest.approx(pictures[0], rel=0.06)
    assert pictures[1].mean() == pytest.approx(pictures[0].mean(), rel=0.01)
