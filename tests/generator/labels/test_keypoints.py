"""Keypoints in a picture: where the lens puts them, seen, hidden or outside, in the form that COCO's tools read."""

from __future__ import annotations

import contextlib
import dataclasses
import io

import cv2
import numpy as np
import pytest
import trimesh
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from small_scene import at, mesh_of, thing

from generator.camera import Camera, look_at
from generator.dataset.merge import category_records
from generator.keypoints import HIDDEN, KEYPOINTS, OUTSIDE, SEEN, SKELETON
from generator.labels.cast import SceneCaster, ThingMasks
from generator.labels.keypoints import keypoint_record
from generator.labels.rle import rle
from generator.mesh import Mesh
from generator.recipe import Thing
from scenes.shapes.bodies import floor_m, keypoints_m, worker

PARAMS = {"pose": "standing", "pattern": 4, "vest_on": False}
BODY = worker(**PARAMS)
BENT = (-0.2, 0.05, 0.001, -0.002, 0.0)
POINTS = tuple(tuple(row) for row in keypoints_m(**PARAMS).tolist())


def person(x: float = 0.0, y: float = 0.0, turn_deg: float = 0.0) -> Thing:
    pose = at(x, y, -floor_m(**PARAMS), turn_deg)
    return dataclasses.replace(thing("person_1", pose, 1), category="person", keypoints_m=POINTS)


def camera(distance_m: float = 4.0, high_m: float = 1.1, focal_px: float = 300.0, **lens: object) -> Camera:
    pose = look_at(np.array([distance_m, 0.0, high_m]), np.array([0.0, 0.0, 0.9]))
    matrix = tuple(tuple(float(v) for v in row) for row in pose)
    size = {"width_px": 240, "height_px": 180, "centre_px": (120.0, 90.0), "focal_px": focal_px}
    glass = {"focal_mm": 12.0, "sensor_width_mm": 9.6, "f_number": 8.0, "focus_m": distance_m}
    return Camera(**(size | glass | {"distortion": (0.0,) * 5, "world_from_camera": matrix} | lens))  # type: ignore[arg-type]


def labelled(things: list[Thing], meshes: dict[str, Mesh], view: Camera) -> tuple[dict, ThingMasks]:
    masks = next(m for m in SceneCaster(things, meshes).cast(view).things if m.instance == 1)
    return keypoint_record(things[0], masks, view), masks


def triples(record: dict) -> np.ndarray:
    return np.array(record["keypoints"]).reshape(17, 3)


@pytest.mark.parametrize("distortion", [(0.0,) * 5, BENT])
def test_keypoints_are_where_opencv_projects_them(distortion: tuple[float, ...]) -> None:
    view, who = camera(distortion=distortion), person(turn_deg=20)
    record, masks = labelled([who], {"person_1": BODY}, view)
    pose = np.linalg.inv(view.pose)
    world = np.array(POINTS) @ np.array(who.world_from_object)[:3, :3].T + np.array(who.world_from_object)[:3, 3]
    turn, _ = cv2.Rodrigues(pose[:3, :3])
    expected, _ = cv2.projectPoints(world, turn, pose[:3, 3], view.matrix, np.array(distortion))
    found = triples(record)
    assert (found[:, 2] > OUTSIDE).all()
    assert found[:, :2] == pytest.approx(expected[:, 0], abs=2e-3)
    assert record["num_keypoints"] == 17
    silhouette = np.zeros((view.height_px, view.width_px), bool)
    silhouette[masks.window.slices] = masks.amodal
    near = cv2.dilate(silhouette.astype(np.uint8), np.ones((3, 3), np.uint8))
    assert all(near[int(y), int(x)] for x, y, _ in found), "every keypoint lies on the person's outline or inside"


def test_from_ahead_both_sides_are_seen_and_from_behind_the_face_is_hidden() -> None:
    ahead = triples(labelled([person()], {"person_1": BODY}, camera())[0])
    assert (ahead[:, 2] == SEEN).sum() >= 15
    assert ahead[KEYPOINTS.index("left_shoulder"), 0] > ahead[KEYPOINTS.index("right_shoulder"), 0]
    behind = triples(labelled([person(turn_deg=180)], {"person_1": BODY}, camera())[0])
    face = [KEYPOINTS.index(name) for name in ("nose", "left_eye", "right_eye")]
    assert (behind[face, 2] == HIDDEN).all()
    assert behind[KEYPOINTS.index("left_shoulder"), 2] == SEEN


def test_from_the_side_the_far_ear_and_eye_are_hidden() -> None:
    side = triples(labelled([person(turn_deg=90)], {"person_1": BODY}, camera())[0])
    assert side[KEYPOINTS.index("right_ear"), 2] == SEEN
    assert side[KEYPOINTS.index("left_ear"), 2] == HIDDEN


@pytest.mark.parametrize(("glass", "value"), [(False, HIDDEN), (True, SEEN)])
def test_what_stands_before_the_legs_hides_them_unless_it_is_glass(glass: bool, value: int) -> None:
    pane = thing("pane_2", at(1.0, 0.0, 0.35), 2, transparent=glass)
    meshes = {"person_1": BODY, "pane_2": mesh_of(trimesh.creation.box((0.02, 2.0, 0.7)))}
    found = triples(labelled([person(), pane], meshes, camera())[0])
    legs = [KEYPOINTS.index(f"{side}_{joint}") for side in ("left", "right") for joint in ("knee", "ankle")]
    assert (found[legs, 2] == value).all()
    assert found[KEYPOINTS.index("left_shoulder"), 2] == SEEN


@pytest.mark.parametrize("lens", [{}, {"distortion": BENT}])
def test_outside_of_the_picture_is_nothing(lens: dict[str, object]) -> None:
    near = camera(distance_m=1.2, high_m=1.7, focal_px=260.0, **lens)
    record, _ = labelled([person()], {"person_1": BODY}, near)
    found = triples(record)
    outside = found[:, 2] == OUTSIDE
    assert 0 < outside.sum() < 17
    assert (found[outside] == 0).all()
    assert (found[~outside, :2] >= 0).all()
    assert (found[~outside, :2] < (240, 180)).all()
    assert record["num_keypoints"] == (~outside).sum()


def test_things_without_keypoints_have_none() -> None:
    box = thing("box_1", at(0, 0, 0.5), 1)
    assert labelled([box], {"box_1": mesh_of(trimesh.creation.box((0.4, 0.4, 0.4)))}, camera())[0] == {}


def test_the_truth_as_a_prediction_has_ap_1_by_coco_s_own_tools() -> None:
    images, annotations, found = [], [], []
    for number, (x, y, turn) in enumerate([(0, 0, 0), (0.4, 0.5, 130), (-1.0, -0.6, 250)], start=1):
        view = camera(distortion=BENT)
        record, masks = labelled([person(x, y, turn)], {"person_1": BODY}, view)
        area = int(masks.seen.sum())
        images.append({"id": number, "width": view.width_px, "height": view.height_px})
        box = [float(masks.window.left), float(masks.window.top), *map(float, masks.window.shape[::-1])]
        mask = rle(masks.seen, masks.window, view.height_px, view.width_px, False)
        shared = {"image_id": number, "category_id": 1, "bbox": box, "area": area, "segmentation": mask}
        annotations.append(shared | record | {"id": number, "iscrowd": 0})
        found.append({"image_id": number, "category_id": 1, "score": 0.9, "keypoints": record["keypoints"]})
    truth = COCO()
    truth.dataset = {"images": images, "annotations": annotations, "categories": category_records({"person": "person"})}
    with contextlib.redirect_stdout(io.StringIO()):
        truth.createIndex()
        judged = COCOeval(truth, truth.loadRes(found), "keypoints")
        judged.evaluate()
        judged.accumulate()
        judged.summarize()
    assert judged.stats[0] == pytest.approx(1.0)
    assert judged.stats[5] == pytest.approx(1.0)


def test_a_person_s_category_names_its_keypoints_and_other_categories_do_not() -> None:
    records = {r["name"]: r for r in category_records({"worker": "person", "carton_400x300x200": "carton"})}
    assert records["worker"]["keypoints"] == list(KEYPOINTS)
    assert len(KEYPOINTS) == len(set(KEYPOINTS)) == 17
    assert {n for pair in SKELETON for n in pair} <= set(range(1, 18))
    assert "keypoints" not in records["carton_400x300x200"]
