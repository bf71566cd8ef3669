"""What Glint wrote into a folder, noted before it was begun: all that --fresh may delete, also after a crash."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from generator.dataset import layout
from generator.dataset.whole import explained, temporary_path, write_whole


def note(folder: Path, paths: Iterable[str]) -> None:
    """Write down the names of files that are about to be written. Raises ValueError for a path outside the folder."""
    lines = "".join(f"{layout.check_relative(path)}\n" for path in sorted(paths))
    journal = folder / layout.WRITTEN
    try:
        with open(journal, "ab") as file:
            file.write(f"\n{lines}".encode())  # the last line of a crashed run may lack its end
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise explained(error, journal) from None


def written_files(folder: Path) -> list[str]:
    """Every file that Glint ever began to write in a folder, sorted; lines that are no such path are left out."""
    try:
        lines = (folder / layout.WRITTEN).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    paths: set[str] = set()
    for line in filter(None, lines):
        try:
            paths.add(layout.check_relative(line))
        except ValueError:
            continue
    return sorted(paths)


def delete_written(folder: Path) -> None:
    """Delete what Glint wrote, and the folders that are empty then. Nothing else is touched."""
    parents = set()
    try:
        for relative in written_files(folder):
            path = folder / relative
            for file in (path, temporary_path(path)):
                file.unlink(missing_ok=True)
            parents.add(path.parent)
        for shard in (folder / layout.SHARDS).glob("*.jsonl"):
            shard.unlink()
        for relative in (layout.CHECKSUMS, layout.WRITTEN, layout.MARKER):
            (folder / relative).unlink(missing_ok=True)
        for parent in sorted(parents - {folder}, key=lambda p: -len(p.parts)):
            _remove_empty(parent, folder)
    except OSError as error:
        raise explained(error, folder / layout.HIDDEN) from None


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def forget_missing(folder: Path) -> None:
    """Leave only files that are there in the notes, in order: then runs that went in another order end the same."""
    there = [path for path in written_files(folder) if (folder / path).is_file()]
    write_whole(folder / layout.WRITTEN, "".join(f"{path}\n" for path in there).encode())
