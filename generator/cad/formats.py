"""Opening CAD and mesh files: bytes in, bodies out. Runs in a child process, so it may crash or grow; see `read`."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import trimesh

from generator.cad.gltf import self_contained
from generator.cad.reduce import thin
from generator.errors import PartError

UNITLESS = ("stl", "obj", "ply")
UNPACKED_BYTES = 2**30  # of a 3MF package
_ANGLES_RAD = (0.15, 0.3, 0.6)  # of CAD tessellations, fine to coarse
_IGES_SCALE = 0.001  # cascadio 0.1 hands out millimetres there and calls them metres
_STL_RECORD = np.dtype([("normal", "<f4", 3), ("corners", "<f4", 9), ("attribute", "<u2")])
_AUTOMATIC = re.compile(
    r"(geometry|mesh|object|body|solid|part|mat|material|defaultmaterial)?[ _.-]*\d*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Body:
    """One body of a file, in metres or, for formats without units, in the file's own."""

    vertices: np.ndarray  # (V, 3) float
    faces: np.ndarray  # (F, 3) int
    normals: np.ndarray | None  # (V, 3), where the format gives good ones
    name: str  # empty where the file has none
    material: str  # empty where the file has none


def open_bodies(data: bytes, kind: str, max_faces: int) -> list[Body]:
    """The bodies in a file's bytes; `kind` is the lower-case suffix. Raises `PartError` for what is no such file.

    CAD formats are tessellated as finely as `max_faces` allows.
    """
    if kind in ("step", "stp", "iges", "igs"):
        return _open_brep(data, "step" if kind in ("step", "stp") else "iges", max_faces)
    if kind in ("glb", "gltf"):
        return _scene_bodies(_load(self_contained(data, kind), kind), keep_normals=True)
    if kind == "3mf":
        _check_package(data)
        scene = _load(data, kind)
        return _scene_bodies(scene, keep_normals=False, scale=_metres_per_unit(scene))
    if kind == "stl" and len(data) >= 84 and len(data) == 84 + 50 * int.from_bytes(data[80:84], "little"):
        corners = np.frombuffer(data, _STL_RECORD, offset=84)["corners"].reshape(-1, 3)
        if not np.isfinite(corners).all():
            raise PartError("has corners that are not finite numbers")
        vertices, faces = thin(corners, np.arange(len(corners), dtype=np.int32).reshape(-1, 3))
        return [Body(vertices, faces, None, "", "")] if len(faces) else []
    return _scene_bodies(_load(data, kind), keep_normals=False)


def _open_brep(data: bytes, kind: Literal["step", "iges"], max_faces: int) -> list[Body]:
    import cascadio  # takes a second to load, for these files alone

    bodies: list[Body] = []
    for angle in _ANGLES_RAD:
        glb = cascadio.load(data, file_type=kind, tol_linear=0.05, tol_angular=angle, use_parallel=False)
        if not glb:
            raise PartError(f"is no {kind.upper()} file that the CAD kernel can read")
        scale = _IGES_SCALE if kind == "iges" else 1.0
        bodies = _scene_bodies(_load(glb, "glb"), keep_normals=True, scale=scale)
        if sum(len(body.faces) for body in bodies) <= max_faces:
            break
    return bodies


def _load(data: bytes, kind: str) -> trimesh.Scene:
    """Parse bytes. No resolver is given, so nothing that the file names is opened."""
    options: dict[str, Any] = (
        {"split_object": False, "group_material": True, "skip_materials": True} if kind == "obj" else {}
    )
    return trimesh.load_scene(io.BytesIO(data), file_type=kind, process=False, **options)


def _scene_bodies(scene: trimesh.Scene, keep_normals: bool, scale: float = 1.0) -> list[Body]:
    bodies = []
    for node in scene.graph.nodes_geometry:
        transform, name = scene.graph[node]
        mesh = scene.geometry[str(name)]
        if not isinstance(mesh, trimesh.Trimesh) or not len(mesh.faces):
            continue
        linear = np.asarray(transform, float)[:3, :3] * scale
        corners, faces = np.asarray(mesh.vertices, float), np.asarray(mesh.faces, np.int64)
        if not np.isfinite(corners).all():
            raise PartError("has corners that are not finite numbers")
        corners, faces = thin(corners, faces)
        vertices = corners @ linear.T + np.asarray(transform, float)[:3, 3] * scale
        mirrored = float(np.linalg.det(linear)) < 0
        normals = _turned(mesh, linear) if keep_normals and len(corners) == len(mesh.vertices) else None
        bodies.append(
            Body(vertices, faces[:, ::-1] if mirrored else faces, normals, _own_name(str(name)), _material(mesh))
        )
    return bodies


def _turned(mesh: trimesh.Trimesh, linear: np.ndarray) -> np.ndarray | None:
    """The file's own vertex normals in the scene's frame, or None if it has none."""
    if "vertex_normals" not in mesh._cache.cache:
        return None
    normals = np.asarray(mesh.vertex_normals) @ np.linalg.inv(linear)
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    if not np.isfinite(normals).all() or (lengths < 1e-12).any():
        return None
    return np.asarray(normals / lengths)


def _own_name(name: str) -> str:
    return "" if _AUTOMATIC.fullmatch(str(name)) else str(name)


def _material(mesh: trimesh.Trimesh) -> str:
    """The material's name; of an automatic one its colour, which tells regions apart as well."""
    material = getattr(mesh.visual, "material", None)
    name = str(getattr(material, "name", None) or "")
    if _own_name(name):
        return name
    colour = getattr(material, "baseColorFactor", None)
    return "" if colour is None else "colour_" + "".join(f"{int(c):02x}" for c in np.asarray(colour)[:3])


def _check_package(data: bytes) -> None:
    """Refuse 3MF packages that unpack to more than memory holds, or whose XML defines entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if sum(entry.file_size for entry in entries) > UNPACKED_BYTES or len(entries) > 10_000:
                raise PartError("unpacks to over 1 GB; export it with fewer triangles")
            for entry in entries:
                if entry.filename.endswith((".model", ".rels", ".xml")):
                    content = package.read(entry)
                    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                        raise PartError("has a document type in its XML, which no 3MF needs; export it again")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise PartError(f"is no 3MF package ({error})") from None


def _metres_per_unit(scene: trimesh.Scene) -> float:
    known = {"micron": 1e-6, "millimeter": 1e-3, "centimeter": 1e-2, "inch": 0.0254, "foot": 0.3048, "meter": 1.0}
    return known.get(str(scene.units or "millimeter").removesuffix("s"), 1e-3)
