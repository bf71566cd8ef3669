"""Raised and stamped characters as CAD solids. The letters are strokes of our own, so no font decides the bytes."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from build123d import Face, Pos, Rot, Shape, Sketch, Wire, extrude

# Strokes on a grid 2 wide and 4 high: lists of corners.
_GLYPHS: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "0": (((0.5, 0), (1.5, 0), (2, 0.5), (2, 3.5), (1.5, 4), (0.5, 4), (0, 3.5), (0, 0.5), (0.5, 0)),),
    "1": (((0.4, 3.2), (1, 4), (1, 0)),),
    "2": (((0, 3.4), (0.5, 4), (1.5, 4), (2, 3.4), (2, 2.6), (0, 0), (2, 0)),),
    "3": (((0, 4), (2, 4), (1, 2.4), (1.6, 2.2), (2, 1.6), (2, 0.6), (1.5, 0), (0.5, 0), (0, 0.5)),),
    "4": (((1.5, 0), (1.5, 4)), ((1.5, 4), (0, 1.2), (2, 1.2))),
    "5": (((2, 4), (0, 4), (0, 2.4), (1.5, 2.4), (2, 1.9), (2, 0.5), (1.5, 0), (0, 0)),),
    "6": (
        ((1.7, 4), (0.7, 3.4), (0, 2.2), (0, 1.7)),
        ((0, 1.7), (0, 0.5), (0.5, 0), (1.5, 0), (2, 0.5), (2, 1.7), (1.5, 2.2), (0.5, 2.2), (0, 1.7)),
    ),
    "7": (((0, 4), (2, 4), (0.7, 0)),),
    "8": (
        ((0.5, 2.1), (0, 1.6), (0, 0.5), (0.5, 0), (1.5, 0), (2, 0.5), (2, 1.6), (1.5, 2.1), (0.5, 2.1)),
        ((0.5, 2.1), (0.2, 2.6), (0.2, 3.5), (0.6, 4), (1.4, 4), (1.8, 3.5), (1.8, 2.6), (1.5, 2.1)),
    ),
    "9": (
        ((0.3, 0), (1.3, 0.6), (2, 1.8), (2, 2.3)),
        ((2, 2.3), (2, 3.5), (1.5, 4), (0.5, 4), (0, 3.5), (0, 2.3), (0.5, 1.8), (1.5, 1.8), (2, 2.3)),
    ),
    "/": (((0, 0), (2, 4)),),
    ".": (((0.9, 0), (1.1, 0)),),
    "-": (((0.2, 2), (1.8, 2)),),
    "A": (((0, 0), (1, 4), (2, 0)), ((0.4, 1.3), (1.6, 1.3))),
    "C": (((2, 3.4), (1.5, 4), (0.5, 4), (0, 3.4), (0, 0.6), (0.5, 0), (1.5, 0), (2, 0.6)),),
    "D": (((0, 0), (0, 4), (1.3, 4), (2, 3.3), (2, 0.7), (1.3, 0), (0, 0)),),
    "G": (((2, 3.4), (1.5, 4), (0.5, 4), (0, 3.4), (0, 0.6), (0.5, 0), (1.5, 0), (2, 0.6), (2, 1.9), (1.2, 1.9)),),
    "L": (((0, 4), (0, 0), (2, 0)),),
    "H": (((0, 0), (0, 4)), ((2, 0), (2, 4)), ((0, 2), (2, 2))),
    "K": (((0, 0), (0, 4)), ((2, 4), (0.1, 1.8)), ((0.6, 2.4), (2, 0))),
    "M": (((0, 0), (0, 4), (1, 1.8), (2, 4), (2, 0)),),
    "N": (((0, 0), (0, 4), (2, 0), (2, 4)),),
    "P": (((0, 0), (0, 4)), ((0, 4), (1.5, 4), (2, 3.5), (2, 2.4), (1.5, 1.9), (0, 1.9))),
    "R": (((0, 0), (0, 4)), ((0, 4), (1.5, 4), (2, 3.5), (2, 2.4), (1.5, 1.9), (0, 1.9)), ((1, 1.9), (2, 0))),
    "T": (((0, 4), (2, 4)), ((1, 4), (1, 0))),
    "V": (((0, 4), (1, 0), (2, 4)),),
    "E": (((2, 4), (0, 4), (0, 0), (2, 0)), ((0, 2), (1.5, 2))),
    "Z": (((0, 4), (2, 4), (0, 0), (2, 0)),),
    "X": (((0, 0), (2, 4)), ((0, 4), (2, 0))),
}
_ADVANCE = 3.0


@cache
def lettering(text: str, height_mm: float, stroke: float = 0.62) -> Sketch:
    """The outline of a line of text around the origin in the xy plane; `stroke` is the width in grid units."""
    unit = height_mm / 4
    width = (len(text) - 1) * _ADVANCE + 2
    faces = []
    for index, letter in enumerate(text):
        shift = np.array([index * _ADVANCE - width / 2, -2.0])
        lines = [(np.array(line) + shift) * unit for line in _GLYPHS.get(letter, ())]
        faces += [_stroke(line, stroke * unit) for line in lines]
    joined = faces[0].fuse(*faces[1:]).clean() if len(faces) > 1 else faces[0]
    return Sketch(joined.faces())


def _stroke(line: np.ndarray, width: float) -> Face:
    """A polyline of some width with mitred corners; one that returns to its start becomes a ring."""
    closed = np.allclose(line[0], line[-1])
    along = np.diff(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    before = np.vstack([along[-1:] if closed else along[:1], along])
    after = np.vstack([along, along[:1] if closed else along[-1:]])
    side = np.stack([-(before + after)[:, 1], (before + after)[:, 0]], axis=1)
    side /= (side * np.stack([-before[:, 1], before[:, 0]], axis=1)).sum(axis=1, keepdims=True)
    left, right = line + side * width / 2, line - side * width / 2
    if closed:
        rims = sorted((Face(Wire.make_polygon([(*p, 0) for p in rim[:-1]])) for rim in (left, right)), key=_area)
        return rims[1] - rims[0]
    left[[0, -1]] += along[[0, -1]] * [[-width / 2], [width / 2]]
    right[[0, -1]] += along[[0, -1]] * [[-width / 2], [width / 2]]
    face = Face(Wire.make_polygon([(*p, 0) for p in (*right, *left[::-1])]))
    return face if face.normal_at().Z > 0 else -face


def _area(face: Face) -> float:
    return face.area


def raised(text: str, height_mm: float, relief_mm: float = 0.15, sunk_mm: float = 0.1) -> Shape:
    """Solid letters that stand `relief_mm` above z = 0 and reach `sunk_mm` below it."""
    return Pos(0, 0, -sunk_mm) * extrude(lettering(text, height_mm), relief_mm + sunk_mm)


def around(text: str, height_mm: float, radius_mm: float, relief_mm: float = 0.15, sunk_mm: float = 0.1) -> Shape:
    """Raised letters on a circle in the plane z = 0, their feet towards the centre."""
    letters = []
    step = math.degrees(height_mm / 4 * _ADVANCE / radius_mm)
    for index, letter in enumerate(text):
        if letter != " ":
            turn = Rot(0, 0, -(index - (len(text) - 1) / 2) * step)
            letters.append(turn * Pos(0, radius_mm, 0) * raised(letter, height_mm, relief_mm, sunk_mm))
    return letters[0].fuse(*letters[1:]) if len(letters) > 1 else letters[0]
