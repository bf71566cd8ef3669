"""The user's own CAD: which files a spec names, read once, under names that are safe for folders and categories."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator.cad.read import read_cad
from generator.errors import PartError, SpecError
from generator.mesh import Mesh, mesh_from_bytes, mesh_to_bytes, read_mesh
from generator.spec import DatasetSpec, PartSpec

DEFAULT_MATERIALS = ("steel_milled", "aluminium_milled", "steel_sandblasted")
MESH_FOLDER = "meshes"


@dataclass(frozen=True, slots=True)
class OwnParts:
    """A spec whose CAD parts all have a name, a family and a content key, with their meshes by name."""

    spec: DatasetSpec
    meshes: dict[str, bytes]  # part name -> `mesh_to_bytes`, the form in which jobs carry them

    def key(self, name: str) -> str:
        """Content key of a part's mesh."""
        return next(part.key for part in self.spec.parts if part.name == name and part.key is not None)


def read_own_parts(spec: DatasetSpec, folder: Path, on_file: Callable[[str], None] = lambda name: None) -> OwnParts:
    """Read every CAD file of the spec; paths are relative to `folder`, the spec's own.

    Raises `PartError` for a file that is missing or broken, `SpecError` for two parts of one name.
    """
    resolved: list[PartSpec] = []
    meshes: dict[str, bytes] = {}
    for index, part in enumerate(spec.parts):
        if part.file is None:
            resolved.append(part)
            continue
        name = part.name or safe_name(part.file)
        if name in meshes:
            raise SpecError(f"parts[{index}]: two parts are called '{name}'; give one of them another name")
        on_file(re.split(r"[\\/]", part.file)[-1])
        mesh = _read(part, index, folder)
        data = mesh_to_bytes(mesh)
        meshes[name] = data
        key = mesh_from_bytes(data).key
        resolved.append(part.model_copy(update={"name": name, "family": part.family or name, "key": key}))
    return OwnParts(spec.model_copy(update={"parts": tuple(resolved)}), meshes)


def _read(part: PartSpec, index: int, folder: Path) -> Mesh:
    """From the CAD file, or, where a dataset's spec.yaml is read again, from the mesh that lies beside it."""
    assert part.file is not None
    if part.key is not None:
        stored = folder / MESH_FOLDER / f"{part.key}.npz"
        if re.fullmatch(r"[0-9a-f]{16}", part.key) and stored.is_file():
            return read_mesh(stored)
    path = folder / Path(part.file).expanduser()
    if not path.is_file():
        near = _nearest_file(path)
        hint = f" Did you mean '{near}'?" if near else ""
        raise PartError(f"parts[{index}].file: there is no file '{part.file}' beside the spec.{hint}")
    return read_cad(path, units=part.units)


def _nearest_file(path: Path) -> str | None:
    import difflib

    if not path.parent.is_dir():
        return None
    near = difflib.get_close_matches(path.name, [p.name for p in path.parent.iterdir() if p.is_file()], n=1)
    return near[0] if near else None


def safe_name(file: str) -> str:
    """A category name from a file name: ``Bracket-Left (2).STEP`` becomes ``bracket_left_2``."""
    stem = re.split(r"[\\/]", file)[-1].rsplit(".", 1)[0]
    name = re.sub(r"[^a-z0-9]+", "_", stem.lower()).strip("_")[:60]
    return name if name and name[0].isalpha() else f"part_{name}".rstrip("_")
