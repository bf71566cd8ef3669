"""Thin things laid over others: strips of tape, paper and board from grids of points; knocks that dent all alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scenes.shapes._mesh import Piece, loft

_EDGES = 3  # knocks on edges besides those on corners


def strip(outer_m: np.ndarray, inner_m: np.ndarray, slot: int = 0, cavity: float = 0.0) -> Piece:
    """A closed sheet between two grids of points (P, C, 3), one on either face."""
    rings = [
        np.concatenate([o, i[::-1]]) for o, i in zip(outer_m, np.broadcast_to(inner_m, outer_m.shape), strict=True)
    ]
    piece = loft(rings, slot, cavity=[cavity] * len(rings))
    corners = piece.points_m[piece.faces]
    volume = np.einsum("ij,ij->", corners[:, 0], np.cross(corners[:, 1], corners[:, 2]))
    return piece if volume > 0 else replace(piece, faces=piece.faces[:, ::-1])


def bent(piece: Piece, at_m: np.ndarray, into: np.ndarray, by_m: float, reach_m: float) -> Piece:
    """The piece pushed by `by_m` along `into` at a place: a third of it at `reach_m`, none from 1.8 times that on."""
    away = (((piece.points_m - at_m) / (1.8 * reach_m)) ** 2).sum(axis=1)
    near = np.clip(1.0 - away, 0.0, 1.0) ** 3
    return replace(piece, points_m=piece.points_m + by_m * near[:, None] * (into / np.linalg.norm(into)))


def knocked(pieces: Sequence[Piece], half_m: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """Pieces of a box of these half sizes that stands on z = 0: corners and a few edges pushed in by millimetres."""
    places = [np.array([sx, sy, sz]) for sx in (-1, 1) for sy in (-1, 1) for sz in (-1, 1)]
    for _ in range(_EDGES):
        place = rng.choice([-1.0, 1.0], 3)
        place[int(rng.integers(3))] = rng.uniform(-0.8, 0.8)
        places.append(place)
    made = list(pieces)
    for place in places:
        at = place * half_m + np.array([0.0, 0.0, half_m[2]])
        into = -np.where(np.abs(place) == 1, place, 0.0) * rng.uniform(0.2, 1.0, 3)
        deep = float(np.minimum(rng.gamma(1.3, 0.0022), 0.011))
        reach = deep * rng.uniform(2.0, 3.5) + 0.006
        made = [bent(piece, at, into, deep, reach) for piece in made]
    return made
