"""The light that comes back: energy, Fresnel, light groups, and the same bytes every time."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tiny_scenes import COPPER_F0, PAINTED, box, camera, pose, recipe, sphere, thing, tiny_catalogue

from generator.blender.renderer import BlenderRenderer, named_profile
from generator.errors import SpecError
from generator.mesh import Mesh
from generator.profiles import PROFILES
from generator.recipe import Lamp, MaterialRecipe, SceneRecipe, Surroundings
from generator.render import ViewRender

FURNACE = Surroundings(None, 0.0, 1.0)
ABOVE = (0.0, -0.6, 0.5)
MESHES: Mapping[str, Mesh] = {"ball": sphere(0.1), "floor": box(1.0, 1.0, 0.02)}


def only_view(renderer: BlenderRenderer, scene: SceneRecipe, meshes: Mapping[str, Mesh] = MESHES) -> ViewRender:
    views = list(renderer.render(scene, meshes))
    assert [v.view for v in views] == [view.index for view in scene.views]
    return views[0]


def lit(lamps: tuple[Lamp, ...], **changes: object) -> SceneRecipe:
    things = (thing("floor", at=(0, 0, -0.11)), thing("ball", "copper", instance=1))
    fill = Surroundings("studio", 40.0, 0.2)
    return replace(recipe(things, camera(ABOVE), lamps=lamps, fill=fill), **changes)


def panel(name: str, group: str, x_m: float, power_w: float = 20.0) -> Lamp:
    return Lamp(name, "panel", (0.3, 0.2), pose(x_m, 0, 0.8), power_w, 4000.0, group)


@pytest.mark.blender
def test_white_furnace_returns_its_light(renderer):
    view = only_view(renderer, recipe((thing("ball", "white", instance=1),), camera(ABOVE), fill=FURNACE))
    inside = view.radiance["world"][view.ids == 1]
    assert inside.mean() == pytest.approx(1.0, abs=0.005)


@pytest.mark.blender
def test_copper_reflects_its_f0_at_normal_incidence(renderer):
    view = only_view(renderer, recipe((thing("ball", "copper", instance=1),), camera(ABOVE), fill=FURNACE))
    centre = view.radiance["world"][23:25, 31:33].mean(axis=(0, 1))
    np.testing.assert_allclose(centre, COPPER_F0, rtol=0.02)


@pytest.mark.blender
def test_light_groups_sum_to_the_picture_lit_at_once(renderer):
    apart = only_view(renderer, lit((panel("a", "left", -0.3), panel("b", "right", 0.3))))
    at_once = only_view(renderer, lit((panel("a", "world", -0.3), panel("b", "world", 0.3))))
    assert set(apart.radiance) == {"left", "right", "world"}
    assert set(at_once.radiance) == {"world"}
    np.testing.assert_allclose(sum(apart.radiance.values()), at_once.radiance["world"], rtol=1e-3, atol=1e-4)


@pytest.mark.blender
def test_doubling_a_lamp_doubles_its_group_and_nothing_else(renderer):
    def means(power_w: float) -> dict[str, float]:
        view = only_view(renderer, lit((panel("a", "left", -0.3, power_w), panel("b", "right", 0.3))))
        return {group: float(radiance.mean()) for group, radiance in view.radiance.items()}

    once, twice = means(20.0), means(40.0)
    assert twice["left"] / once["left"] == pytest.approx(2.0, rel=0.02)  # the light tree picks lamps by their power
    assert twice["right"] / once["right"] == pytest.approx(1.0, rel=0.02)
    assert twice["world"] / once["world"] == pytest.approx(1.0, rel=0.02)


@pytest.mark.blender
def test_the_same_recipe_gives_the_same_bytes_after_another_scene_and_on_other_threads():
    fast = replace(PROFILES["draft"], samples=4)
    scene = lit((panel("a", "left", -0.3),), layers=("wear",))
    scene = replace(scene, things=(scene.things[0], replace(scene.things[1], wear=PAINTED)))
    other = recipe((thing("ball", "glass"),), camera((0.5, 0.1, 0.2)), fill=FURNACE)

    def content(view: ViewRender) -> list[bytes]:
        arrays = {**view.radiance, **view.layers, "ids": view.ids}
        return [arrays[name].tobytes() for name in sorted(arrays)]

    first = BlenderRenderer(tiny_catalogue(), device="cpu", threads=2, profile=fast)
    before = content(only_view(first, scene))
    only_view(first, other)
    assert content(only_view(first, scene)) == before
    second = BlenderRenderer(tiny_catalogue(), device="cpu", threads=1, profile=fast)
    assert content(only_view(second, scene)) == before


@pytest.mark.blender
def test_another_sample_seed_gives_other_noise(renderer):
    scene = lit((panel("a", "left", -0.3),))
    other = replace(scene, views=(replace(scene.views[0], sample_seed=2),))
    first, second = only_view(renderer, scene), only_view(renderer, other)
    assert not np.array_equal(first.radiance["left"], second.radiance["left"])
    np.testing.assert_array_equal(first.ids, second.ids)


@pytest.mark.blender
def test_wear_layer_lies_where_the_wear_is(renderer):
    ball = thing("ball", "black", instance=1, wear=PAINTED)
    scene = recipe((ball,), camera((0, -0.6, 0)), fill=FURNACE, layers=("wear",))
    view = only_view(renderer, scene)
    bright = view.radiance["world"].mean(axis=2) > 0.45
    inside = view.ids == 1
    layer = view.layers["wear_paint"] > 0.5
    overlap = (layer & bright & inside).sum() / ((layer | bright) & inside).sum()
    assert overlap > 0.95
    assert 0.4 < layer[inside].mean() < 0.6
    assert only_view(renderer, replace(scene, layers=())).layers == {}


@pytest.mark.blender
def test_nothing_is_left_in_the_temporary_folder(renderer, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    only_view(renderer, recipe((thing("ball"),), camera(ABOVE), fill=FURNACE))
    assert list(Path(tmp_path).iterdir()) == []


@pytest.mark.blender
def test_an_unknown_material_is_named_with_the_nearest(renderer):
    scene = recipe((replace(thing("ball"), materials=(MaterialRecipe("coper", {}),)),), camera(ABOVE))
    with pytest.raises(SpecError, match="Did you mean 'copper'"):
        only_view(renderer, scene)


def test_an_unknown_profile_is_named_with_the_nearest():
    with pytest.raises(SpecError, match="Did you mean 'standard'"):
        named_profile("standart")
