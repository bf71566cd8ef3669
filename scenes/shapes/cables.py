"""Cables and hoses: skins along a centreline that physics bent (`points`, see `generator.points`)."""

from __future__ import annotations

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from generator.points import points_from_text
from scenes.shapes._mesh import Piece
from scenes.shapes._tubes import chain_hulls, frames, smooth_line, soft_mesh, tube

_STRAIGHT = "0 0 0 2000 0 0 4000 0 0 6000 0 0 8000 0 0"
_BEVEL = 0.12  # of a radius, at cut ends


def cable(points: str = _STRAIGHT, radius_m: float = 0.003, bare_m: float = 0.0, parts: int = 3) -> Mesh:
    """A round cable; the last `bare_m` of both ends are stripped (slot "core" under "jacket")."""
    points_m = points_from_text(points)
    line = smooth_line(points_m, parts)
    turned = frames(line)
    sides = 10 if radius_m < 0.002 else 16 if radius_m < 0.008 else 24
    way = _way_m(line)
    jacket = (way >= bare_m - 1e-9) & (way <= way[-1] - bare_m + 1e-9)
    pieces = [_cut(line[jacket], turned[jacket], radius_m, sides, 0)]
    if bare_m > 0:
        for end in (way <= bare_m + 1e-9, way >= way[-1] - bare_m - 1e-9):
            pieces.append(_cut(line[end], turned[end], 0.55 * radius_m, sides, 1))
    else:
        inside = [line[:2], line[-2:]]
        pieces += [_face(pair, radius_m, sides, first) for pair, first in zip(inside, (True, False), strict=True)]
    return soft_mesh(pieces, ("jacket", "core"), chain_hulls(points_m, radius_m))


def hose(
    points: str = _STRAIGHT,
    radius_m: float = 0.0125,
    rib_m: float = 0.0,
    pitch_m: float = 0.0,
    fitting_m: float = 0.05,
    parts: int = 4,
) -> Mesh:
    """A hose with a sleeve on both ends (slots "hose", "fitting"); with `rib_m` it is corrugated that deep, at a pitch.

    `radius_m` is that of the ribs; sleeves reach 1.5 mm beyond, and are drawn over the last `fitting_m`.
    """
    points_m = points_from_text(points)
    line = smooth_line(points_m, max(parts, 4 * _links_over(points_m, pitch_m) if rib_m > 0 else parts))
    turned = frames(line)
    way = _way_m(line)
    radii = np.full(len(line), radius_m)
    if rib_m > 0:
        wave = np.clip(1.6 * np.cos(2 * np.pi * way / pitch_m), -1, 1)
        radii = radius_m - 0.5 * rib_m * (1 - wave)
    pieces = [tube(line, turned, radii, 24, 0)]
    if fitting_m > 0:
        for end in (way <= fitting_m, way >= way[-1] - fitting_m):
            pieces.append(_cut(line[end], turned[end], radius_m + 0.0008, 24, 1))
    return soft_mesh(pieces, ("hose", "fitting"), chain_hulls(points_m, radius_m))


def _links_over(points_m: np.ndarray, pitch_m: float) -> int:
    spacing = float(np.linalg.norm(np.diff(points_m, axis=0), axis=1).mean())
    return max(1, round(spacing / pitch_m))


def _way_m(line_m: np.ndarray) -> np.ndarray:
    """(N,) length from the start."""
    return np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line_m, axis=0), axis=1))])


def _cut(line_m: np.ndarray, turned: np.ndarray, radius_m: float, sides: int, slot: int) -> Piece:
    """A tube whose cut ends are a little rounded."""
    bevel = _BEVEL * radius_m
    first, last = line_m[0] + bevel * turned[0, 2], line_m[-1] - bevel * turned[-1, 2]
    line = np.concatenate([line_m[:1], first[None], line_m[1:-1], last[None], line_m[-1:]])
    own = np.concatenate([turned[:1], turned[:1], turned[1:-1], turned[-1:], turned[-1:]])
    radii = np.full(len(line), radius_m)
    radii[[0, -1]] -= bevel
    return tube(line, own, radii, sides, slot)


def _face(pair_m: np.ndarray, radius_m: float, sides: int, first: bool) -> Piece:
    """The conductor in a cut end, which stands out by a twentieth of a millimetre."""
    way = pair_m[0] - pair_m[1] if first else pair_m[1] - pair_m[0]
    out = way / np.linalg.norm(way)
    end = pair_m[0] if first else pair_m[1]
    line = np.stack([end - 0.3 * radius_m * out, end + 5e-5 * out])
    return tube(line, frames(line), 0.55 * radius_m, sides, 1)


SHAPES = (
    Shape("cable", "Round cable along a centreline, cut or stripped; slots jacket, core.", cable),
    Shape("hose", "Hose along a centreline, smooth or corrugated, sleeves at its ends; slots hose, fitting.", hose),
)
