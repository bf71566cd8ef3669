"""Whose folder is it? A dataset is resumed only by the same spec and the same Glint; everything else is refused."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from generator.dataset import layout
from generator.dataset.whole import explained
from generator.errors import DatasetError
from generator.spec import DatasetSpec

_FORMAT = 1


def glint_version() -> str:
    """The version of this Glint, as datasets state it."""
    return version("glint")


def marker_bytes(spec: DatasetSpec) -> bytes:
    """What the folder of a dataset begun by this Glint says of it."""
    return json.dumps({"format": _FORMAT, "version": glint_version(), "spec": spec.digest}).encode() + b"\n"


def refuse_strangers(folder: Path) -> None:
    """Refuse a folder with things in it that is not a dataset of ours in the making."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise DatasetError(f"{folder}: is a file, not a folder. Choose another folder with --out.")
    try:
        found = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise explained(error, folder / layout.HIDDEN) from None
    if found and not (folder / layout.MARKER).is_file():
        raise DatasetError(
            f"{folder}: is not empty ({', '.join(found[:3])}) and is no Glint dataset that can be resumed. "
            "Choose another folder with --out."
        )


def refuse_another(folder: Path, spec: DatasetSpec) -> None:
    """Refuse the dataset of another spec or of another version of Glint, and say what differs."""
    marker = _read_json(folder / layout.MARKER)
    begun_with = marker.get("version")
    if marker.get("format") != _FORMAT or begun_with != glint_version():
        raise DatasetError(
            f"{folder}: was begun with Glint {begun_with}, and this is {glint_version()}, whose pictures may differ. "
            "Finish it with that version, choose another --out, or start again with --fresh."
        )
    if marker.get("spec") != spec.digest:
        raise DatasetError(
            f"{folder}: holds the dataset of another spec{_difference(folder / layout.SPEC, spec)}. "
            "Choose another folder with --out, or delete that dataset with --fresh."
        )


def _difference(theirs: Path, spec: DatasetSpec) -> str:
    """The keys in which two specs differ, the first with both values; nothing if theirs cannot be read."""
    try:
        old, new = yaml.safe_load(theirs.read_text(encoding="utf-8")), yaml.safe_load(spec.to_yaml())
    except (OSError, ValueError, yaml.YAMLError):
        return ""
    if not isinstance(old, dict):
        return ""
    keys = [key for key in {**new, **old} if old.get(key) != new.get(key)]
    if not keys:
        return ""
    first = f" ({keys[0]}: {_short(old.get(keys[0]))} there, {_short(new.get(keys[0]))} here"
    return first + (f"; also {', '.join(keys[1:5])})" if len(keys) > 1 else ")")


def _short(value: Any) -> str:
    text = json.dumps(value, default=str)
    return text if len(text) <= 60 else text[:57] + "..."


def _read_json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
