from __future__ import annotations

import io

import numpy as np
import trimesh
from PIL import Image
from small_scene import at, bench_meshes, bench_recipe, camera, mesh_of, thing

from generator.labels.cast import SceneCaster, ViewCast
from generator.labels.panoptic import panoptic_ids, panoptic_png, segments
from generator.plan import ANNOTATIONS_PER_IMAGE
from generator.recipe import Thing

FLOOR = 1


def cast_of(*things: Thing, **sizes_m: tuple[float, float, float]) -> ViewCast:
    """From half a metre above; unlabelled things are floor."""
    meshes = {name: mesh_of(trimesh.creation.box(size)) for name, size in sizes_m.items()}
    return SceneCaster(things, meshes, stuff_of=lambda _: FLOOR).cast(camera(eye_m=(0.0, 0.0, 0.5)))


def test_every_pixel_on_a_thing_is_that_things_and_the_rest_is_stuff() -> None:
    recipe = bench_recipe()
    cast = SceneCaster(recipe.things, bench_meshes(), stuff_of=lambda _: FLOOR).cast(recipe.views[0].camera)
    ids = panoptic_ids(cast)
    assert np.array_equal(ids[cast.front > 0], cast.front[cast.front > 0])
    assert set(np.unique(ids[cast.front == 0])) <= {0, ANNOTATIONS_PER_IMAGE + FLOOR}


def test_an_unlabelled_pane_is_looked_through_and_a_labelled_one_is_not() -> None:
    block, floor = thing("block", at(0, 0, 0.01), 1), thing("floor", at(0, 0, -0.01))
    sizes = {"block": (0.05, 0.05, 0.02), "floor": (2.0, 2.0, 0.02), "pane": (0.4, 0.4, 0.004)}
    bare = panoptic_ids(cast_of(block, floor, **sizes))
    pane = thing("pane", at(0, 0, 0.2), transparent=True)
    assert np.array_equal(panoptic_ids(cast_of(block, floor, pane, **sizes)), bare)
    labelled = panoptic_ids(cast_of(block, floor, thing("pane", at(0, 0, 0.2), 2, transparent=True), **sizes))
    assert not (labelled == 1).any()
    assert (labelled == 2).any()


def test_segments_count_the_pixels_and_the_picture_gives_the_ids_back() -> None:
    ids = np.zeros((6, 8), np.int32)
    ids[1:3, 2:5] = 7
    ids[4, :] = ANNOTATIONS_PER_IMAGE + 300
    assert segments(ids) == [
        {"id": 7, "area": 6, "bbox": [2, 1, 3, 2], "iscrowd": 0},
        {"id": ANNOTATIONS_PER_IMAGE + 300, "area": 8, "bbox": [0, 4, 8, 1], "iscrowd": 0},
    ]
    colours = np.asarray(Image.open(io.BytesIO(panoptic_png(ids)))).astype(int)
    assert np.array_equal(colours @ np.array([1, 256, 65536]), ids)
