"""Merging: the shards of committed scenes become COCO files, tables and a contact sheet.

Shards are read one after the other, in the order of the plan, whatever order they were made in. Nothing is held but
one shard, one row group and the few pictures of the sheet, so memory does not grow with the number of images.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from generator.dataset import layout
from generator.dataset.panoptic import SEGMENTS, PanopticFile
from generator.dataset.preview import Sample, preview_bytes
from generator.dataset.refusal import glint_version
from generator.dataset.shard import read_shard, record_line
from generator.dataset.store import Failure, Store
from generator.dataset.tables import Table, image_columns, image_row, instance_columns, instance_row
from generator.errors import DatasetError
from generator.factors import Factor
from generator.keypoints import category_keypoints
from generator.plugins import Catalogue
from generator.spec import DatasetSpec
from generator.stress import describe

Record = dict[str, Any]


@dataclass(slots=True)
class SplitCount:
    """What a split holds."""

    scenes: int = 0
    images: int = 0
    annotations: int = 0


@dataclass(slots=True)
class _Merge:
    """The open tables and what has been counted so far."""

    store: Store
    spec: DatasetSpec
    categories: list[Record]
    images: Table
    instances: Table
    counts: dict[str, SplitCount] = field(default_factory=dict)
    samples: dict[str, Sample] = field(default_factory=dict)


def merge(
    store: Store,
    spec: DatasetSpec,
    catalogue: Catalogue,
    categories: Mapping[str, str],
    failures: Sequence[Failure] = (),
    described: Mapping[str, Any] | None = None,
) -> dict[str, SplitCount]:
    """Write everything of the dataset that belongs to no single scene, and say what each split holds.

    `categories` maps category names to supercategories. Every split of the spec gets a COCO file, without images too.
    `described` goes into ``dataset.json`` beside, or instead of, what follows from spec and catalogue.
    Raises `DatasetError` if a file cannot be written or a shard is damaged.
    """
    records = category_records(categories)
    merged = [layout.SPEC, layout.FACTORS, layout.INSTANCES, layout.DATASET, layout.PREVIEW]
    with ExitStack() as files:
        columns = image_columns(catalogue.factors, stress=spec.stress is not None)
        images = Table(files.enter_context(store.stream(layout.FACTORS)), columns)
        instances = Table(files.enter_context(store.stream(layout.INSTANCES)), instance_columns(list(catalogue.wear)))
        work = _Merge(store, spec, records, images, instances)
        for split in spec.images:
            _merge_split(work, split)
            merged.append(layout.annotations_file(split))
            merged += [layout.panoptic_annotations_file(split)] if "panoptic" in spec.layers else []
        images.close()
        instances.close()
    store.write(layout.DATASET, _dataset_json(work, catalogue, described or {}))
    store.write(layout.PREVIEW, preview_bytes(store.folder, spec.name, work.samples, records))
    if failures:
        lines = [json.dumps({"scene": f.scene, "attempts": f.attempts, "reason": f.reason}) for f in failures]
        store.write(layout.FAILURES, "".join(f"{line}\n" for line in sorted(lines, key=_scene_of)).encode())
        merged.append(layout.FAILURES)
    else:
        store.remove(layout.FAILURES)
    meshes = [layout.mesh_file(part.key) for part in spec.parts if part.key is not None]
    store.seal(merged + [mesh for mesh in meshes if (store.folder / mesh).is_file()])
    return work.counts


def category_records(categories: Mapping[str, str]) -> list[Record]:
    """COCO categories from name -> supercategory: ids 1..N in the order of names, the same in every split."""
    return [
        {"id": number, "name": name, "supercategory": categories[name], **category_keypoints(categories[name])}
        for number, name in enumerate(sorted(categories), start=1)
    ]


def _merge_split(work: _Merge, split: str) -> None:
    """One COCO file. Annotations wait in a spool on disk until all images are written."""
    count = work.counts[split] = SplitCount()
    sample = work.samples[split] = Sample(split)
    names = {category["id"]: category["name"] for category in work.categories}
    info = {"description": work.spec.name, "version": glint_version(), "split": split}
    hidden = work.store.folder / layout.HIDDEN  # on the dataset's own disk: a system's temporary folder may be memory
    with ExitStack() as files:
        file = files.enter_context(work.store.stream(layout.annotations_file(split)))
        spool = files.enter_context(tempfile.TemporaryFile(dir=hidden))
        panoptic = _panoptic_file(work, split, info, files)
        file.write(b'{"info":' + json.dumps(info).encode() + b',\n"licenses":[],\n"images":[')
        for image_lines, annotation_lines in _shards(work.store, split):
            images = {record["id"]: record for record in map(json.loads, image_lines)}
            of_image: dict[int, list[Record]] = {image_id: [] for image_id in images}
            for annotation in map(json.loads, annotation_lines):
                of_image[annotation["image_id"]].append(annotation)
            for image_id, image in images.items():
                work.images.add(image_row(image, split, len(of_image[image_id])))
                for annotation in of_image[image_id]:
                    work.instances.add(instance_row(annotation, image, split, names[annotation["category_id"]]))
                sample.offer(image, of_image[image_id])
                if panoptic is not None:
                    panoptic.add(image, image.pop(SEGMENTS, ()), of_image[image_id])
            _append(file, image_lines if panoptic is None else map(record_line, images.values()), count.images)
            _append(spool, annotation_lines, count.annotations)
            count.scenes += 1
            count.images += len(image_lines)
            count.annotations += len(annotation_lines)
        file.write(b'\n],\n"annotations":[')
        spool.seek(0)
        shutil.copyfileobj(spool, file)
        file.write(b'\n],\n"categories":' + json.dumps(work.categories).encode() + b"}\n")
        if panoptic is not None:
            panoptic.close()


def _panoptic_file(work: _Merge, split: str, info: Record, files: ExitStack) -> PanopticFile | None:
    """The split's panoptic file, open, if the spec asks for one."""
    if "panoptic" not in work.spec.layers:
        return None
    file = files.enter_context(work.store.stream(layout.panoptic_annotations_file(split)))
    spool = tempfile.TemporaryFile(dir=work.store.folder / layout.HIDDEN)  # noqa: SIM115 - `files` closes it
    return PanopticFile(file, files.enter_context(spool), info, work.categories)


def _append(file: BinaryIO, lines: Iterable[bytes], before: int) -> None:
    for index, line in enumerate(lines):
        file.write((b",\n" if before + index else b"\n") + line.rstrip(b"\n"))


def _shards(store: Store, split: str) -> Iterator[tuple[list[bytes], list[bytes]]]:
    """Image lines and annotation lines of the committed scenes of a split, in the order of the plan."""
    for scene in store.scenes(split):
        path = store.folder / layout.shard_file(scene)
        try:
            _, images, annotations = read_shard(path)
        except (OSError, ValueError) as error:
            raise DatasetError(f"{path}: is damaged ({error}). Delete it and run the same command again.") from None
        yield images, annotations


def _dataset_json(work: _Merge, catalogue: Catalogue, more: Mapping[str, Any]) -> bytes:
    spec = work.spec
    described = {
        "name": spec.name,
        "version": glint_version(),
        "seed": spec.seed,
        "spec_hash": spec.digest,
        "resolution": list(spec.resolution),
        "layers": list(spec.layers),
        "counts": {
            split: {"scenes": c.scenes, "images": c.images, "annotations": c.annotations, "planned": spec.images[split]}
            for split, c in work.counts.items()
        },
        "categories": work.categories,
        "factors": [
            factor_record(factor, families_of(name, catalogue)) for name, factor in sorted(catalogue.factors.items())
        ],
    }
    if spec.stress is not None:
        described["stress"] = describe(spec, catalogue)
    described |= more
    return (json.dumps(described, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def families_of(factor: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The scene families that a factor belongs to alone; none if the pictures of all families carry it."""
    return tuple(name for name, family in catalogue.scenes.items() if any(f.name == factor for f in family.factors))


def factor_record(factor: Factor, families: Sequence[str] = ()) -> Record:
    """One factor as ``dataset.json`` describes it; `families` are the only ones whose pictures carry it."""
    record: Record = {"name": factor.name, "unit": factor.unit, "scope": factor.scope, "kind": factor.kind}
    if factor.kind == "category":
        record["choices"] = list(factor.choices)
    else:
        record |= {"low": factor.low, "high": factor.high}
    if families:
        record["families"] = list(families)
    return record | {"doc": factor.doc, "default": factor.default, "moves_geometry": factor.moves_geometry}


def _scene_of(line: str) -> int:
    return int(json.loads(line)["scene"])
