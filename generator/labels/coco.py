"""COCO records of one view: what everything in it is, where, how much of it can be seen, and through what.

All captures of a view with one shutter share their masks, so those are encoded once; only what the picture itself
tells (which pixels are saturated) differs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np

from generator.camera import Camera
from generator.labels.agreement import Agreement, compare_ids
from generator.labels.cast import ThingMasks, ViewCast
from generator.labels.frame import Window
from generator.labels.keypoints import keypoint_record
from generator.labels.layers import wear_layers
from generator.labels.motion import motion_record
from generator.labels.polygons import polygons
from generator.labels.rle import rle
from generator.mesh import Mesh
from generator.plan import ANNOTATIONS_PER_IMAGE
from generator.recipe import SceneRecipe, Thing, View
from generator.render import ViewRender

Segmentation = Literal["rle", "rle-compressed", "polygon"]
Record = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class _ThingLabel:
    masks: ThingMasks
    record: Record  # the annotation but for ids and what the picture tells


@dataclass(frozen=True, slots=True, eq=False)
class ViewLabels:
    """The labels of one view, ready to be given to each of its captures."""

    recipe: SceneRecipe
    view: View
    agreement: Agreement
    things: tuple[_ThingLabel, ...]

    def capture(self, index: int, saturated: np.ndarray | None = None) -> tuple[Record, list[Record]]:
        """The image record and the annotations of capture `index`.

        `saturated` (H, W) bool says which pixels of that picture are saturated; None for none.
        """
        capture, camera = self.view.captures[index], self.view.camera
        image = {
            "id": capture.image_id,
            "file_name": capture.file_name,
            "width": camera.width_px,
            "height": camera.height_px,
            "scene": self.recipe.scene,
            "view": self.view.index,
            "capture": index,
            "family": self.recipe.family,
            "events": list(self.recipe.events),
            "camera": camera_record(camera),
            "factors": dict(sorted(capture.factors.items())),
            "label_agreement": round(self.agreement.gate, 6),
        }
        return image, [_annotation(label, capture.image_id, saturated) for label in self.things]


def label_view(
    recipe: SceneRecipe,
    view: View,
    cast: ViewCast,
    render: ViewRender,
    meshes: Mapping[str, Mesh],
    category_ids: Mapping[str, int],
    segmentation: Segmentation = "rle",
    readout_s: float = 0.0,
) -> ViewLabels:
    """Everything COCO says of one view. A thing of which nothing can be seen gets no annotation.

    `cast` is as a shutter of `readout_s` sees it (`rolled`).

    Raises ValueError for an instance number that does not fit into annotation ids, KeyError for an unknown category.
    """
    things = {thing.instance: thing for thing in recipe.labelled}
    if things and max(things) >= ANNOTATIONS_PER_IMAGE:
        raise ValueError(
            f"instance {max(things)}: annotation ids have room for {ANNOTATIONS_PER_IMAGE - 1} in an image"
        )
    worn = wear_layers(render, cast.lookup)
    labels = []
    for masks in cast.things:
        if masks.seen.any():
            thing = things[masks.instance]
            record: Record = {"category_id": category_ids[str(thing.category)]}
            record |= _thing_record(thing, meshes[thing.name], masks, view.camera, segmentation)
            record |= motion_record(thing, meshes[thing.name], view)
            record |= keypoint_record(thing, masks, view.camera, readout_s)
            record["attributes"]["wear_cover"] = _wear_cover(masks, worn)
            labels.append(_ThingLabel(masks, record))
    return ViewLabels(recipe, view, compare_ids(cast.front, render.ids, cast.lookup), tuple(labels))


def camera_record(camera: Camera) -> Record:
    """The camera as an image record holds it: pixels, millimetres of the lens, metres of the world."""
    return {
        "K": camera.matrix.tolist(),
        "distortion": [float(v) for v in camera.distortion],  # k1 k2 p1 p2 k3, as OpenCV takes them
        "world_from_camera": camera.pose.tolist(),
        "focal_mm": camera.focal_mm,
        "sensor_width_mm": camera.sensor_width_mm,
        "f_number": camera.f_number,
        "focus_m": camera.focus_m,
    }


def _thing_record(thing: Thing, mesh: Mesh, masks: ThingMasks, camera: Camera, segmentation: Segmentation) -> Record:
    height, width = camera.height_px, camera.width_px

    def encode(mask: np.ndarray) -> Any:
        if segmentation == "polygon":
            return polygons(mask, masks.window)
        return rle(mask, masks.window, height, width, segmentation == "rle-compressed")

    seen_px, amodal_px, front_px = (int(np.count_nonzero(m)) for m in (masks.seen, masks.amodal, masks.front))
    record: Record = {
        "bbox": tight_box_xywh_px(masks.seen, masks.window),
        "area": seen_px,
        "iscrowd": 0,
        "segmentation": encode(masks.seen),
    }
    if front_px != seen_px:  # front lies under seen, so equal counts are equal masks
        record["front_segmentation"] = encode(masks.front)
    record |= {
        "amodal_segmentation": encode(masks.amodal),
        "amodal_bbox": tight_box_xywh_px(masks.amodal, masks.window),
        "visibility": round(seen_px / amodal_px, 6),
        "truncated": masks.truncated,
    }
    if thing.soft is None and not thing.keypoints_m:  # what bends has no pose
        record["pose"] = {"camera_from_object": _pose(thing, camera)}
    record["attributes"] = _attributes(thing, mesh) | {"behind_transparent": round(1 - front_px / seen_px, 6)}
    return record


def _attributes(thing: Thing, mesh: Mesh) -> Record:
    names = [material.name for material in thing.materials]
    intent = {} if thing.intent is None else {"intent": thing.intent}
    return intent | {
        "part": thing.part,
        "material": names[0],
        "materials": dict(zip(mesh.slots, names, strict=False)),
        "transparent": thing.transparent,
        "context": thing.context,
        "wear": {wear.kind: round(wear.severity, 6) for wear in sorted(thing.wear, key=lambda w: w.kind)},
    }


def _annotation(label: _ThingLabel, image_id: int, saturated: np.ndarray | None) -> Record:
    masks = label.masks
    share = 0.0
    if saturated is not None:
        share = float(saturated[masks.window.slices][masks.seen].mean())
    return {
        "id": image_id * ANNOTATIONS_PER_IMAGE + masks.instance,
        "image_id": image_id,
        **label.record,
        "attributes": label.record["attributes"] | {"saturated": round(share, 6)},
    }


def _wear_cover(masks: ThingMasks, layers: Mapping[str, np.ndarray]) -> dict[str, float]:
    """Mean of each wear layer over what stands in front of all else: behind glass the layer shows the glass."""
    if not masks.front.any():
        return {}
    return {
        name.removeprefix("wear_"): round(float(layer[masks.window.slices][masks.front].mean()), 6)
        for name, layer in sorted(layers.items())
    }


def tight_box_xywh_px(mask: np.ndarray, window: Window) -> list[float]:
    """The tight box around a mask (h, w) that covers `window`: left, top, width, height in picture pixels."""
    x, y, width, height = cv2.boundingRect(mask.astype(np.uint8))
    return [float(window.left + x), float(window.top + y), float(width), float(height)]


def _pose(thing: Thing, camera: Camera) -> list[list[float]]:
    pose = np.linalg.inv(camera.pose) @ np.array(thing.world_from_object, float)
    rows: list[list[float]] = np.round(pose, 9).tolist()
    return [[value + 0.0 for value in row] for row in rows]  # no -0.0
