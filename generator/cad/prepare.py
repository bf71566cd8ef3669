"""Triangles from anywhere, made into a `Mesh` that renders, collides and weighs as the real part does."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
from scipy.spatial import ConvexHull

from generator.cad.clean import body_volumes, clean, is_watertight
from generator.cad.hulls import bounded_hull, convex_pieces, hull_corners
from generator.cad.soup import Soup, label_bodies
from generator.cad.surface import cavity_share, crease_normals, turning_axis
from generator.errors import PartError
from generator.mesh import Mesh

MAX_SLOTS = 8
_OPEN_SHARE = 0.3  # of its convex hull: what a mesh that encloses no volume is taken to fill

_log = logging.getLogger(__name__)


def prepare_mesh(
    vertices_m: np.ndarray,  # (V, 3) any float
    faces: np.ndarray,  # (F, 3) any integer
    *,
    corner_normals: np.ndarray | None = None,  # (F, 3, 3) of the faces as given
    face_slots: np.ndarray | None = None,  # (F,)
    slots: Sequence[str] = ("body",),
    axis: np.ndarray | None = None,  # (3,)
    hulls: Sequence[np.ndarray] | None = None,  # each (N, 3), in the frame of `vertices_m`
) -> Mesh:
    """A `Mesh` from triangles: mended, shaded, weighed, centred on its centre of mass, and ready to collide.

    Corners are welded, degenerate and doubled faces dropped, flipped and mixed windings turned outwards body by body,
    and small holes closed. Without `corner_normals` the surface is smooth up to edges of 28 deg. Without `axis` it is
    the axis that the part was turned about, or its long one. Without `hulls` the part is decomposed, so that their
    union holds it within 0.01 mm and a hole along the axis stays open. The same input gives the same mesh.

    Raises `PartError` if nothing with an extent remains; the message names no file.
    """
    soup = _soup(vertices_m, faces, corner_normals, face_slots, slots)
    clean(soup)
    if len(soup.faces) < 2 or float(np.ptp(soup.vertices, axis=0).max()) <= 0:
        raise PartError("holds no surface: all of its triangles are degenerate")
    closed = is_watertight(soup.faces)
    volume, centre = _weigh(soup.vertices, soup.faces, closed)
    vertices = soup.vertices - centre
    normals = soup.normals if soup.normals is not None else crease_normals(vertices, soup.faces)
    line = np.asarray(axis, float) if axis is not None else turning_axis(vertices, soup.faces)
    line = line / np.linalg.norm(line)
    if hulls is not None:
        pieces = tuple(bounded_hull(np.asarray(hull, float) - centre) for hull in hulls)
    else:
        pieces = convex_pieces(vertices, soup.faces, line, closed)
    return Mesh(
        vertices_m=vertices.astype(np.float32),
        faces=soup.faces.astype(np.int32),
        corner_normals=normals.astype(np.float32),
        face_slots=soup.slots,
        slots=tuple(slots),
        hulls=pieces,
        cavity=cavity_share(vertices, soup.faces, normals),
        axis=line.astype(np.float32),
        volume_m3=volume,
        watertight=closed,
    )


def _soup(
    vertices: np.ndarray,
    faces: np.ndarray,
    normals: np.ndarray | None,
    face_slots: np.ndarray | None,
    slots: Sequence[str],
) -> Soup:
    points = np.asarray(vertices, float).reshape(-1, 3)
    triangles = np.asarray(faces, np.int64).reshape(-1, 3)
    if not len(points) or not len(triangles):
        raise PartError("holds no triangles")
    if triangles.min() < 0 or triangles.max() >= len(points):
        raise PartError("has triangles that refer to corners that do not exist")
    if not np.isfinite(points[triangles]).all():
        raise PartError("has corners that are not finite numbers")
    if not 0 < len(slots) <= MAX_SLOTS:
        raise PartError(f"has {len(slots)} material regions; between 1 and {MAX_SLOTS} can be told apart")
    regions = np.zeros(len(triangles), np.uint8) if face_slots is None else np.asarray(face_slots, np.uint8).copy()
    given = None if normals is None else np.array(normals, float).reshape(-1, 3, 3)
    return Soup(points, triangles.copy(), given, regions)


def _weigh(vertices: np.ndarray, faces: np.ndarray, closed: bool) -> tuple[float, np.ndarray]:
    """Volume in m^3 and centre of mass (3,); of what encloses nothing, a share of its hull and the hull's middle."""
    corners = hull_corners(vertices)
    hull = ConvexHull(corners)
    enclosed = float(body_volumes(vertices, faces, label_bodies(faces)).sum())
    origin = corners.mean(axis=0)
    least = 1e-6 if closed else 0.02
    if not least * hull.volume < enclosed < (1 if not closed else 64) * hull.volume:
        _log.info("the mesh is not closed; its volume is taken as %.0f%% of its convex hull's", 100 * _OPEN_SHARE)
        return _OPEN_SHARE * hull.volume, _mass_centre(corners[hull.simplices], origin, outward=hull.equations[:, :3])
    return min(enclosed, float(hull.volume)), _mass_centre(vertices[faces], origin)


def _mass_centre(triangles: np.ndarray, origin: np.ndarray, outward: np.ndarray | None = None) -> np.ndarray:
    """(3,): volume-weighted mean of the tetrahedra between `origin` and the triangles (F, 3, 3)."""
    a, b, c = np.moveaxis(triangles - origin, 1, 0)
    volumes = np.einsum("fi,fi->f", a, np.cross(b, c)) / 6
    if outward is not None:
        volumes *= np.sign(np.einsum("fi,fi->f", np.cross(b - a, c - a), outward))
    return np.asarray(origin + ((a + b + c) * volumes[:, None]).sum(axis=0) / (4 * volumes.sum()))
