"""Meshes as Blender knows them, each loaded once and shared by what has the same shape and the same materials."""

from __future__ import annotations

import bpy
import numpy as np

from generator.edges import edge_distances_m
from generator.mesh import Mesh


def blender_mesh(mesh: Mesh, materials: tuple[bpy.types.Material, ...]) -> bpy.types.Mesh:
    """The mesh with these materials in its slots; instances with the same materials share it.

    Materials find the vertex attributes `cavity` (number) and `axis` (vector, the mesh's own frame), and at corners of
    faces `edge` (vector: metres to the convex edges of the face).
    """
    identity = f"{mesh.key}:{'+'.join(m.name[:16] for m in materials)}"[:62]
    known = bpy.data.meshes.get(identity)
    if known is not None:
        return known
    base = bpy.data.meshes.get(mesh.key) or _load(mesh)
    shared = base.copy()
    shared.name = identity
    for material in materials:
        shared.materials.append(material)
    return shared


def plain_mesh(name: str, vertices_m: np.ndarray, faces: list[tuple[int, ...]]) -> bpy.types.Mesh:
    """A flat-shaded mesh of polygons: lamps and their housings."""
    made = bpy.data.meshes.new(name)
    made.from_pydata(vertices_m.tolist(), [], faces, shade_flat=True)
    return made


def _load(mesh: Mesh) -> bpy.types.Mesh:
    """Vertices, triangles, slots, normals and vertex attributes, in one pass over each array.

    Cycles keeps one normal for each vertex, so vertices are split where corner normals differ. (BlenderProc's
    loaders and Blender's `normals_split_custom_set` find such edges by angle, and take twice as long.)
    """
    made = bpy.data.meshes.new(mesh.key)
    source, corner, normals = split_corners(mesh.faces, mesh.corner_normals)
    made.vertices.add(len(source))
    made.vertices.foreach_set("co", mesh.vertices_m[source].ravel())
    made.loops.add(len(corner))
    made.loops.foreach_set("vertex_index", corner)
    made.polygons.add(len(mesh.faces))
    made.polygons.foreach_set("loop_start", np.arange(0, len(corner), 3, dtype=np.int32))
    made.polygons.foreach_set("material_index", mesh.face_slots.astype(np.int32))
    made.update(calc_edges=True)
    for name, kind, values in (
        ("custom_normal", "FLOAT_VECTOR", normals),
        ("cavity", "FLOAT", mesh.cavity[source]),
        ("axis", "FLOAT_VECTOR", np.broadcast_to(mesh.axis, mesh.vertices_m.shape)[source]),
    ):
        data = made.attributes.new(name, kind, "POINT").data
        data.foreach_set("value" if kind == "FLOAT" else "vector", np.ascontiguousarray(values, np.float32).ravel())
    made.attributes.new("edge", "FLOAT_VECTOR", "CORNER").data.foreach_set("vector", edge_distances_m(mesh).ravel())
    return made


def split_corners(faces: np.ndarray, corner_normals: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One vertex for each pair of vertex and normal: (V',) old vertex, (3F,) new vertex of each corner, (V', 3) normal.

    Normals count as equal within 1/32767 in each component.
    """
    flat = corner_normals.reshape(-1, 3)
    steps = np.round(flat * 32767).astype(np.int64) + 32768
    packed = (steps[:, 0] << 32) | (steps[:, 1] << 16) | steps[:, 2]
    kinds, kind = np.unique(packed, return_inverse=True)
    pair = faces.reshape(-1).astype(np.int64) * len(kinds) + kind
    _, first, corner = np.unique(pair, return_index=True, return_inverse=True)
    return faces.reshape(-1)[first], corner.astype(np.int32), flat[first]
