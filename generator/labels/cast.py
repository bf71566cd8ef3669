"""Labels from geometry: rays through the pixel centres of the distorted camera, against the meshes of the scene.

A thing is met at most once by a ray, at its first surface. Per pixel, the `front` thing is the one met first of all;
a thing is `seen` where nothing opaque is met before it: an opaque thing where it is the nearest opaque one, a
transparent thing where it is met before the nearest opaque one. The amodal mask of a thing ignores all others.
Unlabelled things (bin, bench, tools) occlude like any other and carry the id 0.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from generator.camera import Camera
from generator.labels.bvh import BvhCache
from generator.labels.frame import Frame, Window
from generator.labels.surfaces import Surfaces, background_surfaces, thing_surfaces
from generator.mesh import Mesh
from generator.recipe import Thing

_NOTHING = -1


@dataclass(frozen=True, slots=True, eq=False)
class ThingMasks:
    """One labelled thing in one view. Masks cover `window` only; outside of it they are False."""

    instance: int
    window: Window
    amodal: np.ndarray  # (h, w) bool, the full silhouette inside the frame
    seen: np.ndarray  # (h, w) bool, nothing opaque before it; lies under `amodal`
    front: np.ndarray  # (h, w) bool, nothing at all before it; lies under `seen`; disjoint among things
    depth_m: np.ndarray  # (h, w) float32, along the axis, of the thing's first surface; infinite off `amodal`
    truncated: bool  # its surface reaches beyond the frame


@dataclass(frozen=True, slots=True, eq=False)
class ViewCast:
    """What the rays of one camera met."""

    front: np.ndarray  # (H, W) int32, instance met first; 0 for unlabelled things and for nothing
    depth_m: np.ndarray  # (H, W) float32, along the axis, of the first surface, glass too; 0 where there is none
    normals: np.ndarray  # (H, W, 3) float32, camera frame, unit, geometric, facing the camera; 0 where there is none
    lookup: np.ndarray  # (H, W, 2) float32: where in the pinhole picture each pixel lies, as in `Pinhole.warp_map`
    things: tuple[ThingMasks, ...]  # labelled things with at least one amodal pixel, by instance number
    stuff: np.ndarray  # (H, W) uint8, class number of the nearest opaque surface; 0 on labelled things and nothing


class SceneCaster:
    """The things of one scene, ready to be cast from any camera. Trees are shared by instances through `trees`.

    `see_through` names the transparent materials: a vial's cap hides what is behind it although its glass does not.
    None takes every face of a transparent thing as transparent. `stuff_of` numbers the classes of unlabelled things.
    """

    def __init__(
        self,
        things: Sequence[Thing],
        meshes: Mapping[str, Mesh],
        see_through: Collection[str] | None = None,
        trees: BvhCache | None = None,
        stuff_of: Callable[[Thing], int] = lambda thing: 0,
    ) -> None:
        cache = BvhCache() if trees is None else trees
        labelled = sorted((t for t in things if t.category is not None), key=lambda t: t.instance)
        if len({t.instance for t in labelled}) < len(labelled) or any(t.instance < 1 for t in labelled):
            raise ValueError("labelled things need instance numbers of their own, from 1")
        rest = [t for t in things if t.category is None]
        self._surfaces = background_surfaces(rest, meshes, see_through, stuff_of)
        self._surfaces += [thing_surfaces(t, meshes[t.name], see_through, cache) for t in labelled]

    def cast(self, camera: Camera) -> ViewCast:
        """All masks, depths and normals of one view. Memory: the frame, and each thing's own window."""
        frame = Frame(camera)
        buffers = _Buffers.of(camera)
        hits = [hit for s in self._surfaces if (hit := _hit(s, frame, buffers)) is not None]
        # Where glass touches something opaque at the very same depth, the opaque one owns the pixel.
        tie = (buffers.front_depth == buffers.opaque_depth) & (buffers.opaque_owner != _NOTHING)
        front = np.where(tie, buffers.opaque_owner, buffers.front_owner)
        things = tuple(_masks(hit, frame, buffers, front) for hit in hits if hit.surfaces.instance > 0)
        met = np.isfinite(buffers.front_depth)
        return ViewCast(
            front=np.maximum(front, 0),
            depth_m=np.where(met, buffers.front_depth, np.float32(0)),
            normals=_normals(hits, frame, buffers),
            lookup=frame.lookup,
            things=things,
            stuff=buffers.stuff,
        )


@dataclass(slots=True, eq=False)
class _Buffers:
    """The nearest surface so far of each pixel: of all, and of the opaque ones."""

    front_depth: np.ndarray  # (H, W) float32
    front_owner: np.ndarray  # (H, W) int32
    front_face: np.ndarray  # (H, W) int32, of the owner's tree
    opaque_depth: np.ndarray  # (H, W) float32
    opaque_owner: np.ndarray  # (H, W) int32
    stuff: np.ndarray  # (H, W) uint8, of the opaque owner's face

    @staticmethod
    def of(camera: Camera) -> _Buffers:
        """Empty: nothing met, infinitely far."""
        shape = (camera.height_px, camera.width_px)
        return _Buffers(
            np.full(shape, np.inf, np.float32),
            np.full(shape, _NOTHING, np.int32),
            np.full(shape, _NOTHING, np.int32),
            np.full(shape, np.inf, np.float32),
            np.full(shape, _NOTHING, np.int32),
            np.zeros(shape, np.uint8),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Hit:
    surfaces: Surfaces
    window: Window
    depth_m: np.ndarray  # (h, w) float32


def _hit(surfaces: Surfaces, frame: Frame, buffers: _Buffers) -> _Hit | None:
    """Cast one thing inside its window and enter it in the buffers; None if no ray meets it."""
    window = frame.window(surfaces.points_world_m)
    if window is None:
        return None
    object_from_world = np.linalg.inv(surfaces.world_from_object)
    origin = object_from_world[:3, :3] @ frame.origin_m + object_from_world[:3, 3]
    directions = _turned(frame.directions[window.slices].reshape(-1, 3), object_from_world)
    depth, faces = surfaces.tree.cast(origin, directions)
    if not (faces >= 0).any():
        return None
    depth, faces = depth.reshape(window.shape), faces.reshape(window.shape)

    # Enter the first surface
    nearer = depth < buffers.front_depth[window.slices]
    buffers.front_depth[window.slices][nearer] = depth[nearer]
    buffers.front_owner[window.slices][nearer] = surfaces.instance
    buffers.front_face[window.slices][nearer] = faces[nearer]

    # Enter the first opaque surface
    if surfaces.opaque is not None:
        opaque = depth
        if surfaces.opaque is not surfaces.tree:
            opaque, faces = (met.reshape(window.shape) for met in surfaces.opaque.cast(origin, directions))
        nearer = opaque < buffers.opaque_depth[window.slices]
        buffers.opaque_depth[window.slices][nearer] = opaque[nearer]
        buffers.opaque_owner[window.slices][nearer] = surfaces.instance
        buffers.stuff[window.slices][nearer] = 0 if surfaces.stuff is None else surfaces.stuff[faces[nearer]]
    return _Hit(surfaces, window, depth)


def _masks(hit: _Hit, frame: Frame, buffers: _Buffers, front: np.ndarray) -> ThingMasks:
    """The masks of one labelled thing, after all things have been entered."""
    surfaces, at = hit.surfaces, hit.window.slices
    amodal = np.isfinite(hit.depth_m)
    before_opaque = hit.depth_m < buffers.opaque_depth[at]
    seen = amodal & (before_opaque | (buffers.opaque_owner[at] == surfaces.instance))
    truncated = frame.truncates(surfaces.points_world_m)
    return ThingMasks(
        surfaces.instance, hit.window, amodal, seen, front[at] == surfaces.instance, hit.depth_m, truncated
    )


def _normals(hits: Sequence[_Hit], frame: Frame, buffers: _Buffers) -> np.ndarray:
    """(H, W, 3) float32: normals of the faces met first, in the camera frame, turned towards the camera."""
    normals = np.zeros(frame.directions.shape, np.float32)
    for hit in hits:
        surfaces, at = hit.surfaces, hit.window.slices
        own = buffers.front_owner[at] == surfaces.instance
        camera_from_object = frame.camera_from_world @ surfaces.world_from_object
        transposed_inverse = np.linalg.inv(camera_from_object[:3, :3]).T
        turned = _turned(surfaces.tree.face_normals[buffers.front_face[at][own]], transposed_inverse)
        away = (turned * _turned(frame.directions[at][own], frame.camera_from_world)).sum(axis=1) > 0
        turned *= np.where(away, np.float32(-1), np.float32(1))[:, None]
        normals[at][own] = turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), np.float32(1e-30))
    return normals


def _turned(vectors: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Vectors (N, 3) float32 by the linear part of a matrix. Not by BLAS: its threads spin longer than this takes."""
    return np.einsum("ni,ji->nj", vectors, matrix[:3, :3].astype(np.float32))
