"""Whole small datasets without Blender: bench scenes from the fake renderer, labelled, committed and merged."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from fake_renderer import FakeRenderer
from PIL import Image
from small_scene import bench_meshes, bench_recipe

from generator.dataset import layout
from generator.dataset.merge import merge
from generator.dataset.panoptic import SEGMENTS
from generator.dataset.shard import SceneFiles
from generator.dataset.store import open_dataset
from generator.factors import Factor
from generator.labels.cast import SceneCaster
from generator.labels.coco import Segmentation, label_view
from generator.labels.layers import layers_to_bytes, view_layers
from generator.labels.panoptic import panoptic_ids, panoptic_png, segments, stuff_number
from generator.plugins import Catalogue
from generator.recipe import recipe_to_json
from generator.spec import DatasetSpec

CATEGORIES = {"block": "block", "vial": "glassware", "washer": "washer"}
FACTORS = (
    Factor("light.level_ev", "EV", "capture", "Level of the light.", 0.0, low=-3, high=3),
    Factor("surface.dust", "share", "scene", "Settled dust.", 0.0),
    Factor("scene.family", "name", "scene", "Kind of scene.", "bench", kind="category", choices=("bench", "bin")),
)
CATALOGUE = Catalogue(
    materials={},
    wear={"dust": None},  # type: ignore[dict-item]
    parts={},
    shapes={},
    scenes={},
    sensors={},
    factors={factor.name: factor for factor in FACTORS},
)
VIEWS = 2
LAYERS = ("depth", "wear", "panoptic")


def small_spec(**changes: Any) -> DatasetSpec:
    """Two scenes to train with, one to validate, and a split that asks for nothing."""
    images = {"train": 2 * VIEWS, "val": VIEWS, "test_ood": 0}
    spec = DatasetSpec(name="tiny", seed=7, images=images, resolution=(96, 72), views_per_scene=VIEWS, layers=LAYERS)
    return spec.model_copy(update=changes)


@cache
def scene_files(scene: int, split: str = "train", segmentation: Segmentation = "rle") -> SceneFiles:
    """All files and records of one bench scene, seen through a bending lens."""
    recipe = bench_recipe(scene, split, first_image=1 + VIEWS * scene, views=VIEWS, lens=(-0.2, 0.05, 0.0, 0.0, 0.0))
    meshes = bench_meshes()
    category_ids = {name: number for number, name in enumerate(sorted(CATEGORIES), start=1)}
    caster = SceneCaster(recipe.things, meshes, stuff_of=lambda thing: stuff_number(thing, {}))
    files = {layout.recipe_file(scene): recipe_to_json(recipe).encode()}
    images, annotations = [], []
    for view, render in zip(recipe.views, FakeRenderer().render(recipe, meshes), strict=True):
        cast = caster.cast(view.camera)
        labels = label_view(recipe, view, cast, render, meshes, category_ids, segmentation)
        image, found = labels.capture(0)
        ids = panoptic_ids(cast)
        files[layout.panoptic_file(split, image["file_name"])] = panoptic_png(ids)
        images.append(image | {SEGMENTS: segments(ids)})
        annotations += found
        rows, columns = np.clip(cast.lookup[..., ::-1].round().astype(int), 0, None).transpose(2, 0, 1)
        light = sum(render.radiance.values())[rows, columns]
        files[layout.picture_file(split, image["file_name"])] = png(
            (255 * np.clip(light, 0, 1) ** 0.45).astype(np.uint8)
        )
        files[layout.layers_file(split, image["file_name"])] = layers_to_bytes(view_layers(LAYERS, cast, render))
    return SceneFiles(scene, split, files, images, annotations)


def png(picture: np.ndarray) -> bytes:
    """(H, W, 3) uint8 as PNG."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG")
    return buffer.getvalue()


def small_scenes(segmentation: Segmentation = "rle") -> list[SceneFiles]:
    """All scenes of `small_spec`, in the order of the plan."""
    return [scene_files(scene, split, segmentation) for scene, split in enumerate(("train", "train", "val"))]


def make_dataset(folder: Path, order: Sequence[int] = (0, 1, 2), segmentation: Segmentation = "rle") -> Path:
    """The whole dataset, its scenes committed in `order`."""
    spec, scenes = small_spec(segmentation=segmentation), small_scenes(segmentation)
    with open_dataset(folder, spec) as store:
        for scene in order:
            store.commit(scenes[scene])
        merge(store, spec, CATALOGUE, CATEGORIES)
    return folder
