"""Wire, strip and bar: a section carried along a line, with its frames given."""

from __future__ import annotations

import numpy as np
from surface import Surface, merged


def swept(
    centres: np.ndarray,  # (N, 3)
    across: np.ndarray,  # (N, 3) unit: where the section's x points
    upward: np.ndarray,  # (N, 3) unit: where the section's y points
    section: np.ndarray,  # (K, 2) mm, counter-clockwise seen against the direction of travel
    normals: np.ndarray,  # (K, 2, 2): of the edge that begins at a corner, at its start and its end
    slot: str = "body",
    scale: np.ndarray | None = None,  # (N,) of the section
) -> Surface:
    """The closed body that a section leaves behind on its way, with flat ends."""
    rows, count = len(centres), len(section)
    sizes = np.ones(rows) if scale is None else scale
    shapes = section[None] * sizes[:, None, None]
    points = centres[:, None] + shapes[..., :1] * across[:, None] + shapes[..., 1:] * upward[:, None]
    n = normals[None, ..., :1] * across[:, None, None] + normals[None, ..., 1:] * upward[:, None, None]
    row, k = np.meshgrid(np.arange(rows - 1), np.arange(count), indexing="ij")
    a, b = row * count + k, row * count + (k + 1) % count
    c, d = b + count, a + count
    na, nb, nc, nd = n[:-1, :, 0], n[:-1, :, 1], n[1:, :, 1], n[1:, :, 0]
    faces = np.concatenate([np.stack(t, axis=2).reshape(-1, 3) for t in ((a, b, c), (a, c, d))])
    corner = np.concatenate([np.stack(t, axis=2).reshape(-1, 3, 3) for t in ((na, nb, nc), (na, nc, nd))])
    ends = [_end(points[0][::-1]), _end(points[-1])]
    return merged([Surface(points.reshape(-1, 3), faces, corner), *ends], slot)


def _end(ring: np.ndarray) -> Surface:
    """A flat end, counter-clockwise seen from outside."""
    count = len(ring)
    faces = np.array([(count, k, (k + 1) % count) for k in range(count)])
    points = np.vstack([ring, ring.mean(axis=0)])
    normal = np.cross(ring - points[-1], np.roll(ring, -1, axis=0) - points[-1]).sum(axis=0)
    normal /= np.linalg.norm(normal)
    return Surface(points, faces, np.broadcast_to(normal, (count, 3, 3)).copy())


def round_wire(radius: float, sides: int = 12) -> tuple[np.ndarray, np.ndarray]:
    """Section and normals of a round wire."""
    angles = np.arange(sides) * 2 * np.pi / sides
    spokes = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return radius * spokes, np.stack([spokes, np.roll(spokes, -1, axis=0)], axis=1)


def flat_bar(width: float, height: float, edge: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Section and normals of a rectangular bar with chamfered edges."""
    x, y = width / 2, height / 2
    corners = [(x, -y + edge), (x, y - edge), (x - edge, y), (edge - x, y), (-x, y - edge), (-x, edge - y)]
    points = np.array([*corners, (edge - x, -y), (x - edge, -y)])
    if edge <= 0:
        points = np.array([(x, -y), (x, y), (-x, y), (-x, -y)])
    along = np.roll(points, -1, axis=0) - points
    out = np.stack([along[:, 1], -along[:, 0]], axis=1)
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    return points, np.stack([out, out], axis=1)


def helix(radius: float, heights: np.ndarray, angles: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Centres and frames along a right-handed helix: the section's x points outwards, its y along -z.

    So the direction of travel is that of growing angle and height.
    """
    out = np.stack([np.cos(angles), np.sin(angles), np.zeros_like(angles)], axis=1)
    centres = radius * out + heights[:, None] * np.array([0, 0, 1.0])
    tangent = np.gradient(centres, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    up = np.cross(tangent, out)
    return centres, out, up
