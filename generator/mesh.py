"""The one mesh type: what CAD becomes, what physics settles, what Blender renders, what labels are cast against."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

_FORMAT = 1


@dataclass(frozen=True, eq=False)
class Mesh:
    """A triangle mesh in metres, right-handed, Z up, with its centre of mass at the origin.

    `hulls` are convex pieces for collisions; their union contains the mesh, so that what does not
    interpenetrate in physics does not interpenetrate in the picture. `slots` names the material
    regions ("body", "cap", "seal"); `face_slots` says which region a face belongs to.
    """

    vertices_m: np.ndarray  # (V, 3) float32
    faces: np.ndarray  # (F, 3) int32, counter-clockwise seen from outside
    corner_normals: np.ndarray  # (F, 3, 3) float32, unit; smooth within a CAD face, split at its edges
    face_slots: np.ndarray  # (F,) uint8, index into `slots`
    slots: tuple[str, ...]
    hulls: tuple[np.ndarray, ...]  # each (N, 3) float32, the corner points of one convex piece
    cavity: np.ndarray  # (V,) float32, 0 open .. 1 deep in a recess: share of the hemisphere that is blocked nearby
    axis: np.ndarray  # (3,) float32, unit: the long or turning axis, which brushing and turning follow; (V, 3) where
    # a thing is joined of pieces that lie across one another, as boards do
    volume_m3: float  # of the material itself, for the mass
    watertight: bool = True

    def __post_init__(self) -> None:
        vertices, faces = self.vertices_m, self.faces
        expected = {
            "vertices_m": (vertices.shape[1:] == (3,) and vertices.dtype == np.float32),
            "faces": (faces.shape[1:] == (3,) and faces.dtype == np.int32),
            "corner_normals": (self.corner_normals.shape == (len(faces), 3, 3)),
            "face_slots": (self.face_slots.shape == (len(faces),)),
            "cavity": (self.cavity.shape == (len(vertices),)),
            "axis": (self.axis.shape in ((3,), vertices.shape)),
        }
        wrong = [name for name, right in expected.items() if not right]
        if wrong:
            raise ValueError(f"Mesh arrays with a wrong shape or type: {', '.join(wrong)}")
        if len(faces) and not 0 <= int(faces.min()) <= int(faces.max()) < len(vertices):
            raise ValueError("a face of the mesh refers to a vertex that is not there")
        if not np.isfinite(vertices).all():
            raise ValueError("the mesh has corners that are not finite")
        if not self.slots or int(self.face_slots.max(initial=0)) >= len(self.slots):
            raise ValueError("every face needs a slot that has a name")

    @cached_property
    def key(self) -> str:
        """Sixteen hex digits that stand for the content; caches and recipes refer to a mesh by it."""
        digest = hashlib.sha256()
        for array in (self.vertices_m, self.faces, self.face_slots, *self.hulls):  # what storing keeps exactly
            digest.update(np.ascontiguousarray(array).tobytes())
        digest.update(",".join(self.slots).encode())
        return digest.hexdigest()[:16]

    @cached_property
    def bounds_m(self) -> np.ndarray:
        """(2, 3) float64: the lowest and the highest corner."""
        return np.stack([self.vertices_m.min(axis=0), self.vertices_m.max(axis=0)]).astype(np.float64)

    @cached_property
    def extent_m(self) -> np.ndarray:
        """(3,) float64: size along each axis."""
        return self.bounds_m[1] - self.bounds_m[0]

    @cached_property
    def radius_m(self) -> float:
        """Of the smallest sphere around the origin that holds the mesh."""
        return float(np.linalg.norm(self.vertices_m, axis=1).max())


def scaled(mesh: Mesh, factor: float) -> Mesh:
    """The same form in another size."""
    return replace(
        mesh,
        vertices_m=mesh.vertices_m * np.float32(factor),
        hulls=tuple(hull * np.float32(factor) for hull in mesh.hulls),
        volume_m3=mesh.volume_m3 * factor**3,
    )


def mesh_to_bytes(mesh: Mesh) -> bytes:
    """The mesh as a compact, reproducible npz.

    `mesh_from_bytes` reads positions back exactly, normals to 3e-5 and cavities to 1/255; storing it again gives the
    same bytes.
    """
    hull_sizes = np.array([len(hull) for hull in mesh.hulls], np.int32)
    hull_points = np.concatenate(mesh.hulls) if mesh.hulls else np.zeros((0, 3), np.float32)
    flat_normals, normal_index = np.unique(
        np.round(mesh.corner_normals.reshape(-1, 3) * 32767).astype(np.int16), axis=0, return_inverse=True
    )
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        format=np.int32(_FORMAT),
        vertices_m=mesh.vertices_m,
        faces=mesh.faces.astype(np.uint16 if len(mesh.vertices_m) < 65536 else np.int32),
        normals=flat_normals,
        normal_index=normal_index.reshape(-1).astype(np.uint16 if len(flat_normals) < 65536 else np.int32),
        face_slots=mesh.face_slots.astype(np.uint8),
        slots=np.array(mesh.slots),
        hull_points=hull_points.astype(np.float32),
        hull_sizes=hull_sizes,
        cavity=np.round(np.clip(mesh.cavity, 0, 1) * 255).astype(np.uint8),
        axis=mesh.axis,
        volume_m3=np.float64(mesh.volume_m3),
        watertight=np.bool_(mesh.watertight),
    )
    return buffer.getvalue()


def mesh_from_bytes(data: bytes) -> Mesh:
    """Read what `mesh_to_bytes` wrote. Pickled objects are refused, so a mesh file cannot run code."""
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        if int(stored["format"]) != _FORMAT:
            raise ValueError(f"mesh format {int(stored['format'])}, expected {_FORMAT}")
        faces = stored["faces"].astype(np.int32)
        normals = stored["normals"].astype(np.float32) / 32767  # as stored, so that storing again changes nothing
        sizes = stored["hull_sizes"]
        return Mesh(
            vertices_m=stored["vertices_m"].astype(np.float32),
            faces=faces,
            corner_normals=normals[stored["normal_index"].astype(np.int64)].reshape(len(faces), 3, 3),
            face_slots=stored["face_slots"],
            slots=tuple(str(s) for s in stored["slots"]),
            hulls=tuple(np.split(stored["hull_points"], np.cumsum(sizes)[:-1])) if len(sizes) else (),
            cavity=stored["cavity"].astype(np.float32) / 255,
            axis=stored["axis"].astype(np.float32),
            volume_m3=float(stored["volume_m3"]),
            watertight=bool(stored["watertight"]),
        )


def read_mesh(path: Path) -> Mesh:
    """Read a mesh file of ours."""
    return mesh_from_bytes(path.read_bytes())
