"""Where on a part a mark goes: the head's end face, or a flat place with room enough, clear of holes and edges."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage

from generator.mesh import Mesh

_FLAT = 0.9995  # cosine within which triangles lie in one plane
_ROOM_M = 0.0005  # what a place is looked for in steps of
_EDGE_M = 0.001  # kept free around a mark
_LETTERS_M = 3e-5  # what stands farther out than this from an end face is lettering
_FACES = 3  # of the largest flat faces, those that may carry a mark
_WINDOW_M = 0.5  # of a larger face, only so much is looked at: time and memory grow with its area


@dataclass(frozen=True, slots=True)
class MarkFace:
    """A flat face in the part's own frame: its middle, its outward normal, and the direction in which text runs."""

    middle_m: np.ndarray  # (3,)
    normal: np.ndarray  # (3,) unit
    along: np.ndarray  # (3,) unit, in the face
    size_m: float  # of the square that the mark's cell covers
    lettered: bool = False  # whether letters that are part of the mesh stand on it already


@dataclass(frozen=True, slots=True, eq=False)
class _Plane:
    """Triangles of a mesh that lie in one plane."""

    normal: np.ndarray
    corners_m: np.ndarray  # (N, 3, 3)
    area_m2: float


def head_face(mesh: Mesh) -> MarkFace | None:
    """The larger of the flat faces at both ends of the axis: the head of a screw. None where neither is flat."""
    ends = [p for p in _planes(mesh) if abs(p.normal @ mesh.axis) > _FLAT]
    ends = [p for p in ends if _height(p) > 0.97 * float((mesh.vertices_m @ p.normal).max())]
    if not ends:
        return None
    end = max(ends, key=lambda p: p.area_m2)
    from_axis = end.corners_m.reshape(-1, 3) - np.outer(end.corners_m.reshape(-1, 3) @ mesh.axis, mesh.axis)
    middle = 0.5 * (from_axis.min(axis=0) + from_axis.max(axis=0))
    radius = float(np.linalg.norm(from_axis - middle, axis=1).max())
    height = _height(end)
    lettered = float((mesh.vertices_m @ end.normal).max()) > height + _LETTERS_M
    return MarkFace(middle + height * end.normal, end.normal, _along(end.normal, mesh.axis), 2.0 * radius, lettered)


def roomy_place(mesh: Mesh, size_m: float, height: float, rng: np.random.Generator) -> MarkFace | None:
    """A place for a mark `size_m` wide and `height` times as high on one of the largest flat faces, or None."""
    planes = sorted(_planes(mesh), key=lambda p: -p.area_m2)[:_FACES]
    for index in rng.permutation(len(planes)):
        plane = planes[int(index)]
        along = _along(plane.normal, mesh.axis)
        across = np.cross(plane.normal, along)
        uv = np.stack([plane.corners_m @ along, plane.corners_m @ across], axis=-1)
        low, extent = _window(uv, rng)
        rows, columns = np.nonzero(_free(uv, low, extent, size_m, height))
        if len(rows):
            pick = int(rng.integers(len(rows)))
            u, v = low + np.array([columns[pick], rows[pick]]) * _ROOM_M
            lift = float(plane.corners_m[0, 0] @ plane.normal)
            return MarkFace(u * along + v * across + lift * plane.normal, plane.normal, along, size_m)
    return None


def _window(uv: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Lower corner and extent, (2,) each, of what is looked at: the whole face, or what lies around a place on it."""
    low, high = uv.reshape(-1, 2).min(axis=0), uv.reshape(-1, 2).max(axis=0)
    if (high - low).max() > _WINDOW_M:
        a, b = np.moveaxis(uv[:, 1:] - uv[:, :1], 1, 0)
        area = np.abs(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])
        middle = uv[rng.choice(len(uv), p=area / area.sum())].T @ rng.dirichlet((1.0, 1.0, 1.0))
        low, high = np.maximum(low, middle - 0.5 * _WINDOW_M), np.minimum(high, middle + 0.5 * _WINDOW_M)
    low = low - 2 * _ROOM_M
    return low, high - low + 2 * _ROOM_M


def _free(uv: np.ndarray, low: np.ndarray, extent: np.ndarray, size_m: float, height: float) -> np.ndarray:
    """(H, W) bool: where in the window the middle of a mark may lie, in steps of `_ROOM_M` from its lower corner."""
    width, rows = (int(v) for v in np.ceil(extent / _ROOM_M))
    picture = Image.new("1", (width + 1, rows + 1), 0)
    draw = ImageDraw.Draw(picture)
    for triangle in (uv - low) / _ROOM_M:
        draw.polygon([(float(x), float(y)) for x, y in triangle], fill=1)
    box = tuple(int(np.ceil((size_m * share + 2 * _EDGE_M) / _ROOM_M)) | 1 for share in (height, 1.0))
    return ndimage.minimum_filter(np.asarray(picture, np.uint8), box, mode="constant") > 0


@lru_cache(maxsize=64)
def _planes(mesh: Mesh) -> tuple[_Plane, ...]:
    """The flat faces of a mesh of at least 20 mm2."""
    corners = mesh.vertices_m[mesh.faces].astype(np.float64)
    crossed = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    length = np.linalg.norm(crossed, axis=1)
    sound = length > 1e-12
    corners, normal, area = corners[sound], crossed[sound] / length[sound, None], 0.5 * length[sound]
    offset = np.einsum("ij,ij->i", normal, corners[:, 0])
    key = np.concatenate([np.round(normal * 200), np.round(offset / 5e-5)[:, None]], axis=1).astype(np.int64)
    _, group = np.unique(key, axis=0, return_inverse=True)
    areas = np.bincount(group.ravel(), area)
    return tuple(
        _Plane(normal[group.ravel() == i].mean(axis=0), corners[group.ravel() == i], float(areas[i]))
        for i in np.flatnonzero(areas > 20e-6)
    )


def _height(plane: _Plane) -> float:
    return float((plane.corners_m.reshape(-1, 3) @ plane.normal).mean())


def _along(normal: np.ndarray, axis: np.ndarray) -> np.ndarray:
    """A direction in the face: the part's axis, or what is next to it among x and y."""
    for direction in (axis.astype(np.float64), np.array([1.0, 0.0, 0.0]), np.array([0.0, 1.0, 0.0])):
        within = direction - (direction @ normal) * normal
        if np.linalg.norm(within) > 0.5:
            return within / np.linalg.norm(within)
    raise ValueError("the normal has no length")
