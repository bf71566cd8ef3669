"""The surfaces of a scene as rays meet them: each labelled thing for itself, the unlabelled ones all together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from generator.labels.bvh import Bvh, BvhCache
from generator.mesh import Mesh
from generator.recipe import Thing


@dataclass(frozen=True, slots=True, eq=False)
class Surfaces:
    """One thing, or all unlabelled ones together, ready to be cast."""

    instance: int  # 0 for the unlabelled ones
    points_world_m: np.ndarray  # (V, 3) float64, its vertices
    world_from_object: np.ndarray  # (4, 4)
    tree: Bvh  # all faces
    opaque: Bvh | None  # the opaque faces alone; the same tree when all are; None when there are none
    stuff: np.ndarray | None = None  # (F,) uint8, panoptic class number of each opaque face; None for labelled things


def _opaque_faces(thing: Thing, mesh: Mesh, see_through: Collection[str] | None) -> np.ndarray:
    """(F,) bool: which faces nothing can be seen through."""
    if not thing.transparent:
        return np.ones(len(mesh.faces), bool)
    if see_through is None:
        return np.zeros(len(mesh.faces), bool)
    hides = np.array([material.name not in see_through for material in thing.materials])
    return hides[np.minimum(mesh.face_slots, len(hides) - 1)]


def thing_surfaces(thing: Thing, mesh: Mesh, see_through: Collection[str] | None, trees: BvhCache) -> Surfaces:
    """One labelled thing. The opaque faces of a transparent one, such as a vial's cap, get a tree of their own."""
    tree = trees.get(mesh.key, mesh.vertices_m, mesh.faces)
    hides = _opaque_faces(thing, mesh, see_through)
    opaque: Bvh | None = tree if hides.all() else None
    if hides.any() and not hides.all():
        slots = tuple(np.unique(mesh.face_slots[hides]).tolist())
        opaque = trees.get((mesh.key, slots), mesh.vertices_m, mesh.faces[hides])
    pose = np.array(thing.world_from_object, float)
    return Surfaces(thing.instance, mesh.vertices_m @ pose[:3, :3].T + pose[:3, 3], pose, tree, opaque)


def background_surfaces(
    things: Sequence[Thing],
    meshes: Mapping[str, Mesh],
    see_through: Collection[str] | None,
    stuff_of: Callable[[Thing], int],
) -> list[Surfaces]:
    """All unlabelled things as one caster, in world coordinates: they share the id 0 and need no amodal masks."""
    vertices, faces, hides, stuff, count = [], [], [], [], 0
    for thing in things:
        mesh, pose = meshes[thing.name], np.array(thing.world_from_object)
        vertices.append(mesh.vertices_m @ pose[:3, :3].T + pose[:3, 3])
        faces.append(mesh.faces + count)
        hides.append(_opaque_faces(thing, mesh, see_through))
        stuff.append(np.full(len(mesh.faces), stuff_of(thing), np.uint8))
        count += len(mesh.vertices_m)
    if not count:
        return []
    points, triangles, hidden = np.concatenate(vertices), np.concatenate(faces), np.concatenate(hides)
    tree = Bvh(points, triangles)
    opaque = tree if hidden.all() else Bvh(points, triangles[hidden]) if hidden.any() else None
    return [Surfaces(0, points, np.eye(4), tree, opaque, np.concatenate(stuff)[hidden])]
