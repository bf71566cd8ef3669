"""A shard: the records of one committed scene, and the size and checksum of each of its files.

JSON lines: a header, then one line for each image and each annotation, in the very bytes that the COCO files get.
The header comes first, so that a run resumes after reading one line of each shard.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FORMAT = 1
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SceneFiles:
    """All that one scene gives to a dataset. A worker makes it, the driver commits it."""

    scene: int
    split: str
    files: Mapping[str, bytes]  # path relative to the dataset -> content
    images: Sequence[Record]
    annotations: Sequence[Record]


@dataclass(frozen=True, slots=True)
class ShardHeader:
    """What a shard says before its records."""

    scene: int
    split: str
    images: int
    annotations: int
    files: dict[str, tuple[int, str]]  # path -> bytes, SHA-256


def record_line(record: Record) -> bytes:
    """One record as one line of JSON, the same bytes for the same record."""
    return json.dumps(record, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def checksum(data: bytes) -> tuple[int, str]:
    """Size and SHA-256 of a file's content."""
    return len(data), hashlib.sha256(data).hexdigest()


def file_checksum(path: Path) -> tuple[int, str]:
    """Size and SHA-256 of a file. Memory does not grow with it."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()


def shard_bytes(scene: SceneFiles) -> bytes:
    """The shard of a scene."""
    sums = {path: checksum(data) for path, data in scene.files.items()}
    header = ShardHeader(scene.scene, scene.split, len(scene.images), len(scene.annotations), sums)
    return shard_of(header, scene.images, scene.annotations)


def shard_of(header: ShardHeader, images: Sequence[Record], annotations: Sequence[Record]) -> bytes:
    """The shard of a scene whose files are known by size and checksum only."""
    first = {
        "format": _FORMAT,
        "scene": header.scene,
        "split": header.split,
        "images": header.images,
        "annotations": header.annotations,
        "files": dict(sorted(header.files.items())),
    }
    return b"".join(record_line(record) for record in (first, *images, *annotations))


def read_header(path: Path) -> ShardHeader:
    """The first line of a shard. Raises ValueError if it is not one of ours, OSError if it cannot be read."""
    with path.open("rb") as file:
        return _header(file.readline())


def read_shard(path: Path) -> tuple[ShardHeader, list[bytes], list[bytes]]:
    """The header, the image lines and the annotation lines. Raises ValueError if it is cut short."""
    with path.open("rb") as file:
        header, lines = _header(file.readline()), file.readlines()
    if len(lines) != header.images + header.annotations or not all(line.endswith(b"\n") for line in lines):
        raise ValueError(f"shard of scene {header.scene} is cut short")
    return header, lines[: header.images], lines[header.images :]


def read_headers(folder: Path) -> Iterator[ShardHeader]:
    """The headers of all shards in a folder, by scene; what is no shard of ours is left out."""
    for path in sorted(folder.glob("*.jsonl")):
        try:
            yield read_header(path)
        except (OSError, ValueError):
            continue


def _header(line: bytes) -> ShardHeader:
    data = json.loads(line)
    if not isinstance(data, dict) or data.get("format") != _FORMAT:
        raise ValueError("not a shard of this format")
    try:
        files = {str(path): (int(size), str(digest)) for path, (size, digest) in data["files"].items()}
        return ShardHeader(data["scene"], data["split"], data["images"], data["annotations"], files)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a shard: {error}") from None
