"""Swarf: curled ribbons, broken curls and small chips, each placed where it lies, as one mesh.

The places are text (see `generator.points`): three rows for each chip, its origin in metres, its turn (a rotation
vector) and, as one row, (kind, size, 0).
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from generator.points import points_from_text, points_to_text
from scenes.shapes._mesh import Piece, loft
from scenes.shapes._plates import fixed_mesh

KINDS = 10  # forms of chips: the last two are small flakes
CURLS = 8
_UNIT_M = 0.001  # that sizes are stored in
_ONE = "0 0 0 0 0 0 0 100000 0"


@cache
def chip(kind: int) -> tuple[np.ndarray, np.ndarray]:
    """Points (N, 3) and faces of one form, about 1 in size, lying around its origin."""
    rng = np.random.default_rng(np.random.SeedSequence(77, spawn_key=(kind,)))
    if kind >= CURLS:  # a short curved flake
        turns, radius, wide, rise, steps = 0.3, 0.8, 0.5, 0.0, 4
    elif kind % 4 == 3:  # a long loose helix
        turns, radius, wide, rise, steps = float(rng.uniform(4, 7)), 0.14, 0.1, 0.22, 60
    elif kind % 4 == 2:  # a flat spiral
        turns, radius, wide, rise, steps = float(rng.uniform(1.4, 2.4)), 0.36, 0.3, 0.015, 26
    elif kind % 4 == 1:  # a short tight helix
        turns, radius, wide, rise, steps = float(rng.uniform(2.0, 3.5)), 0.2, 0.15, 0.17, 34
    else:  # a comma
        turns, radius, wide, rise, steps = float(rng.uniform(0.6, 1.1)), 0.42, 0.3, 0.06, 12
    share = np.linspace(0, 1, steps + 1)
    angle = 2 * math.pi * turns * share
    grown = radius * (1 + (0.5 * share if kind % 4 == 2 else 0.15 * np.sin(5 * share + kind)))
    line = np.column_stack([grown * np.cos(angle), grown * np.sin(angle), rise * turns * share])
    line[:, :2] += 0.12 * radius * np.column_stack([np.sin(2.3 * angle / turns), np.cos(1.7 * angle / turns)])
    if turns > 1.3 and kind % 4 != 2:  # helices lie on their side, a little bent
        line = line[:, [2, 1, 0]] * np.array([1.0, 1.0, 1.0])
        line[:, 1] += 0.25 * (line[:, 0] - line[:, 0].mean()) ** 2
    out = line - line.mean(axis=0)
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    upright = np.array([1.0, 0.0, 0.0]) if turns > 1.3 and kind % 4 != 2 else np.array([0.0, 0.0, 1.0])
    upright = upright + 0.25 * out
    across = upright - along * (upright * along).sum(axis=1, keepdims=True)
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    normal = np.cross(along, across)
    thick = 0.007
    taper = np.minimum(1.0, 0.35 + 4 * np.minimum(share, 1 - share))[:, None] * wide / 2
    rings = np.stack(
        [
            line - taper * across - thick * normal,
            line + taper * across - thick * normal,
            line + taper * across + thick * normal,
            line - taper * across + thick * normal,
        ],
        axis=1,
    )
    piece = loft(rings)
    return piece.points_m - piece.points_m.mean(axis=0), piece.faces


def chips_to_text(at_m: np.ndarray, turn_rad: np.ndarray, kind: np.ndarray, size_m: np.ndarray) -> str:
    """Places (N, 3), rotation vectors (N, 3), kinds (N,) and sizes (N,) as a recipe holds them."""
    third = np.column_stack([kind * 1e-5, size_m, np.zeros(len(kind))])
    turn = turn_rad * _UNIT_M
    return points_to_text(np.stack([at_m, turn, third], axis=1).reshape(-1, 3))


def turned_by(vectors: np.ndarray) -> np.ndarray:
    """(N, 3, 3) rotations of rotation vectors (N, 3) in radians (Rodrigues)."""
    angle = np.linalg.norm(vectors, axis=1)
    axis = vectors / np.maximum(angle, 1e-12)[:, None]
    x, y, z = axis.T
    zero = np.zeros_like(x)
    cross = np.stack([zero, -z, y, z, zero, -x, -y, x, zero], axis=1).reshape(-1, 3, 3)
    s, c = np.sin(angle)[:, None, None], np.cos(angle)[:, None, None]
    return np.eye(3) + s * cross + (1 - c) * cross @ cross


def swarf(chips: str = _ONE) -> Mesh:
    """Chips where they lie; the origin of the mesh is the origin of their places."""
    rows = points_from_text(chips).reshape(-1, 3, 3)
    kinds, sizes = np.rint(rows[:, 2, 0] / 1e-5).astype(int), rows[:, 2, 1]
    turns = turned_by(rows[:, 1] / _UNIT_M)
    pieces = []
    for at, turn, kind, size in zip(rows[:, 0], turns, kinds, sizes, strict=True):
        points, faces = chip(int(kind))
        pieces.append(Piece(size * points @ turn.T + at, faces))
    whole = np.concatenate([p.points_m for p in pieces])
    starts = np.cumsum([0] + [len(p.points_m) for p in pieces])
    faces = np.concatenate([p.faces + start for p, start in zip(pieces, starts, strict=False)])
    return fixed_mesh([Piece(whole, faces)], ("chips",), [whole[::7]])


SHAPES = (Shape("swarf", "Chips and curls where they lie, as one mesh.", swarf, stuff="clutter"),)
