"""Panoptic labels: every pixel belongs to one labelled thing or to one class of stuff, such as floor or belt.

A pixel belongs to the nearest labelled thing that can be seen there; where there is none, to the nearest opaque
surface. Panes and glass that are not labelled are looked through.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
from PIL import Image

from generator.labels.cast import ViewCast
from generator.plan import ANNOTATIONS_PER_IMAGE
from generator.plugins import STUFF, Shape
from generator.recipe import Thing

Record = dict[str, Any]
_ROOM = {"floor": "floor", "ceiling": "ceiling", "wall": "wall", "frame": "wall"}  # by the first word of the name


def stuff_number(thing: Thing, shapes: Mapping[str, Shape]) -> int:
    """The class of an unlabelled thing: its place in `STUFF`, from 1."""
    named = _ROOM.get(thing.name.partition("_")[0])
    if named is None and thing.context == "clutter":
        named = "clutter"
    if named is None:
        shape = shapes.get(thing.mesh.name) if thing.mesh.kind == "shape" else None
        named = shape.stuff if shape is not None else "clutter"
    return STUFF.index(named) + 1


def panoptic_ids(cast: ViewCast) -> np.ndarray:
    """(H, W) int32: a thing's instance number, `ANNOTATIONS_PER_IMAGE` + class number of stuff, 0 where nothing is."""
    ids = np.where(cast.stuff > 0, ANNOTATIONS_PER_IMAGE + cast.stuff.astype(np.int32), 0).astype(np.int32)
    nearest = np.full(ids.shape, np.inf, np.float32)
    for masks in cast.things:
        at = masks.window.slices
        # On one and the same depth, what touches nothing else owns the pixel, as in the front masks.
        wins = masks.seen & ((masks.depth_m < nearest[at]) | ((masks.depth_m == nearest[at]) & masks.front))
        ids[at][wins] = masks.instance
        nearest[at][wins] = masks.depth_m[wins]
    return ids


def segments(ids: np.ndarray) -> list[Record]:
    """What COCO's ``segments_info`` says of each id in the map but for its category: id, area, bbox (xywh, pixels)."""
    found = []
    for number in np.unique(ids[ids > 0]).tolist():
        rows, columns = np.nonzero(ids == number)
        left, top = int(columns.min()), int(rows.min())
        box = [left, top, int(columns.max()) - left + 1, int(rows.max()) - top + 1]
        found.append({"id": number, "area": len(rows), "bbox": box, "iscrowd": 0})
    return found


def panoptic_png(ids: np.ndarray) -> bytes:
    """The map as COCO keeps it: an RGB picture whose id is R + 256 G + 65536 B."""
    colours = np.stack([ids & 255, (ids >> 8) & 255, (ids >> 16) & 255], axis=2).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(colours).save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()
