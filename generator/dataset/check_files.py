"""Checks of the files of a dataset: none missing, none unlisted, and each with the bytes it was written with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from generator.dataset import layout
from generator.dataset.problem import Problem
from generator.dataset.shard import file_checksum, read_headers


def check_listing(folder: Path, expected: set[str], splits: Sequence[str]) -> Iterator[Problem]:
    """Files that records ask for and that are not there, and files in Glint's own folders that no record asks for."""
    found: set[str] = set()
    for name in (*splits, *layout.OWN_FOLDERS):
        found.update(
            path.relative_to(folder).as_posix()
            for path in (folder / name).rglob("*")
            if path.is_file() and not path.name.startswith(".")
        )
    for missing in sorted(path for path in expected - found if not (folder / path).is_file()):
        yield Problem(missing, "", "is missing")
    for extra in sorted(found - expected):
        yield Problem(extra, "", "is in no list of this dataset")


def check_checksums(folder: Path, expected: set[str]) -> Iterator[Problem]:
    """Files whose content is not what was written. A dataset without its hidden folder has nothing to compare with."""
    for path, (size, digest) in sorted(written_checksums(folder).items()):
        if path not in expected or not (folder / path).is_file():
            continue  # the listing says so already
        found_size, found_digest = file_checksum(folder / path)
        if found_size != size:
            yield Problem(path, "", f"has {found_size} bytes, {size} were written")
        elif found_digest != digest:
            yield Problem(path, "", "has another checksum than when it was written")


def written_checksums(folder: Path) -> dict[str, tuple[int, str]]:
    """Size and SHA-256 of every file as it was written, from the shards and from the merge."""
    sums: dict[str, tuple[int, str]] = {}
    for header in read_headers(folder / layout.SHARDS):
        sums.update(header.files)
    try:
        merged = json.loads((folder / layout.CHECKSUMS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        merged = {}
    if isinstance(merged, Mapping):
        sums.update({path: (int(size), str(digest)) for path, (size, digest) in merged.items()})
    return sums
