"""Mending triangle soup: welded corners, one winding per body, outward faces, small holes closed."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from generator.cad.holes import close_holes
from generator.cad.rays import RayScene
from generator.cad.soup import Soup, area_vectors, edge_pairs, label_bodies

WELD_SHARE = 2e-6  # of the diagonal: nearer corners are one
MOST_BODIES = 64  # with more, none is taken for a hollow inside another


def clean(soup: Soup) -> None:
    """Weld, drop degenerate and doubled faces, wind every body outwards, and close small holes, in place."""
    _weld(soup)
    bodies = _wind(soup)
    if close_holes(soup):
        bodies = _wind(soup)
    _face_outwards(soup, bodies)
    if soup.normals is not None:
        against = (np.einsum("fki,fi->fk", soup.normals, area_vectors(soup)) < 0).all(axis=1)
        soup.normals[against] *= -1


def is_watertight(faces: np.ndarray) -> bool:
    """Whether each edge is used once in each direction, so that faces (F, 3) close a volume."""
    edges = faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    count = int(faces.max(initial=0)) + 1
    forward = edges[:, 0] * count + edges[:, 1]
    backward = edges[:, 1] * count + edges[:, 0]
    return bool(np.array_equal(np.sort(forward), np.sort(backward)))


def body_volumes(vertices: np.ndarray, faces: np.ndarray, bodies: np.ndarray) -> np.ndarray:
    """(B,) float64: signed volume of each body about its own middle."""
    count = int(bodies.max(initial=-1)) + 1
    weights = np.bincount(bodies, minlength=count)
    corners = vertices[faces]
    middles = np.stack([np.bincount(bodies, corners.mean(axis=1)[:, i], count) for i in range(3)], axis=1)
    a, b, c = np.moveaxis(corners - (middles / weights[:, None])[bodies][:, None], 1, 0)
    return np.bincount(bodies, np.einsum("fi,fi->f", a, np.cross(b, c)) / 6, count)


def _weld(soup: Soup) -> None:
    points, index = np.unique(soup.vertices, axis=0, return_inverse=True)
    reach = WELD_SHARE * float(np.linalg.norm(np.ptp(points, axis=0)))
    pairs = cKDTree(points).query_pairs(reach, output_type="ndarray")
    graph = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(points),) * 2)
    groups = connected_components(graph, directed=False)[1]
    _, first = np.unique(groups, return_index=True)
    soup.vertices, soup.faces = points[first], groups[index.reshape(-1)][soup.faces]
    a, b, c = soup.faces.T
    soup.keep((a != b) & (b != c) & (c != a))
    _, once = np.unique(np.sort(soup.faces, axis=1), axis=0, return_index=True)
    soup.keep(np.sort(once))
    used, renumbered = np.unique(soup.faces, return_inverse=True)
    soup.vertices, soup.faces = soup.vertices[used], renumbered.reshape(-1, 3)


def _wind(soup: Soup) -> np.ndarray:
    """Make the winding consistent within each body; returns (F,) the body of each face.

    Each face stands twice in a graph, as it is and turned; edges join what runs consistently. The copies that hang
    together with a body's first face as it is are the right ones.
    """
    count = len(soup.faces)
    left, right, same = edge_pairs(soup.faces)
    other = np.where(same, right + count, right)
    rows = np.concatenate([left, left + count])
    columns = np.concatenate([other, np.where(same, right, right + count)])
    graph = coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(2 * count,) * 2)
    sheets = connected_components(graph, directed=False)[1]
    bodies = label_bodies(soup.faces)
    _, first = np.unique(bodies, return_index=True)
    soup.flip(sheets[:count] != sheets[first][bodies])
    return bodies


def _face_outwards(soup: Soup, bodies: np.ndarray) -> None:
    """Turn whole bodies so that they enclose positive volume; what was a hollow inside another stays a hollow."""
    volumes = body_volumes(soup.vertices, soup.faces, bodies)
    wanted = np.ones(len(volumes))
    if 1 < len(volumes) <= MOST_BODIES:
        corners = soup.vertices[soup.faces]
        low = np.stack([corners[bodies == b].min(axis=(0, 1)) for b in range(len(volumes))])
        high = np.stack([corners[bodies == b].max(axis=(0, 1)) for b in range(len(volumes))])
        for body in range(len(volumes)):
            around = np.flatnonzero((low < low[body]).all(axis=1) & (high > high[body]).all(axis=1))
            point = corners[np.argmax(bodies == body)].mean(axis=0)
            holders = [o for o in around if RayScene(soup.vertices, soup.faces[bodies == o]).inside(point[None])[0]]
            opposed = [o for o in holders if volumes[o] * volumes[body] < 0]
            wanted[body] = -1 if opposed else 1
    soup.flip((volumes * wanted < 0)[bodies])
