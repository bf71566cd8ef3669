"""Writes that are whole or absent: a temporary file in the same folder, flushed to disk, then renamed."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from generator.errors import DatasetError

_FULL = {errno.ENOSPC, errno.EDQUOT}
_NO_FOLDER_FLUSH = {errno.EINVAL, errno.ENOTSUP}  # some network folders cannot
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def temporary_path(path: Path) -> Path:
    """Where a file grows before it is whole. One name for each file: a lock keeps all but one writer out."""
    return path.with_name(f".{path.name}.glint-tmp")


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which appears under its name only when the block ends well; its folder is made.

    Raises `DatasetError` if the disk is full or the folder cannot be written. What was there before stays.
    """
    temporary = temporary_path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(temporary, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        raise explained(error, path) from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write one file, whole or not at all. Raises `DatasetError` as `whole_file` does."""
    with whole_file(path) as file:
        file.write(data)


def keep_names(folders: Iterable[Path]) -> None:
    """Flush folders to disk, so that the names of the files in them survive a loss of power."""
    if os.name != "posix":
        return
    for folder in sorted(set(folders)):
        try:
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            if error.errno not in _NO_FOLDER_FLUSH:
                raise explained(error, folder) from None


def explained(error: OSError, path: Path) -> DatasetError:
    """What went wrong with a file, as one sentence that says what to do."""
    if error.errno in _FULL:
        return DatasetError(
            f"{path.parent}: the disk is full. Every scene that was committed is safe: make room, then run the same "
            "command again."
        )
    if error.errno in _FORBIDDEN:
        return DatasetError(f"{path.parent}: cannot be written ({error.strerror}). Choose another folder with --out.")
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        return DatasetError(f"{path.parent}: is a file, not a folder. Choose another folder with --out.")
    return DatasetError(f"{path}: {error.strerror or error}")
