"""Strips of labelling tape around a vessel, with lines written on them by hand."""

from __future__ import annotations

import math

import numpy as np

from scenes.shapes._mesh import Piece, loft
from scenes.shapes._turning import Profile

_TAPE_M, _INK_M = (1e-5, 5e-5), (3e-5, 6.5e-5)  # off the glass: where a layer begins and ends
_LINE_M = 0.0062  # from one written line to the next
_PEN_M = 0.0006
_LETTER_M = 0.0024
_LARGEST_M = 0.042  # a strip is cut no longer than this
_MOST_DEG = 62.0  # to each side
_AT_RAD = math.pi  # across from the printed scale


def written_label(outer: Profile, low_m: float, high_m: float, pattern: int, tape: int, ink: int) -> list[Piece]:
    """A strip between two heights on a body of revolution, its writing drawn by `pattern`; slots by number.

    `outer` is the body's profile (radius, height) from the foot upwards.
    """
    rng = np.random.default_rng(np.random.SeedSequence(91, spawn_key=(pattern,)))
    radius = _radius(outer, np.array([(low_m + high_m) / 2]))[0]
    half = min(0.5 * float(rng.uniform(0.75, 1.0)) * _LARGEST_M, math.radians(_MOST_DEG) * radius)
    columns = np.linspace(-half, half, 17)
    bounds = np.linspace(low_m, high_m, 6)
    crooked = float(rng.normal(0, 0.02)) * columns  # nobody sticks it on quite straight
    low, high = (
        np.array([_on(outer, np.full(6, u), bounds + lift, depth) for u, lift in zip(columns, crooked, strict=True)])
        for depth in _TAPE_M
    )
    pieces = [_strip(low, high, tape)]
    lines = max(1, int((high_m - low_m - 0.002) / _LINE_M))
    for number in range(lines):
        z = high_m - 0.001 - (number + 0.62) * (high_m - low_m - 0.002) / lines
        for word in _words(half - 0.003, rng):
            pieces.append(_stroke(outer, word + np.array([0.0, z]), ink))
    return pieces


def _strip(low_m: np.ndarray, high_m: np.ndarray, slot: int) -> Piece:
    """The closed body between two grids (N, M, 3) of points, one over the other: it bends with what it lies on."""
    rows, columns = low_m.shape[:2]
    index = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]
    under = np.concatenate([np.stack([a, b, c], axis=-1), np.stack([a, c, d], axis=-1)]).reshape(-1, 3)
    rim = np.concatenate([index[:-1, 0], index[-1, :-1], index[:0:-1, -1], index[0, :0:-1]])
    on = np.roll(rim, -1)
    over = rows * columns
    walls = [np.stack([rim, on, on + over], axis=1), np.stack([rim, on + over, rim + over], axis=1)]
    points = np.concatenate([low_m.reshape(-1, 3), high_m.reshape(-1, 3)])
    return _outwards(Piece(points, np.concatenate([under, under[:, ::-1] + over, *(w[:, ::-1] for w in walls)]), slot))


def _words(half_m: float, rng: np.random.Generator) -> list[np.ndarray]:
    """Each (N, 2): a word as one stroke of the pen, along and up, from the left of a line."""
    words: list[np.ndarray] = []
    at = -half_m
    while at < half_m - 3 * _LETTER_M and len(words) < 3:
        letters = int(min(rng.integers(2, 7), (half_m - at) / _LETTER_M))
        if letters < 2:
            break
        points = []
        for letter in range(letters):
            tall = float(rng.choice([0.0018, 0.0018, 0.0034]))
            phase = np.array([0.0, 0.28, 0.55, 0.8])
            up = tall * np.array([0.0, 1.0, float(rng.uniform(0.1, 0.9)), float(rng.uniform(-0.3, 0.3))])
            slant = 0.25 * up
            points.append(np.column_stack([at + (letter + phase) * _LETTER_M + slant, up - 0.0009]))
        words.append(np.concatenate(points))
        at += (letters + 1.2) * _LETTER_M
    return words


def _stroke(outer: Profile, line_m: np.ndarray, slot: int) -> Piece:
    """A flat band of ink along a line (N, 2) on the strip."""
    along = np.gradient(line_m, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    across = np.column_stack([-along[:, 1], along[:, 0]]) * _PEN_M / 2
    sides = [line_m - across, line_m + across]
    low, high = ([_on(outer, side[:, 0], side[:, 1], depth) for side in sides] for depth in _INK_M)
    rings = [np.array([low[0][k], low[1][k], high[1][k], high[0][k]]) for k in range(len(line_m))]
    return _outwards(loft(rings, slot))


def _on(outer: Profile, along_m: np.ndarray, z_m: np.ndarray, off_m: float) -> np.ndarray:
    """(N, 3) places on the body, `along_m` around it from the label's middle, `off_m` off its wall."""
    radius = _radius(outer, z_m)
    turn = _AT_RAD + along_m / radius
    return np.column_stack([(radius + off_m) * np.cos(turn), (radius + off_m) * np.sin(turn), z_m])


def _radius(outer: Profile, z_m: np.ndarray) -> np.ndarray:
    """(N,) of the body's faces at these heights."""
    known = np.array(outer)
    order = np.argsort(known[:, 1], kind="stable")
    return np.asarray(np.interp(z_m, known[order, 1], known[order, 0]))


def _outwards(piece: Piece) -> Piece:
    """The piece with its faces looking outwards, whichever way round its rings went."""
    corners = piece.points_m[piece.faces]
    volume = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum()
    return piece if volume > 0 else Piece(piece.points_m, piece.faces[:, ::-1], piece.slot, piece.cavity)
