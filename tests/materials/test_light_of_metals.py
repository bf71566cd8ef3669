"""White furnace: every finish of metal gives back no more light than it gets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tiny_scenes import PLAIN, camera, recipe, sphere, thing

from generator.catalogue import load_catalogue
from generator.recipe import MaterialRecipe, Surroundings

pytestmark = pytest.mark.blender
CATALOGUE = load_catalogue()
BEGINNINGS = ("steel_", "aluminium_anodised", "titanium_", "stainless_steel_heat", "stainless_steel_weld", "brass_g")
METALS = sorted(name for name, m in CATALOGUE.materials.items() if "part" in m.use and name.startswith(BEGINNINGS))
ACROSS = 7


@pytest.fixture(scope="module")
def studio() -> Any:
    from generator.blender.renderer import BlenderRenderer

    return BlenderRenderer(CATALOGUE, device="cpu", profile=replace(PLAIN, samples=48))


def test_every_finish_of_metal_returns_no_more_than_it_gets(studio):
    """All in one picture: balls in rows in light of 1 from everywhere. Each ball's mean must not exceed it."""
    things = []
    for index, name in enumerate(METALS):
        row, column = divmod(index, ACROSS)
        pose = np.eye(4)
        pose[:3, 3] = (0.24 * (column - ACROSS / 2 + 0.5), 0.24 * (row - len(METALS) / ACROSS / 2 + 0.5), 0.0)
        sampled = MaterialRecipe(name, CATALOGUE.materials[name].sample(np.random.default_rng(index)))
        one = replace(thing("ball"), name=f"ball_{index}", materials=(sampled,), instance=index + 1, category="ball")
        things.append(replace(one, world_from_object=tuple(tuple(map(float, r)) for r in pose)))
    scene = recipe(tuple(things), camera((0.0, -0.05, 2.2)), fill=Surroundings(None, 0.0, 1.0))
    view = next(iter(studio.render(scene, {"ball": sphere(0.1), **{t.name: sphere(0.1) for t in things}})))
    for index, name in enumerate(METALS):
        inside = view.radiance["world"][view.ids == index + 1]
        assert len(inside) > 8, name
        mean = inside.mean(axis=0)
        assert mean.max() <= 1.01, name
        assert mean.min() > 0.01, name
