"""Meshes as Blender knows them, each loaded once and shared by what has the same shape and the same materials."""

from __future__ import annotations

import bpy
import numpy as np

from generator.mesh import Mesh


def blender_mesh(mesh: Mesh, materials: tuple[bpy.types.Material, ...]) -> bpy.types.Mesh:
    """The mesh with these materials in its slots; instances with the same materials share it.

    Materials find the vertex attributes `cavity` (number) and `axis` (vector, the mesh's own frame).
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
    """Vertices, triangles, slots, corner normals and vertex attributes, in one pass over each array."""
    made = bpy.data.meshes.new(mesh.key)
    count, corners = len(mesh.faces), 3 * len(mesh.faces)
    made.vertices.add(len(mesh.vertices_m))
    made.vertices.foreach_set("co", np.ascontiguousarray(mesh.vertices_m).ravel())
    made.loops.add(corners)
    made.loops.foreach_set("vertex_index", np.ascontiguousarray(mesh.faces).ravel())
    made.polygons.add(count)
    made.polygons.foreach_set("loop_start", np.arange(0, corners, 3, dtype=np.int32))
    made.polygons.foreach_set("material_index", mesh.face_slots.astype(np.int32))
    made.update(calc_edges=True)
    normals = made.attributes.new("custom_normal", "FLOAT_VECTOR", "CORNER")
    normals.data.foreach_set("vector", np.ascontiguousarray(mesh.corner_normals, np.float32).ravel())
    cavity = made.attributes.new("cavity", "FLOAT", "POINT")
    cavity.data.foreach_set("value", np.ascontiguousarray(mesh.cavity, np.float32))
    axis = made.attributes.new("axis", "FLOAT_VECTOR", "POINT")
    axis.data.foreach_set("vector", np.tile(mesh.axis.astype(np.float32), len(mesh.vertices_m)))
    return made
