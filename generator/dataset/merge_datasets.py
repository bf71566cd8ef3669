"""`glint merge`: the datasets of several rounds become one ordinary dataset, whole or not at all.

Scenes, images and annotations are numbered anew in the order of the sources; pictures and layers are hard links where
the disk allows it, copies where not. A recipe keeps the scene number and the seed of its own round, which its random
streams are named by, so that it renders the same picture.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from generator.dataset import layout
from generator.dataset.journal import note
from generator.dataset.merge import category_records, merge
from generator.dataset.refusal import glint_version, marker_bytes
from generator.dataset.rounds import (
    Round,
    factors_of,
    joined_categories,
    joined_hash,
    joined_spec,
    read_round,
    refuse_unlike,
)
from generator.dataset.shard import ShardHeader, checksum, read_shard, shard_of
from generator.dataset.store import open_dataset
from generator.dataset.whole import explained, write_whole
from generator.errors import DatasetError
from generator.plan import ANNOTATIONS_PER_IMAGE
from generator.plugins import Catalogue

Record = dict[str, Any]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of it."""

    out: Path
    rounds: int
    images: int

    @property
    def sentence(self) -> str:
        """For the last line on the screen."""
        return f"{self.images} images of {self.rounds} rounds in {self.out}. glint check {self.out} looks at all of it."


def merge_datasets(sources: Sequence[Path], out: Path, on_progress: Progress = lambda what, done, of: None) -> Merged:
    """Join finished datasets into a new one in `out`. Nothing of the sources is changed.

    Raises `DatasetError` for a source that is none or not like the others, and if `out` is taken or cannot be written.
    """
    if len(sources) < 2:
        raise DatasetError("merge needs at least two datasets, such as: glint merge round1 round2 --out all")
    _refuse_taken(out)
    rounds = [read_round(source) for source in sources]
    refuse_unlike(rounds)
    building = out.with_name(f".{out.name}.merging")
    shutil.rmtree(building, ignore_errors=True)  # of a merge that was interrupted
    try:
        images = _build(rounds, building, on_progress)
        with contextlib.suppress(FileNotFoundError):
            out.rmdir()  # an empty folder is no obstacle
        os.rename(building, out)
    except OSError as error:
        raise explained(error, out) from None
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return Merged(out, sum(len(source.history) for source in rounds), images)


def _build(rounds: Sequence[Round], folder: Path, on_progress: Progress) -> int:
    """The whole dataset in a folder of its own; gives the number of images."""
    spec, categories = joined_spec(rounds), joined_categories(rounds)
    numbers = {str(record["name"]): int(record["id"]) for record in category_records(categories)}
    scenes = sum(len(source.headers) for source in rounds)
    scene, image_id = 0, 1
    with open_dataset(folder, spec) as store:
        pass
    for source in rounds:
        renamed = {int(c["id"]): numbers[str(c["name"])] for c in source.described["categories"]}
        for header in source.headers:
            _add_scene(source, header, folder, scene, image_id, renamed)
            scene, image_id = scene + 1, image_id + header.images
            on_progress("merging", scene, scenes)
        for mesh in sorted((source.folder / "meshes").glob("*.npz")):
            if not (folder / layout.mesh_file(mesh.stem)).exists():
                note(folder, [layout.mesh_file(mesh.stem)])
                _link(mesh, folder / layout.mesh_file(mesh.stem))
    first = rounds[0]
    catalogue = Catalogue({}, dict.fromkeys(first.wear), {}, {}, {}, {}, factors_of(first.described))  # type: ignore[arg-type]
    described = {
        "spec_hash": joined_hash(rounds),
        "factors": rounds[-1].described["factors"],
        "rounds": [record for source in rounds for record in source.history],
    }
    with open_dataset(folder, spec) as store:
        merge(store, spec, catalogue, categories, described=described)
    marker = json.loads(marker_bytes(spec)) | {"version": glint_version(), "spec": joined_hash(rounds)}
    write_whole(folder / layout.MARKER, json.dumps(marker).encode() + b"\n")  # no spec of a user's resumes this
    return image_id - 1


def _add_scene(
    source: Round, header: ShardHeader, folder: Path, scene: int, first_image: int, categories: Mapping[int, int]
) -> None:
    """One scene under its new numbers."""
    path = source.folder / layout.shard_file(header.scene)
    try:
        _, image_lines, annotation_lines = read_shard(path)
        images, annotations = ([json.loads(line) for line in lines] for lines in (image_lines, annotation_lines))
        new_ids = {image["id"]: first_image + index for index, image in enumerate(images)}
        stems = {PurePosixPath(image["file_name"]).stem: f"{new_ids[image['id']]:06d}" for image in images}
        for annotation in annotations:
            instance = annotation["id"] - annotation["image_id"] * ANNOTATIONS_PER_IMAGE
            annotation["image_id"] = new_ids[annotation["image_id"]]
            annotation["id"] = annotation["image_id"] * ANNOTATIONS_PER_IMAGE + instance
            annotation["category_id"] = categories[annotation["category_id"]]
        for image in images:
            image |= {"id": new_ids[image["id"]], "scene": scene}
            image["file_name"] = _renamed(image["file_name"], stems)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{path}: is damaged ({error}). See glint check {source.folder}") from None
    sums: dict[str, tuple[int, str]] = {}
    for name, (size, digest) in header.files.items():
        if name == layout.recipe_file(header.scene):
            recipe = _recipe(source.folder / name, new_ids, stems)
            note(folder, [layout.recipe_file(scene)])
            write_whole(folder / layout.recipe_file(scene), recipe)
            sums[layout.recipe_file(scene)] = checksum(recipe)
        else:
            new = _renamed(name, stems)
            note(folder, [new])
            _link(source.folder / name, folder / new, size)
            sums[new] = (size, digest)
    new_header = ShardHeader(scene, header.split, len(images), len(annotations), sums)
    write_whole(folder / layout.shard_file(scene), shard_of(new_header, images, annotations))


def _renamed(name: str, stems: Mapping[str, str]) -> str:
    """A picture or its layers under the number of its image."""
    path = PurePosixPath(name)
    return layout.check_relative(path.with_name(stems[path.stem] + path.suffix).as_posix())


def _recipe(path: Path, new_ids: Mapping[int, int], stems: Mapping[str, str]) -> bytes:
    """A recipe whose captures have the images' new numbers."""
    try:
        recipe = json.loads(path.read_text(encoding="utf-8"))
        for view in recipe["views"]:
            for capture in view["captures"]:
                capture["image_id"] = new_ids[capture["image_id"]]
                capture["file_name"] = _renamed(capture["file_name"], stems)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{path}: is damaged ({error})") from None
    return (json.dumps(recipe, indent=1, sort_keys=True, allow_nan=False) + "\n").encode()


def _link(old: Path, new: Path, size: int | None = None) -> None:
    """The same file under another name: a hard link, or a copy where the disk has none."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        if size is not None and old.stat().st_size != size:
            raise DatasetError(f"{old}: has {old.stat().st_size} bytes, {size} were written. See glint check")
        try:
            os.link(old, new)
        except OSError:
            if not old.is_file():
                raise
            shutil.copyfile(old, new)
    except OSError as error:
        raise explained(error, old if not old.exists() else new) from None


def _refuse_taken(out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise DatasetError(f"{out}: is there already. Merge into a new folder with --out.")
