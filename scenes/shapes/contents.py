"""Liquid in a vessel: the wall it wets becomes a slot of its own, and a free surface with a meniscus closes it above.

Nothing is doubled: where liquid touches glass there is one boundary (`materials.liquid`), so light passes as it does in
a filled vial, and no two surfaces fight for the same place. The free surface ends on the wall, a little below the rim
of its own meniscus.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from generator.mesh import Mesh

CAPILLARY_M = 0.0027  # of water: sqrt(surface tension / (density g)); oils have 0.0018
_RISE_M = 0.0016  # how far water climbs a clean wall; less in wide vessels seen as a thin bright rim
_RINGS = 14


def filled(vessel: Mesh, share: float, glass: str = "glass", rise_m: float = _RISE_M) -> Mesh:
    """The vessel with liquid up to `share` (0..1) of the height of its inner wall; the new slot is "liquid".

    The vessel stands along z and its inside is round. The wetted wall has `cavity` 1, the free surface 0.

    Raises ValueError if the slot `glass` is missing, the share lies outside 0.02..0.95, or the mesh has no inside.
    """
    if glass not in vessel.slots:
        raise ValueError(f"the vessel has no slot '{glass}'; it has: {', '.join(vessel.slots)}")
    if not 0.02 <= share <= 0.95:
        raise ValueError(f"a vessel can be filled to a share of 0.02 to 0.95 of its inside, not {share:g}")
    inner = _inner_faces(vessel, vessel.slots.index(glass))
    if not inner.any():
        raise ValueError("the vessel has no inner wall")
    low, high = _inside_height(vessel, inner)
    edge = low + share * (high - low)  # where the liquid meets the wall
    cut = _cut(vessel, inner, edge)
    wetted = cut.inner & (cut.vertices[cut.faces][:, :, 2].max(axis=1) <= edge + 1e-7)
    radius = _radius_at(vessel, inner, edge)
    rise = min(rise_m, 0.5 * radius)
    return _assembled(vessel, cut, wetted, *_free_surface(radius, edge, rise))


class _Cut:
    """The mesh with its inner wall split at a height."""

    def __init__(self, vertices: np.ndarray, faces: np.ndarray, normals: np.ndarray, slots: np.ndarray) -> None:
        self.vertices, self.faces, self.normals, self.slots = vertices, faces, normals, slots
        self.inner = np.zeros(len(faces), bool)


def _inner_faces(vessel: Mesh, slot: int) -> np.ndarray:
    """(F,) bool: faces of the glass that look at the axis, or up from within."""
    normal = vessel.corner_normals.mean(axis=1)
    middle = vessel.vertices_m[vessel.faces].mean(axis=1)
    radius = np.hypot(middle[:, 0], middle[:, 1])
    inwards = (normal[:, :2] * middle[:, :2]).sum(axis=1) / np.maximum(radius, 1e-9)
    inside = radius < 0.93 * radius.max()
    upwards = (normal[:, 2] > 0.3) & inside & (middle[:, 2] < np.median(middle[:, 2]))
    low = middle[:, 2] > vessel.bounds_m[0, 2] + 0.0006  # the pushed-up foot looks at the axis too, but from below
    return (vessel.face_slots == slot) & (((inwards < -0.2) & (normal[:, 2] > -0.5) & low) | upwards)


def _inside_height(vessel: Mesh, inner: np.ndarray) -> tuple[float, float]:
    """Heights of the lowest point of the inside and of where its body ends: below a neck, if there is one."""
    points = vessel.vertices_m[np.unique(vessel.faces[inner])]
    radius = np.hypot(points[:, 0], points[:, 1])
    wide = points[radius > 0.97 * np.quantile(radius, 0.9)]
    return float(points[:, 2].min()), float(wide[:, 2].max())


def _radius_at(vessel: Mesh, inner: np.ndarray, z_m: float) -> float:
    """Mean radius of the inner wall at a height, from the edges that cross it."""
    corners = vessel.vertices_m[vessel.faces[inner]].astype(np.float64)
    ends = np.concatenate([np.stack([corners[:, i], corners[:, (i + 1) % 3]], axis=1) for i in range(3)])
    crossing = ends[(ends[:, 0, 2] - z_m) * (ends[:, 1, 2] - z_m) < 0]
    share = (z_m - crossing[:, 0, 2]) / (crossing[:, 1, 2] - crossing[:, 0, 2])
    points = crossing[:, 0] + share[:, None] * (crossing[:, 1] - crossing[:, 0])
    return float(np.hypot(points[:, 0], points[:, 1]).max())


def _cut(vessel: Mesh, inner: np.ndarray, z_m: float) -> _Cut:
    """Split the inner faces that cross the height; all others stay as they are."""
    heights = vessel.vertices_m[vessel.faces][:, :, 2].astype(np.float64) - z_m
    crossing = inner & (heights.min(axis=1) < -1e-7) & (heights.max(axis=1) > 1e-7)
    vertices = list(vessel.vertices_m.astype(np.float64))
    made: dict[tuple[int, int], int] = {}
    faces, normals, slots = [], [], []
    for face in np.flatnonzero(crossing):
        corner, normal = vessel.faces[face], vessel.corner_normals[face].astype(np.float64)
        ring: list[tuple[int, np.ndarray, float]] = []
        for i in range(3):
            j = (i + 1) % 3
            a, b, ha, hb = int(corner[i]), int(corner[j]), heights[face, i], heights[face, j]
            ring.append((a, normal[i], ha))
            if ha * hb < -1e-16:
                share = ha / (ha - hb) if a < b else hb / (hb - ha)  # the same number from both sides of the edge
                key = (min(a, b), max(a, b))
                if key not in made:
                    made[key] = len(vertices)
                    low, high = vertices[key[0]], vertices[key[1]]
                    vertices.append(low + share * (high - low))
                mixed = normal[i] + abs(ha) / (abs(ha) + abs(hb)) * (normal[j] - normal[i])
                ring.append((made[key], mixed / np.linalg.norm(mixed), 0.0))
        for side in (-1.0, 1.0):
            part = [(v, n) for v, n, h in ring if h * side >= -1e-9]
            for k in range(1, len(part) - 1):
                faces.append([part[0][0], part[k][0], part[k + 1][0]])
                normals.append([part[0][1], part[k][1], part[k + 1][1]])
                slots.append(vessel.face_slots[face])
    kept = ~crossing
    cut = _Cut(
        np.array(vertices),
        np.concatenate([vessel.faces[kept], np.array(faces, np.int32).reshape(-1, 3)]),
        np.concatenate([vessel.corner_normals[kept], np.array(normals, np.float32).reshape(-1, 3, 3)]),
        np.concatenate([vessel.face_slots[kept], np.array(slots, np.uint8)]),
    )
    cut.inner = np.concatenate([inner[kept], np.ones(len(faces), bool)])
    return cut


def _free_surface(radius_m: float, edge_m: float, rise_m: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points (N, 3), faces (F, 3) and corner normals of a disc that rises towards the wall; it looks up."""
    sides = 96
    radii = radius_m * (1.0 - (1.0 - np.linspace(0.0, 1.0, _RINGS + 1)[1:]) ** 2)  # closer together near the wall
    angles = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    dip = rise_m * (np.exp(-(radius_m - radii) / CAPILLARY_M) - 1.0)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    rings = [np.column_stack([r * circle, np.full(sides, edge_m + d)]) for r, d in zip(radii, dip, strict=True)]
    middle = np.array([[0.0, 0.0, edge_m + rise_m * (np.exp(-radius_m / CAPILLARY_M) - 1.0)]])
    points = np.concatenate([middle, *rings])
    steep = rise_m / CAPILLARY_M * np.exp(-(radius_m - radii) / CAPILLARY_M)
    up = np.concatenate([[[0.0, 0.0, 1.0]], *[np.column_stack([-s * circle, np.ones(sides)]) for s in steep]])
    up /= np.linalg.norm(up, axis=1, keepdims=True)
    index = 1 + np.arange(_RINGS * sides).reshape(_RINGS, sides)
    nxt = np.roll(index, -1, axis=1)
    fan = np.stack([np.zeros(sides, int), index[0], nxt[0]], axis=1)
    first = np.stack([index[:-1], index[1:], nxt[1:]], axis=-1).reshape(-1, 3)
    second = np.stack([index[:-1], nxt[1:], nxt[:-1]], axis=-1).reshape(-1, 3)
    faces = np.concatenate([fan, first, second])
    return points, faces, up[faces]


def _assembled(
    vessel: Mesh, cut: _Cut, wetted: np.ndarray, points: np.ndarray, faces: np.ndarray, up: np.ndarray
) -> Mesh:
    """Vessel, wetted wall and free surface as one mesh. Wetted corners are vertices of their own: their cavity is 1.

    The liquid is a convex piece for physics, so that nothing comes to rest in it, and its volume counts for the mass.
    """
    liquid = len(vessel.slots)
    own, moved = np.unique(cut.faces[wetted], return_inverse=True)
    all_faces = cut.faces.copy()
    all_faces[wetted] = len(cut.vertices) + moved.reshape(-1, 3)
    vertices = np.concatenate([cut.vertices, cut.vertices[own], points])
    cavity = np.zeros(len(vertices), np.float32)
    cavity[: len(vessel.cavity)] = vessel.cavity
    cavity[len(cut.vertices) : len(cut.vertices) + len(own)] = 1.0
    slots = np.where(wetted, liquid, cut.slots)
    return replace(
        vessel,
        vertices_m=vertices.astype(np.float32),
        faces=np.concatenate([all_faces, faces + len(cut.vertices) + len(own)]).astype(np.int32),
        corner_normals=np.concatenate([cut.normals, up]).astype(np.float32),
        face_slots=np.concatenate([slots, np.full(len(faces), liquid)]).astype(np.uint8),
        slots=(*vessel.slots, "liquid"),
        hulls=(*vessel.hulls, _convex(np.concatenate([cut.vertices[own], points]))),
        cavity=cavity,
        volume_m3=vessel.volume_m3 + _volume(points, faces) - _volume(cut.vertices, cut.faces[wetted]),
        watertight=False,
    )


def _volume(points: np.ndarray, faces: np.ndarray) -> float:
    """What faces seen from outside enclose together with the origin, m3."""
    a, b, c = (points[faces[:, i]] for i in range(3))
    return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6)


def _convex(points: np.ndarray) -> np.ndarray:
    """(64, 3) float32: a prism of 32 sides around z that just holds the points; its corners lie within the glass."""
    sides = 32
    radius = np.hypot(points[:, 0], points[:, 1]).max() / np.cos(np.pi / sides)
    angles = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    circle = radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    heights = (points[:, 2].min(), points[:, 2].max())
    return np.concatenate([np.column_stack([circle, np.full(sides, z)]) for z in heights]).astype(np.float32)
