"""White furnace: every finish of metal gives back no more light than it gets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tiny_scenes import PLAIN, box, camera, recipe, sphere, thing

from generator.catalogue import load_catalogue
from generator.recipe import MaterialRecipe, Surroundings
from materials.marks import sample_mark

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


def test_an_etched_code_darkens_its_own_place_and_nothing_else(studio):
    """Seen from straight above: what differs from the same block without a mark lies in the mark's rectangle."""
    slab = box(0.04, 0.03, 0.01)
    marks = (sample_mark(("etched",), slab, np.random.default_rng(seed)) for seed in range(40))
    mark = next(m for m in marks if m and np.cross(m["u"], m["v"])[2] > 0.99)
    sampled = CATALOGUE.materials["zinc_polished"].sample(np.random.default_rng(0))
    seen = []
    for params in (sampled, sampled | {"mark": mark}):
        one = replace(thing("slab"), materials=(MaterialRecipe("zinc_polished", params),), instance=1, category="slab")
        scene = recipe((one,), camera((0.0, 0.0, 0.08), (0.0, 0.0, 0.005)), fill=Surroundings(None, 0.0, 1.0))
        seen.append(next(iter(studio.render(scene, {"slab": slab}))).radiance["world"].mean(axis=2))
    darker = (seen[0] - seen[1]) > 0.08
    rows, columns = np.nonzero(darker)
    assert len(rows) > 15
    metres = 0.075 / 80.0  # to the pixel, on the upper face
    x, y = (columns + 0.5 - 32.0) * metres, (24.0 - rows - 0.5) * metres
    u, v = np.array(mark["u"]), np.array(mark["v"])
    (column, row), size_m = mark["cell"], mark["size_m"]
    middle = np.array(mark["origin_m"]) + size_m * ((column + 0.5) * u + (row + 0.5) * v)
    offset = np.stack([x - middle[0], y - middle[1]], axis=1)
    assert np.abs(offset @ u[:2]).max() < 0.5 * size_m + metres
    assert np.abs(offset @ v[:2]).max() < 0.25 * size_m + metres
