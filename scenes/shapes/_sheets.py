"""Surfaces cut like cloth: along lines where a value is zero, with hems turned in; and many of them as one mesh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from generator.mesh import Mesh
from scenes.shapes._implicit import vertex_normals

_LEAST_COSINE = 0.5  # of a corner's normal to its face
_LEAST = 1e-7  # that a value counts as zero, so that no sliver is thinner


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A surface with a material slot for each face and one smooth normal for each corner point."""

    points_m: np.ndarray  # (V, 3) float64
    faces: np.ndarray  # (F, 3) int, counter-clockwise seen from outside
    slots: np.ndarray  # (F,) int
    normals: np.ndarray  # (V, 3) unit

    @staticmethod
    def of(points_m: np.ndarray, faces: np.ndarray, slot: int) -> Sheet:
        """Of one slot, smooth all over."""
        return Sheet(points_m, faces, np.full(len(faces), slot), vertex_normals(points_m, faces))

    def moved(self, frame: np.ndarray, at_m: np.ndarray) -> Sheet:
        """The same sheet turned by (3, 3) and moved; a frame that mirrors turns the faces around."""
        faces = self.faces if np.linalg.det(frame) > 0 else self.faces[:, ::-1]
        return replace(self, points_m=self.points_m @ frame.T + at_m, faces=faces, normals=self.normals @ frame.T)


def split(sheet: Sheet, values: np.ndarray) -> tuple[Sheet, np.ndarray]:
    """The sheet with faces divided along the line where `values` (V,) is zero, and whether each face is above (F,)."""
    values = np.where(np.abs(values) < _LEAST, _LEAST, values)
    above = values > 0
    kinds = above[sheet.faces].sum(axis=1)
    lone_above = np.flatnonzero(kinds == 1)
    lone_below = np.flatnonzero(kinds == 2)
    whole = np.flatnonzero((kinds == 0) | (kinds == 3))
    crossed = np.concatenate([lone_above, lone_below])
    if not len(crossed):
        return sheet, kinds == 3
    marks = np.concatenate([above[sheet.faces[lone_above]], ~above[sheet.faces[lone_below]]])
    lone = marks.argmax(axis=1)
    face = sheet.faces[crossed]
    row = np.arange(len(face))
    a, b, c = (face[row, (lone + i) % 3] for i in range(3))
    pairs = np.sort(np.concatenate([np.stack([a, b], 1), np.stack([a, c], 1)]), axis=1)
    edges, index = np.unique(pairs, axis=0, return_inverse=True)
    index = index.reshape(-1) + len(sheet.points_m)
    share = (values[edges[:, 0]] / (values[edges[:, 0]] - values[edges[:, 1]]))[:, None]
    between = [
        (1 - share) * array[edges[:, 0]] + share * array[edges[:, 1]] for array in (sheet.points_m, sheet.normals)
    ]
    between[1] /= np.maximum(np.linalg.norm(between[1], axis=1, keepdims=True), 1e-20)
    ab, ac = index[: len(face)], index[len(face) :]
    made = [sheet.faces[whole], np.stack([a, ab, ac], 1), np.stack([ab, b, c], 1), np.stack([ab, c, ac], 1)]
    slot = sheet.slots[crossed]
    up = np.arange(len(crossed)) < len(lone_above)
    cut = Sheet(
        np.concatenate([sheet.points_m, between[0]]),
        np.concatenate(made),
        np.concatenate([sheet.slots[whole], slot, slot, slot]),
        np.concatenate([sheet.normals, between[1]]),
    )
    return cut, np.concatenate([kinds[whole] == 3, up, ~up, ~up])


def painted(sheet: Sheet, values: np.ndarray, slot: int) -> Sheet:
    """The sheet with another slot where `values` (V,) are above zero, divided along the line."""
    cut, above = split(sheet, values)
    return replace(cut, slots=np.where(above, slot, cut.slots))


def trimmed(sheet: Sheet, values: np.ndarray, hem_m: float = 0.0) -> Sheet:
    """What is left of a sheet where `values` (V,) are above zero; with `hem_m` its new edges are turned in so far."""
    cut, above = split(sheet, values)
    kept = replace(cut, faces=cut.faces[above], slots=cut.slots[above])
    used, faces = np.unique(kept.faces, return_inverse=True)
    kept = Sheet(kept.points_m[used], faces.reshape(-1, 3), kept.slots, kept.normals[used])
    return kept if hem_m <= 0 else _hemmed(kept, hem_m)


def _hemmed(sheet: Sheet, hem_m: float) -> Sheet:
    """The sheet with a strip inwards along its open edges, a crease between."""
    directed = np.concatenate([sheet.faces[:, [0, 1]], sheet.faces[:, [1, 2]], sheet.faces[:, [2, 0]]])
    slots = np.tile(sheet.slots, 3)
    size = len(sheet.points_m)
    code, back = directed[:, 0] * size + directed[:, 1], directed[:, 1] * size + directed[:, 0]
    open_edge = ~np.isin(code, back)
    edge, slot = directed[open_edge], slots[open_edge]
    if not len(edge):
        return sheet
    rim, local = np.unique(edge, return_inverse=True)
    u, v = local.reshape(-1, 2).T
    outer = sheet.points_m[rim]
    inner = outer - hem_m * sheet.normals[rim]
    count = len(rim)
    faces = np.concatenate([np.stack([v, u, u + count], 1), np.stack([v, u + count, v + count], 1)])
    points = np.concatenate([outer, inner])
    strip = Sheet(points, faces, np.concatenate([slot, slot]), vertex_normals(points, faces))
    return joined([sheet, strip])


def joined(sheets: Sequence[Sheet]) -> Sheet:
    """All sheets as one."""
    starts = np.cumsum([0, *(len(s.points_m) for s in sheets)])
    return Sheet(
        np.concatenate([s.points_m for s in sheets]),
        np.concatenate([s.faces + start for s, start in zip(sheets, starts, strict=False)]),
        np.concatenate([s.slots for s in sheets]),
        np.concatenate([s.normals for s in sheets]),
    )


def sheet_mesh(
    sheet: Sheet, slots: Sequence[str], hulls: Sequence[np.ndarray], origin_m: np.ndarray, volume_m3: float
) -> Mesh:
    """The sheet as a mesh with `origin_m` at its origin. Hulls are convex pieces in the sheet's frame."""
    corners = sheet.points_m[sheet.faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(cross, axis=1)
    kept = area > 1e-11
    flat = cross / np.maximum(area, 1e-20)[:, None]
    normals = sheet.normals[sheet.faces]
    sharp = np.einsum("fci,fi->fc", normals, flat) < _LEAST_COSINE  # where a fold is too tight to be shaded smoothly
    normals = np.where(sharp[..., None], flat[:, None], normals)
    return Mesh(
        vertices_m=(sheet.points_m - origin_m).astype(np.float32),
        faces=sheet.faces[kept].astype(np.int32),
        corner_normals=normals[kept].astype(np.float32),
        face_slots=sheet.slots[kept].astype(np.uint8),
        slots=tuple(slots),
        hulls=tuple((hull - origin_m).astype(np.float32) for hull in hulls),
        cavity=np.zeros(len(sheet.points_m), np.float32),
        axis=np.array([0.0, 0.0, 1.0], np.float32),
        volume_m3=volume_m3,
        watertight=False,
    )
