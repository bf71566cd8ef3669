"""COCO's panoptic file of a split: which segment of each panoptic picture is which class, things and stuff together."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from generator.dataset import layout
from generator.plan import ANNOTATIONS_PER_IMAGE
from generator.plugins import STUFF

Record = dict[str, Any]
SEGMENTS = "segments"  # of an image record in a shard; it moves to the panoptic file when the dataset is merged


def panoptic_categories(things: Sequence[Record]) -> list[Record]:
    """The dataset's categories with ``isthing`` 1, then the classes of stuff under the ids that follow."""
    stuff = enumerate(STUFF, start=len(things) + 1)
    return [
        *({**category, "isthing": 1} for category in things),
        *({"id": number, "name": name, "supercategory": "stuff", "isthing": 0} for number, name in stuff),
    ]


class PanopticFile:
    """Writes the file image by image; annotations wait in `spool` until all images are written."""

    def __init__(self, file: BinaryIO, spool: BinaryIO, info: Record, categories: Sequence[Record]) -> None:
        self._file, self._spool, self._categories = file, spool, categories
        self._count = 0
        file.write(b'{"info":' + json.dumps(info).encode() + b',\n"licenses":[],\n"images":[')

    def add(self, image: Record, segments: Sequence[Record], annotations: Sequence[Record]) -> None:
        """One image with its segments, as `generator.labels.panoptic.segments` gives them."""
        between = b",\n" if self._count else b"\n"
        self._count += 1
        name = layout.panoptic_name(image["file_name"])
        kept = {key: image[key] for key in ("id", "file_name", "width", "height")}
        of = {annotation["id"] % ANNOTATIONS_PER_IMAGE: annotation for annotation in annotations}
        info = [segment | self._named(segment["id"], of) for segment in segments]
        record = {"image_id": image["id"], "file_name": name, "segments_info": info}
        self._file.write(between + json.dumps(kept, separators=(",", ":")).encode())
        self._spool.write(between + json.dumps(record, separators=(",", ":")).encode())

    def close(self) -> None:
        """Write what comes after the images."""
        self._file.write(b'\n],\n"annotations":[')
        self._spool.seek(0)
        shutil.copyfileobj(self._spool, self._file)
        categories = panoptic_categories(self._categories)
        self._file.write(b'\n],\n"categories":' + json.dumps(categories).encode() + b"}\n")

    def _named(self, number: int, annotations: Mapping[int, Record]) -> Record:
        if number >= ANNOTATIONS_PER_IMAGE:
            return {"category_id": len(self._categories) + number - ANNOTATIONS_PER_IMAGE}
        annotation = annotations[number]
        return {"category_id": annotation["category_id"], "annotation_id": annotation["id"]}
