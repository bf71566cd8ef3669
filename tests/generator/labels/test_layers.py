from __future__ import annotations

import io

import numpy as np
from fake_renderer import FakeRenderer
from small_scene import bench_meshes, bench_recipe

from generator.labels.cast import SceneCaster
from generator.labels.layers import layers_to_bytes, view_layers, wear_layers
from generator.render import ViewRender

LENS = (-0.28, 0.09, 0.001, -0.002, 0.0)


def test_layers_have_the_pictures_size_and_hold_what_was_asked_for() -> None:
    recipe, meshes = bench_recipe(lens=LENS), bench_meshes()
    cast = SceneCaster(recipe.things, meshes).cast(recipe.views[0].camera)
    render = next(iter(FakeRenderer().render(recipe, meshes)))
    layers = view_layers(("depth", "normals", "wear"), cast, render)
    assert {name: (array.shape, array.dtype) for name, array in layers.items()} == {
        "depth_m": ((72, 96), np.float32),
        "normals": ((72, 96, 3), np.float16),
        "wear_dust": ((72, 96), np.float16),
    }
    assert set(view_layers(("depth",), cast, render)) == {"depth_m"}
    assert view_layers((), cast, render) == {}


def test_wear_is_bent_like_the_picture() -> None:
    """A ramp over the straight picture, read in the bent one, gives back the lookup itself."""
    view = bench_recipe(lens=LENS).views[0].camera
    pinhole = view.pinhole()
    ramp = np.tile(np.arange(pinhole.width_px, dtype=np.float32) / pinhole.width_px, (pinhole.height_px, 1))
    render = ViewRender(0, {}, np.zeros(ramp.shape, np.int32), {"wear_dust": ramp, "albedo": ramp})
    lookup = pinhole.warp_map(view)
    layers = wear_layers(render, lookup)
    assert list(layers) == ["wear_dust"]
    assert np.abs(layers["wear_dust"] * pinhole.width_px - lookup[..., 0]).max() < 0.05


def test_the_same_layers_give_the_same_bytes_and_come_back() -> None:
    layers = {"wear_dust": np.full((4, 5), 0.5, np.float16), "depth_m": np.ones((4, 5), np.float32)}
    data = layers_to_bytes(layers)
    assert data == layers_to_bytes(dict(reversed(layers.items())))
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        assert all(np.array_equal(stored[name], layers[name]) for name in layers)
