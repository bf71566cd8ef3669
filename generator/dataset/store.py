"""The store: a dataset folder while it is being made. Scenes are committed whole; what is committed is never lost.

Only one program writes to a folder at a time, and only the driver does: workers hand it bytes. Files come first, each
under a temporary name until it is whole; the scene's shard comes last, and a scene is committed when its shard says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from filelock import FileLock, Timeout

from generator.dataset import layout
from generator.dataset.journal import delete_written, forget_missing, note
from generator.dataset.refusal import marker_bytes, refuse_another, refuse_strangers
from generator.dataset.shard import SceneFiles, ShardHeader, file_checksum, read_headers, shard_bytes
from generator.dataset.whole import explained, keep_names, whole_file, write_whole
from generator.errors import DatasetError, SpecError
from generator.spec import DatasetSpec

__all__ = ["Failure", "SceneFiles", "Store", "open_dataset", "write_whole"]
_KEY = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Failure:
    """A scene that was quarantined: given up after some attempts."""

    scene: int
    attempts: int
    reason: str


class Store:
    """An open dataset folder. Made by `open_dataset`; close it, or use it in a `with`."""

    def __init__(self, folder: Path, lock: FileLock) -> None:
        self.folder = folder
        self._lock = lock
        headers = read_headers(folder / layout.SHARDS)
        self._committed = {h.scene: (h.split, h.images) for h in headers if self._is_whole(h)}

    def committed(self, scene: int) -> bool:
        """Whether the scene is in the dataset: its shard is there, and every file with the size that it states."""
        return scene in self._committed

    def image_count(self) -> int:
        """Images of all committed scenes."""
        return sum(images for _, images in self._committed.values())

    def scenes(self, split: str) -> list[int]:
        """The committed scenes of a split, in the order of the plan."""
        return sorted(scene for scene, (name, _) in self._committed.items() if name == split)

    def commit(self, scene: SceneFiles) -> None:
        """Add a scene, whole or not at all. Raises `DatasetError` when it cannot be written; nothing is lost by it."""
        note(self.folder, scene.files)
        for relative, data in sorted(scene.files.items()):
            write_whole(self.folder / relative, data)
        keep_names((self.folder / relative).parent for relative in scene.files)
        shard = self.folder / layout.shard_file(scene.scene)
        write_whole(shard, shard_bytes(scene))
        keep_names([shard.parent])
        self._committed[scene.scene] = (scene.split, len(scene.images))

    def write_mesh(self, key: str, data: bytes) -> None:
        """Keep a mesh of the user's CAD, so that recipes render without its file. Raises ValueError for a bad key."""
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} is no content key")
        if not (self.folder / layout.mesh_file(key)).is_file():
            self.write(layout.mesh_file(key), data)

    def write(self, relative: str, data: bytes) -> None:
        """Write one file of the dataset that belongs to no scene."""
        with self.stream(relative) as file:
            file.write(data)

    @contextmanager
    def stream(self, relative: str) -> Iterator[BinaryIO]:
        """The same for a file that is too large to hold in memory."""
        note(self.folder, [relative])
        with whole_file(self.folder / relative) as file:
            yield file

    def remove(self, relative: str) -> None:
        """Remove a file of the dataset that a former run left and this one does not make."""
        (self.folder / layout.check_relative(relative)).unlink(missing_ok=True)

    def seal(self, merged: Iterable[str]) -> None:
        """Note the checksums of the merged files, and forget files that are not there. The last step of a merge."""
        sums = {path: file_checksum(self.folder / path) for path in sorted(merged)}
        write_whole(self.folder / layout.CHECKSUMS, json.dumps(sums, indent=1).encode() + b"\n")
        forget_missing(self.folder)

    def close(self) -> None:
        """Let other programs write to the folder."""
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _is_whole(self, header: ShardHeader) -> bool:
        return all(_has_size(self.folder / path, size) for path, (size, _) in header.files.items())


def open_dataset(folder: Path, spec: DatasetSpec, *, fresh: bool = False) -> Store:
    """Open `folder` for the dataset of `spec`; made if it is not there.

    `fresh` deletes what Glint wrote there before, and nothing else. Raises `DatasetError` if another spec's dataset is
    in the folder, or something that is no dataset, or another run, or if it cannot be written.
    """
    for split in spec.images:
        if split in layout.OWN_FOLDERS:
            raise SpecError(f"images.{split}: every dataset has a folder of this name; call the split something else")
    refuse_strangers(folder)
    try:
        (folder / layout.SHARDS).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise explained(error, folder / layout.HIDDEN) from None
    lock = _lock(folder)
    try:
        if fresh:
            delete_written(folder)
        if (folder / layout.MARKER).is_file():
            refuse_another(folder, spec)
        else:
            write_whole(folder / layout.MARKER, marker_bytes(spec))
        store = Store(folder, lock)
        store.write(layout.SPEC, spec.to_yaml().encode())
        return store
    except BaseException:
        lock.release()
        raise


def _lock(folder: Path) -> FileLock:
    lock = FileLock(folder / layout.LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise DatasetError(f"{folder}: another run is writing to it. Wait for it, or choose another --out.") from None
    except OSError as error:
        raise explained(error, folder / layout.LOCK) from None
    return lock


def _has_size(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False
