"""What lies where in a dataset folder. All paths are relative to it and written with forward slashes."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

SPEC = "spec.yaml"
DATASET = "dataset.json"
FACTORS = "factors.parquet"
INSTANCES = "instances.parquet"
PREVIEW = "preview.png"
FAILURES = "failures.jsonl"
OWN_FOLDERS = ("annotations", "layers", "panoptic", "recipes", "meshes")  # no split may be called like these

HIDDEN = ".glint"  # what resuming and checking need; a dataset can be used without it
MARKER = ".glint/glint.json"  # format and version of the Glint that began the dataset
WRITTEN = ".glint/written.txt"  # every file that Glint ever began to write here: all that --fresh deletes
CHECKSUMS = ".glint/files.json"  # size and SHA-256 of the merged files
SHARDS = ".glint/shards"
LOCK = ".glint/lock"

_SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


def annotations_file(split: str) -> str:
    """The COCO file of a split."""
    return f"annotations/instances_{split}.json"


def picture_file(split: str, file_name: str) -> str:
    """A picture; `file_name` as in its image record."""
    return f"{split}/{file_name}"


def layers_file(split: str, file_name: str) -> str:
    """The per-pixel layers of a picture."""
    return f"layers/{split}/{PurePosixPath(file_name).stem}.npz"


def panoptic_annotations_file(split: str) -> str:
    """The panoptic COCO file of a split."""
    return f"annotations/panoptic_{split}.json"


def panoptic_name(file_name: str) -> str:
    """The panoptic picture of a picture, without its folder."""
    return f"{PurePosixPath(file_name).stem}.png"


def panoptic_file(split: str, file_name: str) -> str:
    """The panoptic picture of a picture."""
    return f"panoptic/{split}/{panoptic_name(file_name)}"


def recipe_file(scene: int) -> str:
    """The recipe of a scene."""
    return f"recipes/{scene:06d}.json"


def mesh_file(key: str) -> str:
    """A mesh of the user's CAD, by its content key."""
    return f"meshes/{key}.npz"


def shard_file(scene: int) -> str:
    """The records of one committed scene."""
    return f"{SHARDS}/{scene:06d}.jsonl"


def check_relative(path: str) -> str:
    """The path itself if it stays inside the folder. Raises ValueError for any other: names never become paths."""
    if not all(_SAFE.fullmatch(part) for part in path.split("/")):
        raise ValueError(f"{path!r} is no path of a file inside a dataset")
    return path
