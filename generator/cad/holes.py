"""Closing what should be closed: edges with corners along them are stitched, small holes are filled."""

from __future__ import annotations

import itertools

import manifold3d
import numpy as np

from generator.cad.soup import Soup, area_vectors, label_bodies

HOLE_EDGES = 8  # a rim with at most so many edges is a fault, however large
HOLE_SHARE = 0.5  # of the diagonal: a rim shorter than this is a fault
ON_EDGE_SHARE = 1e-5  # of the diagonal: a corner so near an edge lies on it
_MOST_RIMS = 1000  # with more it is no solid with faults
_STITCH_PASSES = 6
_STITCH_EDGES = 4000  # with more open edges the mesh is a sheet, or beyond mending


def close_holes(soup: Soup) -> bool:
    """Stitch and fill what looks like a fault, in place; returns whether there was anything to do."""
    if not len(_rim_edges(soup.faces)):
        return False
    for _ in range(_STITCH_PASSES):
        if not _stitch(soup):
            break
    rims = _rims(soup.faces)
    if len(rims) > _MOST_RIMS:
        return True
    diagonal = float(np.linalg.norm(np.ptp(soup.vertices, axis=0)))
    body_of_vertex = np.zeros(len(soup.vertices), int)
    bodies = label_bodies(soup.faces)
    body_of_vertex[soup.faces] = bodies[:, None]
    sizes = np.bincount(bodies)
    patches = []
    for rim in rims:
        points = soup.vertices[rim]
        length = float(np.linalg.norm(points - np.roll(points, -1, axis=0), axis=1).sum())
        sheet = sizes[body_of_vertex[rim[0]]] < 3 * (len(rim) - 2)  # its own outline, not a hole in it
        if not sheet and (len(rim) <= HOLE_EDGES or length < HOLE_SHARE * diagonal):
            patches.append(rim[_triangulate(points)])
    if patches:
        _add(soup, np.concatenate(patches))
    return True


def _add(soup: Soup, faces: np.ndarray) -> None:
    soup.faces = np.concatenate([soup.faces, faces])
    soup.slots = np.concatenate([soup.slots, np.zeros(len(faces), np.uint8)])
    if soup.normals is not None:
        flat = area_vectors(soup)[-len(faces) :]
        flat = flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-30)
        soup.normals = np.concatenate([soup.normals, np.repeat(flat[:, None], 3, axis=1)])


def _rim_edges(faces: np.ndarray) -> np.ndarray:
    """(R,) indices 3 f + k of the edges, from corner k of face f to the next, that no other face has."""
    edges = np.sort(faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    _, index, count = np.unique(edges, axis=0, return_index=True, return_counts=True)
    return np.sort(index[count == 1])


def _stitch(soup: Soup) -> bool:
    """Split faces at corners of others that lie on their open edges (T-junctions); at most one edge of each face."""
    rim = _rim_edges(soup.faces)
    if not 0 < len(rim) <= _STITCH_EDGES:
        return False
    _, first = np.unique(rim // 3, return_index=True)
    corners = np.unique(soup.faces.reshape(-1)[np.concatenate([rim, rim // 3 * 3 + (rim + 1) % 3])])
    points = soup.vertices[corners]
    reach = ON_EDGE_SHARE * float(np.linalg.norm(np.ptp(soup.vertices, axis=0)))
    split = False
    gone = []
    for edge in rim if len(first) == len(rim) else rim[np.sort(first)]:
        face, k = divmod(int(edge), 3)
        start, end = soup.vertices[soup.faces[face, k]], soup.vertices[soup.faces[face, (k + 1) % 3]]
        along = end - start
        length = float(np.linalg.norm(along))
        share = (points - start) @ along / length**2
        off = np.linalg.norm(points - start - share[:, None] * along, axis=1)
        on = np.flatnonzero((off < reach) & (share * length > reach) & ((1 - share) * length > reach))
        if len(on):
            on = on[np.argsort(share[on], kind="stable")]
            _split_face(soup, face, k, corners[on], share[on])
            gone.append(face)
            split = True
    if gone:
        soup.keep(np.setdiff1d(np.arange(len(soup.faces)), gone))
    return split


def _split_face(soup: Soup, face: int, k: int, middle: np.ndarray, share: np.ndarray) -> None:
    """Append the triangles that replace a face whose edge k has the corners `middle` on it."""
    a, b, c = (int(soup.faces[face, (k + i) % 3]) for i in range(3))
    chain = [a, *(int(m) for m in middle), b]
    soup.faces = np.concatenate([soup.faces, [[p, q, c] for p, q in itertools.pairwise(chain)]])
    soup.slots = np.concatenate([soup.slots, np.repeat(soup.slots[face], len(chain) - 1)])
    if soup.normals is not None:
        na, nb, nc = (soup.normals[face, (k + i) % 3] for i in range(3))
        ramp = [na + (nb - na) * t for t in [0.0, *share, 1.0]]
        added = np.array([[p, q, nc] for p, q in itertools.pairwise(ramp)])
        added /= np.maximum(np.linalg.norm(added, axis=2, keepdims=True), 1e-12)
        soup.normals = np.concatenate([soup.normals, added])


def _rims(faces: np.ndarray) -> list[np.ndarray]:
    """Closed loops of open edges, each as vertex indices in the order in which a patch runs."""
    rim = _rim_edges(faces)
    starts, ends = faces.reshape(-1)[rim], faces.reshape(-1)[rim // 3 * 3 + (rim + 1) % 3]
    following: dict[int, list[int]] = {}
    for start, end in zip(starts, ends, strict=True):
        following.setdefault(int(end), []).append(int(start))
    loops = []
    for first in list(following):
        path = [first]
        seen = {first: 0}
        while following.get(path[-1]):
            step = following[path[-1]].pop()
            if step in seen:  # a loop within the path: cut it off
                begin = seen[step]
                loops.append(np.array(path[begin:]))
                for gone in path[begin + 1 :]:
                    del seen[gone]
                path = path[: begin + 1]
            else:
                seen[step] = len(path)
                path.append(step)
    return [loop for loop in loops if len(loop) > 2]


def _triangulate(points: np.ndarray) -> np.ndarray:
    """(T, 3) indices of triangles that span a closed loop of points (N, 3), wound as the loop."""
    frame = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)[2]
    flat = (points - points.mean(axis=0)) @ frame[:2].T
    ahead = np.roll(flat, -1, axis=0)
    turned = float((flat[:, 0] * ahead[:, 1] - flat[:, 1] * ahead[:, 0]).sum()) < 0
    order = np.arange(len(points))[::-1] if turned else np.arange(len(points))
    triangles = np.asarray(manifold3d.triangulate([flat[order]]), np.int64).reshape(-1, 3)
    if len(triangles) != len(points) - 2:  # a slit: a fan closes it as well
        triangles = np.array([[0, i, i + 1] for i in range(1, len(points) - 1)])
    return order[triangles][:, ::-1] if turned else order[triangles]
