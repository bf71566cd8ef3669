"""Cutting a solid into nearly convex pieces by planes: like a cake around a hole, else where its faces already lie.

CoACD (Wei et al. 2022) does this for any mesh by a tree search, which took 5 to 85 CPU seconds on the CAD files
of the tests; machined parts are cut well along their own flat faces, which takes less than one.
"""

from __future__ import annotations

from dataclasses import dataclass

import manifold3d
import numpy as np

PIECES = 16  # at most
SECTORS = 12  # of a ring
GOOD_ENOUGH = 0.04  # of the solid's volume: what the pieces' hulls may hold in excess
_WORTH = 0.01  # of the solid's volume: a cut has to save so much
_PLACES = 8  # tried along each axis, besides even steps
_ABOVE = 1e-3  # of the length
_STEPS = (0.25, 0.5, 0.75)
_FEWEST_SLICES = 8
_CAKE_GAIN = 3.0  # slices have to save so many times what one plane saves, as they are many,
_CAKE_SHARE = 0.8  # or this share of what several planes in a row save
_FLOORS = 3  # cuts across the first axis that are tried in depth


@dataclass(frozen=True, slots=True)
class _Piece:
    """One connected part of the solid."""

    solid: manifold3d.Manifold
    hull_m3: float
    excess_m3: float


@dataclass(frozen=True, slots=True)
class _Cut:
    """What a plane makes of a piece."""

    parts: tuple[_Piece, ...]
    saves_m3: float


def solid_of(vertices: np.ndarray, faces: np.ndarray) -> manifold3d.Manifold | None:
    """The closed mesh as a solid for exact cuts, or None if it does not bound one."""
    mesh = manifold3d.Mesh64(np.ascontiguousarray(vertices, np.float64), np.ascontiguousarray(faces, np.uint64))
    solid = manifold3d.Manifold(mesh)
    return solid if solid.status() == manifold3d.Error.NoError and solid.volume() > 0 else None


def corners_of(solid: manifold3d.Manifold) -> np.ndarray:
    """(N, 3) float64 corner points."""
    return np.array(np.asarray(solid.to_mesh64().vert_properties)[:, :3])


def cut_sectors(solid: manifold3d.Manifold, axis: np.ndarray, count: int = SECTORS) -> list[manifold3d.Manifold]:
    """The slices of the cake around `axis`, which goes through the origin.

    The hulls of 12 slices leave a hole open but for a sagitta of 3% of its radius.
    """
    side, other = np.linalg.svd(axis[None])[2][1:]
    slices = []
    for index in range(count):
        start, end = np.pi * 2 * index / count, np.pi * 2 * (index + 1) / count
        first = -np.sin(start) * side + np.cos(start) * other
        last = np.sin(end) * side - np.cos(end) * other
        part = solid.trim_by_plane(tuple(first), 0.0).trim_by_plane(tuple(last), 0.0)
        if part.volume() > 0:
            slices.append(part)
    return slices


def cut_along_faces(solid: manifold3d.Manifold, frame: np.ndarray) -> list[manifold3d.Manifold]:
    """Pieces whose hulls hold little more than the solid.

    The piece with most excess is cut, across one of the axes in `frame` (rows), where that saves most hull volume.
    Where no single cut saves anything, two in a row are tried (a window in a plate), and slices around the first axis
    (the wall of a cup).
    """
    total = solid.volume()
    open_pieces = _parts(solid)
    done: list[_Piece] = []
    while open_pieces and len(open_pieces) + len(done) < PIECES:
        open_pieces.sort(key=lambda p: p.excess_m3)
        if sum(p.excess_m3 for p in open_pieces) < GOOD_ENOUGH * total:
            break
        piece = open_pieces.pop()
        room = PIECES - len(open_pieces) - len(done)
        best, cake = _best_cut(piece, frame), _cake(piece, frame[0], room)
        gain = _CAKE_GAIN
        if best is None or best.saves_m3 < _WORTH * total:
            best, gain = _deep_cut(piece, frame, room), _CAKE_SHARE
        if cake is not None and cake.saves_m3 > gain * (best.saves_m3 if best else 0.0):
            best = cake
        if best is None or best.saves_m3 < _WORTH * total:
            done.append(piece)
        else:
            open_pieces.extend(best.parts)
    return [piece.solid for piece in open_pieces + done]


def _parts(solid: manifold3d.Manifold) -> list[_Piece]:
    pieces = []
    for part in solid.decompose():
        volume, hull = part.volume(), part.hull().volume()
        if volume > 0:
            pieces.append(_Piece(part, hull, max(hull - volume, 0.0)))
    return pieces


def _cake(piece: _Piece, axis: np.ndarray, room: int) -> _Cut | None:
    if room < _FEWEST_SLICES:
        return None
    parts = [p for part in cut_sectors(piece.solid, axis, room) for p in _parts(part)]
    return _Cut(tuple(parts), piece.hull_m3 - sum(p.hull_m3 for p in parts))


def _best_cut(piece: _Piece, frame: np.ndarray) -> _Cut | None:
    """The plane cut that leaves least hull volume."""
    cuts = [_split(piece, axis, place) for axis in frame for place in _places(piece.solid, axis)]
    return max((cut for cut in cuts if cut is not None), key=lambda c: c.saves_m3, default=None)


def _deep_cut(piece: _Piece, frame: np.ndarray, room: int) -> _Cut | None:
    """The first of two cuts that together leave least hull volume: through the middle of the void, or at a floor."""
    void = corners_of(piece.solid.hull() - piece.solid).mean(axis=0)
    best: _Cut | None = None
    for axis in frame:
        cut = _split(piece, axis, float(void @ axis))
        further = [_best_cut(part, frame) for part in cut.parts] if cut else []
        best = _better(best, cut, further)
    for place in _places(piece.solid, frame[0])[:_FLOORS]:
        cut = _split(piece, frame[0], place)
        best = _better(best, cut, [_cake(part, frame[0], room) for part in cut.parts] if cut else [])
    return best


def _better(best: _Cut | None, cut: _Cut | None, further: list[_Cut | None]) -> _Cut | None:
    """The better of two cuts, the second judged together with what further cuts of its parts save."""
    if cut is None:
        return best
    saves = cut.saves_m3 + sum(max(f.saves_m3, 0.0) for f in further if f is not None)
    return _Cut(cut.parts, saves) if best is None or saves > best.saves_m3 else best


def _split(piece: _Piece, axis: np.ndarray, place: float) -> _Cut | None:
    """The piece cut by the plane square to `axis` at `place`; None if that leaves it whole."""
    parts = tuple(p for half in piece.solid.split_by_plane(tuple(axis), place) for p in _parts(half))
    return _Cut(parts, piece.hull_m3 - sum(p.hull_m3 for p in parts)) if len(parts) > 1 else None


def _places(solid: manifold3d.Manifold, axis: np.ndarray) -> list[float]:
    """Just above where the solid has most face area square to `axis`, and even steps between its ends.

    Above is where the face looks: a cut on the other side would leave a film that closes what is to be opened.
    """
    mesh = solid.to_mesh64()
    corners = np.asarray(mesh.vert_properties)[:, :3][np.asarray(mesh.tri_verts, np.int64)]
    a, b, c = np.moveaxis(corners, 1, 0)
    area = np.cross(b - a, c - a)
    length = np.linalg.norm(area, axis=1)
    square = np.abs(area @ axis) > 0.999 * length
    low, high = float((corners @ axis).min()), float((corners @ axis).max())
    heights = (corners.mean(axis=1) @ axis - low) / max(high - low, 1e-12) + _ABOVE * np.sign(area @ axis)
    inner = square & (heights > 0.005) & (heights < 0.995)
    grid = np.round(heights[inner] * 2000).astype(int)
    weight = np.bincount(grid, length[inner], 2001)
    exact = np.bincount(grid, length[inner] * heights[inner], 2001) / np.maximum(weight, 1e-30)
    top = np.argsort(-weight, kind="stable")[:_PLACES]
    return [low + (high - low) * float(share) for share in [*exact[top[weight[top] > 0]], *_STEPS]]
