"""What a camera can see of the work: a quick check with rays against what stands still, before anything is rendered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from generator.camera import Camera
from generator.mesh import Mesh
from generator.recipe import SceneRecipe, Thing

_MARGIN_M = 0.01
_FAR = 100.0  # of a ray through a picture, against depth 1 m
_APART = ("floor", "ceiling", "wall_", "frame_", "cabinet_", "shelf_", "bench")  # below or far from the work


@dataclass(frozen=True, slots=True)
class Scenery:
    """The settled scene as far as it matters to where a camera can stand."""

    centres_m: np.ndarray  # (N, 3) of the labelled things
    radii_m: np.ndarray  # (N,)
    boxes: tuple[tuple[np.ndarray, np.ndarray], ...]  # of each thing: object_from_world (4, 4), bounds (2, 3)
    blockers_m: np.ndarray  # (T, 3, 3) triangles of what stands still on the work's support
    lowest_m: float  # height under which no camera goes

    @staticmethod
    def of(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> Scenery:
        """Of a recipe in which everything has come to rest."""
        labelled = recipe.labelled
        centres = np.array([np.array(t.world_from_object)[:3, 3] for t in labelled])
        radii = np.array([meshes[t.name].radius_m for t in labelled])
        boxes = tuple((np.linalg.inv(np.array(t.world_from_object)), meshes[t.name].bounds_m) for t in recipe.things)
        near = [t for t in recipe.things if _blocks(t)]
        triangles = [triangles_of(t, meshes[t.name]) for t in near]
        blockers = np.concatenate(triangles) if triangles else np.zeros((0, 3, 3))
        lowest = float((centres[:, 2] - 0.5 * radii).min()) if len(centres) else 0.0
        return Scenery(centres, radii, boxes, blockers, lowest)

    def is_inside(self, point_m: np.ndarray) -> bool:
        """Whether a point is in or next to a thing's box, or below the work."""
        if point_m[2] < self.lowest_m + _MARGIN_M:
            return True
        for object_from_world, bounds in self.boxes:
            local = object_from_world[:3, :3] @ point_m + object_from_world[:3, 3]
            if np.all(local > bounds[0] - _MARGIN_M) and np.all(local < bounds[1] + _MARGIN_M):
                return True
        return False

    def visible_from(self, eye_m: np.ndarray, screens_m: np.ndarray | None = None) -> np.ndarray:
        """(N,) bool: whether nothing that stands still lies between the eye and the top of each labelled thing.

        `screens_m` (T, 3, 3) are triangles that hide things beside those of the scenery, as the frame of a door does.
        """
        blockers = self.blockers_m if screens_m is None else np.concatenate([self.blockers_m, screens_m])
        if not len(blockers):
            return np.ones(len(self.centres_m), bool)
        tops = self.centres_m + np.array([0.0, 0.0, 0.15]) * self.radii_m[:, None]
        return ~_blocked(eye_m, tops, blockers)


def in_frame(camera: Camera, points_m: np.ndarray) -> np.ndarray:
    """(N,) bool: which points lie within the picture, before the camera."""
    pixels, depth = camera.project(points_m)
    size = np.array([camera.width_px, camera.height_px])
    return np.asarray((depth > 0) & np.all((pixels >= 0) & (pixels < size), axis=1))


def _blocks(thing: Thing) -> bool:
    return not thing.moves and thing.category is None and not thing.transparent and not thing.name.startswith(_APART)


def hidden_cells(camera: Camera, triangles_m: np.ndarray, across: int = 20) -> np.ndarray:
    """(rows, `across`) bool: the cells of a picture whose middle rays meet one of the triangles (T, 3, 3)."""
    scale = across / camera.width_px
    high = max(1, round(camera.height_px * scale))
    if not len(triangles_m):
        return np.zeros((high, across), bool)
    small = replace(camera, width_px=across, height_px=high, focal_px=camera.focal_px * scale,
                    centre_px=(camera.centre_px[0] * scale, camera.centre_px[1] * scale))  # fmt: skip
    eye, headings = small.pixel_rays()
    return _blocked(eye, eye + _FAR * headings.reshape(-1, 3), triangles_m).reshape(high, across)


def triangles_of(thing: Thing, mesh: Mesh, without: Sequence[str] = ()) -> np.ndarray:
    """(T, 3, 3) the triangles of a thing in the world, but those of the slots `without`."""
    pose = np.array(thing.world_from_object)
    placed: np.ndarray = mesh.vertices_m.astype(float) @ pose[:3, :3].T + pose[:3, 3]
    kept = ~np.isin(mesh.face_slots, [i for i, slot in enumerate(mesh.slots) if slot in without])
    return placed[mesh.faces[kept]]


def _blocked(eye: np.ndarray, targets: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    """(N,) bool: whether a triangle lies between the eye and each target (Moeller and Trumbore 1997, eye in common)."""
    headings = targets - eye
    edge1, edge2 = triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]
    s = eye - triangles[:, 0]
    q = np.cross(s, edge1)
    with np.errstate(invalid="ignore", divide="ignore"):
        scale = 1 / (headings @ np.cross(edge2, edge1).T)
        u, v = (headings @ np.cross(edge2, s).T) * scale, (headings @ q.T) * scale
        t = np.einsum("ij,ij->i", edge2, q) * scale
        hit = (u >= 0) & (v >= 0) & (u + v <= 1) & (t > 0) & (t < 0.999)
    return np.asarray(hit.any(axis=1))
