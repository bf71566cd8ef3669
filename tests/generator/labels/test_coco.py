from __future__ import annotations

import dataclasses
import json
from typing import Any

import numpy as np
import pytest
import trimesh
from fake_renderer import FakeRenderer
from pycocotools import mask as coco_mask
from small_scene import at, bench_meshes, bench_recipe, mesh_of, thing

from generator.labels.cast import SceneCaster
from generator.labels.coco import Segmentation, ViewLabels, label_view
from generator.mesh import Mesh
from generator.recipe import SceneRecipe

IDS = {"block": 1, "vial": 2, "washer": 3}
LENS = (-0.28, 0.09, 0.001, -0.002, 0.0)


def labels_of(recipe: SceneRecipe, meshes: dict[str, Mesh], segmentation: Segmentation = "rle") -> ViewLabels:
    cast = SceneCaster(recipe.things, meshes).cast(recipe.views[0].camera)
    render = next(iter(FakeRenderer().render(recipe, meshes)))
    return label_view(recipe, recipe.views[0], cast, render, meshes, IDS, segmentation)


def decode(segmentation: Any, height: int, width: int) -> np.ndarray:
    runs = coco_mask.frPyObjects(segmentation, height, width) if not is_packed(segmentation) else segmentation
    merged = coco_mask.merge(runs) if isinstance(runs, list) else runs
    return coco_mask.decode(merged).astype(bool)


def is_packed(segmentation: Any) -> bool:
    return isinstance(segmentation, dict) and isinstance(segmentation["counts"], str)


@pytest.mark.parametrize("segmentation", ["rle", "rle-compressed", "polygon"])
def test_area_and_box_are_those_of_the_mask_in_every_encoding(segmentation: Segmentation) -> None:
    image, annotations = labels_of(bench_recipe(lens=LENS), bench_meshes(), segmentation).capture(0)
    assert [a["id"] for a in annotations] == [4097, 4098, 4099, 4100]
    for annotation in annotations:
        mask = decode(annotation["segmentation"], image["height"], image["width"])
        rows, columns = np.nonzero(mask)
        box = [columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1]
        assert annotation["area"] == mask.sum()
        assert annotation["bbox"] == [float(v) for v in box]
        assert annotation["iscrowd"] == 0
        amodal = decode(annotation["amodal_segmentation"], image["height"], image["width"])
        assert annotation["visibility"] == pytest.approx(mask.sum() / amodal.sum(), abs=1e-6)


def test_a_washer_keeps_its_hole() -> None:
    recipe, meshes = bench_recipe(size_px=(320, 240)), bench_meshes()
    _, annotations = labels_of(recipe, meshes).capture(0)
    solid = dict(meshes, washer_1=mesh_of(trimesh.creation.cylinder(0.045, 0.012)))
    disc = labels_of(recipe, solid).capture(0)[1][0]
    washer = annotations[0]
    assert washer["bbox"] == disc["bbox"]
    hole = decode(disc["segmentation"], 240, 320) & ~decode(washer["segmentation"], 240, 320)
    assert 0.08 < hole.sum() / disc["area"] < (0.02 / 0.045) ** 2  # a flat hole would show a share of (2 / 4.5)^2


def test_what_stands_behind_glass_is_labelled_and_says_how_much_is_seen_through() -> None:
    _, annotations = labels_of(bench_recipe(), bench_meshes()).capture(0)
    block, vial, washer = annotations[2], annotations[3], annotations[0]
    seen = decode(block["segmentation"], 72, 96)
    front = decode(block["front_segmentation"], 72, 96)
    glass = decode(vial["segmentation"], 72, 96)
    assert block["visibility"] == 1.0
    assert np.array_equal(seen & ~front, seen & glass)
    assert block["attributes"]["behind_transparent"] == pytest.approx((seen & glass).sum() / seen.sum(), abs=1e-6)
    assert vial["attributes"]["transparent"]
    assert "front_segmentation" not in vial  # it is all of the segmentation
    assert washer["attributes"]["behind_transparent"] == 0.0


def test_a_thing_of_which_nothing_can_be_seen_gets_no_annotation() -> None:
    recipe, meshes = bench_recipe(), bench_meshes()
    recipe = dataclasses.replace(recipe, things=(*recipe.things, thing("lid", at(0.11, 0.02, 0.03))))
    meshes["lid"] = mesh_of(trimesh.creation.box((0.14, 0.14, 0.002)))
    found = [a["id"] % 4096 for a in labels_of(recipe, meshes).capture(0)[1]]
    assert found == [1, 3, 4]


def test_a_pose_projects_to_the_middle_of_its_thing() -> None:
    image, annotations = labels_of(bench_recipe(), bench_meshes()).capture(0)
    k = np.array(image["camera"]["K"])
    for annotation in annotations:
        x, y, depth = np.array(annotation["pose"]["camera_from_object"])[:3, 3]
        left, top, width, height = annotation["amodal_bbox"]
        u, v, _ = k @ [x / depth, y / depth, 1]
        assert left < u < left + width
        assert top < v < top + height
        assert 0.3 < depth < 0.7


def test_saturation_is_the_share_of_the_pixels_seen() -> None:
    labels = labels_of(bench_recipe(), bench_meshes())
    saturated = np.zeros((72, 96), bool)
    first = decode(labels.capture(0)[1][0]["segmentation"], 72, 96)
    saturated[np.nonzero(first)[0][:10], np.nonzero(first)[1][:10]] = True
    shares = [a["attributes"]["saturated"] for a in labels.capture(0, saturated)[1]]
    assert shares == [pytest.approx(10 / first.sum(), abs=1e-6), 0.0, 0.0, 0.0]


def test_records_carry_wear_material_context_and_the_images_factors() -> None:
    recipe = bench_recipe()
    image, annotations = labels_of(recipe, bench_meshes()).capture(0)
    assert image["factors"] == recipe.views[0].captures[0].factors
    assert image["label_agreement"] == 1.0
    assert (image["scene"], image["view"], image["capture"]) == (0, 0, 0)
    assert image["camera"]["world_from_camera"] == recipe.views[0].camera.pose.tolist()
    attributes = annotations[0]["attributes"]
    assert attributes["part"] == "washer"
    assert attributes["material"] == "steel_brushed"
    assert attributes["context"] == "on_bench"
    assert attributes["wear"] == {"dust": 0.25}
    assert 0 < attributes["wear_cover"]["dust"] <= 0.25
    json.dumps([image, annotations], allow_nan=False)


def test_annotation_ids_have_room_for_4095_things() -> None:
    recipe, meshes = bench_recipe(), bench_meshes()
    things = (*recipe.things, thing("block_4096", at(0.2, 0.2, 0), 4096))
    meshes["block_4096"] = meshes["block_3"]
    with pytest.raises(ValueError, match="room for 4095"):
        labels_of(dataclasses.replace(recipe, things=things), meshes)
